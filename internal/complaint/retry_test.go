package complaint_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestOpenAgainWithTheSameKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		again, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", someFacts)
		if err != nil || again.ID != c.ID || again.Number != c.Number {
			t.Errorf("got %+v, %v", again, err)
		}
		other := someFacts
		other.Summary = "换一件"
		_, err = w.Complaints.Open(w.agent, b.talk, "case-key-1", other)
		wantFault(t, err, fault.Conflict, "request.key_reused")
		w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		if again, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", someFacts); err != nil || again.ID != c.ID {
			t.Errorf("after it went on: %+v, %v", again, err)
		}
		next, err := w.Complaints.Open(w.agent, b.talk, "case-key-2", other)
		if err != nil || next.Number != "A261123-002" {
			t.Errorf("got %+v, %v", next, err)
		}
	})
}

func TestOpenAtTheSameTimeWithTheSameKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for round := int64(1); round <= 5; round++ {
			b := w.visit("first")
			w.say(b, "buyer-key-1", "你好")
			ids := make([]string, 10)
			allWell(t, together(10, func(i int) error {
				c, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", someFacts)
				ids[i] = c.ID
				return err
			}))
			if n := w.count(`SELECT COUNT(*) FROM complaint`); n != round || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 1 {
				t.Errorf("%d cases, answered %v", n, ids)
			}
			if events := w.events(b.talk); events["case.opened"] != 1 {
				t.Errorf("the thread has %v", events)
			}
			if last := w.count(`SELECT last FROM complaint_counter`); last != round {
				t.Errorf("counted to %d", last)
			}
		}
	})
}

func TestOpenAtTheSameTimeInManyConversations(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		talks := make([]string, 10)
		for i := range talks {
			b := w.visit("first")
			w.say(b, "buyer-key-1", "你好")
			talks[i] = b.talk
		}
		numbers := make([]string, len(talks))
		allWell(t, together(len(talks), func(i int) error {
			c, err := w.Complaints.Open(w.agent, talks[i], "case-key-1", someFacts)
			numbers[i] = c.Number
			return err
		}))
		slices.Sort(numbers)
		for i, n := range numbers {
			if want := fmt.Sprintf("A261123-%03d", i+1); n != want {
				t.Errorf("numbers %v", numbers)
				break
			}
		}
	})
}

func TestCommitAgainWithTheSameKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		d := commitment.Draft{Text: "今天给您答复", DueAt: w.clock.in(time.Hour)}
		ids := make([]string, 10)
		allWell(t, together(10, func(i int) error {
			m, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", d)
			ids[i] = m.ID
			return err
		}))
		if n := w.count(`SELECT COUNT(*) FROM commitment`); n != 1 || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 1 {
			t.Fatalf("%d commitments, answered %v", n, ids)
		}
		if n := w.count(`SELECT COUNT(*) FROM message WHERE kind = 'card'`); n != 1 {
			t.Errorf("%d cards", n)
		}
		_, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: "别的", DueAt: d.DueAt})
		wantFault(t, err, fault.Conflict, "request.key_reused")
		_, err = w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: d.Text, DueAt: d.DueAt.Add(time.Second)})
		wantFault(t, err, fault.Conflict, "request.key_reused")

		w.at(d.DueAt.Add(time.Minute)) // a retry is no new commitment to the past
		again, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", d)
		if err != nil || again.ID != ids[0] {
			t.Errorf("after its time: %+v, %v", again, err)
		}
		_, err = w.Complaints.Keep(w.agent, again.ID, again.Version, "")
		w.must(err)
		c = w.caseNow(c.ID)
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "好了吗？")
		w.must(err)
		_, err = w.Complaints.Answer(b.ctx, c.ID, true, "")
		w.must(err)
		if again, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", d); err != nil || again.ID != ids[0] {
			t.Errorf("after the case closed: %+v, %v", again, err)
		}
	})
}

func TestAnswerAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		_, err := w.Complaints.Answer(b.ctx, c.ID, true, "")
		wantFault(t, err, fault.Conflict, "case.not_asked")
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "好了吗？")
		w.must(err)
		allWell(t, together(10, func(int) error {
			_, err := w.Complaints.Answer(b.ctx, c.ID, true, "好了")
			return err
		}))
		if got, told := w.caseNow(c.ID), w.told(w.agent); got.Version != 3 || told["case.confirmed"] != 1 {
			t.Errorf("got %+v, told %v", got, told)
		}
		_, err = w.Complaints.Answer(b.ctx, c.ID, false, "")
		wantFault(t, err, fault.Conflict, "case.not_asked")
	})
}

func TestStaleVersionsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour) // moves the case to version 2
		later := commitment.Draft{Text: "明天", DueAt: w.clock.in(24 * time.Hour)}
		for _, version := range []int64{0, 1, 3} {
			_, err := w.Complaints.Correct(w.agent, c.ID, version, someFacts)
			wantFault(t, err, fault.Conflict, "case.changed")
			_, err = w.Complaints.AskOutcome(w.agent, c.ID, version, "好了吗？")
			wantFault(t, err, fault.Conflict, "case.changed")
		}
		for _, version := range []int64{0, 2} {
			_, err := w.Complaints.Keep(w.agent, made.ID, version, "")
			wantFault(t, err, fault.Conflict, "commitment.changed")
			_, err = w.Complaints.Waive(w.chief, made.ID, version, "买家撤回")
			wantFault(t, err, fault.Conflict, "commitment.changed")
			_, err = w.Complaints.Update(w.agent, made.ID, version, later, "")
			wantFault(t, err, fault.Conflict, "commitment.changed")
		}
		kept, err := w.Complaints.Keep(w.agent, made.ID, 1, "")
		w.must(err)
		_, err = w.Complaints.Keep(w.agent, made.ID, kept.Version, "")
		wantFault(t, err, fault.Conflict, "commitment.settled_already")
		_, err = w.Complaints.Update(w.agent, made.ID, kept.Version, later, "")
		wantFault(t, err, fault.Conflict, "commitment.settled_already")
	})
}

func TestOfTenWithOneVersionOneWins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		later := commitment.Draft{DueAt: w.clock.in(24 * time.Hour)}
		oneWins(t, "commitment.changed", together(10, func(i int) (err error) {
			switch i % 3 {
			case 0:
				_, err = w.Complaints.Keep(w.agent, made.ID, 1, "")
			case 1:
				_, err = w.Complaints.Waive(w.chief, made.ID, 1, "买家撤回")
			default:
				_, err = w.Complaints.Update(w.colleague, made.ID, 1, later, "")
			}
			return err
		}))
		version := w.caseNow(c.ID).Version
		oneWins(t, "case.changed", together(10, func(i int) error {
			f := someFacts
			f.Summary = fmt.Sprint(i)
			_, err := w.Complaints.Correct(w.agent, c.ID, version, f)
			return err
		}))
	})
}

// oneWins wants one nil among errs and the same conflict everywhere else.
func oneWins(t *testing.T, code string, errs []error) {
	t.Helper()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	if won != 1 {
		t.Errorf("%d won: %v", won, errors.Join(errs...))
	}
}

// The buyer confirms at the moment in which an agent commits to something:
// either the case is closed without the commitment, or it stays open with it.
func TestConfirmAgainstCommit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 20 {
			b := w.visit("first")
			w.say(b, "buyer-key-1", "你好")
			c, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", someFacts)
			w.must(err)
			_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "好了吗？")
			w.must(err)
			errs := together(2, func(i int) (err error) {
				if i == 0 {
					_, err = w.Complaints.Answer(b.ctx, c.ID, true, "")
				} else {
					_, err = w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.clock.in(time.Hour)})
				}
				return err
			})
			c = w.caseNow(c.ID)
			open := w.count(`SELECT COUNT(*) FROM commitment WHERE case_id = ? AND state = 'open'`, c.ID)
			switch {
			case errs[0] == nil && fault.CodeOf(errs[1]) == "case.closed" && c.Stage == complaint.Closed && open == 0:
			case errs[1] == nil && fault.CodeOf(errs[0]) == "case.not_asked" && c.Stage == complaint.Fulfilling && open == 1:
			default:
				t.Fatalf("errors %v, stage %s, %d open commitments", errs, c.Stage, open)
			}
		}
	})
}
