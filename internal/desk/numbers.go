package desk

import (
	"context"
	"regexp"
	"slices"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// What might be the number of an order. Which are is for the orders to say.
var numberLike = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9_-]{4,63}`)

const (
	numbersIn = 400 // messages that are looked at, the latest
	maxSaid   = 100 // numbers that are looked for
)

// NumbersSaid returns what may be numbers of orders in a conversation: those of
// its cases, and what stands in its messages, the latest first. The caller has
// made sure that the actor may read it.
func (s *Service) NumbersSaid(ctx context.Context, conversationID string) ([]string, error) {
	q := s.DB.Reader(ctx)
	text := func(row db.Scanner) (t string, err error) {
		err = row.Scan(&t)
		return t, err
	}
	found, err := db.All(q, text, `SELECT order_no FROM complaint WHERE conversation_id = ? AND order_no <> '' ORDER BY opened_at DESC LIMIT 50`, conversationID)
	if err != nil {
		return nil, err
	}
	said, err := db.All(q, text, `SELECT text FROM message WHERE conversation_id = ? AND kind = 'text' ORDER BY seq DESC LIMIT ?`, conversationID, numbersIn)
	for _, t := range said {
		for _, n := range numberLike.FindAllString(t, 20) {
			if !slices.Contains(found, n) && len(found) < maxSaid {
				found = append(found, n)
			}
		}
	}
	return found, err
}
