// Package approval is how a claim comes to be approved: who may ask for a
// compensation, who is asked next and until when, and what happens when nobody
// answers.
//
// Every change queues for the rules of the shop (limits.LockIn), after the lock of a
// case if it needs that, and before those of claims and conversations: so that what
// is added up is what there is.
package approval

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of claims.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
}

// Hint is what open screens hear of a claim.
type Hint struct {
	Kind   string `json:"kind"` // "compensation"
	ID     string `json:"id"`
	CaseID string `json:"case_id"`
}

// ShopTopic is what those hear who see the compensations of a shop.
func ShopTopic(shopID string) string { return "compensations:" + shopID }

// Topics returns what somebody may hear of compensations, of all shops that there are
// for them.
func Topics(a identity.Actor, shops []shop.Shop) (topics []string) {
	for _, at := range shops {
		if a.MayIn(identity.CompensationRead, at.ID) {
			topics = append(topics, ShopTopic(at.ID))
		}
	}
	return topics
}

// Claim asks for a compensation in a case. The same key makes one claim, however
// often it comes.
func (s *Service) Claim(ctx context.Context, caseID, key string, d compensation.Draft) (c compensation.Claim, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationClaim)
	if err != nil {
		return c, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		of, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		known, err := compensation.ByKeyIn(tx, of.ID, key)
		if err == nil && !d.Made(known) {
			return fault.New(fault.Conflict, "request.key_reused")
		}
		if fault.KindOf(err) != fault.NotFound {
			c = known
			return err
		}
		c, err = s.claimIn(tx, of, id, key, actor.ID, d)
		return err
	})
	return c, err
}

func (s *Service) claimIn(tx *db.Tx, of complaint.Case, id, key, by string, d compensation.Draft) (c compensation.Claim, err error) {
	if of, err = s.Complaints.OweIn(tx, of, by, "claim_compensation"); err != nil {
		return c, err
	}
	r, _, err := limits.LockIn(tx, of.ShopID)
	if err != nil {
		return c, err
	}
	if d.OrderNo == "" {
		d.OrderNo = of.OrderNo
	}
	shape := compensation.Claim{CaseID: of.ID, ShopID: of.ShopID, CustomerID: of.CustomerID, Draft: d}
	standing, err := s.standing(tx, shape, r, "", false)
	if err != nil {
		return c, err
	}
	from := compensation.Case{ID: of.ID, Number: of.Number, ShopID: of.ShopID, CustomerID: of.CustomerID, OrderNo: of.OrderNo, Severity: string(of.Severity)}
	if c, err = d.Make(id, key, by, from, r, standing, s.Now()); err != nil {
		return c, err
	}
	if c, err = s.ask(tx, c, r); err != nil {
		return c, err
	}
	if err := compensation.InsertIn(tx, c); err != nil {
		return c, err
	}
	if err := s.record(tx, c, by, "claim", told{Remedy: c.Remedy, Fen: c.Fen, Reason: c.Reason, Statutory: c.Statutory, Policy: c.Policy.Text, Cap: c.Policy.Cap, Number: c.CaseNumber}); err != nil {
		return c, err
	}
	return c, s.Line(tx, c, "compensation.claimed", by)
}

// Change gives a claim another content: whoever had approved it has to look again.
func (s *Service) Change(ctx context.Context, id string, version int64, d compensation.Draft) (compensation.Claim, error) {
	t := told{Remedy: d.Remedy, Fen: d.Fen, Reason: d.Reason, Statutory: d.Statutory, Policy: d.Policy.Text, Cap: d.Policy.Cap}
	return s.change(ctx, identity.CompensationClaim, id, version, "change", t, func(in inside) (compensation.Claim, error) {
		of, err := complaint.GetIn(in.tx, identity.Everything, in.c.CaseID)
		if err != nil {
			return in.c, err
		}
		if d.OrderNo == "" {
			d.OrderNo = of.OrderNo
		}
		shape := in.c
		shape.Draft = d
		standing, err := s.standing(in.tx, shape, in.rules, "", false)
		if err != nil {
			return in.c, err
		}
		c, err := in.c.Change(d, in.actor.ID, string(of.Severity), in.rules, standing, s.Now())
		if err != nil {
			return c, err
		}
		if c, err = s.ask(in.tx, c, in.rules); err != nil {
			return c, err
		}
		return c, s.Line(in.tx, c, "compensation.changed", in.actor.ID)
	})
}

// Withdraw ends a claim that is not needed any more, for a reason.
func (s *Service) Withdraw(ctx context.Context, id string, version int64, reason string) (compensation.Claim, error) {
	return s.change(ctx, identity.CompensationClaim, id, version, "withdraw", told{Note: reason}, func(in inside) (compensation.Claim, error) {
		c, err := in.c.Withdraw(in.actor.ID, reason, s.Now())
		if err != nil {
			return c, err
		}
		return c, s.Line(in.tx, c, "compensation.withdrawn", in.actor.ID)
	})
}

