package intake_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// What is in stays in when an import is stopped, and the rest comes in when it
// goes on.
func TestStopAndGoOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var w *world
		var id atomic.Value // of the import, once it runs
		var stopped atomic.Bool
		w = newWorldHeard(t, d, func(string, any) {
			running, _ := id.Load().(string)
			if running == "" || stopped.Load() {
				return
			}
			i, err := w.in.GetImport(w.ctx, running)
			if err != nil || i.Position == 0 || i.State != intake.Working {
				return
			}
			stopped.Store(true)
			if _, err := w.in.Stop(w.ctx, running, i.Version); err != nil {
				t.Error(err)
			}
		})
		i := w.upload("key-0001", many(3000))
		if _, err := w.in.Stop(w.ctx, i.ID, i.Version); fault.CodeOf(err) != "order.import_changed" {
			t.Errorf("stopped before it ran: %v", err)
		}
		i, err := w.in.Start(w.ctx, i.ID, i.Version)
		w.must(err)
		id.Store(i.ID)
		i = w.finish(i)
		for !stopped.Load() { // hints run on a goroutine of their own
			i = w.finish(i)
		}
		i = w.finish(i)
		if i.State == intake.Working && (!i.Stopped() || i.Position == 0 || i.Created != i.Position) {
			t.Fatalf("%s, stopped at %v", counts(i), i.StoppedAt)
		}
		if i.State == intake.Working {
			if _, err := w.in.GoOn(w.ctx, i.ID, i.Version-1); fault.CodeOf(err) != "order.import_changed" {
				t.Errorf("went on behind somebody: %v", err)
			}
			i, err = w.in.GoOn(w.ctx, i.ID, i.Version)
			w.must(err)
			i = w.finish(i)
		}
		if got := counts(i); got != "done 3000/3000 new 3000 changed 0 same 0 passed 0 problems 0" {
			t.Error(got)
		}
	})
}

func TestDropTheRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		i, err := w.in.Start(w.ctx, i.ID, i.Version)
		w.must(err)
		i, err = w.in.Stop(w.ctx, i.ID, i.Version)
		w.must(err)
		if i = w.finish(i); i.Position != 0 || !i.Stopped() {
			t.Errorf("went on: %s", counts(i))
		}
		i, err = w.in.Drop(w.ctx, i.ID, i.Version)
		w.must(err)
		if i = w.finish(i); i.State != intake.Dropped {
			t.Errorf("state %s", i.State)
		}
	})
}

const goods = `商品编码,商品名称,类别,规格,保质期,质保
TD-01,台灯,普通商品,白色,,一年
SP-01,蓝莓,生鲜,500g,3天,
SP-02,饼干,食品,袋装,18个月,无
XX-01,谜,说不清,,,
,没有编码,普通,,,
TD-02,水壶,普通,,很久,
TD-01,台灯,普通商品,黑色,,一年
`

func TestProducts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i, err := w.in.Upload(w.ctx, "products", w.shop.ID, "key-0001", "商品.csv", strings.NewReader(goods))
		w.must(err)
		p, err := w.in.Preview(w.ctx, i)
		w.must(err)
		if p.Orders != 2 || p.Passed != 3 || len(p.Shown) != 2 || strings.Join(p.Shown[0], "|") != "SP-01|蓝莓|fresh|500g|3|" {
			t.Errorf("preview %+v", p)
		}
		const problems = "6 商品编码  product.code_missing\n8 商品编码 TD-01 product.code_twice\n5 类别 XX-01 product.class_unread\n7 保质期 TD-02 order.cell_days\n"
		if got := w.report(i); got != problems {
			t.Errorf("report:\n%s", got)
		}
		if got := counts(w.takeGoods("key-0002", goods)); got != "done 5/5 new 2 changed 0 same 0 passed 3 problems 4" {
			t.Error(got)
		}
		if got := counts(w.takeGoods("key-0003", goods)); got != "done 5/5 new 0 changed 0 same 2 passed 3 problems 4" {
			t.Error(got)
		}
		// What a later file does not say stays.
		if got := counts(w.takeGoods("key-0004", "编码,名称\nSP-01,大蓝莓\n")); got != "done 1/1 new 0 changed 1 same 0 passed 0 problems 0" {
			t.Error(got)
		}
		all, _, err := w.in.Orders.Products(w.ctx, w.shop.ID, "")
		w.must(err)
		var got []string
		for _, p := range all {
			line := fmt.Sprint(p.Code, " ", p.Name, " ", p.Class, " v", p.Version)
			if p.ShelfDays != nil {
				line += fmt.Sprint(" ", *p.ShelfDays, "d")
			}
			got = append(got, line)
		}
		if s := strings.Join(got, "\n"); s != "SP-01 大蓝莓 fresh v2 3d\nSP-02 饼干 sealed v1 540d" {
			t.Errorf("products:\n%s", s)
		}
	})
}

func (w *world) takeGoods(key, content string) intake.Import {
	w.t.Helper()
	i, err := w.in.Upload(w.ctx, "products", w.shop.ID, key, "商品.csv", strings.NewReader(content))
	w.must(err)
	i, err = w.in.Start(w.ctx, i.ID, i.Version)
	w.must(err)
	return w.finish(i)
}
