package shipment_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop with two agents and a
// supervisor, and another shop.
type world struct {
	*services.Set
	t                          *testing.T
	ms, ids                    atomic.Int64
	shop, elsewhere            string
	root, ada, eve, chief, far context.Context
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
	w := &world{t: t, root: identity.With(context.Background(), identity.NewSystem())}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	allowed, err := outgoing.Allow([]string{"127.0.0.1"})
	w.must(err)
	s, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) }, Public: "https://desk.example",
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {}, Sender: outgoing.New(allowed, 300*time.Millisecond),
	})
	w.must(err)
	t.Cleanup(func() { w.must(s.Close()) })
	w.Set = s
	for key, id := range map[string]*string{"lamps": &w.shop, "books": &w.elsewhere} {
		made, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
		w.must(err)
		*id = made.ID
	}
	w.ada, w.eve, w.chief, w.far = w.hire("ada", "agent", w.shop), w.hire("eve", "agent", w.shop), w.hire("chief", "administrator", w.shop), w.hire("far", "administrator", w.elsewhere)
	return w
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
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

// run does what is due, and what comes of it.
func (w *world) run() {
	w.t.Helper()
	for range 4 {
		_, err := w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
	}
}

// later lets hours pass.
func (w *world) later(hours int) {
	w.t.Helper()
	w.ms.Add((time.Duration(hours) * time.Hour).Milliseconds())
	w.run()
}

// sent is an order that was sent just now, in one parcel.
func (w *world) sent(number, parcel string) {
	w.t.Helper()
	w.pushed(number, order.Facts{Platform: "taobao", StatusWords: "已发货", Nick: "nick" + number, Phone: "13800138000", Address: "浙江省杭州市西湖区", PlacedAt: w.now(), ShippedAt: w.now()}, parcel)
}

func (w *world) pushed(number string, f order.Facts, parcels ...string) {
	w.t.Helper()
	d := order.Draft{Number: number, Facts: f, Items: []order.Item{{Code: "L1", Title: "台灯", Quantity: 1}}}
	for _, p := range parcels {
		d.Parcels = append(d.Parcels, order.Parcel{Number: p})
	}
	_, _, err := w.Orders.Push(w.root, w.shop, d)
	w.must(err)
	w.run()
}

// typed is an event that somebody has read at the carrier's, some hours ago.
func (w *world) typed(number, parcel string, hours int, state shipment.State, text string) {
	w.t.Helper()
	w.must(w.Shipments.Type(w.ada, w.order(number), parcel, shipment.Event{At: w.now().Add(-time.Duration(hours) * time.Hour), State: state, Text: text}))
	w.run()
}

// met is the buyer of an order, who has written to us once.
func (w *world) met(number, name string) (conversationID string, buyer context.Context) {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", name)
	w.must(err)
	buyer = identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	c, err := customer.GetIn(w.DB.Reader(w.root), v.Customer.ID)
	w.must(err)
	_, _, err = w.Profiles.AddHandle(w.root, w.key(), c.ID, c.Version, profile.Handle{Kind: profile.Nick, Platform: "taobao", Value: "nick" + number})
	w.must(err)
	return v.Conversation.ID, buyer
}

// lines are parcels in trouble.
func (w *world) lines(state shipment.Standing) []shipment.Line {
	w.t.Helper()
	all, _, err := w.Shipments.Troubled(w.ada, shipment.Filter{State: state})
	w.must(err)
	return all
}

// one is the only parcel in trouble that is open, of a kind.
func (w *world) one(kind shipment.Kind) shipment.Line {
	w.t.Helper()
	all := w.lines(shipment.Open)
	if len(all) != 1 || all[0].Kind != kind {
		w.t.Fatalf("in trouble: %+v, want %s", all, kind)
	}
	return all[0]
}

// said counts how often a buyer reads some words.
func (w *world) said(conversationID, words string) (n int) {
	w.t.Helper()
	page, err := w.Conversations.Before(w.ada, conversationID, 0)
	w.must(err)
	for _, m := range page.Messages {
		if m.Kind == conversation.Text && m.Text == words {
			n++
		}
	}
	return n
}

// order is the id of the order with a number.
func (w *world) order(number string) string {
	w.t.Helper()
	o, _, err := order.NumberedIn(w.DB.Reader(w.root), w.shop, number)
	w.must(err)
	return o.ID
}