// inside is what a rule about a claim gets: the claim and the rules of its shop,
// both locked.
type inside struct {
	tx    *db.Tx
	actor identity.Actor
	c     compensation.Claim
	rules limits.Rules
	given []compensation.Approval
}

// change loads a claim where the actor holds p, holds the caller to the version that
// they saw, applies a rule, and stores what came of it.
func (s *Service) change(ctx context.Context, p identity.Permission, id string, version int64, verb string, t told, rule func(inside) (compensation.Claim, error)) (out compensation.Claim, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return out, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		in, err := s.open(tx, scope, id)
		if err != nil {
			return err
		}
		if in.c.Version != version {
			return fault.New(fault.Conflict, "compensation.changed")
		}
		in.actor = actor
		if out, err = rule(in); err != nil {
			return err
		}
		out, err = s.StoreIn(tx, out, actor.ID, verb, t.of(out))
		return err
	})
	return out, err
}

// open locks the rules of a shop and a claim in it.
func (s *Service) open(tx *db.Tx, scope identity.Scope, id string) (in inside, err error) {
	seen, err := compensation.GetIn(tx, scope, id)
	if err != nil {
		return in, err
	}
	in.tx = tx
	if in.rules, _, err = limits.LockIn(tx, seen.ShopID); err != nil {
		return in, err
	}
	if in.c, err = compensation.LockIn(tx, scope, id); err != nil {
		return in, err
	}
	given, err := compensation.ApprovalsIn(tx, []string{id})
	in.given = given[id]
	return in, err
}

// standing adds up what there is around a claim. month is whose budget is looked at;
// paying narrows it to what is paid or on its way.
func (s *Service) standing(q db.Queryer, c compensation.Claim, r limits.Rules, month string, paying bool) (compensation.Standing, error) {
	a := compensation.Around{Person: map[string]bool{}, Since: s.Now().AddDate(0, 0, -int(r.WindowDays))}
	head, err := customer.HeadIn(q, identity.Everything, c.CustomerID)
	if err != nil {
		return compensation.Standing{}, err
	}
	members, err := customer.MembersIn(q, head.ID)
	if err != nil {
		return compensation.Standing{}, err
	}
	people := []string{c.CustomerID}
	for _, m := range members {
		people = append(people, m.ID)
	}
	for _, p := range people {
		a.Person[p] = true
	}
	if a.Others, err = compensation.OthersIn(q, c, people, a.Since); err != nil {
		return compensation.Standing{}, err
	}
	if month != "" {
		if a.Month, err = compensation.MonthIn(q, c.ShopID, month, c.ID, paying); err != nil {
			return compensation.Standing{}, err
		}
	}
	paid, refunded, err := order.BoughtIn(q, c.ShopID, c.OrderNo)
	a.Bought = compensation.Bought{Known: paid.Known, Paid: paid.N, Refunded: refunded.N}
	return c.Standing(a, paying), err
}

// monthIn is the month that it is where a shop is.
func (s *Service) monthIn(q db.Queryer, shopID string) (string, error) {
	at, err := shop.GetIn(q, shopID)
	return s.Now().In(at.Location()).Format("2006-01"), err
}

// told is what the record keeps of a change besides who made it and when.
type told struct {
	Remedy    compensation.Remedy `json:"remedy,omitempty"`
	Fen       int64               `json:"fen,omitempty"`
	Reason    string              `json:"reason,omitempty"`
	Statutory string              `json:"statutory,omitempty"`
	Policy    string              `json:"policy,omitempty"`
	Cap       int64               `json:"cap,omitempty"`
	Note      string              `json:"note,omitempty"`
	To        string              `json:"to,omitempty"`
	State     compensation.State  `json:"state,omitempty"`
	Round     int64               `json:"round,omitempty"`
	Number    string              `json:"number,omitempty"`
}

func (t told) of(c compensation.Claim) told {
	t.State, t.Round, t.Number = c.State, c.Round, c.CaseNumber
	if t.Fen == 0 {
		t.Fen = c.Fen
	}
	return t
}

// StoreIn keeps the next version of a claim that is locked, with its audit entry.
func (s *Service) StoreIn(tx *db.Tx, c compensation.Claim, by, verb string, said any) (compensation.Claim, error) {
	c.Version++
	if err := compensation.UpdateIn(tx, c, c.Version-1); err != nil {
		return c, err
	}
	return c, s.record(tx, c, by, verb, said)
}

func (s *Service) record(tx *db.Tx, c compensation.Claim, by, verb string, said any) error {
	s.hintAfter(tx, c)
	return audit.Write(tx, audit.Entry{Subject: "compensation/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "compensation." + verb, Payload: said})
}

func (s *Service) hintAfter(tx *db.Tx, c compensation.Claim) {
	tx.AfterCommit(func() { s.Hint(ShopTopic(c.ShopID), Hint{"compensation", c.ID, c.CaseID}) })
}
