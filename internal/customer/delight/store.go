package delight

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, title, cost_fen, occasion, version`

func scan(row db.Scanner) (d Delight, err error) {
	err = row.Scan(&d.ID, &d.ShopID, &d.Title, &d.CostFen, &d.Occasion, &d.Version)
	return d, err
}

// OfShopIn returns the delights of a shop, in the order of their making.
func OfShopIn(q db.Queryer, shopID string) ([]Delight, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM delight WHERE shop_id = ? AND removed_at = 0 ORDER BY made_at, id`, shopID)
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Delight, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM delight WHERE id = ? AND removed_at = 0 AND `+where+` `+lock, append([]any{id}, args...)...)
}

func insert(tx *db.Tx, d Delight, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO delight (`+columns+`, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.ShopID, d.Title, d.CostFen, string(d.Occasion), d.Version, db.Millis(now))
	return err
}

// BudgetIn returns the budget of a shop in a month.
func BudgetIn(q db.Queryer, shopID, month string) (Budget, error) {
	return budget(q, shopID, month, "")
}

func budget(q db.Queryer, shopID, month, lock string) (Budget, error) {
	b, err := db.One(q, func(row db.Scanner) (b Budget, err error) {
		err = row.Scan(&b.ShopID, &b.BudgetFen, &b.Month, &b.SpentFen, &b.Version)
		return b, err
	}, `SELECT shop_id, budget_fen, month, spent_fen, version FROM delight_budget WHERE shop_id = ? `+lock, shopID)
	if fault.KindOf(err) == fault.NotFound {
		b, err = Budget{ShopID: shopID}, nil
	}
	return b.in(month), err
}

func putBudget(tx *db.Tx, b Budget) error {
	_, err := tx.Exec(`INSERT INTO delight_budget (shop_id, budget_fen, month, spent_fen, version) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (shop_id) DO UPDATE SET budget_fen = excluded.budget_fen, month = excluded.month, spent_fen = excluded.spent_fen,
			version = excluded.version`, b.ShopID, b.BudgetFen, b.Month, b.SpentFen, b.Version)
	return err
}

const useColumns = `id, delight_id, shop_id, customer_id, month, title, cost_fen, occasion, used_by, used_at`

func scanUse(row db.Scanner) (u Use, err error) {
	var at int64
	err = row.Scan(&u.ID, &u.DelightID, &u.ShopID, &u.CustomerID, &u.Month, &u.Title, &u.CostFen, &u.Occasion, &u.By, &at)
	u.At = db.Time(at)
	return u, err
}

// GivenIn returns the last delights that customers got, newest first.
func GivenIn(q db.Queryer, customers []any) ([]Use, error) {
	return db.All(q, scanUse, `SELECT `+useColumns+` FROM delight_use WHERE customer_id IN (`+db.Marks(len(customers))+`) ORDER BY used_at DESC, id DESC LIMIT 10`, customers...)
}

func insertUse(tx *db.Tx, u Use) error {
	_, err := tx.Exec(`INSERT INTO delight_use (`+useColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		u.ID, u.DelightID, u.ShopID, u.CustomerID, u.Month, u.Title, u.CostFen, string(u.Occasion), u.By, db.Millis(u.At))
	return err
}
