package recall_test

import (
	"context"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/recall"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop that sells milk powder, with
// an agent and two supervisors, and another shop.
type world struct {
	*servicestest.World
	shop, elsewhere       string
	ada, chief, boss, far context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d)
		w := &world{World: of, shop: of.Open("milk"), elsewhere: of.Open("books")}
		w.ada, w.chief, w.boss, w.far = w.Hire("ada", "agent", w.shop), w.Hire("chief", "supervisor", w.shop), w.Hire("boss", "supervisor", w.shop), w.Hire("far", "supervisor", w.elsewhere)
		story(t, w)
		of.Verify()
	})
}

// run does what is due.
func (w *world) run() {
	w.T.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.Now())
	w.Must(err)
}

// sold is an order for milk powder, shipped some days ago.
func (w *world) sold(number, lot string, days int) {
	w.T.Helper()
	at := w.Now().AddDate(0, 0, -days)
	_, _, err := w.Orders.Push(w.Root, w.shop, order.Draft{Number: number, Facts: order.Facts{Platform: "taobao", StatusWords: "已发货", Nick: "nick" + number, PlacedAt: at, ShippedAt: at,
		Paid: order.Yuan(9900)}, Items: []order.Item{{Code: "MILK-1", Title: "奶粉", Quantity: 1, Batch: lot}}})
	w.Must(err)
}

// complains is a buyer of an order who has come to us, and their case.
func (w *world) complains(number, name string) (complaint.Case, context.Context) {
	w.T.Helper()
	v, err := w.WebChat.Begin(context.Background(), "milk", "", name)
	w.Must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, w.Key(), conversation.Draft{Text: "这罐过期了"})
	w.Must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, w.Key(), complaint.Facts{Scenario: "quality.expired", Severity: complaint.High, OrderNo: number})
	w.Must(err)
	return c, buyer
}

// told counts how often a buyer reads some words.
func (w *world) told(c complaint.Case, words string) (n int) {
	w.T.Helper()
	page, err := w.Conversations.Before(w.ada, c.ConversationID, 0)
	w.Must(err)
	for _, m := range page.Messages {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

func (w *world) draft(caseID string) recall.Draft {
	return recall.Draft{CaseID: caseID, ShopID: w.shop, Reason: "expired", Code: "MILK-1", Name: "一段奶粉", Batch: "L2306", From: w.Now().AddDate(0, 0, -30), Until: w.Now()}
}
