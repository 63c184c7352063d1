package quickreply_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop with an agent, another and a supervisor, and a shop elsewhere.
type world struct {
	*servicestest.World
	shop                string
	ada, bob, boss, far context.Context
}

func each(t *testing.T, story func(w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d)
		w := &world{World: of, shop: of.Open("lamps")}
		w.ada, w.bob, w.boss = w.hire("ada", "agent", w.shop), w.hire("bob", "agent", w.shop), w.hire("boss", "supervisor", w.shop)
		w.far = w.hire("far", "supervisor", of.Open("books"))
		story(w)
		of.Verify()
	})
}

// hire makes somebody whom buyers know by a short name.
func (w *world) hire(id, role, shopID string) context.Context {
	ctx := w.Hire(id, role, shopID)
	a, _ := identity.From(ctx)
	return identity.With(ctx, a.Called(id, "小"+id))
}

// complains is a buyer with an order for a lamp, and their case.
func (w *world) complains() complaint.Case {
	w.T.Helper()
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", "林婉清")
	w.Must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, w.Key(), conversation.Draft{Text: "灯碎了"})
	w.Must(err)
	_, _, err = w.Orders.Push(w.Root, w.shop, order.Draft{Number: "6937", Facts: order.Facts{Platform: "taobao", PlacedAt: w.Now()},
		Parcels: []order.Parcel{{Carrier: "中通", Number: "ZT1"}}, Items: []order.Item{{Code: "LAMP", Title: "北欧台灯", Quantity: 1}}})
	w.Must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, w.Key(), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low, OrderNo: "6937"})
	w.Must(err)
	return c
}

func (w *world) keep(by context.Context, own bool, d quickreply.Draft) quickreply.Reply {
	w.T.Helper()
	r, err := w.QuickReplies.Add(by, w.shop, w.Key(), own, d)
	w.Must(err)
	return r
}

func TestWhoKeepsWhat(t *testing.T) {
	each(t, func(w *world) {
		all := w.keep(w.boss, false, quickreply.Draft{Title: "发货", Text: "48小时内发出"})
		mine := w.keep(w.ada, true, quickreply.Draft{Title: "问好", Text: "您好，我是{客服}"})
		_, err := w.QuickReplies.Add(w.ada, w.shop, w.Key(), false, quickreply.Draft{Title: "全店", Text: "好"})
		w.Wants(err, "quick_reply.shared_denied")
		_, err = w.QuickReplies.Change(w.ada, all.ID, all.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.Wants(err, "quick_reply.shared_denied")
		_, err = w.QuickReplies.Change(w.boss, mine.ID, mine.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.Wants(err, "quick_reply.unknown")
		_, err = w.QuickReplies.Change(w.far, all.ID, all.Version, quickreply.Draft{Title: "改", Text: "好"})
		w.Wants(err, "quick_reply.unknown")
		_, err = w.QuickReplies.OfShop(w.far, w.shop)
		w.Wants(err, "shop.unknown")
		for who, want := range map[context.Context]int{w.ada: 2, w.bob: 1, w.boss: 1} {
			if got, err := w.QuickReplies.OfShop(who, w.shop); err != nil || len(got) != want {
				t.Errorf("%d replies, %v, want %d", len(got), err, want)
			}
		}
		now, err := w.QuickReplies.Change(w.boss, all.ID, all.Version, quickreply.Draft{Title: "发货", Text: "24小时内发出"})
		w.Must(err)
		_, err = w.QuickReplies.Change(w.boss, all.ID, all.Version, quickreply.Draft{Title: "发货", Text: "又改"})
		w.Wants(err, "quick_reply.changed")
		w.Must(w.QuickReplies.Remove(w.boss, all.ID, now.Version))
		w.Wants(w.QuickReplies.Remove(w.boss, all.ID, now.Version+1), "quick_reply.unknown")
	})
}

func TestTakenFilledAndCounted(t *testing.T) {
	each(t, func(w *world) {
		c := w.complains()
		lamp := w.keep(w.boss, false, quickreply.Draft{Title: "台灯", Text: "{买家}您好，{订单号}的{商品}走{快递公司}{快递单号}，{客服}跟进{客诉单号}", Goods: []string{"LAMP"}, EndsAt: w.Now().Add(time.Hour)})
		other := w.keep(w.boss, false, quickreply.Draft{Title: "毛毯", Text: "毛毯不能机洗", Goods: []string{"MT"}})
		early := w.keep(w.boss, false, quickreply.Draft{Title: "年货", Text: "年货节", StartsAt: w.Now().Add(time.Hour)})
		offers, err := w.QuickReplies.Offers(w.ada, c.ConversationID)
		w.Must(err)
		if len(offers) != 3 || offers[0].ID != lamp.ID || offers[0].State != quickreply.Holds || offers[0].Filled.Text != "林婉清您好，6937的北欧台灯走中通ZT1，小ada跟进"+c.Number {
			t.Errorf("%+v", offers)
		}
		for range 2 { // again is the same use
			_, err := w.QuickReplies.Use(w.ada, lamp.ID, c.ConversationID)
			w.Must(err)
		}
		if o, err := w.QuickReplies.Use(w.ada, other.ID, c.ConversationID); err != nil || o.State != quickreply.OtherGoods {
			t.Errorf("%+v, %v", o, err)
		}
		_, err = w.QuickReplies.Use(w.ada, early.ID, c.ConversationID)
		w.Wants(err, "quick_reply.not_yet")
		_, err = w.QuickReplies.Use(w.far, lamp.ID, c.ConversationID)
		w.Wants(err, "db.not_found")
		w.Pass(time.Hour)
		_, err = w.QuickReplies.Use(w.ada, lamp.ID, c.ConversationID)
		w.Wants(err, "quick_reply.over")
		c, err = w.Complaints.AskOutcome(w.ada, c.ID, c.Version, "好了吗")
		w.Must(err)
		_, err = w.Complaints.Answer(identity.With(w.Root, identity.NewBuyer(c.CustomerID, c.ShopID, "")), c.ID, true, "")
		w.Must(err)
		got, err := w.QuickReplies.OfShop(w.ada, w.shop)
		w.Must(err)
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
		w.keep(w.boss, false, quickreply.Draft{Title: "双十一", Text: "双十一期间满300减50可与店铺券一起使用", EndsAt: w.Now().Add(time.Hour)})
		draft := "亲，双十一期间满300减50可与店铺券一起使用"
		before, err := w.Assist.Advise(w.ada, c.ConversationID, draft)
		w.Must(err)
		w.Pass(time.Hour)
		after, err := w.Assist.Advise(w.ada, c.ConversationID, draft)
		w.Must(err)
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
		w.Wants(err, "identity.denied")
		rows, err := w.QuickReplies.Export(w.boss, w.shop)
		w.Must(err)
		var file bytes.Buffer
		x, err := sheet.NewXLSX(&file)
		w.Must(err)
		for _, row := range rows {
			w.Must(x.Row(row))
		}
		w.Must(x.Close())
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
