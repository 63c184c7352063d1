// Package recorded keeps conversations for what was said elsewhere: a past case
// came by a register, and there is no way in which its buyer could be answered
// here. Such a conversation stands in no queue until there is something to do.
package recorded

import (
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of recorded conversations.
type Service struct {
	Now           func() time.Time
	NewID         func() string
	Conversations *conversation.Service
}

// OpenIn returns the conversation under which what was recorded of a customer is
// kept, a new one if there is none yet. preview is what it was about, at is when.
func (s *Service) OpenIn(tx *db.Tx, shopID, customerID, by, preview string, at time.Time) (string, error) {
	id, err := db.Value[string](tx, `SELECT id FROM conversation WHERE customer_id = ? AND channel = ?`, customerID, conversation.Recorded)
	if err == nil {
		_, err = tx.Exec(`UPDATE conversation SET last_at = ?, last_text = ?, changed_at = ? WHERE id = ? AND last_at < ?`,
			db.Millis(at), preview, db.Millis(s.Now()), id, db.Millis(at))
		return id, err
	}
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	id = s.NewID()
	_, err = tx.Exec(`INSERT INTO conversation (id, shop_id, customer_id, channel, last_at, last_text, made_at, changed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		id, shopID, customerID, conversation.Recorded, db.Millis(at), preview, db.Millis(at), db.Millis(s.Now()))
	if err != nil {
		return "", err
	}
	return id, s.audit(tx, id, 1, by, "record", map[string]string{"shop_id": shopID, "customer_id": customerID})
}

// ShowIn puts a conversation into the queue of who has something to do there,
// with a line that says what. Who looks after it already goes on.
func (s *Service) ShowIn(tx *db.Tx, id, assignee, by, preview string, line conversation.Message) error {
	c, err := s.Conversations.LockIn(tx, id)
	if err != nil {
		return err
	}
	if _, err := s.Conversations.PostIn(tx, id, line); err != nil || c.AssigneeID != "" {
		return err
	}
	_, err = tx.Exec(`UPDATE conversation SET assignee_id = ?, last_at = ?, last_text = ?, last_sender = 'system', version = ? WHERE id = ?`,
		assignee, db.Millis(s.Now()), preview, c.Version+1, id)
	if err != nil {
		return err
	}
	return s.audit(tx, id, c.Version+1, by, "assign", map[string]string{"assignee_id": assignee})
}

func (s *Service) audit(tx *db.Tx, id string, version int64, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: "conversation/" + id, Version: version, At: s.Now(), Actor: by, Verb: "conversation." + verb, Payload: payload})
}
