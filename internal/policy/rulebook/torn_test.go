package rulebook_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// TestNothingOfATableIsHalfWritten refuses the n-th write, for every n.
func TestNothingOfATableIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		wire := dbtest.NewFuse(t, w.DB)
		wire.Burn("create", func() error {
			_, err := w.Rulebooks.Create(boss, w.shop, "torn-key", table("5元"))
			return err
		})
		b, err := w.Rulebooks.Create(boss, w.shop, "torn-key", table("5元"))
		w.must(err)
		wire.Burn("save", func() error {
			_, err := w.Rulebooks.Save(boss, b.ID, b.Version, table("6元"))
			return err
		})
		_, b, err = w.Rulebooks.Simulate(boss, b.ID, b.Version+1)
		w.must(err)
		wire.Burn("publish", func() error {
			_, err := w.Rulebooks.Publish(boss, b.ID, b.Version, "", "")
			return err
		})
		wire.Burn("restore", func() error {
			_, err := w.Rulebooks.Restore(boss, b.ID, b.Version+1, 1, "", "")
			return err
		})
		idle, err := w.Rulebooks.Create(boss, w.shop, "idle-key", table("5元"))
		w.must(err)
		wire.Burn("delete", func() error { return w.Rulebooks.Delete(boss, idle.ID, idle.Version) })
		b, err = w.Rulebooks.Get(boss, b.ID)
		w.must(err)
		if len(b.Editions) != 2 {
			t.Errorf("%d editions", len(b.Editions))
		}
	})
}
