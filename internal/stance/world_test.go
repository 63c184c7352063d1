package stance_test

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
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/stance"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop with two agents and a supervisor, a supervisor of another one, and the
// buyer of a broken cup, who paid 100 yuan.
type world struct {
	*services.Set
	t                                        *testing.T
	ms, ids                                  atomic.Int64
	shop, elsewhere                          string
	root, agent, other, chief, abroad, buyer context.Context
	of                                       complaint.Case
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, root: identity.With(context.Background(), identity.NewSystem())}
		w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
		s, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(s.Close()) })
		w.Set = s
		for key, id := range map[string]*string{"cups": &w.shop, "books": &w.elsewhere} {
			made, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = made.ID
		}
		w.agent, w.other, w.chief, w.abroad = w.hire("ada", "agent", w.shop), w.hire("bob", "agent", w.shop), w.hire("chief", "supervisor", w.shop), w.hire("far", "supervisor", w.elsewhere)
		w.complain()
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id)
	w.exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) complain() {
	at := w.now().AddDate(0, 0, -2)
	_, _, err := w.Orders.Push(w.root, w.shop, order.Draft{Number: "T1001", Facts: order.Facts{Platform: "taobao", PlacedAt: at.AddDate(0, 0, -3), ReceivedAt: at,
		Paid: order.Yuan(10000), Freight: order.Yuan(1000)}, Items: []order.Item{{Code: "C1", Title: "马克杯", Quantity: 2, Price: order.Yuan(5500)}}})
	w.must(err)
	v, err := w.WebChat.Begin(context.Background(), "cups", "", "林女士")
	w.must(err)
	w.buyer = identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	w.say("杯子碎了，要换一个")
	w.of, err = w.Complaints.Open(w.agent, v.Conversation.ID, w.key(),
		complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal, Demands: []string{"exchange"}, OrderNo: "T1001"})
	w.must(err)
}

// say is a message of the buyer, a minute later.
func (w *world) say(text string) conversation.Message {
	w.t.Helper()
	w.ms.Add(60_000)
	m, err := w.Conversations.Say(w.buyer, w.key(), conversation.Draft{Text: text})
	w.must(err)
	return m
}

// known is what the agent has found out of the cup; the options carry it.
var known = map[string]string{"quality": "yes", "damage_share": "40", "usable": "no", "same_model": "yes", "covered": "no", "contacts": "1", "labels": "none", "staff_conduct": "fine"}

func (w *world) offer(picks ...option.Pick) option.Card {
	w.t.Helper()
	w.ms.Add(60_000)
	now, err := w.Complaints.Get(w.chief, w.of.ID)
	w.must(err)
	c, err := w.Options.Send(w.agent, w.of.ID, w.key(), now.Version, option.Draft{Picks: picks, Said: known})
	w.must(err)
	return c
}

func (w *world) open() stance.Stance {
	w.t.Helper()
	of, err := w.Stances.Open(w.agent, w.of.ID, w.key(), "")
	w.must(err)
	return of
}

func (w *world) view() stance.View {
	w.t.Helper()
	v, err := w.Stances.OfCase(w.agent, w.of.ID)
	w.must(err)
	if v.Broken != 0 {
		w.t.Errorf("the chain is broken at %d", v.Broken)
	}
	return v
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) key() string { return fmt.Sprintf("key-%06d", w.ids.Add(1)) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wants(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err }))
}
