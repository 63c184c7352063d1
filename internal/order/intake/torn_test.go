package intake_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

var tables = []string{"product", "shop_order", "order_item", "order_import", "order_import_problem", "order_mapping", "audit_entry"}

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

// fuse makes the database refuse the n-th write to the tables.
type fuse struct{ *world }

func newFuse(t *testing.T, d *db.DB) fuse {
	f := fuse{newWorld(t, d)}
	f.exec(`CREATE TABLE test_fuse (n BIGINT NOT NULL)`)
	f.exec(`INSERT INTO test_fuse (n) VALUES (0)`)
	for _, table := range tables {
		f.trip(table)
	}
	return f
}

func (f fuse) trip(table string) {
	const first, fails = `UPDATE test_fuse SET n = n - 1;`, `(SELECT n FROM test_fuse) = 0`
	if f.d.Engine() == "postgres" {
		f.exec(`CREATE FUNCTION fuse_` + table + `() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			` + first + ` IF ` + fails + ` THEN RAISE EXCEPTION 'blown'; END IF;
			IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$`)
		f.exec(`CREATE TRIGGER fuse BEFORE INSERT OR UPDATE OR DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION fuse_` + table + `()`)
		return
	}
	for _, op := range []string{"INSERT", "UPDATE", "DELETE"} {
		f.exec(`CREATE TRIGGER fuse_` + table + op + ` BEFORE ` + op + ` ON ` + table + ` BEGIN
			` + first + ` SELECT RAISE(ABORT, 'blown') WHERE ` + fails + `; END`)
	}
}

func (w *world) exec(sql string) {
	w.t.Helper()
	w.must(w.d.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql); return err }))
}

func (f fuse) set(n int) { f.exec(fmt.Sprintf(`UPDATE test_fuse SET n = %d`, n)) }

func (f fuse) burn(name string, do func() error) {
	f.t.Helper()
	before := f.dump()
	for n := 1; ; n++ {
		f.set(n)
		err := do()
		f.set(0)
		switch {
		case err == nil && n == 1:
			f.t.Fatalf("%s: wrote nothing", name)
		case err == nil:
			return
		case !strings.Contains(err.Error(), "blown"):
			f.t.Fatalf("%s with a fuse of %d: %v", name, n, err)
		case n > 50:
			f.t.Fatalf("%s: does not end", name)
		}
		if after := f.dump(); !slices.Equal(before, after) {
			f.t.Fatalf("%s, refused at row %d, left something:\n%v\n%v", name, n, before, after)
		}
	}
}

// dump is everything in the tables, a line for each row.
func (f fuse) dump() (lines []string) {
	f.t.Helper()
	for _, table := range tables {
		rows, err := db.All(f.d.Reader(context.Background()), func(row db.Scanner) (string, error) {
			names, err := row.(interface{ Columns() ([]string, error) }).Columns()
			if err != nil {
				return "", err
			}
			values, places := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				places[i] = &values[i]
			}
			err = row.Scan(places...)
			return table + fmt.Sprintf(" %v", values), err
		}, `SELECT * FROM `+table)
		f.must(err)
		lines = append(lines, rows...)
	}
	slices.Sort(lines)
	return lines
}
