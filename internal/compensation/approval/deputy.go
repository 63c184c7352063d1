package approval

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/identity/roles"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Delegate lets a colleague approve in the actor's place for a time, with the limit
// that the actor has then. The same key does so once, however often it comes.
func (s *Service) Delegate(ctx context.Context, key, shopID, to string, begins, ends time.Time) (d compensation.Deputy, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationApprove)
	if err != nil {
		return d, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]any{"shop": at.ID, "to": to, "ends": ends.UnixMilli()}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			d, err = compensation.DeputyIn(tx, actor.ID, id)
			return err
		}
		d = compensation.Deputy{ID: id, ShopID: at.ID, FromID: actor.ID, ToID: to, BeginsAt: begins, EndsAt: ends, MadeAt: s.Now(), Version: 1}
		if err := d.Check(s.Now()); err != nil {
			return err
		}
		if holds, err := identity.Holds(tx, to, identity.CompensationApprove, at.ID); err != nil {
			return err
		} else if !holds {
			return fault.Field("to", "compensation.deputy_unable")
		}
		if err := compensation.AddDeputyIn(tx, d); err != nil {
			return err
		}
		said := map[string]string{"by": actor.Name, "begins_at": d.BeginsAt.UTC().Format(time.RFC3339), "ends_at": d.EndsAt.UTC().Format(time.RFC3339)}
		if err := s.Notices.TellIn(tx, to, "compensation.deputy", "compensation.deputy/"+d.ID, said, notice.About{}); err != nil {
			return err
		}
		return s.recordDeputy(tx, d, actor.ID, "delegate")
	})
	return d, err
}

// EndDeputy ends the time of a deputy whom the actor has named.
func (s *Service) EndDeputy(ctx context.Context, id string, version int64) (d compensation.Deputy, err error) {
	actor, _, err := identity.Require(ctx, identity.CompensationApprove)
	if err != nil {
		return d, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if d, err = compensation.DeputyIn(tx, actor.ID, id); err != nil {
			return err
		}
		if d.Version != version {
			return fault.New(fault.Conflict, "compensation.deputy_changed")
		}
		d.EndsAt, d.Version = s.Now(), d.Version+1
		if err := compensation.EndDeputyIn(tx, d, version); err != nil {
			return err
		}
		return s.recordDeputy(tx, d, actor.ID, "end_deputy")
	})
	return d, err
}

// Deputies returns those of the shops in which the actor may approve, whose time is
// not over.
func (s *Service) Deputies(ctx context.Context) ([]compensation.Deputy, error) {
	_, scope, err := identity.Require(ctx, identity.CompensationApprove)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	shops, err := shop.InScope(q, scope)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(shops))
	for _, at := range shops {
		ids = append(ids, at.ID)
	}
	return compensation.DeputiesIn(q, ids, s.Now())
}

func (s *Service) recordDeputy(tx *db.Tx, d compensation.Deputy, by, verb string) error {
	tx.AfterCommit(func() { s.Hint(ShopTopic(d.ShopID), Hint{Kind: "compensation"}) })
	return audit.Write(tx, audit.Entry{Subject: "compensation_deputy/" + d.ID, Version: d.Version, At: s.Now(), Actor: by, Verb: "compensation." + verb,
		Payload: map[string]any{"shop": d.ShopID, "to": d.ToID, "begins_at": d.BeginsAt, "ends_at": d.EndsAt}})
}

// Rules are what a shop allows. Version is 0 for those that the program delivers.
type Rules struct {
	limits.Rules
	Version int64
	Month   string       // that it is in the shop
	Used    int64        // of the budget of this month, in fen
	Roles   []roles.Role // all
}

// Rules returns those of a shop in which the actor sees claims.
func (s *Service) Rules(ctx context.Context, shopID string) (r Rules, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return r, err
	}
	return s.rules(s.DB.Reader(ctx), scope, shopID)
}

func (s *Service) rules(q db.Queryer, scope identity.Scope, shopID string) (r Rules, err error) {
	at, err := shop.SeenIn(q, scope, shopID)
	if err != nil {
		return r, err
	}
	r.Month = s.Now().In(at.Location()).Format("2006-01")
	if r.Rules, r.Version, err = limits.In(q, at.ID); err != nil {
		return r, err
	}
	if r.Roles, err = roles.NamesIn(q); err != nil {
		return r, err
	}
	r.Used, err = compensation.MonthIn(q, at.ID, r.Month, "", false)
	return r, err
}

// SaveRules changes those of a shop; version is the one that the actor has seen.
// What is approved already is looked at again when it is paid.
func (s *Service) SaveRules(ctx context.Context, shopID string, version int64, r limits.Rules) (out Rules, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return out, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		known, err := roles.AllIn(tx)
		if err != nil {
			return err
		}
		checked, err := r.Checked(known)
		if err != nil {
			return err
		}
		next, err := limits.SaveIn(tx, at.ID, checked, version)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint(ShopTopic(at.ID), Hint{Kind: "compensation"}) })
		if err := audit.Write(tx, audit.Entry{Subject: "compensation_rules/" + at.ID, Version: next, At: s.Now(), Actor: actor.ID,
			Verb: "compensation.rules", Payload: checked}); err != nil {
			return err
		}
		out, err = s.rules(tx, scope, at.ID)
		return err
	})
	return out, err
}

// ShopApprovers returns those who may approve in a shop, by name.
func (s *Service) ShopApprovers(ctx context.Context, shopID string) ([]identity.Colleague, error) {
	_, scope, err := identity.Require(ctx, identity.CompensationApprove)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.SeenIn(q, scope, shopID)
	if err != nil {
		return nil, err
	}
	return identity.Colleagues(q, identity.CompensationApprove, at.ID)
}
