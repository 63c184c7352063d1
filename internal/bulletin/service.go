package bulletin

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of bulletins.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
}

// Hint is what open screens hear: that what a shift should know has changed.
type Hint struct {
	Kind string `json:"kind"` // "bulletin"
	ID   string `json:"id"`
}

// far is beyond all bulletins.
const far = 1000 * 24 * time.Hour

// OfShop returns the bulletins of a shop that the actor supervises, in force and to
// come.
func (s *Service) OfShop(ctx context.Context, shopID string) ([]Bulletin, error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if !scope.Sees(shopID, "") {
		return nil, fault.New(fault.NotFound, "shop.unknown")
	}
	if _, err := shop.GetIn(q, shopID); err != nil {
		return nil, err
	}
	return holding(q, identity.Scope{Shops: []string{shopID}}, s.Now(), s.Now().Add(far))
}

// HoldingIn returns the bulletins of a scope that are in force at some moment of a
// time.
func HoldingIn(q db.Queryer, scope identity.Scope, from, to time.Time) ([]Bulletin, error) {
	return holding(q, scope, from, to)
}

// Add makes a bulletin of a shop. The same key makes one, however often it comes.
func (s *Service) Add(ctx context.Context, shopID, key string, d Draft) (made Bulletin, err error) {
	actor, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return made, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if !scope.Sees(shopID, "") {
			return fault.New(fault.NotFound, "shop.unknown")
		}
		at, err := shop.GetIn(tx, shopID)
		if err != nil {
			return err
		}
		known, again, err := identity.Once(tx, actor, key, map[string]any{"bulletin": d, "shop": shopID}, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			made, err = get(tx, scope, known, "")
			return err
		}
		clean, err := d.clean(s.Now())
		if err != nil {
			return err
		}
		made = Bulletin{ID: known, ShopID: at.ID}.with(clean, actor.ID, s.Now())
		if err := insert(tx, made); err != nil {
			return err
		}
		return s.told(tx, made, actor, "add")
	})
	return made, err
}

// Change says a bulletin anew; version is the one that the actor has seen.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (Bulletin, error) {
	return s.change(ctx, id, version, "change", func(b Bulletin, by string) (Bulletin, error) {
		clean, err := d.clean(s.Now())
		return b.with(clean, by, s.Now()), err
	})
}

// End lets a bulletin be over before its time.
func (s *Service) End(ctx context.Context, id string, version int64) (Bulletin, error) {
	return s.change(ctx, id, version, "end", func(b Bulletin, by string) (Bulletin, error) { return b.end(by, s.Now()) })
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(Bulletin, string) (Bulletin, error)) (now Bulletin, err error) {
	actor, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return now, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "bulletin.changed")
		}
		if now, err = rule(before, actor.ID); err != nil {
			return err
		}
		if err := update(tx, now); err != nil {
			return err
		}
		return s.told(tx, now, actor, verb)
	})
	return now, err
}

// told records a change, and tells the screens of the shop.
func (s *Service) told(tx *db.Tx, b Bulletin, by identity.Actor, verb string) error {
	tx.AfterCommit(func() { s.Hint("shop:"+b.ShopID, Hint{"bulletin", b.ID}) })
	return audit.Write(tx, audit.Entry{Subject: "bulletin/" + b.ID, Version: b.Version, At: s.Now(), Actor: by.ID, Verb: "bulletin." + verb,
		Payload: map[string]any{"shop": b.ShopID, "kind": b.Kind, "title": b.Title, "text": b.Text, "from": b.StartsAt, "until": b.EndsAt}})
}
