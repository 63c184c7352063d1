package tracking_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
	"github.com/anxin-desk/anxin/internal/shipment"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop with two agents and a
// supervisor, and another shop.
type world struct {
	*servicestest.World
	shop, elsewhere      string
	ada, eve, chief, far context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d, nearby)
		w := &world{World: of, shop: of.Open("lamps"), elsewhere: of.Open("books")}
		w.ada, w.eve, w.chief, w.far = w.Hire("ada", "agent", w.shop), w.Hire("eve", "agent", w.shop), w.Hire("chief", "administrator", w.shop), w.Hire("far", "administrator", w.elsewhere)
		story(t, w)
		of.Verify()
	})
}

// nearby lets the program send to this machine.
func nearby(o *services.Outside) {
	allowed, err := outgoing.Allow([]string{"127.0.0.1"})
	if err != nil {
		panic(err)
	}
	o.Public, o.Sender = "https://desk.example", outgoing.New(allowed, 300*time.Millisecond)
}

// run does what is due, and what comes of it.
func (w *world) run() {
	w.T.Helper()
	for range 4 {
		_, err := w.Queue.RunDue(context.Background(), w.Now())
		w.Must(err)
	}
}

// later lets hours pass.
func (w *world) later(hours int) {
	w.T.Helper()
	w.Pass((time.Duration(hours) * time.Hour))
	w.run()
}

// sent is an order that was sent just now, in one parcel.
func (w *world) sent(number, parcel string) {
	w.T.Helper()
	w.pushed(number, order.Facts{Platform: "taobao", StatusWords: "已发货", Nick: "nick" + number, Phone: "13800138000", Address: "浙江省杭州市西湖区", PlacedAt: w.Now(), ShippedAt: w.Now()}, parcel)
}

func (w *world) pushed(number string, f order.Facts, parcels ...string) {
	w.T.Helper()
	d := order.Draft{Number: number, Facts: f, Items: []order.Item{{Code: "L1", Title: "台灯", Quantity: 1}}}
	for _, p := range parcels {
		d.Parcels = append(d.Parcels, order.Parcel{Number: p})
	}
	_, _, err := w.Orders.Push(w.Root, w.shop, d)
	w.Must(err)
	w.run()
}

// lines are parcels in trouble.
func (w *world) lines(state shipment.Standing) []shipment.Line {
	w.T.Helper()
	all, _, err := w.Shipments.Troubled(w.ada, shipment.Filter{State: state})
	w.Must(err)
	return all
}

// one is the only parcel in trouble that is open, of a kind.
func (w *world) one(kind shipment.Kind) shipment.Line {
	w.T.Helper()
	all := w.lines(shipment.Open)
	if len(all) != 1 || all[0].Kind != kind {
		w.T.Fatalf("in trouble: %+v, want %s", all, kind)
	}
	return all[0]
}

// order is the id of the order with a number.
func (w *world) order(number string) string {
	w.T.Helper()
	o, _, err := order.NumberedIn(w.DB.Reader(w.Root), w.shop, number)
	w.Must(err)
	return o.ID
}
