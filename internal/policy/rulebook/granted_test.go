package rulebook_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/ceiling"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// granted lets the agent claim, and the proprietor agree.
func (w *world) granted(c complaint.Case, remedy compensation.Remedy, fen int64, said map[string]any) compensation.Claim {
	w.t.Helper()
	d, err := ceiling.Ask(w.as("ada"), w.Rulebooks, c.ID, compensation.Draft{Remedy: remedy, Fen: fen, Reason: "破损"}, said)
	w.must(err)
	made, err := w.Approvals.Claim(w.as("ada"), c.ID, fmt.Sprintf("claim-%06d", w.ids.Add(1)), d)
	w.must(err)
	made, err = w.Approvals.Approve(w.as("boss"), made.ID, made.Version, "")
	w.must(err)
	return made
}

// A new table is set against what was really granted: with the facts that were
// recorded then, per case, and without those to which the policy had nothing to say.
func TestASimulationCountsWhatWasGranted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss, facts := w.as("boss"), map[string]any{"damage_share": "20", "usable": "yes", "contacts": "1"}
		w.sold("1001", 200_00, 3)
		w.sold("1002", 200_00, 3)
		asSuggested := w.complains("quality.damaged", "1001")
		w.granted(asSuggested, compensation.Payment, 20_00, facts) // 10 %, at most 30
		twice := w.complains("quality.damaged", "1002")
		w.granted(twice, compensation.Payment, 25_00, facts)
		w.granted(twice, compensation.Payment, 15_00, facts)
		w.granted(w.complains("quality.damaged", ""), compensation.Gift, 9_00, nil)
		refused := w.complains("quality.damaged", "")
		d := compensation.Draft{Remedy: compensation.Payment, Fen: 8_00, Reason: "破损", Policy: compensation.NoPolicy}
		idle, err := w.Approvals.Claim(w.as("ada"), refused.ID, "idle-claim", d)
		w.must(err)
		_, err = w.Approvals.Refuse(boss, idle.ID, idle.Version, "不合适")
		w.must(err)

		draft := policy.Table{Name: "新表", Layer: policy.Merchant, Hit: policy.First, Columns: []string{"scenario", "damage_share"}, Rows: []policy.Row{
			{ID: "r1", Cells: []string{"商品破损", "<= 30%"}, Remedy: "小额补偿", Amount: "12元", Cap: "30元"}}}
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", draft)
		w.must(err)
		got, b, err := w.Rulebooks.Simulate(boss, b.ID, b.Version)
		w.must(err)
		g := got.Granted
		if g.Claims != 4 || g.Unasked != 1 || g.Open != 0 || g.OldFen != 69_00 || g.NewFen != 51_00 || g.Changed != 2 {
			t.Errorf("20 becomes 12 as suggested, 25 and 15 become 30 together, 9 stays: %+v", g)
		}
		if g.Changes[0].NewFen-g.Changes[0].OldFen != -10_00 || g.Changes[0].Number != twice.Number {
			t.Errorf("the greatest difference first: %+v", g.Changes)
		}
		draft.Columns, draft.Rows[0].Cells = []string{"scenario", "mismatch"}, []string{"商品破损", "是"}
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, draft)
		w.must(err)
		if got, b, err = w.Rulebooks.Simulate(boss, b.ID, b.Version); err != nil || got.Granted.Open != 3 || got.Granted.NewFen != 69_00 {
			t.Errorf("nobody had asked for that: %+v, %v", got.Granted, err)
		}
		w.exec(`DELETE FROM role_permission WHERE role_id = 'proprietor' AND permission = 'compensation.read'`)
		if got, _, err = w.Rulebooks.Simulate(w.as("boss"), b.ID, b.Version); err != nil || got.Granted.Claims != 0 {
			t.Errorf("what somebody may not read: %+v, %v", got.Granted, err)
		}
	})
}

var late = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

func TestFactsAreRecalledAsTheyWereTold(t *testing.T) {
	var reasons []string
	said := map[string]any{"damage_share": "20", "usable": "yes", "platform": "jd", "paid": "1250", "contacts": "2", "signed_on": "2026-11-20"}
	for name, value := range said {
		f, _ := policy.FactNamed(name)
		reasons = append(reasons, rulebook.Told(f, value))
	}
	recalled := rulebook.Recalled(append(reasons, "欺诈 消费者权益保护法第55条", "moon: 1"))
	if len(recalled) != len(said) {
		t.Errorf("%v from %v", recalled, reasons)
	}
	for name, value := range said {
		a, err := policy.Read(map[string]any{name: value}, late)
		b, again := policy.Read(map[string]any{name: recalled[name]}, late)
		if err != nil || again != nil || fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s: %v as %v, %v, %v", name, value, recalled[name], err, again)
		}
	}
}
