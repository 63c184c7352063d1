package assist

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/shop"
)

// listenTo is how many messages of a conversation are read, the latest.
const listenTo = 200

// Hear reads the latest messages of a conversation that the actor may read.
func (s *Service) Hear(ctx context.Context, conversationID string) (h Heard, err error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return h, err
	}
	c, err := s.Conversations.Get(ctx, conversationID)
	if err != nil {
		return h, err
	}
	messages, err := s.latest(ctx, c.ID)
	if err != nil {
		return h, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return h, err
	}
	names, err := order.NamesIn(q, c.ShopID)
	if err != nil {
		return h, err
	}
	cases, err := complaint.OfConversationIn(q, scope, c.ID)
	if err != nil {
		return h, err
	}
	known := map[string]bool{}
	if i := slices.IndexFunc(cases, func(k complaint.Case) bool { return k.ClosedAt.IsZero() }); i >= 0 {
		known[facts.Order], known["demand"] = cases[i].OrderNo != "", len(cases[i].Demands) > 0
	}
	return hear(messages, facts.NewReader(names), at.Location(), known), nil
}

// latest returns the last messages of a conversation, in order.
func (s *Service) latest(ctx context.Context, id string) (all []conversation.Message, err error) {
	for before := int64(0); len(all) < listenTo; {
		page, err := s.Conversations.Before(ctx, id, before)
		if err != nil || len(page.Messages) == 0 {
			return all, err
		}
		all = append(page.Messages, all...)
		if before = page.Messages[0].Seq; !page.HasEarlier {
			break
		}
	}
	return all, nil
}
