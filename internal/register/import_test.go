package register_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const table = `客诉登记表,,,,,,,,,,,,,
登记编号,登记日期,平台,订单号,客户昵称,联系电话,产品,问题描述,问题类型,责任方,处理方案,赔付金额,处理人,状态,完成日期
KS-001,2025-03-02,淘宝,1001001,小林,13812345678,台灯,灯罩碎了一角,快递破损,快递,补发灯罩,20,周岚,已完结,2025-03-05
KS-002,2025/3/9,天猫,1001002,小林,,台灯,灯不亮,质量问题,,换新,,李沐,已解决,2025/3/12
KS-003,2025-04-01,抖音,,阿岳,13955557777,水杯,一直没发货,发货慢,,,,周岚,处理中,
KS-004,2025-13-01,抖音,,阿岳,,水杯,杯盖漏水,质量问题,,,,,完成,
KS-005,2025-04-02,抖音,1.2E+17,阿岳,,水杯,杯盖漏水,质量问题,,,,,完成,
KS-006,2025-04-03,抖音,,老周,,,什么都不好,玄学,,,,,完成,
KS-007,2025-04-04,抖音,,老周,,,,质量问题,,,,,完成,
KS-002,2025-04-04,抖音,,老周,,,编号重了,质量问题,,,,,完成,
`

func TestImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		p, err := w.in.Preview(w.ctx, i)
		w.must(err)
		if p.Orders != 2 || p.Passed != 4 || p.Problems != 5 || strings.Join(p.Shown[1], "|") != "2025-04-01|阿岳||order.unshipped|open|一直没发货\n产品：水杯" {
			t.Errorf("preview %+v", p)
		}
		const problems = "9 问题描述  register.text_missing\n10 登记编号 KS-002 register.entry_twice\n6 登记日期 KS-004 order.cell_time\n7 订单号 KS-005 order.cell_number_rounded\n8 问题类型 KS-006 register.type_unread\n"
		if got := w.report(i); got != problems {
			t.Errorf("report:\n%s", got)
		}
		if len(p.Values) != 4 || p.Values[0].Words != "质量问题" || p.Values[0].Meaning != "quality.malfunction" || !p.Values[0].Guessed {
			t.Errorf("values %+v", p.Values)
		}
		mapping := i.Mapping
		mapping.Values = map[string]string{"玄学": "quality.not_as_described"}
		i, err = w.in.SetMapping(w.ctx, i.ID, i.Version, mapping)
		w.must(err)
		i = w.finish(w.start(i))
		if got := counts(i); got != "done 6/6 new 3 passed 3 problems 4" {
			t.Error(got)
		}
		const want = "A250302-001 closed imported logistics.damaged 1001001 小林 owner zhou\nA250401-001 acknowledged  order.unshipped  阿岳 owner zhou\nA250403-001 closed imported quality.not_as_described  老周 owner boss"
		if got := w.cases(); got != want {
			t.Errorf("cases:\n%s", got)
		}
		if n := w.count(`SELECT COUNT(*) FROM job WHERE kind LIKE 'complaint%' OR kind LIKE 'conversation%'`); n != 0 {
			t.Errorf("%d clocks", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM message`); n != 1 {
			t.Errorf("%d lines", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM conversation WHERE head_seq > 0`); n != 1 {
			t.Errorf("%d in the queue", n)
		}
		if got := counts(w.take("key-0002", table)); got != "done 6/6 new 0 passed 4 problems 5" {
			t.Errorf("again: %s", got)
		}
	})
}

