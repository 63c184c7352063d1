package payout

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
)

// Sender carries requests outside.
type Sender interface {
	Send(ctx context.Context, address string, headers http.Header, body []byte) (outgoing.Answer, error)
}

// Service is what the rest of the program may ask of payouts.
type Service struct {
	DB        *db.DB
	Queue     *jobs.Queue
	Now       func() time.Time
	NewID     func() string
	Approvals *approval.Service
	ERP       *erp.Service
	Sender    Sender
	Notices   *notice.Service
	Blobs     blob.Store
	Intake    *blob.Intake
}

// How is the way in which somebody wants a claim to be paid.
type How struct {
	Channel Channel
	PoolID  string // of coupons
}

// Pay begins to pay a claim; version is the one of the claim that the actor has seen.
// Where the approvals are not enough any more, because limits were lowered since, the
// claim comes back waiting and nothing is paid.
func (s *Service) Pay(ctx context.Context, claimID string, version int64, how How) (c compensation.Claim, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationPay)
	if err != nil {
		return c, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = s.Approvals.OpenIn(tx, scope, claimID, version); err != nil {
			return err
		}
		var back bool
		if c, back, err = s.Approvals.BeginIn(tx, c, actor.ID); err != nil || back {
			return err
		}
		p, fresh, err := s.ready(tx, c, id)
		if err != nil {
			return err
		}
		if p, err = p.start(how.Channel, actor.ID, s.Now()); err != nil {
			return err
		}
		if c, p, err = s.begin(tx, c, p, how, actor.ID); err != nil {
			return err
		}
		if fresh {
			if err := insert(tx, p); err != nil {
				return err
			}
			return s.record(tx, p, actor.ID, "start")
		}
		_, err = s.store(tx, p, actor.ID, "start")
		return err
	})
	return c, err
}

// ready is the payout of a claim: the one that has failed, or one that is new.
func (s *Service) ready(tx *db.Tx, c compensation.Claim, id string) (p Payout, fresh bool, err error) {
	p, err = ofClaim(tx, c.ID, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return Payout{ID: id, ClaimID: c.ID, ShopID: c.ShopID, Key: "anxin-" + id, Fen: c.Fen, Version: 1}, true, nil
	}
	if err == nil {
		p.Fen = c.Fen
	}
	return p, false, err
}

// begin does what a way of paying needs at once.
func (s *Service) begin(tx *db.Tx, c compensation.Claim, p Payout, how How, by string) (compensation.Claim, Payout, error) {
	switch how.Channel {
	case Manual:
		return c, p, nil
	case Coupon:
		code, err := coupon.GiveIn(tx, c, how.PoolID, s.Now())
		if err != nil {
			return c, p, err
		}
		p = p.paid(code, by, s.Now())
		c, err = s.Approvals.SettleIn(tx, c, by)
		return c, p, err
	case ERP:
		if err := erp.ReadyIn(tx, c.ShopID); err != nil {
			return c, p, err
		}
		return c, p, s.Queue.Enqueue(tx, send{p.ID, p.Attempts + 1}, s.Now())
	}
	return c, p, fault.Field("channel", "payout.channel_unknown")
}

// change loads the payout of a claim where the actor may pay, holds the caller to
// the version of the payout that they saw, applies a rule, and stores what came of
// it, with what it means for the claim.
func (s *Service) change(ctx context.Context, claimID string, version int64, verb string, rule func(*db.Tx, identity.Actor, Payout) (Payout, error)) (c compensation.Claim, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationPay)
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = s.Approvals.OpenIn(tx, scope, claimID, 0); err != nil {
			return err
		}
		p, err := ofClaim(tx, c.ID, tx.ForUpdate())
		if err != nil {
			return err
		}
		if p.Version != version {
			return fault.New(fault.Conflict, "payout.changed")
		}
		if p, err = rule(tx, actor, p); err != nil {
			return err
		}
		if p, err = s.store(tx, p, actor.ID, verb); err != nil {
			return err
		}
		c, err = s.follow(tx, c, p, actor.ID)
		return err
	})
	return c, err
}

// follow takes a claim where its payout has come to.
func (s *Service) follow(tx *db.Tx, c compensation.Claim, p Payout, by string) (compensation.Claim, error) {
	switch p.State {
	case Paid:
		return s.Approvals.SettleIn(tx, c, by)
	case Failed:
		why := p.Note
		if why == "" {
			why = p.LastError
		}
		return s.Approvals.UnpaidIn(tx, c, by, why)
	}
	return c, nil
}

// Confirm says that somebody has paid by hand. A proof must have been added.
func (s *Service) Confirm(ctx context.Context, claimID string, version int64, reference, note string) (compensation.Claim, error) {
	return s.change(ctx, claimID, version, "confirm", func(tx *db.Tx, by identity.Actor, p Payout) (Payout, error) {
		proofs, err := ProofsIn(tx, []string{p.ClaimID})
		if err != nil {
			return p, err
		}
		return p.confirm(reference, note, by.ID, len(proofs), s.Now())
	})
}

// GiveUp says that somebody will not pay by hand after all, and has not.
func (s *Service) GiveUp(ctx context.Context, claimID string, version int64, reason string) (compensation.Claim, error) {
	return s.change(ctx, claimID, version, "give_up", func(_ *db.Tx, by identity.Actor, p Payout) (Payout, error) {
		return p.giveUp(reason, by.ID, s.Now())
	})
}

// Reconcile says what came of a payout of which nobody knew; note says where the
// actor has looked.
func (s *Service) Reconcile(ctx context.Context, claimID string, version int64, paid bool, reference, note string) (compensation.Claim, error) {
	return s.change(ctx, claimID, version, "reconcile", func(_ *db.Tx, by identity.Actor, p Payout) (Payout, error) {
		return p.reconcile(paid, reference, note, by.ID, s.Now())
	})
}

func (s *Service) store(tx *db.Tx, p Payout, by, verb string) (Payout, error) {
	p.Version++
	if err := update(tx, p, p.Version-1); err != nil {
		return p, err
	}
	return p, s.record(tx, p, by, verb)
}

func (s *Service) record(tx *db.Tx, p Payout, by, verb string) error {
	s.hintAfter(tx, p)
	return audit.Write(tx, audit.Entry{Subject: "payout/" + p.ID, Version: p.Version, At: s.Now(), Actor: by, Verb: "payout." + verb,
		Payload: map[string]any{"claim": p.ClaimID, "channel": p.Channel, "fen": p.Fen, "state": p.State, "key": p.Key, "reference": p.Reference,
			"attempts": p.Attempts, "error": p.LastError, "note": p.Note}})
}

func (s *Service) hintAfter(tx *db.Tx, p Payout) {
	tx.AfterCommit(func() {
		s.Approvals.Hint(approval.ShopTopic(p.ShopID), approval.Hint{Kind: "compensation", ID: p.ClaimID})
	})
}

// tellPayers leaves a notice to those who pay in a shop.
func (s *Service) tellPayers(tx *db.Tx, c compensation.Claim, p Payout, code string) error {
	people, err := identity.Colleagues(tx, identity.CompensationPay, c.ShopID)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(people))
	for _, one := range people {
		ids = append(ids, one.ID)
	}
	said := map[string]string{"number": c.CaseNumber, "amount": limits.Yuan(c.Fen), "remedy": string(c.Remedy)}
	key := strings.Join([]string{code, p.ID, strconv.FormatInt(p.Attempts, 10)}, "/")
	return s.Notices.TellAllIn(tx, ids, code, key, said, notice.About{ClaimID: c.ID, CaseID: c.CaseID})
}
