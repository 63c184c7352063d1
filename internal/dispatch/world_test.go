package dispatch_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in a shop with an agent, a
// supervisor and two departments with a worker each.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	shop, other               shop.Shop
	warehouse, finance        shop.Department
	agent, chief, ware, money context.Context
	people                    map[string]string // ids by login
	hints                     sync.Map          // topics that were told something
	talk                      string
	of                        complaint.Case
}

// each plays on both engines and looks at the audit record after it.
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
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	services, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {},
		Hint: func(topic string, _ any) { w.hints.Store(topic, true) },
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	root := identity.With(context.Background(), identity.NewSystem())
	w.shop, err = w.Shops.Create(root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	w.other, err = w.Shops.Create(root, shop.Draft{Key: "books", Name: "书"})
	w.must(err)
	w.warehouse, err = w.Shops.CreateDepartment(root, w.shop.ID, shop.DepartmentDraft{Name: "仓库"})
	w.must(err)
	w.finance, err = w.Shops.CreateDepartment(root, w.shop.ID, shop.DepartmentDraft{Name: "财务"})
	w.must(err)
	for _, n := range []struct{ login, role, department string }{
		{"agent", "agent", ""}, {"chief", "supervisor", ""},
		{"ware", "department_worker", w.warehouse.ID}, {"money", "department_worker", w.finance.ID},
	} {
		p, err := w.Identity.CreateUser(root, identity.Newcomer{Name: n.login, Login: n.login, Password: "a-password",
			Grants: []identity.Grant{{Role: n.role, Shop: w.shop.ID, Department: n.department}}})
		w.must(err)
		w.people[n.login] = p.ID
	}
	w.agent, w.chief, w.ware, w.money = w.as("agent"), w.as("chief"), w.as("ware"), w.as("money")
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
	w.must(err)
	w.talk = v.Conversation.ID
	w.of, err = w.Complaints.Open(w.agent, w.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
	w.must(err)
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

// at lets it be a time and does what is due.
func (w *world) at(t time.Time) {
	w.t.Helper()
	w.ms.Store(t.UnixMilli())
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func (w *world) send(key, department, after string) ticket.Ticket {
	w.t.Helper()
	t, err := w.Tickets.Send(w.agent, w.of.ID, key, ticket.Draft{TypeID: "other", DepartmentID: department, Title: "工单 " + key,
		Text: "内部说明", PublicText: "正在核对 " + key, Minutes: 60, AfterID: after})
	w.must(err)
	return t
}

func (w *world) ticketNow(id string) ticket.Ticket {
	w.t.Helper()
	t, err := w.Tickets.Get(w.agent, id)
	w.must(err)
	return t
}

func (w *world) caseNow() complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Get(w.agent, w.of.ID)
	w.must(err)
	return c
}

// told are the kinds of notices of somebody, sorted.
func (w *world) told(login string) string {
	w.t.Helper()
	p, err := w.Notices.Mine(w.as(login), "")
	w.must(err)
	n := map[string]int{}
	for _, one := range p.Notices {
		n[one.Kind]++
	}
	var all []string
	for _, kind := range slices.Sorted(maps.Keys(n)) {
		all = append(all, fmt.Sprintf("%s %d", strings.TrimPrefix(kind, "ticket."), n[kind]))
	}
	return strings.Join(all, ", ")
}

// lines counts what the thread tells the team of tickets.
func (w *world) lines() map[string]int {
	w.t.Helper()
	p, err := w.Conversations.Since(w.agent, w.talk, 0)
	w.must(err)
	n := map[string]int{}
	for _, m := range p.Messages {
		if m.Kind != conversation.Event || !strings.HasPrefix(m.Event.Code, "ticket.") {
			continue
		}
		if n[m.Event.Code]++; !m.Internal {
			w.t.Errorf("the buyer reads %s", m.Event.Code)
		}
	}
	return n
}
