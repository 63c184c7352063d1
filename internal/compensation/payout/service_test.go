package payout_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func (w *world) wants(code string, err error) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("%v, want %s", err, code)
	}
}

func TestByHand(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.claim("claim-key-1", 80_00)
		again, err := w.Approvals.Claim(w.as("agent"), w.of.ID, "claim-key-1", draft(80_00))
		if err != nil || again.ID != c.ID {
			t.Errorf("asked again: %v, %v", again.ID, err)
		}
		_, err = w.Approvals.Claim(w.as("agent"), w.of.ID, "claim-key-1", draft(81_00))
		w.wants("request.key_reused", err)
		now, err := w.Complaints.Get(w.as("chief"), w.of.ID)
		w.must(err)
		_, err = w.Complaints.CloseWithReason(w.as("chief"), w.of.ID, now.Version, "不等了")
		w.wants("case.compensations_open", err)
		if told := w.notices("lead"); told["compensation.asked"] != 1 {
			t.Errorf("the lead was told %v", told)
		}
		_, err = w.Approvals.Approve(w.as("agent"), c.ID, c.Version, "")
		w.wants("identity.denied", err)
		c = w.approve(c, "lead")
		if c.State != compensation.Approved || c.Month != "2026-11" {
			t.Fatalf("%+v", c)
		}
		_, err = w.Payouts.Pay(w.as("lead"), c.ID, c.Version, payout.How{Channel: payout.Manual})
		w.wants("identity.denied", err)
		c = w.pay(c, payout.How{Channel: payout.Manual})
		_, err = w.Payouts.Pay(w.as("boss"), c.ID, c.Version, payout.How{Channel: payout.Manual})
		w.wants("compensation.paying", err)
		_, p := w.see(c.ID)
		_, err = w.Payouts.Confirm(w.as("money"), c.ID, p.Version, "T1", "")
		w.wants("payout.proof_missing", err)
		w.proof(c.ID)
		w.proof(c.ID) // sent again
		c, err = w.Payouts.Confirm(w.as("money"), c.ID, p.Version, "T1", "支付宝")
		w.must(err)
		if _, p = w.see(c.ID); c.State != compensation.Paid || p.Reference != "T1" || w.count(`SELECT COUNT(*) FROM payout_proof`) != 1 {
			t.Errorf("%+v, %+v", c, p)
		}
		_, err = w.Payouts.Confirm(w.as("money"), c.ID, p.Version, "T1", "")
		w.wants("payout.not_now", err)
		now, err = w.Complaints.Get(w.as("chief"), w.of.ID)
		w.must(err)
		if _, err = w.Complaints.CloseWithReason(w.as("chief"), w.of.ID, now.Version, "赔好了"); err != nil {
			t.Error(err)
		}
		if told := w.notices("agent"); told["compensation.approved"] != 1 || told["compensation.paid"] != 1 {
			t.Errorf("the agent was told %v", told)
		}
	})
}

func TestFourEyesAndSplitting(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, second := w.claim("claim-key-1", 60_00), w.claim("claim-key-2", 60_00)
		_, err := w.Approvals.Approve(w.as("lead"), second.ID, second.Version, "")
		w.wants("compensation.beyond_limit", err) // 120 together
		changed, err := w.Approvals.Change(w.as("lead"), first.ID, first.Version, draft(30_00))
		w.must(err)
		_, err = w.Approvals.Approve(w.as("lead"), changed.ID, changed.Version, "")
		w.wants("compensation.own", err)
		_, err = w.Approvals.Approve(w.as("lead2"), changed.ID, first.Version, "")
		w.wants("compensation.changed", err)
		w.approve(changed, "lead2")
		w.approve(second, "lead")
		_, err = w.Approvals.Claim(w.as("agent2"), w.of.ID, "claim-key-3", draft(161_00))
		w.wants("compensation.beyond_policy", err)
		d := draft(150_00)
		d.Policy.Cap = 1000_00
		over := d
		over.Fen = 211_00
		_, err = w.Approvals.Claim(w.as("agent2"), w.of.ID, "claim-key-4", over)
		w.wants("compensation.beyond_paid", err)
		third, err := w.Approvals.Claim(w.as("agent2"), w.of.ID, "claim-key-5", d)
		w.must(err)
		if third, err = w.Approvals.Refuse(w.as("chief"), third.ID, third.Version, "够了"); err != nil || third.State != compensation.Refused {
			t.Errorf("%+v, %v", third, err)
		}
		if told := w.notices("agent2"); told["compensation.refused"] != 1 {
			t.Errorf("told %v", told)
		}
	})
}

