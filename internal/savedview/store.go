package savedview

import (
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, owner_id, shop_id, name, query, made_at, version`

func scan(row db.Scanner) (v View, err error) {
	var made int64
	err = row.Scan(&v.ID, &v.OwnerID, &v.ShopID, &v.Name, &v.Query, &made, &v.Version)
	v.MadeAt = db.Time(made)
	return v, err
}

// sees is the condition of views that somebody sees.
func sees(userID string, scope identity.Scope) (string, []any) {
	in, args := scope.Where("shop_id", "")
	return `(shop_id = '' AND owner_id = ? OR shop_id <> '' AND ` + in + `)`, append([]any{userID}, args...)
}

func get(q db.Queryer, userID string, scope identity.Scope, id, lock string) (View, error) {
	where, args := sees(userID, scope)
	return db.One(q, scan, `SELECT `+columns+` FROM saved_view WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// maxListed is how many views one screen lists.
const maxListed = 300

func visible(q db.Queryer, userID string, scope identity.Scope) ([]View, error) {
	where, args := sees(userID, scope)
	return db.All(q, scan, `SELECT `+columns+` FROM saved_view WHERE `+where+` ORDER BY made_at, id LIMIT ?`,
		append(args, maxListed)...)
}

func countOwn(q db.Queryer, userID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM saved_view WHERE owner_id = ? LIMIT ?) AS own`, userID, MaxOwn)
}

func insert(tx *db.Tx, v View) error {
	_, err := tx.Exec(`INSERT INTO saved_view (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		v.ID, v.OwnerID, v.ShopID, v.Name, v.Query, db.Millis(v.MadeAt), v.Version)
	return err
}

func update(tx *db.Tx, v View) error {
	_, err := tx.Exec(`UPDATE saved_view SET shop_id = ?, name = ?, query = ?, version = ? WHERE id = ?`,
		v.ShopID, v.Name, v.Query, v.Version, v.ID)
	return err
}

func remove(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM saved_view WHERE id = ?`, id)
	return err
}
