package conversation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Paste is the channel of chats that are held in another program and written
// down here. What we say there goes out by hand, so the program says nothing on
// its own and nothing is sent later.
const Paste = "paste"

// OfCustomerIn returns the conversation in which a customer talks on a channel.
func OfCustomerIn(q db.Queryer, customerID, channel string) (Conversation, error) {
	return ofCustomer(q, customerID, channel)
}

// SpokenIn returns the last messages that people said to each other in a
// conversation and that stand, and the cards, in the order in which they were
// said.
func SpokenIn(q db.Queryer, id string, most int) ([]Message, error) {
	return db.All(q, scanMessage, `SELECT * FROM (SELECT `+messageColumns+` FROM message
		WHERE conversation_id = ? AND internal = FALSE AND recalled_at = 0 AND kind <> 'event' AND (sender_kind <> 'system' OR kind = 'card')
		ORDER BY at DESC, seq DESC LIMIT ?) AS spoken ORDER BY at, seq`, id, most)
}

// WriteDownIn adds, as part of tx, what was said elsewhere to a conversation
// that is locked: each message with the time at which it was said. by, who has
// read it, looks after the conversation if nobody does. The buyer waits since
// waits, or not if it is zero; a clock whose time is over already does not ring.
func (s *Service) WriteDownIn(tx *db.Tx, c Conversation, said []Message, by string, waits time.Time) (Conversation, error) {
	before, heard := c, false
	for _, m := range said {
		c.HeadSeq++
		m.ID, m.ConversationID, m.Seq = s.NewID(), c.ID, c.HeadSeq
		if err := insertMessage(tx, m); err != nil {
			return c, err
		}
		heard = heard || m.Sender.Kind == Buyer
	}
	c.AgentReadSeq, c.Unread, c.WaitingSince, c.Version = c.HeadSeq, 0, waits, c.Version+1
	if c.AssigneeID == "" {
		c.AssigneeID = by
	}
	if err := s.updateWrittenDown(tx, c); err != nil {
		return c, err
	}
	if err := s.audit(tx, c, by, "paste", map[string]any{"messages": len(said), "assignee_id": c.AssigneeID}); err != nil {
		return c, err
	}
	s.hintAfter(tx, c)
	if err := s.windWrittenDown(tx, before, c, by); err != nil || !heard {
		return c, err
	}
	return c, s.heardIn(tx, c)
}

func (s *Service) updateWrittenDown(tx *db.Tx, c Conversation) error {
	last, err := lastSaid(tx, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE conversation SET head_seq = ?, agent_read_seq = ?, unread = 0, assignee_id = ?, waiting_since = ?,
		last_text = ?, last_sender = ?, last_at = ?, changed_at = ?, version = ? WHERE id = ?`,
		c.HeadSeq, c.AgentReadSeq, c.AssigneeID, db.Millis(c.WaitingSince),
		last.preview(), last.Sender.Kind, db.Millis(last.At), db.Millis(s.Now()), c.Version, c.ID)
	return err
}

// windWrittenDown winds the clock of a wait that began, and tells of one that
// ended.
func (s *Service) windWrittenDown(tx *db.Tx, before, c Conversation, by string) error {
	switch {
	case c.WaitingSince.Equal(before.WaitingSince):
		return nil
	case c.WaitingSince.IsZero():
		return s.Queue.Announce(tx, Answered{c.ID, by})
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil || !at.RespondBy(c.WaitingSince).After(s.Now()) {
		return err
	}
	return s.windFirstResponse(tx, c, at)
}

// WithinIn returns a conversation inside a scope; somebody else's is not found.
func WithinIn(q db.Queryer, scope identity.Scope, id string) (Conversation, error) {
	return get(q, scope, id, "")
}
