package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
)

// CaseNext is the stage that comes next for a case, and what is missing for it.
type CaseNext struct {
	Stage   string   `json:"stage" enum:",acknowledged,understood,investigating,proposed,agreed,fulfilling,verifying,closed" doc:"Empty for a closed case."`
	Missing []string `json:"missing" nullable:"false" doc:"Of answer, restatement, proposal, agreement, commitments, outcome."`
	Fast    bool     `json:"fast" doc:"Stages may be skipped, which is recorded."`
}

// Restatement says in our words what it is about.
type Restatement struct {
	Text      string     `json:"text"`
	State     string     `json:"state" enum:"asked,confirmed,corrected"`
	Words     string     `json:"words" doc:"With which the buyer corrected it."`
	MessageID string     `json:"message_id" doc:"The buyer's message that was taken as the answer."`
	AskedAt   *time.Time `json:"asked_at"`
}

// Agreement is the buyer's word on a proposal.
type Agreement struct {
	Note      string `json:"note"`
	MessageID string `json:"message_id" doc:"The buyer's message that agrees."`
}

// Escalation is a call for a supervisor or a specialist.
type Escalation struct {
	At         time.Time  `json:"at"`
	By         Person     `json:"by"`
	To         *Person    `json:"to" doc:"Null for the supervisors of the shop."`
	Reason     string     `json:"reason"`
	Words      string     `json:"words"`
	AcceptedAt *time.Time `json:"accepted_at"`
	AcceptedBy *Person    `json:"accepted_by"`
}

// BuyerRestatement is the question whether we understood, and the answer.
type BuyerRestatement struct {
	CaseID string `json:"case_id"`
	Number string `json:"number"`
	State  string `json:"state" enum:"asked,confirmed,corrected,withdrawn"`
	Text   string `json:"text"`
	Words  string `json:"words" doc:"With which the buyer corrected it."`
}

func (s *Server) handlingRoutes(api huma.API) {
	for _, op := range []struct {
		id, path, summary string
		add               func(huma.API, operation)
	}{
		{"moveCase", "move", "Take a case on to a stage by hand", with(s.moveCase)},
		{"sendRestatement", "restatement", "Ask the buyer, on a card, whether we understood", with(s.sendRestatement)},
		{"markRestatement", "restatement/answer", "Take a message of the buyer as their answer to the restatement", with(s.markRestatement)},
		{"propose", "proposal", "Write down what we offer", with(s.propose)},
		{"agree", "agreement", "Record that the buyer agrees to the proposal", with(s.agree)},
		{"takeFastLane", "fast-lane", "Go from here to the question whether it is solved, in one form", with(s.takeFastLane)},
		{"handOverCase", "hand-over", "Make a colleague the owner, with the open commitments", with(s.handOver)},
		{"escalateCase", "escalate", "Call for a supervisor or a specialist", with(s.escalate)},
		{"acceptCase", "accept", "Accept an escalated case: own it from now on", with(s.acceptCase)},
		{"mergeCase", "merge", "Put a case to rest because another one of the buyer is about the same", with(s.mergeCase)},
		{"splitCase", "split", "Take a merge back", with(s.splitCase)},
	} {
		op.add(api, operation{id: op.id, method: http.MethodPost, path: "/api/cases/{id}/" + op.path, tag: "case",
			summary: op.summary, access: needs(identity.CaseWrite)})
	}
	add(api, operation{id: "answerRestatement", method: http.MethodPost, path: "/api/buyer/cases/{id}/restatement", tag: "buyer",
		summary: "Say whether the shop has understood", access: visitors}, s.answerRestatement)
}

// with registers a function later, when its operation is described.
func with[I, O any](serve func(context.Context, *I) (*O, error)) func(huma.API, operation) {
	return func(api huma.API, op operation) { add(api, op, serve) }
}

type moveInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Stage   string `json:"stage" enum:"acknowledged,understood,investigating,proposed,agreed,fulfilling"`
		Note    string `json:"note,omitempty" doc:"Why."`
	}
}

