package register_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/recorded"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/register"
	"github.com/anxin-desk/anxin/internal/shop"
)

// world is a house with one shop that moves in, and three who work there.
type world struct {
	t     testing.TB
	d     *db.DB
	clock atomic.Int64 // milliseconds
	ids   atomic.Int64
	in    *intake.Service
	queue *jobs.Queue
	shop  shop.Shop
	ctx   context.Context
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	return newWorldHeard(t, d, func(string, any) {})
}

func newWorldHeard(t testing.TB, d *db.DB, hint func(string, any)) *world {
	t.Helper()
	w := &world{t: t, d: d}
	w.clock.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	now, newID := w.now, func() string { return fmt.Sprintf("id-%08d", w.ids.Add(1)) }
	blobs, err := blob.OpenDir(t.TempDir())
	w.must(err)
	t.Cleanup(func() { blobs.Close() })
	w.queue = jobs.New(d, jobs.Options{Now: now})
	notices := &notice.Service{DB: d, Now: now, NewID: newID, Hint: hint}
	customers := &customer.Service{DB: d, Now: now, NewID: newID}
	talks := &conversation.Service{DB: d, Queue: w.queue, Now: now, NewID: newID, Hint: hint, Notices: notices}
	past := &register.Service{DB: d, Now: now, NewID: newID, Customers: customers,
		Profiles: &profile.Service{DB: d, Now: now, NewID: newID, Hint: hint, Customers: customers, Notices: notices},
		Recorded: &recorded.Service{Now: now, NewID: newID, Conversations: talks}}
	w.in = &intake.Service{DB: d, Queue: w.queue, Now: now, NewID: newID, Hint: hint, Blobs: blobs,
		Orders: &order.Service{DB: d, Queue: w.queue, Now: now, NewID: newID, Hint: hint}, Others: []intake.Matter{past.Matter()}}
	w.in.Register()
	w.shop, err = (&shop.Service{DB: d, Now: now, NewID: newID}).Create(identity.With(t.Context(), identity.NewSystem()), shop.Draft{Key: "shop-a", Name: "甲店"})
	w.must(err)
	for id, name := range map[string]string{"boss": "沈月", "zhou": "周岚", "li": "李沐"} {
		w.exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, name)
		w.exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, 'supervisor', ?, '')`, id, w.shop.ID)
	}
	w.ctx = identity.With(t.Context(), identity.NewUser("boss", "沈月", map[string][]identity.Permission{w.shop.ID: {identity.OrderRead, identity.OrderWrite, identity.CaseWrite}}))
	return w
}

func (w *world) now() time.Time { return time.UnixMilli(w.clock.Load()).UTC() }

func (w *world) later(d time.Duration) { w.clock.Add(d.Milliseconds()) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) upload(key, content string) intake.Import {
	w.t.Helper()
	i, err := w.in.Upload(w.ctx, "register", w.shop.ID, key, "客诉登记表.csv", strings.NewReader(content))
	w.must(err)
	return i
}

func (w *world) start(i intake.Import) intake.Import {
	w.t.Helper()
	i, err := w.in.Start(w.ctx, i.ID, i.Version)
	w.must(err)
	return i
}

func (w *world) take(key, content string) intake.Import {
	w.t.Helper()
	return w.finish(w.start(w.upload(key, content)))
}

func (w *world) finish(i intake.Import) intake.Import {
	w.t.Helper()
	_, err := w.queue.RunDue(w.t.Context(), w.now())
	w.must(err)
	i, err = w.in.GetImport(w.ctx, i.ID)
	w.must(err)
	return i
}

func counts(i intake.Import) string {
	return fmt.Sprintf("%s %d/%d new %d passed %d problems %d", i.State, i.Position, i.Total, i.Created, i.Passed, i.Problems)
}

func (w *world) report(i intake.Import) string {
	w.t.Helper()
	var b bytes.Buffer
	w.must(w.in.Problems(w.ctx, i.ID, func(some []intake.Problem) error {
		for _, p := range some {
			fmt.Fprintf(&b, "%d %s %s %s\n", p.Line, p.Column, p.Number, p.Code)
		}
		return nil
	}))
	return b.String()
}

// cases are all there are, a line for each.
func (w *world) cases() string {
	w.t.Helper()
	all, err := db.All(w.d.Reader(w.t.Context()), func(row db.Scanner) (string, error) {
		var number, stage, how, scenario, orderNo, name, owner string
		err := row.Scan(&number, &stage, &how, &scenario, &orderNo, &name, &owner)
		return fmt.Sprintf("%s %s %s %s %s %s owner %s", number, stage, how, scenario, orderNo, name, owner), err
	}, `SELECT k.number, k.stage, k.closed_how, k.scenario, k.order_no, c.name, k.owner_id
		FROM complaint k JOIN customer c ON c.id = k.customer_id ORDER BY k.number`)
	w.must(err)
	return strings.Join(all, "\n")
}

func (w *world) count(sql string) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.d.Reader(w.t.Context()), sql)
	w.must(err)
	return n
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.d.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err }))
}
