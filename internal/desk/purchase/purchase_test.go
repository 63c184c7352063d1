package purchase_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

// world is the whole program without its network, with a shop in which the agent
// may do everything.
type world struct {
	*services.Set
	t     *testing.T
	ids   int
	shop  string
	agent context.Context
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t}
	services, err := services.Build(d, t.TempDir(), services.Outside{Now: func() time.Time { return now }, NewID: w.id,
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {}})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	at, err := w.Shops.Create(identity.With(t.Context(), identity.NewSystem()), shop.Draft{Key: "lamp", Name: "灯"})
	w.must(err)
	w.shop, w.agent = at.ID, w.may(at.ID, identity.Grantable()...)
	return w
}

func (w *world) id() string { w.ids++; return fmt.Sprintf("id%06d", w.ids) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) may(shopID string, all ...identity.Permission) context.Context {
	return identity.With(context.Background(), identity.NewUser("agent", "小陈", map[string][]identity.Permission{shopID: all}))
}

func (w *world) visit(name string) (customer, talk string) {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "lamp", "", name)
	w.must(err)
	_, err = w.Conversations.Say(identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, w.shop, name)), "key-"+w.id(), conversation.Draft{Text: "在吗"})
	w.must(err)
	return v.Customer.ID, v.Conversation.ID
}

func (w *world) sell(number, platform, nick, phone string, days int, paid order.Fen) {
	w.t.Helper()
	_, _, err := w.Orders.Push(w.agent, w.shop, order.Draft{Number: number, Facts: order.Facts{Platform: platform, Nick: nick, Phone: phone,
		StatusWords: "交易成功", PlacedAt: now.AddDate(0, 0, -days), Paid: paid}, Items: []order.Item{{Title: "台灯 " + number, Quantity: 1}, {Title: "灯泡", Quantity: 2}}})
	w.must(err)
}

func (w *world) knows(customer string, h profile.Handle) {
	w.t.Helper()
	p, err := w.Profiles.Read(w.agent, customer)
	w.must(err)
	_, _, err = w.Profiles.AddHandle(w.agent, "key-"+w.id(), customer, p.Version, h)
	w.must(err)
}

func (w *world) numbers(customer string) (all string) {
	w.t.Helper()
	p, err := w.Purchases.Of(w.agent, customer)
	w.must(err)
	for _, o := range p.Newest {
		all += o.Number + " "
	}
	return fmt.Sprintf("%s%d %d", all, p.Count, p.Paid)
}

func TestPurchases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		lin, talk := w.visit("林婉清")
		zhou, _ := w.visit("周海峰")
		w.sell("60010001", "pdd", "wanqing", "", 9, order.Yuan(1990))
		w.sell("60010002", "taobao", "wanqing", "", 8, order.Yuan(100)) // the same nick elsewhere
		w.sell("60010003", "jd", "jd_x", "13812345678", 3, order.Fen{})
		w.sell("60010004", "jd", "jd_y", "13912345678", 2, order.Yuan(500)) // the same last digits
		w.sell("60010005", "taobao", "", "", 1, order.Yuan(700))
		if got := w.numbers(lin); got != "0 0" {
			t.Errorf("of a stranger: %s", got)
		}
		w.knows(lin, profile.Handle{Kind: profile.Nick, Platform: "pinduoduo", Value: "wanqing"})
		w.knows(lin, profile.Handle{Kind: profile.Phone, Value: "138 1234 5678"})
		if got := w.numbers(lin); got != "60010003 60010001 2 1990" {
			t.Errorf("by nick and phone: %s", got)
		}
		w.knows(zhou, profile.Handle{Kind: profile.Phone, Value: "13812345678"}) // only claims it
		if got := w.numbers(zhou); got != "0 0" {
			t.Errorf("who claims a phone: %s", got)
		}
		_, err := w.Complaints.Open(w.agent, talk, "key-case-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal, OrderNo: "60010005"})
		w.must(err)
		if got := w.numbers(lin); got != "60010005 60010003 60010001 3 2690" {
			t.Errorf("with that of a case: %s", got)
		}
		p, err := w.Purchases.Of(w.agent, lin)
		w.must(err)
		if o := p.Newest[0]; o.Title != "台灯 60010005" || o.Items != 2 || o.Status != order.Done || !p.First.Equal(now.AddDate(0, 0, -9)) {
			t.Errorf("%+v of %+v", o, p)
		}
	})
}

func TestWhoMaySeePurchases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		lin, _ := w.visit("林婉清")
		for name, ctx := range map[string]context.Context{
			"no orders": w.may(w.shop, identity.CustomerRead), "no customers": w.may(w.shop, identity.OrderRead)} {
			if _, err := w.Purchases.Of(ctx, lin); fault.KindOf(err) != fault.Denied {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.Purchases.Of(w.may("elsewhere", identity.CustomerRead, identity.OrderRead), lin); fault.KindOf(err) != fault.NotFound {
			t.Errorf("of another shop: %v", err)
		}
		both := identity.With(context.Background(), identity.NewUser("u", "u", map[string][]identity.Permission{
			w.shop: {identity.CustomerRead}, "elsewhere": {identity.OrderRead}}))
		if _, err := w.Purchases.Of(both, lin); fault.KindOf(err) != fault.NotFound {
			t.Errorf("orders of another shop: %v", err)
		}
	})
}
