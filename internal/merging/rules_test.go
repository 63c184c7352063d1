package merging_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	schedule "github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// wants fails unless err carries a code.
func (w *world) wants(code string, err error) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// pass lets time go by, with what happens as it does.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.ms.Add(d.Milliseconds())
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func (w *world) count(sql string, args ...any) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.DB.Reader(context.Background()), sql, args...)
	w.must(err)
	return n
}

func (w *world) reply(b buyer, key string) {
	w.t.Helper()
	_, err := w.Conversations.Reply(w.agent, b.talk, key, conversation.Draft{Text: key})
	w.must(err)
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		for i, one := range []buyer{a, b} {
			_, err := w.say(one, "hello-000"+string(rune('1'+i)))
			w.must(err)
		}
		stale := merging.Pair{SourceID: b.talk, TargetID: a.talk, SourceVersion: 7, TargetVersion: 1}
		_, err := w.Mergings.Merge(w.agent, "merge-key-0", stale)
		w.wants("conversation.changed", err)
		_, err = w.merge("merge-key-0", a, a)
		w.wants("merging.itself", err)
		stranger := identity.With(context.Background(), identity.NewUser("eve", "eve", map[string][]identity.Permission{"else": identity.Grantable()}))
		_, err = w.Mergings.Merge(stranger, "merge-key-0", merging.Pair{SourceID: b.talk, TargetID: a.talk, SourceVersion: 1, TargetVersion: 1})
		w.wants("db.not_found", err)

		m, err := w.merge("merge-key-1", a, b)
		w.must(err)
		again, err := w.Mergings.Merge(w.agent, "merge-key-1", merging.Pair{SourceID: b.talk, TargetID: a.talk, SourceVersion: 1, TargetVersion: 1})
		if err != nil || again.ID != m.ID {
			t.Errorf("sent twice: %+v, %v", again, err)
		}
		_, err = w.merge("merge-key-2", a, b)
		w.wants("conversation.merged", err)
		_, err = w.merge("merge-key-3", b, a) // in a circle
		w.wants("conversation.merged", err)
		_, err = w.Mergings.Undo(stranger, m.ID, 1)
		w.wants("db.not_found", err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 2)
		w.wants("merging.changed", err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 2)
		w.wants("merging.undone", err)
		_, err = w.merge("merge-key-4", b, a) // and the other way round
		w.must(err)
	})
}

// TestUndoAfterMuchWasSaid: what was said in the target stays there, and what
// the buyer said there keeps a clock from closing their case unanswered.
func TestUndoAfterMuchWasSaid(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		_, err := w.say(b, "hello-0001")
		w.must(err)
		w.reply(b, "reply-0001")
		c, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "好了吗")
		w.must(err)
		m, err := w.merge("merge-key-1", a, b)
		w.must(err)
		w.ms.Add(60_000)
		_, err = w.say(b, "still-broken")
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.must(err)
		is, err := w.Complaints.Get(w.agent, c.ID)
		w.must(err)
		if is.Outcome != complaint.NotAsked || is.ConversationID != b.talk {
			t.Errorf("the question stands: %+v", is)
		}
		w.pass(30 * 24 * time.Hour)
		if is, err = w.Complaints.Get(w.agent, c.ID); err != nil || is.Stage == complaint.Closed {
			t.Errorf("closed for silence: %+v, %v", is, err)
		}
		if talk := w.get(a.talk); talk.WaitingSince.IsZero() || !w.get(b.talk).WaitingSince.IsZero() {
			t.Errorf("nobody waits where it was said: %+v", talk)
		}
		w.wholeNumbers(a, b)
	})
}

// TestAnswerBeforeTheMerging: a clock that rings in the target has heard what
// the buyer answered in the source.
func TestAnswerBeforeTheMerging(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		_, err := w.say(b, "hello-0001")
		w.must(err)
		w.reply(b, "reply-0001")
		c, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "好了吗")
		w.must(err)
		w.ms.Add(60_000)
		_, err = w.say(b, "not-at-all")
		w.must(err)
		_, err = w.merge("merge-key-1", a, b)
		w.must(err)
		for range 40 {
			w.pass(24 * time.Hour)
		}
		if is, err := w.Complaints.Get(w.agent, c.ID); err != nil || is.Stage == complaint.Closed {
			t.Errorf("closed for silence: %+v, %v", is, err)
		}
	})
}

