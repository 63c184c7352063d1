package dispute

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/dispute/tally"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Clocks are the rules of a shop. Version is 0 while it says nothing itself.
type Clocks struct {
	Rules   []Rule
	Version int64
}

// Rules returns the clocks of a shop in which the actor reads disputes.
func (s *Service) Rules(ctx context.Context, shopID string) (c Clocks, err error) {
	_, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return c, err
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.SeenIn(q, scope, shopID); err != nil {
		return c, err
	}
	own, version, err := ownRules(q, shopID)
	return Clocks{Merge(own), version}, err
}

// SaveRules keeps what a shop says of clocks itself: what it changed of those that are
// delivered, and what it adds. version is the one that the actor has seen. Clocks that
// run stay as they are.
func (s *Service) SaveRules(ctx context.Context, shopID string, version int64, own []Rule) (c Clocks, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeSettings)
	if err != nil {
		return c, err
	}
	if own, err = CheckRules(own); err != nil {
		return c, err
	}
	own = slices.DeleteFunc(own, func(r Rule) bool { return slices.Contains(Shipped, r) })
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.SeenIn(tx, scope, shopID); err != nil {
			return err
		}
		if err := saveRules(tx, shopID, own, version); err != nil {
			return err
		}
		c = Clocks{Merge(own), version + 1}
		tx.AfterCommit(func() { s.Hint("shop:"+shopID, Hint{"dispute", ""}) })
		return audit.Write(tx, audit.Entry{Subject: "dispute_clock/" + shopID, Version: c.Version, At: s.Now(), Actor: actor.ID,
			Verb: "dispute.clocks", Payload: own})
	})
	return c, err
}

// Report tells how the disputes of a shop ended in the last months, at most [tally.MaxMonths].
func (s *Service) Report(ctx context.Context, shopID string, n int) (r tally.Report, err error) {
	_, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return r, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.SeenIn(q, scope, shopID)
	if err != nil {
		return r, err
	}
	for _, m := range tally.Months(min(max(n, 1), tally.MaxMonths), s.Now(), at.Location()) {
		of, err := groups(q, shopID, m.From, m.To)
		if err != nil {
			return r, err
		}
		r.Add(m.Name, of)
	}
	r.Running, err = running(q, shopID)
	return r, err
}
