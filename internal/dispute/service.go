package dispute

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of outside disputes.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Orders        *order.Service
	Notices       *notice.Service
	Blobs         blob.Store
	Intake        *blob.Intake
}

// Hint is what open screens hear: that a dispute has changed.
type Hint struct {
	Kind string `json:"kind"` // "dispute"
	ID   string `json:"id"`
}

// Get returns a dispute that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (Dispute, error) {
	_, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return Dispute{}, err
	}
	return get(s.DB.Reader(ctx), scope, id, "")
}

// Moves returns what was done with a dispute that the actor was given, in order.
func (s *Service) Moves(ctx context.Context, d Dispute) ([]Move, error) {
	return movesOf(s.DB.Reader(ctx), d.ID)
}

// OfCase returns the disputes about a case that the actor may read, the most urgent
// first.
func (s *Service) OfCase(ctx context.Context, caseID string) ([]Dispute, error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if _, err := complaint.GetIn(q, actor.Scope(identity.CaseRead), caseID); err != nil {
		return nil, err
	}
	return ofCase(q, scope, caseID)
}

// Register keeps a dispute with its clock. One with the same number is the same
// dispute: the answer is then the one that is there, with new false.
func (s *Service) Register(ctx context.Context, key string, d Draft) (made Dispute, fresh bool, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeWrite)
	if err != nil {
		return made, false, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		fresh = false
		if !scope.Sees(d.ShopID, "") {
			return fault.New(fault.NotFound, "shop.unknown")
		}
		clean, err := d.clean(s.Now())
		if err != nil {
			return err
		}
		first, again, err := identity.Once(tx, actor, key, map[string]any{"dispute": clean}, id, s.Now())
		if err != nil {
			return err
		}
		if known, err := byNumber(tx, clean); fault.KindOf(err) != fault.NotFound {
			made, fresh = known, again && known.ID == first
			return err
		}
		made, fresh, err = s.registerIn(tx, id, actor, clean)
		return err
	})
	return made, fresh, err
}

func (s *Service) registerIn(tx *db.Tx, id string, actor identity.Actor, d Draft) (Dispute, bool, error) {
	now := milli(s.Now())
	made := Dispute{ID: id, ShopID: d.ShopID, Kind: d.Kind, Platform: d.Platform, Number: d.Number, ReceivedAt: d.ReceivedAt,
		State: Open, MadeBy: actor.ID, MadeAt: now, ChangedAt: now, Version: 1}
	made, err := s.about(tx, made, d.Facts, actor)
	if err != nil {
		return made, false, err
	}
	count, err := s.counter(tx, made)
	if err != nil {
		return made, false, err
	}
	if made.Clock, err = made.Clock.begin(Answer, Taking{At: d.ReceivedAt, DueAt: d.DueAt}, count); err != nil {
		return made, false, err
	}
	stored, err := insert(tx, made)
	if err != nil {
		return made, false, err
	}
	if !stored { // somebody else was as quick
		made, err = byNumber(tx, d)
		return made, false, err
	}
	return made, true, s.moved(tx, Dispute{}, made, Move{Verb: DoRegister, DueAt: made.DueAt, ByID: actor.ID, At: now}, nil)
}

// about puts facts into a dispute: a case that is named anew must be one of the shop
// that the actor may read, and an owner somebody who may write there.
func (s *Service) about(tx *db.Tx, d Dispute, f Facts, actor identity.Actor) (Dispute, error) {
	before := d.Facts
	if d.Facts = f; d.OwnerID == "" {
		d.OwnerID = actor.ID
	}
	if d.CaseID != before.CaseID {
		number, orderNo, err := caseOf(tx, d, actor)
		if err != nil {
			return d, err
		}
		d.CaseNumber, d.OrderNo = number, cmp.Or(d.OrderNo, orderNo)
	}
	if d.OwnerID == before.OwnerID {
		return d, nil
	}
	_, err := identity.ColleagueIn(tx, d.OwnerID, identity.DisputeWrite, d.ShopID)
	if fault.KindOf(err) == fault.NotFound {
		return d, fault.Field("owner_id", "dispute.owner_unknown")
	}
	return d, err
}

// caseOf returns the number of the case that a dispute names, and of its order.
func caseOf(q db.Queryer, d Dispute, actor identity.Actor) (number, orderNo string, err error) {
	c, there, err := CaseIn(q, actor.Scope(identity.CaseRead), d)
	if err == nil && d.CaseID != "" && (!there || c.ShopID != d.ShopID) {
		return "", "", fault.New(fault.NotFound, "dispute.case_unknown")
	}
	return c.Number, c.OrderNo, err
}

