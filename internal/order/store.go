package order

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columnsOfOrder = `id, shop_id, number, platform, status, status_words, nick, receiver, phone, phone_tail, address,
	placed_at, paid_at, shipped_at, received_at, parcels, goods, freight, discount, paid, refunded, made_at, changed_at, version, entries`

func scanOrder(row db.Scanner) (o Order, err error) {
	var placed, paidAt, shipped, received, made, changed int64
	var tail, parcels string
	var goods, freight, discount, paid, refunded sql.NullInt64
	err = row.Scan(&o.ID, &o.ShopID, &o.Number, &o.Platform, &o.Status, &o.StatusWords, &o.Nick, &o.Receiver, &o.Phone, &tail, &o.Address,
		&placed, &paidAt, &shipped, &received, &parcels, &goods, &freight, &discount, &paid, &refunded, &made, &changed, &o.Version, &o.entries)
	if err != nil {
		return o, err
	}
	o.PlacedAt, o.PaidAt, o.ShippedAt, o.ReceivedAt = db.Time(placed), db.Time(paidAt), db.Time(shipped), db.Time(received)
	o.MadeAt, o.ChangedAt = db.Time(made), db.Time(changed)
	o.Goods, o.Freight, o.Discount, o.Paid, o.Refunded = fenOf(goods), fenOf(freight), fenOf(discount), fenOf(paid), fenOf(refunded)
	if parcels != "" {
		err = json.Unmarshal([]byte(parcels), &o.Parcels)
	}
	return o, err
}

func fenOf(n sql.NullInt64) Fen     { return Fen{n.Int64, n.Valid} }
func (f Fen) stored() sql.NullInt64 { return sql.NullInt64{Int64: f.N, Valid: f.Known} }

func (o Order) stored() ([]any, error) {
	parcels := ""
	if len(o.Parcels) > 0 {
		text, err := json.Marshal(o.Parcels)
		if err != nil {
			return nil, err
		}
		parcels = string(text)
	}
	return []any{o.ID, o.ShopID, o.Number, o.Platform, string(o.Status), o.StatusWords, o.Nick, o.Receiver, o.Phone, cell.Tail(o.Phone), o.Address,
		db.Millis(o.PlacedAt), db.Millis(o.PaidAt), db.Millis(o.ShippedAt), db.Millis(o.ReceivedAt), parcels,
		o.Goods.stored(), o.Freight.stored(), o.Discount.stored(), o.Paid.stored(), o.Refunded.stored(),
		db.Millis(o.MadeAt), db.Millis(o.ChangedAt), o.Version, o.entries}, nil
}

