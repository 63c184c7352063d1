package payout

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

type (
	// send asks the merchant's system to pay, as the Nth request about a payout.
	send struct {
		ID string
		N  int64
	}
	// ask asks it what came of a request.
	ask struct {
		ID string
		N  int64 // request that the question is about
	}
)

func (send) Kind() string { return "payout.send" }
func (ask) Kind() string  { return "payout.ask" }

// Register tells the queue who calls the merchant's system.
func (s *Service) Register() {
	jobs.Handle(s.Queue, s.send)
	jobs.Handle(s.Queue, s.ask)
}

// call is what a job needs to talk about a payout.
type call struct {
	p  Payout
	c  compensation.Claim
	to erp.Target
	at shop.Shop
}

// request is the body of a call.
func (k call) request(action string) erp.Request {
	return erp.Request{Action: action, Key: k.p.Key, Shop: k.at.Key, Case: k.c.CaseNumber, Claim: k.c.ID, Order: k.c.OrderNo, Item: k.c.Item,
		Remedy: string(k.c.Remedy), Fen: k.p.Fen}
}

// send notes that the other side is about to be called, calls it, and keeps what it
// said. A process that dies in between leaves the note: whoever finds it does not call
// again.
func (s *Service) send(ctx context.Context, j send) error {
	k, goes, err := s.claim(ctx, j)
	if err != nil || !goes {
		return err
	}
	body, headers, err := erp.Signed(k.request("pay"), k.to.Secret, s.Now())
	if err != nil {
		return err
	}
	v := erp.Judge(s.Sender.Send(ctx, k.to.Address, headers, body))
	return s.keep(context.WithoutCancel(ctx), k.p.ID, func(p Payout) (Payout, time.Time, bool) {
		if p.Attempts != k.p.Attempts || p.State != Sending && p.State != Unknown {
			return p, time.Time{}, false
		}
		if p.State == Unknown { // another node took this one for dead
			p, _ = p.told(v, s.Now())
			return p, time.Time{}, p.State != Unknown
		}
		p, later := p.answered(v, s.Now())
		return p, later, true
	})
}

// claim notes that a payout is about to be sent; goes is false where it is not.
func (s *Service) claim(ctx context.Context, j send) (k call, goes bool, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		goes = false
		if k, err = s.load(tx, j.ID); fault.KindOf(err) == fault.NotFound {
			return nil
		} else if err != nil || k.p.State != Sending || j.N <= k.p.Attempts && k.p.CalledAt.IsZero() {
			return err // it was called already, and has answered
		}
		if k.p.CalledAt.IsZero() {
			c, still, err := s.Approvals.StillIn(tx, k.c)
			if err != nil {
				return err
			}
			if !still {
				k.p.LastError = "payout.not_allowed_any_more"
				_, err = s.store(tx, k.p.failed(identity.SystemID, s.Now()), identity.SystemID, "stop")
				k.c = c
				return err
			}
		}
		p, lost, err := k.p.call(s.Now())
		if err != nil {
			return err
		}
		if lost {
			return s.doubt(tx, k.c, p)
		}
		k.p, goes = p, true
		_, err = s.store(tx, p, identity.SystemID, "call")
		return err
	})
	return k, goes, err
}

// load locks a payout with its claim, and opens where it is to be sent.
func (s *Service) load(tx *db.Tx, id string) (k call, err error) {
	claimID, err := claimOf(tx, id)
	if err != nil {
		return k, err
	}
	if k.c, err = s.Approvals.OpenIn(tx, identity.Everything, claimID, 0); err != nil {
		return k, err
	}
	if k.p, err = ofClaim(tx, claimID, tx.ForUpdate()); err != nil {
		return k, err
	}
	if k.at, err = shop.GetIn(tx, k.c.ShopID); err != nil {
		return k, err
	}
	k.to, err = s.ERP.TargetIn(tx, k.c.ShopID)
	return k, err
}

