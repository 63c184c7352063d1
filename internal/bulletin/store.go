package bulletin

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, kind, title, text, starts_at, ends_at, changed_by, changed_at, version`

func scan(row db.Scanner) (b Bulletin, err error) {
	var starts, ends, changed int64
	err = row.Scan(&b.ID, &b.ShopID, &b.Kind, &b.Title, &b.Text, &starts, &ends, &b.ChangedBy, &changed, &b.Version)
	b.StartsAt, b.EndsAt, b.ChangedAt = db.Time(starts), db.Time(ends), db.Time(changed)
	return b, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Bulletin, error) {
	where, args := scope.Where("shop_id", "")
	b, err := db.One(q, scan, `SELECT `+columns+` FROM bulletin WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "bulletin.unknown")
	}
	return b, err
}

// most is how many bulletins one screen shows.
const most = 100

// holding returns those in scope that are in force at some moment of a time, what is
// over first at the top.
func holding(q db.Queryer, scope identity.Scope, from, to time.Time) ([]Bulletin, error) {
	where, args := scope.Where("shop_id", "")
	return db.All(q, scan, `SELECT `+columns+` FROM bulletin WHERE ends_at > ? AND starts_at < ? AND `+where+` ORDER BY ends_at, id LIMIT ?`,
		append(append([]any{db.Millis(from), db.Millis(to)}, args...), most)...)
}

func insert(tx *db.Tx, b Bulletin) error {
	_, err := tx.Exec(`INSERT INTO bulletin (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.ID, b.ShopID, b.Kind, b.Title, b.Text,
		db.Millis(b.StartsAt), db.Millis(b.EndsAt), b.ChangedBy, db.Millis(b.ChangedAt), b.Version)
	return err
}

func update(tx *db.Tx, b Bulletin) error {
	_, err := tx.Exec(`UPDATE bulletin SET kind = ?, title = ?, text = ?, starts_at = ?, ends_at = ?, changed_by = ?, changed_at = ?, version = ? WHERE id = ?`,
		b.Kind, b.Title, b.Text, db.Millis(b.StartsAt), db.Millis(b.EndsAt), b.ChangedBy, db.Millis(b.ChangedAt), b.Version, b.ID)
	return err
}
