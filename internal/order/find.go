package order

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Filter says which orders somebody wants to see. Words are the whole number of
// an order, the last four digits of a phone, or a nick.
type Filter struct {
	ShopID string // "" for all
	Words  string
	After  string // where the page before ended
}

// Page is a part of a list, the latest first.
type Page struct {
	Orders []Order // masked; without items
	Next   string  // "" at the end
}

// pageSize is how many rows a page has.
const pageSize = 50

// find returns a page of orders in scope. What is looked for is found by an
// index each; a number wins over what else its digits might be.
func find(q db.Queryer, scope identity.Scope, f Filter) ([]Order, error) {
	where, args := scope.Where("shop_id", "")
	if f.Words != "" {
		like, err := db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM shop_order WHERE number = ? AND `+where+` LIMIT 1) AS found`,
			append([]any{f.Words}, args...)...)
		if err != nil {
			return nil, err
		}
		condition := `nick = ?`
		switch {
		case like > 0:
			condition = `number = ?`
		case len(f.Words) == 4 && strings.Trim(f.Words, "0123456789") == "":
			condition = `phone_tail = ? AND phone_tail <> ''`
		default:
			condition += ` AND nick <> ''`
		}
		where, args = condition+` AND `+where, append([]any{f.Words}, args...)
	}
	if f.After != "" {
		p, err := ReadSpot(f.After)
		if err != nil {
			return nil, err
		}
		where, args = where+` AND (placed_at, id) < (?, ?)`, append(args, p.Place, p.ID)
	}
	return db.All(q, scanOrder, `SELECT `+columnsOfOrder+` FROM shop_order WHERE `+where+` ORDER BY placed_at DESC, id DESC LIMIT ?`, append(args, pageSize+1)...)
}

// NumberedIn returns the order of a shop with a number, with its items, and whether
// there is one. Who may see it, and masked or not, is for the caller to decide.
func NumberedIn(q db.Queryer, shopID, number string) (o Order, there bool, err error) {
	if number == "" {
		return o, false, nil
	}
	found, err := byNumbers(q, shopID, []string{number}, "")
	if err != nil || len(found) == 0 {
		return o, false, err
	}
	return found[0], true, nil
}

// spot is the place of an order in a list.
func (o Order) spot() db.Spot { return db.Spot{Place: db.Millis(o.PlacedAt), ID: o.ID} }

// ReadSpot reads the cursor of a list that is in order of a time and an id.
func ReadSpot(after string) (db.Spot, error) {
	p, ok := db.ParseSpot(after)
	if !ok {
		return p, fault.Field("after", "request.bad_cursor")
	}
	return p, nil
}

// BoughtIn returns what was paid for an order of a shop, and what was refunded of
// it by other ways than ours, as far as it is known.
func BoughtIn(q db.Queryer, shopID, number string) (paid, refunded Fen, err error) {
	if number == "" {
		return paid, refunded, nil
	}
	found, err := byNumbers(q, shopID, []string{number}, "")
	if err != nil || len(found) == 0 {
		return paid, refunded, err
	}
	return found[0].Paid, found[0].Refunded, nil
}
