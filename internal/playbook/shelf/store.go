package shelf

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, name, turned_on, draft, ahead, edition, made_at, version`

func scan(row db.Scanner) (e Entry, err error) {
	var made int64
	err = row.Scan(&e.ID, &e.ShopID, &e.Name, &e.On, &e.Draft, &e.Ahead, &e.Edition, &made, &e.Version)
	e.MadeAt = db.Time(made)
	return e, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Entry, error) {
	where, args := scope.Where("shop_id", "")
	e, err := db.One(q, scan, `SELECT `+columns+` FROM playbook WHERE id = ? AND removed_at = 0 AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "playbook.unknown")
	}
	return e, err
}

// entriesIn returns the playbooks of a shop, the oldest first.
func entriesIn(q db.Queryer, shopID string) ([]Entry, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM playbook WHERE shop_id = ? AND removed_at = 0 ORDER BY made_at, id`, shopID)
}

func insert(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`INSERT INTO playbook (`+columns+`) VALUES (`+db.Marks(9)+`)`,
		e.ID, e.ShopID, e.Name, e.On, e.Draft, e.Ahead, e.Edition, db.Millis(e.MadeAt), e.Version)
	return err
}

func update(tx *db.Tx, e Entry) error {
	_, err := tx.Exec(`UPDATE playbook SET turned_on = ?, draft = ?, ahead = ?, edition = ?, version = ? WHERE id = ?`,
		e.On, e.Draft, e.Ahead, e.Edition, e.Version, e.ID)
	return err
}

func remove(tx *db.Tx, e Entry, at time.Time) error {
	_, err := tx.Exec(`UPDATE playbook SET removed_at = ?, turned_on = FALSE WHERE id = ?`, db.Millis(at), e.ID)
	return err
}

const editionColumns = `playbook_id, number, text, note, restored, made_by, made_at`

func scanEdition(row db.Scanner) (e Edition, err error) {
	var made int64
	err = row.Scan(&e.EntryID, &e.Number, &e.Text, &e.Note, &e.Restored, &e.MadeBy, &made)
	e.MadeAt = db.Time(made)
	return e, err
}

func insertEdition(tx *db.Tx, e Edition) error {
	_, err := tx.Exec(`INSERT INTO playbook_edition (`+editionColumns+`) VALUES (`+db.Marks(7)+`)`,
		e.EntryID, e.Number, e.Text, e.Note, e.Restored, e.MadeBy, db.Millis(e.MadeAt))
	return err
}

// edition returns one, the shipped one for number 0 of a name that is shipped.
func edition(q db.Queryer, of Entry, number int64) (Edition, error) {
	if text := shippedText(of.Name); number == 0 && text != "" {
		return Edition{EntryID: of.ID, Text: text}, nil
	}
	e, err := db.One(q, scanEdition, `SELECT `+editionColumns+` FROM playbook_edition WHERE playbook_id = ? AND number = ?`, of.ID, number)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "playbook.edition_unknown")
	}
	return e, err
}

// newest is how many editions a screen lists.
const newest = 50

// editions returns the newest editions of a playbook without their texts.
func editions(q db.Queryer, id string) ([]Edition, error) {
	return db.All(q, scanEdition, `SELECT playbook_id, number, '', note, restored, made_by, made_at FROM playbook_edition WHERE playbook_id = ?
		ORDER BY number DESC LIMIT ?`, id, newest)
}

// last is the number of the newest edition, 0 if there is none.
func last(q db.Queryer, id string) (int64, error) {
	return db.Value[int64](q, `SELECT COALESCE(MAX(number), 0) FROM playbook_edition WHERE playbook_id = ?`, id)
}

// published are the texts in force of a shop's own playbooks, on or not.
func published(q db.Queryer, shopID string) (map[string]string, error) {
	all, err := db.All(q, scanEdition, `SELECT e.playbook_id, e.number, e.text, e.note, e.restored, e.made_by, e.made_at
		FROM playbook p JOIN playbook_edition e ON e.playbook_id = p.id AND e.number = p.edition
		WHERE p.shop_id = ? AND p.removed_at = 0`, shopID)
	texts := map[string]string{}
	for _, e := range all {
		texts[e.EntryID] = e.Text
	}
	return texts, err
}

// stamp rises with every change; 0 for a shop that works by what is shipped.
func stamp(q db.Queryer, shopID string) (int64, error) {
	n, err := db.Value[int64](q, `SELECT stamp FROM playbook_stamp WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return n, err
}

// raise makes every node read the playbooks of a shop anew.
func raise(tx *db.Tx, shopID string) error {
	_, err := tx.Exec(`INSERT INTO playbook_stamp AS s (shop_id, stamp) VALUES (?, 1)
		ON CONFLICT (shop_id) DO UPDATE SET stamp = s.stamp + 1`, shopID)
	return err
}
