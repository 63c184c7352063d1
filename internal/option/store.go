package option

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, key, case_id, shop_id, intro, picks, said, proposal, state, chosen, words, message_id, made_by, made_at, answered_at, version`

func scan(row db.Scanner) (c Card, err error) {
	var picks, said string
	var made, answered int64
	if err = row.Scan(&c.ID, &c.Key, &c.CaseID, &c.ShopID, &c.Intro, &picks, &said, &c.Proposal, &c.State, &c.Chosen, &c.Words, &c.MessageID,
		&c.MadeBy, &made, &answered, &c.Version); err != nil {
		return c, err
	}
	c.MadeAt, c.AnsweredAt = db.Time(made), db.Time(answered)
	if err := json.Unmarshal([]byte(picks), &c.Picks); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(said), &c.Said)
}

// get returns a card; whether the case of it may be seen is for the caller.
func get(q db.Queryer, id, lock string) (Card, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM option_card WHERE id = ? `+lock, id)
}

func byKey(q db.Queryer, caseID, key string) (Card, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM option_card WHERE case_id = ? AND key = ?`, caseID, key)
}

// ofCase returns the cards of a case, the latest first.
func ofCase(q db.Queryer, caseID string) ([]Card, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM option_card WHERE case_id = ? ORDER BY made_at DESC, id DESC LIMIT 50`, caseID)
}

// onTable returns the cards of a case that a buyer may still answer, or has.
func onTable(tx *db.Tx, caseID string) ([]Card, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM option_card WHERE case_id = ? AND state IN ('sent', 'declined', 'chosen') ORDER BY id `+tx.ForUpdate(), caseID)
}

func insert(tx *db.Tx, c Card) error {
	picks, err := json.Marshal(c.Picks)
	if err != nil {
		return err
	}
	said, err := json.Marshal(c.Said)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO option_card (`+columns+`) VALUES (`+db.Marks(16)+`)`, c.ID, c.Key, c.CaseID, c.ShopID, c.Intro, string(picks), string(said),
		c.Proposal, c.State, c.Chosen, c.Words, c.MessageID, c.MadeBy, db.Millis(c.MadeAt), db.Millis(c.AnsweredAt), c.Version)
	return err
}

// update stores what may change of a card that is locked.
func update(tx *db.Tx, c Card) error {
	_, err := tx.Exec(`UPDATE option_card SET state = ?, chosen = ?, words = ?, message_id = ?, answered_at = ?, version = ? WHERE id = ?`,
		c.State, c.Chosen, c.Words, c.MessageID, db.Millis(c.AnsweredAt), c.Version, c.ID)
	return err
}
