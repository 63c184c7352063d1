package order

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// ParcelKey is the number of a parcel as it is looked for: letters and digits alone, the
// letters large.
func ParcelKey(number string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, number)
}

// putParcels makes the parcels of orders found by their numbers; none of these orders
// has any yet.
func putParcels(tx *db.Tx, orders []Order) error {
	var rows [][]any
	for _, o := range orders {
		var keys []string
		for _, p := range o.Parcels {
			if k := ParcelKey(p.Number); k != "" && !slices.Contains(keys, k) {
				keys = append(keys, k)
				rows = append(rows, []any{o.ShopID, k, o.ID})
			}
		}
	}
	for part := range slices.Chunk(rows, chunk) {
		_, err := tx.Exec(`INSERT INTO order_parcel (shop_id, number, order_id) VALUES (?, ?, ?)`+strings.Repeat(`, (?, ?, ?)`, len(part)-1), slices.Concat(part...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func removeParcels(tx *db.Tx, orders []Order) error {
	var ids []string
	for _, o := range orders {
		ids = append(ids, o.ID)
	}
	for part := range slices.Chunk(ids, maxList) {
		places, args := list(part)
		if _, err := tx.Exec(`DELETE FROM order_parcel WHERE order_id IN (`+places+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}

// CalledIn returns the numbers of the orders of a shop that words name, by word. A word
// names an order whose number it is, or that of one of its parcels: two orders may have
// left in one parcel.
func CalledIn(q db.Queryer, shopID string, words []string) (map[string][]string, error) {
	of, keys := map[string][]string{}, map[string][]string{}
	for _, w := range words {
		if k := ParcelKey(w); k != "" {
			keys[k] = append(keys[k], w)
		}
	}
	pair := func(row db.Scanner) (p [2]string, err error) { return p, row.Scan(&p[0], &p[1]) }
	for part := range slices.Chunk(words, maxList) {
		places, args := list(part)
		found, err := db.All(q, pair, `SELECT number, number FROM shop_order WHERE number IN (`+places+`) AND shop_id = ?`, append(args, shopID)...)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			of[p[0]] = append(of[p[0]], p[1])
		}
	}
	all := make([]string, 0, len(keys))
	for k := range keys {
		all = append(all, k)
	}
	for part := range slices.Chunk(all, maxList) {
		places, args := list(part)
		found, err := db.All(q, pair, `SELECT p.number, o.number FROM order_parcel p JOIN shop_order o ON o.id = p.order_id
			WHERE p.number IN (`+places+`) AND p.shop_id = ? ORDER BY o.number`, append(args, shopID)...)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			for _, w := range keys[p[0]] {
				if !slices.Contains(of[w], p[1]) {
					of[w] = append(of[w], p[1])
				}
			}
		}
	}
	return of, nil
}
