package conversation_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestTheSameKeyIsTheSameMessage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		for _, key := range []string{"buyer-key-1", "with/a/slash", "带中文的键"} {
			seqs := make([]int64, 10)
			together(t, 10, func(i int) error {
				m, err := w.Conversations.Say(b.ctx, key, conversation.Draft{Text: "你好"})
				seqs[i] = m.Seq
				if err == nil && m.Key != key {
					err = fmt.Errorf("key %q came back as %q", key, m.Key)
				}
				return err
			})
			if len(slices.Compact(slices.Sorted(slices.Values(seqs)))) != 1 {
				t.Errorf("answered %v", seqs)
			}
			_, err := w.Conversations.Say(b.ctx, key, conversation.Draft{Text: "再见"})
			wantFault(t, err, fault.Conflict, "request.key_reused")
		}
		if c := w.get(b); c.HeadSeq != 3 || c.Unread != 3 || w.count(`SELECT COUNT(*) FROM message`) != 3 {
			t.Errorf("got %+v", c)
		}
	})
}

func TestKeysOfDifferentPeopleDoNotMeet(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, other := w.visit("first", ""), w.visit("first", "")
		w.say(b, "same-key", "一")
		w.say(other, "same-key", "二")
		w.reply("same-key", b, "三")
		_, err := w.Conversations.Reply(w.colleague, b.talk, "same-key", conversation.Draft{Text: "四"})
		w.must(err)
		if head := w.get(b).HeadSeq; head != 3 {
			t.Errorf("head %d", head)
		}
	})
}

func TestNumbersHaveNoGapsUnderManyWriters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		const each = 6
		together(t, 16, func(i int) (err error) {
			for n := range each {
				key, d := fmt.Sprintf("writer-%d-%d", i, n), conversation.Draft{Text: "你好"}
				if i%2 == 0 {
					_, err = w.Conversations.Say(b.ctx, key, d)
				} else {
					_, err = w.Conversations.Reply(w.agent, b.talk, key, d)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		p, err := w.Conversations.Since(w.agent, b.talk, 0)
		w.must(err)
		for i, m := range p.Messages {
			if m.Seq != int64(i+1) {
				t.Fatalf("message %d has number %d", i+1, m.Seq)
			}
		}
		if c := w.get(b); len(p.Messages) != 16*each || c.HeadSeq != 16*each || c.Unread != 8*each || c.Version != 2 {
			t.Errorf("%d messages, %+v", len(p.Messages), c)
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		for i := range 120 {
			w.say(b, fmt.Sprintf("buyer-key-%d", i), fmt.Sprint(i+1))
		}
		var read []int64
		for before := int64(0); ; {
			p, err := w.Conversations.Before(w.agent, b.talk, before)
			w.must(err)
			numbers := []int64{}
			for _, m := range p.Messages {
				numbers = append(numbers, m.Seq)
			}
			read = append(numbers, read...)
			if before = p.Messages[0].Seq; !p.HasEarlier {
				break
			}
		}
		for i, n := range read {
			if n != int64(i+1) {
				t.Fatalf("read %v", read)
			}
		}
		p, err := w.Conversations.Since(w.agent, b.talk, 100)
		if err != nil || len(p.Messages) != 20 || p.Messages[0].Seq != 101 || p.HeadSeq != 120 || !p.HasEarlier {
			t.Errorf("since 100: %d messages, head %d, %v", len(p.Messages), p.HeadSeq, err)
		}
		if p, err := w.Conversations.Since(w.agent, b.talk, 120); err != nil || len(p.Messages) != 0 || p.HeadSeq != 120 {
			t.Errorf("since the head: %+v, %v", p, err)
		}
		if p, err := w.Conversations.Before(w.agent, b.talk, 1); err != nil || len(p.Messages) != 0 || p.HasEarlier {
			t.Errorf("before the first: %+v, %v", p, err)
		}
	})
}

func TestBuyersDoNotSeeInternalMessages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		w.inTx(func(tx *db.Tx) error {
			_, err := w.Conversations.PostIn(tx, b.talk, conversation.Message{
				Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
				Event: conversation.EventLine{Code: "case.opened", Args: map[string]string{"number": "A1"}}, Key: "event-key",
			})
			return err
		})
		c, seen, err := w.Conversations.OfBuyer(b.ctx, 0)
		if err != nil || len(seen) != 1 || c.HeadSeq != 1 {
			t.Errorf("the buyer sees %+v, head %d, %v", seen, c.HeadSeq, err)
		}
		p, err := w.Conversations.Since(w.agent, b.talk, 0)
		if err != nil || len(p.Messages) != 2 || p.Messages[1].Event.Args["number"] != "A1" || !p.Messages[1].Internal {
			t.Errorf("the team sees %+v, %v", p.Messages, err)
		}
		if c := w.get(b); c.Unread != 1 || c.WaitingSince.IsZero() || c.AssigneeID != "" {
			t.Errorf("an internal line changed %+v", c)
		}
	})
}

