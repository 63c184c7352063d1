package conversation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// MessageIn returns the message with a number in a conversation. Who may see it
// is for the caller to decide.
func MessageIn(q db.Queryer, id string, seq int64) (Message, error) {
	return db.One(q, scanMessage, `SELECT `+messageColumns+` FROM message WHERE conversation_id = ? AND seq = ?`, id, seq)
}

// SaidSinceIn tells whether somebody of a kind has said something in a
// conversation, or in one that goes on in it, to the other side, at a time or
// later.
func SaidSinceIn(q db.Queryer, id string, who SenderKind, since time.Time) (bool, error) {
	all, err := MergedInto(q, id)
	if err != nil {
		return false, err
	}
	for _, c := range append(all, Conversation{ID: id}) {
		said, err := db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM message
			WHERE conversation_id = ? AND sender_kind = ? AND internal = FALSE AND at >= ?)`, c.ID, string(who), db.Millis(since))
		if err != nil || said {
			return said, err
		}
	}
	return false, nil
}
