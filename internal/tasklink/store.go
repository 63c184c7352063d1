package tasklink

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, ticket_id, shop_id, department_id, opened_at, token_hash, made_at, revoked_at, version`

func scan(row db.Scanner) (l Link, err error) {
	var opened, made, revoked int64
	err = row.Scan(&l.ID, &l.TicketID, &l.ShopID, &l.DepartmentID, &opened, &l.tokenHash, &made, &revoked, &l.Version)
	l.OpenedAt, l.MadeAt, l.RevokedAt = db.Time(opened), db.Time(made), db.Time(revoked)
	return l, err
}

func byToken(q db.Queryer, token string) (Link, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM task_link WHERE token_hash = ?`, hashToken(token))
}

// working returns the links to a ticket that nobody revoked, the newest first.
func working(tx *db.Tx, ticketID string) ([]Link, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM task_link WHERE ticket_id = ? AND revoked_at = 0 ORDER BY made_at DESC, id DESC `+tx.ForUpdate(), ticketID)
}

func insert(tx *db.Tx, l Link) error {
	_, err := tx.Exec(`INSERT INTO task_link (`+columns+`) VALUES (`+db.Marks(9)+`)`,
		l.ID, l.TicketID, l.ShopID, l.DepartmentID, db.Millis(l.OpenedAt), l.tokenHash, db.Millis(l.MadeAt), db.Millis(l.RevokedAt), l.Version)
	return err
}

func revoke(tx *db.Tx, l Link) error {
	_, err := tx.Exec(`UPDATE task_link SET revoked_at = ?, version = ? WHERE id = ?`, db.Millis(l.RevokedAt), l.Version, l.ID)
	return err
}

func sweep(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM task_link WHERE made_at < ?`, db.Millis(before))
	return err
}
