package merging

import (
	"context"
	"maps"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of merging.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Kick          func(userID string) // ends sockets, after a commit, so that they come back as who they are now
	Customers     *customer.Service
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
}

// Merge merges one conversation into another. The same key merges once, however
// often it comes.
func (s *Service) Merge(ctx context.Context, key string, p Pair) (m Merging, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationMerge)
	if err != nil {
		return m, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		id, again, err := identity.Once(tx, actor, "merge/"+key, p, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			m, err = get(tx, scope, id, "")
			return err
		}
		m, err = s.merge(tx, actor, scope, id, p)
		return err
	})
	return m, err
}

func (s *Service) merge(tx *db.Tx, actor identity.Actor, scope identity.Scope, id string, p Pair) (m Merging, err error) {
	if err := s.Complaints.LockOfIn(tx, p.SourceID); err != nil {
		return m, err
	}
	target, source, err := s.Conversations.LockTwoIn(tx, scope, p.TargetID, p.SourceID)
	if err != nil {
		return m, err
	}
	if err := p.check(target, source); err != nil {
		return m, err
	}
	m = Merging{ID: id, ShopID: target.ShopID, SourceID: source.ID, TargetID: target.ID, By: actor.ID, At: s.Now(), Version: 1}
	if m.Fold, err = s.fold(tx, target, source, actor.ID); err != nil {
		return m, err
	}
	if err := s.Customers.SameAsIn(tx, source.CustomerID, target.CustomerID, actor.ID); err != nil {
		return m, err
	}
	if err := s.Complaints.MoveIn(tx, m.ID, source.ID, target.ID, target.CustomerID, actor.ID); err != nil {
		return m, err
	}
	if err := insert(tx, m); err != nil {
		return m, err
	}
	who, err := customer.GetIn(tx, source.CustomerID)
	if err != nil {
		return m, err
	}
	args := map[string]string{"by": actor.Name, "buyer": who.Name, "count": strconv.FormatInt(m.Fold.SourceHead, 10)}
	if err := s.tell(tx, m, target.ID, "conversation.merged", args); err != nil {
		return m, err
	}
	if err := s.tellAssignee(tx, m, source, actor, args); err != nil {
		return m, err
	}
	return m, s.finish(tx, m, source, actor.ID, "merge")
}

// tellAssignee leaves a notice to who looked after the source, and may do so no
// more.
func (s *Service) tellAssignee(tx *db.Tx, m Merging, source conversation.Conversation, by identity.Actor, args map[string]string) error {
	if source.AssigneeID == "" || source.AssigneeID == by.ID {
		return nil
	}
	code := "conversation.merged_away"
	if args["buyer"] == "" {
		code = "conversation.merged_away_visitor"
	}
	return s.Notices.TellIn(tx, source.AssigneeID, code, code+"/"+m.ID, args, notice.About{ConversationID: m.TargetID})
}

// Undo takes a merging back.
func (s *Service) Undo(ctx context.Context, id string, version int64) (m Merging, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationMerge)
	if err != nil {
		return m, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if m, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if m, err = m.undo(version, actor.ID, s.Now()); err != nil {
			return err
		}
		return s.undo(tx, actor, scope, m)
	})
	return m, err
}

func (s *Service) undo(tx *db.Tx, actor identity.Actor, scope identity.Scope, m Merging) error {
	if err := s.Complaints.MoveBackIn(tx, m.ID, m.At, actor.ID); err != nil {
		return err
	}
	source, err := s.unfold(tx, scope, m, actor.ID)
	if fault.CodeOf(err) == "conversation.merged" {
		return fault.New(fault.Conflict, "merging.merged_again")
	}
	if err != nil {
		return err
	}
	if err := s.Customers.SameAsIn(tx, source.CustomerID, "", actor.ID); err != nil {
		return err
	}
	if err := update(tx, m); err != nil {
		return err
	}
	for _, talk := range []string{m.TargetID, m.SourceID} {
		if err := s.tell(tx, m, talk, "conversation.unmerged", map[string]string{"by": actor.Name}); err != nil {
			return err
		}
	}
	return s.finish(tx, m, source, actor.ID, "undo")
}

// OfConversation returns what was merged into a conversation and still is,
// oldest first, and how it was itself merged into another one; that is nil if
// it was not.
func (s *Service) OfConversation(ctx context.Context, id string) (from []Merging, into *Merging, err error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return nil, nil, err
	}
	q := s.DB.Reader(ctx)
	if from, err = ofTarget(q, scope, id); err != nil {
		return nil, nil, err
	}
	own, err := ofSource(q, scope, id)
	if len(own) > 0 {
		into = &own[0]
	}
	return from, into, err
}

// tell writes a line into a thread that only the team sees.
func (s *Service) tell(tx *db.Tx, m Merging, talk, code string, args map[string]string) error {
	values := map[string]string{"merging_id": m.ID, "source_id": m.SourceID}
	maps.Copy(values, args)
	_, err := s.Conversations.PostIn(tx, talk, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: values}, Key: code + "-" + m.ID,
	})
	return err
}

// finish writes the record, and lets the sockets of the source's buyers come
// back as who they are now.
func (s *Service) finish(tx *db.Tx, m Merging, source conversation.Conversation, by, verb string) error {
	buyers, err := buyersIn(tx, source)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() {
		for _, id := range buyers {
			s.Kick(identity.BuyerSocket(id))
		}
	})
	return audit.Write(tx, audit.Entry{
		Subject: "merging/" + m.ID, Version: m.Version, At: s.Now(), Actor: by, Verb: "merging." + verb,
		Payload: map[string]string{"source_id": m.SourceID, "target_id": m.TargetID},
	})
}
