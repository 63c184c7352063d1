package roster

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Planned is a week as its planners see it: the plan, the shifts, and who can be
// planned.
type Planned struct {
	Week
	Zone   string
	Today  calendar.Date
	Shifts []Shift // also those removed that the plan names
	People []identity.Colleague
}

// Plan returns the plan of a week, of this one if monday is 0.
func (s *Service) Plan(ctx context.Context, shopID string, monday calendar.Date) (p Planned, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.SeenIn(q, scope, shopID)
	if err != nil {
		return p, err
	}
	if monday == 0 {
		monday = MondayOf(s.today(at))
	}
	if err := checkWeek(monday, s.today(at)); err != nil {
		return p, err
	}
	w, err := weekOf(q, at.ID, monday)
	if err != nil {
		return p, err
	}
	return s.planned(q, at, w)
}

func (s *Service) planned(q db.Queryer, at shop.Shop, w Week) (p Planned, err error) {
	p = Planned{Week: w, Zone: at.Location().String(), Today: s.today(at)}
	all, err := shiftsOf(q, at.ID)
	if err != nil {
		return p, err
	}
	for _, each := range all {
		named := slices.ContainsFunc(w.Entries, func(e Entry) bool { return e.ShiftID == each.ID })
		if each.RemovedAt.IsZero() || named {
			p.Shifts = append(p.Shifts, each)
		}
	}
	p.People, err = identity.Colleagues(q, identity.NoticeRead, at.ID)
	return p, err
}

// SavePlan changes the plan of a week; version is the one that the actor has seen.
// It counts once it is published.
func (s *Service) SavePlan(ctx context.Context, shopID string, monday calendar.Date, version int64, entries []Entry) (Planned, error) {
	return s.change(ctx, shopID, monday, version, "plan", func(tx *db.Tx, _ identity.Actor, at shop.Shop, w Week) (Week, error) {
		shifts, err := shiftsOf(tx, at.ID)
		if err != nil {
			return w, err
		}
		if entries, err = checkEntries(w.Monday, shifts, entries); err != nil {
			return w, err
		}
		who, err := works(tx, at.ID)
		if err != nil {
			return w, err
		}
		for _, e := range entries {
			if !who[e.UserID] {
				return w, fault.Field("entries", "roster.person_unknown")
			}
		}
		return w.plan(entries), nil
	})
}

// works returns who can be planned in a shop.
func works(q db.Queryer, shopID string) (map[string]bool, error) {
	people, err := identity.Colleagues(q, identity.NoticeRead, shopID)
	who := map[string]bool{}
	for _, each := range people {
		who[each.ID] = true
	}
	return who, err
}

// CopyWeek plans a week as the one before it. Who has left and shifts that are gone
// are left out.
func (s *Service) CopyWeek(ctx context.Context, shopID string, monday calendar.Date, version int64) (Planned, error) {
	return s.change(ctx, shopID, monday, version, "copy", func(tx *db.Tx, _ identity.Actor, at shop.Shop, w Week) (Week, error) {
		before, err := weekOf(tx, at.ID, w.Monday-weekDays)
		if err != nil {
			return w, err
		}
		if len(before.Entries) == 0 {
			return w, fault.New(fault.Conflict, "roster.nothing_to_copy")
		}
		shifts, err := shiftsOf(tx, at.ID)
		if err != nil {
			return w, err
		}
		who, err := works(tx, at.ID)
		if err != nil {
			return w, err
		}
		var entries []Entry
		for _, e := range before.Entries {
			if _, err := find(shifts, e.ShiftID); err == nil && who[e.UserID] {
				entries = append(entries, Entry{e.Day + weekDays, e.ShiftID, e.UserID})
			}
		}
		return w.plan(inOrder(entries)), nil
	})
}

