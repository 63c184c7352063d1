package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Case is a complaint case.
type Case struct {
	ID             string     `json:"id"`
	Number         string     `json:"number" doc:"For people; unique in the shop."`
	ShopID         string     `json:"shop_id"`
	CustomerID     string     `json:"customer_id"`
	ConversationID string     `json:"conversation_id"`
	Scenario       string     `json:"scenario"`
	Severity       string     `json:"severity" enum:"low,normal,high,critical"`
	Demands        []string   `json:"demands" nullable:"false"`
	OrderNo        string     `json:"order_no"`
	Summary        string     `json:"summary"`
	Stage          string     `json:"stage" enum:"received,acknowledged,understood,investigating,proposed,agreed,fulfilling,verifying,closed"`
	Skipped        []string   `json:"skipped" nullable:"false" doc:"Stages that were passed over."`
	Owner          Person     `json:"owner"`
	FirstContact   Person     `json:"first_contact"`
	OpenedAt       time.Time  `json:"opened_at"`
	ClosedAt       *time.Time `json:"closed_at"`
	Closing        *Closing   `json:"closing" doc:"Why it may rest; null while open."`
	Outcome        string     `json:"outcome" enum:",asked,confirmed,declined,unanswered"`
	OutcomeText    string     `json:"outcome_text"`
	OutcomeWords   string     `json:"outcome_words"`
	OutcomeAskedAt *time.Time `json:"outcome_asked_at"`
	Reminders      int64      `json:"reminders" doc:"How often the buyer was reminded of the question."`

	Restatement *Restatement `json:"restatement" doc:"What it is about in our words; null if nothing was written."`
	Proposal    string       `json:"proposal" doc:"What we offered last."`
	Agreement   *Agreement   `json:"agreement" doc:"The buyer's word on the proposal."`
	Reopened    *Reopened    `json:"reopened" doc:"The last time that it was closed and opened again."`
	Escalation  *Escalation  `json:"escalation" doc:"The last call for somebody else."`
	MergedInto  string       `json:"merged_into" doc:"Id of the case that it turned out to be about."`

	Version int64 `json:"version"`
}

// CaseFacts is what a case is about.
type CaseFacts struct {
	Scenario string   `json:"scenario" maxLength:"64"`
	Severity string   `json:"severity" maxLength:"16"`
	Demands  []string `json:"demands,omitempty" maxItems:"30"`
	OrderNo  string   `json:"order_no,omitempty"`
	Summary  string   `json:"summary,omitempty"`
}

// CaseDetail is a case with its commitments and what happened.
type CaseDetail struct {
	Case        Case         `json:"case"`
	Next        CaseNext     `json:"next"`
	Commitments []Commitment `json:"commitments" nullable:"false"`
	Timeline    []Happening  `json:"timeline" nullable:"false"`
}

// Happening is one line of a timeline. Actor is a name, empty for the program
// itself and for the buyer; Verb is what was done, as "commitment.keep".
type Happening struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Verb   string    `json:"verb"`
	Detail string    `json:"detail"`
	Reason string    `json:"reason" doc:"Why, of a list."`
	To     string    `json:"to" doc:"Name of who was given something."`
	Number string    `json:"number" doc:"Of another case."`
	Moves  []Move    `json:"moves" nullable:"false" doc:"Stages that the case came to, or passed over."`
}

// Move is a step of a case from stage to stage.
type Move struct {
	Stage string `json:"stage"`
	How   string `json:"how" enum:"reached,skipped,back"`
}

func (s *Server) caseRoutes(api huma.API) {
	add(api, operation{id: "openCase", method: http.MethodPost, path: "/api/conversations/{id}/cases", tag: "case",
		summary: "Open a complaint case from a conversation", access: needs(identity.CaseWrite), status: http.StatusCreated}, s.openCase)
	add(api, operation{id: "readCase", method: http.MethodGet, path: "/api/cases/{id}", tag: "case",
		summary: "Read a case with its commitments and timeline", access: needs(identity.CaseRead)}, s.readCase)
	add(api, operation{id: "correctCase", method: http.MethodPatch, path: "/api/cases/{id}", tag: "case",
		summary: "Correct what a case is about", access: needs(identity.CaseWrite)}, s.correctCase)
	add(api, operation{id: "askOutcome", method: http.MethodPost, path: "/api/cases/{id}/outcome", tag: "case",
		summary: "Ask the buyer whether it is solved", access: needs(identity.CaseWrite)}, s.askOutcome)
}

type openCaseInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body CaseFacts
}

func (s *Server) openCase(ctx context.Context, in *openCaseInput) (*body[Case], error) {
	c, err := s.Complaints.Open(ctx, in.ID, in.Key, in.Body.facts())
	return s.answerCase(ctx, c, err)
}

