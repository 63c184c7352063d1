package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// world is a house with one shop into which orders are imported.
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

// newWorldHeard is a world whose hints somebody hears.
func newWorldHeard(t testing.TB, d *db.DB, hint func(string, any)) *world {
	t.Helper()
	w := &world{t: t, d: d}
	w.clock.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	now, newID := w.now, func() string { return fmt.Sprintf("id-%08d", w.ids.Add(1)) }
	blobs, err := blob.OpenDir(t.TempDir())
	w.must(err)
	t.Cleanup(func() { blobs.Close() })
	w.queue = jobs.New(d, jobs.Options{Now: now})
	orders := &order.Service{DB: d, Queue: w.queue, Now: now, NewID: newID, Hint: hint}
	w.in = &intake.Service{DB: d, Queue: w.queue, Now: now, NewID: newID, Hint: hint, Blobs: blobs, Orders: orders}
	w.in.Register()
	system := identity.With(t.Context(), identity.NewSystem())
	w.shop, err = (&shop.Service{DB: d, Now: now, NewID: newID}).Create(system, shop.Draft{Key: "shop-a", Name: "甲店"})
	w.must(err)
	w.ctx = identity.With(t.Context(), identity.NewUser("zhou", "周岚", map[string][]identity.Permission{"": {identity.OrderRead, identity.OrderWrite}}))
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
	i, err := w.in.Upload(w.ctx, "orders", w.shop.ID, key, "订单.csv", strings.NewReader(content))
	w.must(err)
	return i
}

// take imports content from upload to end.
func (w *world) take(key, content string) intake.Import {
	w.t.Helper()
	i := w.upload(key, content)
	i, err := w.in.Start(w.ctx, i.ID, i.Version)
	w.must(err)
	return w.finish(i)
}

func (w *world) finish(i intake.Import) intake.Import {
	w.t.Helper()
	_, err := w.queue.RunDue(w.t.Context(), w.now())
	w.must(err)
	i, err = w.in.GetImport(w.ctx, i.ID)
	w.must(err)
	return i
}

// orders are all of the shop, as "number status paid items".
func (w *world) orders() string {
	w.t.Helper()
	p, err := w.in.Orders.Find(w.ctx, order.Filter{ShopID: w.shop.ID})
	w.must(err)
	var all []string
	for _, o := range p.Orders {
		o, err := w.in.Orders.Get(w.ctx, o.ID)
		w.must(err)
		var items []string
		for _, i := range o.Items {
			items = append(items, fmt.Sprintf("%s×%d", i.Title, i.Quantity))
		}
		all = append(all, fmt.Sprintf("%s %s %d %s", o.Number, o.Status, o.Paid.N, strings.Join(items, "+")))
	}
	return strings.Join(all, "\n")
}

func counts(i intake.Import) string {
	return fmt.Sprintf("%s %d/%d new %d changed %d same %d passed %d problems %d", i.State, i.Position, i.Total, i.Created, i.Updated, i.Unchanged, i.Passed, i.Problems)
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
