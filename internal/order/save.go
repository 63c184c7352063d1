package order

import (
	"context"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Was says what became of an order that was saved.
type Was int

const (
	IsUnchanged Was = iota
	IsCreated
	IsUpdated
)

// Saved is an order as it was saved.
type Saved struct {
	Order
	Was Was
}

// Measure is called by who saves very many orders, from time to time.
func (s *Service) Measure(ctx context.Context) error {
	return s.DB.Measure(ctx, "shop_order (number, shop_id)", "order_item (order_id)")
}

// SaveIn stores what drafts say about orders of a shop, each number at most
// once. Others may be saving the same numbers. recorded says that each change
// gets an entry in the record, by the caller.
func (s *Service) SaveIn(tx *db.Tx, shopID string, drafts []Draft, recorded bool) ([]Saved, error) {
	all, at := make([]Saved, len(drafts)), map[string]int{}
	var numbers []string
	for i, d := range drafts {
		at[d.Number] = i
		numbers = append(numbers, d.Number)
	}
	there, err := byNumbers(tx, shopID, numbers, tx.ForUpdate())
	if err != nil {
		return nil, err
	}
	fresh := s.fresh(shopID, drafts, there, recorded)
	n, err := insert(tx, fresh)
	if err != nil {
		return nil, err
	}
	if n < int64(len(fresh)) {
		// Somebody else was faster with some of them: what they said stands first.
		there, err = byNumbers(tx, shopID, numbers, tx.ForUpdate())
		if err != nil {
			return nil, err
		}
	}
	made := map[string]bool{}
	for _, o := range fresh {
		made[o.ID] = true
		all[at[o.Number]] = Saved{o, IsCreated}
	}
	var changed []Order
	for _, o := range there {
		if made[o.ID] {
			continue
		}
		i := at[o.Number]
		next := o.With(drafts[i])
		if next.same(o) {
			all[i] = Saved{o, IsUnchanged}
			continue
		}
		next.Version, next.ChangedAt = o.Version+1, s.now()
		if recorded {
			next.entries++
		}
		all[i] = Saved{next, IsUpdated}
		changed = append(changed, next)
	}
	var created []Order
	for _, each := range all {
		if each.Was == IsCreated {
			created = append(created, each.Order)
		}
	}
	if err := insertParts(tx, created); err != nil {
		return nil, err
	}
	if err := s.replace(tx, changed); err != nil {
		return nil, err
	}
	return all, s.sent(tx, shopID, append(created, changed...))
}

// fresh are orders of those drafts whose numbers are not there.
func (s *Service) fresh(shopID string, drafts []Draft, there []Order, recorded bool) []Order {
	known := map[string]bool{}
	for _, o := range there {
		known[o.Number] = true
	}
	var fresh []Order
	now := s.now()
	for _, d := range drafts {
		if known[d.Number] {
			continue
		}
		o := Order{ID: s.NewID(), ShopID: shopID, Number: d.Number, MadeAt: now, ChangedAt: now, Version: 1}.With(d)
		if o.Platform == "" {
			o.Platform = "other"
		}
		if recorded {
			o.entries = 1
		}
		fresh = append(fresh, o)
	}
	return fresh
}

// replace stores orders that are there, with their items.
func (s *Service) replace(tx *db.Tx, orders []Order) error {
	if len(orders) == 0 {
		return nil
	}
	if err := update(tx, orders); err != nil {
		return err
	}
	if err := removeItems(tx, orders); err != nil {
		return err
	}
	if err := removeParcels(tx, orders); err != nil {
		return err
	}
	return insertParts(tx, orders)
}

// insertParts stores the items of orders, and by which parcels they are found.
func insertParts(tx *db.Tx, orders []Order) error {
	if err := insertItems(tx, orders); err != nil {
		return err
	}
	return putParcels(tx, orders)
}
