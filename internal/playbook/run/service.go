package run

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
)

// Service is what the rest of the program may ask of runs.
type Service struct {
	DB      *db.DB
	Now     func() time.Time
	NewID   func() string
	Hint    func(topic string, hint any) // tells open screens, after a commit
	Shelf   *shelf.Service
	Hearing *hearing.Service
	Orders  *order.Service
}

// Hint is what open screens hear of a run.
type Hint struct {
	Kind           string `json:"kind"` // "playbook_run"
	ID             string `json:"id"`
	ConversationID string `json:"conversation_id"`
}

// Guide is what a screen shows of playbooks beside a conversation.
type Guide struct {
	CaseID      string // the open case, "" for none
	FastLane    bool   // its severity allows the one form
	Followed    *Followed
	Proposals   []Proposal // none while one is followed
	Restatement string
	Tips        []playbook.Text // that spare the buyer the next time
	TipGiven    bool
}

// Followed is a run as it stands.
type Followed struct {
	Run
	Flow    *playbook.Flow
	Steps   []Seen
	Next    string // id of the first open step, "" for none
	Known   []Known
	Closed  bool  // its case is
	Newer   int64 // edition that was published since, 0 for none
	Retired bool  // the playbook is not in use any more
}

// Guide returns what a conversation that the actor may read is guided by.
func (s *Service) Guide(ctx context.Context, conversationID string) (g Guide, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return g, err
	}
	q := s.DB.Reader(ctx)
	c, err := conversation.WithinIn(q, scope, conversationID)
	if err != nil {
		return g, err
	}
	cases, err := complaint.OfConversationIn(q, scope, c.ID)
	if err != nil {
		return g, err
	}
	t, err := s.listen(ctx, q, c, cases)
	if err != nil {
		return g, err
	}
	book, err := s.Shelf.Book(ctx, c.ShopID)
	if err != nil {
		return g, err
	}
	g.Restatement = t.heard.Restatement
	if t.open != nil {
		g.CaseID = t.open.ID
		g.FastLane = t.open.Severity == complaint.Low || t.open.Severity == complaint.Normal
		if g.Followed, err = s.follow(q, t, book); err != nil {
			return g, err
		}
	}
	g.advise(t, book)
	if g.Followed == nil {
		g.Proposals, err = propose(q, t, book, s.Now())
	}
	return g, err
}

// advise picks the tips: those of the playbook that is followed, or else of the one
// for the scenario.
func (g *Guide) advise(t talk, book *shelf.Book) {
	switch {
	case g.Followed != nil:
		g.Tips = g.Followed.Flow.Playbook.Prevention
		_, g.TipGiven = g.Followed.Marks[Tip]
	case t.open != nil:
		if all := book.For(t.open.Scenario); len(all) > 0 {
			g.Tips = all[0].Playbook.Prevention
		}
	}
}

// follow returns the run of the open case, nil for none.
func (s *Service) follow(q db.Queryer, t talk, book *shelf.Book) (*Followed, error) {
	r, is, err := followed(q, t.open.ID, "")
	if err != nil || !is {
		return nil, err
	}
	f := &Followed{Run: r}
	v, stands := book.Named(r.Name)
	if f.Flow = v.Flow; v.Text != r.Text { // the book holds what most runs are pinned to, compiled
		if f.Flow, err = flowOf(r); err != nil {
			return nil, err
		}
	}
	if err := collect(q, t.known, t.open.ID, r.Facts); err != nil {
		return nil, err
	}
	f.Known = t.known.list()
	f.Steps, f.Next = walk(f.Flow, r.Marks, t.known.values(), false)
	switch {
	case !stands:
		f.Retired = true
	case v.Edition != r.Edition:
		f.Newer = v.Edition
	}
	return f, nil
}

// flowOf compiles the text of a run, which was right when it began. A release that
// reads it otherwise says so rather than guess.
func flowOf(r Run) (*playbook.Flow, error) {
	flow, wrong := playbook.Load([]byte(r.Text))
	if len(wrong) > 0 {
		return nil, fault.New(fault.Conflict, "run.text_broken", "why", both(wrong[0].Says))
	}
	return flow, nil
}

// PlaybookIn returns the playbook by which a case is handled: that of its run, as it
// was when the run began, unless this release cannot read it; else the one that its shop has for the scenario, or has
// left as it was shipped; nil for none. Who may ask is the caller's matter.
func (s *Service) PlaybookIn(q db.Queryer, c complaint.Case) (*playbook.Playbook, error) {
	r, is, err := followed(q, c.ID, "")
	if err != nil {
		return nil, err
	}
	if is {
		if p, wrong := playbook.Read([]byte(r.Text)); len(wrong) == 0 {
			return p, nil
		}
	}
	book, err := s.Shelf.BookIn(q, c.ShopID)
	if err != nil {
		return nil, err
	}
	if all := book.For(c.Scenario); len(all) > 0 {
		return all[0].Playbook, nil
	}
	return nil, nil
}

// talkFor returns a conversation in which the actor may handle cases.
func (s *Service) talkFor(ctx context.Context, conversationID string) (identity.Actor, conversation.Conversation, error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return actor, conversation.Conversation{}, err
	}
	c, err := conversation.WithinIn(s.DB.Reader(ctx), scope, conversationID)
	return actor, c, err
}

// exists refuses the name of a playbook that a shop does not work by.
func (s *Service) exists(ctx context.Context, shopID, name string) error {
	book, err := s.Shelf.Book(ctx, shopID)
	if err != nil {
		return err
	}
	if _, ok := book.Named(name); !ok {
		return fault.New(fault.NotFound, "run.playbook_unknown")
	}
	return nil
}

// openCase locks a case that is not closed.
func openCase(tx *db.Tx, scope identity.Scope, id string) (complaint.Case, error) {
	c, err := complaint.LockIn(tx, scope, id)
	switch {
	case err != nil:
		return c, err
	case c.MergedInto != "":
		return c, fault.New(fault.Conflict, "case.merged")
	case c.Stage == complaint.Closed:
		return c, fault.New(fault.Conflict, "case.closed")
	}
	return c, nil
}

func (s *Service) audit(tx *db.Tx, subject string, version int64, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: subject, Version: version, At: s.Now(), Actor: by, Verb: verb, Payload: payload})
}
