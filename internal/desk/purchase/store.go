package purchase

import (
	"database/sql"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// count adds up orders. An amount that nobody knows counts for nothing.
func count(q db.Queryer, ids []string, p *Purchases) error {
	_, err := db.One(q, func(row db.Scanner) (struct{}, error) {
		var first int64
		err := row.Scan(&p.Count, &p.Paid, &p.Refunded, &first)
		p.First = db.Time(first)
		return struct{}{}, err
	}, `SELECT COUNT(*), CAST(COALESCE(SUM(paid), 0) AS BIGINT), CAST(COALESCE(SUM(refunded), 0) AS BIGINT),
			COALESCE(MIN(CASE WHEN placed_at > 0 THEN placed_at END), 0)
		FROM shop_order WHERE id IN (`+db.Marks(len(ids))+`)`, db.Values(ids)...)
	return err
}

// newest reads the orders that were placed last.
func newest(q db.Queryer, ids []string) ([]Purchase, error) {
	return db.All(q, func(row db.Scanner) (p Purchase, err error) {
		var placed int64
		var status string
		var paid, refunded sql.NullInt64
		err = row.Scan(&p.ID, &p.Number, &placed, &status, &p.StatusWords, &paid, &refunded, &p.Title, &p.Items)
		p.PlacedAt, p.Status = db.Time(placed), order.Status(status)
		p.Paid, p.Refunded = order.Fen{N: paid.Int64, Known: paid.Valid}, order.Fen{N: refunded.Int64, Known: refunded.Valid}
		return p, err
	}, `SELECT o.id, o.number, o.placed_at, o.status, o.status_words, o.paid, o.refunded,
			COALESCE((SELECT i.title FROM order_item i WHERE i.order_id = o.id ORDER BY i.n LIMIT 1), ''),
			(SELECT COUNT(*) FROM order_item i WHERE i.order_id = o.id)
		FROM shop_order o WHERE o.id IN (`+db.Marks(len(ids))+`) ORDER BY o.placed_at DESC, o.id DESC LIMIT ?`, append(db.Values(ids), MaxShown)...)
}
