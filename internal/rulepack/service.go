package rulepack

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of rule packs.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit

	books books
}

// Hint is what open screens hear: that the rules of a shop have changed.
type Hint struct {
	Kind string `json:"kind"` // "rules"
	ID   string `json:"id"`   // of the pack, or of the shop
}

// Shelf is all that a shop has to do with rules.
type Shelf struct {
	Packs   []Pack // without drafts
	Choices Choices
}

// Shelf returns the packs and choices of a shop that the actor supervises.
func (s *Service) Shelf(ctx context.Context, shopID string) (all Shelf, err error) {
	if _, _, err := s.may(ctx, identity.TeamSupervise, shopID); err != nil {
		return all, err
	}
	q := s.DB.Reader(ctx)
	if all.Choices, err = choicesIn(q, shopID, ""); err != nil {
		return all, err
	}
	all.Packs, err = packsIn(q, shopID)
	return all, err
}

// Get returns a pack of a shop in which the actor holds a permission, with its
// newest editions.
func (s *Service) Get(ctx context.Context, by identity.Permission, id string) (p Pack, all []Edition, err error) {
	_, scope, err := identity.Require(ctx, by)
	if err != nil {
		return p, nil, err
	}
	q := s.DB.Reader(ctx)
	if p, err = get(q, scope, id, ""); err != nil {
		return p, nil, err
	}
	all, err = editions(q, id)
	return p, all, err
}

// Edition returns an edition of a pack, and what it changed against the one before
// it, or against the draft.
func (s *Service) Edition(ctx context.Context, id string, number int64, toDraft bool) (e Edition, all []Change, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return e, nil, err
	}
	q := s.DB.Reader(ctx)
	p, err := get(q, scope, id, "")
	if err != nil {
		return e, nil, err
	}
	if e, err = edition(q, id, number); err != nil {
		return e, nil, err
	}
	before, after := "", e.Text
	if toDraft {
		before, after = e.Text, p.Draft
	} else if number > 1 {
		earlier, err := edition(q, id, number-1)
		if err != nil {
			return e, nil, err
		}
		before = earlier.Text
	}
	all, err = compareTexts(before, after)
	return e, all, err
}

// compareTexts compares what can be read; a text that cannot is empty.
func compareTexts(before, after string) ([]Change, error) {
	var packs [2]check.Pack
	for i, text := range []string{before, after} {
		if p, err := check.ReadPack([]byte(text)); err == nil {
			packs[i] = p
		}
	}
	return compare(packs[0], packs[1])
}

// Create makes a pack of a shop: an empty one under a title, or one with a text.
// The same key makes one, however often it comes.
func (s *Service) Create(ctx context.Context, shopID, key, title, text string) (p Pack, err error) {
	actor, scope, err := s.may(ctx, identity.RuleManage, shopID)
	if err != nil {
		return p, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		known, again, err := identity.Once(tx, actor, key, map[string]string{"shop": shopID, "title": title, "text": text}, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			p, err = get(tx, scope, known, "")
			return err
		}
		taken, err := packsIn(tx, shopID)
		if err != nil {
			return err
		}
		if len(taken) >= MaxPacks {
			return fault.New(fault.Conflict, "rule_pack.too_many", "limit", MaxPacks)
		}
		if p, err = begin(taken, title, text); err != nil {
			return err
		}
		p.ID, p.ShopID, p.MadeAt, p.Version = known, shopID, s.Now(), 1
		if err := insert(tx, p); err != nil {
			return err
		}
		return s.told(tx, p, actor, "create", nil)
	})
	return p, err
}

// begin is a pack that there was not.
func begin(taken []Pack, title, text string) (p Pack, err error) {
	p = Pack{On: true, Ahead: true, Draft: text}
	if text == "" {
		p.Name = nextName(taken)
		if p.Title, err = cleanTitle(title); err == nil {
			p.Draft, err = blank(p.Name, p.Title)
		}
		return p, err
	}
	if p.Name, p.Title, err = heading(text); err != nil {
		return p, err
	}
	for _, other := range taken {
		if other.Name == p.Name {
			return p, fault.New(fault.Conflict, "rule_pack.name_taken", "name", p.Name)
		}
	}
	return p, nil
}

