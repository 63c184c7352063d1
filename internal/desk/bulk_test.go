package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/bulk"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// pledged makes commitments to as many buyers, all due in an hour.
func (w *world) pledged(n int) (buyers []*buyer, picks []bulk.Pick) {
	w.t.Helper()
	for i := range n {
		b := w.visit("first", fmt.Sprintf("买家%d", i))
		w.say(b, "你好")
		m, err := w.Complaints.Commit(w.boss, w.open(b, fmt.Sprintf("case-%04d", i)).ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.now().Add(time.Hour)})
		w.must(err)
		buyers, picks = append(buyers, b), append(picks, bulk.Pick{ID: m.ID, Version: 1})
	}
	return buyers, picks
}

func (w *world) work() {
	w.t.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func TestBulk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.addUser("agent", "agent", w.first, false)
		me := reader(w.first)
		buyers, picks := w.pledged(25)
		plan := bulk.Plan{Text: "{buyer}，{what}还没有结果", Hours: 24, AsOf: w.now()}
		start := func() (bulk.Bulk, error) { return w.Bulks.Start(me, "bulk-key-1", w.first, plan, picks) }
		b, err := start()
		w.must(err)
		if again, err := start(); err != nil || again.ID != b.ID {
			t.Errorf("the same again: %+v, %v", again, err)
		}
		plan.Hours = 2
		_, err = start()
		wantFault(t, err, fault.Conflict, "request.key_reused")
		// One is kept and one waived between the preview and the work.
		_, err = w.Complaints.Keep(me, picks[3].ID, 1, "")
		w.must(err)
		_, err = w.Complaints.Waive(me, picks[7].ID, 1, "不用了")
		w.must(err)
		w.work()
		b, err = w.Bulks.Get(me, b.ID)
		if err != nil || b.Total != 25 || b.Done != 23 || b.Skipped != 2 || b.EndedAt.IsZero() {
			t.Fatalf("got %+v, %v", b, err)
		}
		passed, err := w.Bulks.Passed(me, b.ID)
		if err != nil || len(passed) != 2 || passed[0].CommitmentID != picks[3].ID || passed[0].Code != "commitment.changed" {
			t.Errorf("passed over: %+v, %v", passed, err)
		}
		for i, b := range buyers {
			p, err := w.Conversations.Since(me, b.talk, 0)
			w.must(err)
			cards, last := 0, ""
			for _, m := range p.Messages {
				if m.Kind == conversation.Card {
					cards, last = cards+1, m.Text
				}
			}
			if want := fmt.Sprintf("买家%d，补发还没有结果", i); i != 3 && i != 7 && (cards != 2 || last != want) {
				t.Errorf("buyer %d got %d cards, the last says %q", i, cards, last)
			}
		}
		rows, _, err := w.Wall.Gather(me, identity.CommitmentWrite, wall.Filter{View: wall.Open})
		if err != nil || len(rows) != 23 || !rows[0].DueAt.Equal(morning.Add(25*time.Hour)) {
			t.Errorf("%d are open, %v", len(rows), err)
		}
	})
}

func TestBulkKeepsToItsLimits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.addUser("agent", "agent", w.first, false)
		me := reader(w.first)
		_, picks := w.pledged(12)
		plan := bulk.Plan{Text: "{what}", Hours: 1, AsOf: w.now()}
		for code, bad := range map[string][]bulk.Pick{
			"bulk.items_range": nil, "bulk.items_twice": {picks[0], picks[0]}, "commitment.unknown": {picks[0], {ID: "none", Version: 1}},
		} {
			if _, err := w.Bulks.Start(me, "key-"+code, w.first, plan, bad); fault.CodeOf(err) != code {
				t.Errorf("%s: %v", code, err)
			}
		}
		_, err := w.Bulks.Start(reader(w.second), "foreign-shop", w.first, plan, picks)
		wantFault(t, err, fault.NotFound, "shop.unknown")
		_, err = w.Bulks.Start(reader(w.second), "foreign-commitment", w.second, plan, picks)
		wantFault(t, err, fault.NotFound, "commitment.unknown")
		b, err := w.Bulks.Start(me, "bulk-key-2", w.first, plan, picks)
		w.must(err)
		_, err = w.Bulks.Get(reader(w.second), b.ID)
		wantFault(t, err, fault.NotFound, "db.not_found")
		// Who started it may not write any more when it is worked off.
		w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE app_user SET disabled_at = 1 WHERE id = 'agent'`)
			return err
		}))
		w.work()
		if b, err = w.Bulks.Get(me, b.ID); err != nil || b.Done != 0 || b.Skipped != 12 {
			t.Errorf("got %+v, %v", b, err)
		}
	})
}
