package coupon

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, name, value_fen, expires_at, made_at, version`

func scan(row db.Scanner) (p Pool, err error) {
	var expires, made int64
	err = row.Scan(&p.ID, &p.ShopID, &p.Name, &p.Fen, &expires, &made, &p.Version)
	p.ExpiresAt, p.MadeAt = db.Time(expires), db.Time(made)
	return p, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Pool, error) {
	where, args := scope.Where("shop_id", "")
	p, err := db.One(q, scan, `SELECT `+columns+` FROM coupon_pool WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if err == nil {
		p.Free, err = free(q, p.ID)
	}
	return p, err
}

func ofShop(q db.Queryer, shopID string) ([]Pool, error) {
	all, err := db.All(q, scan, `SELECT `+columns+` FROM coupon_pool WHERE shop_id = ? ORDER BY made_at, id LIMIT ?`, shopID, MaxPools)
	for i := range all {
		if err == nil {
			all[i].Free, err = free(q, all[i].ID)
		}
	}
	return all, err
}

func free(q db.Queryer, poolID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM coupon_code WHERE pool_id = ? AND claim_id = '' LIMIT 10000) AS few`, poolID)
}

func insert(tx *db.Tx, p Pool) error {
	_, err := tx.Exec(`INSERT INTO coupon_pool (`+columns+`) VALUES (`+db.Marks(7)+`)`,
		p.ID, p.ShopID, p.Name, p.Fen, db.Millis(p.ExpiresAt), db.Millis(p.MadeAt), p.Version)
	return err
}

func update(tx *db.Tx, p Pool) error {
	_, err := tx.Exec(`UPDATE coupon_pool SET version = ? WHERE id = ?`, p.Version, p.ID)
	return err
}

// insertCodes adds codes in their order, and returns how many of them were new.
func insertCodes(tx *db.Tx, p Pool, codes []string) (int64, error) {
	last, err := db.Value[int64](tx, `SELECT COALESCE(MAX(n), 0) FROM coupon_code WHERE pool_id = ?`, p.ID)
	if err != nil {
		return 0, err
	}
	rows, args := make([]string, 0, len(codes)), make([]any, 0, 4*len(codes))
	for i, code := range codes {
		rows = append(rows, "(?, ?, ?, ?)")
		args = append(args, p.ID, p.ShopID, code, last+int64(i)+1)
	}
	return tx.Exec(`INSERT INTO coupon_code (pool_id, shop_id, code, n) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...)
}

// next returns the code of a pool that is to be given next.
func next(tx *db.Tx, poolID string) (string, error) {
	return db.Value[string](tx, `SELECT code FROM coupon_code WHERE pool_id = ? AND claim_id = '' ORDER BY n, code LIMIT 1 `+tx.ForUpdate(), poolID)
}

func give(tx *db.Tx, shopID, code, claimID string, now time.Time) error {
	n, err := tx.Exec(`UPDATE coupon_code SET claim_id = ?, given_at = ? WHERE shop_id = ? AND code = ? AND claim_id = ''`, claimID, db.Millis(now), shopID, code)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "coupon.given")
	}
	return err
}
