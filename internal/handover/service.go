// Package handover lets somebody hand over what they own at the end of a shift, and
// somebody else take it over by name: it prepares sheets, moves what is accepted
// through the doors that a person would use, and calls for those sheets that nobody
// takes.
package handover

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of handovers.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
}

// Hint is what the screens of giver and taker hear of a sheet.
type Hint struct {
	Kind string `json:"kind"` // "handover"
	ID   string `json:"id"`
}

// Prepare hands over what the actor owns in a shop. Nothing moves until it is
// accepted. The same key makes one sheet, however often it comes.
func (s *Service) Prepare(ctx context.Context, shopID, key string, d sheet.Draft) (made sheet.Sheet, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return made, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if !scope.Sees(shopID, "") {
			return fault.New(fault.NotFound, "shop.unknown")
		}
		at, err := shop.GetIn(tx, shopID)
		if err != nil {
			return err
		}
		known, again, err := identity.Once(tx, actor, key, map[string]any{"sheet": d, "shop": shopID}, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			made, err = sheet.GetIn(tx, scope, known)
			return err
		}
		made, err = s.prepareIn(tx, actor, at, known, d)
		return err
	})
	return made, err
}

func (s *Service) prepareIn(tx *db.Tx, actor identity.Actor, at shop.Shop, id string, d sheet.Draft) (made sheet.Sheet, err error) {
	if d, err = d.Clean(actor.ID); err != nil {
		return made, err
	}
	if may, err := identity.Holds(tx, d.ToID, identity.CaseWrite, at.ID); err != nil || !may {
		return made, orElse(err, fault.Field("to", "handover.cannot_take"))
	}
	made = sheet.Sheet{ID: id, ShopID: at.ID, FromID: actor.ID, ToID: d.ToID, Note: d.Note, MadeAt: s.Now(), Version: 1}
	for n, p := range d.Items {
		i, err := s.item(tx, actor.ID, at.ID, p)
		if err != nil {
			return made, err
		}
		i.N = int64(n + 1)
		made.Items = append(made.Items, i)
	}
	if made.EndsAt, err = s.endOf(tx, actor.ID, at.ID, made.MadeAt); err != nil {
		return made, err
	}
	if err := sheet.InsertIn(tx, made); err != nil {
		return made, err
	}
	if err := s.wind(tx, made, at); err != nil {
		return made, err
	}
	s.hintAfter(tx, made)
	if err := s.audit(tx, made, actor.ID, "prepare", map[string]any{"to": made.ToID, "items": made.Items, "note": made.Note}); err != nil {
		return made, err
	}
	return made, s.tell(tx, made, made.ToID, "handover.prepared", "1", actor.Name, len(made.Items))
}

func orElse(err, other error) error {
	if err == nil {
		err = other
	}
	return err
}

// endOf is when the shift of somebody ends that they are in, or that ended less than
// half a day ago; now, if there is none.
func (s *Service) endOf(q db.Queryer, userID, shopID string, now time.Time) (time.Time, error) {
	all, err := roster.OfIn(q, userID, now.Add(-12*time.Hour), now)
	end := now
	for _, d := range all {
		if d.ShopID == shopID {
			end = d.EndsAt
		}
	}
	return end, err
}

// party loads a sheet of a shop in scope for one of the two whom it concerns. To
// everybody else there is none.
func party(tx *db.Tx, scope identity.Scope, id string, is func(sheet.Sheet) bool) (sheet.Sheet, error) {
	now, err := sheet.LockIn(tx, scope, id)
	if err == nil && !is(now) {
		err = sheet.Unknown()
	}
	return now, err
}

// Get returns a sheet to giver and taker, and to who supervises the shop.
func (s *Service) Get(ctx context.Context, id string) (sheet.Sheet, error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return sheet.Sheet{}, err
	}
	now, err := sheet.GetIn(s.DB.Reader(ctx), scope, id)
	if err == nil && now.FromID != actor.ID && now.ToID != actor.ID && !actor.MayIn(identity.TeamSupervise, now.ShopID) {
		err = sheet.Unknown()
	}
	return now, err
}

// Withdraw takes back what nobody has accepted yet.
func (s *Service) Withdraw(ctx context.Context, id string, version int64) (sheet.Sheet, error) {
	mine := func(a identity.Actor, now sheet.Sheet) bool { return now.FromID == a.ID }
	return s.change(ctx, id, version, "withdraw", mine, nil, func(_ *db.Tx, now sheet.Sheet) (sheet.Sheet, error) { return now.Withdraw(s.Now()) })
}

// change loads a sheet, holds the actor to the version that they saw, and stores
// what a rule makes of it. done tells of a request that was answered before.
func (s *Service) change(ctx context.Context, id string, version int64, verb string, whose func(identity.Actor, sheet.Sheet) bool,
	done func(sheet.Sheet) (bool, error), rule func(*db.Tx, sheet.Sheet) (sheet.Sheet, error)) (now sheet.Sheet, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return now, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := party(tx, scope, id, func(now sheet.Sheet) bool { return whose(actor, now) })
		if err != nil {
			return err
		}
		if done != nil {
			if again, err := done(before); err != nil || again {
				now = before
				return err
			}
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "handover.changed")
		}
		if now, err = rule(tx, before); err != nil {
			return err
		}
		return s.storeIn(tx, &now, actor, before, verb)
	})
	return now, err
}

// storeIn keeps the next version of a sheet, and tells the other side what became of
// its items.
func (s *Service) storeIn(tx *db.Tx, now *sheet.Sheet, by identity.Actor, before sheet.Sheet, verb string) error {
	now.Version++
	if err := sheet.UpdateIn(tx, *now, before.Version); err != nil {
		return err
	}
	s.hintAfter(tx, *now)
	became := map[sheet.State]int{}
	var settled []sheet.Item
	for n, i := range now.Items {
		if before.Items[n].State != i.State {
			became[i.State]++
			settled = append(settled, i)
		}
	}
	if err := s.audit(tx, *now, by.ID, verb, map[string]any{"items": settled}); err != nil {
		return err
	}
	return s.tellBecame(tx, *now, by, became)
}

// tellBecame tells the other side what became of items: the giver what the taker did,
// the taker what was withdrawn.
func (s *Service) tellBecame(tx *db.Tx, now sheet.Sheet, by identity.Actor, became map[sheet.State]int) error {
	key := strconv.FormatInt(now.Version, 10)
	for _, each := range []struct {
		state sheet.State
		code  string
		to    string
	}{
		{sheet.Accepted, "handover.accepted", now.FromID},
		{sheet.HandedBack, "handover.handed_back", now.FromID},
		{sheet.Passed, "handover.passed", now.FromID},
		{sheet.Withdrawn, "handover.withdrawn", now.ToID},
	} {
		if n := became[each.state]; n > 0 {
			if err := s.tell(tx, now, each.to, each.code, key, by.Name, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) hintAfter(tx *db.Tx, now sheet.Sheet) {
	h := Hint{"handover", now.ID}
	tx.AfterCommit(func() {
		s.Hint("user:"+now.FromID, h)
		s.Hint("user:"+now.ToID, h)
	})
}

func (s *Service) audit(tx *db.Tx, now sheet.Sheet, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: "handover/" + now.ID, Version: now.Version, At: s.Now(), Actor: by, Verb: "handover." + verb, Payload: payload})
}
