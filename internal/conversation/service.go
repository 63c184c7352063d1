package conversation

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation/unsent"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Service is what the rest of the program may ask of conversations.
type Service struct {
	DB      *db.DB
	Queue   *jobs.Queue
	Now     func() time.Time
	NewID   func() string
	Hint    func(topic string, hint any) // tells open screens, after a commit
	Blobs   blob.Store
	Intake  *blob.Intake
	Notices *notice.Service
}

// Hint is what open screens hear of a conversation: that there is something up
// to Seq to ask for.
type Hint struct {
	Kind string `json:"kind"` // "conversation"
	ID   string `json:"id"`
	Seq  int64  `json:"seq"`
}

// OpenIn returns the conversation of a customer on a channel, a new one if
// there is none yet.
func (s *Service) OpenIn(tx *db.Tx, shopID, customerID, channel string) (Conversation, error) {
	c, err := ofCustomer(tx, customerID, channel)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return c, err
	}
	c = Conversation{ID: s.NewID(), ShopID: shopID, CustomerID: customerID, Channel: channel, MadeAt: s.Now(), Version: 1}
	if err := insert(tx, c); err != nil {
		return c, err
	}
	return c, s.audit(tx, c, customerID, "open", nil)
}

// Reply stores an agent's message. The same key from the same agent is the same
// message, however often it comes.
func (s *Service) Reply(ctx context.Context, id, key string, d Draft) (Message, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return Message{}, err
	}
	return s.say(ctx, id, scope, Sender{Agent, actor.ID, actor.Name}, key, d)
}

// Say stores a message of the buyer who asks, in their own conversation.
func (s *Service) Say(ctx context.Context, key string, d Draft) (Message, error) {
	actor, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return Message{}, err
	}
	id, before, err := talkOf(s.DB.Reader(ctx), actor.ID, scope)
	if err != nil {
		return Message{}, err
	}
	return s.say(ctx, id, scope, Sender{Buyer, actor.ID, actor.Name}, key, d, before...)
}

// say stores a message in a conversation. before are those that were merged
// into it and in which the sender may have said the same, or left files.
func (s *Service) say(ctx context.Context, id string, scope identity.Scope, from Sender, key string, d Draft, before ...string) (m Message, err error) {
	if d, err = d.clean(); err != nil {
		return m, err
	}
	if err := checkKey(key); err != nil {
		return m, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if c.Channel == Recorded && from.Kind == Agent {
			return fault.New(fault.Conflict, "conversation.no_channel")
		}
		if m, err = spoken(tx, c.ID, from, d); err != nil {
			return err
		}
		m.ID, m.Key = newID, key
		if known, err := saidIn(tx, before, m); err != nil || known.Seq > 0 {
			m = known
			return err
		}
		m, err = s.post(tx, c, m)
		return err
	})
	return m, err
}

// spoken is what a person says in a conversation, with files of their own.
func spoken(tx *db.Tx, id string, from Sender, d Draft) (m Message, err error) {
	m = Message{Sender: from, Kind: Text, Text: d.Text}
	if m.Files, err = ownFiles(tx, id, from, d.FileIDs); len(m.Files) > 0 {
		m.Kind = Files
	}
	return m, err
}

// PostIn adds a message made by the program itself, such as a card or an event
// line, as part of tx. Its key must be the same for the same message.
func (s *Service) PostIn(tx *db.Tx, id string, m Message) (Message, error) {
	c, err := s.currentIn(tx, id)
	if err != nil {
		return m, err
	}
	m.ID = s.NewID()
	return s.post(tx, c, m)
}

// post gives m its place in c. A message that was taken before is returned as
// it was; the same key with other words is refused.
func (s *Service) post(tx *db.Tx, c Conversation, m Message) (Message, error) {
	if known, err := saidIn(tx, []string{c.ID}, m); err != nil || known.Seq > 0 {
		return known, err
	}
	m.ConversationID = c.ID
	m.Seq, m.At = c.HeadSeq+1, s.Now()
	before := c
	c = c.take(m)
	if err := insertMessage(tx, m); err != nil {
		return m, err
	}
	if err := updateAfterMessage(tx, c, m); err != nil {
		return m, err
	}
	if err := s.posted(tx, before, c, m); err != nil {
		return m, err
	}
	if c.Version != before.Version {
		if err := s.audit(tx, c, m.Sender.ID, "assign", map[string]string{"assignee_id": c.AssigneeID}); err != nil {
			return m, err
		}
	}
	return m, s.announceAnswer(tx, before, c, m)
}

// posted does what a new message brings with it.
func (s *Service) posted(tx *db.Tx, before, c Conversation, m Message) error {
	for _, f := range m.Files {
		if f.TeamOnly == m.Internal {
			continue
		}
		if err := updateTeamOnly(tx, []File{f}, m.Internal); err != nil {
			return err
		}
	}
	if m.Sender.Kind == Buyer {
		if err := s.BuyerWroteIn(tx, c.ID); err != nil {
			return err
		}
	} else if m.Sender.Kind == Agent {
		if err := unsent.Sent(tx, m.Sender.ID, m.ConversationID, m.Text); err != nil {
			return err
		}
	}
	if m.Internal {
		s.hintTeamAfter(tx, c)
	} else {
		s.hintAfter(tx, c)
	}
	if before.WaitingSince.IsZero() && !c.WaitingSince.IsZero() {
		if err := s.WaitBeganIn(tx, c, true); err != nil {
			return err
		}
	}
	if m.Sender.Kind == Buyer {
		return s.heardIn(tx, c)
	}
	return nil
}

// LockIn returns a conversation as it is now, and lets nobody else change it
// before the end of tx. Who may see it is for the caller to decide.
func (s *Service) LockIn(tx *db.Tx, id string) (Conversation, error) {
	return get(tx, identity.Everything, id, tx.ForUpdate())
}

// WaitForTeamIn starts the clock of waiting, as part of tx, after an answer that
// the buyer gave without writing.
func (s *Service) WaitForTeamIn(tx *db.Tx, id string) error {
	c, err := s.currentIn(tx, id)
	if err != nil {
		return err
	}
	if c.WaitingSince.IsZero() {
		c = c.waitForTeam(s.Now())
		s.hintAfter(tx, c)
		if err := updateWaiting(tx, c, s.Now()); err != nil {
			return err
		}
		if err := s.WaitBeganIn(tx, c, false); err != nil {
			return err
		}
	}
	return s.heardIn(tx, c)
}

// hintAfter tells the screens that show c, or the queue it is in, once tx is
// durable.
func (s *Service) hintAfter(tx *db.Tx, c Conversation) {
	h := Hint{"conversation", c.ID, c.HeadSeq}
	tx.AfterCommit(func() {
		s.Hint("conv:"+c.ID, h)
		s.Hint("shop:"+c.ShopID, h)
	})
}

// hintTeamAfter is hintAfter for what the buyer shall not even hear of.
func (s *Service) hintTeamAfter(tx *db.Tx, c Conversation) {
	tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, Hint{"conversation", c.ID, c.HeadSeq}) })
}

func (s *Service) audit(tx *db.Tx, c Conversation, actor, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{
		Subject: "conversation/" + c.ID, Version: c.Version, At: s.Now(),
		Actor: actor, Verb: "conversation." + verb, Payload: payload,
	})
}

// checkKey refuses what cannot tell two messages apart.
func checkKey(key string) error {
	if len(key) < 8 || len(key) > 100 {
		return fault.New(fault.Invalid, "request.key_missing")
	}
	return nil
}
