package complaint

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Commit makes a commitment to the buyer of a case and shows it to them. The
// same key makes one commitment, however often it comes, also after the case has
// closed.
func (s *Service) Commit(ctx context.Context, caseID, key string, d commitment.Draft) (made commitment.Commitment, err error) {
	actor, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return made, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := s.load(tx, scope, caseID)
		if err != nil {
			return err
		}
		if err := owedBy(tx, c.ShopID, d.DepartmentID); err != nil {
			return err
		}
		grace, err := graceIn(tx, c.ShopID)
		if err != nil {
			return err
		}
		var fresh bool
		if made, fresh, err = s.Commitments.MakeIn(tx, actor.ID, key, c.forCommitments(), d, grace); err != nil || !fresh {
			return err
		}
		next, err := c.commit()
		if err != nil {
			return err
		}
		return s.committed(tx, next, actor, made)
	})
	return made, err
}

// Keep settles a commitment as kept.
func (s *Service) Keep(ctx context.Context, id string, version int64, note string) (commitment.Commitment, error) {
	return s.settle(ctx, identity.CommitmentWrite, func(tx *db.Tx, by identity.Actor, scope identity.Scope) (commitment.Commitment, error) {
		return s.Commitments.KeepIn(tx, scope, by.ID, id, version, note)
	})
}

// Waive settles a commitment without its being kept, for a reason.
func (s *Service) Waive(ctx context.Context, id string, version int64, reason string) (commitment.Commitment, error) {
	return s.settle(ctx, identity.CommitmentWaive, func(tx *db.Tx, by identity.Actor, scope identity.Scope) (commitment.Commitment, error) {
		return s.Commitments.WaiveIn(tx, scope, by.ID, id, version, reason)
	})
}

// Update puts a new commitment in the place of one that cannot be kept as it
// is, and shows it to the buyer.
func (s *Service) Update(ctx context.Context, id string, version int64, d commitment.Draft, note string) (next commitment.Commitment, err error) {
	actor, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return next, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		next, err = s.UpdateIn(tx, actor, scope, id, version, d, note)
		return err
	})
	return next, err
}

// UpdateIn is [Service.Update] as part of tx, for an actor who holds the
// permission to write commitments in scope.
func (s *Service) UpdateIn(tx *db.Tx, actor identity.Actor, scope identity.Scope, id string, version int64, d commitment.Draft, note string) (next commitment.Commitment, err error) {
	old, err := commitment.GetIn(tx, scope, id)
	if err != nil {
		return next, err
	}
	c, err := s.load(tx, scope, old.CaseID)
	if err != nil {
		return next, err
	}
	after, err := c.commit()
	if err != nil {
		return next, err
	}
	if err := owedBy(tx, c.ShopID, d.DepartmentID); err != nil {
		return next, err
	}
	grace, err := graceIn(tx, c.ShopID)
	if err != nil {
		return next, err
	}
	if next, err = s.Commitments.ReplaceIn(tx, scope, actor.ID, id, version, d, note, grace); err != nil {
		return next, err
	}
	return next, s.committed(tx, after, actor, next)
}

// owedBy makes sure that a department, if one is named, belongs to the shop.
func owedBy(q db.Queryer, shopID, departmentID string) error {
	if departmentID == "" {
		return nil
	}
	_, err := shop.DepartmentIn(q, shopID, departmentID)
	if fault.KindOf(err) == fault.NotFound {
		return fault.Field("department_id", "commitment.department_unknown")
	}
	return err
}

func (s *Service) settle(ctx context.Context, p identity.Permission, settle func(*db.Tx, identity.Actor, identity.Scope) (commitment.Commitment, error)) (c commitment.Commitment, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = settle(tx, actor, scope); err != nil {
			return err
		}
		of, err := get(tx, identity.Everything, c.CaseID, "")
		if err != nil {
			return err
		}
		return s.event(tx, of, c.ID, "commitment."+string(c.State), map[string]string{"text": c.Text, "note": c.Note})
	})
	return c, err
}

// committed stores what a new commitment did to its case and shows the card.
func (s *Service) committed(tx *db.Tx, c Case, by identity.Actor, made commitment.Commitment) error {
	if _, err := s.store(tx, c, by.ID, "commit", told{CommitmentID: made.ID}); err != nil {
		return err
	}
	return s.card(tx, c.ConversationID, by, "commitment", made.ID, made.ID, made.Text)
}

func (c Case) forCommitments() commitment.Case {
	return commitment.Case{ID: c.ID, ShopID: c.ShopID, CustomerID: c.CustomerID, ConversationID: c.ConversationID, OwnerID: c.OwnerID}
}

// graceIn is how long after its due time a commitment may still be updated
// without being broken, a setting of the shop.
func graceIn(q db.Queryer, shopID string) (time.Duration, error) {
	at, err := shop.GetIn(q, shopID)
	return time.Duration(at.Settings.CommitmentGraceMinutes) * time.Minute, err
}
