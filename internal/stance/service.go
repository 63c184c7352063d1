package stance

import (
	"context"
	"log/slog"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// Service is what the rest of the program may ask of stances.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Log           *slog.Logger
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Notices       *notice.Service
	Hearing       *hearing.Service
	Options       *option.Service
	Evidence      *evidence.Service
	Rulebooks     *rulebook.Service
}

// Hint is what open screens hear: that there is something new about the stance of a case.
type Hint struct {
	Kind string `json:"kind"` // "stance"
	ID   string `json:"id"`   // of the case
}

func (s *Service) hintAfter(tx *db.Tx, of Stance) {
	tx.AfterCommit(func() { s.Hint("shop:"+of.ShopID, Hint{"stance", of.CaseID}) })
}

// View is what can be seen in a case, and what was done about it.
type View struct {
	Case     complaint.Case
	Features []Feature
	Basis    Basis     // as it is now
	Offered  []Offered // the oldest first
	Wordings []Wording
	Stance   Stance // without an id if nobody has opened one
	Steps    []Step
	Pins     []Pin
	Broken   int64 // the first of the pins that is not as it was kept, 0 for none
}

// OfCase returns what can be seen in a case, for who handles it and who supervises its
// shop. Others are refused, whether there is such a case or not.
func (s *Service) OfCase(ctx context.Context, caseID string) (v View, err error) {
	q := s.DB.Reader(ctx)
	if _, v.Case, err = s.handled(ctx, q, identity.CaseRead, caseID); err != nil {
		return v, err
	}
	if v.Stance, err = ofCase(q, caseID); err != nil && fault.KindOf(err) != fault.NotFound {
		return v, err
	}
	cards, err := s.Options.OfCase(ctx, caseID)
	if err != nil {
		return v, err
	}
	if v.Basis, err = s.basis(ctx, caseID, cards, v.Stance.Said); err != nil {
		return v, err
	}
	k, err := s.known(ctx, q, v.Case, cards, v.Basis, v.Stance.FinalAt)
	if err != nil {
		return v, err
	}
	v.Features, v.Offered = Features(k), k.Offered
	v.Wordings = Wordings(v.Basis, v.Features, offerable(k.Offered))
	if v.Stance.ID == "" {
		return v, nil
	}
	if v.Steps, err = stepsOf(q, v.Stance.ID); err != nil {
		return v, err
	}
	v.Pins, err = pinsOf(q, v.Stance.ID)
	v.Broken = Broken(v.Pins)
	return v, err
}

// handled returns the actor and a case that they may see, if they handle it or supervise
// its shop.
func (s *Service) handled(ctx context.Context, q db.Queryer, p identity.Permission, caseID string) (identity.Actor, complaint.Case, error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return actor, complaint.Case{}, err
	}
	c, err := complaint.GetIn(q, scope, caseID)
	if fault.KindOf(err) == fault.NotFound {
		return actor, c, elsewhere(ctx, err)
	}
	if err != nil || actor.ID == c.OwnerID || actor.MayIn(identity.TeamSupervise, c.ShopID) {
		return actor, c, err
	}
	talk, err := conversation.FindIn(q, identity.Everything, c.ConversationID)
	if err == nil && talk.AssigneeID != actor.ID {
		err = fault.New(fault.Denied, "identity.denied")
	}
	return actor, c, err
}

// elsewhere is what hears who asked about something that is not there for them: nobody
// who supervises nothing learns whether it is there at all.
func elsewhere(ctx context.Context, notFound error) error {
	if _, _, denied := identity.Require(ctx, identity.TeamSupervise); denied != nil {
		return denied
	}
	return notFound
}

// found returns a stance with its case, for who handles it or supervises its shop.
func (s *Service) found(ctx context.Context, q db.Queryer, p identity.Permission, id string) (actor identity.Actor, of Stance, c complaint.Case, err error) {
	_, scope, err := identity.Require(ctx, p)
	if err != nil {
		return actor, of, c, err
	}
	if of, err = get(q, scope, id, ""); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = elsewhere(ctx, err)
		}
		return actor, of, c, err
	}
	actor, c, err = s.handled(ctx, q, p, of.CaseID)
	return actor, of, c, err
}

// Get returns a stance, for who may go on with it.
func (s *Service) Get(ctx context.Context, id string) (Stance, error) {
	_, of, _, err := s.found(ctx, s.DB.Reader(ctx), identity.CaseWrite, id)
	return of, err
}
