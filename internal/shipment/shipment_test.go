package shipment_test

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/shipment"
)

// A parcel stands still: it is found once, by a clock, its buyer is told by one of two
// who both want to, and it ends by itself when the parcel moves on.
func TestAParcelThatStandsStill(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent("A1001", "SF1234567890123")
		talk, buyer := w.met("A1001", "林女士")
		w.typed("A1001", "SF1234567890123", 0, shipment.Picked, "已揽收")
		w.later(47)
		if n := len(w.lines(shipment.Open)); n != 0 {
			t.Fatalf("%d in trouble too early", n)
		}
		w.later(1)
		l := w.one(shipment.Stalled)
		w.later(1)
		w.one(shipment.Stalled) // once
		if l.Buyer != "林女士" || l.Reach != shipment.ByChat || l.ConversationID != talk || l.Goods != "台灯" || l.Province != "浙江" {
			t.Errorf("%+v", l)
		}
		text := l.Suggested(l.Kind, "zh-CN", l.Buyer)
		w.Must(w.Shipments.Tell(w.ada, l.Trouble.ID, l.Trouble.Version, text))
		w.Wants(w.Shipments.Tell(w.eve, l.Trouble.ID, l.Trouble.Version, text), "shipment.trouble_changed")
		w.Wants(w.Shipments.Tell(w.far, l.Trouble.ID, l.Trouble.Version, text), "db.not_found")
		if n := w.said(talk, text); n != 1 {
			t.Errorf("told %d times", n)
		}
		w.later(71) // late as well: the buyer has heard only that it stands still
		late := w.one(shipment.Late)
		w.Wants(w.Shipments.Settle(w.ada, late.Trouble.ID, late.Trouble.Version, " "), "shipment.note_missing")
		w.typed("A1001", "SF1234567890123", 0, shipment.Moving, "到达杭州")
		if n := len(w.lines(shipment.Told)); n != 0 {
			t.Errorf("%d still told", n)
		}
		w.typed("A1001", "SF1234567890123", 0, shipment.Signed, "本人签收")
		if n := len(w.lines(shipment.Open)); n != 0 {
			t.Errorf("%d still open", n)
		}
		w.doubts(buyer, talk)
	})
}

// doubts: the buyer says that they do not have it.
func (w *world) doubts(_ any, talk string) {
	w.T.Helper()
	c, err := w.Complaints.Open(w.ada, talk, w.Key(), complaint.Facts{Scenario: "logistics.signed_not_received", Severity: complaint.Normal, OrderNo: "A1001"})
	w.Must(err)
	w.run()
	if l := w.one(shipment.SignedAway); l.CaseID != c.ID {
		w.T.Errorf("%+v", l.Trouble)
	}
}

