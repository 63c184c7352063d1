package complaint

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// EscalationReasons are why a case is handed up, to choose with one tap.
var EscalationReasons = []string{"buyer_insists", "beyond_my_power", "safety", "legal", "public", "stuck", "specialist", "other"}

// Escalation is a call for a supervisor or a specialist. The owner stays until
// somebody accepts.
type Escalation struct {
	At         time.Time // zero if there was none
	By         string
	To         string // id of the one who is called, "" for the supervisors of the shop
	Reason     string // one of EscalationReasons
	Words      string
	AcceptedAt time.Time
	AcceptedBy string
}

// Waits tells whether nobody has accepted yet.
func (e Escalation) Waits() bool { return !e.At.IsZero() && e.AcceptedAt.IsZero() }

// HandOver makes a colleague the owner of a case, for a reason. They get its
// open commitments with it, and a notice.
func (s *Service) HandOver(ctx context.Context, id string, version int64, to, reason string) (c Case, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err = s.HandOverIn(ctx, tx, id, version, to, reason)
		return err
	})
	return c, err
}

// HandOverIn is HandOver as part of tx.
func (s *Service) HandOverIn(ctx context.Context, tx *db.Tx, id string, version int64, to, reason string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.changeIn(ctx, tx, identity.CaseWrite, id, version, "hand_over", told{To: to, Note: strings.TrimSpace(reason)}, func(tx *db.Tx, c Case) (Case, error) {
		reason, err := cleanText("reason", reason)
		switch {
		case err != nil:
			return c, err
		case c.mustBeOpen() != nil:
			return c, c.mustBeOpen()
		case reason == "":
			return c, fault.Field("reason", "case.reason_missing")
		case to == c.OwnerID:
			return c, fault.Field("to", "case.owner_same")
		}
		if err := worksThere(tx, to, c.ShopID); err != nil {
			return c, err
		}
		if c, err = s.passTo(tx, c, actor, to); err != nil {
			return c, err
		}
		args := map[string]string{"number": c.Number, "by": actor.Name, "note": reason}
		if to == actor.ID {
			return c, s.tellTeam(tx, c, actor.ID, "case.accepted", args)
		}
		return c, s.tellTeam(tx, c, actor.ID, "case.handed_over", args)
	})
}

// passTo makes somebody the owner, also of the open commitments.
func (s *Service) passTo(tx *db.Tx, c Case, by identity.Actor, to string) (Case, error) {
	c.OwnerID = to
	return c, s.Commitments.PassIn(tx, by.ID, c.ID, to)
}

// worksThere refuses an owner who may not work on cases of a shop.
func worksThere(q db.Queryer, userID, shopID string) error {
	may, err := identity.Holds(q, userID, identity.CaseWrite, shopID)
	if err == nil && !may {
		return fault.Field("to", "case.cannot_own")
	}
	return err
}

// Escalate calls for a colleague or, with to empty, for the supervisors of the
// shop. words may be empty.
func (s *Service) Escalate(ctx context.Context, id string, version int64, to, reason, words string) (Case, error) {
	actor, _ := identity.From(ctx)
	t := told{To: to, Reason: reason, Words: strings.TrimSpace(words)}
	return s.change(ctx, id, version, "escalate", t, func(tx *db.Tx, c Case) (Case, error) {
		words, err := cleanText("words", words)
		switch {
		case err != nil:
			return c, err
		case c.mustBeOpen() != nil:
			return c, c.mustBeOpen()
		case c.Escalation.Waits():
			return c, fault.New(fault.Conflict, "case.escalated_already")
		case !slices.Contains(EscalationReasons, reason):
			return c, fault.Field("reason", "case.escalation_unknown")
		case to == c.OwnerID:
			return c, fault.Field("to", "case.owner_same")
		}
		called := []string{to}
		if to == "" {
			called, err = supervisors(tx, c.ShopID)
		} else {
			err = worksThere(tx, to, c.ShopID)
		}
		if err != nil {
			return c, err
		}
		c.Escalation = Escalation{At: s.Now(), By: actor.ID, To: to, Reason: reason, Words: words}
		args := map[string]string{"number": c.Number, "by": actor.Name, "reason": reason, "words": words}
		if err := s.event(tx, c, c.step(), "case.escalated", args); err != nil {
			return c, err
		}
		return c, s.call(tx, c, actor.ID, called, args)
	})
}

// call tells those who are called, not the one who calls.
func (s *Service) call(tx *db.Tx, c Case, by string, called []string, args map[string]string) error {
	about := notice.About{ConversationID: c.ConversationID, CaseID: c.ID}
	for _, id := range called {
		if id == by {
			continue
		}
		if err := s.Notices.TellIn(tx, id, "case.escalated", "case.escalated/"+c.step(), args, about); err != nil {
			return err
		}
	}
	return nil
}

// mostCalled is how many supervisors one call reaches.
const mostCalled = 30

func supervisors(q db.Queryer, shopID string) (ids []string, err error) {
	all, err := identity.Colleagues(q, identity.TeamSupervise, shopID)
	for _, each := range all[:min(len(all), mostCalled)] {
		ids = append(ids, each.ID)
	}
	return ids, err
}

// Accept takes over a case that was escalated: whoever accepts owns it from
// then on. A call for somebody may be accepted by them or by a supervisor.
func (s *Service) Accept(ctx context.Context, id string, version int64) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "accept", told{}, func(tx *db.Tx, c Case) (Case, error) {
		switch {
		case c.mustBeOpen() != nil:
			return c, c.mustBeOpen()
		case !c.Escalation.Waits():
			return c, fault.New(fault.Conflict, "case.not_escalated")
		case c.Escalation.To != actor.ID && !actor.MayIn(identity.TeamSupervise, c.ShopID):
			return c, fault.New(fault.Denied, "identity.denied")
		}
		before := c.OwnerID
		c.Escalation.AcceptedAt, c.Escalation.AcceptedBy = s.Now(), actor.ID
		c, err := s.passTo(tx, c, actor, actor.ID)
		if err != nil {
			return c, err
		}
		args := map[string]string{"number": c.Number, "by": actor.Name}
		if err := s.event(tx, c, c.step(), "case.accepted", args); err != nil {
			return c, err
		}
		if before == actor.ID {
			return c, nil
		}
		return c, s.Notices.TellIn(tx, before, "case.accepted", "case.accepted/"+c.step(), args,
			notice.About{ConversationID: c.ConversationID, CaseID: c.ID})
	})
}
