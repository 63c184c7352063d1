package run

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Begin is which playbook to follow, and why.
type Begin struct {
	Name    string
	How     string // Suggested or ByHand
	Reason  playbook.Text
	Instead int64 // version of the run that is left for it, 0 if none is followed
}

// maxReason is how long a reason may be, in bytes.
const maxReason = 1000

// Start begins to follow a playbook in a case. If one is followed already, its
// version must be named: what was found out there, and what was done that is a step
// here too, comes along. The same key starts one, however often it comes.
func (s *Service) Start(ctx context.Context, caseID, key string, b Begin) (r Run, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return r, err
	}
	c, err := complaint.GetIn(s.DB.Reader(ctx), scope, caseID)
	if err != nil {
		return r, err
	}
	book, err := s.Shelf.Book(ctx, c.ShopID)
	if err != nil {
		return r, err
	}
	v, ok := book.Named(b.Name)
	switch {
	case !ok:
		return r, fault.Field("name", "run.playbook_unknown")
	case b.How != Suggested && b.How != ByHand, len(b.Reason.Zh) > maxReason, len(b.Reason.En) > maxReason:
		return r, fault.Field("how", "run.how_unknown")
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := openCase(tx, scope, caseID)
		if err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]any{"case": caseID, "begin": b}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			r, err = get(tx, scope, id, "")
			return err
		}
		r = Run{ID: id, ShopID: c.ShopID, CaseID: c.ID, Name: b.Name, Edition: v.Edition, Text: v.Text, How: b.How, Reason: b.Reason,
			OwnerID: c.OwnerID, StartedBy: actor.ID, StartedAt: s.Now(), Version: 1}
		if r, err = s.replace(tx, r, v, b.Instead, actor.ID); err != nil {
			return err
		}
		if r.Sha, err = pin(tx, v.Text); err != nil {
			return err
		}
		if err := insert(tx, r); err != nil {
			return err
		}
		return s.told(tx, r, c.ConversationID, actor.ID, "start", map[string]any{
			"case": c.ID, "playbook": r.Name, "edition": r.Edition, "how": r.How, "reason": r.Reason.Zh})
	})
	return r, err
}

// replace leaves the run that a case follows, in the version that the actor has
// seen, and gives the new one what it brings along.
func (s *Service) replace(tx *db.Tx, r Run, to shelf.Volume, version int64, by string) (Run, error) {
	old, is, err := followed(tx, r.CaseID, tx.ForUpdate())
	if err != nil {
		return r, err
	}
	if is && old.Version != version || !is && version != 0 {
		return r, fault.New(fault.Conflict, "run.changed")
	}
	if !is {
		return r, nil
	}
	r.Facts = old.Facts
	if from, err := flowOf(old); err == nil {
		r.Facts, r.Marks = old.carried(from, to.Flow)
	}
	return r, s.leave(tx, old, by, map[string]any{"for": r.Name})
}

func (s *Service) leave(tx *db.Tx, r Run, by string, why map[string]any) error {
	r.LeftAt, r.Version = s.Now(), r.Version+1
	if err := update(tx, r); err != nil {
		return err
	}
	return s.audit(tx, "playbook_run/"+r.ID, r.Version, by, "playbook_run.leave", why)
}

// Leave ends the following of a playbook; what was found out stays known when
// another one is begun.
func (s *Service) Leave(ctx context.Context, id string, version int64) error {
	_, err := s.change(ctx, id, version, func(tx *db.Tx, r Run, c complaint.Case, by string) (Run, error) {
		if err := s.leave(tx, r, by, map[string]any{}); err != nil {
			return r, err
		}
		tx.AfterCommit(func() { s.Hint("shop:"+r.ShopID, Hint{"playbook_run", r.ID, c.ConversationID}) })
		return r, nil
	})
	return err
}

// Change takes down what was found out and what became of steps; version is the one
// that the actor has seen.
func (s *Service) Change(ctx context.Context, id string, version int64, what Change) (Run, error) {
	return s.change(ctx, id, version, func(tx *db.Tx, r Run, c complaint.Case, by string) (Run, error) {
		flow, err := flowOf(r)
		if err != nil {
			return r, err
		}
		if err := heardIn(tx, c, what); err != nil {
			return r, err
		}
		if r, err = r.enter(what.Facts, by, s.Now()); err != nil {
			return r, err
		}
		if r, err = r.mark(flow, what.Steps, by, s.Now()); err != nil {
			return r, err
		}
		if err := madeIn(tx, r, flow, c, what.Steps); err != nil {
			return r, err
		}
		r.Version++
		if err := update(tx, r); err != nil {
			return r, err
		}
		return r, s.told(tx, r, c.ConversationID, by, "change", map[string]any{"facts": what.Facts, "steps": what.Steps})
	})
}

