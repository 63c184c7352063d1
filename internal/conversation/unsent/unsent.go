// Package unsent keeps what people are writing in conversations and have not sent.
// It is theirs alone, and what they wrote last counts: nobody else changes it, so
// it has no version.
package unsent

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Draft is what somebody is writing in a conversation.
type Draft struct {
	Text    string
	Note    bool // it will be a note
	SavedAt time.Time
}

const (
	// maxLen is more than a message may hold: what is too long to be sent can
	// still be kept while it is being cut.
	maxLen = 20_000 // runes
	// kept is for how long something is kept that nobody goes on with.
	kept = 60 * 24 * time.Hour
)

// Check refuses what cannot be kept.
func (d Draft) Check() error {
	if n := utf8.RuneCountInString(d.Text); n > maxLen {
		return fault.Field("text", "draft.too_long", "limit", maxLen)
	}
	if !utf8.ValidString(d.Text) {
		return fault.Field("text", "message.not_text")
	}
	return nil
}

// Save keeps what a person is writing in a conversation; nothing forgets it.
func Save(tx *db.Tx, userID, conversationID string, d Draft) error {
	if strings.TrimSpace(d.Text) == "" {
		return remove(tx, userID, conversationID)
	}
	_, err := tx.Exec(`INSERT INTO unsent (user_id, conversation_id, text, note, saved_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (user_id, conversation_id) DO UPDATE SET text = excluded.text, note = excluded.note, saved_at = excluded.saved_at`,
		userID, conversationID, d.Text, d.Note, db.Millis(d.SavedAt))
	return err
}

// Get returns what a person is writing in a conversation, the zero value if
// nothing.
func Get(q db.Queryer, userID, conversationID string) (Draft, error) {
	d, err := db.One(q, func(row db.Scanner) (d Draft, err error) {
		var saved int64
		err = row.Scan(&d.Text, &d.Note, &saved)
		d.SavedAt = db.Time(saved)
		return d, err
	}, `SELECT text, note, saved_at FROM unsent WHERE user_id = ? AND conversation_id = ?`, userID, conversationID)
	if fault.KindOf(err) == fault.NotFound {
		return Draft{}, nil
	}
	return d, err
}

// Sent forgets what was being written once it is sent. What somebody has gone on
// to write meanwhile stays.
func Sent(tx *db.Tx, userID, conversationID, text string) error {
	d, err := Get(tx, userID, conversationID)
	if err != nil || text == "" || strings.TrimSpace(d.Text) != text {
		return err
	}
	return remove(tx, userID, conversationID)
}

func remove(tx *db.Tx, userID, conversationID string) error {
	_, err := tx.Exec(`DELETE FROM unsent WHERE user_id = ? AND conversation_id = ?`, userID, conversationID)
	return err
}

// Sweep forgets what nobody goes on with.
func Sweep(tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM unsent WHERE saved_at < ?`, db.Millis(now.Add(-kept)))
	return err
}
