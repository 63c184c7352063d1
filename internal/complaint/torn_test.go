package complaint_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of whatever operation: nothing of that
// operation is left, and it can be done again with the same key.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := newFuse(w)
		b := f.talk()
		c := f.handle(b)
		f.close(b, c)
	})
}

func (f fuse) talk() (b buyer) {
	f.t.Helper()
	token := ""
	f.burn("begin", func() error {
		v, err := f.WebChat.Begin(context.Background(), "first", token, "王女士")
		if err == nil {
			token = v.Token
		}
		return err
	})
	v, err := f.WebChat.Begin(context.Background(), "first", token, "")
	f.must(err)
	b = f.back(v)
	var file conversation.File
	f.burn("file", func() (err error) {
		var body bytes.Buffer
		f.must(png.Encode(&body, image.NewRGBA(image.Rect(0, 0, 2, 2))))
		file, err = f.Conversations.AddBuyerFile(b.ctx, conversation.Upload{Key: "file-key-1", Name: "a.png", Body: &body})
		return err
	})
	f.burn("say", func() error {
		_, err := f.Conversations.Say(b.ctx, "buyer-key-1", conversation.Draft{Text: "坏了", FileIDs: []string{file.ID}})
		return err
	})
	f.burn("mark read", func() error { return f.Conversations.MarkRead(f.agent, b.talk, 1) })
	f.burn("reply", func() error {
		_, err := f.Conversations.Reply(f.agent, b.talk, "agent-key-1", conversation.Draft{Text: "我看看"})
		return err
	})
	f.burn("buyer read", func() error { return f.Conversations.BuyerRead(b.ctx, 2) })
	f.burn("assign", func() error {
		_, err := f.assign(b, 2, "colleague")
		return err
	})
	return b
}

func (f fuse) handle(b buyer) (c complaint.Case) {
	f.t.Helper()
	f.burn("open", func() (err error) {
		c, err = f.Complaints.Open(f.agent, b.talk, "case-key-1", someFacts)
		return err
	})
	f.burn("correct", func() (err error) {
		facts := someFacts
		facts.Severity = complaint.Low
		_, err = f.Complaints.Correct(f.agent, c.ID, 1, facts)
		return err
	})
	var first, second commitment.Commitment
	commit := func(key string, made *commitment.Commitment) func() error {
		return func() (err error) {
			*made, err = f.Complaints.Commit(f.agent, c.ID, key, commitment.Draft{Text: "补发", DueAt: f.clock.in(time.Hour)})
			return err
		}
	}
	f.burn("commit", commit("commit-key-1", &first))
	f.burn("commit a second", commit("commit-key-2", &second))
	f.burn("keep", func() error {
		_, err := f.Complaints.Keep(f.agent, first.ID, 1, "发了")
		return err
	})
	var third commitment.Commitment
	f.burn("update", func() (err error) {
		third, err = f.Complaints.Update(f.agent, second.ID, 1, commitment.Draft{DueAt: f.clock.in(2 * time.Hour)}, "晚点")
		return err
	})
	f.burn("waive", func() error {
		_, err := f.Complaints.Waive(f.chief, third.ID, 1, "不用了")
		return err
	})
	return f.caseNow(c.ID)
}

func (f fuse) close(b buyer, c complaint.Case) {
	f.t.Helper()
	for _, solved := range []bool{false, true} {
		f.burn("ask", func() error {
			_, err := f.Complaints.AskOutcome(f.agent, c.ID, f.caseNow(c.ID).Version, "好了吗？")
			return err
		})
		f.burn("answer", func() error {
			_, err := f.Complaints.Answer(b.ctx, c.ID, solved, "嗯")
			return err
		})
	}
	f.burn("read a notice", func() error { return f.Notices.Read(f.agent, f.notices(f.agent)[0].ID) })
	if got := f.caseNow(c.ID); got.Stage != complaint.Closed {
		f.t.Errorf("in the end %+v", got)
	}
	for i, m := range f.thread(b.talk) {
		if m.Seq != int64(i+1) {
			f.t.Errorf("message %d has number %d", i+1, m.Seq)
		}
	}
}

// A table that cannot be written while a clock rings makes the clock ring
// later: still once, and never half.
func TestClocksOutliveARefusedWrite(t *testing.T) {
	for _, table := range []string{"job", "audit_entry", "commitment", "message", "conversation", "notice"} {
		t.Run(table, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				b, c := w.opened()
				made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
				w.refuse(table, func() {
					w.clock.set(made.DueAt)
					_, err := w.Queue.RunDue(context.Background(), w.clock.now())
					if (err != nil) != (table == "job") {
						t.Errorf("the queue says %v", err)
					}
					if told, events := w.told(w.agent)["commitment.alarm"], w.events(b.talk)["commitment.alarm"]; told != events || told == 1 {
						t.Errorf("%d notices, %d lines", told, events)
					}
				})
				w.at(made.GraceEndsAt)
				w.at(made.GraceEndsAt.Add(time.Minute))
				told, events := w.told(w.agent), w.events(b.talk)
				if told["commitment.alarm"] != 1 || told["commitment.broken"] != 1 || events["commitment.alarm"] != 1 || events["commitment.broken"] != 1 {
					t.Errorf("told %v, thread %v", told, events)
				}
				if n := w.count(`SELECT COUNT(*) FROM job WHERE kind LIKE 'commitment%'`); n != 0 {
					t.Errorf("%d jobs are left", n)
				}
			})
		})
	}
}

// A disk that fills up refuses messages, keeps those that it took, and takes
// the refused one once there is room.
func TestFullDisk(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	b := w.visit("first")
	w.exec(fmt.Sprint(`PRAGMA max_page_count = `, w.count(`PRAGMA page_count`)+20))
	long := strings.Repeat("长", 4000)
	taken := 0
	var err error
	for ; err == nil && taken < 100; taken++ {
		_, err = w.Conversations.Say(b.ctx, fmt.Sprint("buyer-key-", taken), conversation.Draft{Text: long})
	}
	if taken--; err == nil || !strings.Contains(err.Error(), "full") {
		t.Fatalf("after %d messages: %v", taken, err)
	}
	w.exec(`PRAGMA max_page_count = 100000`)
	m, err := w.Conversations.Say(b.ctx, fmt.Sprint("buyer-key-", taken), conversation.Draft{Text: long})
	w.must(err)
	thread := w.thread(b.talk)
	for i, m := range thread {
		if m.Seq != int64(i+1) {
			t.Errorf("message %d has number %d", i+1, m.Seq)
		}
	}
	if head := w.talkNow(b.talk).HeadSeq; head != m.Seq || int(head) != len(thread) {
		t.Errorf("head %d, last %d, %d messages", head, m.Seq, len(thread))
	}
	w.auditIsWhole()
}