// heading is what the text of a pack says of the whole.
func heading(text string) (name, title string, err error) {
	_, p, err := parse(text)
	if err != nil {
		return "", "", err
	}
	if !packName.MatchString(p.Name) || reserved(p.Name) {
		return "", "", fault.Field("text", "rule_pack.name_unfit", "name", p.Name)
	}
	title, err = cleanTitle(p.Title)
	return p.Name, title, err
}

// Write gives a pack another draft; version is the one that the actor has seen.
func (s *Service) Write(ctx context.Context, id string, version int64, text string) (Pack, error) {
	return s.change(ctx, id, version, "draft", func(_ *db.Tx, p Pack) (Pack, error) {
		name, title, err := heading(text)
		if err == nil && name != p.Name {
			err = fault.Field("text", "rule_pack.other_name", "name", name, "want", p.Name)
		}
		if err != nil {
			return p, err
		}
		p.Draft, p.Title, p.Ahead = text, title, true
		return p, nil
	})
}

// PutRule changes a rule of the draft, or adds one.
func (s *Service) PutRule(ctx context.Context, id string, version int64, d RuleDraft) (Pack, error) {
	return s.change(ctx, id, version, "rule", func(_ *db.Tx, p Pack) (_ Pack, err error) {
		p.Ahead = true
		p.Draft, _, err = put(p.Draft, d)
		if len(p.Draft) > MaxText {
			err = fault.New(fault.Conflict, "rule_pack.too_long", "limit", MaxText/1000)
		}
		return p, err
	})
}

// RemoveRule takes a rule out of the draft.
func (s *Service) RemoveRule(ctx context.Context, id string, version int64, rule string) (Pack, error) {
	return s.change(ctx, id, version, "rule_remove", func(_ *db.Tx, p Pack) (_ Pack, err error) {
		p.Ahead = true
		p.Draft, err = without(p.Draft, rule)
		return p, err
	})
}

// Switch puts what is published out of force, or in force again.
func (s *Service) Switch(ctx context.Context, id string, version int64, on bool) (Pack, error) {
	return s.change(ctx, id, version, "switch", func(tx *db.Tx, p Pack) (Pack, error) {
		p.On = on
		return p, raise(tx, p.ShopID)
	})
}

// Remove takes a pack away.
func (s *Service) Remove(ctx context.Context, id string, version int64) error {
	_, err := s.change(ctx, id, version, "remove", func(tx *db.Tx, p Pack) (Pack, error) {
		p.Version++
		if err := remove(tx, p, s.Now()); err != nil {
			return p, err
		}
		p.Version--
		return p, raise(tx, p.ShopID)
	})
	return err
}

func (s *Service) change(ctx context.Context, id string, version int64, verb string, rule func(*db.Tx, Pack) (Pack, error)) (p Pack, err error) {
	actor, scope, err := identity.Require(ctx, identity.RuleManage)
	if err != nil {
		return p, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "rule_pack.changed")
		}
		if p, err = rule(tx, before); err != nil {
			return err
		}
		p.Version++
		if err := update(tx, p); err != nil {
			return err
		}
		return s.told(tx, p, actor, verb, &before)
	})
	return p, err
}

// told records a change, and tells the screens of the shop.
func (s *Service) told(tx *db.Tx, p Pack, by identity.Actor, verb string, before *Pack) error {
	tx.AfterCommit(func() { s.Hint("shop:"+p.ShopID, Hint{"rules", p.ID}) })
	payload := map[string]any{"shop": p.ShopID, "name": p.Name, "title": p.Title, "on": p.On, "edition": p.Edition}
	if before == nil || before.Draft != p.Draft {
		payload["draft"] = p.Draft
	}
	return audit.Write(tx, audit.Entry{Subject: "shop_rule_pack/" + p.ID, Version: p.Version, At: s.Now(), Actor: by.ID, Verb: "rule_pack." + verb, Payload: payload})
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

func cleanNote(note string) (string, error) {
	if utf8.RuneCountInString(note) > maxNote {
		return "", fault.Field("note", "rule_pack.note_long", "limit", maxNote)
	}
	return note, nil
}
