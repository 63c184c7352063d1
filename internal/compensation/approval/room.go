package approval

import (
	"context"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Room is what else there is in a case for somebody who is about to claim, or to
// change a claim.
type Room struct {
	Of    compensation.Claim // without a content
	Rules limits.Rules
	compensation.Standing
}

// For returns the most that a draft may be, in fen, and what keeps it from being
// more.
func (r Room) For(d compensation.Draft) (fen int64, by compensation.Bound) {
	c := r.Of
	c.Draft = d
	return c.Room(r.Rules, r.Standing)
}

// Room reads it for a case; changed is the claim that is changed, "" for a new one.
// Nothing is locked: the claim itself is looked at again.
func (s *Service) Room(ctx context.Context, caseID, orderNo, changed string) (out Room, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationClaim)
	if err != nil {
		return out, err
	}
	q := s.DB.Reader(ctx)
	of, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return out, err
	}
	if orderNo == "" {
		orderNo = of.OrderNo
	}
	if out.Rules, _, err = limits.In(q, of.ShopID); err != nil {
		return out, err
	}
	out.Of = compensation.Claim{ID: changed, CaseID: of.ID, ShopID: of.ShopID, CustomerID: of.CustomerID, Severity: string(of.Severity),
		Draft: compensation.Draft{OrderNo: orderNo}}
	out.Standing, err = s.standing(q, out.Of, out.Rules, "", false)
	return out, err
}
