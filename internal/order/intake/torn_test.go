package intake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of whatever operation: nothing of it is
// left, and it can be done again.
func TestNothingIsHalfWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFuse(t, d)
		two := order.Draft{Number: "60010001", Facts: order.Facts{Nick: "lin"}, Items: []order.Item{{Title: "台灯"}, {Title: "灯泡"}}}
		f.burn("push", func() error { _, _, err := f.in.Orders.Push(f.ctx, f.shop.ID, two); return err })
		two.Items = two.Items[:1]
		f.burn("push again", func() error { _, _, err := f.in.Orders.Push(f.ctx, f.shop.ID, two); return err })
		p, err := f.in.Orders.Find(f.ctx, order.Filter{})
		f.must(err)
		id := p.Orders[0].ID
		f.burn("reveal", func() error { _, err := f.in.Orders.Reveal(f.ctx, id); return err })
		f.burn("change", func() error {
			_, err := f.in.Orders.Change(f.ctx, id, 2, order.Draft{Facts: order.Facts{Receiver: "林婉清"}}, nil)
			return err
		})
		product := order.ProductDraft{Code: "A", Name: "台灯"}
		f.burn("product", func() error { _, err := f.in.Orders.SaveProduct(f.ctx, f.shop.ID, 0, product); return err })
		f.burn("product again", func() error { _, err := f.in.Orders.SaveProduct(f.ctx, f.shop.ID, 1, product); return err })
		m := columns.Mapping{Platform: "jd", Columns: map[columns.Field]string{columns.Number: "订单编号"}}
		f.burn("save mapping", func() error { return f.in.SaveMapping(f.ctx, "orders", f.shop.ID, "京东", m) })
		var i intake.Import
		f.burn("upload", func() (err error) {
			i, err = f.in.Upload(f.ctx, "orders", f.shop.ID, "key-0001", "a.csv", strings.NewReader(table))
			return err
		})
		mapped := i.Mapping
		f.burn("map", func() (err error) {
			next, err := f.in.SetMapping(f.ctx, i.ID, 1, mapped)
			if err == nil {
				i = next
			}
			return err
		})
		f.burn("start", func() error { _, err := f.in.Start(f.ctx, i.ID, 2); return err })
	})
}

// An import of which each unit fails once, at every row, ends as if none had.
func TestImportThroughFailures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFuse(t, d)
		i := f.upload("key-0001", table)
		i, err := f.in.Start(f.ctx, i.ID, i.Version)
		f.must(err)
		for n := 1; i.State == intake.Working; n++ {
			if n > 60 {
				t.Fatal("does not end")
			}
			f.set(n)
			_, err := f.queue.RunDue(t.Context(), f.now())
			f.set(0)
			f.must(err)
			f.later(24 * time.Hour)
			if i, err = f.in.GetImport(f.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			if n%8 == 0 { // before it is given up
				f.exec(`UPDATE job SET attempts = 0`)
			}
		}
		if got := counts(i); got != "done 4/4 new 2 changed 0 same 0 passed 2 problems 4" {
			t.Error(got)
		}
		if got := f.orders(); got != "1001002 shipped 5990 水杯×2+杯刷×1\n1001001 done 19900 台灯×1" {
			t.Error(got)
		}
	})
}

// fuse is a world whose database refuses a write when it is told to.
type fuse struct {
	*world
	wire *dbtest.Fuse
}

// newFuse watches all tables but the queue's own: what an import writes is tried,
// not how the queue keeps its books.
func newFuse(t *testing.T, d *db.DB) fuse { return fuse{newWorld(t, d), dbtest.NewFuse(t, d, "job")} }

func (f fuse) set(n int) { f.t.Helper(); f.wire.Set(n) }

func (f fuse) burn(name string, do func() error) { f.t.Helper(); f.wire.Burn(name, do) }

func (w *world) exec(sql string) {
	w.t.Helper()
	w.must(w.d.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql); return err }))
}
