package shelf_test

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
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is two nodes of the program on one database, a shop with a supervisor and
// an agent, and a shop with somebody else.
type world struct {
	*services.Set
	t                     *testing.T
	other                 *services.Set
	ids                   atomic.Int64
	shop, elsewhere       string
	chief, agent, foreign context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.Set, w.other = w.node(d), w.node(d)
		root := identity.With(context.Background(), identity.NewSystem())
		for key, id := range map[string]*string{"tea": &w.shop, "books": &w.elsewhere} {
			s, err := w.Shops.Create(root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = s.ID
		}
		w.chief, w.agent = w.hire("chief", "supervisor", w.shop), w.hire("ada", "agent", w.shop)
		w.foreign = w.hire("stranger", "supervisor", w.elsewhere)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) node(d *db.DB) *services.Set {
	now := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	s, err := services.Build(d, w.t.TempDir(), services.Outside{
		Now: func() time.Time { return now }, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
	})
	w.must(err)
	w.t.Cleanup(func() { w.must(s.Close()) })
	return s
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, id)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		}
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(code string, err error) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// says is the first thing that a node says to a buyer by a playbook, and its edition;
// "" if the shop does not use it.
func (w *world) says(node *services.Set, name string) string {
	w.t.Helper()
	book, err := node.Playbooks.Book(context.Background(), w.shop)
	w.must(err)
	v, ok := book.Named(name)
	if !ok {
		return ""
	}
	return fmt.Sprint(v.Edition, " ", v.Playbook.Steps[0].Text.Zh)
}

// A shop begins with what is shipped, changes it, publishes, goes back, switches it
// off and takes it away; both nodes know at once.
func TestAShippedPlaybookIsChangedAndComesBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const name = "quality.malfunction"
		shipped := w.says(w.Set, name)
		e, err := w.Playbooks.Create(w.chief, w.shop, "create-01", name, "")
		w.must(err)
		if e.Ahead || e.Edition != 0 || w.says(w.other, name) != shipped {
			t.Errorf("a copy changes something: %+v", e)
		}
		again, err := w.Playbooks.Create(w.chief, w.shop, "create-01", name, "")
		w.must(err)
		if again.ID != e.ID {
			t.Error("sent again, it made another one")
		}
		_, err = w.Playbooks.Create(w.chief, w.shop, "create-02", name, "")
		w.refused("playbook.name_taken", err)
		text := strings.Replace(e.Draft, "刚用上就出故障，耽误您用了", "耳机一到手就不能用，耽误您了", 1)
		e, err = w.Playbooks.Write(w.chief, e.ID, e.Version, text)
		w.must(err)
		if !e.Ahead || w.says(w.other, name) != shipped {
			t.Error("a draft counts")
		}
		_, err = w.Playbooks.Write(w.chief, e.ID, e.Version-1, text)
		w.refused("playbook.changed", err)
		_, err = w.Playbooks.Write(w.chief, e.ID, e.Version, strings.Replace(text, "id: "+name, "id: other.name", 1))
		w.refused("playbook.other_name", err)
		e, err = w.Playbooks.Publish(w.chief, e.ID, e.Version, "说得更具体")
		w.must(err)
		if got := w.says(w.other, name); !strings.HasPrefix(got, "1 耳机一到手") || e.Ahead || !strings.Contains(e.Draft, "version: 1\n") {
			t.Errorf("published: %s", got)
		}
		c, err := w.Playbooks.Edition(w.chief, e.ID, 1, false)
		w.must(err)
		if d := shelf.Differences(c.Before, c.After); len(d) != 1 || !strings.Contains(d[0].Zh, "empathy") {
			t.Errorf("differences %+v", d)
		}
		e, err = w.Playbooks.Restore(w.chief, e.ID, e.Version, 0)
		w.must(err)
		if got := w.says(w.other, name); e.Edition != 2 || !strings.HasPrefix(got, "2 刚用上") {
			t.Errorf("back: %s", got)
		}
		e, err = w.Playbooks.Switch(w.chief, e.ID, e.Version, false)
		w.must(err)
		if w.says(w.other, name) != "" {
			t.Error("switched off, and still followed")
		}
		w.must(w.Playbooks.Remove(w.chief, e.ID, e.Version))
		if w.says(w.other, name) != shipped {
			t.Error("taken away, and the shipped one is not back")
		}
		_, _, err = w.Playbooks.Get(w.chief, identity.TeamSupervise, e.ID)
		w.refused("playbook.unknown", err)
	})
}

