package desk_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

// A house as it is after some years: most conversations are long over. Of a
// million, one in a hundred waits, one in fifty has an open case, one in five
// hundred is overdue; ten shops, of which the last is a thousandth of the first.
const (
	benchShops = 10
	seedRows   = `
INSERT INTO conversation (id, shop_id, customer_id, channel, assignee_id, waiting_since, head_seq, unread, last_text, last_sender,
	last_at, changed_at, made_at, version, snoozed_until, next_due_at)
SELECT 'c' || n, %s, 'u' || n, 'webchat',
	CASE WHEN n %% 97 = 0 THEN '' ELSE 'agent' || (n %% 60) END,
	CASE WHEN n %% 100 = 3 THEN CAST(? AS BIGINT) - (n %% 5000) * 1000 ELSE 0 END, 3, CASE WHEN n %% 80 = 3 THEN 2 ELSE 0 END,
	'包裹三天没动，请帮忙查一下', 'buyer', CAST(? AS BIGINT) - n * 30000, CAST(? AS BIGINT) - n * 30000, CAST(? AS BIGINT) - n * 40000, 1,
	CASE WHEN n %% 400 = 5 THEN CAST(? AS BIGINT) + n * 1000 ELSE 0 END, 0
FROM numbers`
	numbers = `WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) `
)

