package past

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Closed is a case that was closed, as rules are tried on it.
type Closed struct {
	ID, Number, Scenario, OrderNo string
	Demands                       []string
	OpenedAt, ClosedAt            time.Time
}

// ClosedIn returns cases that a shop has closed since an instant, the last first.
// What was merged into another case is left out.
func ClosedIn(q db.Queryer, shopID string, since time.Time, limit int) ([]Closed, error) {
	return db.All(q, func(row db.Scanner) (c Closed, err error) {
		var demands string
		var opened, closed int64
		err = row.Scan(&c.ID, &c.Number, &c.Scenario, &c.OrderNo, &demands, &opened, &closed)
		if demands != "" {
			c.Demands = strings.Split(demands, ",")
		}
		c.OpenedAt, c.ClosedAt = db.Time(opened), db.Time(closed)
		return c, err
	}, `SELECT id, number, scenario, order_no, demands, opened_at, closed_at FROM complaint
		WHERE shop_id = ? AND closed_at >= ? AND closed_at > 0 AND merged_into = '' ORDER BY closed_at DESC LIMIT ?`, shopID, db.Millis(since), limit)
}
