package bulk

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of bulks.
type Service struct {
	DB         *db.DB
	Queue      *jobs.Queue
	Now        func() time.Time
	NewID      func() string
	Hint       func(topic string, hint any) // tells open screens, after a commit
	Complaints *complaint.Service
}

// Hint is what the screens of who made a bulk hear: that it went on.
type Hint struct {
	Kind string `json:"kind"` // "bulk"
	ID   string `json:"id"`
}

// Pick is a commitment to be updated, in the version that was looked at.
type Pick struct {
	ID      string
	Version int64
}

// Check returns a plan as it will be followed in a shop where the actor may
// write commitments, made now.
func (s *Service) Check(ctx context.Context, shopID string, p Plan) (Plan, *time.Location, error) {
	_, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return p, nil, err
	}
	at, err := shop.SeenIn(s.DB.Reader(ctx), scope, shopID)
	if err != nil {
		return p, nil, err
	}
	p.AsOf = s.Now()
	p, err = p.check(s.Now())
	return p, at.Location(), err
}

// Start takes a bulk in; its commitments are updated soon after. The same key
// starts one bulk, however often it comes.
func (s *Service) Start(ctx context.Context, key, shopID string, p Plan, picks []Pick) (b Bulk, err error) {
	actor, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return b, err
	}
	said := map[string]any{"shop": shopID, "plan": p, "picks": picks}
	id, now := s.NewID(), s.Now()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		made, again, err := identity.Once(tx, actor, key, said, id, now)
		if err != nil {
			return err
		}
		if again {
			b, err = get(tx, scope, made)
			return err
		}
		if err := checkPicks(picks); err != nil {
			return err
		}
		plan, err := p.check(now)
		if err != nil {
			return err
		}
		b = Bulk{ID: id, ShopID: at.ID, ActorID: actor.ID, ActorName: actor.Name, Note: plan.Note, MadeAt: now, Total: int64(len(picks))}
		return s.start(tx, b, plan, picks, at)
	})
	if err != nil {
		return b, err
	}
	return s.Get(ctx, b.ID)
}

func checkPicks(picks []Pick) error {
	if len(picks) == 0 || len(picks) > MaxItems {
		return fault.Field("items", "bulk.items_range", "max", MaxItems)
	}
	ids := make([]string, len(picks))
	for i, p := range picks {
		ids[i] = p.ID
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) < len(picks) {
		return fault.Field("items", "bulk.items_twice")
	}
	return nil
}

// start stores a bulk with the words for every buyer.
func (s *Service) start(tx *db.Tx, b Bulk, p Plan, picks []Pick, at shop.Shop) error {
	var items []Item
	for part := range slices.Chunk(picks, 200) {
		ids := make([]string, len(part))
		for i, pick := range part {
			ids[i] = pick.ID
		}
		found, err := commitment.ListIn(tx, ids)
		if err != nil {
			return err
		}
		for _, pick := range part {
			c := found[pick.ID]
			if c.ShopID != b.ShopID {
				return fault.New(fault.NotFound, "commitment.unknown")
			}
			buyer, err := customer.GetIn(tx, c.CustomerID)
			if err != nil {
				return err
			}
			items = append(items, p.item(int64(len(items)+1), c, pick.Version, buyer.Name, at.Location(), b.MadeAt))
		}
	}
	for _, i := range items {
		if i.State == Skipped {
			b.Skipped++
		}
	}
	if err := insert(tx, b); err != nil {
		return err
	}
	if err := insertItems(tx, b.ID, items); err != nil {
		return err
	}
	if err := s.Queue.Enqueue(tx, Run{b.ID}, b.MadeAt); err != nil {
		return err
	}
	return s.audit(tx, b, 1, b.ActorID, "start", map[string]any{"text": p.Text, "total": b.Total, "hours": p.Hours, "due_at": p.DueAt})
}

// Get returns a bulk of a shop where the actor may write commitments.
func (s *Service) Get(ctx context.Context, id string) (Bulk, error) {
	_, scope, err := identity.Require(ctx, identity.CommitmentWrite)
	if err != nil {
		return Bulk{}, err
	}
	return get(s.DB.Reader(ctx), scope, id)
}

// Passed returns the items of a bulk that were passed over, at most 200. The
// caller has made sure that the actor may see the bulk.
func (s *Service) Passed(ctx context.Context, id string) ([]Item, error) {
	return passed(s.DB.Reader(ctx), id, 200)
}

func (s *Service) audit(tx *db.Tx, b Bulk, version int64, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: "bulk/" + b.ID, Version: version, At: s.Now(), Actor: by, Verb: "bulk." + verb, Payload: payload})
}