// seed fills a database with a house of n conversations.
func seed(b *testing.B, d *db.DB, shops []string, n int, now time.Time) {
	ms := now.UnixMilli()
	pick := "CASE n % 1000 WHEN 0 THEN '" + shops[benchShops-1] + "'"
	for i, id := range shops[:benchShops-1] {
		if i > 0 {
			pick += fmt.Sprintf(" WHEN %d THEN '%s'", 100*i, id)
		}
	}
	pick += " ELSE '" + shops[0] + "' END"
	steps := []struct {
		sql  string
		args []any
	}{
		{numbers + `INSERT INTO customer (id, shop_id, name, made_at)
			SELECT 'u' || n, 'any', '买家', 0 FROM numbers`, []any{n}},
		{numbers + fmt.Sprintf(seedRows, pick), []any{n, ms, ms, ms, ms, ms}},
		{`INSERT INTO complaint (id, number, key, shop_id, customer_id, conversation_id, scenario, severity, demands, order_no, summary,
			stage, owner_id, first_contact_id, opened_at)
			SELECT 'k' || id, 'k' || id, 'k', shop_id, customer_id, id,
				CASE WHEN n % 350 = 0 THEN 'privacy.leak' ELSE 'logistics.late' END,
				CASE WHEN n % 2000 = 0 THEN 'critical' WHEN n % 200 = 0 THEN 'high' ELSE 'normal' END, '', '', '',
				CASE WHEN n % 550 = 0 THEN 'verifying' ELSE 'investigating' END, assignee_id, assignee_id, made_at
			FROM (SELECT c.*, CAST(substr(c.id, 2) AS BIGINT) AS n FROM conversation c) AS numbered WHERE n % 50 = 0`, nil},
		{`INSERT INTO commitment (id, key, case_id, shop_id, customer_id, conversation_id, owner_id, text, made_at, due_at, grace_ends_at, state)
			SELECT 'p' || id, 'p', id, shop_id, customer_id, conversation_id, owner_id, '给出答复', opened_at,
				CASE WHEN opened_at % 9 = 0 THEN CAST(? AS BIGINT) - opened_at % 100000 ELSE CAST(? AS BIGINT) + opened_at % 1000000 END, CAST(? AS BIGINT), 'open'
			FROM complaint`, []any{ms, ms + 1000, ms + 2000}},
		{`UPDATE conversation SET heard_kind = 'angry', heard_level = last_at % 5, heard_severity = 'high',
			heard_risks = CASE WHEN last_at % 7 = 0 THEN ',media!,' ELSE ',regulator,bad_review,' END WHERE (last_at / 30000) % 30 = 3`, nil},
	}
	for _, s := range steps {
		if err := d.InTx(b.Context(), func(tx *db.Tx) error {
			if d.Engine() == "postgres" { // its triggers plan once, for the empty tables, and would scan what grows under them
				if _, err := tx.Exec(`SET LOCAL enable_seqscan = off`); err != nil {
					return err
				}
			}
			_, err := tx.Exec(s.sql, s.args...)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	if d.Engine() == "postgres" {
		if err := d.InTx(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec(`ANALYZE`); return err }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQueue reads first pages with their counts: each view, and each
// filter by itself, as an administrator of all shops, and some as an agent of
// two shops of which one is small.
func BenchmarkQueue(b *testing.B) {
	for _, engine := range []struct {
		name  string
		open  func(testing.TB) *db.DB
		sizes []int
	}{
		{"sqlite", dbtest.SQLite, []int{10_000, 100_000, 1_000_000}},
		{"postgres", dbtest.Postgres, []int{10_000, 100_000, 1_000_000}},
	} {
		for _, n := range engine.sizes {
			b.Run(fmt.Sprintf("%s/%d", engine.name, n), func(b *testing.B) { benchHouse(b, engine.open(b), n) })
		}
	}
}

// house is a program over a database with n conversations in ten shops.
func house(b *testing.B, d *db.DB, n int) (*services.Set, []string) {
	now := morning
	services, err := services.Build(d, b.TempDir(), services.Outside{
		Now: func() time.Time { return now }, NewID: func() string { return fmt.Sprint("id", time.Now().UnixNano()) },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { services.Close() })
	var shops []string
	for i := range benchShops {
		s, err := services.Shops.Create(identity.With(b.Context(), identity.NewSystem()), shop.Draft{Key: fmt.Sprint("shop-", i), Name: fmt.Sprint("Shop ", i)})
		if err != nil {
			b.Fatal(err)
		}
		shops = append(shops, s.ID)
	}
	seed(b, d, shops, n, now)
	return services, shops
}

func benchHouse(b *testing.B, d *db.DB, n int) {
	services, shops := house(b, d, n)
	read := []identity.Permission{identity.ConversationRead}
	everywhere := identity.With(context.Background(), identity.NewUser("agent7", "", map[string][]identity.Permission{"": read}))
	two := identity.With(context.Background(), identity.NewUser("agent7", "", map[string][]identity.Permission{shops[0]: read, shops[benchShops-1]: read}))
	small := identity.With(context.Background(), identity.NewUser("agent7", "", map[string][]identity.Permission{shops[benchShops-1]: read}))
	views := []desk.View{desk.Mine, desk.Unassigned, desk.Waiting, desk.All, desk.Snoozed}
	for order, name := range map[desk.Order]string{desk.AsUsual: "", desk.Urgent: "urgent "} {
		for _, v := range views {
			ask := queue(services.Desk, desk.Ask{View: v, Order: order, Limit: 50})
			benchRead(b, name+"everywhere/"+string(v), everywhere, ask)
			benchRead(b, name+"two/"+string(v), two, ask)
			benchRead(b, name+"small/"+string(v), small, ask)
		}
	}
	for name, f := range map[string]desk.Filter{
		"shop": {ShopID: shops[benchShops-1]}, "assignee": {AssigneeID: "agent9"}, "nobody": {AssigneeID: desk.Nobody}, "channel": {Channel: "webchat"},
		"case": {Case: desk.WithCase}, "no case": {Case: desk.NoCase}, "critical": {Severities: []string{"critical"}},
		"two severities": {Severities: []string{"critical", "high"}}, "scenario": {Scenarios: []string{"privacy.leak"}}, "stage": {Stages: []string{"verifying"}},
		"over target": {OverTarget: true}, "overdue": {Overdue: true}, "unread": {Unread: true},
		"critical of one": {AssigneeID: "agent9", Severities: []string{"critical"}}, "risk": {Risks: []string{"media"}},
	} {
		ask := queue(services.Desk, desk.Ask{View: desk.All, Filter: f, Limit: 50})
		benchRead(b, "filter/"+name, everywhere, ask)
		benchRead(b, "small filter/"+name, small, ask)
		benchRead(b, "urgent filter/"+name, everywhere, queue(services.Desk, desk.Ask{View: desk.All, Filter: f, Order: desk.Urgent, Limit: 50}))
	}
}

func queue(d *desk.Service, ask desk.Ask) func(context.Context) error {
	return func(ctx context.Context) error { _, err := d.Queue(ctx, ask); return err }
}

// benchRead reports the time that 99 of 100 reads stay under.
func benchRead(b *testing.B, name string, ctx context.Context, read func(context.Context) error) {
	b.Run(name, func(b *testing.B) {
		var took []time.Duration
		for b.Loop() {
			began := time.Now()
			if err := read(ctx); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	})
}
