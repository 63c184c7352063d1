package assignment

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of handing out conversations.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	Conversations *conversation.Service
}

// Setting is how a shop hands out, and what those who answer there can do.
type Setting struct {
	Plan
	Members []Candidate // by name
}

// Read returns the setting of a shop.
func (s *Service) Read(ctx context.Context, shopID string) (out Setting, err error) {
	if _, err := s.shop(ctx, shopID); err != nil {
		return out, err
	}
	q := s.DB.Reader(ctx)
	if out.Plan, err = planIn(q, shopID); err != nil {
		return out, err
	}
	out.Members, _, err = s.teamIn(q, shopID, out.Plan)
	return out, err
}

// SavePlan changes how a shop hands out; the version is the one that the actor has
// seen. What waits already is handed out at once.
func (s *Service) SavePlan(ctx context.Context, shopID string, p Plan) (Plan, error) {
	actor, err := s.shop(ctx, shopID)
	if err != nil {
		return p, err
	}
	if p, err = p.Clean(); err != nil {
		return p, err
	}
	seen := p.Version
	err = s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		p.Version = seen
		if p, err = savePlan(tx, shopID, p); err != nil {
			return err
		}
		if err := s.soonIn(tx, shopID); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "shop_assignment/" + shopID, Version: p.Version, At: s.Now(), Actor: actor.ID,
			Verb: "assignment.plan", Payload: map[string]any{"on": p.On, "capacity": p.Capacity, "quiet_minutes": p.QuietMinutes, "skills": p.Skills}})
	})
	return p, err
}

// SaveMember changes what somebody who answers in a shop can do for its buyers.
func (s *Service) SaveMember(ctx context.Context, shopID string, m Member) (Member, error) {
	actor, err := s.shop(ctx, shopID)
	if err != nil {
		return m, err
	}
	seen := m.Version
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		m.Version = seen
		plan, err := planIn(tx, shopID)
		if err != nil {
			return err
		}
		if m, err = m.Clean(plan); err != nil {
			return err
		}
		who, err := identity.ColleagueIn(tx, m.UserID, identity.ConversationReply, shopID)
		if fault.KindOf(err) == fault.NotFound {
			err = fault.Field("user_id", "assignment.not_there")
		}
		if err != nil {
			return err
		}
		if m, err = saveMember(tx, shopID, m); err != nil {
			return err
		}
		if err := s.soonIn(tx, shopID); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "shop_assignment_member/" + shopID + "." + m.UserID, Version: m.Version, At: s.Now(), Actor: actor.ID,
			Verb: "assignment.member", Payload: map[string]any{"name": who.Name, "takes": m.Takes, "skills": m.Skills, "languages": m.Languages,
				"vip": m.VIP, "capacity": m.Capacity}})
	})
	return m, err
}

// Preview returns who would get the next conversation of a shop and why, for a
// buyer who says something, as if the shop handed out. It changes nothing.
func (s *Service) Preview(ctx context.Context, shopID, words string, vip bool) (c Choice, err error) {
	if _, err := s.shop(ctx, shopID); err != nil {
		return c, err
	}
	q := s.DB.Reader(ctx)
	plan, err := planIn(q, shopID)
	if err != nil {
		return c, err
	}
	team, _, err := s.teamIn(q, shopID, plan)
	return Choose(plan.NeedOf(Buyer{Words: []string{words}, VIP: vip}), team), err
}

// Outlook is why a conversation still waits for somebody.
type Outlook struct {
	On   bool // the shop hands out
	Free bool // a buyer waits in it, and nobody looks after it
	Choice
}

// Why returns who would get a conversation now, or why nobody does.
func (s *Service) Why(ctx context.Context, conversationID string) (o Outlook, err error) {
	c, err := s.Conversations.Get(ctx, conversationID)
	if err != nil {
		return o, err
	}
	q := s.DB.Reader(ctx)
	plan, err := planIn(q, c.ShopID)
	if o.On, o.Free = plan.On, c.Free(); err != nil || !o.On || !o.Free {
		return o, err
	}
	need, err := needIn(q, plan, c)
	if err != nil {
		return o, err
	}
	team, _, err := s.teamIn(q, c.ShopID, plan)
	o.Choice = Choose(need, team)
	return o, err
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
