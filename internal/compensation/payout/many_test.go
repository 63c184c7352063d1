package payout_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
)

// Several are approved together: each by its own rules and version, and what is wrong
// with one keeps none of the others.
func TestSeveralAreApprovedEachByItself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.limits(func(r *limits.Rules) { r.BudgetFen, r.SecondFen = 60_00, 165_00 })
		chief := w.as("chief")
		good, stale, last := w.claim("claim-key-1", 40_00), w.claim("claim-key-2", 20_00), w.claim("claim-key-3", 30_00)
		own, err := w.Approvals.Claim(chief, w.of.ID, "claim-key-4", draft(10_00))
		w.must(err)
		_, err = w.Approvals.Change(w.as("agent"), stale.ID, stale.Version, draft(21_00))
		w.must(err)
		elsewhere := compensation.Claim{ID: "nowhere", Version: 1}
		var words []approval.Word
		for _, c := range []compensation.Claim{own, elsewhere, stale, good, last, good} {
			words = append(words, approval.Word{ID: c.ID, Version: c.Version})
		}
		came := w.Approvals.ApproveMany(chief, words, "一起看过")
		for i, code := range []string{"compensation.own", "db.not_found", "compensation.changed", "", "compensation.budget_spent", "compensation.changed"} {
			if w.wants(code, came[i].Err); (came[i].State == compensation.Approved) != (code == "") {
				t.Errorf("%d: %+v", i, came[i])
			}
		}
		w.limits(func(r *limits.Rules) { r.BudgetFen, r.SecondFen = 0, 50_00 })
		last, _ = w.see(last.ID)
		came = w.Approvals.ApproveMany(chief, []approval.Word{{ID: last.ID, Version: last.Version}}, "")
		if w.must(came[0].Err); came[0].State != compensation.Waiting {
			t.Errorf("it needs two: %+v", came[0])
		}
	})
}

// A hundred who approve lists at once stay within the budget, and nobody's word counts
// twice.
func TestAHundredListsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.limits(func(r *limits.Rules) { r.BudgetFen = 100_00 })
		var words []approval.Word
		for i := range 20 {
			c := w.claim(fmt.Sprintf("claim-key-%02d", i), 10_00)
			words = append(words, approval.Word{ID: c.ID, Version: c.Version})
		}
		people := []context.Context{w.as("chief"), w.as("boss"), w.as("lead")}
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				w.Approvals.ApproveMany(people[i%len(people)], []approval.Word{words[i%20], words[(i+7)%20], words[(i+13)%20]}, "")
			})
		}
		all.Wait()
		if sum := w.count(`SELECT CAST(SUM(amount_fen) AS BIGINT) FROM compensation_claim WHERE state = 'approved'`); sum != 100_00 {
			t.Errorf("%d fen of a budget of 10000 were approved", sum)
		}
		if n := w.count(`SELECT COUNT(*) FROM compensation_approval`); n != 10 {
			t.Errorf("%d words for 10 claims", n)
		}
	})
}
