package handover

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
)

// item returns what somebody owns as it goes on a sheet.
func (s *Service) item(tx *db.Tx, ownerID, shopID string, p sheet.Pick) (sheet.Item, error) {
	i := sheet.Item{Kind: p.Kind, RefID: p.ID, Version: p.Version, Note: p.Note, State: sheet.Waiting, Commitments: []sheet.Commitment{}}
	now, err := s.nowOf(tx, i, identity.Scope{Shops: []string{shopID}})
	switch {
	case err != nil:
		return i, err
	case now.owner != ownerID || now.closed:
		return i, fault.Field("items", "handover.not_yours")
	case now.version != p.Version:
		return i, fault.New(fault.Conflict, "handover.item_changed")
	}
	i.ConversationID, i.Commitments = now.conversationID, now.commitments
	return i, nil
}

// state is how something is now that is on a sheet.
type state struct {
	owner, conversationID string
	version               int64
	closed                bool
	commitments           []sheet.Commitment
}

// nowOf looks at something on a sheet and locks it.
func (s *Service) nowOf(tx *db.Tx, i sheet.Item, scope identity.Scope) (state, error) {
	if i.Kind == sheet.Conversation {
		talk, err := s.Conversations.LockIn(tx, i.RefID)
		if err == nil && !scope.Sees(talk.ShopID, "") {
			err = fault.New(fault.NotFound, "db.not_found")
		}
		return state{owner: talk.AssigneeID, conversationID: talk.ID, version: talk.Version, closed: talk.MergedInto != ""}, err
	}
	c, err := complaint.LockIn(tx, scope, i.RefID)
	if err != nil {
		return state{}, err
	}
	all, err := commitment.OfCaseIn(tx, c.ID)
	now := state{owner: c.OwnerID, conversationID: c.ConversationID, version: c.Version, closed: c.Stage == complaint.Closed || c.MergedInto != "", commitments: []sheet.Commitment{}}
	for _, p := range all {
		if p.State == commitment.Open {
			now.commitments = append(now.commitments, sheet.Commitment{ID: p.ID, Text: p.Text, DueAt: p.DueAt.UTC(), Version: p.Version})
		}
	}
	return now, err
}

// Accept makes the taker own some items of a sheet, all that wait if none is named.
// What has changed since it was put there is passed over.
func (s *Service) Accept(ctx context.Context, id string, version int64, numbers []int64) (sheet.Sheet, error) {
	taken := func(now sheet.Sheet) (bool, error) {
		chosen, err := now.Chosen(numbers)
		if len(chosen) == 0 {
			chosen = now.All() // none waits any more
		}
		return err == nil && now.Are(chosen, sheet.Accepted, sheet.Passed), err
	}
	return s.change(ctx, id, version, "accept", isTaker, taken, func(tx *db.Tx, now sheet.Sheet) (sheet.Sheet, error) {
		chosen, err := now.Chosen(numbers)
		if err == nil && len(chosen) == 0 {
			err = fault.New(fault.Conflict, "handover.settled")
		}
		for _, n := range chosen {
			if err == nil {
				now, err = s.accept(ctx, tx, now, n)
			}
		}
		return now, err
	})
}

// accept moves one item, or passes it over.
func (s *Service) accept(ctx context.Context, tx *db.Tx, now sheet.Sheet, n int64) (sheet.Sheet, error) {
	if now.Items[n-1].State != sheet.Waiting {
		return now.Settle(n, sheet.Accepted, "", s.Now()) // which refuses
	}
	why, err := s.move(ctx, tx, now, now.Items[n-1])
	if err != nil {
		return now, err
	}
	if why != "" {
		return now.Settle(n, sheet.Passed, why, s.Now())
	}
	return now.Settle(n, sheet.Accepted, "", s.Now())
}

func isTaker(a identity.Actor, now sheet.Sheet) bool { return now.ToID == a.ID }

// HandBack leaves an item with the giver, for a reason.
func (s *Service) HandBack(ctx context.Context, id string, version, n int64, reason string) (sheet.Sheet, error) {
	done := func(now sheet.Sheet) (bool, error) {
		chosen, err := now.Chosen([]int64{n})
		return err == nil && now.Are(chosen, sheet.HandedBack), err
	}
	return s.change(ctx, id, version, "hand_back", isTaker, done, func(_ *db.Tx, now sheet.Sheet) (sheet.Sheet, error) {
		return now.HandBack(n, reason, s.Now())
	})
}

// move makes the taker own an item, through the door that a person would use. why
// is the code of what stood in the way; err is what the machine said.
func (s *Service) move(ctx context.Context, tx *db.Tx, of sheet.Sheet, i sheet.Item) (why string, err error) {
	err = tx.Savepoint(func() error { return s.moveIn(ctx, tx, of, i) })
	switch fault.KindOf(err) {
	case fault.Conflict, fault.NotFound, fault.Invalid, fault.Denied:
		return fault.CodeOf(err), nil
	}
	return "", err
}

func (s *Service) moveIn(ctx context.Context, tx *db.Tx, of sheet.Sheet, i sheet.Item) error {
	now, err := s.nowOf(tx, i, identity.Scope{Shops: []string{of.ShopID}})
	switch {
	case err != nil:
		return err
	case now.closed:
		return fault.New(fault.Conflict, "handover.item_closed")
	case now.owner == of.ToID:
		return nil // somebody gave it to them already
	case now.owner != of.FromID:
		return fault.New(fault.Conflict, "handover.item_moved")
	case now.version != i.Version || !slices.EqualFunc(now.commitments, i.Commitments, same):
		return fault.New(fault.Conflict, "handover.item_changed")
	}
	reason := i.Note
	if reason == "" {
		reason = of.Note
	}
	if i.Kind == sheet.Conversation {
		_, err = s.Conversations.AssignIn(ctx, tx, i.RefID, i.Version, conversation.Transfer{AssigneeID: of.ToID, Reason: conversation.Shift, Note: reason})
		return err
	}
	_, err = s.Complaints.HandOverIn(ctx, tx, i.RefID, i.Version, of.ToID, reason)
	return err
}

func same(a, b sheet.Commitment) bool { return a.ID == b.ID && a.Version == b.Version }
