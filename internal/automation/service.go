package automation

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of automations.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Tickets       *dispatch.Service
	Profiles      *profile.Service
	Orders        *order.Service
	Notices       *notice.Service
	Assignments   *assignment.Service
}

// List returns the rules of a shop in their order.
func (s *Service) List(ctx context.Context, shopID string) ([]Rule, error) {
	if _, err := s.shop(ctx, shopID); err != nil {
		return nil, err
	}
	return rulesIn(s.DB.Reader(ctx), shopID)
}

// Create adds a rule at the end; it is off. The same key makes one.
func (s *Service) Create(ctx context.Context, shopID, key string, d Draft) (r Rule, err error) {
	actor, err := s.shop(ctx, shopID)
	if err != nil {
		return r, err
	}
	if d, err = d.Clean(); err != nil {
		return r, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		known, err := byKey(tx, shopID, key)
		if fault.KindOf(err) != fault.NotFound {
			r = known
			return err
		}
		all, err := rulesIn(tx, shopID)
		if err != nil {
			return err
		}
		if len(all) >= MaxRules {
			return fault.New(fault.Conflict, "automation.too_many", "limit", MaxRules)
		}
		r = Rule{Draft: d, ID: id, ShopID: shopID, Place: 1, MadeAt: s.Now(), Version: 1}
		if len(all) > 0 {
			r.Place = all[len(all)-1].Place + 1
		}
		if err := insert(tx, r, key); err != nil {
			return err
		}
		return s.audit(tx, r, actor.ID, "create")
	})
	return r, err
}

// Change gives a rule another content; version is the one that the actor has seen.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (Rule, error) {
	d, err := d.Clean()
	if err != nil {
		return Rule{}, err
	}
	return s.change(ctx, id, version, "change", func(_ *db.Tx, r Rule) (Rule, error) {
		r.Draft = d
		return r, nil
	})
}

// Switch turns a rule on or off.
func (s *Service) Switch(ctx context.Context, id string, version int64, on bool) (Rule, error) {
	return s.change(ctx, id, version, "switch", func(_ *db.Tx, r Rule) (Rule, error) {
		r.On = on
		return r, nil
	})
}

// Move has a rule act before the one before it, or after the one after it.
func (s *Service) Move(ctx context.Context, id string, version int64, up bool) (Rule, error) {
	return s.change(ctx, id, version, "move", func(tx *db.Tx, r Rule) (Rule, error) {
		all, err := rulesIn(tx, r.ShopID)
		if err != nil {
			return r, err
		}
		for i, other := range all {
			if other.ID != r.ID {
				continue
			}
			next := i + 1
			if up {
				next = i - 1
			}
			if next < 0 || next >= len(all) {
				return r, nil
			}
			// The other one keeps its version: nobody has changed what it does.
			neighbour := all[next]
			r.Place, neighbour.Place = neighbour.Place, r.Place
			return r, update(tx, neighbour)
		}
		return r, nil
	})
}

// Remove takes a rule away. What it did stays in the log.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		r, err := seen(tx, scope, id, version)
		if err != nil {
			return err
		}
		r.Version++
		if err := remove(tx, r, db.Millis(s.Now())); err != nil {
			return err
		}
		return s.audit(tx, r, actor.ID, "remove")
	})
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(*db.Tx, Rule) (Rule, error)) (r Rule, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := seen(tx, scope, id, version)
		if err != nil {
			return err
		}
		if r, err = rule(tx, before); err != nil {
			return err
		}
		r.Version++
		if err := update(tx, r); err != nil {
			return err
		}
		return s.audit(tx, r, actor.ID, verb)
	})
	return r, err
}

// seen locks a rule that the caller has seen in a version.
func seen(tx *db.Tx, scope identity.Scope, id string, version int64) (Rule, error) {
	r, err := get(tx, scope, id, tx.ForUpdate())
	if err == nil && r.Version != version {
		err = fault.New(fault.Conflict, "automation.changed")
	}
	return r, err
}

// logPage is the number of runs of one page.
const logPage = 50

// Log returns what the rules of a shop did, newest first, after a run.
func (s *Service) Log(ctx context.Context, shopID, after string) (runs []Run, more bool, err error) {
	if _, err := s.shop(ctx, shopID); err != nil {
		return nil, false, err
	}
	q := s.DB.Reader(ctx)
	before := Run{}
	if after != "" {
		if before, err = getRun(q, shopID, after); err != nil {
			return nil, false, err
		}
	}
	runs, err = runsOf(q, shopID, before, logPage+1)
	return runs[:min(len(runs), logPage)], len(runs) > logPage, err
}

func (s *Service) audit(tx *db.Tx, r Rule, by, verb string) error {
	return audit.Write(tx, audit.Entry{Subject: "shop_automation/" + r.ID, Version: r.Version, At: s.Now(), Actor: by, Verb: "automation." + verb,
		Payload: map[string]any{"name": r.Name, "on": r.On, "when": r.When, "minutes": r.Minutes, "every": r.Every, "conditions": r.Conditions,
			"expression": r.Expression, "acts": r.Acts}})
}

// shop requires that the actor may change a shop.
func (s *Service) shop(ctx context.Context, id string) (identity.Actor, error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return actor, err
	}
	at, err := shop.GetIn(s.DB.Reader(ctx), id)
	if err == nil && !scope.Sees(at.ID, "") {
		err = fault.New(fault.NotFound, "shop.unknown")
	}
	return actor, err
}
