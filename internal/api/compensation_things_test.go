package api_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/stories/sample"
)

// makeClaim makes one that waits, or what comes of one. Versions of payouts are those
// that their operations want.
func (m *matrix) makeClaim(kind string, s side) (id string, version int64) {
	key := fmt.Sprintf("claim-%06d", m.keys)
	if kind == "coupon pool" {
		p, err := m.w.Services.Coupons.Create(m.root, key, m.shop(s), coupon.Draft{Name: key, Fen: 1000})
		m.must(err)
		return p.ID, p.Version
	}
	of, _ := m.makeCase("case", s)
	c, err := m.w.Services.Approvals.Claim(m.root, of, key, compensation.Draft{Remedy: compensation.Gift, Fen: 100, Reason: "破损", Policy: compensation.NoPolicy})
	m.must(err)
	switch kind {
	case "settled claim":
		c, err = m.w.Services.Approvals.Withdraw(m.root, c.ID, c.Version, "不用了")
		m.must(err)
	case "doing payout", "proof":
		m.makePayout(c, "manual", "doing")
	case "unknown payout":
		m.makePayout(c, "erp", "unknown")
	default:
		return c.ID, c.Version
	}
	if kind == "proof" {
		photo, err := sample.File("jpeg 20x20")
		m.must(err)
		f, err := m.w.Services.Payouts.AddProof(m.root, c.ID, key, "a.jpg", bytes.NewReader(photo))
		m.must(err)
		return f.ID, 1
	}
	if kind == "settled claim" {
		return c.ID, c.Version
	}
	return c.ID, 1
}

// makePayout puts a claim on its way as if somebody had approved it.
func (m *matrix) makePayout(c compensation.Claim, channel, state string) {
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE compensation_claim SET state = 'paying', month = '2026-03' WHERE id = ?`, c.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO payout (id, claim_id, kind, shop_id, channel, amount_fen, key, state, by_id, started_at, attempts, called_at)
			VALUES (?, ?, 'whole', ?, ?, 100, ?, ?, 'somebody', 1, 1, 1)`, "payout-"+c.ID, c.ID, c.ShopID, channel, "key-"+c.ID, state)
		if err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "payout/payout-" + c.ID, Version: 1, At: m.w.Now(), Actor: "somebody", Verb: "payout.start"})
	}))
}

// makeDeputy makes one whom whoever asks has named, or somebody else.
func (m *matrix) makeDeputy(s side, by actor) thing {
	of := by.id
	if s == inB || of == "" {
		of = m.rootID
		if by.id == of {
			of = m.actors[0].id
		}
	}
	to := m.actors[0].id
	if to == of {
		to = m.rootID
	}
	as := identity.With(m.root, identity.NewUser(of, "", map[string][]identity.Permission{"": {identity.CompensationApprove}}))
	d, err := m.w.Services.Approvals.Delegate(as, fmt.Sprintf("deputy-%06d", m.keys), m.shopA, to, m.w.Now(), m.w.Now().Add(time.Hour))
	m.must(err)
	return thing{id: d.ID, version: d.Version, owner: of}
}

func (m *matrix) makeDeadJob() string {
	id := fmt.Sprintf("dead-%06d", m.keys)
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO job (id, kind, lane, args, run_at, due_at, state, attempts, error, made_at)
			VALUES (?, 'identity.sweep', 'outside', '{}', 0, 0, 'dead', 3, 'it broke', 0)`, id)
		return err
	}))
	return id
}
