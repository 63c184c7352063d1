package rulebook

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/policy"
)

const columns = `id, shop_id, draft, simulated, made_at, version`

func scan(row db.Scanner) (b Book, err error) {
	var draft string
	var made int64
	if err = row.Scan(&b.ID, &b.ShopID, &draft, &b.Simulated, &made, &b.Version); err != nil {
		return b, err
	}
	b.MadeAt = db.Time(made)
	return b, json.Unmarshal([]byte(draft), &b.Draft)
}

const editionColumns = `table_id, n, content, from_day, note, restores, published_by, published_at`

func scanEdition(row db.Scanner) (e Edition, err error) {
	var content string
	var at int64
	if err = row.Scan(&e.TableID, &e.N, &content, &e.From, &e.Note, &e.Restores, &e.By, &at); err != nil {
		return e, err
	}
	e.At = db.Time(at)
	err = json.Unmarshal([]byte(content), &e.Table)
	e.Table.ID, e.Table.Version = e.TableID, e.N
	return e, err
}

// booksOf returns the tables of a shop with their editions, the oldest first.
func booksOf(q db.Queryer, shopID string) ([]Book, error) {
	books, err := db.All(q, scan, `SELECT `+columns+` FROM policy_table WHERE shop_id = ? ORDER BY made_at, id`, shopID)
	if err != nil || len(books) == 0 {
		return books, err
	}
	editions, err := db.All(q, scanEdition, `SELECT `+editionColumns+` FROM policy_edition
		WHERE table_id IN (SELECT id FROM policy_table WHERE shop_id = ?) ORDER BY table_id, n`, shopID)
	for i := range books {
		b := &books[i]
		for _, e := range editions {
			if e.TableID == b.ID {
				b.Editions = append(b.Editions, e)
			}
		}
		b.settle()
	}
	return books, err
}

// settle names the draft as the edition that it would become.
func (b *Book) settle() { b.Draft.ID, b.Draft.Version = b.ID, int64(len(b.Editions))+1 }

func get(q db.Queryer, scope identity.Scope, id, lock string) (Book, error) {
	where, args := scope.Where("shop_id", "")
	b, err := db.One(q, scan, `SELECT `+columns+` FROM policy_table WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if err != nil {
		return b, err
	}
	b.Editions, err = db.All(q, scanEdition, `SELECT `+editionColumns+` FROM policy_edition WHERE table_id = ? ORDER BY n`, id)
	b.settle()
	return b, err
}

func idByKey(q db.Queryer, shopID, key string) (string, error) {
	return db.Value[string](q, `SELECT id FROM policy_table WHERE shop_id = ? AND key = ?`, shopID, key)
}

func insert(tx *db.Tx, b Book, key string) error {
	draft, err := text(b.Draft)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO policy_table (id, shop_id, key, draft, simulated, made_at, version) VALUES (?, ?, ?, ?, 0, ?, ?)`,
		b.ID, b.ShopID, key, draft, db.Millis(b.MadeAt), b.Version)
	return err
}

func update(tx *db.Tx, b Book) error {
	draft, err := text(b.Draft)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE policy_table SET draft = ?, simulated = ?, version = ? WHERE id = ?`, draft, b.Simulated, b.Version, b.ID)
	return err
}

// remove deletes a table that has no editions.
func remove(tx *db.Tx, b Book) error {
	_, err := tx.Exec(`DELETE FROM policy_table WHERE id = ?`, b.ID)
	return err
}

func insertEdition(tx *db.Tx, e Edition) error {
	content, err := text(e.Table)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO policy_edition (`+editionColumns+`) VALUES (`+db.Marks(8)+`)`,
		e.TableID, e.N, content, e.From, e.Note, e.Restores, e.By, db.Millis(e.At))
	return err
}

func text(t policy.Table) (string, error) {
	content, err := json.Marshal(t)
	return string(content), err
}
