package commitment

import (
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, key, case_id, shop_id, customer_id, conversation_id, owner_id, text, made_at, due_at, grace_ends_at, state,
	alarmed_at, broken_at, settled_at, settled_by, note, replaces, replaced_by, version, department_id`

func scan(row db.Scanner) (c Commitment, err error) {
	var made, due, grace, alarmed, broken, settled int64
	err = row.Scan(&c.ID, &c.Key, &c.CaseID, &c.ShopID, &c.CustomerID, &c.ConversationID, &c.OwnerID, &c.Text, &made, &due, &grace,
		&c.State, &alarmed, &broken, &settled, &c.SettledBy, &c.Note, &c.Replaces, &c.ReplacedBy, &c.Version, &c.DepartmentID)
	c.MadeAt, c.DueAt, c.GraceEndsAt = db.Time(made), db.Time(due), db.Time(grace)
	c.AlarmedAt, c.BrokenAt, c.SettledAt = db.Time(alarmed), db.Time(broken), db.Time(settled)
	return c, err
}

// get returns a commitment inside scope. lock is "" or the transaction's
// ForUpdate.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Commitment, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.One(q, scan, `SELECT `+columns+` FROM commitment WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func byKey(q db.Queryer, caseID, key string) (Commitment, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM commitment WHERE case_id = ? AND key = ?`, caseID, key)
}

func ofCase(q db.Queryer, caseID string) ([]Commitment, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM commitment WHERE case_id = ? ORDER BY due_at, id`, caseID)
}

func ofConversation(q db.Queryer, scope identity.Scope, conversationID string) ([]Commitment, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.All(q, scan, `SELECT `+columns+` FROM commitment WHERE conversation_id = ? AND `+where+` ORDER BY due_at, id`,
		append([]any{conversationID}, args...)...)
}

func listed(q db.Queryer, ids []string) ([]Commitment, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM commitment WHERE id IN (`+db.Marks(len(ids))+`)`, db.Values(ids)...)
}

func countOpen(q db.Queryer, caseID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM commitment WHERE case_id = ? AND state = 'open'`, caseID)
}

func insert(tx *db.Tx, c Commitment) error {
	_, err := tx.Exec(`INSERT INTO commitment (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Key, c.CaseID, c.ShopID, c.CustomerID, c.ConversationID, c.OwnerID, c.Text, db.Millis(c.MadeAt), db.Millis(c.DueAt),
		db.Millis(c.GraceEndsAt), c.State, db.Millis(c.AlarmedAt), db.Millis(c.BrokenAt), db.Millis(c.SettledAt),
		c.SettledBy, c.Note, c.Replaces, c.ReplacedBy, c.Version, c.DepartmentID)
	return err
}

// update stores what may change. The row is locked and its version was checked;
// from is the version that it had.
func update(tx *db.Tx, c Commitment, from int64) error {
	_, err := tx.Exec(`UPDATE commitment SET owner_id = ?, state = ?, alarmed_at = ?, broken_at = ?, settled_at = ?,
		settled_by = ?, note = ?, replaced_by = ?, version = ? WHERE id = ? AND version = ?`,
		c.OwnerID, c.State, db.Millis(c.AlarmedAt), db.Millis(c.BrokenAt), db.Millis(c.SettledAt),
		c.SettledBy, c.Note, c.ReplacedBy, c.Version, c.ID, from)
	return err
}

func follow(tx *db.Tx, of Case) error {
	_, err := tx.Exec(`UPDATE commitment SET conversation_id = ?, customer_id = ? WHERE case_id = ?`, of.ConversationID, of.CustomerID, of.ID)
	return err
}
