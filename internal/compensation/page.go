package compensation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Filter narrows a list; what is empty does not.
type Filter struct {
	States []State
	ShopID string
	Remedy Remedy
	From   time.Time // made at or after it
	To     time.Time // made before it
}

// Spot is a place in a list, from which the next page goes on. The zero Spot is
// before all of a list.
type Spot = db.Spot

// ReadSpot reads a cursor; "" is the start.
func ReadSpot(cursor string) (Spot, error) {
	if cursor == "" {
		return Spot{}, nil
	}
	p, ok := db.ParseSpot(cursor)
	if !ok || p.ID == "" {
		return Spot{}, fault.Field("after", "request.field_invalid", "field", "after")
	}
	return p, nil
}

// WaitingSpot is where a claim stands in [WaitingIn], and MadeSpot in [MadeIn].
func (c Claim) WaitingSpot() Spot { return Spot{Place: c.place(), ID: c.ID} }
func (c Claim) MadeSpot() Spot    { return Spot{Place: db.Millis(c.MadeAt), ID: c.ID} }

func (f Filter) where(scope identity.Scope) (string, []any) {
	where, args := scope.Where("shop_id", "customer_id")
	add := func(condition string, values ...any) {
		where, args = where+" AND "+condition, append(args, values...)
	}
	if f.ShopID != "" {
		add("shop_id = ?", f.ShopID)
	}
	if f.Remedy != "" {
		add("remedy = ?", string(f.Remedy))
	}
	if len(f.States) > 0 {
		states := make([]any, len(f.States))
		for i, s := range f.States {
			states[i] = string(s)
		}
		add("state IN ("+db.Marks(len(states))+")", states...)
	}
	if !f.From.IsZero() {
		add("made_at >= ?", db.Millis(f.From))
	}
	if !f.To.IsZero() {
		add("made_at < ?", db.Millis(f.To))
	}
	return where, args
}

// WaitingIn returns claims within a scope in the order in which an answer is hoped
// for, or in which they have been waiting to be paid, from a spot on.
func WaitingIn(q db.Queryer, scope identity.Scope, f Filter, after Spot, limit int) ([]Claim, error) {
	where, args := f.where(scope)
	if after.ID == "" {
		after.Place = -1 << 62
	}
	return db.All(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE `+where+` AND (place > ? OR place = ? AND id > ?) ORDER BY place, id LIMIT ?`,
		append(args, after.Place, after.Place, after.ID, limit)...)
}

// MadeIn returns claims within a scope, the newest first, from a spot on.
func MadeIn(q db.Queryer, scope identity.Scope, f Filter, after Spot, limit int) ([]Claim, error) {
	where, args := f.where(scope)
	if after.ID == "" {
		after = Spot{Place: 1 << 62, ID: "~"}
	}
	return db.All(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE `+where+` AND (made_at < ? OR made_at = ? AND id < ?) ORDER BY made_at DESC, id DESC LIMIT ?`,
		append(args, after.Place, after.Place, after.ID, limit)...)
}

// HistoryIn returns the claims of a buyer that stand or were paid, the newest first,
// at most 20. people are the ids of the customers who are that buyer.
func HistoryIn(q db.Queryer, scope identity.Scope, people []string) ([]Claim, error) {
	if len(people) == 0 {
		return nil, nil
	}
	where, args := scope.Where("shop_id", "customer_id")
	return db.All(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE `+where+` AND customer_id IN (`+db.Marks(len(people))+`)
		AND state NOT IN ('refused', 'withdrawn') ORDER BY made_at DESC, id DESC LIMIT 20`, append(args, db.Values(people)...)...)
}
