package quickreply_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop with an agent, another and a supervisor, and a shop elsewhere.
type world struct {
	*services.Set
	t                         *testing.T
	ms, ids                   atomic.Int64
	shop                      string
	root, ada, bob, boss, far context.Context
}

func each(t *testing.T, story func(w *world)) {
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
		here, err := w.Shops.Create(w.root, shop.Draft{Key: "lamps", Name: "暖禾家居"})
		w.must(err)
		there, err := w.Shops.Create(w.root, shop.Draft{Key: "books", Name: "书店"})
		w.must(err)
		w.shop = here.ID
		w.ada, w.bob, w.boss, w.far = w.hire("ada", "agent", here.ID), w.hire("bob", "agent", here.ID), w.hire("boss", "supervisor", here.ID), w.hire("far", "supervisor", there.ID)
		story(w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "小"+id); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a.Called(id, "小"+id))
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

// complains is a buyer with an order for a lamp, and their case.
func (w *world) complains() complaint.Case {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", "林婉清")
	w.must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, w.key(), conversation.Draft{Text: "灯碎了"})
	w.must(err)
	_, _, err = w.Orders.Push(w.root, w.shop, order.Draft{Number: "6937", Facts: order.Facts{Platform: "taobao", PlacedAt: w.now()},
		Parcels: []order.Parcel{{Carrier: "中通", Number: "ZT1"}}, Items: []order.Item{{Code: "LAMP", Title: "北欧台灯", Quantity: 1}}})
	w.must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, w.key(), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low, OrderNo: "6937"})
	w.must(err)
	return c
}

func (w *world) keep(by context.Context, own bool, d quickreply.Draft) quickreply.Reply {
	w.t.Helper()
	r, err := w.QuickReplies.Add(by, w.shop, w.key(), own, d)
	w.must(err)
	return r
}

