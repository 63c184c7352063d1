package assist

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of the assistant.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	Conversations *conversation.Service
}

// rulebook is the shipped packs and the engine that they make.
type rulebook struct {
	rules  []check.Rule
	engine *check.Engine
}

// shipped is compiled when it is first needed: it takes some tens of
// milliseconds, and is the same for the whole process.
var shipped = sync.OnceValues(func() (b rulebook, err error) {
	packs, err := check.Shipped()
	if err != nil {
		return b, err
	}
	for _, p := range packs {
		b.rules = append(b.rules, p.Rules...)
	}
	b.engine, err = check.New(packs...)
	return b, err
})

// maxDraft is how many runes of a draft are read; no message is longer.
const maxDraft = conversation.MaxTextLen

// Advise reads a draft for a conversation whose buyer the actor may answer.
func (s *Service) Advise(ctx context.Context, conversationID, draft string) (a Advice, err error) {
	c, scope, err := s.of(ctx, conversationID)
	if err != nil {
		return a, err
	}
	q := s.DB.Reader(ctx)
	cases, err := complaint.OfConversationIn(q, scope, c.ID)
	if err != nil {
		return a, err
	}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return a, err
	}
	reply := check.Reply{Text: short(draft)}
	if i := slices.IndexFunc(cases, func(k complaint.Case) bool { return k.ClosedAt.IsZero() }); i >= 0 {
		a.CaseID, reply.Stage, reply.Scenario = cases[i].ID, string(cases[i].Stage), cases[i].Scenario
	}
	if a.Findings, err = s.check(ctx, conversationID, reply); err != nil {
		return a, err
	}
	a.Commitments = proposals(reply.Text, at, s.Now())
	return a, nil
}

// Allow refuses a reply that the rules let nobody send: an insult, somebody
// else's data, what platforms forbid. What is only unwise passes.
func (s *Service) Allow(ctx context.Context, conversationID, text string) error {
	if text == "" {
		return nil
	}
	found, err := s.check(ctx, conversationID, check.Reply{Text: short(text)})
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Level == check.Block {
			return fault.Field("text", "reply.blocked", "words", f.Text, "why", f.Message)
		}
	}
	return nil
}

// AllowEdit is Allow for new words of a message that is to be sent later.
func (s *Service) AllowEdit(ctx context.Context, laterID, text string) error {
	_, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return err
	}
	l, err := later.In(s.DB.Reader(ctx), scope, laterID)
	if err != nil {
		return err
	}
	return s.Allow(ctx, l.ConversationID, text)
}

// check reads a reply with what was said before it.
func (s *Service) check(ctx context.Context, conversationID string, r check.Reply) ([]check.Finding, error) {
	page, err := s.Conversations.Before(ctx, conversationID, 0)
	if err != nil {
		return nil, err
	}
	book, err := shipped()
	if err != nil {
		return nil, err
	}
	r.Turns = turns(page.Messages)
	return book.engine.Check(r), nil
}

// Try reads a reply by itself, for who wants to know what the rules say of it.
func (s *Service) Try(ctx context.Context, buyer, reply string) ([]check.Finding, error) {
	if _, _, err := identity.Require(ctx, identity.TeamSupervise); err != nil {
		return nil, err
	}
	book, err := shipped()
	if err != nil {
		return nil, err
	}
	r := check.Reply{Text: short(reply)}
	if buyer != "" {
		r.Turns = []check.Turn{{Role: check.Customer, Text: short(buyer)}}
	}
	return book.engine.Check(r), nil
}

// of returns a conversation whose buyer the actor may answer, and the scope in
// which they may.
func (s *Service) of(ctx context.Context, id string) (c conversation.Conversation, scope identity.Scope, err error) {
	_, scope, err = identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return c, scope, err
	}
	c, err = s.Conversations.Get(ctx, id)
	if err == nil && !scope.Sees(c.ShopID, c.CustomerID) {
		err = fault.New(fault.NotFound, "db.not_found")
	}
	return c, scope, err
}

// React counts what the actor did about findings in a conversation.
func (s *Service) React(ctx context.Context, conversationID string, all []Reaction) error {
	c, _, err := s.of(ctx, conversationID)
	if err != nil {
		return err
	}
	book, err := shipped()
	if err != nil {
		return err
	}
	for _, r := range all {
		known := func(rule check.Rule) bool { return rule.ID == r.Rule && int64(rule.Version) == r.Version }
		if !slices.ContainsFunc(book.rules, known) {
			return fault.Field("items", "assist.rule_unknown", "rule", r.Rule)
		}
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		for _, r := range all {
			if err := count(tx, c.ShopID, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// Rules returns the rules by which replies are checked, with what the people in
// the actor's shops did about their findings.
func (s *Service) Rules(ctx context.Context) ([]Standing, error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return nil, err
	}
	book, err := shipped()
	if err != nil {
		return nil, err
	}
	counts, err := counted(s.DB.Reader(ctx), scope)
	if err != nil {
		return nil, err
	}
	all := make([]Standing, 0, len(book.rules))
	for _, r := range book.rules {
		all = append(all, Standing{Rule: r, Counts: counts[key{r.ID, int64(r.Version)}]})
	}
	return all, nil
}

func short(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), maxDraft)])
}
