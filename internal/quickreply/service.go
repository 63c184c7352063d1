package quickreply

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of quick replies.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
}

// Hint is what open screens hear: that the quick replies of a shop have changed.
type Hint struct {
	Kind string `json:"kind"` // "quick_reply"
}

// Listed is a reply with how it fares.
type Listed struct {
	Reply
	Counts
	State State // without a conversation
	Due   bool  // somebody should read it again
}

// counted is how far back uses are counted.
const counted = 90 * 24 * time.Hour

// OfShop returns the replies that the actor may take in a shop, by group and title,
// with how they fared in the last 90 days.
func (s *Service) OfShop(ctx context.Context, shopID string) ([]Listed, error) {
	actor, _, err := shop.Held(ctx, s.DB.Reader(ctx), identity.ConversationReply, shopID)
	if err != nil {
		return nil, err
	}
	q, now := s.DB.Reader(ctx), s.Now()
	all, err := ofShop(q, shopID, actor.ID)
	if err != nil {
		return nil, err
	}
	counts, err := countsIn(q, shopID, now.Add(-counted))
	listed := make([]Listed, 0, len(all))
	for _, r := range all {
		listed = append(listed, Listed{r, counts[r.ID], r.Standing(About{}, now), r.Due(now)})
	}
	return listed, err
}

// may refuses what is not for somebody to change: their own replies are, and those
// of all of a shop for who makes its rules of wording.
func may(actor identity.Actor, shopID, ownerID string) error {
	if ownerID == "" && !actor.MayIn(identity.RuleManage, shopID) {
		return fault.New(fault.Denied, "quick_reply.shared_denied")
	}
	return nil
}

// Add keeps a reply, for all of a shop or for the actor alone. The same key keeps one,
// however often it comes.
func (s *Service) Add(ctx context.Context, shopID, key string, own bool, d Draft) (made Reply, err error) {
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		actor, of, err := shop.Held(ctx, tx, identity.ConversationReply, shopID)
		if err != nil {
			return err
		}
		owner := ""
		if own {
			owner = actor.ID
		}
		if err := may(actor, of.ID, owner); err != nil {
			return err
		}
		known, again, err := identity.Once(tx, actor, key, map[string]any{"quick_reply": d, "shop": shopID, "own": own}, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			made, err = get(tx, actor.ID, identity.Scope{Shops: []string{of.ID}}, known, "")
			return err
		}
		clean, err := d.clean()
		if err != nil {
			return err
		}
		if err := room(tx, of.ID, 1); err != nil {
			return err
		}
		made = Reply{ID: known, ShopID: of.ID, OwnerID: owner}.with(clean, actor.ID, s.Now())
		if err := insert(tx, made); err != nil {
			return err
		}
		return s.told(tx, made, actor, "add")
	})
	return made, err
}

// room refuses more replies than a shop may have.
func room(q db.Queryer, shopID string, more int) error {
	n, err := countOf(q, shopID)
	if err == nil && n+int64(more) > MaxReplies {
		err = fault.New(fault.Conflict, "quick_reply.too_many", "max", MaxReplies)
	}
	return err
}

// Change says a reply anew; version is the one that the actor has seen.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (Reply, error) {
	return s.change(ctx, id, version, "change", func(r Reply, by string) (Reply, error) {
		clean, err := d.clean()
		return r.with(clean, by, s.Now()), err
	})
}

// Remove takes a reply away; the record keeps its words.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	_, err := s.change(ctx, id, version, "remove", func(r Reply, by string) (Reply, error) {
		r = r.with(r.Draft, by, s.Now())
		r.RemovedAt = r.ChangedAt
		return r, nil
	})
	return err
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(Reply, string) (Reply, error)) (now Reply, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return now, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, actor.ID, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if err := may(actor, before.ShopID, before.OwnerID); err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "quick_reply.changed")
		}
		if now, err = rule(before, actor.ID); err != nil {
			return err
		}
		if err := update(tx, now); err != nil {
			return err
		}
		return s.told(tx, now, actor, verb)
	})
	return now, err
}

// told records a change, and tells the screens of the shop.
func (s *Service) told(tx *db.Tx, r Reply, by identity.Actor, verb string) error {
	tx.AfterCommit(func() { s.Hint("shop:"+r.ShopID, Hint{"quick_reply"}) })
	return audit.Write(tx, audit.Entry{Subject: "quick_reply/" + r.ID, Version: r.Version, At: s.Now(), Actor: by.ID, Verb: "quick_reply." + verb,
		Payload: map[string]any{"shop": r.ShopID, "own": r.OwnerID != "", "group": r.Group, "title": r.Title, "text": r.Text, "goods": r.Goods,
			"platforms": r.Platforms, "from": r.StartsAt, "until": r.EndsAt, "review": r.ReviewAt}})
}
