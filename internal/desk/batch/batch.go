// Package batch answers who has bought a batch of a product: by the batch that an
// order records, or, where it records none, by when it was shipped. It only reads.
package batch

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// How an order was found.
const (
	ByBatch  = "batch"  // it records this batch
	ByWindow = "window" // it records none, and was shipped in the time
)

// Goods are what is looked for.
type Goods struct {
	ShopID      string
	Code        string    // of the product
	Batch       string    // "" if nobody knows
	From, Until time.Time // when it was shipped, or placed where that is not known; zero for no window
}

// Buyer is an order with goods of the batch, and who bought it.
type Buyer struct {
	OrderID, Number, Platform, Nick, Phone string
	Quantity                               int64
	How                                    string
	CustomerID                             string // "" if nobody of whom we know
	ConversationID                         string // the latest with them, "" if none
	Channel                                string
}

type row struct {
	Buyer
	batch string
}

func scan(r db.Scanner) (x row, err error) {
	err = r.Scan(&x.OrderID, &x.Number, &x.Platform, &x.Nick, &x.Phone, &x.batch, &x.Quantity)
	return x, err
}

// FindIn returns a page of orders with goods of a batch, by their ids behind after.
// Orders that record another batch are none of them.
func FindIn(q db.Queryer, g Goods, after string, limit int) (found []Buyer, next string, err error) {
	const sent = `CASE WHEN o.shipped_at > 0 THEN o.shipped_at ELSE o.placed_at END`
	where, args := `i.batch = ?`, []any{g.Batch}
	if g.Batch == "" {
		where, args = `1 = 0`, nil
	}
	if !g.From.IsZero() {
		where += ` OR i.batch = '' AND ` + sent + ` >= ? AND ` + sent + ` < ?`
		args = append(args, db.Millis(g.From), db.Millis(g.Until))
	}
	args = append(append([]any{g.ShopID, after, g.Code}, args...), limit)
	rows, err := db.All(q, scan, `SELECT o.id, o.number, o.platform, o.nick, o.phone, i.batch, i.quantity
		FROM shop_order o JOIN order_item i ON i.order_id = o.id
		WHERE o.shop_id = ? AND o.id > ? AND i.code = ? AND (`+where+`) AND o.status NOT IN ('unpaid', 'closed') ORDER BY o.id, i.n LIMIT ?`, args...)
	if err != nil {
		return nil, "", err
	}
	for _, r := range rows {
		r.How = ByWindow
		if r.batch != "" {
			r.How = ByBatch
		}
		if n := len(found); n > 0 && found[n-1].OrderID == r.OrderID { // several lines of one order
			found[n-1].Quantity += r.Quantity
			continue
		}
		found = append(found, r.Buyer)
	}
	if len(rows) == limit {
		next = rows[limit-1].OrderID
	}
	for i := range found {
		if err := found[i].meet(q, g.ShopID); err != nil {
			return nil, "", err
		}
	}
	return found, next, nil
}

// MeetIn finds who bought an order of a shop, and the latest conversation with them.
func MeetIn(q db.Queryer, shopID string, b Buyer) (Buyer, error) {
	err := b.meet(q, shopID)
	return b, err
}

// meet finds who bought: whoever complained of the order, holds its nick, or its
// phone; and the latest conversation with them.
func (b *Buyer) meet(q db.Queryer, shopID string) error {
	for _, by := range []struct {
		sql  string
		args []any
	}{
		{`SELECT customer_id FROM complaint WHERE shop_id = ? AND order_no = ? ORDER BY opened_at DESC LIMIT 1`, []any{shopID, b.Number}},
		{`SELECT customer_id FROM customer_handle WHERE shop_id = ? AND kind = 'nick' AND platform = ? AND norm = ? AND state = 'held' AND norm <> '' LIMIT 1`,
			[]any{shopID, profile.PlatformOfOrders(b.Platform), strings.ToLower(b.Nick)}},
		{`SELECT customer_id FROM customer_handle WHERE shop_id = ? AND kind = 'phone' AND platform = '' AND norm = ? AND state = 'held' AND norm <> '' LIMIT 1`,
			[]any{shopID, digits(b.Phone)}},
	} {
		ids, err := db.All(q, func(r db.Scanner) (id string, err error) { return id, r.Scan(&id) }, by.sql, by.args...)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			b.CustomerID = ids[0]
			break
		}
	}
	if b.CustomerID == "" {
		return nil
	}
	talks, err := db.All(q, func(r db.Scanner) (t [2]string, err error) { return t, r.Scan(&t[0], &t[1]) },
		`SELECT id, channel FROM conversation WHERE customer_id = ? AND merged_into = '' ORDER BY head_seq DESC, id DESC LIMIT 1`, b.CustomerID)
	if err == nil && len(talks) > 0 {
		b.ConversationID, b.Channel = talks[0][0], talks[0][1]
	}
	return err
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
