package rulebook_test

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
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, with two shops, a proprietor and
// an agent of the first.
type world struct {
	*services.Set
	t               *testing.T
	ms, ids         atomic.Int64
	shop, elsewhere string
	root            context.Context
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
		for key, id := range map[string]*string{"tea": &w.shop, "books": &w.elsewhere} {
			made, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = made.ID
		}
		w.hire("boss", "proprietor", w.shop)
		w.hire("ada", "agent", w.shop)
		w.hire("stranger", "proprietor", w.elsewhere)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) hire(id, role, shopID string) {
	w.exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id)
	w.exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
}

func (w *world) as(id string) context.Context {
	w.t.Helper()
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err }))
}

// complains lets a buyer of an order complain.
func (w *world) complains(scenario, orderNo string) complaint.Case {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "")
	w.must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, fmt.Sprintf("buyer-%06d", w.ids.Add(1)), conversation.Draft{Text: "有问题"})
	w.must(err)
	c, err := w.Complaints.Open(w.as("boss"), v.Conversation.ID, fmt.Sprintf("case-%06d", w.ids.Add(1)),
		complaint.Facts{Scenario: scenario, Severity: complaint.Normal, Demands: []string{"refund"}, OrderNo: orderNo})
	w.must(err)
	return c
}

func (w *world) closes(c complaint.Case) {
	w.t.Helper()
	_, err := w.Complaints.CloseWithReason(w.as("boss"), c.ID, c.Version, "买家满意")
	w.must(err)
}

// sold is an order that was signed for some days ago.
func (w *world) sold(number string, paid int64, days int) {
	w.t.Helper()
	at := w.now().AddDate(0, 0, -days)
	_, _, err := w.Orders.Push(w.root, w.shop, order.Draft{Number: number, Facts: order.Facts{Platform: "pdd", PlacedAt: at.AddDate(0, 0, -2), ReceivedAt: at,
		Paid: order.Yuan(paid), Freight: order.Yuan(800)}, Items: []order.Item{{Code: "T1", Title: "茶", Quantity: 1}}})
	w.must(err)
}

// table is one with a row that gives a coupon in every scenario.
func table(amount string) policy.Table {
	return policy.Table{Name: "优惠券表", Layer: policy.Merchant, Hit: policy.First, Columns: []string{"scenario"}, Rows: []policy.Row{
		{ID: "r1", Cells: []string{"商品破损"}, Remedy: "优惠券", Amount: amount, Cap: "50元"},
		{ID: "r2", Cells: []string{"-"}, Remedy: "道歉说明"},
	}}
}
