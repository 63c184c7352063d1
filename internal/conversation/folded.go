package conversation

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func errMerged() error { return fault.New(fault.Conflict, "conversation.merged") }

// current follows a merged conversation to where it goes on.
func current(q db.Queryer, c Conversation, lock string) (Conversation, error) {
	for c.MergedInto != "" {
		next, err := find(q, identity.Everything, c.MergedInto, lock)
		if err != nil {
			return c, err
		}
		c = next
	}
	return c, nil
}

// leadsTo tells whether a conversation is another one or goes on in it.
func leadsTo(q db.Queryer, id, to string) (bool, error) {
	for id != to && id != "" {
		next, err := db.Value[string](q, `SELECT merged_into FROM conversation WHERE id = ?`, id)
		if err != nil {
			return false, err
		}
		id = next
	}
	return id == to, nil
}

// currentIn locks a conversation, or the one in which it goes on.
func (s *Service) currentIn(tx *db.Tx, id string) (Conversation, error) {
	c, err := find(tx, identity.Everything, id, tx.ForUpdate())
	if err != nil {
		return c, err
	}
	return current(tx, c, tx.ForUpdate())
}

// talkOf returns the conversation in which a buyer talks now, and those in
// which they talked before it was merged into that. If the merging came after
// the buyer was recognised, they have to ask again.
func talkOf(q db.Queryer, customerID string, scope identity.Scope) (id string, before []string, err error) {
	c, err := begunBy(q, customerID, WebChat)
	for err == nil && c.MergedInto != "" {
		before = append(before, c.ID)
		c, err = find(q, identity.Everything, c.MergedInto, "")
	}
	if err == nil && !scope.Sees(c.ShopID, c.CustomerID) {
		err = errMerged()
	}
	return c.ID, before, err
}

// saidIn returns m as it was taken before in one of some conversations, or the
// zero message. The same key with other words is refused.
func saidIn(q db.Queryer, conversations []string, m Message) (Message, error) {
	for _, id := range conversations {
		m.ConversationID = id
		known, err := byOrigin(q, m)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err == nil && !known.says(m) {
			err = fault.New(fault.Conflict, "request.key_reused")
		}
		return known, err
	}
	return Message{}, nil
}

// MergedInto returns the conversations that go on in one, directly or through
// others.
func MergedInto(q db.Queryer, id string) (all []Conversation, err error) {
	for next := []string{id}; len(next) > 0; next = next[1:] {
		found, err := db.All(q, scan, `SELECT `+columns+` FROM conversation WHERE merged_into = ? ORDER BY id`, next[0])
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			all = append(all, c)
			next = append(next, c.ID)
		}
	}
	return all, nil
}

// LockTwoIn locks two conversations of a scope, always in the same order, so
// that two who lock the same two do not wait for each other. Neither may have
// been merged.
func (s *Service) LockTwoIn(tx *db.Tx, scope identity.Scope, a, b string) (Conversation, Conversation, error) {
	locked := map[string]Conversation{}
	for _, id := range slices.Sorted(slices.Values([]string{a, b})) {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return c, c, err
		}
		locked[id] = c
	}
	return locked[a], locked[b], nil
}

// LockPairIn locks a conversation and one that was merged into it.
func (s *Service) LockPairIn(tx *db.Tx, scope identity.Scope, target, source string) (Conversation, Conversation, error) {
	into, err := get(tx, scope, target, tx.ForUpdate())
	if err != nil {
		return into, into, err
	}
	from, err := find(tx, scope, source, tx.ForUpdate())
	return into, from, err
}

// StoreFoldedIn stores what a merging, or taking it back, has made of a
// conversation.
func (s *Service) StoreFoldedIn(tx *db.Tx, c Conversation, by, verb string, payload any) error {
	_, err := tx.Exec(`UPDATE conversation SET merged_into = ?, assignee_id = ?, waiting_since = ?, unread = ? WHERE id = ?`,
		c.MergedInto, c.AssigneeID, db.Millis(c.WaitingSince), c.Unread, c.ID)
	if err != nil {
		return err
	}
	if err := updateSnooze(tx, c, s.Now()); err != nil {
		return err
	}
	s.hintAfter(tx, c)
	return s.audit(tx, c, by, verb, payload)
}

// Answers is how far the team has answered in a conversation.
type Answers struct {
	Unanswered time.Time // when the oldest message came that nobody has answered; zero if there is none
	Last       int64     // number of the last answer that stands, 0 if there is none
}

// AnswersIn returns how far the team has answered in a conversation.
func AnswersIn(q db.Queryer, id string) (a Answers, err error) {
	if a.Unanswered, err = unanswered(q, id); err != nil {
		return a, err
	}
	a.Last, err = db.Value[int64](q, `SELECT COALESCE(MAX(seq), 0) FROM message
		WHERE conversation_id = ? AND sender_kind = 'agent' AND internal = FALSE AND recalled_at = 0`, id)
	return a, err
}

// ShowLastIn lets the queue show of a conversation what was said last in it or
// in some others.
func (s *Service) ShowLastIn(tx *db.Tx, id string, others ...string) error {
	last, err := lastSaid(tx, id)
	if err != nil {
		return err
	}
	for _, other := range others {
		if said, err := lastSaid(tx, other); err != nil {
			return err
		} else if said.At.After(last.At) {
			last = said
		}
	}
	_, err = tx.Exec(`UPDATE conversation SET last_text = ?, last_sender = ?, last_at = ? WHERE id = ?`,
		last.preview(), last.Sender.Kind, db.Millis(last.At), id)
	return err
}

// LastForBuyer returns the last messages of a conversation that its buyer may
// see, and as they may see them.
func LastForBuyer(q db.Queryer, c Conversation, most int) ([]Message, error) {
	said, err := messagesSince(q, c.ID, max(0, c.HeadSeq-int64(most)), false, most)
	said = slices.DeleteFunc(said, func(m Message) bool { return m.Event.Code == Recalled })
	for i, m := range said {
		said[i] = m.forBuyer()
	}
	return said, err
}
