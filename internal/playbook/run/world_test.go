package run_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook/run"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop with a supervisor and an
// agent, and a shop with somebody else.
type world struct {
	*services.Set
	t                     *testing.T
	ms, ids               atomic.Int64
	shop, elsewhere       string
	department            string
	chief, agent, foreign context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
		s, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(s.Close()) })
		w.Set = s
		root := identity.With(context.Background(), identity.NewSystem())
		for key, id := range map[string]*string{"tea": &w.shop, "books": &w.elsewhere} {
			made, err := w.Shops.Create(root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = made.ID
		}
		dep, err := w.Shops.CreateDepartment(root, w.shop, shop.DepartmentDraft{Name: "仓库"})
		w.must(err)
		w.department = dep.ID
		w.chief, w.agent = w.hire("chief", "supervisor", w.shop), w.hire("ada", "agent", w.shop)
		w.foreign = w.hire("stranger", "supervisor", w.elsewhere)
		_, _, err = w.Orders.Push(root, w.shop, order.Draft{Number: "5001234567890", Facts: order.Facts{Platform: "pdd", PlacedAt: w.now().AddDate(0, 0, -9),
			ReceivedAt: w.now().AddDate(0, 0, -5), Paid: order.Yuan(12900)}, Items: []order.Item{{Code: "P1", Title: "蓝牙耳机 充电口加固款", Quantity: 1}}})
		w.must(err)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) later(d time.Duration) { w.ms.Add(d.Milliseconds()) }

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

func (w *world) key() string { return fmt.Sprintf("key-%06d", w.ids.Add(1)) }

// buyer is a visitor in their conversation.
type buyer struct {
	ctx  context.Context
	talk string
}

func (w *world) visit(words ...string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "")
	w.must(err)
	b := buyer{identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name)), v.Conversation.ID}
	for _, text := range words {
		w.says(b, text)
	}
	return b
}

func (w *world) says(b buyer, text string) conversation.Message {
	w.t.Helper()
	w.later(time.Second)
	m, err := w.Conversations.Say(b.ctx, w.key(), conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) replies(b buyer, text string) conversation.Message {
	w.t.Helper()
	w.later(time.Second)
	m, err := w.Conversations.Reply(w.agent, b.talk, w.key(), conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) opens(b buyer, scenario string, severity complaint.Severity) complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Open(w.agent, b.talk, w.key(), complaint.Facts{Scenario: scenario, Severity: severity, Summary: "有问题"})
	w.must(err)
	return c
}

// wants fails unless this is the first thing that a case should have as evidence.
func (w *world) wants(c complaint.Case, piece string) {
	w.t.Helper()
	sec, err := w.Evidence.OfCase(w.agent, c.ID)
	w.must(err)
	if len(sec.Checklist) == 0 || sec.Checklist[0].Text.Zh != piece {
		w.t.Errorf("case %s wants %+v, not %s", c.ID, sec.Checklist, piece)
	}
}

func (w *world) guide(b buyer) run.Guide {
	w.t.Helper()
	g, err := w.Runs.Guide(w.agent, b.talk)
	w.must(err)
	return g
}

func (w *world) starts(c complaint.Case, name string) run.Run {
	w.t.Helper()
	r, err := w.Runs.Start(w.agent, c.ID, w.key(), run.Begin{Name: name, How: run.ByHand})
	w.must(err)
	return r
}

// now is the run that a conversation follows.
func (w *world) followed(b buyer) *run.Followed {
	w.t.Helper()
	g := w.guide(b)
	if g.Followed == nil {
		w.t.Fatal("no playbook is followed")
	}
	return g.Followed
}

func (w *world) changes(b buyer, c run.Change) *run.Followed {
	w.t.Helper()
	f := w.followed(b)
	_, err := w.Runs.Change(w.agent, f.ID, f.Version, c)
	w.must(err)
	return w.followed(b)
}

func step(f *run.Followed, id string) run.Seen {
	for _, s := range f.Steps {
		if s.Step.ID == id {
			return s
		}
	}
	return run.Seen{}
}

func known(f *run.Followed, name string) run.Known {
	for _, k := range f.Known {
		if k.Name == name {
			return k
		}
	}
	return run.Known{}
}
