package notice

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, user_id, kind, args, conversation_id, case_id, commitment_id, ticket_id, claim_id, at, read_at, key`

func scan(row db.Scanner) (n Notice, err error) {
	var args string
	var at, read int64
	err = row.Scan(&n.ID, &n.UserID, &n.Kind, &args, &n.About.ConversationID, &n.About.CaseID, &n.About.CommitmentID, &n.About.TicketID, &n.About.ClaimID, &at, &read, &n.Key)
	if err != nil {
		return n, err
	}
	n.At, n.ReadAt = db.Time(at), db.Time(read)
	return n, json.Unmarshal([]byte(args), &n.Args)
}

func get(q db.Queryer, userID, id string) (Notice, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM notice WHERE id = ? AND user_id = ?`, id, userID)
}

// ofUser pages by (at, id), newest first; after is the id of the last notice
// that the caller has.
func ofUser(q db.Queryer, userID, after string, limit int) ([]Notice, error) {
	at, id := int64(1<<62), "~"
	if after != "" {
		n, err := get(q, userID, after)
		if err != nil {
			return nil, err
		}
		at, id = db.Millis(n.At), n.ID
	}
	return db.All(q, scan, `SELECT `+columns+` FROM notice WHERE user_id = ? AND (at < ? OR at = ? AND id < ?)
		ORDER BY at DESC, id DESC LIMIT ?`, userID, at, at, id, limit)
}

func countUnread(q db.Queryer, userID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE user_id = ? AND read_at = 0 LIMIT 100) AS unread`, userID)
}

func insert(tx *db.Tx, n Notice) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO notice (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (user_id, key) DO NOTHING`,
		n.ID, n.UserID, n.Kind, string(args), n.About.ConversationID, n.About.CaseID, n.About.CommitmentID, n.About.TicketID, n.About.ClaimID, db.Millis(n.At), n.Key)
	return err
}

func markRead(tx *db.Tx, upTo Notice, now time.Time) error {
	at := db.Millis(upTo.At)
	_, err := tx.Exec(`UPDATE notice SET read_at = ? WHERE user_id = ? AND read_at = 0 AND (at < ? OR at = ? AND id <= ?)`,
		db.Millis(now), upTo.UserID, at, at, upTo.ID)
	return err
}
