package conversation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/many"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// lines are the codes of the lines for the team in a thread.
func (w *world) lines(b buyer) (codes []string) {
	w.t.Helper()
	p, err := w.Conversations.Since(w.agent, b.talk, 0)
	w.must(err)
	for _, m := range p.Messages {
		if m.Kind == conversation.Event {
			codes = append(codes, m.Event.Code)
		}
	}
	return codes
}

// noticesOf are the notices of somebody, newest first.
func (w *world) noticesOf(id string) (kinds []string) {
	w.t.Helper()
	p, err := w.Notices.Mine(identity.With(context.Background(), identity.NewUser(id, "", map[string][]identity.Permission{w.first: {identity.NoticeRead}})), "")
	w.must(err)
	for _, n := range p.Notices {
		kinds = append(kinds, n.Kind+" "+n.About.ConversationID+" "+n.Args["by"]+" "+n.Args["reason"]+n.Args["reason_words"]+n.Args["note"])
	}
	return kinds
}

func TestTransferSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		c, err := w.Conversations.Assign(w.agent, b.talk, 1, conversation.Transfer{AssigneeID: "colleague", Reason: conversation.Shift, Words: "不算", Note: " 在等仓库 "})
		if err != nil || c.AssigneeID != "colleague" || c.Version != 2 || c.HeadSeq != 2 {
			t.Fatalf("%+v, %v", c, err)
		}
		again, err := w.Conversations.Assign(w.agent, b.talk, 1, conversation.Transfer{AssigneeID: "colleague", Reason: conversation.Shift})
		if err != nil || again.Version != 2 || again.HeadSeq != 2 {
			t.Errorf("sent again: %+v, %v", again, err)
		}
		w.must(func() error { _, err := w.assign(w.colleague, b.talk, 2, "agent"); return err }())
		w.must(func() error { _, err := w.assign(w.colleague, b.talk, 3, "colleague"); return err }())
		w.must(func() error { _, err := w.assign(w.colleague, b.talk, 4, ""); return err }())
		want := "conversation.transferred conversation.assigned conversation.taken conversation.released"
		if got := strings.Join(w.lines(b), " "); got != want {
			t.Errorf("lines %s", got)
		}
		if got := w.noticesOf("colleague"); len(got) != 1 || got[0] != "conversation.yours_because_visitor "+b.talk+" Name of agent shift在等仓库" {
			t.Errorf("the colleague was told %q", got)
		}
		if got := w.noticesOf("agent"); len(got) != 1 || got[0] != "conversation.yours_visitor "+b.talk+" Name of colleague " {
			t.Errorf("the agent was told %q", got)
		}
		if _, messages, err := w.Conversations.OfBuyer(b.ctx, 0); err != nil || len(messages) != 1 {
			t.Errorf("the buyer sees %d messages, %v", len(messages), err)
		}
	})
}

