package delight

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of delights.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
}

// Hint is what open screens hear: that there is something to ask for of a
// customer, or of all of a shop.
type Hint struct {
	Kind string `json:"kind"` // "customer"
	ID   string `json:"id"`
}

// OfShop returns the budget of a shop this month and what it may give.
func (s *Service) OfShop(ctx context.Context, shopID string) (b Budget, all []Delight, err error) {
	_, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return b, nil, err
	}
	q := s.DB.Reader(ctx)
	month, err := s.monthIn(q, scope, shopID)
	if err != nil {
		return b, nil, err
	}
	if b, err = BudgetIn(q, shopID, month); err != nil {
		return b, nil, err
	}
	all, err = OfShopIn(q, shopID)
	return b, all, err
}

// monthIn is the month that it is in a shop within scope.
func (s *Service) monthIn(q db.Queryer, scope identity.Scope, shopID string) (string, error) {
	if !scope.Sees(shopID, "") {
		return "", fault.New(fault.NotFound, "db.not_found")
	}
	at, err := shop.GetIn(q, shopID)
	return MonthOf(s.Now(), at.Location()), err
}

// SetBudget says what a shop sets aside for a month. version is the one that
// the caller saw, 0 for none.
func (s *Service) SetBudget(ctx context.Context, shopID string, version, fen int64) (b Budget, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return b, err
	}
	if fen < 0 || fen > MaxBudget {
		return b, fault.Field("budget_fen", "delight.budget_range")
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		month, err := s.monthIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		if b, err = budget(tx, shopID, month, tx.ForUpdate()); err != nil {
			return err
		}
		if b.Version != version {
			return fault.New(fault.Conflict, "delight.budget_changed")
		}
		b.BudgetFen, b.Version = fen, b.Version+1
		return s.store(tx, b, actor.ID, "set", map[string]any{"budget_fen": fen})
	})
	return b, err
}

func (s *Service) store(tx *db.Tx, b Budget, by, verb string, payload any) error {
	if err := putBudget(tx, b); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Hint("shop:"+b.ShopID, Hint{Kind: "customer"}) })
	return audit.Write(tx, audit.Entry{
		Subject: "delight_budget/" + b.ShopID, Version: b.Version, At: s.Now(), Actor: by, Verb: "delight_budget." + verb, Payload: payload,
	})
}

// Add names something that a shop may give. The same key adds it once.
func (s *Service) Add(ctx context.Context, key, shopID string, d Delight) (Delight, error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return d, err
	}
	if d, err = d.clean(); err != nil {
		return d, err
	}
	d.ShopID, d.Version = shopID, 1
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := s.monthIn(tx, scope, shopID); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, "delight/"+key, []any{shopID, d.Title, d.CostFen, d.Occasion}, newID, s.Now())
		if d.ID = id; err != nil || again {
			return err
		}
		all, err := OfShopIn(tx, shopID)
		if err == nil && len(all) >= MaxDelights {
			err = fault.New(fault.Conflict, "delight.too_many", "limit", MaxDelights)
		}
		if err != nil {
			return err
		}
		if err := insert(tx, d, s.Now()); err != nil {
			return err
		}
		return s.audit(tx, d, actor.ID, "add")
	})
	return d, err
}

// Remove takes a delight from the list; what was given stays on record.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		d, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if d.Version != version {
			return fault.New(fault.Conflict, "delight.changed")
		}
		d.Version++
		if _, err := tx.Exec(`UPDATE delight SET removed_at = ?, version = ? WHERE id = ?`, db.Millis(s.Now()), d.Version, d.ID); err != nil {
			return err
		}
		return s.audit(tx, d, actor.ID, "remove")
	})
}

func (s *Service) audit(tx *db.Tx, d Delight, by, verb string) error {
	tx.AfterCommit(func() { s.Hint("shop:"+d.ShopID, Hint{Kind: "customer"}) })
	return audit.Write(tx, audit.Entry{
		Subject: "delight/" + d.ID, Version: d.Version, At: s.Now(), Actor: by, Verb: "delight." + verb,
		Payload: map[string]any{"title": d.Title, "cost_fen": d.CostFen, "occasion": d.Occasion},
	})
}

// Give records that a customer gets a delight, and takes its cost from the
// budget of the month, which the caller saw in a version. The same key gives it
// once. A customer gets one a month.
func (s *Service) Give(ctx context.Context, key, customerID, delightID string, version int64) (u Use, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerWrite)
	if err != nil {
		return u, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		id, again, err := identity.Once(tx, actor, "give/"+key, []any{customerID, delightID, version}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			u, err = db.One(tx, scanUse, `SELECT `+useColumns+` FROM delight_use WHERE id = ?`, id)
			return err
		}
		u, err = s.give(tx, actor, scope, id, customerID, delightID, version)
		return err
	})
	return u, err
}

func (s *Service) give(tx *db.Tx, actor identity.Actor, scope identity.Scope, id, customerID, delightID string, version int64) (u Use, err error) {
	c, err := customer.HeadIn(tx, scope, customerID)
	if err != nil {
		return u, err
	}
	d, err := get(tx, scope.In(c.ShopID), delightID, tx.ForUpdate())
	if err != nil {
		return u, err
	}
	month, err := s.monthIn(tx, scope, c.ShopID)
	if err != nil {
		return u, err
	}
	b, err := budget(tx, c.ShopID, month, tx.ForUpdate())
	if err != nil {
		return u, err
	}
	if b, err = b.spend(d.CostFen, version); err != nil {
		return u, err
	}
	members, err := customer.MembersIn(tx, c.ID)
	if err != nil {
		return u, err
	}
	for _, m := range members {
		given, err := GivenIn(tx, []any{m.ID})
		if err != nil {
			return u, err
		}
		if len(given) > 0 && given[0].Month == month {
			return u, fault.New(fault.Conflict, "delight.had_one")
		}
	}
	u = Use{ID: id, DelightID: d.ID, ShopID: c.ShopID, CustomerID: c.ID, Month: month, Title: d.Title, CostFen: d.CostFen,
		Occasion: d.Occasion, By: actor.ID, At: s.Now()}
	if err := insertUse(tx, u); err != nil {
		return u, err
	}
	return u, s.store(tx, b, actor.ID, "give", map[string]any{"customer_id": c.ID, "title": d.Title, "cost_fen": d.CostFen})
}
