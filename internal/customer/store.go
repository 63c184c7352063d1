package customer

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `c.id, c.shop_id, c.name, c.made_at, c.same_as, c.version, c.joined_to, c.head_id, c.erased_at`

func scan(row db.Scanner) (c Customer, err error) {
	var made, erased int64
	err = row.Scan(&c.ID, &c.ShopID, &c.Name, &made, &c.SameAs, &c.Version, &c.JoinedTo, &c.HeadID, &erased)
	c.MadeAt, c.ErasedAt = db.Time(made), db.Time(erased)
	return c, err
}

func get(q db.Queryer, id string) (Customer, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM customer c WHERE c.id = ?`, id)
}

// lock is get for a change.
func lock(tx *db.Tx, id string) (Customer, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM customer c WHERE c.id = ? `+tx.ForUpdate(), id)
}

// byToken finds the holder of a token that has not expired.
func byToken(q db.Queryer, token string, now time.Time) (Customer, error) {
	if len(token) < minTokenLen {
		return Customer{}, fault.New(fault.NotFound, "db.not_found")
	}
	return db.One(q, scan, `SELECT `+columns+` FROM visitor v JOIN customer c ON c.id = v.customer_id
		WHERE v.token_hash = ? AND v.expires_at > ?`, hashToken(token), db.Millis(now))
}

func insert(tx *db.Tx, c Customer) error {
	_, err := tx.Exec(`INSERT INTO customer (id, shop_id, name, made_at, version) VALUES (?, ?, ?, ?, ?)`,
		c.ID, c.ShopID, c.Name, db.Millis(c.MadeAt), c.Version)
	return err
}

// updateVersion stores the version of a row that is locked.
func updateVersion(tx *db.Tx, c Customer) error {
	_, err := tx.Exec(`UPDATE customer SET version = ? WHERE id = ?`, c.Version, c.ID)
	return err
}

func insertVisitor(tx *db.Tx, customerID, tokenHash string, byCode bool, expires, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO visitor (token_hash, customer_id, by_code, expires_at, made_at) VALUES (?, ?, ?, ?, ?)`,
		tokenHash, customerID, byCode, db.Millis(expires), db.Millis(now))
	return err
}

func extendToken(tx *db.Tx, tokenHash string, expires time.Time) error {
	_, err := tx.Exec(`UPDATE visitor SET expires_at = ? WHERE token_hash = ?`, db.Millis(expires), tokenHash)
	return err
}

func forgetVisitors(tx *db.Tx, customerID string) error {
	_, err := tx.Exec(`DELETE FROM visitor WHERE customer_id = ?`, customerID)
	return err
}

// forgetByCode ends the browsers that came with a service code.
func forgetByCode(tx *db.Tx, customerID string) error {
	_, err := tx.Exec(`DELETE FROM visitor WHERE customer_id = ? AND by_code = TRUE`, customerID)
	return err
}

func epochOf(q db.Queryer, customerID string) (int64, error) {
	return db.Value[int64](q, `SELECT epoch FROM service_code WHERE customer_id = ?`, customerID)
}

func codeOf(q db.Queryer, customerID string) (epoch int64, hash string, err error) {
	_, err = db.One(q, func(row db.Scanner) (struct{}, error) { return struct{}{}, row.Scan(&epoch, &hash) },
		`SELECT epoch, code_hash FROM service_code WHERE customer_id = ?`, customerID)
	return epoch, hash, err
}

func byCode(q db.Queryer, hash string) (Customer, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM service_code s JOIN customer c ON c.id = s.customer_id WHERE s.code_hash = ?`, hash)
}

func putCode(tx *db.Tx, customerID string, epoch int64, hash string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO service_code (customer_id, epoch, code_hash, made_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (customer_id) DO UPDATE SET epoch = excluded.epoch, code_hash = excluded.code_hash, made_at = excluded.made_at`,
		customerID, epoch, hash, db.Millis(now))
	return err
}

// countTry counts a try in the window of its subject, a new one when the last is
// over.
func countTry(tx *db.Tx, subject string, now, until time.Time) (int64, error) {
	at := db.Millis(now)
	return db.Value[int64](tx, `INSERT INTO code_try AS t (subject, tries, until) VALUES (?, 1, ?)
		ON CONFLICT (subject) DO UPDATE SET
			tries = CASE WHEN t.until <= ? THEN 1 ELSE t.tries + 1 END,
			until = CASE WHEN t.until <= ? THEN excluded.until ELSE t.until END
		RETURNING tries`, subject, db.Millis(until), at, at)
}

func uncountTry(tx *db.Tx, subject string) error {
	_, err := tx.Exec(`UPDATE code_try SET tries = tries - 1 WHERE subject = ? AND tries > 0`, subject)
	return err
}

func sweep(tx *db.Tx, now time.Time) error {
	if _, err := tx.Exec(`DELETE FROM code_try WHERE until <= ?`, db.Millis(now)); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM visitor WHERE expires_at <= ?`, db.Millis(now))
	return err
}
