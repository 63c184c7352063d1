package profile

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of profiles.
type Service struct {
	DB        *db.DB
	Now       func() time.Time
	NewID     func() string
	Hint      func(topic string, hint any) // tells open screens, after a commit
	Customers *customer.Service
	Notices   *notice.Service
}

// Hint is what open screens hear of a customer: that there is something to ask
// for.
type Hint struct {
	Kind string `json:"kind"` // "customer"
	ID   string `json:"id"`
}

// Read returns what is known of the person that a customer is.
func (s *Service) Read(ctx context.Context, id string) (Profile, error) {
	_, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return Profile{}, err
	}
	return ReadIn(s.DB.Reader(ctx), scope, id, s.Now())
}

// ReadIn is Read within a scope, as part of something else.
func ReadIn(q db.Queryer, scope identity.Scope, id string, now time.Time) (p Profile, err error) {
	if p.Customer, err = customer.HeadIn(q, scope, id); err != nil {
		return p, err
	}
	if p.Members, err = customer.MembersIn(q, p.ID); err != nil {
		return p, err
	}
	return p, p.fill(q, now)
}

// IDs are those of the members.
func (p Profile) IDs() []any {
	ids := make([]any, len(p.Members))
	for i, c := range p.Members {
		ids[i] = c.ID
	}
	return ids
}

// edit is a change to a customer, as it goes on.
type edit struct {
	tx    *db.Tx
	head  customer.Customer
	actor identity.Actor
	newID string
	again bool // the same request was done before, and the rest is not done again
}

// change does something to the head of a customer, for who holds a permission.
// do returns what the record says of it. A key makes sure that it is done once;
// with "" it may be done twice.
func (s *Service) change(ctx context.Context, may identity.Permission, id string, version int64, verb, key string, do func(*edit) (any, error)) (edit, error) {
	actor, scope, err := identity.Require(ctx, may)
	e := edit{actor: actor, newID: s.NewID()}
	if err != nil {
		return e, err
	}
	newID := e.newID
	err = s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		e.tx = tx
		if key != "" {
			what := map[string]any{"id": id, "version": version, "verb": verb}
			if e.newID, e.again, err = identity.Once(tx, actor, "customer/"+key, what, newID, s.Now()); err != nil {
				return err
			}
			if e.again {
				e.head, err = customer.HeadIn(tx, scope, id)
				return err
			}
		}
		if e.head, err = customer.LockHeadIn(tx, scope, id, version); err != nil {
			return err
		}
		payload, err := do(&e)
		if err != nil {
			return err
		}
		e.head, err = s.Customers.ChangeIn(tx, e.head, actor.ID, verb, payload)
		s.hintAfter(tx, e.head)
		return err
	})
	return e, err
}

func (s *Service) hintAfter(tx *db.Tx, c customer.Customer) {
	tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, Hint{"customer", c.ID}) })
}

// Update gives a customer another name, or treats them in another way. version
// is the one that the caller saw; so it is in all changes.
func (s *Service) Update(ctx context.Context, id string, version int64, name string, t Treatment) (int64, error) {
	t, err := t.clean()
	if err != nil {
		return 0, err
	}
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "update", "", func(e *edit) (any, error) {
		e.head.Name = name
		return map[string]any{"name": name, "address_as": t.AddressAs, "level": t.Level, "quiet_from": t.QuietFrom, "quiet_to": t.QuietTo},
			putTreatment(e.tx, e.head.ID, t)
	})
	return e.head.Version, err
}

// SetTags gives a customer these tags and no others. Those that the shop does
// not know are made.
func (s *Service) SetTags(ctx context.Context, id string, version int64, names []string) (int64, error) {
	names, err := cleanTags(names)
	if err != nil {
		return 0, err
	}
	var fresh []string
	for range names {
		fresh = append(fresh, s.NewID())
	}
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "tag", "", func(e *edit) (any, error) {
		known, err := tagsOfShop(e.tx, e.head.ShopID)
		if err != nil {
			return nil, err
		}
		if err := untag(e.tx, e.head.ID); err != nil {
			return nil, err
		}
		for i, name := range names {
			t, there := known[name]
			if !there {
				t = Tag{ID: fresh[i], ShopID: e.head.ShopID, Name: name, Colour: colourOf(name), Version: 1}
				if len(known) >= MaxTagsKnown {
					return nil, fault.Field("names", "customer.too_many_known", "limit", MaxTagsKnown)
				}
				if t, err = s.makeTag(e.tx, t, e.actor.ID); err != nil {
					return nil, err
				}
				known[name] = t
			}
			if err := tagWith(e.tx, e.head.ID, t.ID); err != nil {
				return nil, err
			}
		}
		return map[string]any{"tags": names}, nil
	})
	return e.head.Version, err
}

// AgreeTo records what a customer said about being contacted.
func (s *Service) AgreeTo(ctx context.Context, key, id string, version int64, c Consent) (int64, error) {
	c, err := c.clean()
	if err != nil {
		return 0, err
	}
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "consent", key, func(e *edit) (any, error) {
		c.ID, c.CustomerID, c.By, c.At = e.newID, e.head.ID, e.actor.ID, s.Now()
		return map[string]any{"kind": c.Kind, "agreed": c.Agreed, "how": c.How, "words": c.Words}, insertConsent(e.tx, c)
	})
	return e.head.Version, err
}

// Remember keeps something small.
func (s *Service) Remember(ctx context.Context, key, id string, version int64, m Memory) (int64, error) {
	m, err := m.clean(s.Now())
	if err != nil {
		return 0, err
	}
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "remember", key, func(e *edit) (any, error) {
		n, err := countMemories(e.tx, e.head.ID)
		if err == nil && n >= MaxMemories {
			err = fault.New(fault.Conflict, "customer.too_many_memories", "limit", MaxMemories)
		}
		if err != nil {
			return nil, err
		}
		m.ID, m.CustomerID, m.By, m.At = e.newID, e.head.ID, e.actor.ID, s.Now()
		return map[string]string{"kind": m.Kind, "text": m.Text, "source": m.Source}, insertMemory(e.tx, m)
	})
	return e.head.Version, err
}

// Forget removes something that was remembered.
func (s *Service) Forget(ctx context.Context, id string, version int64, memoryID string) (int64, error) {
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "forget", "", func(e *edit) (any, error) {
		return map[string]string{"memory_id": memoryID}, removeOf(e.tx, "customer_memory", memoryID, e.head.ID)
	})
	return e.head.Version, err
}
