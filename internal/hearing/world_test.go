package hearing_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops; the first has a
// supervisor, an agent, and a worker each for law, quality and the warehouse.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	shop, other string
	people      map[string]string // ids by login
	agent, boss context.Context
	stranger    context.Context // an agent of the other shop
	said        int
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
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	root := identity.With(context.Background(), identity.NewSystem())
	first, err := w.Shops.Create(root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	second, err := w.Shops.Create(root, shop.Draft{Key: "books", Name: "书"})
	w.must(err)
	w.shop, w.other = first.ID, second.ID
	for _, n := range []struct {
		login, role, shop, department string
		kind                          shop.DepartmentKind
	}{
		{"agent", "agent", w.shop, "", ""}, {"boss", "supervisor", w.shop, "", ""}, {"stranger", "agent", w.other, "", ""},
		// What a department is called says nothing.
		{"law", "department_worker", w.shop, "三楼", shop.Legal}, {"qc", "department_worker", w.shop, "茶室", shop.Quality}, {"ware", "department_worker", w.shop, "法务质检仓库", shop.Warehouse},
	} {
		g := identity.Grant{Role: n.role, Shop: n.shop}
		if n.department != "" {
			d, err := w.Shops.CreateDepartment(root, n.shop, shop.DepartmentDraft{Name: n.department, Kind: n.kind})
			w.must(err)
			g.Department = d.ID
		}
		p, err := w.Identity.CreateUser(root, identity.Newcomer{Name: n.login, Login: n.login, Password: "a-password", Grants: []identity.Grant{g}})
		w.must(err)
		w.people[n.login] = p.ID
	}
	w.agent, w.boss, w.stranger = w.as("agent"), w.as("boss"), w.as("stranger")
	return w
}

// as is somebody as the database knows them.
func (w *world) as(login string) context.Context {
	w.t.Helper()
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(w.people[login], login, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) now() time.Time       { return time.UnixMilli(w.ms.Load()).UTC() }
func (w *world) pass(d time.Duration) { w.ms.Add(d.Milliseconds()) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// buyer is a visitor with their conversation.
type buyer struct {
	ctx  context.Context
	talk string
}

func (w *world) visit(name string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", name)
	w.must(err)
	return buyer{identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, name)), v.Conversation.ID}
}

// say lets a buyer say something, and the engines hear it.
func (w *world) say(b buyer, text string) {
	w.t.Helper()
	w.said++
	_, err := w.Conversations.Say(b.ctx, fmt.Sprint("buyer-key-", w.said), conversation.Draft{Text: text})
	w.must(err)
	w.must(w.Hearing.CatchUp(context.Background()))
}

func (w *world) reply(b buyer, text string) {
	w.t.Helper()
	w.said++
	_, err := w.Conversations.Reply(w.agent, b.talk, fmt.Sprint("agent-key-", w.said), conversation.Draft{Text: text})
	w.must(err)
}

func (w *world) hear(b buyer) hearing.Heard {
	w.t.Helper()
	h, err := w.Hearing.Hear(w.agent, b.talk)
	w.must(err)
	return h
}

// marks are what the queue shows of a conversation.
func (w *world) marks(b buyer) string {
	w.t.Helper()
	text, err := db.One(w.DB.Reader(context.Background()), func(row db.Scanner) (string, error) {
		var kind, severity, risks string
		var level int64
		err := row.Scan(&kind, &level, &severity, &risks)
		return fmt.Sprintf("%s %d %s %s", kind, level, severity, risks), err
	}, `SELECT heard_kind, heard_level, heard_severity, heard_risks FROM conversation WHERE id = ?`, b.talk)
	w.must(err)
	return text
}

// told are the notices of somebody, oldest first, as kind and words.
func (w *world) told(login string) (all []string) {
	w.t.Helper()
	ctx := identity.With(context.Background(), identity.NewUser(w.people[login], login, map[string][]identity.Permission{w.shop: {identity.NoticeRead}}))
	p, err := w.Notices.Mine(ctx, "")
	w.must(err)
	for _, n := range slices.Backward(p.Notices) {
		if strings.HasPrefix(n.Kind, "risk.") {
			all = append(all, n.Kind+" "+n.Args["risk"]+n.Args["under_way"]+" "+n.Args["words"])
		}
	}
	return all
}

// lines are what the thread tells the team of risks.
func (w *world) lines(b buyer) (all []string) {
	w.t.Helper()
	p, err := w.Conversations.Since(w.agent, b.talk, 0)
	w.must(err)
	for _, m := range p.Messages {
		if m.Kind == conversation.Event && strings.HasPrefix(m.Event.Code, "risk.") {
			if !m.Internal {
				w.t.Errorf("the buyer reads %+v", m.Event)
			}
			all = append(all, m.Event.Code+" "+m.Event.Args["risk"]+" "+m.Event.Args["told"])
		}
	}
	return all
}

func (w *world) same(what string, got, want any) {
	w.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (w *world) refused(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("%v, want %s", err, code)
	}
}
