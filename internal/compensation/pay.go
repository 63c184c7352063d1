package compensation

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Begin lets a claim be paid. given are its approvals, and may is up to which weight
// those whose limits they used may approve now. s counts what is paid or on its way.
//
// Where limits were lowered since, so that the approvals are not enough any more,
// back is true: the claim waits for its approval again, in a new round. Budgets and
// sums that have no room are faults.
func (c Claim) Begin(given []Approval, may func(id string) int64, r limits.Rules, s Standing, now time.Time) (_ Claim, back bool, err error) {
	if c.State != Approved {
		return c, false, c.notNow()
	}
	if err := c.withinNow(r, s); err != nil {
		return c, false, err
	}
	if err := c.affords(r, s); err != nil {
		return c, false, err
	}
	c = c.weigh(r, s)
	if c.ChangedAt = now; !c.agreed(given, may) {
		c.State, c.Round, c.Clock, c.AskedID, c.OverdueAt = Waiting, c.Round+1, c.Clock+1, "", time.Time{}
		c.Month, c.DecidedAt, c.DecidedBy = "", time.Time{}, ""
		level, ok := r.Level(c.Weight)
		if c.Level = level; !ok {
			c.Level = len(r.Levels) - 1
		}
		return c, true, nil
	}
	c.State = Paying
	return c, false, nil
}

// agreed tells whether approvals are still enough.
func (c Claim) agreed(given []Approval, may func(id string) int64) bool {
	given = c.counting(given)
	n, full := int64(0), false
	for _, a := range given {
		fen := may(a.For)
		if fen <= 0 || slices.Contains(c.Authors, a.By) || slices.Contains(c.Authors, a.For) {
			continue
		}
		n++
		full = full || fen >= c.Weight
	}
	return full && n >= c.Needs
}

// Settle ends a claim whose buyer has got what they were to get.
func (c Claim) Settle(now time.Time) (Claim, error) {
	if c.State != Paying {
		return c, c.notNow()
	}
	c.State, c.PaidAt, c.ChangedAt, c.Note = Paid, now, now, ""
	return c, nil
}

// Unpaid takes a claim back to where it is to be paid: it is certain that nothing
// was paid. why may be empty.
func (c Claim) Unpaid(why string, now time.Time) (Claim, error) {
	if c.State != Paying {
		return c, fault.New(fault.Conflict, "compensation.not_now")
	}
	c.State, c.Note, c.ChangedAt = Approved, why, now
	return c, nil
}
