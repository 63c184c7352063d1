package conversation

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Page is a run of messages in the order of their numbers.
type Page struct {
	Messages   []Message
	HeadSeq    int64
	HasEarlier bool // there are messages before the first one
}

// pageLen is the number of messages of one page.
const pageLen = 50

// Since returns the messages after a number, for the team.
func (s *Service) Since(ctx context.Context, id string, since int64) (Page, error) {
	return s.page(ctx, id, func(q db.Queryer) ([]Message, error) { return messagesSince(q, id, since, true, 10*pageLen) })
}

// Before returns the page of messages before a number, for the team; the last
// page if the number is 0.
func (s *Service) Before(ctx context.Context, id string, before int64) (Page, error) {
	return s.page(ctx, id, func(q db.Queryer) ([]Message, error) { return messagesBefore(q, id, before, pageLen) })
}

func (s *Service) page(ctx context.Context, id string, load func(db.Queryer) ([]Message, error)) (p Page, err error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	c, err := get(q, scope, id, "")
	if err != nil {
		return p, err
	}
	p.HeadSeq = c.HeadSeq
	p.Messages, err = load(q)
	p.HasEarlier = len(p.Messages) > 0 && p.Messages[0].Seq > 1
	return p, err
}

// Get returns a conversation that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (Conversation, error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return Conversation{}, err
	}
	return get(s.DB.Reader(ctx), scope, id, "")
}

// OfBuyer returns the conversation of the buyer who asks, and the messages
// after a number that a buyer may see, and as they may see them. The head is the
// number of the last one of these: of notes a buyer does not learn.
func (s *Service) OfBuyer(ctx context.Context, since int64) (c Conversation, messages []Message, err error) {
	actor, _, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return c, nil, err
	}
	q := s.DB.Reader(ctx)
	if c, err = ofCustomer(q, actor.ID, WebChat); err != nil {
		return c, nil, err
	}
	if c.HeadSeq, err = HeadForBuyer(q, c.ID); err != nil {
		return c, nil, err
	}
	messages, err = messagesSince(q, c.ID, since, false, 10*pageLen)
	for i, m := range messages {
		messages[i] = m.forBuyer()
	}
	if n := len(messages); n == 10*pageLen {
		c.HeadSeq = messages[n-1].Seq
	} else if n > 0 {
		c.HeadSeq = max(c.HeadSeq, messages[n-1].Seq)
	}
	return c, messages, err
}

// IDOfBuyer returns the id of the conversation of the buyer who asks.
func (s *Service) IDOfBuyer(ctx context.Context) (string, error) {
	actor, _, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return "", err
	}
	c, err := ofCustomer(s.DB.Reader(ctx), actor.ID, WebChat)
	return c.ID, err
}

// HeadForBuyer is the number of the last message of a conversation that its buyer
// may see, 0 if there is none.
func HeadForBuyer(q db.Queryer, id string) (int64, error) {
	return db.Value[int64](q, `SELECT COALESCE((SELECT m.seq FROM message m
		WHERE m.conversation_id = c.id AND m.internal = FALSE ORDER BY m.seq DESC LIMIT 1), 0)
		FROM conversation c WHERE c.id = ?`, id)
}

// MarkRead records that the team has seen a conversation up to a number.
func (s *Service) MarkRead(ctx context.Context, id string, seq int64) error {
	_, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil || seq <= c.AgentReadSeq {
			return err
		}
		c.AgentReadSeq = min(seq, c.HeadSeq)
		if c.Unread, err = CountUnreadIn(tx, c); err != nil {
			return err
		}
		s.hintAfter(tx, c)
		return updateRead(tx, c, s.Now())
	})
}

// BuyerRead records that the buyer who asks has seen their conversation up to a
// number.
func (s *Service) BuyerRead(ctx context.Context, seq int64) error {
	actor, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return err
	}
	mine, err := ofCustomer(s.DB.Reader(ctx), actor.ID, WebChat)
	if err != nil || seq <= mine.BuyerReadSeq {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, mine.ID, tx.ForUpdate())
		if err != nil || seq <= c.BuyerReadSeq {
			return err
		}
		c.BuyerReadSeq = min(seq, c.HeadSeq)
		s.hintAfter(tx, c)
		return updateRead(tx, c, s.Now())
	})
}
