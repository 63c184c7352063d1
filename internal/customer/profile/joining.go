package profile

import (
	"context"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Pair names two customers to be joined, in the versions that the caller saw.
type Pair struct {
	SourceID, TargetID           string
	SourceVersion, TargetVersion int64
}

// Join says that two customers are the same person. Nothing moves: the team
// sees what is known of both together, under the target, and buyers see what
// they saw before. The same key joins once.
func (s *Service) Join(ctx context.Context, key string, p Pair) (j Joining, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerWrite)
	if err != nil {
		return j, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		id, again, err := identity.Once(tx, actor, "join/"+key, p, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			j, err = joining(tx, scope, id, "")
			return err
		}
		target, source, err := lockPair(tx, scope, p)
		if err != nil {
			return err
		}
		j = Joining{ID: id, ShopID: target.ShopID, SourceID: source.ID, TargetID: target.ID, By: actor.ID, At: s.Now(), Version: 1}
		if _, err := tx.Exec(`INSERT INTO customer_joining (id, shop_id, source_id, target_id, joined_by, joined_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			j.ID, j.ShopID, j.SourceID, j.TargetID, j.By, db.Millis(j.At), j.Version); err != nil {
			return err
		}
		if err := s.Customers.JoinIn(tx, source, target.ID, actor.ID); err != nil {
			return err
		}
		if _, err := s.Customers.ChangeIn(tx, target, actor.ID, "joined", map[string]string{"from_id": source.ID}); err != nil {
			return err
		}
		return s.auditJoining(tx, j, actor.ID, "join")
	})
	return j, err
}

// lockPair locks two heads in the order of their ids.
func lockPair(tx *db.Tx, scope identity.Scope, p Pair) (target, source customer.Customer, err error) {
	lockTarget := func() (err error) {
		target, err = customer.LockHeadIn(tx, scope, p.TargetID, p.TargetVersion)
		return err
	}
	lockSource := func() (err error) {
		source, err = customer.LockHeadIn(tx, scope, p.SourceID, p.SourceVersion)
		return err
	}
	order := []func() error{lockTarget, lockSource}
	if p.SourceID < p.TargetID {
		order[0], order[1] = order[1], order[0]
	}
	for _, lock := range order {
		if err := lock(); err != nil {
			return target, source, err
		}
	}
	switch {
	case target.ID == source.ID:
		return target, source, fault.Field("source_id", "customer.join_itself")
	case target.ShopID != source.ShopID:
		return target, source, fault.Field("source_id", "customer.join_other_shop")
	}
	return target, source, nil
}

// UndoJoining takes a joining back: each has again what was theirs. What was
// added meanwhile stays with whom it was added to.
func (s *Service) UndoJoining(ctx context.Context, id string, version int64) (j Joining, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerWrite)
	if err != nil {
		return j, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if j, err = joining(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		switch {
		case !j.UndoneAt.IsZero():
			return fault.New(fault.Conflict, "customer.joining_undone")
		case j.Version != version:
			return fault.New(fault.Conflict, "customer.changed")
		}
		j.UndoneBy, j.UndoneAt, j.Version = actor.ID, s.Now(), j.Version+1
		if _, err := tx.Exec(`UPDATE customer_joining SET undone_by = ?, undone_at = ?, version = ? WHERE id = ?`,
			j.UndoneBy, db.Millis(j.UndoneAt), j.Version, j.ID); err != nil {
			return err
		}
		if err := s.part(tx, j, actor.ID); err != nil {
			return err
		}
		return s.auditJoining(tx, j, actor.ID, "undo")
	})
	return j, err
}

func (s *Service) part(tx *db.Tx, j Joining, by string) error {
	source, err := customer.GetIn(tx, j.SourceID)
	if err != nil {
		return err
	}
	head, err := customer.HeadIn(tx, identity.Everything, source.ID)
	if err != nil {
		return err
	}
	if err := s.Customers.JoinIn(tx, source, "", by); err != nil || head.ID == source.ID {
		return err
	}
	if head, err = customer.GetIn(tx, head.ID); err != nil {
		return err
	}
	_, err = s.Customers.ChangeIn(tx, head, by, "parted", map[string]string{"from_id": source.ID})
	return err
}

func (s *Service) auditJoining(tx *db.Tx, j Joining, by, verb string) error {
	s.hintAfter(tx, customer.Customer{ID: j.SourceID, ShopID: j.ShopID})
	s.hintAfter(tx, customer.Customer{ID: j.TargetID, ShopID: j.ShopID})
	return audit.Write(tx, audit.Entry{
		Subject: "customer_joining/" + j.ID, Version: j.Version, At: s.Now(), Actor: by, Verb: "customer_joining." + verb,
		Payload: map[string]string{"source_id": j.SourceID, "target_id": j.TargetID},
	})
}

func joining(q db.Queryer, scope identity.Scope, id, lock string) (Joining, error) {
	where, args := scope.Where("j.shop_id", "")
	return db.One(q, scanJoining, `SELECT `+joiningColumns+` FROM customer_joining j WHERE j.id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}