func (s *Server) moveCase(ctx context.Context, in *moveInput) (*body[Case], error) {
	c, err := s.Complaints.MoveTo(ctx, in.ID, in.Body.Version, complaint.Stage(in.Body.Stage), in.Body.Note)
	return s.answerCase(ctx, c, err)
}

type textInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text" doc:"At most 1,000 characters."`
	}
}

func (s *Server) sendRestatement(ctx context.Context, in *textInput) (*body[Case], error) {
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	c, err := s.Complaints.Restate(ctx, in.ID, in.Body.Version, in.Body.Text)
	return s.answerCase(ctx, c, err)
}

type markRestatementInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version   int64  `json:"version"`
		Seq       int64  `json:"seq" minimum:"1" doc:"Number of the buyer's message."`
		Confirmed bool   `json:"confirmed" doc:"Else the message corrects us."`
		Text      string `json:"text,omitempty" doc:"The restatement, where none was sent; for low and normal severity only."`
	}
}

func (s *Server) markRestatement(ctx context.Context, in *markRestatementInput) (*body[Case], error) {
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	m := complaint.UnderstoodBy{Seq: in.Body.Seq, Confirmed: in.Body.Confirmed, Text: in.Body.Text}
	c, err := s.Complaints.MarkRestatement(ctx, in.ID, in.Body.Version, m)
	return s.answerCase(ctx, c, err)
}

type proposeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text"`
		Say     bool   `json:"say,omitempty" doc:"Also send it to the buyer as a message."`
	}
}

func (s *Server) propose(ctx context.Context, in *proposeInput) (*body[Case], error) {
	if in.Body.Say {
		if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("text", in.Body.Text)); err != nil {
			return nil, err
		}
	}
	c, err := s.Complaints.Propose(ctx, in.ID, in.Body.Version, in.Body.Text, in.Body.Say)
	return s.answerCase(ctx, c, err)
}

type agreeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Seq     int64  `json:"seq,omitempty" minimum:"0" doc:"Number of the buyer's message that agrees; 0 if there is none."`
		Note    string `json:"note,omitempty" doc:"How they agreed; needed without a message."`
	}
}

func (s *Server) agree(ctx context.Context, in *agreeInput) (*body[Case], error) {
	c, err := s.Complaints.Agree(ctx, in.ID, in.Body.Version, in.Body.Seq, in.Body.Note)
	return s.answerCase(ctx, c, err)
}

type fastLaneInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version     int64  `json:"version"`
		Restatement string `json:"restatement,omitempty" doc:"What it is about in your words; needed unless the buyer has confirmed one."`
		Seq         int64  `json:"seq,omitempty" minimum:"0" doc:"Number of the buyer's message that says so."`
		Result      string `json:"result" doc:"What the buyer is asked, in your words."`
	}
}

func (s *Server) takeFastLane(ctx context.Context, in *fastLaneInput) (*body[Case], error) {
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("restatement", in.Body.Restatement), words("result", in.Body.Result)); err != nil {
		return nil, err
	}
	f := complaint.Fast{Restatement: in.Body.Restatement, Seq: in.Body.Seq, Result: in.Body.Result}
	c, err := s.Complaints.FastLane(ctx, in.ID, in.Body.Version, f)
	return s.answerCase(ctx, c, err)
}

type handOverInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		To      string `json:"to" maxLength:"64"`
		Reason  string `json:"reason"`
	}
}

func (s *Server) handOver(ctx context.Context, in *handOverInput) (*body[Case], error) {
	c, err := s.Complaints.HandOver(ctx, in.ID, in.Body.Version, in.Body.To, in.Body.Reason)
	return s.answerCase(ctx, c, err)
}

type escalateInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		To      string `json:"to,omitempty" maxLength:"64" doc:"A colleague's id; empty for the supervisors of the shop."`
		Reason  string `json:"reason" maxLength:"32" doc:"One of buyer_insists, beyond_my_power, safety, legal, public, stuck, specialist, other."`
		Words   string `json:"words,omitempty"`
	}
}

func (s *Server) escalate(ctx context.Context, in *escalateInput) (*body[Case], error) {
	c, err := s.Complaints.Escalate(ctx, in.ID, in.Body.Version, in.Body.To, in.Body.Reason, in.Body.Words)
	return s.answerCase(ctx, c, err)
}

func (s *Server) acceptCase(ctx context.Context, in *versionInput) (*body[Case], error) {
	c, err := s.Complaints.Accept(ctx, in.ID, in.Body.Version)
	return s.answerCase(ctx, c, err)
}

type mergeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Into    string `json:"into" maxLength:"64" doc:"Id of the case that is kept."`
	}
}

func (s *Server) mergeCase(ctx context.Context, in *mergeInput) (*body[Case], error) {
	c, err := s.Complaints.Merge(ctx, in.ID, in.Body.Version, in.Body.Into)
	return s.answerCase(ctx, c, err)
}

func (s *Server) splitCase(ctx context.Context, in *versionInput) (*body[Case], error) {
	c, err := s.Complaints.Split(ctx, in.ID, in.Body.Version)
	return s.answerCase(ctx, c, err)
}

type answerRestatementInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Confirmed bool   `json:"confirmed"`
		Words     string `json:"words,omitempty" doc:"What is not right, at most 500 characters."`
	}
}

func (s *Server) answerRestatement(ctx context.Context, in *answerRestatementInput) (*body[BuyerRestatement], error) {
	c, err := s.Complaints.AnswerRestatement(ctx, in.ID, in.Body.Confirmed, in.Body.Words)
	if err != nil {
		return nil, err
	}
	return answer(*buyerRestatement(c), nil)
}

func buyerRestatement(c complaint.Case) *BuyerRestatement {
	state := string(c.Restatement.State)
	if c.Restatement.State == complaint.RestatementAsked && c.Stage == complaint.Closed {
		state = "withdrawn"
	}
	return &BuyerRestatement{CaseID: c.ID, Number: c.Number, State: state, Text: c.Restatement.Text, Words: c.Restatement.Words}
}

func wireNext(n complaint.Next) CaseNext {
	w := CaseNext{Stage: string(n.Stage), Missing: []string{}, Fast: n.Fast}
	for _, need := range n.Missing {
		w.Missing = append(w.Missing, string(need))
	}
	return w
}

// wireHandling adds to a case what has come of it so far.
func wireHandling(w *Case, c complaint.Case, names map[string]string) {
	if r := c.Restatement; r.Text != "" {
		w.Restatement = &Restatement{r.Text, string(r.State), r.Words, r.MessageID, optional(r.AskedAt)}
	}
	if c.Agreement != "" || c.AgreementMessage != "" {
		w.Agreement = &Agreement{c.Agreement, c.AgreementMessage}
	}
	if c.ClosedHow != "" {
		w.Closing = &Closing{string(c.ClosedHow), c.ClosedNote, Person{c.ClosedBy, names[c.ClosedBy]}, c.OutcomeMessage}
	}
	if !c.ReopenedAt.IsZero() {
		w.Reopened = &Reopened{c.ReopenedAt.UTC(), Person{c.ReopenedBy, names[c.ReopenedBy]}, c.ReopenedWhy}
	}
	if e := c.Escalation; !e.At.IsZero() {
		w.Escalation = &Escalation{At: e.At.UTC(), By: Person{e.By, names[e.By]}, To: somebody(e.To, names), Reason: e.Reason,
			Words: e.Words, AcceptedAt: optional(e.AcceptedAt), AcceptedBy: somebody(e.AcceptedBy, names)}
	}
}

func somebody(id string, names map[string]string) *Person {
	if id == "" {
		return nil
	}
	return &Person{id, names[id]}
}
