package rulepack

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, name, title, turned_on, draft, ahead, edition, made_at, version`

func scan(row db.Scanner) (p Pack, err error) {
	var made int64
	err = row.Scan(&p.ID, &p.ShopID, &p.Name, &p.Title, &p.On, &p.Draft, &p.Ahead, &p.Edition, &made, &p.Version)
	p.MadeAt = db.Time(made)
	return p, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Pack, error) {
	where, args := scope.Where("shop_id", "")
	p, err := db.One(q, scan, `SELECT `+columns+` FROM rule_pack WHERE id = ? AND removed_at = 0 AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "rule_pack.unknown")
	}
	return p, err
}

// packsIn returns the packs of a shop, the oldest first.
func packsIn(q db.Queryer, shopID string) ([]Pack, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM rule_pack WHERE shop_id = ? AND removed_at = 0 ORDER BY made_at, id`, shopID)
}

func insert(tx *db.Tx, p Pack) error {
	_, err := tx.Exec(`INSERT INTO rule_pack (`+columns+`) VALUES (`+db.Marks(10)+`)`,
		p.ID, p.ShopID, p.Name, p.Title, p.On, p.Draft, p.Ahead, p.Edition, db.Millis(p.MadeAt), p.Version)
	return err
}

func update(tx *db.Tx, p Pack) error {
	_, err := tx.Exec(`UPDATE rule_pack SET title = ?, turned_on = ?, draft = ?, ahead = ?, edition = ?, version = ? WHERE id = ?`,
		p.Title, p.On, p.Draft, p.Ahead, p.Edition, p.Version, p.ID)
	return err
}

func remove(tx *db.Tx, p Pack, at time.Time) error {
	_, err := tx.Exec(`UPDATE rule_pack SET removed_at = ?, turned_on = FALSE, version = ? WHERE id = ?`, db.Millis(at), p.Version, p.ID)
	return err
}

const editionColumns = `pack_id, number, text, note, restored, made_by, made_at`

func scanEdition(row db.Scanner) (e Edition, err error) {
	var made int64
	err = row.Scan(&e.PackID, &e.Number, &e.Text, &e.Note, &e.Restored, &e.MadeBy, &made)
	e.MadeAt = db.Time(made)
	return e, err
}

func insertEdition(tx *db.Tx, e Edition) error {
	_, err := tx.Exec(`INSERT INTO rule_edition (`+editionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.PackID, e.Number, e.Text, e.Note, e.Restored, e.MadeBy, db.Millis(e.MadeAt))
	return err
}

func edition(q db.Queryer, packID string, number int64) (Edition, error) {
	e, err := db.One(q, scanEdition, `SELECT `+editionColumns+` FROM rule_edition WHERE pack_id = ? AND number = ?`, packID, number)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "rule_pack.edition_unknown")
	}
	return e, err
}

// newest is how many editions a screen lists.
const newest = 50

// editions returns the newest editions of a pack without their texts.
func editions(q db.Queryer, packID string) ([]Edition, error) {
	return db.All(q, scanEdition, `SELECT pack_id, number, '', note, restored, made_by, made_at FROM rule_edition WHERE pack_id = ?
		ORDER BY number DESC LIMIT ?`, packID, newest)
}

// last is the number of the newest edition, 0 if there is none.
func last(q db.Queryer, packID string) (int64, error) {
	return db.Value[int64](q, `SELECT COALESCE(MAX(number), 0) FROM rule_edition WHERE pack_id = ?`, packID)
}

// inForce returns the texts that a shop checks by, the oldest pack first.
func inForce(q db.Queryer, shopID string) ([]Edition, error) {
	return db.All(q, scanEdition, `SELECT e.pack_id, e.number, e.text, e.note, e.restored, e.made_by, e.made_at
		FROM rule_pack p JOIN rule_edition e ON e.pack_id = p.id AND e.number = p.edition
		WHERE p.shop_id = ? AND p.removed_at = 0 AND p.turned_on ORDER BY p.made_at, p.id`, shopID)
}

// stamp is of how a shop checks; 0 if it does as shipped.
func stamp(q db.Queryer, shopID string) (int64, error) {
	n, err := db.Value[int64](q, `SELECT stamp FROM rule_choice WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return n, err
}

// choicesIn returns what a shop has chosen; the zero choices if nothing.
func choicesIn(q db.Queryer, shopID, lock string) (c Choices, err error) {
	c, err = db.One(q, func(row db.Scanner) (c Choices, err error) {
		var text string
		if err = row.Scan(&text, &c.Version); err == nil {
			err = json.Unmarshal([]byte(text), &c)
		}
		return c, err
	}, `SELECT choices, version FROM rule_choice WHERE shop_id = ? `+lock, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Choices{}, nil
	}
	return c, err
}

// raise makes every node compile the rules of a shop anew.
func raise(tx *db.Tx, shopID string) error {
	_, err := tx.Exec(`INSERT INTO rule_choice AS r (shop_id, stamp, choices, version) VALUES (?, 1, '{}', 0)
		ON CONFLICT (shop_id) DO UPDATE SET stamp = r.stamp + 1`, shopID)
	return err
}

func saveChoices(tx *db.Tx, shopID string, c Choices) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE rule_choice SET choices = ?, version = ? WHERE shop_id = ?`, string(text), c.Version, shopID)
	return err
}