// get returns an order in scope with its items.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Order, error) {
	where, args := scope.Where("shop_id", "")
	o, err := db.One(q, scanOrder, `SELECT `+columnsOfOrder+` FROM shop_order WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if err != nil {
		return o, err
	}
	all := []Order{o}
	err = addItems(q, all)
	return all[0], err
}

// maxList is how many values stand in one list of a query.
const maxList = 100

// byNumbers returns the orders of a shop that have one of these numbers, with
// their items, locked in the order of numbers.
func byNumbers(q db.Queryer, shopID string, numbers []string, lock string) ([]Order, error) {
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	var all []Order
	for part := range slices.Chunk(numbers, maxList) {
		places, args := list(part)
		found, err := db.All(q, scanOrder, `SELECT `+columnsOfOrder+` FROM shop_order WHERE number IN (`+places+`) AND shop_id = ? ORDER BY number `+lock,
			append(args, shopID)...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, addItems(q, all)
}

// list returns the places of a list in SQL and its values, always a few sizes
// so that statements are few.
func list(values []string) (string, []any) {
	size := 1
	for size < len(values) {
		size = min(size*10, maxList)
	}
	args := make([]any, size)
	for i := range args {
		args[i] = values[min(i, len(values)-1)]
	}
	return db.Marks(size), args
}

type itemOf struct {
	orderID string
	item    Item
}

func scanItem(row db.Scanner) (i itemOf, err error) {
	var price sql.NullInt64
	err = row.Scan(&i.orderID, &i.item.Code, &i.item.Title, &i.item.Spec, &i.item.Quantity, &price, &i.item.Batch)
	i.item.Price = fenOf(price)
	return i, err
}

// addItems gives orders their items.
func addItems(q db.Queryer, orders []Order) error {
	at := map[string]int{}
	var ids []string
	for i, o := range orders {
		at[o.ID], orders[i].Items = i, nil
		ids = append(ids, o.ID)
	}
	for part := range slices.Chunk(ids, maxList) {
		places, args := list(part)
		found, err := db.All(q, scanItem, `SELECT order_id, code, title, spec, quantity, price, batch FROM order_item
			WHERE order_id IN (`+places+`) ORDER BY order_id, n`, args...)
		if err != nil {
			return err
		}
		for _, i := range found {
			o := &orders[at[i.orderID]]
			o.Items = append(o.Items, i.item)
		}
	}
	return nil
}

// chunk is how many rows one statement inserts.
const chunk = 50

// insert stores orders that are new. It returns how many were: others with the
// same number may have come in meanwhile.
func insert(tx *db.Tx, orders []Order) (int64, error) {
	return putOrders(tx, orders, ` ON CONFLICT (number, shop_id) DO NOTHING`)
}

// update stores orders that are there and locked.
func update(tx *db.Tx, orders []Order) error {
	_, err := putOrders(tx, orders, ` ON CONFLICT (number, shop_id) DO UPDATE SET platform = excluded.platform, status = excluded.status,
		status_words = excluded.status_words, nick = excluded.nick, receiver = excluded.receiver, phone = excluded.phone,
		phone_tail = excluded.phone_tail, address = excluded.address, placed_at = excluded.placed_at, paid_at = excluded.paid_at,
		shipped_at = excluded.shipped_at, received_at = excluded.received_at, parcels = excluded.parcels, goods = excluded.goods,
		freight = excluded.freight, discount = excluded.discount, paid = excluded.paid, refunded = excluded.refunded,
		changed_at = excluded.changed_at, version = excluded.version, entries = excluded.entries`)
	return err
}

var orderPlaces = `(` + db.Marks(25) + `)`

func putOrders(tx *db.Tx, orders []Order, how string) (n int64, err error) {
	for part := range slices.Chunk(orders, chunk) {
		var args []any
		for _, o := range part {
			stored, err := o.stored()
			if err != nil {
				return n, err
			}
			args = append(args, stored...)
		}
		put, err := tx.Exec(`INSERT INTO shop_order (`+columnsOfOrder+`) VALUES `+orderPlaces+strings.Repeat(", "+orderPlaces, len(part)-1)+how, args...)
		if err != nil {
			return n, err
		}
		n += put
	}
	return n, nil
}

// insertItems stores the items of orders that have none stored.
func insertItems(tx *db.Tx, orders []Order) error {
	var rows [][]any
	for _, o := range orders {
		for n, i := range o.Items {
			rows = append(rows, []any{o.ID, int64(n), i.Code, i.Title, i.Spec, i.Quantity, i.Price.stored(), i.Batch})
		}
	}
	for part := range slices.Chunk(rows, chunk) {
		_, err := tx.Exec(`INSERT INTO order_item (order_id, n, code, title, spec, quantity, price, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`+
			strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?)`, len(part)-1), slices.Concat(part...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func removeItems(tx *db.Tx, orders []Order) error {
	var ids []string
	for _, o := range orders {
		ids = append(ids, o.ID)
	}
	for part := range slices.Chunk(ids, maxList) {
		places, args := list(part)
		if _, err := tx.Exec(`DELETE FROM order_item WHERE order_id IN (`+places+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}