func TestReadMarksAndUnread(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "一")
		w.reply("agent-key-1", b, "二")
		w.say(b, "buyer-key-2", "三")
		w.say(b, "buyer-key-3", "四")
		steps := []struct{ seq, read, unread int64 }{
			{1, 1, 2}, {0, 1, 2}, {-5, 1, 2}, {2, 2, 2}, {3, 3, 1}, {1, 3, 1}, {99, 4, 0},
		}
		for _, s := range steps {
			w.must(w.Conversations.MarkRead(w.agent, b.talk, s.seq))
			if c := w.get(b); c.AgentReadSeq != s.read || c.Unread != s.unread || c.Version != 2 {
				t.Errorf("after reading to %d: read %d, unread %d", s.seq, c.AgentReadSeq, c.Unread)
			}
		}
		w.say(b, "buyer-key-4", "五")
		if c := w.get(b); c.Unread != 1 {
			t.Errorf("%d unread", c.Unread)
		}
		for seq, want := range map[int64]int64{3: 3} {
			w.must(w.Conversations.BuyerRead(b.ctx, seq))
			w.must(w.Conversations.BuyerRead(b.ctx, seq-1))
			if c := w.get(b); c.BuyerReadSeq != want {
				t.Errorf("the buyer read to %d", c.BuyerReadSeq)
			}
		}
		w.must(w.Conversations.BuyerRead(b.ctx, 1<<40))
		if c := w.get(b); c.BuyerReadSeq != 5 || c.AgentReadSeq != 4 || c.Unread != 1 {
			t.Errorf("got %+v", c)
		}
		err := w.Conversations.MarkRead(w.reader, b.talk, 5)
		wantFault(t, err, fault.Denied, "identity.denied")
	})
}

func TestWaitingClock(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		if c := w.get(b); !c.WaitingSince.IsZero() {
			t.Error("waits before a word")
		}
		w.say(b, "buyer-key-1", "一")
		w.pass(time.Minute)
		w.say(b, "buyer-key-2", "二")
		if c := w.get(b); !c.WaitingSince.Equal(morning) {
			t.Errorf("waits since %v", c.WaitingSince)
		}
		w.reply("agent-key-1", b, "三")
		w.reply("agent-key-1", b, "三") // a retry
		if c := w.get(b); !c.WaitingSince.IsZero() || c.AssigneeID != "agent" {
			t.Errorf("after an answer: %+v", c)
		}
		w.pass(time.Minute)
		w.inTx(func(tx *db.Tx) error { return w.Conversations.WaitForTeamIn(tx, b.talk) })
		since := w.now()
		w.pass(time.Minute)
		w.reply("agent-key-1", b, "三") // a late retry answers nothing new
		if c := w.get(b); !c.WaitingSince.Equal(since) {
			t.Errorf("waits since %v", c.WaitingSince)
		}
	})
}

func TestAssign(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		c, err := w.assign(w.agent, b.talk, 1, "colleague")
		if err != nil || c.AssigneeID != "colleague" || c.Version != 2 {
			t.Fatalf("got %+v, %v", c, err)
		}
		_, err = w.assign(w.agent, b.talk, 1, "agent")
		wantFault(t, err, fault.Conflict, "conversation.changed")
		w.reply("agent-key-1", b, "我来") // answering for a colleague takes nothing from them
		if c := w.get(b); c.AssigneeID != "colleague" || c.Version != 2 {
			t.Errorf("got %+v", c)
		}
		if c, err := w.assign(w.agent, b.talk, 2, "colleague"); err != nil || c.Version != 2 {
			t.Errorf("to the same person: %+v, %v", c, err)
		}
		for i := range 10 {
			w.addUser(fmt.Sprint("user", i), "agent", w.first)
		}
		won := make([]error, 10)
		together(t, 10, func(i int) error {
			_, won[i] = w.assign(w.agent, b.talk, 2, fmt.Sprint("user", i))
			return nil
		})
		winners := 0
		for _, err := range won {
			if err == nil {
				winners++
			} else {
				wantFault(t, err, fault.Conflict, "conversation.changed")
			}
		}
		if c := w.get(b); winners != 1 || c.Version != 3 {
			t.Errorf("%d won, %+v", winners, c)
		}
		if c, err := w.assign(w.agent, b.talk, 3, ""); err != nil || c.AssigneeID != "" {
			t.Errorf("to nobody: %+v, %v", c, err)
		}
	})
}

func TestForeignConversationsAreNotFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		for _, id := range []string{b.talk, "no-such-id"} {
			for name, do := range map[string]func(ctx context.Context) error{
				"get":    func(ctx context.Context) error { _, err := w.Conversations.Get(ctx, id); return err },
				"since":  func(ctx context.Context) error { _, err := w.Conversations.Since(ctx, id, 0); return err },
				"before": func(ctx context.Context) error { _, err := w.Conversations.Before(ctx, id, 0); return err },
				"read":   func(ctx context.Context) error { return w.Conversations.MarkRead(ctx, id, 1) },
				"assign": func(ctx context.Context) error { _, err := w.assign(ctx, id, 1, "x"); return err },
				"reply": func(ctx context.Context) error {
					_, err := w.Conversations.Reply(ctx, id, "foreign-key", conversation.Draft{Text: "嗨"})
					return err
				},
				"file": func(ctx context.Context) error {
					_, err := w.Conversations.AddFile(ctx, id, conversation.Upload{Key: "file-key-1", Body: picture()})
					return err
				},
			} {
				if err := do(w.stranger); fault.KindOf(err) != fault.NotFound {
					t.Errorf("%s of %s: %v", name, id, err)
				}
				if err := do(b.ctx); fault.KindOf(err) != fault.Denied {
					t.Errorf("%s of %s by a buyer: %v", name, id, err)
				}
			}
		}
		if c := w.get(b); c.HeadSeq != 1 || c.Version != 1 || c.Unread != 1 || w.count(`SELECT COUNT(*) FROM file`) != 0 {
			t.Errorf("something was done: %+v", c)
		}
	})
}
