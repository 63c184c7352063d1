package liability

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/dispute/tally"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of responsibility.
type Service struct {
	DB       *db.DB
	Now      func() time.Time
	Hint     func(topic string, hint any) // tells open screens, after a commit
	Evidence *evidence.Service
}

// OfCase returns all that was decided in a case that the actor may read, the newest
// first.
func (s *Service) OfCase(ctx context.Context, caseID string) (c complaint.Case, all []Finding, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return c, nil, err
	}
	q := s.DB.Reader(ctx)
	if c, err = complaint.GetIn(q, scope, caseID); err != nil {
		return c, nil, err
	}
	all, err = OfCaseIn(q, caseID)
	return c, all, err
}

// Decide says who is responsible for an issue of a case, on which grounds. n is that of
// the finding that the caller saw, 0 if there was none. Whoever says the same again, as
// when the answer was lost, is told that it stands.
func (s *Service) Decide(ctx context.Context, caseID string, n int64, d Decision) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	if d, err = d.clean(); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		before, err := lastIn(tx, c.ID, d.Issue)
		if err != nil {
			return err
		}
		f := Finding{CaseID: c.ID, ShopID: c.ShopID, Issue: d.Issue, N: n + 1, Party: d.Party, Grounds: d.Grounds, Items: d.Items, ByID: actor.ID, At: s.Now()}
		switch {
		case before.says(f):
			return nil
		case before.N != n:
			return fault.New(fault.Conflict, "liability.changed")
		case before.Party == "" && d.Party == "":
			return fault.New(fault.Invalid, "liability.nothing_decided")
		}
		if err := s.there(tx, scope, caseID, d.Items); err != nil {
			return err
		}
		return s.keepIn(tx, f)
	})
}

// there tells whether items are evidence of a case.
func (s *Service) there(tx *db.Tx, scope identity.Scope, caseID string, items []string) error {
	sec, err := s.Evidence.SectionIn(tx, scope, caseID)
	if err != nil {
		return err
	}
	for _, id := range items {
		if !slices.ContainsFunc(sec.Items, func(i evidence.Item) bool { return i.ID == id }) {
			return fault.Field("items", "liability.item_unknown")
		}
	}
	return nil
}

func (s *Service) keepIn(tx *db.Tx, f Finding) error {
	if err := insert(tx, f); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Hint("shop:"+f.ShopID, evidence.Hint{Kind: "evidence", ID: f.CaseID}) })
	return audit.Write(tx, audit.Entry{Subject: "liability/" + f.CaseID + "/" + f.Issue, Version: f.N, At: f.At, Actor: f.ByID, Verb: "liability.decide",
		Payload: map[string]any{"case_id": f.CaseID, "issue": f.Issue, "party": f.Party, "grounds": f.Grounds, "evidence": f.Items}})
}

// Count is how many findings of a month stand with a party.
type Count struct {
	Month string // as 2026-11
	Issue string
	Party Party
	N     int64
}

// Tally counts the findings that stand of a shop, by the month in which they were decided
// there, by issue and by party. It names the last n months, at most [tally.MaxMonths],
// the oldest first.
func (s *Service) Tally(ctx context.Context, shopID string, n int) (months []string, all []Count, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return nil, nil, err
	}
	if !scope.Sees(shopID, "") {
		return nil, nil, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	at, err := shop.GetIn(q, shopID)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range tally.Months(min(max(n, 1), tally.MaxMonths), s.Now(), at.Location()) {
		of, err := countsIn(q, shopID, m)
		if err != nil {
			return nil, nil, err
		}
		months, all = append(months, m.Name), append(all, of...)
	}
	return months, all, nil
}
