package complaint

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// place is where a case stands: in which conversation, with whom, and under
// which key its opening is known there.
type place struct{ conversationID, customerID, key string }

// LockOfIn locks the cases of a conversation. Cases come before conversations
// wherever both are locked.
func (s *Service) LockOfIn(tx *db.Tx, conversationID string) error {
	_, err := lockedOf(tx, conversationID)
	return err
}

// MoveIn moves the cases of a conversation, and the commitments that belong to
// them, to the conversation into which it is merged, as part of tx. Nothing else
// about them changes, so that none becomes closable. It remembers where they
// stood under the id of the merging.
func (s *Service) MoveIn(tx *db.Tx, mergingID, from, to, customerID, by string) error {
	cases, err := lockedOf(tx, from)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := insertMove(tx, mergingID, c); err != nil {
			return err
		}
		// The same key may have opened another case over there, so it gets one that nobody can have guessed.
		if err := s.move(tx, c, place{to, customerID, "moved/" + mergingID + "/" + c.ID}, by); err != nil {
			return err
		}
	}
	return nil
}

// MoveBackIn puts the cases that moved in a merging back where they stood.
// since is when they moved. Where the buyer has said something meanwhile, it was
// said over there: the question whether it is solved is withdrawn, so that no
// clock says that there was no answer.
func (s *Service) MoveBackIn(tx *db.Tx, mergingID string, since time.Time, by string) error {
	moves, err := movesOf(tx, mergingID)
	if err != nil || len(moves) == 0 {
		return err
	}
	if err := together(tx, moves); err != nil {
		return err
	}
	for _, m := range moves {
		if m.c.Stage == Verifying && m.c.Outcome == Asked {
			said, err := conversation.SaidSinceIn(tx, m.c.ConversationID, conversation.Buyer, slices.MaxFunc([]time.Time{since, m.c.OutcomeAskedAt}, time.Time.Compare))
			if err != nil {
				return err
			}
			if said {
				m.c = m.c.back(Fulfilling)
			}
		}
		if err := s.move(tx, m.c, m.from, by); err != nil {
			return err
		}
	}
	return deleteMoves(tx, mergingID)
}

// together refuses to part cases of which one was merged into the other since
// they came together.
func together(tx *db.Tx, moves []moved) error {
	all, err := lockedOf(tx, moves[0].c.ConversationID)
	if err != nil {
		return err
	}
	leaves := map[string]bool{}
	for _, m := range moves {
		leaves[m.c.ID] = true
	}
	for _, c := range all {
		if c.MergedInto != "" && leaves[c.ID] != leaves[c.MergedInto] {
			return fault.New(fault.Conflict, "merging.cases_merged", "number", c.Number)
		}
	}
	return nil
}

func (s *Service) move(tx *db.Tx, c Case, to place, by string) error {
	left := c
	c.ConversationID, c.CustomerID, c.Key = to.conversationID, to.customerID, to.key
	if err := updatePlace(tx, c); err != nil {
		return err
	}
	HintAfter(tx, s.Hint, left)
	c, err := s.store(tx, c, by, "move", told{})
	if err != nil {
		return err
	}
	return s.Commitments.FollowIn(tx, c.forCommitments())
}

func lockedOf(tx *db.Tx, conversationID string) ([]Case, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? ORDER BY id `+tx.ForUpdate(), conversationID)
}

func updatePlace(tx *db.Tx, c Case) error {
	_, err := tx.Exec(`UPDATE complaint SET conversation_id = ?, customer_id = ?, key = ? WHERE id = ?`,
		c.ConversationID, c.CustomerID, c.Key, c.ID)
	return err
}

func insertMove(tx *db.Tx, mergingID string, c Case) error {
	_, err := tx.Exec(`INSERT INTO complaint_move (merging_id, case_id, conversation_id, customer_id, key) VALUES (?, ?, ?, ?, ?)`,
		mergingID, c.ID, c.ConversationID, c.CustomerID, c.Key)
	return err
}

// moved is a case with the place that it left.
type moved struct {
	c    Case
	from place
}

func movesOf(tx *db.Tx, mergingID string) (all []moved, err error) {
	froms := map[string]place{}
	cases, err := db.All(tx, func(row db.Scanner) (id string, err error) {
		var from place
		err = row.Scan(&id, &from.conversationID, &from.customerID, &from.key)
		froms[id] = from
		return id, err
	}, `SELECT case_id, conversation_id, customer_id, key FROM complaint_move WHERE merging_id = ? ORDER BY case_id`, mergingID)
	if err != nil {
		return nil, err
	}
	for _, id := range cases {
		c, err := db.One(tx, scan, `SELECT `+columns+` FROM complaint WHERE id = ? `+tx.ForUpdate(), id)
		if err != nil {
			return nil, err
		}
		all = append(all, moved{c, froms[id]})
	}
	return all, nil
}

func deleteMoves(tx *db.Tx, mergingID string) error {
	_, err := tx.Exec(`DELETE FROM complaint_move WHERE merging_id = ?`, mergingID)
	return err
}
