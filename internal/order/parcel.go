package order

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Sent says that orders of a shop which have parcels, or had some, are known anew;
// packages above subscribe.
type Sent struct {
	ShopID  string
	Numbers []string // of orders
}

// Kind implements jobs.Args.
func (Sent) Kind() string { return "order.sent" }

// sent announces those of orders that have parcels.
func (s *Service) sent(tx *db.Tx, shopID string, orders []Order) error {
	e := Sent{ShopID: shopID}
	for _, o := range orders {
		if len(o.Parcels) > 0 && !slices.Contains(e.Numbers, o.Number) {
			e.Numbers = append(e.Numbers, o.Number)
		}
	}
	if len(e.Numbers) == 0 {
		return nil
	}
	return s.Queue.Announce(tx, e)
}

// NumbersIn returns the orders of a shop that have one of these numbers, with their
// items. Who may see them, and masked or not, is for the caller to decide.
func NumbersIn(q db.Queryer, shopID string, numbers []string) ([]Order, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	return byNumbers(q, shopID, numbers, "")
}

// PlacedIn returns orders of all shops, without items, that were placed since a time,
// the oldest first, behind a place.
func PlacedIn(q db.Queryer, since time.Time, after db.Spot, limit int) ([]Order, error) {
	if at := db.Millis(since); after.Place < at {
		after = db.Spot{Place: at}
	}
	return db.All(q, scanOrder, `SELECT `+columnsOfOrder+` FROM shop_order WHERE (placed_at, id) > (?, ?) ORDER BY placed_at, id LIMIT ?`, after.Place, after.ID, limit)
}

// Spot is the place of an order in a list.
func (o Order) Spot() db.Spot { return o.spot() }

// GetIn returns an order within a scope. Masked or not is for the caller to decide.
func GetIn(q db.Queryer, scope identity.Scope, id string) (Order, error) {
	return get(q, scope, id, "")
}