// Who is known by a nick or a phone gets their past; nobody is made twice.
func TestCustomersAreFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const content = "日期,旺旺,电话,姓名,问题\n2025-01-01,lin,13812345678,,灯不亮\n2025-01-02,LIN,,林婉清,又不亮\n2025-01-03,,138 1234 5678,林婉清,还是不亮\n2025-01-04,,138****5678,林婉清,第四次\n2025-01-05,,,,没留名字\n"
		i := w.upload("key-0001", content)
		mapping := i.Mapping
		mapping.Platform, mapping.Values = "taobao", map[string]string{"": "quality.malfunction"}
		i, err := w.in.SetMapping(w.ctx, i.ID, i.Version, mapping)
		w.must(err)
		i = w.finish(w.start(i))
		if got := counts(i); got != "done 5/5 new 5 passed 0 problems 0" {
			t.Error(got)
		}
		if n := w.count(`SELECT COUNT(*) FROM customer`); n != 3 {
			t.Errorf("%d customers", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM customer_handle WHERE state = 'held'`); n != 2 {
			t.Errorf("%d handles", n)
		}
	})
}

func TestOpenOnesHaveAnOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		mapping := i.Mapping
		mapping.Owner = "nobody"
		i, err := w.in.SetMapping(w.ctx, i.ID, i.Version, mapping)
		w.must(err)
		if _, err := w.in.Preview(w.ctx, i); fault.CodeOf(err) != "case.cannot_own" {
			t.Errorf("any owner will do: %v", err)
		}
		mapping.Owner = "li"
		i, err = w.in.SetMapping(w.ctx, i.ID, i.Version, mapping)
		w.must(err)
		w.finish(w.start(i))
		if got := w.cases(); !strings.Contains(got, "A250401-001 acknowledged  order.unshipped  阿岳 owner li") {
			t.Error(got)
		}
		if n := w.count(`SELECT COUNT(*) FROM conversation WHERE assignee_id = 'li'`); n != 1 {
			t.Errorf("%d to look after", n)
		}
	})
}

// Importing needs who may write cases there, not only orders.
func TestRights(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.upload("key-0001", table)
		orders := identity.With(t.Context(), identity.NewUser("li", "李沐", map[string][]identity.Permission{w.shop.ID: {identity.OrderWrite}}))
		if _, err := w.in.Upload(orders, "register", w.shop.ID, "key-0002", "a.csv", strings.NewReader(table)); fault.KindOf(err) != fault.Denied {
			t.Errorf("upload: %v", err)
		}
		if _, err := w.in.Preview(orders, i); fault.KindOf(err) != fault.Denied {
			t.Errorf("preview: %v", err)
		}
		if _, err := w.in.Start(orders, i.ID, i.Version); fault.KindOf(err) != fault.Denied {
			t.Errorf("start: %v", err)
		}
		foreign := identity.With(t.Context(), identity.NewUser("li", "李沐", map[string][]identity.Permission{"other": {identity.OrderWrite, identity.CaseWrite}}))
		if _, err := w.in.Start(foreign, i.ID, i.Version); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign: %v", err)
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
		i := w.start(w.upload("key-0001", many(640)))
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
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
		if got := counts(i); got != "done 640/640 new 640 passed 0 problems 0" {
			t.Error(got)
		}
		if n := w.count(`SELECT COUNT(*) FROM complaint`); n != 640 {
			t.Errorf("%d cases", n)
		}
	})
}

// An import of which each unit fails once, at every row, ends as if none had.
func TestThroughFailures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		fuse := dbtest.NewFuse(t, d, "job") // but the queue's own
		i := w.start(w.upload("key-0001", table))
		for n := 1; i.State == intake.Working; n++ {
			if n > 120 {
				t.Fatal("does not end")
			}
			fuse.Set(n)
			_, err := w.queue.RunDue(t.Context(), w.now())
			fuse.Set(0)
			w.must(err)
			w.later(24 * time.Hour)
			if i, err = w.in.GetImport(w.ctx, i.ID); err != nil {
				t.Fatal(err)
			}
			if n%8 == 0 { // before it is given up
				w.exec(`UPDATE job SET attempts = 0`)
			}
		}
		if got := counts(i); got != "done 6/6 new 2 passed 4 problems 5" {
			t.Error(got)
		}
		for table, want := range map[string]int64{"customer": 2, "conversation": 2, "complaint": 2, "register_entry": 2, "message": 1, "customer_handle": 4} {
			if n := w.count(`SELECT COUNT(*) FROM ` + table); n != want {
				t.Errorf("%d rows in %s, want %d", n, table, want)
			}
		}
	})
}

func many(n int) string {
	var b strings.Builder
	b.WriteString("登记日期,客户昵称,订单号,问题描述,问题类型,状态\n")
	for k := range n {
		fmt.Fprintf(&b, "2025-%02d-%02d,buyer%d,30%08d,第 %d 件事：灯不亮,质量问题,完结\n", 1+k%12, 1+k%28, k/2, k, k)
	}
	return b.String()
}
