package complaint

import (
	"cmp"
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// merge puts c to rest because kept is about the same.
func (c Case) merge(kept Case) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	switch {
	case c.ID == kept.ID:
		return c, fault.Field("into", "case.merge_itself")
	case c.ShopID != kept.ShopID || c.CustomerID != kept.CustomerID:
		return c, fault.Field("into", "case.merge_other_buyer")
	}
	if err := kept.mustBeOpen(); err != nil {
		return c, err
	}
	c.MergedInto, c.MergedStage = kept.ID, c.Stage
	c.Stage, c.ClosedHow = Closed, ClosedMerged
	return c, nil
}

// split takes a merge back.
func (c Case) split() (Case, error) {
	if c.MergedInto == "" {
		return c, fault.New(fault.Conflict, "case.not_merged")
	}
	c.Stage, c.ClosedHow = c.MergedStage, ""
	c.MergedInto, c.MergedStage = "", ""
	return c, nil
}

// Merge puts a case to rest because another one of the same buyer is about the
// same. Its commitments, tickets and compensations count for the other one from then on. Split takes it
// back.
func (s *Service) Merge(ctx context.Context, id string, version int64, into string) (Case, error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return Case{}, err
	}
	return s.change(ctx, id, version, "merge", told{Case: into}, func(tx *db.Tx, c Case) (Case, error) {
		kept, err := get(tx, scope, into, tx.ForUpdate())
		if err != nil {
			return c, err
		}
		if c, err = c.merge(kept); err != nil {
			return c, err
		}
		if below, err := MergedIn(tx, c.ID); err != nil || len(below) > 0 {
			return c, cmp.Or(err, error(fault.New(fault.Conflict, "case.merge_chain")))
		}
		moved, err := s.Owed.MergeIn(tx, actor.ID, c.ID, kept.carried())
		if err != nil {
			return c, err
		}
		return c, s.absorb(tx, kept, c, actor.ID, moved)
	})
}

// absorb stores what a merge does to the case that is kept: what is owed there
// now withdraws a question whether it is solved.
func (s *Service) absorb(tx *db.Tx, kept, merged Case, by string, owed int64) error {
	if owed > 0 && kept.Stage == Verifying {
		kept = kept.back(Fulfilling)
	}
	kept, err := s.store(tx, kept, by, "absorb", told{Case: merged.ID, Number: merged.Number})
	if err != nil {
		return err
	}
	return s.event(tx, kept, kept.step(), "case.merged", map[string]string{"number": merged.Number, "into": kept.Number})
}

// Split takes a merge back: the case goes on where it was, with what
// was made for it.
func (s *Service) Split(ctx context.Context, id string, version int64) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "split", told{}, func(tx *db.Tx, c Case) (Case, error) {
		into := c.MergedInto
		c, err := c.split()
		if err != nil {
			return c, err
		}
		kept, err := get(tx, identity.Everything, into, tx.ForUpdate())
		if err != nil {
			return c, err
		}
		if err := s.Owed.SplitIn(tx, actor.ID, c.carried(), kept.ID); err != nil {
			return c, err
		}
		if kept, err = s.store(tx, kept, actor.ID, "release", told{Case: c.ID, Number: c.Number}); err != nil {
			return c, err
		}
		if c.Outcome == Asked {
			c.OutcomeRound++ // its clocks may have run out while it slept
			if err := s.windOutcome(tx, c); err != nil {
				return c, err
			}
		}
		return c, s.event(tx, c, c.step(), "case.split", map[string]string{"number": c.Number, "into": kept.Number})
	})
}
