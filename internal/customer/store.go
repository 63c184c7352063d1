package customer

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, name, made_at, version`

func scan(row db.Scanner) (c Customer, err error) {
	var made int64
	err = row.Scan(&c.ID, &c.ShopID, &c.Name, &made, &c.Version)
	c.MadeAt = db.Time(made)
	return c, err
}

func get(q db.Queryer, id string) (Customer, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM customer WHERE id = ?`, id)
}

// byToken finds the holder of a token that has not expired.
func byToken(q db.Queryer, token string, now time.Time) (Customer, error) {
	if len(token) < minTokenLen {
		return Customer{}, fault.New(fault.NotFound, "db.not_found")
	}
	return db.One(q, scan, `SELECT `+columns+` FROM customer WHERE visitor_hash = ? AND visitor_expires > ?`,
		hashToken(token), db.Millis(now))
}

func insert(tx *db.Tx, c Customer, tokenHash string, expires time.Time) error {
	_, err := tx.Exec(`INSERT INTO customer (`+columns+`, visitor_hash, visitor_expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.ShopID, c.Name, db.Millis(c.MadeAt), c.Version, tokenHash, db.Millis(expires))
	return err
}

func extendToken(tx *db.Tx, id string, expires time.Time) error {
	_, err := tx.Exec(`UPDATE customer SET visitor_expires = ? WHERE id = ?`, db.Millis(expires), id)
	return err
}