// Trouble is put off and comes back, opens a case once, and a buyer of whom nobody
// knows is told by hand.
func TestWhatIsDoneAboutTrouble(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent("B1001", "YT1234567890123")
		w.typed("B1001", "YT1234567890123", 0, shipment.Problem, "快件超出派送范围")
		l := w.one(shipment.Undeliverable)
		if l.Reach != shipment.ByHand || l.CustomerID != "" {
			t.Errorf("%+v", l)
		}
		w.Wants(w.Shipments.Snooze(w.ada, l.Trouble.ID, l.Trouble.Version, w.Now().AddDate(0, 0, 8)), "shipment.snooze_range")
		w.Must(w.Shipments.Snooze(w.ada, l.Trouble.ID, l.Trouble.Version, w.Now().Add(2*time.Hour)))
		w.Wants(w.Shipments.Snooze(w.eve, l.Trouble.ID, l.Trouble.Version, w.Now().Add(3*time.Hour)), "shipment.trouble_changed")
		w.later(1)
		if len(w.lines(shipment.Open)) != 0 || len(w.lines(shipment.Snoozed)) != 1 {
			t.Fatal("not put off")
		}
		w.later(1)
		l = w.one(shipment.Undeliverable)
		w.Wants(w.Shipments.Tell(w.ada, l.Trouble.ID, l.Trouble.Version, "您好"), "shipment.no_chat")
		_, err := w.Shipments.OpenCase(w.ada, l.Trouble.ID, l.Trouble.Version, "")
		w.Wants(err, "shipment.no_chat")
		w.Must(w.Shipments.NoteTold(w.ada, l.Trouble.ID, l.Trouble.Version, "在旺旺上说了"))
		w.sent("B2001", "YT1234567890124")
		talk, _ := w.met("B2001", "周先生")
		w.typed("B2001", "YT1234567890124", 0, shipment.Refused, "客户拒收")
		l = w.one(shipment.ComesBack)
		c, err := w.Shipments.OpenCase(w.ada, l.Trouble.ID, l.Trouble.Version, "退回途中")
		w.Must(err)
		_, err = w.Shipments.OpenCase(w.eve, l.Trouble.ID, l.Trouble.Version, "退回途中")
		w.Wants(err, "shipment.trouble_changed")
		all, err := w.Complaints.OfConversation(w.ada, talk)
		w.Must(err)
		if len(all) != 1 || all[0].ID != c.ID || c.OrderNo != "B2001" || c.Scenario != "logistics.late" {
			t.Errorf("%+v", all)
		}
		l = w.lines(shipment.Told)[0]
		w.Must(w.Shipments.Settle(w.ada, l.Trouble.ID, l.Trouble.Version, "已重寄"))
		w.Wants(w.Shipments.Settle(w.ada, l.Trouble.ID, l.Trouble.Version+1, "已重寄"), "shipment.settled")
	})
}

// Orders say what was sent: their parcels are watched while they are under way, follow
// what is corrected, and are over when the buyer has them.
func TestShipmentsFollowOrders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		gone := order.Facts{Platform: "taobao", StatusWords: "交易成功", PlacedAt: w.Now().AddDate(0, 0, -9), ShippedAt: w.Now().AddDate(0, 0, -8)}
		w.pushed("C1001", gone, "SF1000000000001")
		all, err := w.Shipments.OfOrder(w.ada, w.order("C1001"))
		w.Must(err)
		if len(all) != 1 || all[0].ID != "" {
			t.Fatalf("%+v", all)
		}
		w.Wants(second(w.Shipments.OfOrder(w.far, w.order("C1001"))), "db.not_found")
		w.typed("C1001", "SF1000000000001", 60, shipment.Moving, "到达") // of an order that is over: kept, and not waited for
		way := gone
		way.StatusWords, way.ShippedAt, way.PlacedAt = "已发货", w.Now(), w.Now()
		w.pushed("C2001", way, "SF1000000000002", "SF1000000000003")
		w.typed("C2001", "SF1000000000002", 0, shipment.Problem, "地址不详")
		w.one(shipment.Undeliverable)
		w.pushed("C2001", way, "SF1000000000003") // the first was a mistake
		if n := len(w.lines(shipment.Open)); n != 0 {
			t.Errorf("%d in trouble that nobody has sent", n)
		}
		w.typed("C2001", "SF1000000000003", 0, shipment.Problem, "地址不详")
		way.ReceivedAt = w.Now()
		w.pushed("C2001", way, "SF1000000000003")
		if n := len(w.lines(shipment.Open)); n != 0 {
			t.Errorf("%d in trouble that the buyer has", n)
		}
	})
}

func second(_ []shipment.View, err error) error { return err }

