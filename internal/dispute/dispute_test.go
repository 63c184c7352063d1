package dispute_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

func TestOneNumberIsOneDispute(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.draft("J-1")
		first, fresh, err := w.Disputes.Register(w.agent, "same-key-1", d)
		w.must(err)
		again, sameFresh, err := w.Disputes.Register(w.agent, "same-key-1", d)
		w.must(err)
		if !fresh || !sameFresh || again.ID != first.ID {
			t.Errorf("a request that was sent again: %v %v %s %s", fresh, sameFresh, first.ID, again.ID)
		}
		d.Number = " J-1 "
		other, fresh, err := w.Disputes.Register(w.second, w.key(), d)
		w.must(err)
		if fresh || other.ID != first.ID || other.OwnerID != w.people["agent"] {
			t.Errorf("the same number became another dispute: %+v", other)
		}
		d.Reason = "quality"
		_, _, err = w.Disputes.Register(w.agent, "same-key-1", d)
		w.wants(err, "request.key_reused")
		d.Kind = dispute.AfterSale
		if made := w.register(d); made.ID == first.ID {
			t.Error("the same number elsewhere is the same dispute")
		}
		if want := w.now().Add(24 * time.Hour); !first.DueAt.Equal(want) || first.DueBy != dispute.ByRule || first.Step != dispute.Answer {
			t.Errorf("%+v", first.Clock)
		}
	})
}

func TestNobodyKnowsTheClockOf12315(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.draft("SH-1")
		d.Kind, d.Platform = dispute.Gov12315, dispute.NoPlatform
		made := w.register(d)
		if !made.DueAt.IsZero() || made.Step != dispute.Answer || made.DueBy != dispute.ByNobody {
			t.Errorf("a date was made up: %+v", made.Clock)
		}
		d.Number, d.DueAt = "SH-2", w.now().Add(72*time.Hour)
		if made := w.register(d); !made.DueAt.Equal(d.DueAt) || made.DueBy != dispute.ByNotice {
			t.Errorf("%+v", made.Clock)
		}
	})
}

func TestAnotherShopSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.open()
		made := w.register(w.draft("J-1"))
		file, err := w.Disputes.AddFile(w.agent, made.ID, dispute.PieceLogistics, w.key(), "轨迹.pdf", sample(t))
		w.must(err)
		_, err = w.Disputes.Get(w.abroad, made.ID)
		w.wants(err, "dispute.unknown")
		_, err = w.Disputes.Take(w.abroad, made.ID, made.Version, dispute.Taking{Verb: dispute.DoAnswer})
		w.wants(err, "dispute.unknown")
		_, err = w.Disputes.Export(w.abroad, made.ID)
		w.wants(err, "dispute.unknown")
		_, err = w.Disputes.AddFile(w.abroad, made.ID, dispute.PieceLogistics, w.key(), "a.pdf", sample(t))
		w.wants(err, "dispute.unknown")
		_, _, err = w.Disputes.ReadFile(w.abroad, file.ID, false)
		w.wants(err, "dispute.file_unknown")
		_, err = w.Disputes.RemoveFile(w.abroad, file.ID)
		w.wants(err, "dispute.file_unknown")
		_, err = w.Disputes.Rules(w.abroad, w.shop.ID)
		w.wants(err, "shop.unknown")
		_, err = w.Disputes.Report(w.abroad, w.shop.ID, 6)
		w.wants(err, "shop.unknown")
		_, err = w.Disputes.SaveRules(w.abroad, w.shop.ID, 0, nil)
		w.wants(err, "shop.unknown")
		_, err = w.Disputes.OfCase(w.abroad, c.ID)
		w.wants(err, "db.not_found")
		_, _, err = w.Disputes.Register(w.abroad, w.key(), w.draft("J-2"))
		w.wants(err, "shop.unknown")
		d := w.draft("B-1")
		d.ShopID, d.CaseID = w.other.ID, c.ID
		_, _, err = w.Disputes.Register(w.abroad, w.key(), d)
		w.wants(err, "dispute.case_unknown")
		d = w.draft("B-2")
		d.OwnerID = w.people["abroad"]
		_, _, err = w.Disputes.Register(w.agent, w.key(), d)
		w.wants(err, "dispute.owner_unknown")
		p, err := w.Disputes.List(w.abroad, dispute.Filter{}, false)
		if w.must(err); len(p.Disputes) != 0 {
			t.Errorf("%+v", p)
		}
		_, err = w.Disputes.Take(w.trainer, made.ID, made.Version, dispute.Taking{Verb: dispute.DoAnswer})
		w.wants(err, "identity.denied")
		_, err = w.Disputes.SaveRules(w.agent, w.shop.ID, 0, nil)
		w.wants(err, "identity.denied")
	})
}

func TestASecondTabIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.register(w.draft("J-1"))
		answered := w.take(made, dispute.Taking{Verb: dispute.DoAnswer, Note: "已举证"})
		_, err := w.Disputes.Take(w.second, made.ID, made.Version, dispute.Taking{Verb: dispute.DoDecide, Outcome: dispute.Won})
		w.wants(err, "dispute.changed")
		if _, heard := w.hints.Load("shop:" + w.shop.ID); !heard {
			t.Error("no screen heard of it")
		}
		// A file that comes meanwhile is in nobody's way.
		_, err = w.Disputes.AddFile(w.second, made.ID, dispute.PieceLogistics, w.key(), "轨迹.pdf", sample(t))
		w.must(err)
		decided := w.take(answered, dispute.Taking{Verb: dispute.DoDecide, Outcome: dispute.Lost, Paid: 5000, Note: "证据不足"})
		if decided.Step != dispute.Execute || decided.AppealBy.IsZero() {
			t.Errorf("%+v", decided.Clock)
		}
		moves, err := w.Disputes.Moves(w.agent, decided)
		w.must(err)
		var verbs []string
		for _, m := range moves {
			verbs = append(verbs, string(m.Verb))
		}
		if got := strings.Join(verbs, " "); got != "register answer add_file decide" {
			t.Error(got)
		}
	})
}

func TestListsByUrgency(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var want []string
		for n := range 60 {
			d := w.draft("J-" + strings.Repeat("x", n+1))
			d.DueAt = w.now().Add(time.Duration(60-n) * time.Hour)
			want = append(want, w.register(d).ID)
		}
		slices.Reverse(want)
		var got []string
		f := dispute.Filter{States: []dispute.State{dispute.Open}}
		for {
			p, err := w.Disputes.List(w.chief, f, false)
			w.must(err)
			for _, d := range p.Disputes {
				got = append(got, d.ID)
			}
			if f.After = p.Next; f.After == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		p, err := w.Disputes.List(w.chief, dispute.Filter{LateAt: w.now().Add(3 * time.Hour), Kind: dispute.Intervention, Platform: "jd", Reason: "late"}, false)
		if w.must(err); len(p.Disputes) != 3 {
			t.Errorf("%d are late", len(p.Disputes))
		}
		if p, err = w.Disputes.List(w.chief, dispute.Filter{}, true); err != nil || len(p.Disputes) != 0 {
			t.Errorf("not the chief's: %v %v", p, err)
		}
		_, err = w.Disputes.List(w.chief, dispute.Filter{After: "?"}, false)
		w.wants(err, "request.bad_cursor")
	})
}

// TestClocksRingOnce lets the program be down while everything comes due: each is told
// once, also when the same jobs come again.
func TestClocksRingOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.register(w.draft("J-1"))
		w.at(made.DueAt.Add(-5 * time.Hour))
		if w.told("agent", "dispute.soon") != 0 {
			t.Error("reminded too early")
		}
		w.at(made.DueAt.Add(-4 * time.Hour))
		w.at(made.DueAt.Add(-3 * time.Hour))
		if w.told("agent", "dispute.soon") != 1 {
			t.Error("not reminded once")
		}
		// Down from before the deadline until long after.
		w.at(made.DueAt.Add(24 * time.Hour))
		w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
			for _, each := range []error{w.Queue.Enqueue(tx, dispute.Due{ID: made.ID, Setting: made.Setting}, w.now()), w.Queue.Enqueue(tx, dispute.Overdue{ID: made.ID, Setting: made.Setting}, w.now())} {
				if each != nil {
					return each
				}
			}
			return nil
		}))
		w.at(w.now().Add(time.Minute))
		if a, b := w.told("agent", "dispute.due"), w.told("chief", "dispute.overdue"); a != 1 || b != 1 {
			t.Errorf("alarms %d, supervisors %d", a, b)
		}
		now, err := w.Disputes.Get(w.agent, made.ID)
		w.must(err)
		if now.Version != made.Version || now.AlarmedAt.IsZero() {
			t.Errorf("a clock must not raise the version: %+v", now)
		}
	})
}

func TestOldClocksSayNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.register(w.draft("J-1"))
		later, err := w.Disputes.Correct(w.agent, made.ID, made.Version, made.DueAt.Add(48*time.Hour), "平台延长了期限")
		w.must(err)
		w.at(made.DueAt.Add(2 * time.Hour))
		if w.told("agent", "dispute.due") != 0 {
			t.Error("the old deadline rang")
		}
		w.take(later, dispute.Taking{Verb: dispute.DoAnswer})
		w.at(later.DueAt.Add(2 * time.Hour))
		if w.told("agent", "dispute.due")+w.told("chief", "dispute.overdue") != 0 {
			t.Error("what was answered rang")
		}
		now, err := w.Disputes.Get(w.agent, made.ID)
		w.must(err)
		lost := w.take(now, dispute.Taking{Verb: dispute.DoDecide, Outcome: dispute.Lost})
		lost = w.take(lost, dispute.Taking{Verb: dispute.DoExecute})
		w.at(lost.AppealBy.Add(-23 * time.Hour))
		w.at(lost.AppealBy.Add(time.Hour))
		if n := w.told("agent", "dispute.appeal_soon"); n != 1 {
			t.Errorf("reminded %d times of an appeal", n)
		}
	})
}

