package conversation

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Unsent is what somebody is writing in a conversation. It is theirs alone, and
// what they wrote last counts: nobody else changes it, so it has no version.
type Unsent struct {
	Text    string
	Note    bool // it will be a note
	SavedAt time.Time
}

const (
	// maxUnsent is more than a message may hold: what is too long to be sent can
	// still be kept while it is being cut.
	maxUnsent = 4 * MaxTextLen // runes
	// unsentKept is for how long something is kept that nobody goes on with.
	unsentKept = 60 * 24 * time.Hour
)

// UnsentHint is what the other screens of a person hear: that they have written.
type UnsentHint struct {
	Kind           string `json:"kind"` // "draft"
	ConversationID string `json:"conversation_id"`
}

// SaveUnsent keeps what the actor is writing in a conversation; nothing forgets
// it.
func (s *Service) SaveUnsent(ctx context.Context, id string, u Unsent) (Unsent, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return u, err
	}
	if n := utf8.RuneCountInString(u.Text); n > maxUnsent {
		return u, fault.Field("text", "draft.too_long", "limit", maxUnsent)
	}
	if !utf8.ValidString(u.Text) {
		return u, fault.Field("text", "message.not_text")
	}
	u.SavedAt = s.Now()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := get(tx, scope, id, ""); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("user:"+actor.ID, UnsentHint{"draft", id}) })
		if strings.TrimSpace(u.Text) == "" {
			return deleteUnsent(tx, actor.ID, id)
		}
		return upsertUnsent(tx, actor.ID, id, u)
	})
	return u, err
}

// Unsent returns what the actor is writing in a conversation, the zero value if
// nothing.
func (s *Service) Unsent(ctx context.Context, id string) (Unsent, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return Unsent{}, err
	}
	q := s.DB.Reader(ctx)
	if _, err := get(q, scope, id, ""); err != nil {
		return Unsent{}, err
	}
	u, err := getUnsent(q, actor.ID, id)
	if fault.KindOf(err) == fault.NotFound {
		return Unsent{}, nil
	}
	return u, err
}

// sentNow forgets what was being written once it is sent. What somebody has gone
// on to write meanwhile stays.
func sentNow(tx *db.Tx, m Message) error {
	if m.Sender.Kind != Agent || m.Text == "" {
		return nil
	}
	u, err := getUnsent(tx, m.Sender.ID, m.ConversationID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || strings.TrimSpace(u.Text) != m.Text {
		return err
	}
	return deleteUnsent(tx, m.Sender.ID, m.ConversationID)
}

func getUnsent(q db.Queryer, userID, id string) (Unsent, error) {
	return db.One(q, func(row db.Scanner) (u Unsent, err error) {
		var saved int64
		err = row.Scan(&u.Text, &u.Note, &saved)
		u.SavedAt = db.Time(saved)
		return u, err
	}, `SELECT text, note, saved_at FROM unsent WHERE user_id = ? AND conversation_id = ?`, userID, id)
}

func upsertUnsent(tx *db.Tx, userID, id string, u Unsent) error {
	_, err := tx.Exec(`INSERT INTO unsent (user_id, conversation_id, text, note, saved_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (user_id, conversation_id) DO UPDATE SET text = excluded.text, note = excluded.note, saved_at = excluded.saved_at`,
		userID, id, u.Text, u.Note, db.Millis(u.SavedAt))
	return err
}

func deleteUnsent(tx *db.Tx, userID, id string) error {
	_, err := tx.Exec(`DELETE FROM unsent WHERE user_id = ? AND conversation_id = ?`, userID, id)
	return err
}

// sweepUnsent is the daily cleaning of what nobody goes on with.
type sweepUnsent struct{}

func (sweepUnsent) Kind() string { return "conversation.sweep_unsent" }

func (s *Service) sweepUnsent(tx *db.Tx, _ sweepUnsent) error {
	_, err := tx.Exec(`DELETE FROM unsent WHERE saved_at < ?`, db.Millis(s.Now().Add(-unsentKept)))
	return err
}
