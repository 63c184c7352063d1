package payout_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of whatever operation on the way to a buyer:
// nothing of it is left, and it can be done again.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		agent, lead, chief, boss, money := w.as("agent"), w.as("lead"), w.as("chief"), w.as("boss"), w.as("money")
		f := dbtest.NewFuse(t, w.DB)
		var c compensation.Claim
		f.Burn("claim", func() (err error) {
			c, err = w.Approvals.Claim(agent, w.of.ID, "claim-key-1", draft(60_00))
			return err
		})
		f.Burn("change", func() error {
			d := draft(70_00)
			_, err := w.Approvals.Change(agent, c.ID, c.Version, d)
			return err
		})
		c, _ = w.see(c.ID)
		f.Burn("hand to", func() error {
			_, err := w.Approvals.HandTo(lead, c.ID, c.Version, w.people["chief"], "请看")
			return err
		})
		c, _ = w.see(c.ID)
		f.Burn("delegate", func() error {
			_, err := w.Approvals.Delegate(chief, "deputy-key-1", w.shop.ID, w.people["lead"], w.now(), w.now().Add(time.Hour))
			return err
		})
		f.Burn("approve", func() error {
			_, err := w.Approvals.Approve(chief, c.ID, c.Version, "同意")
			return err
		})
		c, _ = w.see(c.ID)
		rules, err := w.Approvals.Rules(boss, w.shop.ID)
		w.must(err)
		f.Burn("limits", func() error {
			r := rules.Rules
			r.Levels = []limits.Level{{Role: "team_lead", Fen: 10_00}, {Role: "supervisor", Fen: 20_00}, {Role: "proprietor", Fen: 5000_00}}
			_, err := w.Approvals.SaveRules(boss, w.shop.ID, rules.Version, r)
			return err
		})
		f.Burn("back", func() error {
			_, err := w.Payouts.Pay(money, c.ID, c.Version, payout.How{Channel: payout.Manual})
			return err
		})
		c, _ = w.see(c.ID)
		f.Burn("approve anew", func() error {
			_, err := w.Approvals.Approve(boss, c.ID, c.Version, "")
			return err
		})
		c, _ = w.see(c.ID)
		f.Burn("pay by hand", func() error {
			_, err := w.Payouts.Pay(money, c.ID, c.Version, payout.How{Channel: payout.Manual})
			return err
		})
		_, p := w.see(c.ID)
		f.Burn("give up", func() error {
			_, err := w.Payouts.GiveUp(money, c.ID, p.Version, "账号不对")
			return err
		})
		c, _ = w.see(c.ID)
		f.Burn("pay by hand again", func() error {
			_, err := w.Payouts.Pay(money, c.ID, c.Version, payout.How{Channel: payout.Manual})
			return err
		})
		f.Burn("proof", func() error {
			_, err := w.Payouts.AddProof(money, c.ID, "proof-key-1", "转账.jpg", strings.NewReader(photo(t)))
			return err
		})
		_, p = w.see(c.ID)
		f.Burn("confirm", func() error {
			_, err := w.Payouts.Confirm(money, c.ID, p.Version, "T1", "")
			return err
		})
		w.tornCoupon(f)
		w.tornERP(f)
	})
}

func (w *world) tornCoupon(f *dbtest.Fuse) {
	boss, money := w.as("boss"), w.as("money")
	var p coupon.Pool
	f.Burn("pool", func() (err error) {
		p, err = w.Coupons.Create(boss, "pool-key-1", w.shop.ID, coupon.Draft{Name: "五元券", Fen: 5_00})
		return err
	})
	f.Burn("import", func() error {
		_, err := w.Coupons.Paste(boss, p.ID, "AAA1\nAAA2")
		return err
	})
	d := draft(5_00)
	d.Remedy = compensation.Coupon
	c, err := w.Approvals.Claim(w.as("agent"), w.of.ID, "claim-key-2", d)
	w.must(err)
	c = w.approve(c, "boss")
	f.Burn("coupon", func() error {
		_, err := w.Payouts.Pay(money, c.ID, c.Version, payout.How{Channel: payout.Coupon, PoolID: p.ID})
		return err
	})
}

// tornERP lets the answer of the merchant meet a database that refuses to keep it:
// the merchant is not asked to pay again.
func (w *world) tornERP(f *dbtest.Fuse) {
	money := w.as("money")
	link, err := w.ERP.Read(w.as("boss"), w.shop.ID)
	w.must(err)
	f.Burn("system", func() error {
		_, err := w.ERP.Save(w.as("boss"), w.shop.ID, link.Version, erp.Draft{Secret: secret})
		return err
	})
	c := w.approve(w.claim("claim-key-3", 6_00), "boss")
	f.Burn("pay", func() error {
		_, err := w.Payouts.Pay(money, c.ID, c.Version, payout.How{Channel: payout.ERP})
		return err
	})
	f.Set(8) // the call is noted, what comes of it is not
	_, _ = w.Queue.RunDue(context.Background(), w.now())
	f.Set(0)
	w.pass(10 * time.Minute)
	c, p := w.see(c.ID)
	if c.State != compensation.Paid || w.erp.called()[p.Key] != 1 {
		w.t.Errorf("%s, %s, %v", c.State, p.State, w.erp.called())
	}
	u := w.approve(w.claim("claim-key-4", 7_00), "boss")
	u = w.pay(u, payout.How{Channel: payout.ERP})
	w.payer.dies.Store(true)
	w.pass(time.Second)
	w.pass(2 * time.Second)
	if _, p = w.see(u.ID); p.State == payout.Unknown {
		f.Burn("reconcile", func() error {
			_, err := w.Payouts.Reconcile(money, u.ID, p.Version, true, "R", "后台已付")
			return err
		})
	}
}