func (w *world) limits(change func(*limits.Rules)) {
	w.t.Helper()
	r, err := w.Approvals.Rules(w.as("boss"), w.shop.ID)
	w.must(err)
	change(&r.Rules)
	_, err = w.Approvals.SaveRules(w.as("boss"), w.shop.ID, r.Version, r.Rules)
	w.must(err)
}

func TestLimitsAndBudgetsCountWhenPaying(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.approve(w.claim("claim-key-1", 60_00), "lead"), w.approve(w.claim("claim-key-2", 30_00), "lead")
		r, err := w.Approvals.Rules(w.as("boss"), w.shop.ID)
		w.must(err)
		_, err = w.Approvals.SaveRules(w.as("boss"), w.shop.ID, r.Version+1, r.Rules)
		w.wants("limits.changed", err)
		w.limits(func(r *limits.Rules) { r.Levels[0].Fen = 50_00 })
		back := w.pay(a, payout.How{Channel: payout.ERP})
		if back.State != compensation.Waiting || back.Round != 2 || w.count(`SELECT COUNT(*) FROM payout`) != 0 {
			t.Fatalf("limits were lowered: %+v", back)
		}
		if b = w.pay(b, payout.How{Channel: payout.ERP}); b.State != compensation.Paying {
			t.Fatalf("%+v", b)
		}
		w.limits(func(r *limits.Rules) { r.Levels[0].Fen = 10_00 }) // before it is called
		w.pass(time.Minute)
		if b, p := w.see(b.ID); b.State != compensation.Waiting || p.State != payout.Failed || len(w.erp.called()) != 0 {
			t.Errorf("%s, %s, %v", b.State, p.State, w.erp.called())
		}
		w.limits(func(r *limits.Rules) { r.BudgetFen = 70_00 })
		b, _ = w.see(b.ID)
		a, b = w.approve(back, "chief"), w.refusedFor("compensation.budget_spent", b)
		if a = w.pay(a, payout.How{Channel: payout.ERP}); a.State != compensation.Paying {
			t.Errorf("%+v", a)
		}
		w.pass(time.Minute)
		if a, _ = w.see(a.ID); a.State != compensation.Paid {
			t.Errorf("%+v", a)
		}
	})
}

func (w *world) refusedFor(code string, c compensation.Claim) compensation.Claim {
	w.t.Helper()
	_, err := w.Approvals.Approve(w.as("chief"), c.ID, c.Version, "")
	w.wants(code, err)
	return c
}

func TestDeputiesAndClocks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.claim("claim-key-1", 150_00)
		_, err := w.Approvals.Approve(w.as("lead"), c.ID, c.Version, "")
		w.wants("compensation.beyond_limit", err)
		_, err = w.Approvals.Delegate(w.as("chief"), "deputy-key-1", w.shop.ID, w.people["agent"], w.now(), w.now().Add(time.Hour))
		w.wants("compensation.deputy_unable", err)
		d, err := w.Approvals.Delegate(w.as("chief"), "deputy-key-2", w.shop.ID, w.people["lead"], w.now(), w.now().Add(time.Hour))
		w.must(err)
		w.approve(c, "lead")
		own, err := w.Approvals.Claim(w.as("chief"), w.of.ID, "claim-key-2", draft(90_00))
		w.must(err)
		_, err = w.Approvals.Approve(w.as("lead"), own.ID, own.Version, "")
		w.wants("compensation.beyond_limit", err) // 240 together: not with the limit of who asks
		_, err = w.Approvals.EndDeputy(w.as("chief"), d.ID, d.Version)
		w.must(err)
		_, err = w.Approvals.HandTo(w.as("lead"), own.ID, own.Version, w.people["lead2"], "请看")
		w.wants("compensation.cannot_approve", err)
		own, err = w.Approvals.HandTo(w.as("lead"), own.ID, own.Version, w.people["boss"], "请看")
		w.must(err)
		if told := w.notices("boss"); told["compensation.handed"] != 1 {
			t.Errorf("the boss was told %v", told)
		}
		w.pass(3 * time.Hour)
		got, _ := w.see(own.ID)
		if got.Level != 2 || got.AskedID != "" || got.Version != own.Version {
			t.Errorf("nobody answered: %+v", got)
		}
		w.pass(3 * time.Hour)
		if got, _ = w.see(own.ID); got.OverdueAt.IsZero() {
			t.Errorf("the highest did not either: %+v", got)
		}
		w.approve(got, "boss")
	})
}

