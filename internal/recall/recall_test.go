package recall_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/recall"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

const words = "{buyer}，订单 {order} 的{product}（{batch}）请先不要再喝"

// A tin is past its date: the buyers of the batch are listed, the supervisors called,
// the words approved by a second person, and each buyer told once.
func TestARecallFromACaseToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sold("A1001", "L2306", 10)
		w.sold("A1002", "", 12)      // nobody wrote the batch down, and it was shipped in the time
		w.sold("A1003", "L9999", 12) // another batch
		w.sold("A1004", "", 90)      // long before
		w.sold("A1005", "L2306", 11) // somebody of whom we know nothing
		w.sold("A1006", "L2306", 9)  // the buyer of A1001 once more
		first, buyer := w.complains("A1001", "林女士")
		second, _ := w.complains("A1002", "")
		other, _ := w.complains("A1003", "周先生")
		w.again(first, "A1006")
		r, err := w.Recalls.Open(w.ada, "recall-key", w.draft(first.ID))
		w.Must(err)
		if r.Total != 4 || r.People != 2 || r.CaseNumber != first.Number {
			t.Fatalf("%+v", r)
		}
		same, err := w.Recalls.Open(w.ada, "recall-key", w.draft(first.ID))
		w.Must(err)
		if same.ID != r.ID {
			t.Error("the same key opened two")
		}
		w.hows(r)
		for _, chief := range []context.Context{w.chief, w.boss} {
			if n := w.notices(chief, "recall.opened"); n != 1 {
				t.Errorf("a supervisor was called %d times", n)
			}
		}
		r, err = w.Recalls.Write(w.chief, r.ID, r.Version, words)
		w.Must(err)
		if n := w.notices(w.boss, "recall.waiting"); n != 1 {
			t.Errorf("called to approve %d times", n)
		}
		_, err = w.Recalls.Approve(w.chief, r.ID, r.Version)
		w.Wants(err, "recall.own_words")
		_, err = w.Recalls.Approve(w.ada, r.ID, r.Version)
		w.Wants(err, "identity.denied")
		_, err = w.Recalls.Approve(w.boss, r.ID, r.Version-1)
		w.Wants(err, "recall.changed")
		r, err = w.Recalls.Approve(w.boss, r.ID, r.Version)
		w.Must(err)
		w.run()
		w.run()
		if a, b, c := w.told(first, "林女士，订单 A1001 的一段奶粉（L2306）"), w.told(second, "订单 A1002 的一段奶粉（L2306）"), w.told(other, "请先不要再喝"); a != 1 || b != 1 || c != 0 {
			t.Errorf("told %d, %d, %d times", a, b, c)
		}
		talk, err := w.Conversations.Get(w.ada, first.ConversationID)
		w.Must(err)
		if talk.WaitingSince.IsZero() {
			t.Error("what went to all stopped the clock of one")
		}
		w.ends(r, buyer)
	})
}

// again is a second order of the same buyer.
func (w *world) again(c complaint.Case, number string) {
	w.T.Helper()
	_, err := w.Complaints.Open(w.ada, c.ConversationID, w.Key(), complaint.Facts{Scenario: "quality.expired", Severity: complaint.Low, OrderNo: number})
	w.Must(err)
}

// hows looks at who stands in a recall, and why.
func (w *world) hows(r recall.Recall) {
	w.T.Helper()
	all, _, err := w.Recalls.Buyers(w.ada, r.ID, "", 0)
	w.Must(err)
	got := map[string]string{}
	for _, b := range all {
		got[b.OrderNo] = b.How + " " + string(b.State)
	}
	for number, want := range map[string]string{"A1001": "batch listed", "A1002": "window listed", "A1005": "batch unreachable", "A1006": "batch same"} {
		if got[number] != want {
			w.T.Errorf("%s: %s, want %s", number, got[number], want)
		}
	}
}