// TestWhatWaitsComesAlong: messages for later pause and move, what was put off
// comes back, who looked after the source looks after the target, and nobody is
// acknowledged twice.
func TestWhatWaitsComesAlong(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		_, err := w.say(a, "hello-0001")
		w.must(err)
		_, err = w.say(b, "hello-0002")
		w.must(err)
		w.pass(10 * time.Second)
		later, err := w.Conversations.Schedule(w.agent, b.talk, "later-0001", conversation.Draft{Text: "早上好"}, w.now().Add(2*time.Hour))
		w.must(err)
		_, err = w.Conversations.Assign(w.agent, b.talk, w.get(b.talk).Version, conversation.Transfer{AssigneeID: "agent"})
		w.must(err)
		_, err = w.Conversations.Snooze(w.agent, a.talk, w.get(a.talk).Version, w.now().Add(3*time.Hour))
		w.must(err)
		m, err := w.merge("merge-key-1", a, b)
		w.must(err)
		talk := w.get(a.talk)
		if talk.AssigneeID != "agent" || !talk.Snooze.Until.IsZero() || talk.Unread != 2 {
			t.Errorf("the target is %+v", talk)
		}
		scheduled, err := w.Conversations.Scheduled(w.agent, a.talk)
		w.must(err)
		if len(scheduled) != 1 || scheduled[0].State != schedule.Paused || scheduled[0].Reason != schedule.Merged {
			t.Errorf("for later: %+v", scheduled)
		}
		w.pass(5 * time.Hour)
		if n := w.count(`SELECT COUNT(*) FROM message WHERE sender_id = 'acknowledgement'`); n != 2 {
			t.Errorf("%d acknowledgements of two waits", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM job WHERE attempts > 0`); n != 0 {
			t.Errorf("%d clocks failed", n)
		}
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.must(err)
		if talk = w.get(a.talk); talk.AssigneeID != "" {
			t.Errorf("after undoing the target is %+v", talk)
		}
		scheduled, err = w.Conversations.Scheduled(w.agent, b.talk)
		w.must(err)
		if len(scheduled) != 1 || scheduled[0].ID != later.ID {
			t.Errorf("given back: %+v", scheduled)
		}
		_, err = w.Conversations.SendNow(w.agent, later.ID, scheduled[0].Version)
		w.must(err)
		w.wholeNumbers(a, b)
	})
}

// TestUndoneOutOfOrder: of two that were merged into the same conversation each
// can be undone first, and who waits goes on waiting where they are.
func TestUndoneOutOfOrder(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, c := w.visit(), w.visit(), w.visit()
		var since [2]time.Time
		for i, one := range []buyer{b, c} {
			_, err := w.say(one, "hello-000"+string(rune('1'+i)))
			w.must(err)
			since[i] = w.now()
			w.ms.Add(60_000)
		}
		ofB, err := w.merge("merge-key-1", a, b)
		w.must(err)
		ofC, err := w.merge("merge-key-2", a, c)
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, ofB.ID, 1)
		w.must(err)
		if talk := w.get(a.talk); !talk.WaitingSince.Equal(since[1]) {
			t.Errorf("one is left and waits since %v", talk.WaitingSince)
		}
		_, err = w.Mergings.Undo(w.agent, ofC.ID, 1)
		w.must(err)
		if talk := w.get(a.talk); !talk.WaitingSince.IsZero() {
			t.Errorf("nobody is left, and waits since %v", talk.WaitingSince)
		}
		for i, one := range []buyer{b, c} {
			if talk := w.get(one.talk); !talk.WaitingSince.Equal(since[i]) {
				t.Errorf("%d waits since %v", i, talk.WaitingSince)
			}
		}
	})
}

// TestCasesThatGrewTogether: a case of one side that was merged into one of the
// other is split first.
func TestCasesThatGrewTogether(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		kept, gone := w.open(a, "case-key-1"), w.open(b, "case-key-2")
		m, err := w.merge("merge-key-1", a, b)
		w.must(err)
		gone, err = w.Complaints.Get(w.agent, gone.ID)
		w.must(err)
		gone, err = w.Complaints.Merge(w.agent, gone.ID, gone.Version, kept.ID)
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.wants("merging.cases_merged", err)
		_, err = w.Complaints.Split(w.agent, gone.ID, gone.Version)
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.must(err)
	})
}
