package intake_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// many is a file of orders, one in five with two items.
func many(orders int) string {
	var b strings.Builder
	b.WriteString("订单编号,订单状态,买家昵称,收货人,手机,详细地址,下单时间,付款时间,发货时间,实付金额,运费,商品名称,商品规格,商家编码,数量,单价,快递公司,快递单号\n")
	for n := range orders {
		for item := range 1 + n%5/4 {
			fmt.Fprintf(&b, "30%015d,卖家已发货,buyer%d,收件人%d,138%08d,浙江省杭州市西湖区文三路%d号,2026-11-%02d 10:%02d:00,2026-11-%02d 10:%02d:30,2026-11-20 09:00:00,%d.50,0,台灯第%d款,白色;大号,TD-%d-%d,1,%d.50,顺丰速运,SF%d\n",
				n, n, n, n, n, 1+n%20, n%60, 1+n%20, n%60, n%500, n%90, n%90, item, n%500, n)
		}
	}
	return b.String()
}

// BenchmarkImport takes 100,000 rows (83,334 orders) from upload to end, and
// then once more, unchanged.
func BenchmarkImport(b *testing.B) {
	const orders = 83_334
	content := many(orders)
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, open(b))
			for b.Loop() {
				began := time.Now()
				first := w.take(fmt.Sprint("first-", began.UnixNano()), content)
				took := time.Since(began)
				began = time.Now()
				again := w.take(fmt.Sprint("again-", began.UnixNano()), content)
				if again.Unchanged != orders || first.Position != orders {
					b.Fatal(counts(first), counts(again))
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(took.Seconds(), "s/first")
				b.ReportMetric(time.Since(began).Seconds(), "s/again")
				b.ReportMetric(float64(m.Sys>>20), "MB")
			}
		})
	}
}