// Publish makes the plan of a week count, and tells who works in it when their
// shifts begin.
func (s *Service) Publish(ctx context.Context, shopID string, monday calendar.Date, version int64) (Planned, error) {
	return s.change(ctx, shopID, monday, version, "publish", func(tx *db.Tx, by identity.Actor, at shop.Shop, w Week) (Week, error) {
		if w.Version == 0 {
			return w, fault.New(fault.Conflict, "roster.not_planned")
		}
		shifts, err := shiftsOf(tx, at.ID)
		if err != nil {
			return w, err
		}
		w = w.publish(by.ID, s.Now())
		return w, s.settle(tx, w, w.duties(shifts, at.Location()))
	})
}

// settle makes the duties of a week what is wanted, and winds their clocks.
func (s *Service) settle(tx *db.Tx, w Week, want []Duty) error {
	have, err := dutiesOf(tx, w.ShopID, w.Monday)
	if err != nil {
		return err
	}
	add, change, remove := difference(have, want)
	for _, d := range remove {
		if err := removeDuty(tx, d.ID); err != nil {
			return err
		}
	}
	for _, d := range change {
		if err := updateDuty(tx, d); err != nil {
			return err
		}
		if err := s.wind(tx, d); err != nil {
			return err
		}
	}
	for _, d := range add {
		d.ID = s.NewID()
		if err := insertDuty(tx, d); err != nil {
			return err
		}
		if err := s.wind(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// change loads a week of a shop that the actor supervises, holds the caller to the
// version that they saw, and stores what a rule makes of it.
func (s *Service) change(ctx context.Context, shopID string, monday calendar.Date, version int64, verb string, rule func(*db.Tx, identity.Actor, shop.Shop, Week) (Week, error)) (p Planned, err error) {
	actor, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return p, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		if err := checkWeek(monday, s.today(at)); err != nil {
			return err
		}
		w, err := weekOf(tx, at.ID, monday)
		if err != nil {
			return err
		}
		if w.Version != version {
			return errChanged()
		}
		if w, err = rule(tx, actor, at, w); err != nil {
			return err
		}
		if done, err := storeWeek(tx, w); err != nil || !done {
			return orChanged(err)
		}
		tx.AfterCommit(func() { s.Hint("shop:"+at.ID, Hint{"roster", at.ID}) })
		subject := "roster/" + at.ID + "/" + monday.String()
		if err := s.record(tx, subject, w.Version, actor, verb, map[string]any{"week": monday, "entries": w.Entries}); err != nil {
			return err
		}
		p, err = s.planned(tx, at, w)
		return err
	})
	return p, err
}

// Mine returns the actor's own published duties that end after from and begin
// before to.
func (s *Service) Mine(ctx context.Context, from, to time.Time) ([]Duty, error) {
	actor, ok := identity.From(ctx)
	if !ok || actor.Kind != identity.User {
		return nil, fault.New(fault.Unauthenticated, "identity.signed_out")
	}
	return dutiesOfUser(s.DB.Reader(ctx), actor.ID, from, to)
}

// OnDutyIn returns who is on duty in a shop at an instant, each once.
func OnDutyIn(q db.Queryer, shopID string, at time.Time) ([]Duty, error) {
	all, err := dutiesAt(q, shopID, at)
	return slices.CompactFunc(all, func(a, b Duty) bool { return a.Entry.UserID == b.Entry.UserID }), err
}

// OfIn returns somebody's duties that end after from and begin before to, in order.
func OfIn(q db.Queryer, userID string, from, to time.Time) ([]Duty, error) {
	return dutiesOfUser(q, userID, from, to)
}

// ComingIn returns the duties of a shop that end after from and begin before to, in
// order.
func ComingIn(q db.Queryer, shopID string, from, to time.Time) ([]Duty, error) {
	return coming(q, shopID, from, to)
}

// around is how far from an instant a duty shows that a shop uses rosters then.
const around = 7 * 24 * time.Hour

// UsedIn tells whether a shop uses rosters at an instant: whether anybody has a
// published duty within a week of it. A shop that gave it up is as one that never
// had one.
func UsedIn(q db.Queryer, shopID string, at time.Time) (bool, error) {
	return anyBetween(q, shopID, at.Add(-around), at.Add(around))
}
