package intake_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const table = `订单编号,订单状态,收货人,手机,详细地址,下单时间,实付金额,商品名称,数量,商家编码
1001001,交易成功,林婉清,13812345678,浙江省杭州市西湖区文三路1号,2026-11-01 10:00:00,199.00,台灯,1,TD-01
1001002,卖家已发货,周海峰,13912340000,江苏省南京市鼓楼区,2026-11-02 11:00,59.9,水杯,2,SB-02
1001002,卖家已发货,周海峰,13912340000,江苏省南京市鼓楼区,2026-11-02 11:00,59.9,杯刷,1,SB-03
1001003,待发货,许梦琪,13700001111,四川省成都市,2026-11-03,abc,毛毯,1,MT-01
1.23E+17,待发货,赵,,,2026-11-03,5,毛毯,1,MT-01
1001004,待发货,孙,,,2026/13/40,5,毛毯,x,MT-01
`

func TestImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		if again := w.upload("key-0001", table); again.ID != i.ID {
			t.Error("the same key took two files")
		}
		p, err := w.in.Preview(w.ctx, i)
		w.must(err)
		if p.Orders != 2 || p.Items != 3 || p.Passed != 2 || p.Problems != 4 || len(p.Samples) != 2 || p.Samples[0].Receiver != "林**" {
			t.Errorf("preview %+v", p)
		}
		const problems = "6 订单编号  order.cell_number_rounded\n5 实付金额 1001003 order.cell_money\n7 下单时间 1001004 order.cell_time\n7 数量 1001004 order.cell_quantity\n"
		if got := w.report(i); got != problems {
			t.Errorf("report before:\n%s", got)
		}
		i, err = w.in.Start(w.ctx, i.ID, i.Version)
		w.must(err)
		if _, err := w.in.Start(w.ctx, i.ID, i.Version); fault.CodeOf(err) != "order.import_changed" {
			t.Errorf("started twice: %v", err)
		}
		i = w.finish(i)
		if got := counts(i); got != "done 4/4 new 2 changed 0 same 0 passed 2 problems 4" {
			t.Error(got)
		}
		if got := w.report(i); got != problems {
			t.Errorf("report after:\n%s", got)
		}
		const want = "1001002 shipped 5990 水杯×2+杯刷×1\n1001001 done 19900 台灯×1"
		if got := w.orders(); got != want {
			t.Errorf("orders:\n%s", got)
		}
		if got := counts(w.take("key-0002", table)); got != "done 4/4 new 0 changed 0 same 2 passed 2 problems 4" {
			t.Errorf("again: %s", got)
		}
	})
}

func TestLaterExportWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.take("key-0001", table)
		later := "订单编号,订单状态,退款金额,商品名称,数量\n1001001,交易关闭,,台灯,1\n1001002,交易成功,-9.90,水杯,2\n,,,杯刷,3\n"
		if got := counts(w.take("key-0002", later)); got != "done 2/2 new 0 changed 2 same 0 passed 0 problems 0" {
			t.Error(got)
		}
		const want = "1001002 done 5990 水杯×2+杯刷×3\n1001001 closed 19900 台灯×1"
		if got := w.orders(); got != want {
			t.Errorf("orders:\n%s", got)
		}
	})
}

// Rows of an order may stand apart, and amounts may be of rows.
func TestScatteredRowsAndSums(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		content := "单号,实付金额,商品名称\n2000001,10,甲\n2000002,5,丙\n2000001,2.5,乙\n"
		i := w.upload("key-0001", content)
		m := columns.Mapping{Platform: "jd", Columns: map[columns.Field]string{columns.Number: "单号", columns.PaidAmount: "实付金额", columns.Title: "商品名称"}}
		i, err := w.in.SetMapping(w.ctx, i.ID, i.Version, m)
		w.must(err)
		if got := w.report(i); got != "4 实付金额 2000001 order.row_amounts_differ\n" {
			t.Error(got)
		}
		m.Sum = true
		i, err = w.in.SetMapping(w.ctx, i.ID, i.Version, m)
		w.must(err)
		i, err = w.in.Start(w.ctx, i.ID, i.Version)
		w.must(err)
		if got := counts(w.finish(i)); got != "done 2/2 new 2 changed 0 same 0 passed 0 problems 0" {
			t.Error(got)
		}
		if got := w.orders(); !strings.Contains(got, "2000001  1250 甲×1+乙×1") {
			t.Error(got)
		}
	})
}

// A process that dies after any unit leaves what the next one goes on with.
func TestResume(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var hints atomic.Int64
		var stop atomic.Pointer[context.CancelFunc]
		w := newWorldHeard(t, d, func(string, any) {
			if end := stop.Load(); end != nil && hints.Add(1)%2 == 0 {
				(*end)()
			}
		})
		i := w.upload("key-0001", many(2000))
		i, err := w.in.Start(w.ctx, i.ID, i.Version)
		w.must(err)
		for range 20 {
			ctx, cancel := context.WithCancel(w.t.Context())
			stop.Store(&cancel)
			_, err := w.queue.RunDue(ctx, w.now())
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			w.later(time.Hour)
			if i, err = w.in.GetImport(w.ctx, i.ID); err != nil || i.State == intake.Ended {
				break
			}
		}
		if got := counts(i); got != "done 2000/2000 new 2000 changed 0 same 0 passed 0 problems 0" {
			t.Error(got)
		}
	})
}

func TestForeignShop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		foreign := identity.With(t.Context(), identity.NewUser("li", "李沐", map[string][]identity.Permission{"other": {identity.OrderWrite}}))
		if _, err := w.in.Upload(foreign, "orders", w.shop.ID, "key-0002", "a.csv", strings.NewReader(table)); fault.CodeOf(err) != "shop.unknown" {
			t.Errorf("upload: %v", err)
		}
		if _, err := w.in.GetImport(foreign, i.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("get: %v", err)
		}
		if _, err := w.in.Start(foreign, i.ID, i.Version); fault.KindOf(err) != fault.NotFound {
			t.Errorf("start: %v", err)
		}
	})
}

// Files that nobody imports are dropped, and rows deleted, after a day.
func TestSweep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		w.must(w.in.Sweep(t.Context()))
		w.later(25 * time.Hour)
		w.must(w.in.Sweep(t.Context()))
		i, err := w.in.GetImport(w.ctx, i.ID)
		w.must(err)
		if i.State != intake.Dropped {
			t.Errorf("state %s", i.State)
		}
		w.take("key-0002", table)
		for info, err := range w.in.Blobs.List(t.Context()) {
			t.Errorf("left: %v %v", info, err)
		}
	})
}
