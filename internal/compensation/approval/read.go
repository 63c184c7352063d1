package approval

import (
	"context"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// View is a claim with what a screen needs to know beside it.
type View struct {
	compensation.Claim
	Approvals []compensation.Approval // of all rounds, oldest first
	Asked     []Approver              // whose word it waits for, those of its level first
	AsksMe    bool                    // the actor is one of them
	LevelRole string                  // id of the role that is asked
	Summary   string                  // of the case
	Scenario  string
	History   []compensation.Claim // of the same buyer, in other cases; newest first
}

// Get returns a claim that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (v View, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return v, err
	}
	q := s.DB.Reader(ctx)
	c, err := compensation.GetIn(q, scope, id)
	if err != nil {
		return v, err
	}
	all, err := s.views(q, actor, []compensation.Claim{c})
	if err != nil {
		return v, err
	}
	return all[0], nil
}

// See returns a claim that the actor has just changed as they see it.
func (s *Service) See(ctx context.Context, c compensation.Claim) (v View, err error) {
	actor, _ := identity.From(ctx)
	all, err := s.views(s.DB.Reader(ctx), actor, []compensation.Claim{c})
	if err != nil {
		return v, err
	}
	return all[0], nil
}

// OfCase returns the claims of a case, oldest first.
func (s *Service) OfCase(ctx context.Context, caseID string) ([]View, error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	of, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return nil, err
	}
	all, err := compensation.OfCaseIn(q, of.ID)
	if err != nil {
		return nil, err
	}
	return s.views(q, actor, all)
}

// pageLen is the number of claims of one page, and maxLooked how many are looked
// through for it.
const (
	pageLen   = 30
	maxLooked = 300
)

// Waiting returns claims in the order in which they are to be dealt with, from a spot
// on, at most 30. mine narrows it to those that wait for the actor's word.
func (s *Service) Waiting(ctx context.Context, f compensation.Filter, mine bool, after compensation.Spot) (page []View, next compensation.Spot, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return nil, next, err
	}
	q := s.DB.Reader(ctx)
	for looked := 0; looked < maxLooked; looked += pageLen {
		some, err := compensation.WaitingIn(q, scope, f, after, pageLen)
		if err != nil {
			return nil, next, err
		}
		views, err := s.views(q, actor, some)
		if err != nil {
			return nil, next, err
		}
		for _, v := range views {
			after = v.WaitingSpot()
			if !mine || v.AsksMe {
				page = append(page, v)
			}
			if len(page) == pageLen {
				return page, after, nil
			}
		}
		if len(some) < pageLen {
			return page, compensation.Spot{}, nil
		}
	}
	return page, after, nil
}

// Ledger returns claims, the newest first, from a spot on, at most limit; more says
// that there are others. It knows nothing of cases.
func (s *Service) Ledger(ctx context.Context, f compensation.Filter, after compensation.Spot, limit int) (page []View, more bool, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return nil, false, err
	}
	q := s.DB.Reader(ctx)
	all, err := compensation.MadeIn(q, scope, f, after, limit+1)
	if err != nil {
		return nil, false, err
	}
	more = len(all) > limit
	all = all[:min(len(all), limit)]
	ids := make([]string, 0, len(all))
	for _, c := range all {
		ids = append(ids, c.ID)
	}
	given, err := compensation.ApprovalsIn(q, ids)
	for _, c := range all {
		page = append(page, View{Claim: c, Approvals: given[c.ID]})
	}
	return page, more, err
}

// views reads what stands beside claims.
func (s *Service) views(q db.Queryer, actor identity.Actor, all []compensation.Claim) ([]View, error) {
	ids := make([]string, 0, len(all))
	for _, c := range all {
		ids = append(ids, c.ID)
	}
	given, err := compensation.ApprovalsIn(q, ids)
	if err != nil {
		return nil, err
	}
	out := make([]View, 0, len(all))
	for _, c := range all {
		v := View{Claim: c, Approvals: given[c.ID]}
		of, err := complaint.GetIn(q, identity.Everything, c.CaseID)
		if err != nil {
			return nil, err
		}
		v.Summary, v.Scenario = of.Summary, of.Scenario
		if c.State == compensation.Waiting {
			if v, err = s.asking(q, actor, v); err != nil {
				return nil, err
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// asking reads whose word a claim waits for, and what its buyer had before.
func (s *Service) asking(q db.Queryer, actor identity.Actor, v View) (View, error) {
	r, _, err := limits.In(q, v.ShopID)
	if err != nil {
		return v, err
	}
	v.LevelRole = r.Levels[min(v.Level, len(r.Levels)-1)].Role
	all, err := s.approversIn(q, v.Claim, r, v.Approvals)
	if err != nil {
		return v, err
	}
	for _, a := range all {
		v.AsksMe = v.AsksMe || a.ID == actor.ID
	}
	for _, first := range []bool{true, false} {
		for _, a := range all {
			if (a.Level == v.Level || a.ID == v.AskedID) == first {
				v.Asked = append(v.Asked, a)
			}
		}
	}
	head, err := customer.HeadIn(q, identity.Everything, v.CustomerID)
	if err != nil {
		return v, err
	}
	members, err := customer.MembersIn(q, head.ID)
	if err != nil {
		return v, err
	}
	people := make([]string, 0, len(members))
	for _, m := range members {
		people = append(people, m.ID)
	}
	had, err := compensation.HistoryIn(q, identity.Scope{Shops: []string{v.ShopID}}, people)
	for _, c := range had {
		if c.CaseID != v.CaseID {
			v.History = append(v.History, c)
		}
	}
	return v, err
}
