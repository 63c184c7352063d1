// Package purchase answers what a customer has bought: the orders with their nick
// or their phone, and those that their complaints name. It only reads.
package purchase

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service reads purchases.
type Service struct{ DB *db.DB }

// Purchases are the orders of a customer, and what they come to.
type Purchases struct {
	ShopID   string
	Zone     string
	Count    int64 // of orders, up to MaxCounted
	Paid     int64 // fen, of those whose amount is known
	Refunded int64 // fen
	First    time.Time
	Newest   []Purchase
}

// Purchase is one order as a history shows it.
type Purchase struct {
	ID, Number  string
	PlacedAt    time.Time // zero if it is not known
	Status      order.Status
	StatusWords string
	Paid        order.Fen
	Refunded    order.Fen
	Title       string // of its first item
	Items       int64
}

// How many orders are counted, and how many shown.
const (
	MaxCounted = 500
	MaxShown   = 10
)

// Of returns what a customer has bought, for somebody who may see both the
// customer and the orders of the shop.
func (s *Service) Of(ctx context.Context, customerID string) (p Purchases, err error) {
	_, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return p, err
	}
	_, orders, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	who, err := profile.ReadIn(q, scope, customerID, time.Time{})
	if err != nil {
		return p, err
	}
	if !orders.Sees(who.ShopID, "") {
		return p, fault.New(fault.NotFound, "db.not_found")
	}
	at, err := shop.GetIn(q, who.ShopID)
	if err != nil {
		return p, err
	}
	p.ShopID, p.Zone = at.ID, at.Location().String()
	ids, err := ordersOf(q, who)
	if err != nil || len(ids) == 0 {
		return p, err
	}
	if err := count(q, ids, &p); err != nil {
		return p, err
	}
	p.Newest, err = newest(q, ids)
	return p, err
}

// ordersOf returns the ids of the orders of a customer. Who only claims a nick or
// a phone that somebody else holds is not taken to have bought.
func ordersOf(q db.Queryer, who profile.Profile) (ids []string, err error) {
	find := func(where string, args ...any) error {
		more, err := db.All(q, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
			`SELECT id FROM shop_order WHERE shop_id = ? AND `+where+` ORDER BY placed_at DESC, id DESC LIMIT ?`,
			append(append([]any{who.ShopID}, args...), MaxCounted)...)
		ids = append(ids, more...)
		return err
	}
	for _, h := range who.Handles {
		switch {
		case h.State != profile.Held:
		case h.Kind == profile.Nick:
			err = find(`nick = ? AND nick <> '' AND platform = ?`, h.Value, profile.PlatformForOrders(h.Platform))
		case h.Kind == profile.Phone:
			err = find(`phone_tail = ? AND phone_tail <> '' AND phone = ?`, cell.Tail(h.Value), h.Value)
		}
		if err != nil {
			return nil, err
		}
	}
	err = find(`number IN (SELECT order_no FROM complaint WHERE customer_id IN (`+db.Marks(len(who.Members))+`) AND order_no <> '')`, who.IDs()...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), MaxCounted)], err
}
