package merging

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, shop_id, source_id, target_id, fold, merged_by, merged_at, undone_by, undone_at, version`

func scan(row db.Scanner) (m Merging, err error) {
	var fold string
	var at, undone int64
	err = row.Scan(&m.ID, &m.ShopID, &m.SourceID, &m.TargetID, &fold, &m.By, &at, &m.UndoneBy, &undone, &m.Version)
	if err != nil {
		return m, err
	}
	m.At, m.UndoneAt = db.Time(at), db.Time(undone)
	return m, json.Unmarshal([]byte(fold), &m.Fold)
}

// get returns a merging inside scope. lock is "" or the transaction's
// ForUpdate.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Merging, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM merging WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func ofTarget(q db.Queryer, scope identity.Scope, id string) ([]Merging, error) {
	where, args := scope.Where("shop_id", "")
	return db.All(q, scan, `SELECT `+columns+` FROM merging WHERE target_id = ? AND undone_at = 0 AND `+where+`
		ORDER BY merged_at, id`, append([]any{id}, args...)...)
}

// foldings are the other mergings into the target of m, also those that were
// undone.
func foldings(q db.Queryer, m Merging) (all []folding, err error) {
	others, err := db.All(q, scan, `SELECT `+columns+` FROM merging WHERE target_id = ? AND id <> ?`, m.TargetID, m.ID)
	for _, o := range others {
		all = append(all, folding{o.Fold, !o.UndoneAt.IsZero()})
	}
	return all, err
}

func ofSource(q db.Queryer, scope identity.Scope, id string) ([]Merging, error) {
	where, args := scope.Where("shop_id", "")
	return db.All(q, scan, `SELECT `+columns+` FROM merging WHERE source_id = ? AND undone_at = 0 AND `+where+`
		ORDER BY merged_at DESC, id DESC LIMIT 1`, append([]any{id}, args...)...)
}

func insert(tx *db.Tx, m Merging) error {
	fold, err := json.Marshal(m.Fold)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO merging (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.ShopID, m.SourceID, m.TargetID, string(fold), m.By, db.Millis(m.At), m.UndoneBy, db.Millis(m.UndoneAt), m.Version)
	return err
}

func update(tx *db.Tx, m Merging) error {
	_, err := tx.Exec(`UPDATE merging SET undone_by = ?, undone_at = ?, version = ? WHERE id = ?`,
		m.UndoneBy, db.Millis(m.UndoneAt), m.Version, m.ID)
	return err
}
