package find

import (
	"encoding/json"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// loadOrders reads orders by number, nick, numbers of parcels and what was
// bought. Who receives them, and where, is masked elsewhere and not found here.
func loadOrders(q db.Queryer, refs []string) ([]Hit, error) {
	hits, err := db.All(q, func(row db.Scanner) (h Hit, err error) {
		var nick, parcels string
		var placed, made int64
		if err = row.Scan(&h.Ref, &h.Number, &nick, &parcels, &placed, &made, &h.ShopID, &h.ShopName); err != nil {
			return h, err
		}
		numbers, err := parcelNumbers(parcels)
		h.Kind, h.At, h.Customer.Name = Order, db.Time(made), nick
		if placed > 0 {
			h.At = db.Time(placed)
		}
		h.text = lines(append([]string{h.Number, nick}, numbers...)...)
		return h, err
	}, `SELECT o.id, o.number, o.nick, o.parcels, o.placed_at, o.made_at, o.shop_id, s.name
		FROM shop_order o JOIN shop s ON s.id = o.shop_id WHERE o.id IN (`+db.Marks(len(refs))+`)`, db.Values(refs)...)
	if err != nil {
		return nil, err
	}
	bought, err := boughtIn(q, refs)
	for i, h := range hits {
		hits[i].text = lines(h.text, bought[h.Ref])
	}
	return hits, err
}

func parcelNumbers(stored string) (all []string, err error) {
	if stored == "" {
		return nil, nil
	}
	var parcels []struct{ Number string }
	err = json.Unmarshal([]byte(stored), &parcels)
	for _, p := range parcels {
		all = append(all, p.Number)
	}
	return all, err
}

// boughtIn returns the lines of orders, by their ids.
func boughtIn(q db.Queryer, refs []string) (map[string]string, error) {
	bought := map[string]string{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id, code, title, spec string
		err := row.Scan(&id, &code, &title, &spec)
		bought[id] = lines(bought[id], strings.TrimSpace(title+" "+spec), code)
		return struct{}{}, err
	}, `SELECT order_id, code, title, spec FROM order_item WHERE order_id IN (`+db.Marks(len(refs))+`) ORDER BY order_id, n`, db.Values(refs)...)
	return bought, err
}

func walkOrders(q db.Queryer, after string, limit int) ([]string, error) {
	return db.All(q, text, `SELECT id FROM shop_order WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
}
