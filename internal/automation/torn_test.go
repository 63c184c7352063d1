package automation_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of whatever is done with a rule: nothing
// of it is left.
func TestNothingOfARuleIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := dbtest.NewFuse(t, w.DB)
		d := claim()
		d.Name = "索赔"
		first := w.rule("第一条", automation.Draft{When: automation.Opened, Acts: d.Acts})
		var r automation.Rule
		f.Burn("create", func() (err error) { r, err = w.Automations.Create(w.root, w.shop, "torn-key-0001", d); return err })
		f.Burn("move", func() error { _, err := w.Automations.Move(w.root, r.ID, r.Version, true); return err })
		all, err := w.Automations.List(w.root, w.shop)
		if err != nil || len(all) != 2 || all[0].ID != r.ID || all[1].ID != first.ID {
			t.Fatalf("in order: %+v, %v", all, err)
		}
		r = all[0]
		d.Name = "要赔偿"
		f.Burn("change", func() error { _, err := w.Automations.Change(w.root, r.ID, r.Version, d); return err })
		f.Burn("switch on", func() error { _, err := w.Automations.Switch(w.root, r.ID, r.Version+1, true); return err })
		f.Burn("remove", func() error { return w.Automations.Remove(w.root, r.ID, r.Version+2) })
	})
}
