package roster_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is a Monday, half past nine in the shop.
var start = time.Date(2026, 11, 30, 1, 30, 0, 0, time.UTC)

const monday = calendar.Date(20787) // 2026-11-30

// world is the whole program without its network, in a shop with two agents, two
// supervisors and somebody of a department.
type world struct {
	*services.Set
	t           *testing.T
	ms, ids     atomic.Int64
	shop, other shop.Shop
	people      map[string]string // ids by login
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t, people: map[string]string{}}
	w.ms.Store(start.UnixMilli())
	services, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	root := identity.With(context.Background(), identity.NewSystem())
	w.shop, err = w.Shops.Create(root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	w.other, err = w.Shops.Create(root, shop.Draft{Key: "books", Name: "书"})
	w.must(err)
	for login, role := range map[string]string{"chen": "agent", "li": "agent", "chief": "supervisor", "boss": "supervisor", "ware": "department_worker"} {
		p, err := w.Identity.CreateUser(root, identity.Newcomer{Name: login, Login: login, Password: "a-password", Grants: []identity.Grant{{Role: role, Shop: w.shop.ID}}})
		w.must(err)
		w.people[login] = p.ID
	}
	return w
}

// as is somebody as the database knows them.
func (w *world) as(login string) context.Context {
	w.t.Helper()
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(w.people[login], login, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wantCode(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// at lets it be a time and does what is due.
func (w *world) at(t time.Time) {
	w.t.Helper()
	w.ms.Store(t.UnixMilli())
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func (w *world) shift(name string, from, to int64) roster.Shift {
	w.t.Helper()
	s, err := w.Rosters.AddShift(w.as("chief"), w.shop.ID, "shift-"+name, roster.Shift{Name: name, From: from * 60, To: to * 60})
	w.must(err)
	return s
}

// publish plans this week from scratch and publishes it.
func (w *world) publish(entries ...roster.Entry) roster.Planned {
	w.t.Helper()
	p, err := w.Rosters.Plan(w.as("chief"), w.shop.ID, monday)
	w.must(err)
	p, err = w.Rosters.SavePlan(w.as("chief"), w.shop.ID, monday, p.Version, entries)
	w.must(err)
	p, err = w.Rosters.Publish(w.as("chief"), w.shop.ID, monday, p.Version)
	w.must(err)
	return p
}

func (w *world) on(day calendar.Date, s roster.Shift, login string) roster.Entry {
	return roster.Entry{Day: monday + day, ShiftID: s.ID, UserID: w.people[login]}
}

// told are the kinds of notices of somebody, the newest last.
func (w *world) told(login string) string {
	w.t.Helper()
	p, err := w.Notices.Mine(w.as(login), "")
	w.must(err)
	var all []string
	for _, n := range p.Notices {
		all = append([]string{n.Kind}, all...)
	}
	return strings.Join(all, " ")
}

func (w *world) onDuty() string {
	w.t.Helper()
	all, err := roster.OnDutyIn(w.DB.Reader(context.Background()), w.shop.ID, w.now())
	w.must(err)
	var names []string
	for _, login := range []string{"boss", "chen", "chief", "li", "ware"} {
		for _, d := range all {
			if d.Entry.UserID == w.people[login] {
				names = append(names, login)
			}
		}
	}
	return strings.Join(names, " ")
}

// buyer is who holds a visitor token.
func (w *world) buyer(token string) context.Context {
	w.t.Helper()
	c, err := w.Customers.ByToken(context.Background(), token)
	w.must(err)
	return identity.With(context.Background(), identity.NewBuyer(c.ID, c.ShopID, c.Name))
}
