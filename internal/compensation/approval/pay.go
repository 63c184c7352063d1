package approval

import (
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// OpenIn locks the rules of a shop and a claim in it, in this order, and holds the
// caller to the version that they saw; 0 is any.
func (s *Service) OpenIn(tx *db.Tx, scope identity.Scope, id string, version int64) (compensation.Claim, error) {
	in, err := s.open(tx, scope, id)
	if err == nil && version != 0 && in.c.Version != version {
		err = fault.New(fault.Conflict, "compensation.changed")
	}
	return in.c, err
}

// BeginIn lets a claim that is locked by [Service.OpenIn] be paid, if its approvals,
// the budget and the sums still allow it. Where the approvals are not enough any
// more, back is true: the claim waits for others again.
func (s *Service) BeginIn(tx *db.Tx, c compensation.Claim, by string) (_ compensation.Claim, back bool, err error) {
	r, given, standing, err := s.before(tx, c)
	if err != nil {
		return c, false, err
	}
	may, err := s.mayNow(tx, r, c, given)
	if err != nil {
		return c, false, err
	}
	if c, back, err = c.Begin(given, may, r, standing, s.Now()); err != nil {
		return c, false, err
	}
	if back {
		return s.backIn(tx, c, r, by)
	}
	c, err = s.StoreIn(tx, c, by, "begin", told{}.of(c))
	return c, false, err
}

// StillIn is whether a claim that is about to be paid may be paid yet; where not, it
// goes back to those who approve, or to where it is to be paid with why it is not.
func (s *Service) StillIn(tx *db.Tx, c compensation.Claim) (_ compensation.Claim, still bool, err error) {
	r, given, standing, err := s.before(tx, c)
	if err != nil {
		return c, false, err
	}
	may, err := s.mayNow(tx, r, c, given)
	if err != nil {
		return c, false, err
	}
	asked := c
	asked.State = compensation.Approved
	next, back, err := asked.Begin(given, may, r, standing, s.Now())
	switch {
	case fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.Invalid:
		c, err = s.UnpaidIn(tx, c, identity.SystemID, fault.CodeOf(err))
		return c, false, err
	case err != nil:
		return c, false, err
	case back:
		c, _, err = s.backIn(tx, next, r, identity.SystemID)
		return c, false, err
	}
	return c, true, nil
}

func (s *Service) before(tx *db.Tx, c compensation.Claim) (r limits.Rules, given []compensation.Approval, standing compensation.Standing, err error) {
	if r, _, err = limits.In(tx, c.ShopID); err != nil {
		return r, nil, standing, err
	}
	all, err := compensation.ApprovalsIn(tx, []string{c.ID})
	if err != nil {
		return r, nil, standing, err
	}
	standing, err = s.standing(tx, c, r, c.Month, true)
	return r, all[c.ID], standing, err
}

// backIn asks for approvals again, because limits were lowered since.
func (s *Service) backIn(tx *db.Tx, c compensation.Claim, r limits.Rules, by string) (compensation.Claim, bool, error) {
	c, err := s.ask(tx, c, r)
	if err != nil {
		return c, true, err
	}
	if c, err = s.StoreIn(tx, c, by, "back", told{}.of(c)); err != nil {
		return c, true, err
	}
	return c, true, s.Line(tx, c, "compensation.back", by)
}

// mayNow reads up to which weight those who have approved a claim may approve now.
func (s *Service) mayNow(q db.Queryer, r limits.Rules, c compensation.Claim, given []compensation.Approval) (func(string) int64, error) {
	now := map[string]int64{}
	for _, a := range given {
		fen, err := LimitIn(q, r, c.ShopID, a.For)
		if err != nil {
			return nil, err
		}
		now[a.For] = fen
	}
	return func(id string) int64 { return now[id] }, nil
}

// SettleIn ends a claim whose buyer has got what they were to get.
func (s *Service) SettleIn(tx *db.Tx, c compensation.Claim, by string) (compensation.Claim, error) {
	c, err := c.Settle(s.Now())
	if err != nil {
		return c, err
	}
	if c, err = s.StoreIn(tx, c, by, "settle", told{}.of(c)); err != nil {
		return c, err
	}
	return c, s.decided(tx, c, by, "compensation.paid")
}

// UnpaidIn takes a claim of which it is certain that nothing was paid back to where it
// is to be paid. why is a code or what somebody has written.
func (s *Service) UnpaidIn(tx *db.Tx, c compensation.Claim, by, why string) (compensation.Claim, error) {
	c, err := c.Unpaid(why, s.Now())
	if err != nil {
		return c, err
	}
	c, err = s.StoreIn(tx, c, by, "unpaid", told{Note: why}.of(c))
	return c, err
}
