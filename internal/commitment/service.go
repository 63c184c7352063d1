package commitment

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Service is what the rest of the program may ask of commitments.
type Service struct {
	DB    *db.DB
	Queue *jobs.Queue
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
}

// Hint is what open screens hear of a commitment.
type Hint struct {
	Kind           string `json:"kind"` // "commitment"
	ID             string `json:"id"`
	ConversationID string `json:"conversation_id"`
}

// MakeIn records a commitment with its clocks, as part of tx. The caller has
// locked the case, and rolls back if it is closed. made is false if the same key
// made it before.
func (s *Service) MakeIn(tx *db.Tx, by, key string, of Case, d Draft, grace time.Duration) (c Commitment, made bool, err error) {
	known, err := byKey(tx, of.ID, key)
	if err == nil && !d.made(known) {
		return known, false, fault.New(fault.Conflict, "request.key_reused")
	}
	if err == nil {
		return known, false, nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return c, false, err
	}
	if c, err = d.make(s.NewID(), key, of, s.Now(), grace); err != nil {
		return c, false, err
	}
	return c, true, s.start(tx, c, by)
}

// start stores a new commitment and winds its clocks.
func (s *Service) start(tx *db.Tx, c Commitment, by string) error {
	if err := insert(tx, c); err != nil {
		return err
	}
	for _, clock := range []struct {
		job jobs.Args
		at  time.Time
	}{{Remind{c.ID}, c.WarnAt()}, {Due{c.ID}, c.DueAt}, {GraceEnd{c.ID}, c.GraceEndsAt}} {
		if err := s.Queue.Enqueue(tx, clock.job, clock.at); err != nil {
			return err
		}
	}
	s.hintAfter(tx, c)
	return s.audit(tx, c, by, "make", map[string]any{"text": c.Text, "due_at": c.DueAt, "case_id": c.CaseID})
}

// KeepIn settles a commitment as kept.
func (s *Service) KeepIn(tx *db.Tx, scope identity.Scope, by, id string, version int64, note string) (Commitment, error) {
	return s.change(tx, scope, by, "keep", id, version, func(c Commitment) (Commitment, error) {
		return c.keep(by, note, s.Now())
	})
}

// WaiveIn settles a commitment without its being kept, for a reason.
func (s *Service) WaiveIn(tx *db.Tx, scope identity.Scope, by, id string, version int64, reason string) (Commitment, error) {
	return s.change(tx, scope, by, "waive", id, version, func(c Commitment) (Commitment, error) {
		return c.waive(by, reason, s.Now())
	})
}

// ReplaceIn settles a commitment as updated and starts the one that takes its
// place. The caller has locked the case.
func (s *Service) ReplaceIn(tx *db.Tx, scope identity.Scope, by, id string, version int64, d Draft, note string, grace time.Duration) (next Commitment, err error) {
	nextID := s.NewID()
	_, err = s.change(tx, scope, by, "update", id, version, func(c Commitment) (old Commitment, err error) {
		old, next, err = c.replace(d, nextID, by, note, s.Now(), grace)
		return old, err
	})
	if err != nil {
		return next, err
	}
	return next, s.start(tx, next, by)
}

// change loads a commitment inside scope, holds the caller to the version that
// they saw, applies a rule, and stores the outcome with its audit entry.
func (s *Service) change(tx *db.Tx, scope identity.Scope, by, verb, id string, version int64, rule func(Commitment) (Commitment, error)) (Commitment, error) {
	c, err := get(tx, scope, id, tx.ForUpdate())
	if err != nil {
		return c, err
	}
	if c.Version != version {
		return c, fault.New(fault.Conflict, "commitment.changed")
	}
	if c, err = rule(c); err != nil {
		return c, err
	}
	return s.store(tx, c, by, verb)
}

func (s *Service) store(tx *db.Tx, c Commitment, by, verb string) (Commitment, error) {
	c.Version++
	if err := update(tx, c, c.Version-1); err != nil {
		return c, err
	}
	s.hintAfter(tx, c)
	return c, s.audit(tx, c, by, verb, map[string]any{"state": c.State, "note": c.Note})
}

// GetIn returns a commitment inside scope.
func GetIn(q db.Queryer, scope identity.Scope, id string) (Commitment, error) {
	return get(q, scope, id, "")
}

// OfCaseIn returns the commitments of a case, soonest first.
func OfCaseIn(q db.Queryer, caseID string) ([]Commitment, error) { return ofCase(q, caseID) }

// ListIn returns commitments by their ids; who may see them is for the caller to
// decide.
func ListIn(q db.Queryer, ids []string) (map[string]Commitment, error) {
	found := map[string]Commitment{}
	if len(ids) == 0 {
		return found, nil
	}
	all, err := listed(q, ids)
	for _, c := range all {
		found[c.ID] = c
	}
	return found, err
}

// UnsettledIn returns the number of open commitments of a case.
func UnsettledIn(q db.Queryer, caseID string) (int64, error) { return countOpen(q, caseID) }

// OfConversation returns the commitments made in a conversation that the actor
// may read: members of the team by their shops, a buyer their own.
func (s *Service) OfConversation(ctx context.Context, conversationID string, p identity.Permission) ([]Commitment, error) {
	_, scope, err := identity.Require(ctx, p)
	if err != nil {
		return nil, err
	}
	return ofConversation(s.DB.Reader(ctx), scope, conversationID)
}

// FollowIn puts the commitments of a case where the case has moved. That is the
// case's change, and its version and record tell of it.
func (s *Service) FollowIn(tx *db.Tx, of Case) error { return follow(tx, of) }

func (s *Service) hintAfter(tx *db.Tx, c Commitment) {
	h := Hint{"commitment", c.ID, c.ConversationID}
	tx.AfterCommit(func() {
		s.Hint("conv:"+c.ConversationID, h)
		s.Hint("shop:"+c.ShopID, h)
	})
}

func (s *Service) audit(tx *db.Tx, c Commitment, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{
		Subject: "commitment/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "commitment." + verb, Payload: payload,
	})
}