func TestCoupons(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p, err := w.Coupons.Create(w.as("boss"), "pool-key-1", w.shop.ID, coupon.Draft{Name: "十元券", Fen: 10_00})
		w.must(err)
		added, err := w.Coupons.Import(w.as("boss"), p.ID, strings.NewReader("名称,券码\n十元,AAA1\n十元,AAA2\n十元,AAA1\n"))
		w.must(err)
		if added.New != 2 || added.Known != 1 || added.Free != 2 {
			t.Errorf("%+v", added)
		}
		added, err = w.Coupons.Paste(w.as("boss"), p.ID, "AAA2\n\n BBB1 \n")
		w.must(err)
		if added.New != 1 || added.Free != 3 {
			t.Errorf("%+v", added)
		}
		give := payout.How{Channel: payout.Coupon, PoolID: p.ID}
		codes := map[string]bool{}
		for _, key := range []string{"claim-key-1", "claim-key-2", "claim-key-3"} {
			d := draft(10_00)
			d.Remedy = compensation.Coupon
			c, err := w.Approvals.Claim(w.as("agent"), w.of.ID, key, d)
			w.must(err)
			c = w.pay(w.approve(c, "lead"), give)
			_, out := w.see(c.ID)
			if c.State != compensation.Paid || out.State != payout.Paid || codes[out.Reference] {
				t.Errorf("%+v, %+v", c, out)
			}
			codes[out.Reference] = true
		}
		d := draft(10_00)
		d.Remedy = compensation.Coupon
		c, err := w.Approvals.Claim(w.as("agent"), w.of.ID, "claim-key-4", d)
		w.must(err)
		c = w.approve(c, "lead")
		_, err = w.Payouts.Pay(w.as("money"), c.ID, c.Version, give)
		w.wants("coupon.pool_empty", err)
		other := w.approve(w.claim("claim-key-5", 11_00), "lead")
		_, err = w.Payouts.Pay(w.as("money"), other.ID, other.Version, give)
		w.wants("coupon.other_remedy", err)
	})
}

func TestTheMerchantsSystem(t *testing.T) {
	lost := func(w *world) func(http.ResponseWriter, erp.Request) bool {
		return func(rw http.ResponseWriter, q erp.Request) bool {
			w.erp.pay(q)
			panic(http.ErrAbortHandler)
		}
	}
	for name, tt := range map[string]struct {
		prepare func(w *world)
		after   payout.State
		in      time.Duration // later
		later   payout.State
		calls   int
		paid    bool
	}{
		"it pays": {func(*world) {}, payout.Paid, 0, payout.Paid, 1, true},
		"it refuses": {func(w *world) {
			w.erp.answers(func(rw http.ResponseWriter, _ erp.Request) bool { rw.WriteHeader(422); return true })
		}, payout.Failed, time.Hour, payout.Failed, 1, false},
		"it is busy for a while": {func(w *world) {
			n := 0
			w.erp.answers(func(rw http.ResponseWriter, _ erp.Request) bool {
				if n++; n < 3 {
					rw.WriteHeader(503)
				}
				return n < 3
			})
		}, payout.Sending, 10 * time.Minute, payout.Paid, 3, true},
		"it is busy for good": {func(w *world) {
			w.erp.answers(func(rw http.ResponseWriter, _ erp.Request) bool { rw.WriteHeader(429); return true })
		}, payout.Sending, 48 * time.Hour, payout.Failed, 8, false},
		"its answer is lost":             {func(w *world) { w.erp.answers(lost(w)) }, payout.Unknown, time.Minute, payout.Paid, 1, true},
		"it was reached by nobody knows": {func(w *world) { w.payer.dies.Store(true) }, payout.Sending, 2 * time.Minute, payout.Paid, 1, true},
		"it is not paid, and the answer is lost": {func(w *world) {
			w.erp.answers(func(http.ResponseWriter, erp.Request) bool { panic(http.ErrAbortHandler) })
		}, payout.Unknown, 2 * time.Hour, payout.Failed, 1, false},
		"it says nonsense": {func(w *world) {
			w.erp.answers(func(rw http.ResponseWriter, q erp.Request) bool {
				w.erp.pay(q)
				_, _ = rw.Write([]byte("<html>"))
				return true
			})
		}, payout.Unknown, time.Minute, payout.Paid, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				c := w.approve(w.claim("claim-key-1", 60_00), "lead")
				tt.prepare(w)
				c = w.pay(c, payout.How{Channel: payout.ERP})
				_, err := w.Queue.RunDue(context.Background(), w.now())
				if _, p := w.see(c.ID); p.State != tt.after {
					t.Fatalf("%s (%s), %v", p.State, p.LastError, err)
				}
				if tt.in > 0 {
					w.pass(tt.in)
				}
				c, p := w.see(c.ID)
				if p.State != tt.later || w.erp.called()[p.Key] != tt.calls || len(w.erp.called()) != 1 || (c.State == compensation.Paid) != tt.paid {
					t.Errorf("%s (%s), calls %v, claim %s", p.State, p.LastError, w.erp.called(), c.State)
				}
				if tt.paid && w.erp.paid[p.Key] != 60_00 {
					t.Errorf("the merchant paid %v", w.erp.paid)
				}
			})
		})
	}
}

func TestReconciledByAPerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		l, err := w.ERP.Read(w.as("boss"), w.shop.ID)
		w.must(err)
		_, err = w.ERP.Save(w.as("boss"), w.shop.ID, l.Version, erp.Draft{NoAsk: true})
		w.must(err)
		c := w.approve(w.claim("claim-key-1", 60_00), "lead")
		w.erp.answers(func(http.ResponseWriter, erp.Request) bool { panic(http.ErrAbortHandler) })
		c = w.pay(c, payout.How{Channel: payout.ERP})
		w.pass(24 * time.Hour)
		_, p := w.see(c.ID)
		if p.State != payout.Unknown || w.erp.called()[p.Key] != 1 {
			t.Fatalf("%+v, %v", p, w.erp.called())
		}
		if told := w.notices("money"); told["payout.unknown"] != 1 {
			t.Errorf("told %v", told)
		}
		_, err = w.Payouts.Pay(w.as("money"), c.ID, 0, payout.How{Channel: payout.Manual})
		w.wants("compensation.paying", err)
		_, err = w.Payouts.Ask(w.as("money"), c.ID)
		w.wants("payout.cannot_ask", err)
		_, err = w.Payouts.Reconcile(w.as("money"), c.ID, p.Version, true, "", " ")
		w.wants("payout.note_missing", err)
		key := p.Key
		c, err = w.Payouts.Reconcile(w.as("money"), c.ID, p.Version, false, "", "后台没有这笔")
		w.must(err)
		if _, p = w.see(c.ID); c.State != compensation.Approved || p.State != payout.Failed {
			t.Fatalf("%+v, %+v", c, p)
		}
		w.erp.answers(nil)
		c = w.pay(c, payout.How{Channel: payout.ERP})
		w.pass(time.Minute)
		if c, p = w.see(c.ID); c.State != compensation.Paid || p.Key != key || w.erp.called()[key] != 2 || len(w.erp.called()) != 1 {
			t.Errorf("%s, %s, %v", c.State, p.Key, w.erp.called())
		}
	})
}

func TestClaimsGoWithTheirCase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		other := w.open("case-key-2", "")
		c := w.claim("claim-key-1", 60_00)
		of, err := w.Complaints.Get(w.as("agent"), w.of.ID)
		w.must(err)
		of, err = w.Complaints.Merge(w.as("agent"), of.ID, of.Version, other.ID)
		w.must(err)
		if c, _ = w.see(c.ID); c.CaseID != other.ID {
			t.Errorf("%+v", c)
		}
		now, err := w.Complaints.Get(w.as("chief"), other.ID)
		w.must(err)
		_, err = w.Complaints.CloseWithReason(w.as("chief"), other.ID, now.Version, "不等了")
		w.wants("case.compensations_open", err)
		if _, err = w.Complaints.Split(w.as("agent"), of.ID, of.Version); err != nil {
			t.Fatal(err)
		}
		if c, _ = w.see(c.ID); c.CaseID != w.of.ID || c.CaseNumber != w.of.Number {
			t.Errorf("%+v", c)
		}
		if _, err = w.Approvals.Claim(w.as("agent"), other.ID, "claim-key-9", compensation.Draft{Remedy: compensation.Gift, Fen: 5_00, Reason: "致歉", Policy: compensation.NoPolicy}); err != nil {
			t.Error(err)
		}
	})
}
