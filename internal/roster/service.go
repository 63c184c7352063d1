package roster

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of rosters.
type Service struct {
	DB      *db.DB
	Queue   *jobs.Queue
	Now     func() time.Time
	NewID   func() string
	Hint    func(topic string, hint any) // tells open screens, after a commit
	Notices *notice.Service
}

// Hint is what open screens hear: that who works when has changed.
type Hint struct {
	Kind string `json:"kind"` // "roster"
	ID   string `json:"id"`   // of the shop
}

// Shifts returns the shifts of a shop that the actor may supervise, through the day,
// without those that were removed.
func (s *Service) Shifts(ctx context.Context, shopID string) ([]Shift, error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.SeenIn(q, scope, shopID); err != nil {
		return nil, err
	}
	all, err := shiftsOf(q, shopID)
	return live(all), err
}

func live(shifts []Shift) (all []Shift) {
	for _, each := range shifts {
		if each.RemovedAt.IsZero() {
			all = append(all, each)
		}
	}
	return all
}

// AddShift adds a shift to a shop. The same key adds one, however often it comes.
func (s *Service) AddShift(ctx context.Context, shopID, key string, draft Shift) (made Shift, err error) {
	actor, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return made, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		known, again, err := identity.Once(tx, actor, key, map[string]any{"shift": draft, "shop": shopID}, id, s.Now())
		if err != nil {
			return err
		}
		all, err := shiftsOf(tx, at.ID)
		if err != nil {
			return err
		}
		if again {
			made, err = find(all, known)
			return err
		}
		if len(live(all)) >= MaxShifts {
			return fault.New(fault.Conflict, "roster.too_many_shifts", "max", MaxShifts)
		}
		if made, err = draft.clean(); err != nil {
			return err
		}
		made.ID, made.ShopID, made.Version = known, at.ID, 1
		if err := insertShift(tx, made); err != nil {
			return err
		}
		return s.record(tx, "shift/"+made.ID, made.Version, actor, "shift_add", made.told())
	})
	return made, err
}

func (s Shift) told() any {
	return map[string]any{"name": s.Name, "from": s.From, "to": s.To, "shop": s.ShopID}
}

func find(shifts []Shift, id string) (Shift, error) {
	for _, each := range shifts {
		if each.ID == id && each.RemovedAt.IsZero() {
			return each, nil
		}
	}
	return Shift{}, fault.New(fault.NotFound, "roster.shift_unknown")
}

// ChangeShift gives a shift another name or another time. Weeks that were published
// keep the time that they were published with, until they are published again.
func (s *Service) ChangeShift(ctx context.Context, id string, version int64, draft Shift) (Shift, error) {
	return s.changeShift(ctx, id, version, "shift_change", func(was Shift) (Shift, error) {
		was.Name, was.From, was.To = draft.Name, draft.From, draft.To
		return was.clean()
	})
}

// RemoveShift takes a shift out of what can be planned. What was published stays.
func (s *Service) RemoveShift(ctx context.Context, id string, version int64) error {
	_, err := s.changeShift(ctx, id, version, "shift_remove", func(was Shift) (Shift, error) {
		was.RemovedAt = s.Now()
		return was, nil
	})
	return err
}

func (s *Service) changeShift(ctx context.Context, id string, version int64, verb string, change func(Shift) (Shift, error)) (now Shift, err error) {
	actor, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return now, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		was, err := db.One(tx, scanShift, `SELECT `+shiftColumns+` FROM shift WHERE id = ? `+tx.ForUpdate(), id)
		switch {
		case fault.KindOf(err) == fault.NotFound, err == nil && (!was.RemovedAt.IsZero() || !scope.Sees(was.ShopID, "")):
			return fault.New(fault.NotFound, "roster.shift_unknown")
		case err != nil:
			return err
		case was.Version != version:
			return errChanged()
		}
		if now, err = change(was); err != nil {
			return err
		}
		now.Version++
		if done, err := updateShift(tx, now); err != nil || !done {
			return orChanged(err)
		}
		return s.record(tx, "shift/"+now.ID, now.Version, actor, verb, now.told())
	})
	return now, err
}

func errChanged() error { return fault.New(fault.Conflict, "roster.changed") }

func orChanged(err error) error {
	if err == nil {
		err = errChanged()
	}
	return err
}

func (s *Service) record(tx *db.Tx, subject string, version int64, by identity.Actor, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: subject, Version: version, At: s.Now(), Actor: by.ID, Verb: "roster." + verb, Payload: payload})
}

// today is the day by the clocks of a shop.
func (s *Service) today(at shop.Shop) calendar.Date {
	return calendar.DateOf(s.Now().In(at.Location()))
}