// What is wrong is kept as a draft and explained, and never published.
func TestWhatIsWrongIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e, err := w.Playbooks.Create(w.chief, w.shop, "create-01", "template.heard", "")
		w.must(err)
		if e.Name != "shop.own_1" || w.says(w.Set, e.Name) != "" {
			t.Errorf("a template begins as %+v", e)
		}
		whole := e.Draft
		broken := strings.Replace(e.Draft, "kind: close", "kind: say", 1)
		e, err = w.Playbooks.Write(w.chief, e.ID, e.Version, broken)
		w.must(err)
		_, err = w.Playbooks.Publish(w.chief, e.ID, e.Version, "")
		w.refused("playbook.problems", err)
		_, err = w.Playbooks.Write(w.chief, e.ID, e.Version, "id: [")
		w.refused("playbook.unreadable", err)
		rude := strings.Replace(whole, "您说的事我听明白了，等了这么久还没办好，着急是应该的，我来跟。", "傻逼，烦不烦，我们保证百分百全网最低价。", 1)
		r, err := w.Playbooks.Examine(w.chief, w.shop, rude)
		w.must(err)
		if len(r.Findings) == 0 || r.Ready() {
			t.Errorf("rude words pass: %+v", r.Findings)
		}
		e, err = w.Playbooks.Write(w.chief, e.ID, e.Version, rude)
		w.must(err)
		_, err = w.Playbooks.Publish(w.chief, e.ID, e.Version, "")
		w.refused("playbook.problems", err)
	})
}

// Supervisors read and change the playbooks of their own shop; agents and others do
// neither.
func TestWhoMayChangePlaybooks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e, err := w.Playbooks.Create(w.chief, w.shop, "create-01", "order.change", "")
		w.must(err)
		for who, ctx := range map[string]context.Context{"agent": w.agent, "foreign": w.foreign} {
			if _, err := w.Playbooks.Own(ctx, w.shop); err == nil {
				t.Errorf("%s reads", who)
			}
			if _, err := w.Playbooks.Create(ctx, w.shop, "create-02", "order.change", ""); err == nil {
				t.Errorf("%s creates", who)
			}
			if _, err := w.Playbooks.Publish(ctx, e.ID, e.Version, ""); err == nil {
				t.Errorf("%s publishes", who)
			}
			if _, err := w.Playbooks.Try(ctx, w.shop, e.Draft, "改地址", nil); err == nil {
				t.Errorf("%s tries", who)
			}
		}
		trial, err := w.Playbooks.Try(w.chief, w.shop, e.Draft, "麻烦帮我改一下收货地址，我写错了", map[string]any{"shipped": true})
		w.must(err)
		if len(trial.Suggestions) == 0 || trial.Suggestions[0].ID != "order.change" || len(trial.Path) == 0 {
			t.Errorf("trial %+v", trial)
		}
	})
}

// Whatever write the database refuses, nothing of that operation is left.
func TestNothingOfAPlaybookIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		wire := dbtest.NewFuse(t, w.DB)
		wire.Burn("create", func() error {
			_, err := w.Playbooks.Create(w.chief, w.shop, "create-01", "order.change", "")
			return err
		})
		e, err := w.Playbooks.Create(w.chief, w.shop, "create-01", "order.change", "")
		w.must(err)
		wire.Burn("publish", func() error {
			_, err := w.Playbooks.Publish(w.chief, e.ID, e.Version, "")
			return err
		})
		wire.Burn("restore", func() error {
			_, err := w.Playbooks.Restore(w.chief, e.ID, e.Version+1, 0)
			return err
		})
		wire.Burn("remove", func() error { return w.Playbooks.Remove(w.chief, e.ID, e.Version+2) })
	})
}
