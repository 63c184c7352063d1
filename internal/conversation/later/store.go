package later

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, conversation_id, shop_id, author_id, key, text, files, send_at, state, reason, made_at, version`

func scan(row db.Scanner) (l Later, err error) {
	var files string
	var at, made int64
	err = row.Scan(&l.ID, &l.ConversationID, &l.ShopID, &l.AuthorID, &l.Key, &l.Text, &files, &at, &l.State, &l.Reason, &made, &l.Version)
	if err != nil {
		return l, err
	}
	l.SendAt, l.MadeAt = db.Time(at), db.Time(made)
	return l, json.Unmarshal([]byte(files), &l.FileIDs)
}

// In returns a message for later within a scope.
func In(q db.Queryer, scope identity.Scope, id string) (Later, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM later WHERE id = ? AND `+where, append([]any{id}, args...)...)
}

// ByKey returns what somebody has written under a key, or the fault db.not_found.
func ByKey(q db.Queryer, conversationID, authorID, key string) (Later, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM later WHERE conversation_id = ? AND author_id = ? AND key = ?`,
		conversationID, authorID, key)
}

// Open returns those that have neither gone nor been cancelled.
func Open(q db.Queryer, conversationID string) ([]Later, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM later
		WHERE conversation_id = ? AND state IN ('waiting', 'paused') ORDER BY send_at, id LIMIT ?`, conversationID, Most)
}

// Insert stores a new one.
func Insert(tx *db.Tx, l Later) error {
	files, err := json.Marshal(l.FileIDs)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO later (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, l.ConversationID, l.ShopID, l.AuthorID, l.Key, l.Text, string(files), db.Millis(l.SendAt), l.State, l.Reason,
		db.Millis(l.MadeAt), l.Version)
	return err
}

// Update stores what was changed of one that is there.
func Update(tx *db.Tx, l Later) error {
	_, err := tx.Exec(`UPDATE later SET text = ?, send_at = ?, state = ?, reason = ?, version = ? WHERE id = ?`,
		l.Text, db.Millis(l.SendAt), l.State, l.Reason, l.Version, l.ID)
	return err
}

// Carry moves one to another conversation.
func Carry(tx *db.Tx, id, to string) error {
	_, err := tx.Exec(`UPDATE later SET conversation_id = ? WHERE id = ?`, to, id)
	return err
}
