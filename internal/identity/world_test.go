package identity

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a service with a clock that stands still, and its database.
type world struct {
	*Service
	t   *testing.T
	db  *db.DB
	ids int

	mu     sync.Mutex
	clock  time.Time
	kicked []string
}

// each runs a story on both engines.
func each(t *testing.T, story func(w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, db: d, clock: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
		w.Service = New(d, Options{Now: w.now, NewID: w.newID, OnRevoked: w.revoked})
		story(w)
		w.auditIsWhole()
	})
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

func (w *world) newID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return fmt.Sprintf("u%d", w.ids)
}

func (w *world) revoked(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kicked = append(w.kicked, id)
}

// wantKicked waits for the hooks of earlier commits and compares.
func (w *world) wantKicked(ids ...string) {
	w.t.Helper()
	done := make(chan struct{})
	w.must(w.db.InTx(w.t.Context(), func(tx *db.Tx) error {
		tx.AfterCommit(func() { close(done) })
		return nil
	}))
	<-done
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.kicked, ids) {
		w.t.Errorf("kicked %v, want %v", w.kicked, ids)
	}
}

func (w *world) auditIsWhole() {
	w.t.Helper()
	report, err := audit.Verify(w.t.Context(), w.db.Reader(w.t.Context()), nil, nil)
	if err != nil || !report.OK() {
		w.t.Errorf("audit: %v, %v", report.Problems, err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wantCode(err error, code string) {
	w.t.Helper()
	if err == nil || fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

func (w *world) system() context.Context { return With(w.t.Context(), NewSystem()) }

const password = "correct horse"

// user adds a person who holds a role in shops, AllShops if there are none.
func (w *world) user(login, role string, shops ...string) Person {
	w.t.Helper()
	n := Newcomer{Login: login, Name: login, Password: password}
	if len(shops) == 0 {
		shops = []string{AllShops}
	}
	for _, shop := range shops {
		n.Grants = append(n.Grants, Grant{Role: role, Shop: shop})
	}
	p, err := w.CreateUser(w.system(), n)
	w.must(err)
	return p
}

// browser is a cookie jar with room for one cookie.
type browser struct {
	w     *world
	token string
}

// request runs f within a request: the session is loaded before and, if it was
// changed, saved after, as its middleware does.
func (b *browser) request(f func(ctx context.Context) error) error {
	b.w.t.Helper()
	m := b.w.Sessions
	ctx, err := m.Load(b.w.t.Context(), b.token)
	b.w.must(err)
	result := f(ctx)
	switch m.Status(ctx) {
	case 1: // modified
		b.token, _, err = m.Commit(ctx)
		b.w.must(err)
	case 2: // destroyed
		b.token = ""
	}
	return result
}

func (b *browser) signIn(login, password string) error {
	b.w.t.Helper()
	return b.request(func(ctx context.Context) error {
		_, err := b.w.SignIn(ctx, login, password)
		return err
	})
}

// as runs f as the user who is signed in.
func (b *browser) as(f func(ctx context.Context) error) error {
	b.w.t.Helper()
	return b.request(func(ctx context.Context) error {
		a, err := b.w.Authenticate(ctx)
		if err != nil {
			return err
		}
		return f(With(ctx, a))
	})
}

func (b *browser) look() error {
	b.w.t.Helper()
	return b.as(func(context.Context) error { return nil })
}
