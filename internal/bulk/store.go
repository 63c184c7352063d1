package bulk

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, shop_id, actor_id, actor_name, note, made_at, ended_at, total, done, skipped`

func scan(row db.Scanner) (b Bulk, err error) {
	var made, ended int64
	err = row.Scan(&b.ID, &b.ShopID, &b.ActorID, &b.ActorName, &b.Note, &made, &ended, &b.Total, &b.Done, &b.Skipped)
	b.MadeAt, b.EndedAt = db.Time(made), db.Time(ended)
	return b, err
}

func get(q db.Queryer, scope identity.Scope, id string) (Bulk, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM bulk WHERE id = ? AND `+where, append([]any{id}, args...)...)
}

func insert(tx *db.Tx, b Bulk) error {
	_, err := tx.Exec(`INSERT INTO bulk (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.ID, b.ShopID, b.ActorID, b.ActorName,
		b.Note, db.Millis(b.MadeAt), db.Millis(b.EndedAt), b.Total, b.Done, b.Skipped)
	return err
}

func update(tx *db.Tx, b Bulk) error {
	_, err := tx.Exec(`UPDATE bulk SET ended_at = ?, done = ?, skipped = ? WHERE id = ?`, db.Millis(b.EndedAt), b.Done, b.Skipped, b.ID)
	return err
}

const itemColumns = `n, commitment_id, version, text, due_at, state, code`

func scanItem(row db.Scanner) (i Item, err error) {
	var due int64
	err = row.Scan(&i.N, &i.CommitmentID, &i.Version, &i.Text, &due, &i.State, &i.Code)
	i.DueAt = db.Time(due)
	return i, err
}

func insertItems(tx *db.Tx, bulkID string, items []Item) error {
	for part := range slices.Chunk(items, 100) {
		var args []any
		for _, i := range part {
			args = append(args, bulkID, i.N, i.CommitmentID, i.Version, i.Text, db.Millis(i.DueAt), i.State, i.Code)
		}
		_, err := tx.Exec(`INSERT INTO bulk_item (bulk_id, `+itemColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`+
			strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?)`, len(part)-1), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func waiting(tx *db.Tx, bulkID string, limit int) ([]Item, error) {
	return db.All(tx, scanItem, `SELECT `+itemColumns+` FROM bulk_item WHERE bulk_id = ? AND state = 'waiting' ORDER BY n LIMIT ? `+tx.ForUpdate(), bulkID, limit)
}

func passed(q db.Queryer, bulkID string, limit int) ([]Item, error) {
	return db.All(q, scanItem, `SELECT `+itemColumns+` FROM bulk_item WHERE bulk_id = ? AND state = 'skipped' ORDER BY n LIMIT ?`, bulkID, limit)
}

func updateItem(tx *db.Tx, bulkID string, i Item) error {
	_, err := tx.Exec(`UPDATE bulk_item SET state = ?, code = ? WHERE bulk_id = ? AND n = ?`, i.State, i.Code, bulkID, i.N)
	return err
}
