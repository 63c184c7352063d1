package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/assist"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/language/pledge"
)

// Finding is something in a reply that a rule objects to.
type Finding struct {
	Category string `json:"category"`
	Rule     string `json:"rule"`
	Version  int64  `json:"version"`
	Level    string `json:"level" enum:"hint,warning,error,block" doc:"An error asks for a reason before it is sent; what has the level block cannot be sent."`
	Text     string `json:"text" doc:"The words of the reply; empty if something is missing from it."`
	Start    int    `json:"start" doc:"In Unicode code points from the beginning of the reply."`
	End      int    `json:"end"`
	Message  string `json:"message"`
	Why      string `json:"why"`
	Better   string `json:"better" doc:"Better words; what stands in {braces} is to be filled in."`
}

// Proposal is something that a draft says will happen by a time.
type Proposal struct {
	Kind       string     `json:"kind" enum:"commitment,expectation,conditional"`
	Text       string     `json:"text"`
	Start      int        `json:"start"`
	End        int        `json:"end"`
	DueAt      *time.Time `json:"due_at" doc:"Missing if an event starts its clock."`
	EarliestAt *time.Time `json:"earliest_at"`
	Tentative  bool       `json:"tentative" doc:"Proposed with a question."`
}

// Advice is what the language engines see in a draft.
type Advice struct {
	Findings    []Finding  `json:"findings" nullable:"false"`
	Commitments []Proposal `json:"commitments" nullable:"false"`
	CaseID      *string    `json:"case_id" doc:"The open case in which the commitments can be registered."`
}

// ReplyRule is a rule by which replies are checked, with what people did about it.
type ReplyRule struct {
	ID       string   `json:"id"`
	Version  int64    `json:"version"`
	Category string   `json:"category"`
	Level    string   `json:"level" enum:"hint,warning,error,block"`
	Shipped  string   `json:"shipped" enum:"hint,warning,error,block" doc:"The level that its pack gives it."`
	Pack     string   `json:"pack" doc:"Title of its pack."`
	Platform string   `json:"platform" doc:"Whose rule it is; empty for what holds everywhere."`
	Own      bool     `json:"own" doc:"It is of the shop, and changed in its pack."`
	On       bool     `json:"on"`
	Fixed    bool     `json:"fixed" doc:"It stops what nobody may send, and cannot be switched off or made milder."`
	Message  string   `json:"message"`
	Why      string   `json:"why"`
	Better   string   `json:"better"`
	Source   string   `json:"source"`
	Bad      []string `json:"bad" nullable:"false" doc:"Replies that it objects to."`
	Good     []string `json:"good" nullable:"false" doc:"Replies that it lets pass."`
	Applied  int64    `json:"applied" doc:"How often its better words were taken."`
	Ignored  int64    `json:"ignored"`
	Sent     int64    `json:"sent" doc:"How often the reply was sent all the same, for a reason."`
	Mistaken int64    `json:"mistaken" doc:"How many of those said that the rule is wrong."`
	Doubted  bool     `json:"doubted" doc:"Too few take its better words."`
}

// ReplyRules are all rules, by category.
type ReplyRules struct {
	Items []ReplyRule `json:"items" nullable:"false"`
}

// Findings are what the rules object to in a reply.
type Findings struct {
	Items []Finding `json:"items" nullable:"false"`
}

func (s *Server) assistRoutes(api huma.API) {
	add(api, operation{id: "adviseReply", method: http.MethodPost, path: "/api/conversations/{id}/advice", tag: "assist",
		summary: "Read a draft: what will not help, and which words are commitments", access: needs(identity.ConversationReply)}, s.adviseReply)
	add(api, operation{id: "reactToAdvice", method: http.MethodPost, path: "/api/conversations/{id}/advice/reactions", tag: "assist",
		summary: "Count what was done about findings", access: needs(identity.ConversationReply), status: http.StatusNoContent}, s.reactToAdvice)
	add(api, operation{id: "readReplyRules", method: http.MethodGet, path: "/api/shops/{id}/reply-rules", tag: "assist",
		summary: "Read the rules by which a shop may check replies, and how they fare", access: needs(identity.TeamSupervise)}, s.readReplyRules)
	add(api, operation{id: "tryReplyRules", method: http.MethodPost, path: "/api/reply-rules/try", tag: "assist",
		summary: "Check a reply by itself, as a shop would or as a draft would", access: needs(identity.TeamSupervise)}, s.tryReplyRules)
}

type adviseInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text string `json:"text" maxLength:"20000"`
	}
}

func (s *Server) adviseReply(ctx context.Context, in *adviseInput) (*body[Advice], error) {
	a, err := s.Assist.Advise(ctx, in.ID, in.Body.Text)
	return answer(wireAdvice(a), err)
}

type reactInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Items []struct {
			Rule     string `json:"rule" maxLength:"100"`
			Version  int64  `json:"version"`
			Response string `json:"response" enum:"applied,ignored,mistaken,verified,wished"`
		} `json:"items" minItems:"1" maxItems:"50"`
	}
}

func (s *Server) reactToAdvice(ctx context.Context, in *reactInput) (*empty, error) {
	var all []assist.Reaction
	for _, r := range in.Body.Items {
		all = append(all, assist.Reaction{Rule: r.Rule, Version: r.Version, Response: assist.Response(r.Response)})
	}
	return nil, s.Assist.React(ctx, in.ID, all)
}

func (s *Server) readReplyRules(ctx context.Context, in *idInput) (*body[ReplyRules], error) {
	all, err := s.Assist.Rules(ctx, in.ID)
	out := ReplyRules{Items: make([]ReplyRule, 0, len(all))}
	for _, r := range all {
		sent := r.Counts[assist.Mistaken] + r.Counts[assist.Verified] + r.Counts[assist.Wished]
		out.Items = append(out.Items, ReplyRule{
			ID: r.ID, Version: int64(r.Version), Category: r.Category, Level: string(r.Level), Shipped: string(r.Shipped),
			Pack: r.Title, Platform: r.Platform, Own: r.Own, On: r.On, Fixed: r.Fixed, Message: r.Message, Why: r.Why, Better: r.Better,
			Source: r.Source, Bad: append([]string{}, r.Bad...), Good: append([]string{}, r.Good...),
			Applied: r.Counts[assist.Applied], Ignored: r.Counts[assist.Ignored], Sent: sent, Mistaken: r.Counts[assist.Mistaken], Doubted: r.Doubted(),
		})
	}
	return answer(out, err)
}

type tryInput struct {
	Body struct {
		ShopID string `json:"shop_id" maxLength:"64"`
		PackID string `json:"pack_id,omitempty" maxLength:"64" doc:"Of a pack whose draft is tried, as if it was published."`
		Buyer  string `json:"buyer,omitempty" maxLength:"20000" doc:"What the buyer said before."`
		Reply  string `json:"reply" maxLength:"20000"`
	}
}

func (s *Server) tryReplyRules(ctx context.Context, in *tryInput) (*body[Findings], error) {
	found, err := s.Assist.Try(ctx, in.Body.ShopID, in.Body.PackID, in.Body.Buyer, in.Body.Reply)
	return answer(Findings{wireFindings(found)}, err)
}

func wireAdvice(a assist.Advice) Advice {
	wire := Advice{Findings: wireFindings(a.Findings), Commitments: []Proposal{}}
	if a.CaseID != "" {
		wire.CaseID = &a.CaseID
	}
	kinds := map[pledge.Kind]string{pledge.Commitment: "commitment", pledge.Expectation: "expectation", pledge.Conditional: "conditional"}
	for _, p := range a.Commitments {
		wire.Commitments = append(wire.Commitments, Proposal{
			Kind: kinds[p.Kind], Text: p.Text, Start: p.Span.Start, End: p.Span.End,
			DueAt: optional(p.Due), EarliestAt: optional(p.Earliest), Tentative: p.Tentative,
		})
	}
	return wire
}

// words are what a buyer will read, and their field.
func words(field, text string) assist.Words { return assist.Words{Field: field, Text: text} }

func wireFindings(found []check.Finding) []Finding {
	wire := make([]Finding, 0, len(found))
	for _, f := range found {
		wire = append(wire, Finding{f.Category, f.Rule, int64(f.Version), string(f.Level), f.Text, f.Span.Start, f.Span.End, f.Message, f.Why, f.Better})
	}
	return wire
}
