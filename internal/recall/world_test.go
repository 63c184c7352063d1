package recall_test

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
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/recall"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network: a shop that sells milk powder, with
// an agent and two supervisors, and another shop.
type world struct {
	*services.Set
	t                           *testing.T
	ms, ids                     atomic.Int64
	shop, elsewhere             string
	root, ada, chief, boss, far context.Context
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
		for key, id := range map[string]*string{"milk": &w.shop, "books": &w.elsewhere} {
			made, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = made.ID
		}
		w.ada, w.chief, w.boss, w.far = w.hire("ada", "agent", w.shop), w.hire("chief", "supervisor", w.shop), w.hire("boss", "supervisor", w.shop), w.hire("far", "supervisor", w.elsewhere)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
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

// run does what is due.
func (w *world) run() {
	w.t.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

// sold is an order for milk powder, shipped some days ago.
func (w *world) sold(number, lot string, days int) {
	w.t.Helper()
	at := w.now().AddDate(0, 0, -days)
	_, _, err := w.Orders.Push(w.root, w.shop, order.Draft{Number: number, Facts: order.Facts{Platform: "taobao", StatusWords: "已发货", Nick: "nick" + number, PlacedAt: at, ShippedAt: at,
		Paid: order.Yuan(9900)}, Items: []order.Item{{Code: "MILK-1", Title: "奶粉", Quantity: 1, Batch: lot}}})
	w.must(err)
}

// complains is a buyer of an order who has come to us, and their case.
func (w *world) complains(number, name string) (complaint.Case, context.Context) {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "milk", "", name)
	w.must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, w.key(), conversation.Draft{Text: "这罐过期了"})
	w.must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, w.key(), complaint.Facts{Scenario: "quality.expired", Severity: complaint.High, OrderNo: number})
	w.must(err)
	return c, buyer
}

// told counts how often a buyer reads some words.
func (w *world) told(c complaint.Case, words string) (n int) {
	w.t.Helper()
	page, err := w.Conversations.Before(w.ada, c.ConversationID, 0)
	w.must(err)
	for _, m := range page.Messages {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

func (w *world) draft(caseID string) recall.Draft {
	return recall.Draft{CaseID: caseID, ShopID: w.shop, Reason: "expired", Code: "MILK-1", Name: "一段奶粉", Batch: "L2306", From: w.now().AddDate(0, 0, -30), Until: w.now()}
}
