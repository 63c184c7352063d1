package shelf

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/wording"
)

// Report is what a text is like.
type Report struct {
	Playbook *playbook.Playbook // what could be read of it
	Flow     *playbook.Flow     // nil while there are problems
	Problems []playbook.Problem
	Findings []wording.Finding // in words to buyers, by the rules of the shop
}

// Ready tells whether it may be published: nothing is wrong with it, and nothing
// that it says to buyers would be stopped.
func (r Report) Ready() bool {
	for _, f := range r.Findings {
		if f.Grave() {
			return false
		}
	}
	return r.Flow != nil
}

// Examine says what is wrong with a text for a shop that the actor supervises.
// Nothing is kept.
func (s *Service) Examine(ctx context.Context, shopID, text string) (Report, error) {
	if _, _, err := s.may(ctx, identity.TeamSupervise, shopID); err != nil {
		return Report{}, err
	}
	return s.examine(ctx, shopID, text)
}

func (s *Service) examine(ctx context.Context, shopID, text string) (r Report, err error) {
	r.Playbook, r.Problems = playbook.Read([]byte(text))
	if len(r.Problems) > 0 {
		return r, nil
	}
	if r.Flow, r.Problems = playbook.Compile(r.Playbook); r.Flow == nil {
		return r, nil
	}
	rules, err := s.Packs.Book(ctx, shopID)
	if err == nil {
		r.Findings = wording.Check(rules.Engine, r.Playbook)
	}
	return r, err
}

// passes refuses a text with problems.
func (s *Service) passes(ctx context.Context, shopID, text string) error {
	r, err := s.examine(ctx, shopID, text)
	if err != nil || r.Ready() {
		return err
	}
	n := len(r.Problems)
	for _, f := range r.Findings {
		if f.Grave() {
			n++
		}
	}
	return fault.New(fault.Invalid, "playbook.problems", "n", n)
}

// Publish puts the draft of a playbook in force, as a new edition. It is refused
// while there are problems. Who follows the earlier one goes on with it.
func (s *Service) Publish(ctx context.Context, id string, version int64, note string) (Entry, error) {
	note, err := cleanNote(note)
	if err != nil {
		return Entry{}, err
	}
	e, err := s.seen(ctx, id, version)
	if err == nil {
		err = s.passes(ctx, e.ShopID, e.Draft)
	}
	if err != nil {
		return Entry{}, err
	}
	return s.issue(ctx, id, version, "publish", Edition{Text: e.Draft, Note: note})
}

// Restore publishes an earlier edition again, as a new one; 0 is the shipped one. A
// draft that says something else than what was in force stays as it is.
func (s *Service) Restore(ctx context.Context, id string, version, number int64) (Entry, error) {
	e, err := s.seen(ctx, id, version)
	if err != nil {
		return Entry{}, err
	}
	earlier, err := edition(s.DB.Reader(ctx), e, number)
	if err == nil {
		err = s.passes(ctx, e.ShopID, earlier.Text)
	}
	if err != nil {
		return Entry{}, err
	}
	if number == 0 {
		number = Shipped
	}
	return s.issue(ctx, id, version, "restore", Edition{Text: earlier.Text, Restored: number})
}

// seen returns a playbook in the version that the actor saw, before the work of
// examining it.
func (s *Service) seen(ctx context.Context, id string, version int64) (Entry, error) {
	_, scope, err := identity.Require(ctx, identity.PlaybookManage)
	if err != nil {
		return Entry{}, err
	}
	e, err := get(s.DB.Reader(ctx), scope, id, "")
	if err == nil && e.Version != version {
		err = fault.New(fault.Conflict, "playbook.changed")
	}
	return e, err
}

func (s *Service) issue(ctx context.Context, id string, version int64, verb string, n Edition) (Entry, error) {
	return s.change(ctx, id, version, verb, func(tx *db.Tx, e Entry) (Entry, error) {
		number, err := last(tx, id)
		if err != nil {
			return e, err
		}
		actor, _, err := identity.Require(ctx, identity.PlaybookManage)
		if err != nil {
			return e, err
		}
		n.EntryID, n.Number, n.MadeBy, n.MadeAt = id, number+1, actor.ID, s.Now()
		n.Text = numbered(n.Text, n.Number)
		if err := insertEdition(tx, n); err != nil {
			return e, err
		}
		if !e.Ahead || verb == "publish" {
			e.Draft = n.Text
		}
		e.Edition, e.On, e.Ahead = n.Number, true, !same(e.Draft, n.Text)
		return e, raise(tx, e.ShopID)
	})
}

// Draft returns what a playbook, which the actor was allowed to read, is followed by
// ("" for nothing), and a report of its draft.
func (s *Service) Draft(ctx context.Context, e Entry) (force string, r Report, err error) {
	if force, err = inForce(s.DB.Reader(ctx), e); err == nil {
		r, err = s.examine(ctx, e.ShopID, e.Draft)
	}
	return force, r, err
}
