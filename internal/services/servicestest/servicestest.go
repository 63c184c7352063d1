// Package servicestest is all services of the program on a database of its own, with a
// clock that stands until it is told to go on, for tests of what they do together.
package servicestest

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

// World is the whole program without its network, at half past nine in the morning of a
// Monday in China.
type World struct {
	*services.Set
	T    *testing.T
	Root context.Context // of the system itself

	ms, ids atomic.Int64
}

// New returns a world on a database; outside may change what the program meets.
func New(t *testing.T, d *db.DB, outside ...func(*services.Outside)) *World {
	w := &World{T: t, Root: identity.With(context.Background(), identity.NewSystem())}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	o := services.Outside{
		Now: w.Now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
	}
	for _, change := range outside {
		change(&o)
	}
	s, err := services.Build(d, t.TempDir(), o)
	w.Must(err)
	t.Cleanup(func() { w.Must(s.Close()) })
	w.Set = s
	return w
}

// Verify fails unless the record of the world is whole.
func (w *World) Verify() {
	w.T.Helper()
	report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
	if err != nil || !report.OK() {
		w.T.Errorf("audit: %v, %v", report.Problems, err)
	}
}

// Open opens a shop, and returns its id.
func (w *World) Open(key string) string {
	w.T.Helper()
	made, err := w.Shops.Create(w.Root, shop.Draft{Key: key, Name: key})
	w.Must(err)
	return made.ID
}

// Hire makes somebody with a role in a shop, and returns what they act in.
func (w *World) Hire(id, role, shopID string) context.Context {
	w.T.Helper()
	w.Must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.Must(err)
	return identity.With(context.Background(), a)
}

// Now is what the clock shows.
func (w *World) Now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

// Pass lets the clock go on; nothing that is due by then is done yet.
func (w *World) Pass(d time.Duration) { w.ms.Add(d.Milliseconds()) }

// Key is a new idempotency key.
func (w *World) Key() string { return fmt.Sprintf("key-%06d", w.ids.Add(1)) }

// Must ends the test with an error, if there is one.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Wants fails unless an error is the fault with a code, "" for none.
func (w *World) Wants(err error, code string) {
	w.T.Helper()
	if fault.CodeOf(err) != code {
		w.T.Errorf("got %v, want %s", err, code)
	}
}
