package find_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
)

// A house of ten shops and, by default, a million messages of a year, ten to a
// conversation. Words are as common as their classes say.
const (
	benchShops   = 10
	benchYear    = 365 * 24 * time.Hour
	perTalk      = 10
	messagesName = "ANXIN_BENCH_MESSAGES"
)

var classes = []struct{ name, words string }{
	{"common 1 in 5", "退款"},
	{"common 1 in 25", "破损"},
	{"1 in 500", "台灯"},
	{"rare 1 in 20000", "锦鲤"},
	{"of one shop, 1 in 2 there", "茶叶"},
	{"of a month long ago, 1 in 2 then", "年货"},
	{"nowhere", "龙虾"},
	{"four characters", "快递破损"},
	{"two words", "退款 台灯"},
	{"order number", "6937000500000"},
	{"last digits", "0020"},
	{"one character", "款"},
}

func benchText(n, shop int, back float64, rnd *rand.Rand) string {
	filler := []rune("我你他们的了在是有不这个就说要去看得着没过来到时候大家可以然后因为所以但是如果已经还没什么怎么现在今天明天昨天东西收到寄出包装颜色尺寸质量问题客服回复电话地址店铺物流仓库发货签收检查处理解决希望尽快谢谢麻烦请问")
	var b strings.Builder
	add := func(p float64, words string) {
		if rnd.Float64() < p {
			b.WriteString(words)
		}
	}
	run := func(least int) {
		for range least + rnd.IntN(8) {
			b.WriteRune(filler[min(rnd.IntN(len(filler)), rnd.IntN(len(filler)))])
		}
	}
	run(4)
	add(0.2, "退款")
	add(0.3, "快递")
	run(1)
	add(0.04, "破损")
	add(0.002, "台灯")
	add(1.0/20000, "锦鲤")
	if shop == 5 {
		add(0.5, "茶叶")
	}
	if back > 0.8 && back < 0.88 {
		add(0.5, "年货")
	}
	run(4)
	if n%20 == 0 {
		fmt.Fprintf(&b, "单号6937%09d", n)
	}
	return b.String()
}

// fill writes the rows as they would be after a year, past the services.
func fill(b *testing.B, d *db.DB, n int, now time.Time) {
	rnd := rand.New(rand.NewPCG(3, 4))
	exec := func(tx *db.Tx, into string, rows [][]any) error {
		var args []any
		one := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
		for _, r := range rows {
			args = append(args, r...)
		}
		_, err := tx.Exec(`INSERT INTO `+into+` VALUES `+one+strings.Repeat(", "+one, len(rows)-1), args...)
		return err
	}
	const chunk = 100 // conversations
	for from := 0; from < n/perTalk; from += chunk {
		var customers, talks, said [][]any
		for c := from; c < from+chunk; c++ {
			id, shop := fmt.Sprintf("%032d-0a0", c), c%benchShops
			back := 1 - float64(c)/float64(n/perTalk)
			began := now.Add(-time.Duration(back * float64(benchYear)))
			customers = append(customers, []any{"u" + id, "shop" + strconv.Itoa(shop), "", 0})
			talks = append(talks, []any{id, "shop" + strconv.Itoa(shop), "u" + id, "webchat", 0})
			for m := range perTalk {
				at := began.Add(time.Duration(m) * 3 * time.Minute).UnixMilli()
				said = append(said, []any{id, m + 1, id + strconv.Itoa(m), "anxin", id + "/" + strconv.Itoa(m), "buyer", "u" + id, "", "text",
					benchText(c*perTalk+m, shop, back, rnd), at})
			}
		}
		if err := d.InTx(b.Context(), func(tx *db.Tx) error {
			if err := exec(tx, `customer (id, shop_id, name, made_at)`, customers); err != nil {
				return err
			}
			if err := exec(tx, `conversation (id, shop_id, customer_id, channel, made_at)`, talks); err != nil {
				return err
			}
			if err := exec(tx, `message (conversation_id, seq, id, origin, external_id, sender_kind, sender_id, sender_name, kind, text, at)`, said); err != nil {
				return err
			}
			_, err := tx.Exec(`DELETE FROM search_change`)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFind reports how long first pages take, for who may read in all
// shops and for who may in two of ten, and how large and how fast the index is.
// ANXIN_BENCH_MESSAGES is another number of messages.
//
//	scripts/test-env.sh run go test ./internal/find -run - -bench Find -benchtime 300x -timeout 1h
func BenchmarkFind(b *testing.B) {
	n := 1_000_000
	if s := os.Getenv(messagesName); s != "" {
		n, _ = strconv.Atoi(s)
	}
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchHouse(b, open(b), n) })
	}
}

func benchHouse(b *testing.B, d *db.DB, n int) {
	now := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	services, err := services.Build(d, b.TempDir(), services.Outside{Now: func() time.Time { return now }, NewID: func() string { return "id" },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { services.Close() })
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(d.InTx(b.Context(), func(tx *db.Tx) error {
		for i := range benchShops {
			id := "shop" + strconv.Itoa(i)
			if _, err := tx.Exec(`INSERT INTO shop (id, key, name, hours, settings, made_at, version) VALUES (?, ?, ?, '', '', 0, 1)`, id, id, id); err != nil {
				return err
			}
		}
		return nil
	}))
	began := time.Now()
	fill(b, d, n, now)
	filled, before := time.Since(began), size(b, d)
	began = time.Now()
	must(services.Index.CatchUp(b.Context()))
	took := time.Since(began)
	b.Logf("%s: filled in %v, indexed in %v: %.0f a second; the index takes %.0f MB beside %.0f MB",
		d.Engine(), filled.Round(time.Second), took.Round(time.Second), float64(n)/took.Seconds(), size(b, d)-before, before)
	if d.Engine() == "postgres" {
		must(d.InTx(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec(`ANALYZE`); return err }))
	}
	read := []identity.Permission{identity.ConversationRead, identity.CaseRead}
	for _, who := range []struct {
		name  string
		shops map[string][]identity.Permission
	}{{"all shops", map[string][]identity.Permission{"": read}}, {"two of ten", map[string][]identity.Permission{"shop2": read, "shop7": read}}} {
		ctx := identity.With(context.Background(), identity.NewUser("agent", "", who.shops))
		for _, c := range classes {
			b.Run(who.name+"/"+c.name, func(b *testing.B) { benchFind(b, services.Find, ctx, c.words) })
		}
	}
}

func benchFind(b *testing.B, s *find.Service, ctx context.Context, words string) {
	var took []time.Duration
	hits := 0
	for b.Loop() {
		began := time.Now()
		p, err := s.Find(ctx, words, find.Filter{}, "", 20)
		if err != nil {
			b.Fatal(err)
		}
		took, hits = append(took, time.Since(began)), len(p.Hits)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(hits), "hits")
}

// size is that of the whole database in MB.
func size(b *testing.B, d *db.DB) float64 {
	query := `SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())`
	if d.Engine() == "postgres" {
		query = `SELECT pg_database_size(current_database())`
	}
	n, err := db.Value[int64](d.Reader(context.Background()), query)
	if err != nil {
		b.Fatal(err)
	}
	return float64(n) / 1e6
}
