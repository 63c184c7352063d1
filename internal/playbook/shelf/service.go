package shelf

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of the playbooks of shops.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
	Packs *rulepack.Service            // by which words to buyers are checked

	books books
}

// Hint is what open screens hear: that the playbooks of a shop have changed.
type Hint struct {
	Kind string `json:"kind"` // "playbooks"
	ID   string `json:"id"`   // of the playbook
}

// Own returns the playbooks that a shop which the actor supervises has changed or
// written, the oldest first.
func (s *Service) Own(ctx context.Context, shopID string) ([]Entry, error) {
	if _, _, err := s.may(ctx, identity.TeamSupervise, shopID); err != nil {
		return nil, err
	}
	return entriesIn(s.DB.Reader(ctx), shopID)
}

// Get returns a playbook of a shop in which the actor holds a permission, with its
// newest editions.
func (s *Service) Get(ctx context.Context, by identity.Permission, id string) (e Entry, all []Edition, err error) {
	_, scope, err := identity.Require(ctx, by)
	if err != nil {
		return e, nil, err
	}
	q := s.DB.Reader(ctx)
	if e, err = get(q, scope, id, ""); err != nil {
		return e, nil, err
	}
	all, err = editions(q, id)
	return e, all, err
}

// Compared is an edition with the text that it is compared with.
type Compared struct {
	Edition
	Before, After string // YAML; Before is "" for the first one of all
}

// Edition returns an edition of a playbook, 0 for the shipped one, and beside it the
// one before it, or the draft.
func (s *Service) Edition(ctx context.Context, id string, number int64, toDraft bool) (c Compared, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return c, err
	}
	q := s.DB.Reader(ctx)
	e, err := get(q, scope, id, "")
	if err != nil {
		return c, err
	}
	if c.Edition, err = edition(q, e, number); err != nil {
		return c, err
	}
	switch {
	case toDraft:
		c.Before, c.After = c.Text, e.Draft
		return c, nil
	case number == 0 || number == 1 && !isShipped(e.Name):
		c.After = c.Text
		return c, nil
	}
	before, err := edition(q, e, number-1)
	c.Before, c.After = before.Text, c.Text
	return c, err
}

// Create makes a playbook of a shop: from a shipped one or a template, by its name,
// or with a text. The same key makes one, however often it comes.
func (s *Service) Create(ctx context.Context, shopID, key, from, text string) (e Entry, err error) {
	actor, scope, err := s.may(ctx, identity.PlaybookManage, shopID)
	if err != nil {
		return e, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		id, again, err := identity.Once(tx, actor, key, map[string]string{"shop": shopID, "from": from, "text": text}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			e, err = get(tx, scope, id, "")
			return err
		}
		taken, err := entriesIn(tx, shopID)
		if err != nil {
			return err
		}
		if e, err = begin(taken, from, text); err != nil {
			return err
		}
		e.ID, e.ShopID, e.MadeAt, e.Version = id, shopID, s.Now(), 1
		if err := insert(tx, e); err != nil {
			return err
		}
		return s.told(tx, e, actor, "create", nil)
	})
	return e, err
}

// begin is a playbook that there was not.
func begin(taken []Entry, from, text string) (e Entry, err error) {
	if len(taken) >= MaxPlaybooks {
		return e, fault.New(fault.Conflict, "playbook.too_many", "limit", MaxPlaybooks)
	}
	if text == "" {
		if text, err = copied(from, taken); err != nil {
			return e, err
		}
	}
	p, err := heading(text)
	if err != nil {
		return e, err
	}
	for _, other := range taken {
		if other.Name == p.ID {
			return e, fault.New(fault.Conflict, "playbook.name_taken", "name", p.ID)
		}
	}
	return Entry{Name: p.ID, On: true, Draft: text, Ahead: !same(text, shippedText(p.ID))}, nil
}

// Write gives a playbook another draft; version is the one that the actor has seen.
func (s *Service) Write(ctx context.Context, id string, version int64, text string) (Entry, error) {
	return s.change(ctx, id, version, "draft", func(tx *db.Tx, e Entry) (Entry, error) {
		p, err := heading(text)
		if err == nil && p.ID != e.Name {
			err = fault.Field("text", "playbook.other_name", "name", p.ID, "want", e.Name)
		}
		if err != nil {
			return e, err
		}
		force, err := inForce(tx, e)
		e.Draft, e.Ahead = text, !same(text, force)
		return e, err
	})
}

// inForce is the text by which a playbook is followed, "" for none.
func inForce(q db.Queryer, e Entry) (string, error) {
	if e.Edition == 0 {
		return shippedText(e.Name), nil
	}
	f, err := edition(q, e, e.Edition)
	return f.Text, err
}

// Switch takes a playbook out of use, or back into it.
func (s *Service) Switch(ctx context.Context, id string, version int64, on bool) (Entry, error) {
	return s.change(ctx, id, version, "switch", func(tx *db.Tx, e Entry) (Entry, error) {
		e.On = on
		return e, raise(tx, e.ShopID)
	})
}

// Remove takes a playbook away. Where one is shipped under its name, that one is
// followed again.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	_, err := s.change(ctx, id, version, "remove", func(tx *db.Tx, e Entry) (Entry, error) {
		if err := remove(tx, e, s.Now()); err != nil {
			return e, err
		}
		return e, raise(tx, e.ShopID)
	})
	return err
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(*db.Tx, Entry) (Entry, error)) (e Entry, err error) {
	actor, scope, err := identity.Require(ctx, identity.PlaybookManage)
	if err != nil {
		return e, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "playbook.changed")
		}
		if e, err = rule(tx, before); err != nil {
			return err
		}
		e.Version++
		if err := update(tx, e); err != nil {
			return err
		}
		return s.told(tx, e, actor, verb, &before)
	})
	return e, err
}

// told records a change, and tells the screens of the shop.
func (s *Service) told(tx *db.Tx, e Entry, by identity.Actor, verb string, before *Entry) error {
	tx.AfterCommit(func() { s.Hint("shop:"+e.ShopID, Hint{"playbooks", e.ID}) })
	payload := map[string]any{"shop": e.ShopID, "name": e.Name, "on": e.On, "edition": e.Edition}
	if before == nil || before.Draft != e.Draft {
		payload["draft"] = e.Draft
	}
	return audit.Write(tx, audit.Entry{Subject: "playbook/" + e.ID, Version: e.Version, At: s.Now(), Actor: by.ID, Verb: "playbook." + verb, Payload: payload})
}

// may requires a permission in a shop.
func (s *Service) may(ctx context.Context, p identity.Permission, shopID string) (actor identity.Actor, scope identity.Scope, err error) {
	actor, scope, err = identity.Require(ctx, p)
	if err != nil {
		return actor, scope, err
	}
	_, err = shop.SeenIn(s.DB.Reader(ctx), scope, shopID)
	return actor, scope, err
}