// counter says until when steps of a dispute have to be done by the rules of its shop.
func (s *Service) counter(q db.Queryer, d Dispute) (func(Step, time.Time) (Span, error), error) {
	own, _, err := ownRules(q, d.ShopID)
	if err != nil {
		return nil, err
	}
	at, err := shop.GetIn(q, d.ShopID)
	rules := Merge(own)
	return func(step Step, since time.Time) (Span, error) {
		r, known := For(rules, d.Kind, d.Platform, step)
		if !known {
			return Span{}, nil
		}
		return r.Count(since, at.Location())
	}, err
}

// Change corrects what a dispute is about; version is the one that the actor has
// seen.
func (s *Service) Change(ctx context.Context, id string, version int64, f Facts) (Dispute, error) {
	return s.change(ctx, id, version, Move{Verb: DoChange}, func(tx *db.Tx, d Dispute, actor identity.Actor) (Dispute, error) {
		clean, err := f.clean()
		if err != nil {
			return d, err
		}
		return s.about(tx, d, clean, actor)
	})
}

// Take takes a step of a dispute.
func (s *Service) Take(ctx context.Context, id string, version int64, t Taking) (Dispute, error) {
	m := Move{Verb: t.Verb, Note: strings.TrimSpace(t.Note), At: t.At}
	return s.change(ctx, id, version, m, func(tx *db.Tx, d Dispute, _ identity.Actor) (Dispute, error) {
		count, err := s.counter(tx, d)
		if err != nil {
			return d, err
		}
		return d.Take(t, s.Now(), count)
	})
}

// Correct sets the deadline of what is to be done now, for a reason.
func (s *Service) Correct(ctx context.Context, id string, version int64, due time.Time, reason string) (Dispute, error) {
	m := Move{Verb: DoCorrect, Note: strings.TrimSpace(reason)}
	return s.change(ctx, id, version, m, func(_ *db.Tx, d Dispute, _ identity.Actor) (Dispute, error) {
		return d.correct(due, reason, s.Now())
	})
}

// State writes the statement of a dispute.
func (s *Service) State(ctx context.Context, id string, version int64, text string) (Dispute, error) {
	return s.change(ctx, id, version, Move{Verb: DoState}, func(_ *db.Tx, d Dispute, _ identity.Actor) (Dispute, error) {
		d.Statement = strings.TrimSpace(text)
		if utf8.RuneCountInString(d.Statement) > MaxStatement {
			return d, fault.Field("text", "dispute.text_long", "limit", MaxStatement)
		}
		return d, nil
	})
}

// change loads a dispute inside the scope of the actor, holds them to the version
// that they saw, applies a rule, and stores the outcome with its clocks, its move and
// its entry in the record.
func (s *Service) change(ctx context.Context, id string, version int64, m Move, rule func(*db.Tx, Dispute, identity.Actor) (Dispute, error)) (now Dispute, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeWrite)
	if err != nil {
		return now, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "dispute.changed")
		}
		if now, err = rule(tx, before, actor); err != nil {
			return err
		}
		return s.storeIn(tx, before, &now, m, actor)
	})
	return now, err
}

// storeIn stores the next version of a dispute.
func (s *Service) storeIn(tx *db.Tx, before Dispute, now *Dispute, m Move, actor identity.Actor) error {
	now.Version, now.ChangedAt = before.Version+1, milli(s.Now())
	if err := update(tx, *now); err != nil {
		return err
	}
	if m.ByID = actor.ID; m.At.IsZero() {
		m.At = now.ChangedAt
	}
	if now.Setting != before.Setting {
		m.DueAt = now.DueAt
	}
	return s.moved(tx, before, *now, m, now.told())
}

// moved keeps what was done, winds the clocks if they were set, records it and tells
// the screens of the shop.
func (s *Service) moved(tx *db.Tx, before, now Dispute, m Move, told any) error {
	m.State, m.Outcome = now.State, now.Outcome
	if err := insertMove(tx, now, m); err != nil {
		return err
	}
	if now.Setting != before.Setting {
		if err := s.wind(tx, now); err != nil {
			return err
		}
	}
	if told == nil {
		told = now.told()
	}
	tx.AfterCommit(func() { s.Hint("shop:"+now.ShopID, Hint{"dispute", now.ID}) })
	return audit.Write(tx, audit.Entry{Subject: "dispute/" + now.ID, Version: now.Version, At: s.Now(), Actor: m.ByID,
		Verb: "dispute." + string(m.Verb), Payload: map[string]any{"dispute": told, "note": m.Note, "due_at": m.DueAt}})
}

// told is what the record keeps of a dispute.
func (d Dispute) told() map[string]any {
	return map[string]any{"shop": d.ShopID, "kind": d.Kind, "platform": d.Platform, "number": d.Number, "reason": d.Reason, "amount": d.Amount,
		"demand": d.Demand, "case": d.CaseNumber, "order_no": d.OrderNo, "owner": d.OwnerID, "state": d.State, "outcome": d.Outcome, "paid": d.Paid,
		"step": d.Step, "due_at": d.DueAt, "due_by": d.DueBy, "statement": utf8.RuneCountInString(d.Statement)}
}
