package rulepack

import (
	"context"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Publish puts the draft of a pack in force, as a new edition. It is refused while
// there are problems.
func (s *Service) Publish(ctx context.Context, id string, version int64, note string) (Pack, error) {
	note, err := cleanNote(note)
	if err != nil {
		return Pack{}, err
	}
	p, err := s.seen(ctx, id, version)
	if err == nil {
		err = passes(p.Draft)
	}
	if err != nil {
		return Pack{}, err
	}
	return s.issue(ctx, id, version, "publish", Edition{Text: p.Draft, Note: note})
}

// Restore puts an earlier edition in force again, as a new one. A draft that says
// something else than what was in force stays as it is.
func (s *Service) Restore(ctx context.Context, id string, version, number int64) (Pack, error) {
	if _, err := s.seen(ctx, id, version); err != nil {
		return Pack{}, err
	}
	e, err := edition(s.DB.Reader(ctx), id, number)
	if err == nil {
		err = passes(e.Text)
	}
	if err != nil {
		return Pack{}, err
	}
	return s.issue(ctx, id, version, "restore", Edition{Text: e.Text, Restored: number})
}

// seen returns a pack in the version that the actor saw, before the work of
// examining it.
func (s *Service) seen(ctx context.Context, id string, version int64) (Pack, error) {
	_, scope, err := identity.Require(ctx, identity.RuleManage)
	if err != nil {
		return Pack{}, err
	}
	p, err := get(s.DB.Reader(ctx), scope, id, "")
	if err == nil && p.Version != version {
		err = fault.New(fault.Conflict, "rule_pack.changed")
	}
	return p, err
}

// passes refuses a text with problems.
func passes(text string) error {
	r, err := Examine([]byte(text))
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return fault.New(fault.Invalid, "rule_pack.problems", "n", len(r.Problems))
	}
	if len(r.Pack.Rules) == 0 {
		return fault.New(fault.Invalid, "rule_pack.empty")
	}
	return nil
}

func (s *Service) issue(ctx context.Context, id string, version int64, verb string, e Edition) (Pack, error) {
	return s.change(ctx, id, version, verb, func(tx *db.Tx, p Pack) (Pack, error) {
		number, err := last(tx, id)
		if err != nil {
			return p, err
		}
		actor, _, err := identity.Require(ctx, identity.RuleManage)
		if err != nil {
			return p, err
		}
		e.PackID, e.Number, e.MadeBy, e.MadeAt = id, number+1, actor.ID, s.Now()
		if err := insertEdition(tx, e); err != nil {
			return p, err
		}
		if !p.Ahead {
			p.Draft = e.Text
		}
		p.Edition, p.On, p.Ahead = e.Number, true, p.Draft != e.Text
		return p, raise(tx, p.ShopID)
	})
}

// Trial is what a text would mean for a pack.
type Trial struct {
	Report
	Changes []Change // against the draft
}

// Examine says what is wrong with a text for a pack, or with its draft if there is
// none, or with the draft once a rule is put into it, and what would change. Nothing
// is kept.
func (s *Service) Examine(ctx context.Context, id, text string, d *RuleDraft) (t Trial, rule string, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return t, "", err
	}
	p, err := get(s.DB.Reader(ctx), scope, id, "")
	if err != nil {
		return t, "", err
	}
	switch {
	case d != nil:
		text, rule, err = put(p.Draft, *d)
	case text == "":
		text = p.Draft
	}
	if err != nil {
		return t, "", err
	}
	if t.Report, err = Examine([]byte(text)); err != nil {
		return t, "", err
	}
	if t.Pack.Name != "" && t.Pack.Name != p.Name {
		t.Problems = append(t.Problems, Problem{1, "", fault.New(fault.Invalid, "rule_pack.other_name", "name", t.Pack.Name, "want", p.Name)})
	}
	t.Changes, err = compareTexts(p.Draft, text)
	return t, rule, err
}

// Engine returns what a reply is tried by: the rules of a shop as they are in force,
// or, with a pack, as they were if its draft was published.
func (s *Service) Engine(ctx context.Context, shopID, packID string) (*check.Engine, error) {
	if _, _, err := s.may(ctx, identity.TeamSupervise, shopID); err != nil {
		return nil, err
	}
	if packID == "" {
		book, err := s.Book(ctx, shopID)
		if err != nil {
			return nil, err
		}
		return book.Engine, nil
	}
	q := s.DB.Reader(ctx)
	p, err := get(q, identity.Scope{Shops: []string{shopID}}, packID, "")
	if err != nil {
		return nil, err
	}
	r, err := Examine([]byte(p.Draft))
	if err != nil {
		return nil, err
	}
	if len(r.Problems) > 0 && r.Tried == nil {
		return nil, fault.New(fault.Conflict, "rule_pack.problems", "n", len(r.Problems))
	}
	return s.withDraft(q, p, r.Pack)
}

func (s *Service) withDraft(q db.Queryer, p Pack, draft check.Pack) (*check.Engine, error) {
	base, err := shipped()
	if err != nil {
		return nil, err
	}
	c, err := choicesIn(q, p.ShopID, "")
	if err != nil {
		return nil, err
	}
	texts, err := inForce(q, p.ShopID)
	if err != nil {
		return nil, err
	}
	own := []check.Pack{draft}
	for _, e := range texts {
		if other, err := check.ReadPack([]byte(e.Text)); err == nil && e.PackID != p.ID {
			own = append(own, other)
		}
	}
	book := &Book{}
	err = book.make(base, c, own)
	return book.Engine, err
}

// Choose changes what a shop has chosen about the rules that come with the program.
func (s *Service) Choose(ctx context.Context, shopID string, version int64, c Choices) (Choices, error) {
	actor, _, err := s.may(ctx, identity.RuleManage, shopID)
	if err != nil {
		return c, err
	}
	known, err := s.possible(ctx, shopID)
	if err == nil {
		c, err = c.clean(known)
	}
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := raise(tx, shopID); err != nil { // locks the row
			return err
		}
		before, err := choicesIn(tx, shopID, "")
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "rule_pack.choices_changed")
		}
		c.Version = version + 1
		if err := saveChoices(tx, shopID, c); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("shop:"+shopID, Hint{"rules", shopID}) })
		return audit.Write(tx, audit.Entry{Subject: "shop_rules/" + shopID, Version: c.Version, At: s.Now(), Actor: actor.ID, Verb: "rule_choice.change", Payload: c})
	})
	return c, err
}

// possible are the rules that choices may name: those of all platforms, and of the
// shop.
func (s *Service) possible(ctx context.Context, shopID string) ([]Entry, error) {
	base, err := shipped()
	if err != nil {
		return nil, err
	}
	texts, err := inForce(s.DB.Reader(ctx), shopID)
	if err != nil {
		return nil, err
	}
	b := &Book{}
	for _, p := range base.packs {
		b.list(p, false, Choices{})
	}
	for _, p := range base.platforms {
		b.list(p, false, Choices{})
	}
	for _, e := range texts {
		if p, err := check.ReadPack([]byte(e.Text)); err == nil {
			b.list(p, true, Choices{})
		}
	}
	return b.Rules, nil
}
