package complaint_test

import (
	"context"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// fuse is a world whose database refuses a write when it is told to. Tries of
// codes stay counted whatever becomes of what was tried.
type fuse struct {
	*world
	wire *dbtest.Fuse
}

func newFuse(w *world) fuse { return fuse{w, dbtest.NewFuse(w.t, w.DB, "code_try")} }

func (f fuse) burn(name string, do func() error) { f.t.Helper(); f.wire.Burn(name, do) }

// refuse lets nobody write to a table meanwhile.
func (w *world) refuse(table string, meanwhile func()) {
	w.t.Helper()
	dbtest.Refuse(w.t, w.DB, table, meanwhile)
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	}))
}
