package assist

import (
	"context"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Words are what somebody wrote and a buyer will read, and the field of the request
// in which they stand.
type Words struct{ Field, Text string }

// Allow refuses a reply that the rules let nobody send: an insult, somebody
// else's data, what platforms forbid. What is only unwise passes.
func (s *Service) Allow(ctx context.Context, conversationID string, all ...Words) error {
	if !said(all) {
		return nil
	}
	c, err := s.Conversations.Get(ctx, conversationID)
	if err != nil {
		return err
	}
	return s.allow(ctx, c.ShopID, c.ID, all)
}

// allow checks by the rules of a shop, with what was said before in a conversation
// if the actor may read that.
func (s *Service) allow(ctx context.Context, shopID, conversationID string, all []Words) error {
	if !said(all) {
		return nil
	}
	book, err := s.Packs.Book(ctx, shopID)
	if err != nil {
		return err
	}
	var before []check.Turn
	if conversationID != "" {
		page, err := s.Conversations.Before(ctx, conversationID, 0)
		if k := fault.KindOf(err); err != nil && k != fault.Denied && k != fault.NotFound {
			return err
		}
		before = turns(page.Messages)
	}
	for _, w := range all {
		if err := stopped(w.Field, book.Engine.Check(check.Reply{Text: short(w.Text), Turns: before})); err != nil {
			return err
		}
	}
	return nil
}

// AllowEdit is Allow for new words of a message that is to be sent later.
func (s *Service) AllowEdit(ctx context.Context, laterID string, w Words) error {
	_, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return err
	}
	l, err := later.In(s.DB.Reader(ctx), scope, laterID)
	if err != nil {
		return err
	}
	return s.Allow(ctx, l.ConversationID, w)
}

// AllowInCase is Allow for words on a card of a case, or in the progress of it, by
// who holds a permission there.
func (s *Service) AllowInCase(ctx context.Context, p identity.Permission, caseID string, all ...Words) error {
	if !said(all) {
		return nil
	}
	_, scope, err := identity.Require(ctx, p)
	if err != nil {
		return err
	}
	c, err := complaint.GetIn(s.DB.Reader(ctx), scope, caseID)
	if err != nil {
		return err
	}
	return s.allow(ctx, c.ShopID, c.ConversationID, all)
}

// AllowInCommitment is Allow for words that take the place of a commitment.
func (s *Service) AllowInCommitment(ctx context.Context, id string, all ...Words) error {
	_, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return err
	}
	c, err := commitment.GetIn(s.DB.Reader(ctx), scope, id)
	if err != nil {
		return err
	}
	return s.allow(ctx, c.ShopID, c.ConversationID, all)
}

// AllowInTicket is Allow for what buyers are told of a ticket.
func (s *Service) AllowInTicket(ctx context.Context, id string, all ...Words) error {
	actor, _, err := identity.Require(ctx, identity.TicketWrite)
	if err != nil {
		return err
	}
	t, err := ticket.GetIn(s.DB.Reader(ctx), actor.Places(identity.TicketWrite), id)
	if err != nil {
		return err
	}
	return s.allow(ctx, t.ShopID, "", all)
}

// AllowInShop is Allow for words that buyers of a shop read, whoever they are. Who
// may write them is for the operation itself to say.
func (s *Service) AllowInShop(ctx context.Context, shopID string, all ...Words) error {
	return s.allow(ctx, shopID, "", all)
}

func said(all []Words) bool {
	for _, w := range all {
		if w.Text != "" {
			return true
		}
	}
	return false
}

// stopped is the fault about the first finding that stops a reply.
func stopped(field string, found []check.Finding) error {
	for _, f := range found {
		if f.Level == check.Block {
			return fault.Field(field, "reply.blocked", "words", f.Text, "why", f.Message)
		}
	}
	return nil
}

// check reads a reply with what was said before it.
func (s *Service) check(ctx context.Context, c conversation.Conversation, r check.Reply) ([]check.Finding, error) {
	page, err := s.Conversations.Before(ctx, c.ID, 0)
	if err != nil {
		return nil, err
	}
	book, err := s.Packs.Book(ctx, c.ShopID)
	if err != nil {
		return nil, err
	}
	r.Turns = turns(page.Messages)
	return book.Engine.Check(r), nil
}