// ends takes a recall to its end.
func (w *world) ends(r recall.Recall, buyer context.Context) {
	w.T.Helper()
	w.Pass(time.Minute)
	_, err := w.Conversations.Say(buyer, w.Key(), conversation.Draft{Text: "看到了，还没喝"})
	w.Must(err)
	v, err := w.Recalls.Get(w.ada, r.ID)
	w.Must(err)
	if v.State != recall.Told || v.Sent != 2 || v.Answered != 1 || v.Reached[recall.Unreachable] != 1 {
		w.T.Fatalf("%+v", v)
	}
	_, err = w.Recalls.Close(w.chief, r.ID, v.Version, "收回两罐")
	w.Wants(err, "recall.tasks_open")
	all, _, err := w.Recalls.Buyers(w.ada, r.ID, recall.Unreachable, 0)
	w.Must(err)
	now, err := w.Recalls.Reach(w.ada, r.ID, v.Version, all[0].N, "电话 10:20 通知到本人")
	w.Must(err)
	w.sends(r)
	for _, task := range recall.Tasks {
		now, err = w.Recalls.Finish(w.ada, r.ID, now.Version, task, "做完了")
		w.Must(err)
	}
	_, err = w.Recalls.Close(w.ada, r.ID, now.Version, "收回两罐")
	w.Wants(err, "identity.denied")
	now, err = w.Recalls.Close(w.chief, r.ID, now.Version, "收回两罐，下架重检")
	w.Must(err)
	_, err = w.Recalls.Write(w.ada, r.ID, now.Version, words)
	w.Wants(err, "recall.closed")
}

// sends gives a department its part as a ticket, which the recall knows by its key.
func (w *world) sends(r recall.Recall) {
	w.T.Helper()
	dep, err := w.Shops.CreateDepartment(w.Root, w.shop, shop.DepartmentDraft{Name: "仓库"})
	w.Must(err)
	made, err := w.Tickets.Send(w.ada, r.CaseID, r.TaskKey("stock"), ticket.Draft{TypeID: "other", DepartmentID: dep.ID, Title: "查这批", Minutes: 60})
	w.Must(err)
	v, err := w.Recalls.Get(w.ada, r.ID)
	w.Must(err)
	if len(v.Tickets) != 1 || v.Tickets["stock"] != made.ID {
		w.T.Errorf("tickets %v, want %s", v.Tickets, made.ID)
	}
}

func (w *world) notices(who context.Context, kind string) (n int) {
	w.T.Helper()
	p, err := w.Notices.Mine(who, "")
	w.Must(err)
	for _, each := range p.Notices {
		if each.Kind == kind {
			n++
			_, err := w.Recalls.Get(who, each.Args["recall"]) // where the notice leads
			w.Must(err)
		}
	}
	return n
}

func TestWhatARecallNeeds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		good := w.draft("")
		for code, change := range map[string]func(*recall.Draft){
			"recall.reason_unknown":  func(d *recall.Draft) { d.Reason = "ugly" },
			"recall.code_missing":    func(d *recall.Draft) { d.Code = " " },
			"recall.batch_or_window": func(d *recall.Draft) { d.Batch, d.From, d.Until = "", time.Time{}, time.Time{} },
			"recall.window_form":     func(d *recall.Draft) { d.Until = time.Time{} },
			"recall.window_long":     func(d *recall.Draft) { d.From = d.From.AddDate(-3, 0, 0) },
			"shop.unknown":           func(d *recall.Draft) { d.ShopID = w.elsewhere },
			"db.not_found":           func(d *recall.Draft) { d.CaseID = "nowhere" },
		} {
			d := good
			change(&d)
			_, err := w.Recalls.Open(w.ada, w.Key(), d)
			w.Wants(err, code)
		}
		r, err := w.Recalls.Open(w.ada, w.Key(), good)
		w.Must(err)
		for _, text := range map[string]string{"recall.text_missing": " ", "recall.place_unknown": "{nobody}"} {
			if _, err := w.Recalls.Write(w.ada, r.ID, r.Version, text); err == nil {
				t.Errorf("%q passed", text)
			}
		}
		_, err = w.Recalls.Approve(w.chief, r.ID, r.Version)
		w.Wants(err, "recall.not_now")
		_, err = w.Recalls.Get(w.far, r.ID)
		w.Wants(err, "db.not_found")
		_, _, err = w.Recalls.Buyers(w.far, r.ID, "", 0)
		w.Wants(err, "db.not_found")
	})
}

// TestNoRecallIsHalfWritten refuses the n-th write, for every n; a chunk that failed is
// written again as a whole, and nobody is told twice.
func TestNoRecallIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sold("A1001", "L2306", 10)
		first, _ := w.complains("A1001", "林女士")
		wire := dbtest.NewFuse(t, w.DB)
		var r recall.Recall
		wire.Burn("open", func() (err error) { r, err = w.Recalls.Open(w.ada, "torn-key", w.draft(first.ID)); return err })
		wire.Burn("write", func() (err error) { _, err = w.Recalls.Write(w.ada, r.ID, 1, words); return err })
		wire.Burn("approve", func() (err error) { _, err = w.Recalls.Approve(w.chief, r.ID, 2); return err })
		w.run()
		wire.Burn("finish", func() (err error) { _, err = w.Recalls.Finish(w.ada, r.ID, 4, "stock", "封存"); return err })
		if n := w.told(first, "请先不要再喝"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
