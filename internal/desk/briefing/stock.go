package briefing

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Taker is somebody who could take over.
type Taker struct {
	identity.Colleague
	Next roster.Duty // the shift that they are in or that comes next within a day; zero if none
}

// Stock is what somebody could hand over in a shop, and to whom.
type Stock struct {
	Shop   shop.Shop
	Cases  []Owned
	Talks  []Talk
	Takers []Taker // who works now or next first
}

// Stock returns what the actor owns in a shop: open cases with their commitments, and
// conversations whose buyers wait.
func (s *Service) Stock(ctx context.Context, shopID string) (k Stock, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return k, err
	}
	if scope = scope.In(shopID); scope.Empty() {
		return k, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	if k.Shop, err = shop.GetIn(q, shopID); err != nil {
		return k, err
	}
	if k.Cases, err = withPromises(q, scope, actor.ID); err != nil {
		return k, err
	}
	if k.Talks, err = talks(q, scope, actor.ID, map[string]shop.Shop{shopID: k.Shop}); err != nil {
		return k, err
	}
	k.Takers, err = s.takers(q, actor.ID, shopID)
	return k, err
}

// withPromises returns open cases with their open commitments.
func withPromises(q db.Queryer, scope identity.Scope, userID string) ([]Owned, error) {
	cases, err := ownedCases(q, scope, userID)
	if err != nil {
		return nil, err
	}
	owed, err := owedBy(q, scope, userID, time.UnixMilli(1<<45))
	for _, o := range owed {
		i := slices.IndexFunc(cases, func(c Owned) bool { return c.CaseID == o.CaseID })
		if i >= 0 {
			cases[i].Commitments = append(cases[i].Commitments, o)
		}
	}
	return cases, err
}

// takers are the colleagues who may own cases of a shop.
func (s *Service) takers(q db.Queryer, but, shopID string) (all []Taker, err error) {
	people, err := identity.Colleagues(q, identity.CaseWrite, shopID)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	duties, err := roster.ComingIn(q, shopID, now, now.Add(lastDay))
	for _, each := range people {
		if each.ID == but {
			continue
		}
		one := Taker{Colleague: each}
		if i := slices.IndexFunc(duties, func(d roster.Duty) bool { return d.Entry.UserID == each.ID }); i >= 0 {
			one.Next = duties[i]
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b Taker) int {
		switch {
		case a.Next.StartsAt.IsZero() == b.Next.StartsAt.IsZero():
			return a.Next.StartsAt.Compare(b.Next.StartsAt)
		case a.Next.StartsAt.IsZero():
			return 1
		}
		return -1
	})
	return all, err
}

// Faces returns what the items of a sheet are called. The caller has made sure that
// the actor may see the sheet.
func (s *Service) Faces(ctx context.Context, one sheet.Sheet) (map[string]Face, error) {
	return facesOf(s.DB.Reader(ctx), []sheet.Sheet{one})
}
