package merging

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// earlierLen is how many of the last messages of a merged conversation its
// buyer still sees.
const earlierLen = 200

// Earlier returns how many conversations were merged into that of the buyer who
// asks and, if wanted, what they may see of these, in the order of time.
func (s *Service) Earlier(ctx context.Context, wanted bool) (messages []conversation.Message, from int, err error) {
	id, err := s.Conversations.IDOfBuyer(ctx)
	if err != nil {
		return nil, 0, err
	}
	q := s.DB.Reader(ctx)
	all, err := conversation.MergedInto(q, id)
	if err != nil || !wanted {
		return nil, len(all), err
	}
	for _, one := range all {
		said, err := conversation.LastForBuyer(q, one, earlierLen)
		if err != nil {
			return nil, 0, err
		}
		messages = append(messages, said...)
	}
	slices.SortStableFunc(messages, func(a, b conversation.Message) int { return a.At.Compare(b.At) })
	return messages, len(all), nil
}

// buyersIn returns the customers who talk in a conversation: who began it, and
// who began one that was merged into it.
func buyersIn(q db.Queryer, c conversation.Conversation) ([]string, error) {
	all, err := conversation.MergedInto(q, c.ID)
	buyers := []string{c.CustomerID}
	for _, one := range all {
		buyers = append(buyers, one.CustomerID)
	}
	return buyers, err
}