func (s *Server) readCase(ctx context.Context, in *idInput) (*body[CaseDetail], error) {
	c, err := s.Complaints.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	cases, err := s.wireCases(ctx, []complaint.Case{c})
	if err != nil {
		return nil, err
	}
	next, err := s.Complaints.Next(ctx, c)
	if err != nil {
		return nil, err
	}
	out := CaseDetail{Case: cases[0], Next: wireNext(next), Commitments: []Commitment{}, Timeline: []Happening{}}
	all, err := s.commitmentsOf(ctx, c.ConversationID)
	if err != nil {
		return nil, err
	}
	for _, w := range all {
		if w.CaseID == c.ID {
			out.Commitments = append(out.Commitments, w)
		}
	}
	out.Timeline, err = s.timeline(ctx, c)
	return answer(out, err)
}

func (s *Server) timeline(ctx context.Context, c complaint.Case) ([]Happening, error) {
	lines, err := s.Desk.Timeline(ctx, c.ID)
	out := make([]Happening, 0, len(lines))
	for _, l := range lines {
		h := Happening{l.At, l.Actor.Name, l.Verb, l.Text, l.Reason, l.To.Name, l.Number, []Move{}}
		for _, m := range l.Moves {
			h.Moves = append(h.Moves, Move(m))
		}
		out = append(out, h)
	}
	return out, err
}

type correctCaseInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		CaseFacts
		Version int64 `json:"version"`
	}
}

func (s *Server) correctCase(ctx context.Context, in *correctCaseInput) (*body[Case], error) {
	c, err := s.Complaints.Correct(ctx, in.ID, in.Body.Version, in.Body.facts())
	return s.answerCase(ctx, c, err)
}

func (s *Server) askOutcome(ctx context.Context, in *textInput) (*body[Case], error) {
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	c, err := s.Complaints.AskOutcome(ctx, in.ID, in.Body.Version, in.Body.Text)
	return s.answerCase(ctx, c, err)
}

func (f CaseFacts) facts() complaint.Facts {
	return complaint.Facts{
		Scenario: f.Scenario, Severity: complaint.Severity(f.Severity), Demands: f.Demands, OrderNo: f.OrderNo, Summary: f.Summary,
	}
}

func (s *Server) answerCase(ctx context.Context, c complaint.Case, err error) (*body[Case], error) {
	if err != nil {
		return nil, err
	}
	wire, err := s.wireCases(ctx, []complaint.Case{c})
	if err != nil {
		return nil, err
	}
	return &body[Case]{wire[0]}, nil
}

func (s *Server) casesOf(ctx context.Context, conversationID string) ([]Case, error) {
	if !may(ctx, identity.CaseRead) {
		return []Case{}, nil
	}
	cases, err := s.Complaints.OfConversation(ctx, conversationID)
	if err != nil {
		return nil, err
	}
	return s.wireCases(ctx, cases)
}

// may tells whether the actor holds a permission somewhere, for the parts of a
// screen that are left out for others.
func may(ctx context.Context, p identity.Permission) bool {
	actor, ok := identity.From(ctx)
	return ok && actor.May(p)
}

// mayIn tells whether who asks holds p in a shop.
func mayIn(ctx context.Context, p identity.Permission, shopID string) bool {
	actor, ok := identity.From(ctx)
	return ok && actor.MayIn(p, shopID)
}

// wireCases names the people of cases.
func (s *Server) wireCases(ctx context.Context, cases []complaint.Case) ([]Case, error) {
	var ids []string
	for _, c := range cases {
		ids = append(ids, c.OwnerID, c.FirstContactID, c.ClosedBy, c.ReopenedBy, c.Escalation.By, c.Escalation.To, c.Escalation.AcceptedBy)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := make([]Case, 0, len(cases))
	for _, c := range cases {
		out = append(out, wireCase(c, names))
	}
	return out, err
}

func wireCase(c complaint.Case, names map[string]string) Case {
	w := Case{
		ID: c.ID, Number: c.Number, ShopID: c.ShopID, CustomerID: c.CustomerID, ConversationID: c.ConversationID,
		Scenario: c.Scenario, Severity: string(c.Severity), Demands: append([]string{}, c.Demands...),
		OrderNo: c.OrderNo, Summary: c.Summary, Stage: string(c.Stage), Skipped: []string{},
		Owner: Person{c.OwnerID, names[c.OwnerID]}, FirstContact: Person{c.FirstContactID, names[c.FirstContactID]},
		OpenedAt: c.OpenedAt, ClosedAt: optional(c.ClosedAt), Outcome: string(c.Outcome), OutcomeText: c.OutcomeText,
		OutcomeWords: c.OutcomeWords, OutcomeAskedAt: optional(c.OutcomeAskedAt), Reminders: c.Reminders,
		Proposal: c.Proposal, MergedInto: c.MergedInto, Version: c.Version,
	}
	wireHandling(&w, c, names)
	for _, stage := range c.Skipped {
		w.Skipped = append(w.Skipped, string(stage))
	}
	return w
}
