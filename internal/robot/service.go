package robot

import (
	"context"
	"net/url"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/platform/seal"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/tasklink"
)

// Sender carries messages outside.
type Sender interface {
	Check(address string) error
	Post(ctx context.Context, address string, body []byte) (outgoing.Answer, error)
}

// Service is what the rest of the program may ask of robots.
type Service struct {
	DB      *db.DB
	Queue   *jobs.Queue
	Now     func() time.Time
	NewID   func() string
	Box     seal.Box
	Sender  Sender
	Notices *notice.Service
	Links   *tasklink.Service
}

// List returns the robots of a shop, the oldest first.
func (s *Service) List(ctx context.Context, shopID string) ([]Robot, error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return nil, err
	}
	at, err := s.shop(s.DB.Reader(ctx), scope, shopID)
	if err != nil {
		return nil, err
	}
	return ofShop(s.DB.Reader(ctx), at.ID)
}

// Lines returns the last things that a robot had to say, the newest first, at most 30.
func (s *Service) Lines(ctx context.Context, id string) ([]Line, error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return nil, err
	}
	r, err := get(s.DB.Reader(ctx), scope, id, "")
	if err != nil {
		return nil, err
	}
	return lastLines(s.DB.Reader(ctx), r.ID, 30)
}

func (s *Service) shop(q db.Queryer, scope identity.Scope, id string) (shop.Shop, error) {
	at, err := shop.GetIn(q, id)
	if err == nil && !scope.Sees(at.ID, "") {
		err = fault.New(fault.NotFound, "shop.unknown")
	}
	return at, err
}

// Create adds a robot to a shop. The same key adds one, however often it comes.
func (s *Service) Create(ctx context.Context, key, shopID string, d Draft) (r Robot, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return r, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := s.shop(tx, scope, shopID)
		if err != nil {
			return err
		}
		if d, err = d.clean(); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]any{"shop": at.ID, "name": d.Name, "kind": d.Kind}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			r, err = get(tx, scope, id, "")
			return err
		}
		r = Robot{ID: id, ShopID: at.ID, Kind: d.Kind, MadeAt: s.Now(), Version: 1}
		if r, err = s.fill(tx, r, d); err != nil {
			return err
		}
		if all, err := ofShop(tx, at.ID); err != nil {
			return err
		} else if len(all) >= MaxRobots {
			return fault.New(fault.Conflict, "robot.too_many", "limit", MaxRobots)
		}
		if err := insert(tx, r); err != nil {
			return err
		}
		return s.audit(tx, r, actor.ID, "create")
	})
	return r, err
}

// fill gives a robot what a draft says.
func (s *Service) fill(tx *db.Tx, r Robot, d Draft) (Robot, error) {
	if d.DepartmentID != "" {
		_, err := shop.DepartmentIn(tx, r.ShopID, d.DepartmentID)
		if fault.KindOf(err) == fault.NotFound {
			return r, fault.Field("department_id", "robot.department_unknown")
		} else if err != nil {
			return r, err
		}
	}
	if r = r.with(d); d.Address == "" && r.address != "" {
		if d.Secret != "" {
			r.secret, r.Signs = s.Box.Seal(r.ID+"/secret", d.Secret), true
		}
		return r, nil
	}
	if err := s.Sender.Check(d.Address); err != nil {
		return r, err
	}
	u, err := url.Parse(d.Address)
	if err != nil {
		return r, fault.Field("address", "outgoing.address")
	}
	r.Host, r.Tail = u.Host, d.Address[max(0, len(d.Address)-tailLen):]
	r.address, r.secret = s.Box.Seal(r.ID+"/address", d.Address), s.Box.Seal(r.ID+"/secret", d.Secret)
	r.Signs, r.Failures, r.LastError = d.Secret != "", 0, ""
	return r, nil
}

// Change changes a robot; version is the one that the actor has seen. Its kind stays.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (Robot, error) {
	return s.change(ctx, id, version, "change", func(tx *db.Tx, r Robot) (Robot, error) {
		d.Kind = r.Kind
		d, err := d.clean()
		if err != nil {
			return r, err
		}
		return s.fill(tx, r, d)
	})
}

// Pause lets a robot be silent, or speak again. What gathers meanwhile is said
// then, unless a day has passed.
func (s *Service) Pause(ctx context.Context, id string, version int64, silent bool) (Robot, error) {
	return s.change(ctx, id, version, "pause", func(tx *db.Tx, r Robot) (Robot, error) {
		if silent {
			r.PausedAt, r.PausedFor = s.Now(), "hand"
			return r, nil
		}
		r.PausedAt, r.PausedFor, r.Failures, r.nextAt = time.Time{}, "", 0, s.Now()
		return r, s.wake(tx, r, s.Now())
	})
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(*db.Tx, Robot) (Robot, error)) (r Robot, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		was, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if err := changed(was, version); err != nil {
			return err
		}
		if r, err = rule(tx, was); err != nil {
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

// Remove forgets a robot and what it had to say.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		r, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if err := changed(r, version); err != nil {
			return err
		}
		r.Version++
		if err := remove(tx, r.ID); err != nil {
			return err
		}
		return s.audit(tx, r, actor.ID, "remove")
	})
}

// Test lets a robot say that it is a test, and returns the robot as it is then: its
// LastError tells why nobody heard it.
func (s *Service) Test(ctx context.Context, id string) (r Robot, err error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if r, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if s.Now().Before(r.busyUntil) || r.Failures == 0 && s.Now().Before(r.nextAt) {
			return fault.New(fault.TooMany, "robot.busy")
		}
		r.busyUntil = s.Now().Add(busyFor)
		return update(tx, r)
	})
	if err != nil {
		return r, err
	}
	v := s.send(ctx, r, inert(word(r.Language, "test")))
	return s.settle(context.WithoutCancel(ctx), r.ID, nil, false, v)
}

func (s *Service) audit(tx *db.Tx, r Robot, by, verb string) error {
	return audit.Write(tx, audit.Entry{Subject: "robot/" + r.ID, Version: r.Version, At: s.Now(), Actor: by, Verb: "robot." + verb,
		Payload: struct {
			Shop       string          `json:"shop"`
			Name       string          `json:"name"`
			Kind       Kind            `json:"kind"`
			Department string          `json:"department,omitempty"`
			Host       string          `json:"host"`
			Hears      []dispatch.What `json:"hears"`
			Silent     string          `json:"silent,omitempty"`
		}{r.ShopID, r.Name, r.Kind, r.DepartmentID, r.Host, r.Hears, r.PausedFor}})
}
