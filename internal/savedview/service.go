package savedview

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of saved views.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
}

// List returns the actor's own views and those shared in their shops, the
// oldest first.
func (s *Service) List(ctx context.Context) ([]View, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return nil, err
	}
	return visible(s.DB.Reader(ctx), actor.ID, scope)
}

// Create names a view. The same key makes one view, however often it comes.
func (s *Service) Create(ctx context.Context, key string, d Draft) (v View, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return v, err
	}
	if d, err = d.clean(); err != nil {
		return v, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := mayShare(ctx, d.ShopID); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, d, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			v, err = get(tx, actor.ID, scope, id, "")
			return err
		}
		n, err := countOwn(tx, actor.ID)
		if err != nil {
			return err
		}
		if n >= MaxOwn {
			return fault.New(fault.Conflict, "saved_view.too_many", "limit", MaxOwn)
		}
		v = View{ID: id, OwnerID: actor.ID, ShopID: d.ShopID, Name: d.Name, Query: d.Query, MadeAt: s.Now(), Version: 1}
		if err := insert(tx, v); err != nil {
			return err
		}
		return s.audit(tx, v, actor.ID, "create")
	})
	return v, err
}

// Change gives a view another name or content, or shares it. version is the one
// that the caller saw.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (v View, err error) {
	if d, err = d.clean(); err != nil {
		return v, err
	}
	err = s.edit(ctx, id, version, func(tx *db.Tx, now View, actor identity.Actor) error {
		if err := mayShare(ctx, d.ShopID); err != nil {
			return err
		}
		v = now
		v.ShopID, v.Name, v.Query, v.Version = d.ShopID, d.Name, d.Query, version+1
		if err := update(tx, v); err != nil {
			return err
		}
		return s.audit(tx, v, actor.ID, "change")
	})
	return v, err
}

// Remove forgets a view. version is the one that the caller saw.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	return s.edit(ctx, id, version, func(tx *db.Tx, v View, actor identity.Actor) error {
		if err := remove(tx, id); err != nil {
			return err
		}
		v.Version++
		return s.audit(tx, v, actor.ID, "remove")
	})
}

// edit loads a view that the actor sees, and refuses who may only look.
func (s *Service) edit(ctx context.Context, id string, version int64, change func(*db.Tx, View, identity.Actor) error) error {
	actor, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		v, err := get(tx, actor.ID, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if err := mayShare(ctx, v.ShopID); err != nil {
			return err
		}
		if v.Version != version {
			return fault.New(fault.Conflict, "saved_view.changed")
		}
		return change(tx, v, actor)
	})
}

// mayShare refuses who does not supervise the shop with which a view is shared.
func mayShare(ctx context.Context, shopID string) error {
	if shopID == "" {
		return nil
	}
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err == nil && !scope.Sees(shopID, "") {
		err = fault.New(fault.Denied, "identity.denied")
	}
	return err
}

func (s *Service) audit(tx *db.Tx, v View, by, verb string) error {
	return audit.Write(tx, audit.Entry{
		Subject: "saved_view/" + v.ID, Version: v.Version, At: s.Now(), Actor: by, Verb: "saved_view." + verb,
		Payload: map[string]string{"name": v.Name, "shop_id": v.ShopID, "query": v.Query},
	})
}
