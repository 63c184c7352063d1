package conversation

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const laterColumns = `id, conversation_id, shop_id, author_id, key, text, files, send_at, state, reason, made_at, version`

func scanLater(row db.Scanner) (l Later, err error) {
	var files string
	var at, made int64
	err = row.Scan(&l.ID, &l.ConversationID, &l.ShopID, &l.AuthorID, &l.Key, &l.Text, &files, &at, &l.State, &l.Reason, &made, &l.Version)
	if err != nil {
		return l, err
	}
	l.SendAt, l.MadeAt = db.Time(at), db.Time(made)
	return l, json.Unmarshal([]byte(files), &l.FileIDs)
}

// LaterIn returns a message for later within a scope.
func LaterIn(q db.Queryer, scope identity.Scope, id string) (Later, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scanLater, `SELECT `+laterColumns+` FROM later WHERE id = ? AND `+where, append([]any{id}, args...)...)
}

func laterByKey(q db.Queryer, conversationID, authorID, key string) (Later, error) {
	return db.One(q, scanLater, `SELECT `+laterColumns+` FROM later WHERE conversation_id = ? AND author_id = ? AND key = ?`,
		conversationID, authorID, key)
}

// openLater returns those that have neither gone nor been cancelled.
func openLater(q db.Queryer, conversationID string) ([]Later, error) {
	return db.All(q, scanLater, `SELECT `+laterColumns+` FROM later
		WHERE conversation_id = ? AND state IN ('waiting', 'paused') ORDER BY send_at, id LIMIT ?`, conversationID, maxLater)
}

func insertLater(tx *db.Tx, l Later) error {
	_, err := tx.Exec(`INSERT INTO later (`+laterColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, l.ConversationID, l.ShopID, l.AuthorID, l.Key, l.Text, encode(l.FileIDs), db.Millis(l.SendAt), l.State, l.Reason,
		db.Millis(l.MadeAt), l.Version)
	return err
}

func updateLater(tx *db.Tx, l Later) error {
	_, err := tx.Exec(`UPDATE later SET text = ?, send_at = ?, state = ?, reason = ?, version = ? WHERE id = ?`,
		l.Text, db.Millis(l.SendAt), l.State, l.Reason, l.Version, l.ID)
	return err
}
