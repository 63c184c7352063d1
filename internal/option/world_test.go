package option_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop with an agent and a
// supervisor, another one, and a buyer of a broken cup.
type world struct {
	*servicestest.World
	shop, elsewhere             string
	agent, chief, abroad, buyer context.Context
	of                          complaint.Case
}

// known is what the agent has found out of the cup.
var known = map[string]string{"quality": "yes", "damage_share": "40", "usable": "no", "same_model": "yes", "covered": "no", "contacts": "1"}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d)
		w := &world{World: of, shop: of.Open("cups"), elsewhere: of.Open("books")}
		w.agent, w.chief, w.abroad = w.Hire("ada", "agent", w.shop), w.Hire("chief", "supervisor", w.shop), w.Hire("far", "supervisor", w.elsewhere)
		w.complain()
		story(t, w)
		of.Verify()
	})
}

func (w *world) complain() {
	at := w.Now().AddDate(0, 0, -2)
	_, _, err := w.Orders.Push(w.Root, w.shop, order.Draft{Number: "T1001", Facts: order.Facts{Platform: "taobao", PlacedAt: at.AddDate(0, 0, -3), ReceivedAt: at,
		Paid: order.Yuan(10000), Freight: order.Yuan(1000)}, Items: []order.Item{{Code: "C1", Title: "马克杯", Quantity: 2, Price: order.Yuan(5500)}}})
	w.Must(err)
	v, err := w.WebChat.Begin(context.Background(), "cups", "", "林女士")
	w.Must(err)
	w.buyer = identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	w.say("杯子碎了，要换一个")
	w.of, err = w.Complaints.Open(w.agent, v.Conversation.ID, w.Key(),
		complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal, Demands: []string{"exchange"}, OrderNo: "T1001"})
	w.Must(err)
}

func (w *world) say(text string) conversation.Message {
	w.T.Helper()
	m, err := w.Conversations.Say(w.buyer, w.Key(), conversation.Draft{Text: text})
	w.Must(err)
	return m
}

func (w *world) exec(sql string, args ...any) {
	w.T.Helper()
	w.Must(w.DB.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err }))
}

// now is the case as it is.
func (w *world) caseNow() complaint.Case {
	w.T.Helper()
	c, err := w.Complaints.Get(w.chief, w.of.ID)
	w.Must(err)
	return c
}

func (w *world) draft(picks ...option.Pick) option.Draft {
	return option.Draft{Picks: picks, Said: known}
}

// offer sends options that are in order.
func (w *world) offer(picks ...option.Pick) option.Card {
	w.T.Helper()
	c, err := w.Options.Send(w.agent, w.of.ID, w.Key(), w.caseNow().Version, w.draft(picks...))
	w.Must(err)
	return c
}