func (s *Service) change(ctx context.Context, id string, version int64, rule func(*db.Tx, Run, complaint.Case, string) (Run, error)) (r Run, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return r, err
	}
	seen, err := get(s.DB.Reader(ctx), scope, id, "")
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := openCase(tx, scope, seen.CaseID)
		if err != nil {
			return err
		}
		if r, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		switch {
		case !r.LeftAt.IsZero():
			return fault.New(fault.Conflict, "run.left")
		case r.Version != version:
			return fault.New(fault.Conflict, "run.changed")
		}
		r, err = rule(tx, r, c, actor.ID)
		return err
	})
	return r, err
}

// heardIn makes sure that the messages that are named are those of the conversation:
// what a buyer said, and what we said.
func heardIn(tx *db.Tx, c complaint.Case, what Change) error {
	for _, f := range what.Facts {
		if f.Seq == 0 {
			continue
		}
		if _, err := complaint.BuyersMessageIn(tx, c, f.Seq); err != nil {
			return err
		}
	}
	for _, st := range what.Steps {
		if st.Seq == 0 {
			continue
		}
		m, err := conversation.MessageIn(tx, c.ConversationID, st.Seq)
		if fault.KindOf(err) == fault.NotFound || err == nil && m.Sender.Kind != conversation.Agent {
			return fault.Field("steps", "run.message_unknown")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// madeIn makes sure that what steps name as made was made, for this case.
func madeIn(tx *db.Tx, r Run, flow *playbook.Flow, c complaint.Case, steps []Step) error {
	for _, st := range steps {
		step, _ := stepOf(flow, st.ID)
		if st.State != Done || st.Made == "" {
			continue
		}
		is, err := true, error(nil)
		switch step.Kind {
		case playbook.Ticket:
			is, err = isTicket(tx, c.ID, st.Made)
		case playbook.Commit:
			is, err = isCommitment(tx, c.ID, st.Made)
		case playbook.Approve, playbook.Handoff:
			is, err = r.isHanded(tx, c, st.Made)
		}
		if err != nil {
			return err
		}
		if !is {
			return fault.Field("steps", "run.made_unknown", "step", st.ID)
		}
	}
	return nil
}

func isTicket(tx *db.Tx, caseID, id string) (bool, error) {
	all, err := ticket.OfCaseIn(tx, caseID)
	return slices.ContainsFunc(all, func(t ticket.Ticket) bool { return t.ID == id && t.State != ticket.Withdrawn }), err
}

func isCommitment(tx *db.Tx, caseID, id string) (bool, error) {
	all, err := commitment.OfCaseIn(tx, caseID)
	return slices.ContainsFunc(all, func(k commitment.Commitment) bool { return k.ID == id }), err
}

// What somebody names who was called in: "escalation" for the one of the case that
// waits or that came since the run began, the id of its new owner, or that of a claim that others decide.
const Escalation = "escalation"

func (r Run) isHanded(tx *db.Tx, c complaint.Case, made string) (bool, error) {
	if made == Escalation {
		return c.Escalation.Waits() || !c.Escalation.At.IsZero() && !c.Escalation.At.Before(r.StartedAt), nil
	}
	if made == c.OwnerID {
		return c.OwnerID != r.OwnerID, nil
	}
	claims, err := compensation.OfCaseIn(tx, c.ID)
	return slices.ContainsFunc(claims, func(k compensation.Claim) bool { return k.ID == made }), err
}

func (s *Service) told(tx *db.Tx, r Run, conversationID, by, verb string, payload any) error {
	tx.AfterCommit(func() { s.Hint("shop:"+r.ShopID, Hint{"playbook_run", r.ID, conversationID}) })
	return s.audit(tx, "playbook_run/"+r.ID, r.Version, by, "playbook_run."+verb, payload)
}

// Of returns the playbooks that may be followed in a case's shop, by hand.
func (s *Service) Of(ctx context.Context, conversationID string) ([]shelf.Volume, error) {
	_, c, err := s.talkFor(ctx, conversationID)
	if err != nil {
		return nil, err
	}
	book, err := s.Shelf.Book(ctx, c.ShopID)
	if err != nil {
		return nil, err
	}
	return slices.Clone(book.Volumes), nil
}