// doubt keeps that nobody knows what came of a call, tells those who pay, and asks
// the other side later if it can be asked.
func (s *Service) doubt(tx *db.Tx, c compensation.Claim, p Payout) error {
	p, err := s.store(tx, p, identity.SystemID, "lose")
	if err != nil {
		return err
	}
	if err := s.tellPayers(tx, c, p, "payout.unknown"); err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, ask{p.ID, p.Attempts}, s.Now().Add(pause(1)))
}

// keepTries is how often it is tried to keep what the other side said. If none of
// them goes well, the note of the call stays, and nobody calls again.
const keepTries = 3

// keep stores what an answer means for a payout and its claim.
func (s *Service) keep(ctx context.Context, id string, rule func(Payout) (p Payout, later time.Time, counts bool)) (err error) {
	for range keepTries {
		if err = s.DB.InTx(ctx, func(tx *db.Tx) error { return s.keepIn(tx, id, rule) }); err == nil {
			return nil
		}
	}
	return err
}

func (s *Service) keepIn(tx *db.Tx, id string, rule func(Payout) (Payout, time.Time, bool)) error {
	k, err := s.load(tx, id)
	if err != nil {
		return err
	}
	was := k.p.State
	p, later, counts := rule(k.p)
	if !counts {
		return nil
	}
	if p.State == Unknown && was == Sending {
		return s.doubt(tx, k.c, p)
	}
	if p, err = s.store(tx, p, identity.SystemID, "answer"); err != nil {
		return err
	}
	if !later.IsZero() {
		var again jobs.Args = send{p.ID, p.Attempts + 1}
		if p.State == Unknown {
			again = ask{p.ID, p.Attempts}
		}
		if err := s.Queue.Enqueue(tx, again, later); err != nil {
			return err
		}
	}
	if p.State == Failed {
		if err := s.tellPayers(tx, k.c, p, "payout.failed"); err != nil {
			return err
		}
	}
	_, err = s.follow(tx, k.c, p, identity.SystemID)
	return err
}

// ask asks the merchant's system what came of a call, if it can be asked.
func (s *Service) ask(ctx context.Context, j ask) error {
	_, err := s.askOnce(ctx, j.ID, j.N)
	return err
}

// askOnce asks what came of a call; asked is false where there is nobody to ask, or
// nothing to ask about any more.
func (s *Service) askOnce(ctx context.Context, id string, n int64) (asked bool, err error) {
	var k call
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		k, err = s.load(tx, id)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil || k.p.State != Unknown || k.to.Status == "" || n != 0 && n != k.p.Attempts {
		return false, err
	}
	body, headers, err := erp.Signed(k.request("status"), k.to.Secret, s.Now())
	if err != nil {
		return false, err
	}
	v := erp.JudgeStatus(s.Sender.Send(ctx, k.to.Status, headers, body))
	return true, s.keep(context.WithoutCancel(ctx), id, func(p Payout) (Payout, time.Time, bool) {
		if p.State != Unknown || p.Attempts != k.p.Attempts {
			return p, time.Time{}, false
		}
		p, later := p.told(v, s.Now())
		if n == 0 && p.State == Unknown {
			later = time.Time{} // a person asked; the clock goes on by itself
		}
		return p, later, true
	})
}

// Ask asks the merchant's system, for somebody who pays, what came of a payout. What
// it says is kept.
func (s *Service) Ask(ctx context.Context, claimID string) (c compensation.Claim, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationPay)
	if err != nil {
		return c, err
	}
	q := s.DB.Reader(ctx)
	if c, err = compensation.GetIn(q, scope, claimID); err != nil {
		return c, err
	}
	p, err := ofClaim(q, c.ID, "")
	if err != nil {
		return c, err
	}
	if p.State != Unknown {
		return c, fault.New(fault.Conflict, "payout.not_unknown")
	}
	asked, err := s.askOnce(ctx, p.ID, 0)
	if err != nil {
		return c, err
	}
	if !asked {
		return c, fault.New(fault.Conflict, "payout.cannot_ask")
	}
	return compensation.GetIn(s.DB.Reader(ctx), scope, claimID)
}