func TestAShopChangesItsClocks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own := []dispute.Rule{{Kind: dispute.Gov12345, Platform: dispute.NoPlatform, Step: dispute.Answer, Length: 3, Unit: dispute.Workdays, On: true, Source: "市里的通知"}}
		saved, err := w.Disputes.SaveRules(w.chief, w.shop.ID, 0, append(own, dispute.Shipped[0]))
		w.must(err)
		if saved.Version != 1 || len(saved.Rules) != len(dispute.Shipped)+1 {
			t.Errorf("%+v", saved)
		}
		_, err = w.Disputes.SaveRules(w.chief, w.shop.ID, 0, nil)
		w.wants(err, "dispute.rules_changed")
		d := w.draft("12345-1")
		d.Kind, d.Platform = dispute.Gov12345, dispute.NoPlatform
		if made := w.register(d); !made.DueAt.Equal(w.now().Add(72 * time.Hour)) {
			t.Errorf("%+v", made.Clock)
		}
	})
}

func TestTheReportCountsWhatWasDecided(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for n, o := range []dispute.Outcome{dispute.Won, dispute.Lost, dispute.Settled} {
			d := w.draft("J-" + string(rune('a'+n)))
			if n == 0 {
				d.Reason = "quality"
			}
			w.take(w.register(d), dispute.Taking{Verb: dispute.DoDecide, Outcome: o, Paid: int64(n) * 1000})
		}
		w.register(w.draft("J-open"))
		r, err := w.Disputes.Report(w.trainer, w.shop.ID, 6)
		w.must(err)
		if r.Total.All() != 3 || r.Total.Paid != 3000 || r.Total.Amount != 3*19900 || r.Running != 1 || len(r.ByMonth) != 6 || r.ByMonth[5].All() != 3 ||
			r.ByReason[0].Name != "late" || r.ByReason[0].Lost != 1 || r.ByKind[0].All() != 3 {
			t.Errorf("%+v", r)
		}
	})
}

func TestFactsFollowTheCase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.open()
		made := w.register(w.draft("J-1"))
		made, err := w.Disputes.Change(w.agent, made.ID, made.Version, dispute.Facts{Reason: "lost", CaseID: c.ID, OwnerID: w.people["second"]})
		w.must(err)
		if made.CaseNumber != c.Number || made.OrderNo != "JD2001" || made.OwnerID != w.people["second"] {
			t.Errorf("%+v", made)
		}
		all, err := w.Disputes.OfCase(w.agent, c.ID)
		if w.must(err); len(all) != 1 || all[0].ID != made.ID {
			t.Errorf("%+v", all)
		}
		// The case may close meanwhile: its dispute goes on.
		closed, err := w.Complaints.CloseWithReason(w.chief, c.ID, c.Version, "买家已向平台投诉")
		if w.must(err); closed.Stage != complaint.Closed {
			t.Error(closed.Stage)
		}
		if now, err := w.Disputes.Get(w.agent, made.ID); err != nil || now.State != dispute.Open {
			t.Error(now.State, err)
		}
	})
}

// TestNothingIsHalfWritten refuses the writes of each operation one by one.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := dbtest.NewFuse(t, w.DB)
		var d dispute.Dispute
		f.Burn("register", func() (err error) {
			d, _, err = w.Disputes.Register(w.agent, "burn-key-1", w.draft("J-1"))
			return err
		})
		step := func(name string, t dispute.Taking) {
			f.Burn(name, func() error {
				next, err := w.Disputes.Take(w.agent, d.ID, d.Version, t)
				if err == nil {
					d = next
				}
				return err
			})
		}
		step("answer", dispute.Taking{Verb: dispute.DoAnswer})
		step("ask", dispute.Taking{Verb: dispute.DoAsk})
		step("decide", dispute.Taking{Verb: dispute.DoDecide, Outcome: dispute.Lost})
		var file dispute.File
		f.Burn("add a file", func() (err error) {
			file, err = w.Disputes.AddFile(w.agent, d.ID, dispute.PieceLogistics, "burn-key-2", "a.pdf", sample(t))
			return err
		})
		f.Burn("remove a file", func() error { _, err := w.Disputes.RemoveFile(w.agent, file.ID); return err })
		f.Burn("do without", func() error {
			next, err := w.Disputes.Waive(w.agent, d.ID, d.Version, dispute.PieceLogistics, "自提")
			if err == nil {
				d = next
			}
			return err
		})
		f.Burn("export", func() error { _, err := w.Disputes.Export(w.agent, d.ID); return err })
		f.Burn("clocks", func() error {
			_, err := w.Disputes.SaveRules(w.chief, w.shop.ID, 0, nil)
			return err
		})
	})
}
