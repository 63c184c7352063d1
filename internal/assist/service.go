package assist

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of the assistant.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	Conversations *conversation.Service
	Packs         *rulepack.Service
	Replies       *quickreply.Service
}

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
	if a.Findings, err = s.check(ctx, c, reply); err != nil {
		return a, err
	}
	old, err := s.Replies.StaleIn(ctx, c.ShopID, reply.Text)
	if err != nil {
		return a, err
	}
	a.Findings = append(a.Findings, stale(old, at.Location())...)
	a.Commitments = proposals(reply.Text, at, s.Now())
	return a, nil
}

// Try reads a reply by itself, for who wants to know what the rules of a shop say
// of it: those in force, or with a pack those that its draft would make.
func (s *Service) Try(ctx context.Context, shopID, packID, buyer, reply string) ([]check.Finding, error) {
	engine, err := s.Packs.Engine(ctx, shopID, packID)
	if err != nil {
		return nil, err
	}
	r := check.Reply{Text: short(reply)}
	if buyer != "" {
		r.Turns = []check.Turn{{Role: check.Customer, Text: short(buyer)}}
	}
	return engine.Check(r), nil
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
	book, err := s.Packs.Book(ctx, c.ShopID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if !book.Knows(r.Rule, r.Version) && r.Rule != staleRule {
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

// Rules returns the rules by which a shop may check replies, those that are off
// among them, with what its people did about their findings.
func (s *Service) Rules(ctx context.Context, shopID string) ([]Standing, error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return nil, err
	}
	if !scope.Sees(shopID, "") {
		return nil, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.GetIn(q, shopID); err != nil {
		return nil, err
	}
	book, err := s.Packs.Book(ctx, shopID)
	if err != nil {
		return nil, err
	}
	counts, err := counted(q, identity.Scope{Shops: []string{shopID}})
	if err != nil {
		return nil, err
	}
	all := make([]Standing, 0, len(book.Rules))
	for _, r := range book.Rules {
		all = append(all, Standing{Entry: r, Counts: counts[key{r.ID, int64(r.Version)}]})
	}
	return all, nil
}

func short(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), maxDraft)])
}
