package conversation

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// CarryLaterIn takes messages for later along from one conversation to another,
// because that one was merged or it was taken back, and returns their ids: all
// that have not gone, or those of them that are named. They pause: their authors
// have not seen what is said over there.
func (s *Service) CarryLaterIn(tx *db.Tx, from, to string, named []string) (ids []string, err error) {
	open, err := later.Open(tx, from)
	if err != nil {
		return nil, err
	}
	for _, l := range open {
		if named != nil && !slices.Contains(named, l.ID) {
			continue
		}
		if err := later.Carry(tx, l.ID, to); err != nil {
			return nil, err
		}
		ids, l.ConversationID = append(ids, l.ID), to
		if l.State != later.Waiting {
			continue
		}
		if err := s.pause(tx, l, later.Merged); err != nil {
			return nil, err
		}
	}
	tx.AfterCommit(func() { s.Hint("team:"+from, LaterHint{"later", from}) })
	return ids, nil
}