func TestTransferRefuses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		w.addUser("trainer", "trainer", w.first)
		w.addUser("elsewhere", "agent", "another-shop")
		w.addUser("gone", "agent", w.first)
		w.inTx(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE app_user SET disabled_at = 1 WHERE id = 'gone'`)
			return err
		})
		long := strings.Repeat("长", 501)
		for _, tt := range []struct {
			t    conversation.Transfer
			code string
		}{
			{conversation.Transfer{AssigneeID: "trainer"}, "conversation.cannot_assign"},
			{conversation.Transfer{AssigneeID: "elsewhere"}, "conversation.cannot_assign"},
			{conversation.Transfer{AssigneeID: "gone"}, "conversation.cannot_assign"},
			{conversation.Transfer{AssigneeID: "nobody-such"}, "conversation.cannot_assign"},
			{conversation.Transfer{AssigneeID: "colleague", Reason: "whim"}, "conversation.reason_unknown"},
			{conversation.Transfer{AssigneeID: "colleague", Reason: conversation.Other, Words: "  "}, "conversation.reason_missing"},
			{conversation.Transfer{AssigneeID: "colleague", Reason: conversation.Other, Words: long}, "conversation.reason_too_long"},
			{conversation.Transfer{AssigneeID: "colleague", Note: long}, "conversation.note_too_long"},
		} {
			_, err := w.Conversations.Assign(w.agent, b.talk, 1, tt.t)
			wantFault(t, err, fault.Invalid, tt.code)
		}
		mute := member("mute", w.first, []identity.Permission{identity.ConversationRead, identity.ConversationAssign})
		_, err := w.assign(mute, b.talk, 1, "mute") // who may not answer takes nothing over
		wantFault(t, err, fault.Invalid, "conversation.cannot_assign")
		_, err = w.assign(w.reader, b.talk, 1, "colleague")
		wantFault(t, err, fault.Denied, "identity.denied")
		if c := w.get(b); c.Version != 1 || c.HeadSeq != 1 || c.AssigneeID != "" || w.count(`SELECT COUNT(*) FROM notice`) != 0 {
			t.Errorf("something was done: %+v", c)
		}
	})
}

// TestManualWinsOverAnswering lets somebody answer, which assigns, while
// somebody else decides who looks after the buyer. Whichever comes first, what
// was decided holds.
func TestManualWinsOverAnswering(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for round := range 10 {
			b := w.visit("first", "")
			w.say(b, "buyer-key-1", "你好")
			together(t, 2, func(i int) error {
				if i == 0 {
					_, err := w.Conversations.Reply(w.agent, b.talk, "agent-key-1", conversation.Draft{Text: "您好"})
					return err
				}
				_, err := w.assign(w.agent, b.talk, 1, "colleague")
				return err
			})
			if c := w.get(b); c.AssigneeID != "colleague" {
				t.Fatalf("round %d: %+v", round, c)
			}
		}
		// Two who decide at once cannot overwrite each other.
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		w.reply("agent-key-1", b, "您好")
		won := make([]error, 2)
		together(t, 2, func(i int) error {
			_, won[i] = w.assign(w.agent, b.talk, 1, []string{"colleague", ""}[i])
			return nil
		})
		winner := 0
		if won[0] != nil {
			winner = 1
		}
		if won[winner] != nil {
			t.Fatalf("nobody won: %v", won)
		}
		wantFault(t, won[1-winner], fault.Conflict, "conversation.changed")
		if c := w.get(b); c.AssigneeID != []string{"colleague", ""}[winner] || c.Version != 3 {
			t.Errorf("%d won, %+v", winner, c)
		}
	})
}

func TestBulkReportsEach(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var all []many.Seen
		var buyers []buyer
		for range 4 {
			b := w.visit("first", "")
			w.say(b, "buyer-key-1", "你好")
			buyers = append(buyers, b)
			all = append(all, many.Seen{ID: b.talk, Version: 1, Seq: 1})
		}
		foreign := w.visit("second", "")
		w.say(foreign, "buyer-key-1", "你好")
		w.must(func() error { _, err := w.assign(w.agent, buyers[1].talk, 1, "agent"); return err }())
		all = append(all, many.Seen{ID: foreign.talk, Version: 1}, many.Seen{ID: "nothing", Version: 1})
		to := conversation.Transfer{AssigneeID: "colleague", Reason: conversation.Busy}
		for try := range 2 { // the second time is a retry after a lost answer
			got, err := w.Many.Assign(w.agent, all, to)
			w.must(err)
			for i, want := range []string{"", "conversation.changed", "", "", "db.not_found", "db.not_found"} {
				if got[i].ID != all[i].ID || fault.CodeOf(got[i].Err) != want {
					t.Errorf("try %d: %d is %+v, want %q", try, i, got[i], want)
				}
			}
		}
		if c := w.get(buyers[0]); c.AssigneeID != "colleague" || c.Version != 2 || c.HeadSeq != 2 {
			t.Errorf("changed once: %+v", c)
		}
		if n := len(w.noticesOf("colleague")); n != 3 {
			t.Errorf("%d notices", n)
		}
		read, err := w.Many.MarkRead(w.agent, all[:2])
		if err != nil || read[0].Err != nil || read[1].Err != nil || w.get(buyers[0]).Unread != 0 {
			t.Errorf("read: %v, %v", read, err)
		}
		_, err = w.Many.Assign(w.reader, all, to)
		wantFault(t, err, fault.Denied, "identity.denied")
		_, err = w.Many.Assign(w.agent, make([]many.Seen, 101), to)
		wantFault(t, err, fault.Invalid, "conversation.too_many")
		_, err = w.Many.Snooze(w.agent, all, w.now())
		wantFault(t, err, fault.Invalid, "conversation.snooze_past")
		off, err := w.Many.Snooze(w.agent, all[3:5], w.now().Add(time.Hour))
		if err != nil || fault.CodeOf(off[0].Err) != "conversation.changed" || fault.CodeOf(off[1].Err) != "db.not_found" {
			t.Errorf("put off: %v, %v", off, err)
		}
	})
}
