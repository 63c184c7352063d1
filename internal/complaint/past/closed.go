package past

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Handled is a case as rules are tried on it.
type Handled struct {
	ID, Number, Scenario, OrderNo string
	Demands                       []string
	OpenedAt, ClosedAt            time.Time // ClosedAt is zero for one that is still open
}

const handled = `SELECT id, number, scenario, order_no, demands, opened_at, closed_at FROM complaint WHERE `

func scanHandled(row db.Scanner) (c Handled, err error) {
	var demands string
	var opened, closed int64
	err = row.Scan(&c.ID, &c.Number, &c.Scenario, &c.OrderNo, &demands, &opened, &closed)
	if demands != "" {
		c.Demands = strings.Split(demands, ",")
	}
	c.OpenedAt, c.ClosedAt = db.Time(opened), db.Time(closed)
	return c, err
}

// ClosedIn returns cases that a shop has closed since an instant, the last first.
// What was merged into another case is left out.
func ClosedIn(q db.Queryer, shopID string, since time.Time, limit int) ([]Handled, error) {
	return db.All(q, scanHandled, handled+`shop_id = ? AND closed_at >= ? AND closed_at > 0 AND merged_into = '' ORDER BY closed_at DESC LIMIT ?`,
		shopID, db.Millis(since), limit)
}

// TheseIn returns the cases with these ids, in no order. The caller knows that they
// may be read.
func TheseIn(q db.Queryer, ids []string) ([]Handled, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.All(q, scanHandled, handled+`id IN (`+db.Marks(len(ids))+`)`, db.Values(ids)...)
}
