package shop

import (
	"context"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of shops.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
}

// maxVisible is how many shops one screen shows.
const maxVisible = 500

// Visible returns the shops in which the actor may do anything at all, by key,
// at most 500.
func (s *Service) Visible(ctx context.Context) ([]Shop, error) {
	scope, err := visible(ctx)
	if err != nil {
		return nil, err
	}
	return list(s.DB.Reader(ctx), scope, "", maxVisible)
}

// visible is where the actor of ctx may do anything at all.
func visible(ctx context.Context) (identity.Scope, error) {
	a, ok := identity.From(ctx)
	if !ok {
		return identity.Scope{}, fault.New(fault.Unauthenticated, "identity.signed_out")
	}
	return a.Anywhere(), nil
}

// List returns the shops that the actor may change, by key, those after one. At
// most 200 are returned, and 50 for a limit of 0.
func (s *Service) List(ctx context.Context, after string, limit int) ([]Shop, error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 50
	}
	return list(s.DB.Reader(ctx), scope, after, min(limit, 200))
}

// Get returns a shop in which the actor may do anything at all.
func (s *Service) Get(ctx context.Context, id string) (Shop, error) {
	scope, err := visible(ctx)
	if err != nil {
		return Shop{}, err
	}
	return get(s.DB.Reader(ctx), scope, id)
}

// GetIn returns a shop for packages that have looked at the scope already.
func GetIn(q db.Queryer, id string) (Shop, error) { return get(q, identity.Everything, id) }

// SeenIn returns a shop in scope; others are not told from those that there are not.
func SeenIn(q db.Queryer, scope identity.Scope, id string) (Shop, error) {
	if !scope.Sees(id, "") {
		return Shop{}, fault.New(fault.NotFound, "shop.unknown")
	}
	return GetIn(q, id)
}

// Held returns a shop in which the actor holds a permission, and the actor.
func Held(ctx context.Context, q db.Queryer, p identity.Permission, id string) (identity.Actor, Shop, error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return actor, Shop{}, err
	}
	at, err := SeenIn(q, scope, id)
	return actor, at, err
}

// maxInScope is how many shops one question looks at.
const maxInScope = 1000

// InScope returns the shops of a scope by key, at most 1000.
func InScope(q db.Queryer, scope identity.Scope) ([]Shop, error) {
	if scope.Empty() {
		return nil, nil
	}
	return list(q, scope, "", maxInScope)
}

// ByKey returns the shop whose widget bears key. The key is public: this needs
// no permission.
func (s *Service) ByKey(ctx context.Context, key string) (Shop, error) {
	if checkKey(key) != nil {
		return Shop{}, fault.New(fault.NotFound, "shop.unknown")
	}
	return byKey(s.DB.Reader(ctx), key)
}

// Create adds a shop.
func (s *Service) Create(ctx context.Context, d Draft) (made Shop, err error) {
	actor, err := identity.RequireAll(ctx, identity.ShopManage)
	if err != nil {
		return made, err
	}
	id, said := s.NewID(), d.told()
	if d.Key == "" {
		d.Key = keyFrom(d.Name, tail(id))
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		earlier, again, err := identity.Once(tx, actor, d.Once, said, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			made, err = GetIn(tx, earlier)
			return err
		}
		made, err = s.createIn(tx, actor, id, d)
		return err
	})
	return made, err
}

// CreateFirstIn adds the shop that the house begins with, as part of its
// set-up. The fault names the field of the set-up form.
func (s *Service) CreateFirstIn(tx *db.Tx, by identity.Actor, name string) (Shop, error) {
	if _, err := checkName(name); err != nil {
		return Shop{}, fault.Field("shop_name", "shop.name_length", "max", maxName)
	}
	id := s.NewID()
	key := keyFrom(name, "")
	if _, err := byKey(tx, key); err == nil {
		key = keyFrom(name, tail(id)) // made earlier on the command line
	}
	return s.createIn(tx, by, id, Draft{Key: key, Name: name})
}

// tail is as much of an id as a key needs to differ from others.
func tail(id string) string {
	letters := otherThanKey.ReplaceAllString(strings.ToLower(id), "")
	return letters[max(0, len(letters)-8):]
}

func (s *Service) createIn(tx *db.Tx, by identity.Actor, id string, d Draft) (Shop, error) {
	if err := checkKey(d.Key); err != nil {
		return Shop{}, err
	}
	if d.Hours == nil {
		plan := calendar.Default()
		d.Hours = &plan
	}
	made, err := d.apply(Shop{ID: id, Key: d.Key, Settings: DefaultSettings(), MadeAt: s.Now(), Version: 1})
	if err != nil {
		return made, err
	}
	free, err := insert(tx, made)
	if err != nil {
		return made, err
	}
	if !free {
		return made, fault.Field("key", "shop.key_taken")
	}
	return made, s.audit(tx, "shop/"+made.ID, made.Version, by, "shop.create", told(made))
}

// Update changes a shop; version is the one that the actor has seen.
func (s *Service) Update(ctx context.Context, id string, version int64, d Draft) (next Shop, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return next, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		old, err := get(tx, scope, id)
		if err != nil {
			return err
		}
		if old.Version != version {
			return errChanged()
		}
		if next, err = d.apply(old); err != nil {
			return err
		}
		if err := update(tx, &next); err != nil {
			return err
		}
		return s.audit(tx, "shop/"+id, next.Version, actor, "shop.update", told(next))
	})
	return next, err
}

// told is what the record keeps of a shop.
func told(s Shop) any {
	return map[string]any{"key": s.Key, "name": s.Name, "hours": s.Hours, "settings": s.Settings}
}

func (s *Service) audit(tx *db.Tx, subject string, version int64, by identity.Actor, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: subject, Version: version, At: s.Now(), Actor: by.ID, Verb: verb, Payload: payload})
}