// Parcels of orders that were there before anybody watched are found by the daily walk,
// a rule that is changed counts for all, and what somebody told the buyer counts more.
func TestRulesOfAShop(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent("D1001", "SF1000000000001")
		w.Must(w.DB.InTx(w.Root, func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM shipment`)
			return err
		}))
		w.later(24)
		w.typed("D1001", "SF1000000000001", 23, shipment.Picked, "已揽收")
		v := w.parcel("D1001")
		if v.ID == "" || v.DueAt.Sub(v.DispatchedAt) != 120*time.Hour {
			t.Fatalf("%+v", v)
		}
		r := shipment.Delivered()
		r.QuietHours = 12
		_, err := w.Shipments.SetRules(w.ada, w.shop, 0, r)
		w.Wants(err, "identity.denied")
		_, err = w.Shipments.SetRules(w.chief, w.shop, 99, r)
		w.Wants(err, "shipment.rules_changed")
		r, err = w.Shipments.SetRules(w.chief, w.shop, 0, r)
		w.Must(err)
		_, err = w.Shipments.SetRules(w.chief, w.shop, 0, r)
		w.Wants(err, "shipment.rules_changed")
		_, err = w.Shipments.SetRules(w.far, w.shop, 1, r)
		w.Wants(err, "shop.unknown")
		w.run()
		w.one(shipment.Stalled)
		w.Wants(w.Shipments.Promise(w.ada, v.ID, v.Version+1, w.Now().Add(time.Hour)), "shipment.changed")
		w.Must(w.Shipments.Promise(w.ada, v.ID, v.Version, w.Now().Add(time.Hour)))
		w.later(1)
		if n := len(w.lines(shipment.Open)); n != 2 {
			t.Errorf("%d in trouble, want one that is late too", n)
		}
		fresh, wrong, err := w.Shipments.Import(w.ada, w.shop, "运单号\t时间\t轨迹\nSF1000000000001\t2026-11-24 09:30\t派送中\nSF9000000000009\t2026-11-24 09:30\t派送中\n")
		w.Must(err)
		if fresh != 1 || len(wrong) != 1 || wrong[0].Code != "shipment.not_watched" {
			t.Errorf("%d, %+v", fresh, wrong)
		}
		if fresh, _, _ = w.Shipments.Import(w.ada, w.shop, "运单号\t时间\t轨迹\nSF1000000000001\t2026-11-24 09:30\t派送中\n"); fresh != 0 {
			t.Errorf("%d twice", fresh)
		}
		w.one(shipment.Late) // it moves again
	})
}

func (w *world) parcel(number string) shipment.View {
	w.T.Helper()
	all, err := w.Shipments.OfOrder(w.ada, w.order(number))
	w.Must(err)
	return all[0]
}

// Whatever write the database refuses, of whatever operation: nothing of it is left,
// and it can be done again.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent("E1001", "SF1000000000001")
		w.met("E1001", "林女士")
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("type", func() error {
			return w.Shipments.Type(w.ada, w.order("E1001"), "SF1000000000001", shipment.Event{At: w.Now(), State: shipment.Problem, Text: "地址不详"})
		})
		v := w.parcel("E1001")
		f.Burn("due", func() error { return w.Shipments.Promise(w.ada, v.ID, v.Version, w.Now().Add(time.Hour)) })
		f.Burn("rules", func() error { _, err := w.Shipments.SetRules(w.chief, w.shop, 0, shipment.Delivered()); return err })
		l := w.one(shipment.Undeliverable)
		f.Burn("snooze", func() error {
			return w.Shipments.Snooze(w.ada, l.Trouble.ID, l.Trouble.Version, w.Now().Add(time.Hour))
		})
		f.Burn("tell", func() error {
			return w.Shipments.Tell(w.ada, l.Trouble.ID, l.Trouble.Version+1, "您好，想和您核对地址")
		})
		f.Burn("settle", func() error { return w.Shipments.Settle(w.ada, l.Trouble.ID, l.Trouble.Version+2, "改好了") })
		if n := w.said(w.conversation("林女士"), "您好，想和您核对地址"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

func (w *world) conversation(buyer string) string {
	w.T.Helper()
	id, err := db.Value[string](w.DB.Reader(w.Root), `SELECT c.id FROM conversation c JOIN customer b ON b.id = c.customer_id WHERE b.name = ? AND c.channel = ?`, buyer, conversation.WebChat)
	w.Must(err)
	return id
}
