package progress

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, case_id, shop_id, customer_id, token_hash, by_code, made_at, revoked_at, version`

func scan(row db.Scanner) (l Link, err error) {
	var made, revoked int64
	err = row.Scan(&l.ID, &l.CaseID, &l.ShopID, &l.CustomerID, &l.tokenHash, &l.ByCode, &made, &revoked, &l.Version)
	l.MadeAt, l.RevokedAt = db.Time(made), db.Time(revoked)
	return l, err
}

func byToken(q db.Queryer, token string) (Link, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM progress_link WHERE token_hash = ?`, hashToken(token))
}

func getLink(q db.Queryer, id string) (Link, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM progress_link WHERE id = ?`, id)
}

// sentOf returns the newest link of a case that was made to be sent and not
// revoked.
func sentOf(q db.Queryer, scope identity.Scope, caseID string) (Link, error) {
	where, args := scope.WhereCase("shop_id", "customer_id", "case_id")
	return db.One(q, scan, `SELECT `+columns+` FROM progress_link
		WHERE case_id = ? AND by_code = FALSE AND revoked_at = 0 AND `+where+`
		ORDER BY made_at DESC, id DESC LIMIT 1`, append([]any{caseID}, args...)...)
}

// working returns the links that nobody revoked, of a case or else of a
// customer, locked.
func working(tx *db.Tx, column, id string) ([]Link, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM progress_link WHERE `+column+` = ? AND revoked_at = 0
		ORDER BY made_at, id `+tx.ForUpdate(), id)
}

func insert(tx *db.Tx, l Link) error {
	_, err := tx.Exec(`INSERT INTO progress_link (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, l.CaseID, l.ShopID, l.CustomerID, l.tokenHash, l.ByCode, db.Millis(l.MadeAt), db.Millis(l.RevokedAt), l.Version)
	return err
}

// update stores what may change of a row that is locked.
func update(tx *db.Tx, l Link) error {
	_, err := tx.Exec(`UPDATE progress_link SET revoked_at = ?, version = ? WHERE id = ?`, db.Millis(l.RevokedAt), l.Version, l.ID)
	return err
}

func sweep(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM progress_link WHERE by_code = TRUE AND made_at < ?`, db.Millis(before))
	return err
}
