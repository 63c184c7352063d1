package rating

import (
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, case_id, shop_id, customer_id, closed_at, score, words, repeated, message_id, made_at, changed_at, version`

func scan(row db.Scanner) (r Rating, err error) {
	var closed, made, changed int64
	err = row.Scan(&r.ID, &r.CaseID, &r.ShopID, &r.CustomerID, &closed, &r.Score, &r.Words, &r.Repeated, &r.MessageID, &made, &changed, &r.Version)
	r.ClosedAt, r.MadeAt, r.ChangedAt = db.Time(closed), db.Time(made), db.Time(changed)
	return r, err
}

func of(q db.Queryer, c complaint.Case) (*Rating, error) {
	r, err := db.One(q, scan, `SELECT `+columns+` FROM rating WHERE case_id = ? AND closed_at = ?`, c.ID, db.Millis(c.ClosedAt))
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return &r, err
}

func all(q db.Queryer, caseID string) ([]Rating, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM rating WHERE case_id = ? ORDER BY closed_at DESC`, caseID)
}

func put(tx *db.Tx, r Rating) error {
	_, err := tx.Exec(`INSERT INTO rating (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET score = excluded.score, words = excluded.words, repeated = excluded.repeated,
			message_id = excluded.message_id, made_at = excluded.made_at, changed_at = excluded.changed_at, version = excluded.version`,
		r.ID, r.CaseID, r.ShopID, r.CustomerID, db.Millis(r.ClosedAt), r.Score, r.Words, r.Repeated, r.MessageID,
		db.Millis(r.MadeAt), db.Millis(r.ChangedAt), r.Version)
	return err
}
