// Package many changes several conversations in one call, each by itself.
package many

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service changes several conversations.
type Service struct{ Conversations *conversation.Service }

// Max is how many conversations one call may change.
const Max = 100

// Seen is a conversation as the caller saw it.
type Seen struct {
	ID      string
	Version int64
	Seq     int64 // number of the last message
}

// Done is what came of one conversation of many.
type Done struct {
	ID  string
	Err error // nil if it is as wanted
}

// Assign assigns each of the conversations, by itself and by the rules of
// [conversation.Service.Assign]: what somebody else has changed stays as it is.
func (s *Service) Assign(ctx context.Context, all []Seen, t conversation.Transfer) ([]Done, error) {
	if _, err := t.Clean(); err != nil {
		return nil, err
	}
	return each(ctx, all, identity.ConversationAssign, func(one Seen) error {
		_, err := s.Conversations.Assign(ctx, one.ID, one.Version, t)
		return err
	})
}

// Snooze puts each of the conversations off, by itself and by the rules of
// [conversation.Service.Snooze].
func (s *Service) Snooze(ctx context.Context, all []Seen, until time.Time) ([]Done, error) {
	if err := s.Conversations.CheckSnooze(until); err != nil {
		return nil, err
	}
	return each(ctx, all, identity.ConversationReply, func(one Seen) error {
		_, err := s.Conversations.Snooze(ctx, one.ID, one.Version, until)
		return err
	})
}

// MarkRead records that the team has seen each of the conversations, up to the
// message that the caller saw.
func (s *Service) MarkRead(ctx context.Context, all []Seen) ([]Done, error) {
	return each(ctx, all, identity.ConversationReply, func(one Seen) error { return s.Conversations.MarkRead(ctx, one.ID, one.Seq) })
}

func each(ctx context.Context, all []Seen, p identity.Permission, change func(Seen) error) ([]Done, error) {
	if _, _, err := identity.Require(ctx, p); err != nil {
		return nil, err
	}
	if len(all) > Max {
		return nil, fault.Field("items", "conversation.too_many", "limit", Max)
	}
	results := make([]Done, 0, len(all))
	for _, one := range all {
		results = append(results, Done{one.ID, change(one)})
	}
	return results, ctx.Err()
}
