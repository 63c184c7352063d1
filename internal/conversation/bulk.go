package conversation

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// MaxBulk is how many conversations one call may change.
const MaxBulk = 100

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

// AssignAll assigns each of the conversations, by itself and by the rules of
// [Service.Assign]: what somebody else has changed stays as it is.
func (s *Service) AssignAll(ctx context.Context, all []Seen, t Transfer) ([]Done, error) {
	if _, err := t.clean(); err != nil {
		return nil, err
	}
	return each(ctx, all, identity.ConversationAssign, func(one Seen) error {
		_, err := s.Assign(ctx, one.ID, one.Version, t)
		return err
	})
}

// SnoozeAll puts each of the conversations off, by itself and by the rules of
// [Service.Snooze].
func (s *Service) SnoozeAll(ctx context.Context, all []Seen, until time.Time) ([]Done, error) {
	if _, err := (Conversation{}).snooze("", until, s.Now()); err != nil {
		return nil, err
	}
	return each(ctx, all, identity.ConversationReply, func(one Seen) error {
		_, err := s.Snooze(ctx, one.ID, one.Version, until)
		return err
	})
}

// MarkAllRead records that the team has seen each of the conversations, up to
// the message that the caller saw.
func (s *Service) MarkAllRead(ctx context.Context, all []Seen) ([]Done, error) {
	return each(ctx, all, identity.ConversationReply, func(one Seen) error { return s.MarkRead(ctx, one.ID, one.Seq) })
}

func each(ctx context.Context, all []Seen, p identity.Permission, change func(Seen) error) ([]Done, error) {
	if _, _, err := identity.Require(ctx, p); err != nil {
		return nil, err
	}
	if len(all) > MaxBulk {
		return nil, fault.Field("items", "conversation.too_many", "limit", MaxBulk)
	}
	results := make([]Done, 0, len(all))
	for _, one := range all {
		results = append(results, Done{one.ID, change(one)})
	}
	return results, ctx.Err()
}