func TestWhoKeepsWhat(t *testing.T) {
	each(t, func(w *world) {
		all := w.keep(w.boss, false, quickreply.Draft{Title: "发货", Text: "48小时内发出"})
		mine := w.keep(w.ada, true, quickreply.Draft{Title: "问好", Text: "您好，我是{客服}"})
		_, err := w.QuickReplies.Add(w.ada, w.shop, w.key(), false, quickreply.Draft{Title: "全店", Text: "好"})
		w.wants(err, "quick_reply.shared_denied")
		_, err = w.QuickReplies.Change(w.ada, all.ID, all.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.wants(err, "quick_reply.shared_denied")
		_, err = w.QuickReplies.Change(w.boss, mine.ID, mine.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.wants(err, "quick_reply.unknown")
		_, err = w.QuickReplies.Change(w.far, all.ID, all.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.wants(err, "quick_reply.unknown")
		_, err = w.QuickReplies.OfShop(w.far, w.shop)
		w.wants(err, "shop.unknown")
		for who, want := range map[context.Context]int{w.ada: 2, w.bob: 1, w.boss: 1} {
			if got, err := w.QuickReplies.OfShop(who, w.shop); err != nil || len(got) != want {
				t.Errorf("%d replies, %v, want %d", len(got), err, want)
			}
		}
		now, err := w.QuickReplies.Change(w.boss, all.ID, all.Version, quickreply.Draft{Title: "发货", Text: "24小时内发出"})
		w.must(err)
		_, err = w.QuickReplies.Change(w.boss, all.ID, all.Version, quickreply.Draft{Title: "发货", Text: "又改"})
		w.wants(err, "quick_reply.changed")
		w.must(w.QuickReplies.Remove(w.boss, all.ID, now.Version))
		w.wants(w.QuickReplies.Remove(w.boss, all.ID, now.Version+1), "quick_reply.unknown")
	})
}

func TestTakenFilledAndCounted(t *testing.T) {
	each(t, func(w *world) {
		c := w.complains()
		lamp := w.keep(w.boss, false, quickreply.Draft{Title: "台灯", Text: "{买家}您好，{订单号}的{商品}走{快递公司}{快递单号}，{客服}跟进{客诉单号}", Goods: []string{"LAMP"}, EndsAt: w.now().Add(time.Hour)})
		other := w.keep(w.boss, false, quickreply.Draft{Title: "毛毯", Text: "毛毯不能机洗", Goods: []string{"MT"}})
		early := w.keep(w.boss, false, quickreply.Draft{Title: "年货", Text: "年货节", StartsAt: w.now().Add(time.Hour)})
		offers, err := w.QuickReplies.Offers(w.ada, c.ConversationID)
		w.must(err)
		if len(offers) != 3 || offers[0].ID != lamp.ID || offers[0].State != quickreply.Holds || offers[0].Filled.Text != "林婉清您好，6937的北欧台灯走中通ZT1，小ada跟进"+c.Number {
			t.Errorf("%+v", offers)
		}
		for range 2 { // again is the same use
			_, err := w.QuickReplies.Use(w.ada, lamp.ID, c.ConversationID)
			w.must(err)
		}
		if o, err := w.QuickReplies.Use(w.ada, other.ID, c.ConversationID); err != nil || o.State != quickreply.OtherGoods {
			t.Errorf("%+v, %v", o, err)
		}
		_, err = w.QuickReplies.Use(w.ada, early.ID, c.ConversationID)
		w.wants(err, "quick_reply.not_yet")
		_, err = w.QuickReplies.Use(w.far, lamp.ID, c.ConversationID)
		w.wants(err, "db.not_found")
		w.ms.Add(time.Hour.Milliseconds())
		_, err = w.QuickReplies.Use(w.ada, lamp.ID, c.ConversationID)
		w.wants(err, "quick_reply.over")
		c, err = w.Complaints.AskOutcome(w.ada, c.ID, c.Version, "好了吗")
		w.must(err)
		_, err = w.Complaints.Answer(identity.With(w.root, identity.NewBuyer(c.CustomerID, c.ShopID, "")), c.ID, true, "")
		w.must(err)
		got, err := w.QuickReplies.OfShop(w.ada, w.shop)
		w.must(err)
		for _, r := range got {
			want := map[string]quickreply.Counts{lamp.ID: {Used: 1, Solved: 1}, other.ID: {Used: 1, Solved: 1}}[r.ID]
			if r.Counts != want || r.Due != (r.ID == lamp.ID) {
				t.Errorf("%s: %+v, due %v", r.Title, r.Counts, r.Due)
			}
		}
	})
}

func TestWhatIsOverIsRecognised(t *testing.T) {
	each(t, func(w *world) {
		c := w.complains()
		w.keep(w.boss, false, quickreply.Draft{Title: "双十一", Text: "双十一期间满300减50可与店铺券一起使用", EndsAt: w.now().Add(time.Hour)})
		draft := "亲，双十一期间满300减50可与店铺券一起使用"
		before, err := w.Assist.Advise(w.ada, c.ConversationID, draft)
		w.must(err)
		w.ms.Add(time.Hour.Milliseconds())
		after, err := w.Assist.Advise(w.ada, c.ConversationID, draft)
		w.must(err)
		if len(after.Findings) != len(before.Findings)+1 || after.Findings[len(before.Findings)].Category != "stale_reply" {
			t.Errorf("%+v, before that %+v", after.Findings, before.Findings)
		}
	})
}

func TestTablesGoRound(t *testing.T) {
	each(t, func(w *world) {
		table := "分组,标题,内容,结束\n售后,退货,退货地址已发您短信,2026-12-01\n售前,包邮,满49元包邮,\n"
		a, err := w.QuickReplies.Import(w.boss, w.shop, strings.NewReader(table))
		if err != nil || a.New != 2 || a.Known != 0 {
			t.Fatalf("%+v, %v", a, err)
		}
		_, err = w.QuickReplies.Import(w.ada, w.shop, strings.NewReader(table))
		w.wants(err, "identity.denied")
		rows, err := w.QuickReplies.Export(w.boss, w.shop)
		w.must(err)
		var file bytes.Buffer
		x, err := sheet.NewXLSX(&file)
		w.must(err)
		for _, row := range rows {
			w.must(x.Row(row))
		}
		w.must(x.Close())
		if a, err = w.QuickReplies.Import(w.boss, w.shop, &file); err != nil || a.New != 0 || a.Known != 2 {
			t.Errorf("%+v, %v", a, err)
		}
		a, err = w.QuickReplies.Import(w.boss, w.shop, strings.NewReader("内容\n新的一条\n{密码}是什么\n"))
		if err != nil || a.New != 0 || len(a.Wrong) != 1 || a.Wrong[0].Line != 3 {
			t.Errorf("%+v, %v", a, err)
		}
		if all, err := w.QuickReplies.OfShop(w.boss, w.shop); err != nil || len(all) != 2 {
			t.Errorf("%d, %v", len(all), err)
		}
	})
}

// Whatever write the database refuses: nothing is left, and the same key does it again,
// once, also for many who ask at the same time.
func TestNothingIsHalfKept(t *testing.T) {
	each(t, func(w *world) {
		f := dbtest.NewFuse(t, w.DB)
		var r quickreply.Reply
		d := quickreply.Draft{Title: "发货", Text: "48小时内发出"}
		kept := func(now quickreply.Reply, err error) error {
			if err == nil {
				r = now
			}
			return err
		}
		f.Burn("add", func() error { return kept(w.QuickReplies.Add(w.boss, w.shop, "torn-key-0001", false, d)) })
		f.Burn("change", func() error { return kept(w.QuickReplies.Change(w.boss, r.ID, r.Version, d)) })
		f.Burn("import", func() error {
			_, err := w.QuickReplies.Import(w.boss, w.shop, strings.NewReader("内容\n一\n二\n"))
			return err
		})
		f.Burn("remove", func() error { return w.QuickReplies.Remove(w.boss, r.ID, r.Version) })
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := w.QuickReplies.Add(w.ada, w.shop, "same-key-0001", true, d); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if all, err := w.QuickReplies.OfShop(w.ada, w.shop); err != nil || len(all) != 3 {
			t.Errorf("%d, %v", len(all), err)
		}
	})
}
