package compensation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Standing is what else there is when a claim is looked at. Amounts are fen, and do
// not count the claim itself. While a claim is made or approved they are of all
// claims that stand; in the moment of paying of those that are paid or on their
// way, so that the first that is paid has the room that there is.
type Standing struct {
	Case    int64 // of the same case
	Order   int64 // of the same order
	Others  int64 // of the same case, or of the same buyer within the window
	Times   int64 // cases besides this one in which the buyer was compensated within the window
	Month   int64 // of the shop, in the month whose budget is used
	Ceiling int64 // the most that the policy allowed for the case in a claim that stands; less than 0 if it was never asked
	Bought  Bought
}

// Other is as much of another claim as adding up needs.
type Other struct {
	ID, CaseID, ShopID, CustomerID, OrderNo string
	Fen, Cap                                int64
	State                                   State
	MadeAt                                  time.Time
}

// Around is what is known around a claim when it is looked at.
type Around struct {
	Others []Other         // of the same case, order or buyer; the claim itself may be among them
	Person map[string]bool // ids of customers who are the same buyer
	Since  time.Time       // when the window began
	Month  int64           // see [Standing]
	Bought Bought
}

// Standing adds up what else there is for a claim; paying says that it is about to
// be paid.
func (c Claim) Standing(a Around, paying bool) Standing {
	s := Standing{Month: a.Month, Bought: a.Bought, Ceiling: -1}
	cases := map[string]bool{}
	for _, o := range a.Others {
		if o.ID == c.ID || !o.State.stands() {
			continue
		}
		inCase := o.CaseID == c.CaseID
		if inCase {
			s.Ceiling = max(s.Ceiling, o.Cap)
		}
		if paying && o.State != Paying && o.State != Paid {
			continue
		}
		if inCase {
			s.Case += o.Fen
		}
		if c.OrderNo != "" && o.OrderNo == c.OrderNo && o.ShopID == c.ShopID {
			s.Order += o.Fen
		}
		recent := a.Person[o.CustomerID] && !o.MadeAt.Before(a.Since)
		if inCase || recent {
			s.Others += o.Fen
		}
		if recent && !inCase {
			cases[o.CaseID] = true
		}
	}
	s.Times = int64(len(cases))
	return s
}

// Bought is what is known of the order of a claim.
type Bought struct {
	Known    bool
	Paid     int64
	Refunded int64 // by other ways
}

// weigh says how heavy a claim is together with what it may be a part of, and how
// many people it needs.
func (c Claim) weigh(r limits.Rules, s Standing) Claim {
	c.Weight = r.Weigh(c.Fen+s.Others, s.Times, c.Severity)
	c.Needs = r.Needs(c.Weight)
	return c
}

// within refuses more for a case than the policy allows, and more for an order than
// was paid unless the law asks for it.
func (c Claim) within(r limits.Rules, s Standing) error {
	return c.below(c.Policy.Cap, r, s)
}

// withinNow is within for the moment of paying: what counts then is the most that
// the policy allowed for the case.
func (c Claim) withinNow(r limits.Rules, s Standing) error {
	return c.below(max(c.Policy.Cap, s.Ceiling), r, s)
}

// below refuses more than a ceiling of the policy, or, if that is less than 0 because
// nobody asked it, than a shop allows without.
func (c Claim) below(ceiling int64, r limits.Rules, s Standing) error {
	switch {
	case ceiling < 0 && c.Fen+s.Case > r.NoPolicyFen:
		return fault.Field("amount_fen", "compensation.beyond_no_policy", "max", limits.Yuan(r.NoPolicyFen), "used", limits.Yuan(s.Case))
	case ceiling >= 0 && c.Fen+s.Case > ceiling:
		return fault.Field("amount_fen", "compensation.beyond_policy", "max", limits.Yuan(ceiling), "used", limits.Yuan(s.Case))
	}
	if b := s.Bought; c.Statutory == "" && b.Known && c.Fen+s.Order+b.Refunded > b.Paid {
		return fault.Field("amount_fen", "compensation.beyond_paid", "paid", limits.Yuan(b.Paid), "used", limits.Yuan(s.Order+b.Refunded))
	}
	return nil
}

// affords refuses what the budget of the month has no room for.
func (c Claim) affords(r limits.Rules, s Standing) error {
	if r.BudgetFen > 0 && c.Fen+s.Month > r.BudgetFen {
		return fault.New(fault.Conflict, "compensation.budget_spent", "budget", limits.Yuan(r.BudgetFen), "left", limits.Yuan(max(r.BudgetFen-s.Month, 0)))
	}
	return nil
}
