package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/progress"
	"github.com/anxin-desk/anxin/internal/rating"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Progress is a case as its buyer sees it on the progress page.
type Progress struct {
	Number      string            `json:"number"`
	Shop        ProgressShop      `json:"shop"`
	Topic       string            `json:"topic" doc:"What it is about: a scenario, or other."`
	OrderTail   string            `json:"order_tail" doc:"The last characters of the order number."`
	Stage       string            `json:"stage" enum:"received,acknowledged,understood,investigating,proposed,agreed,fulfilling,verifying,closed"`
	Owner       string            `json:"owner" doc:"Name of who is accountable."`
	OpenedAt    time.Time         `json:"opened_at"`
	ClosedAt    *time.Time        `json:"closed_at"`
	ReopenedAt  *time.Time        `json:"reopened_at"`
	Commitments []BuyerCommitment `json:"commitments" nullable:"false"`
	Tickets     []ProgressTicket  `json:"tickets" nullable:"false" doc:"What departments do for it, oldest first."`
	Steps       []ProgressStep    `json:"steps" nullable:"false" doc:"What happened, oldest first."`
	MergedWith  string            `json:"merged_with" doc:"Number of the case in which this one goes on."`
	Restatement *BuyerRestatement `json:"restatement" doc:"The last question whether we understood."`
	Outcome     *BuyerOutcome     `json:"outcome" doc:"The last question whether it is solved."`
	Options     *BuyerOptions     `json:"options" doc:"What is offered, or was chosen."`
	ReopenUntil *time.Time        `json:"reopen_until" doc:"Until when the buyer may open it again; set while it is closed."`
	AfterCare
	CodeTail string    `json:"code_tail" doc:"End of the buyer's service code."`
	Now      time.Time `json:"now" doc:"The server's clock."`
}

// ProgressStep is something that happened, in a form for everybody.
type ProgressStep struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind" enum:"received,acknowledged,understood,investigating,proposed,agreed,fulfilling,verifying,closed,reopened,unsolved,corrected,commitment_made,commitment_kept,commitment_updated,commitment_waived,commitment_broken,ticket_sent,ticket_done,compensation_approved,compensation_paid"`
	Text string    `json:"text" doc:"Of a commitment, or of work that a department does."`
}

// ProgressTicket is work that a department does, in words for the buyer.
type ProgressTicket struct {
	Text      string     `json:"text"`
	State     string     `json:"state" enum:"planned,working,waiting_buyer,done"`
	MadeAt    time.Time  `json:"made_at"`
	ChangedAt time.Time  `json:"changed_at"`
	DoneAt    *time.Time `json:"done_at"`
}

// progressStates are the states of tickets as buyers may know them: that a
// department could not do it is for the team.
var progressStates = map[ticket.State]string{
	ticket.Pending: "planned", ticket.Open: "planned", ticket.HandedBack: "planned",
	ticket.Taken: "working", ticket.WaitingBuyer: "waiting_buyer", ticket.Done: "done",
}

// ProgressShop is a shop as the progress page shows it; with the key the page
// finds its chat.
type ProgressShop struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// AfterCare is what a buyer may do once their case is closed.
type AfterCare struct {
	MayRate bool    `json:"may_rate" doc:"They may say how it went, or still change it."`
	Rating  *Rating `json:"rating"`
}

// Opinion is what a buyer says about how a case was handled.
type Opinion struct {
	Score    int    `json:"score" doc:"1 to 5."`
	Words    string `json:"words,omitempty" doc:"At most 500 characters."`
	Repeated string `json:"repeated,omitempty" enum:",yes,no" doc:"Whether they had to explain their problem more than once."`
}

// Rating is an opinion as it is kept.
type Rating struct {
	Score    int       `json:"score"`
	Words    string    `json:"words"`
	Repeated string    `json:"repeated" enum:",yes,no"`
	At       time.Time `json:"at"`
	ClosedAt time.Time `json:"closed_at" doc:"Which closing of the case it is about."`
	Praise   bool      `json:"praise" doc:"Full marks, with words."`
	Marked   bool      `json:"marked" doc:"The team read it in a message of the buyer."`
}

func (s *Server) progressRoutes(api huma.API) {
	add(api, operation{id: "lookUpProgress", method: http.MethodPost, path: "/api/progress/look-up", tag: "progress",
		summary: "Open the progress of a case with its number and the service code", access: public}, s.lookUpProgress)
	add(api, operation{id: "readProgress", method: http.MethodGet, path: "/api/progress/case", tag: "progress",
		summary: "Read the progress of the case of a link", access: holders}, s.readProgress)
	add(api, operation{id: "answerProgress", method: http.MethodPost, path: "/api/progress/outcome", tag: "progress",
		summary: "Say whether it is solved", access: holders}, s.answerProgress)
	add(api, operation{id: "answerProgressRestatement", method: http.MethodPost, path: "/api/progress/restatement", tag: "progress",
		summary: "Say whether the shop has understood", access: holders}, s.answerProgressRestatement)
	add(api, operation{id: "chooseProgressOption", method: http.MethodPost, path: "/api/progress/options/{id}", tag: "progress",
		summary: "Choose an option, or say that none is right", access: holders}, s.chooseProgressOption)
	add(api, operation{id: "reopenProgress", method: http.MethodPost, path: "/api/progress/reopen", tag: "progress",
		summary: "Say that it is not solved after all", access: holders}, s.reopenProgress)
	add(api, operation{id: "rateProgress", method: http.MethodPost, path: "/api/progress/rating", tag: "progress",
		summary: "Say how the handling went", access: holders}, s.rateProgress)
}

type lookUpInput struct {
	Body struct {
		Number string `json:"number" maxLength:"100"`
		Code   string `json:"code" maxLength:"100"`
	}
}

// ProgressToken opens the progress page in the browser that asked.
type ProgressToken struct {
	Token string `json:"token"`
}

func (s *Server) lookUpProgress(ctx context.Context, in *lookUpInput) (*body[ProgressToken], error) {
	token, err := s.Progress.LookUp(ctx, in.Body.Number, in.Body.Code)
	return answer(ProgressToken{token}, err)
}

func (s *Server) readProgress(ctx context.Context, _ *struct{}) (*body[Progress], error) {
	v, err := s.Progress.Read(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, []string{v.OwnerID})
	if err != nil {
		return nil, err
	}
	p := s.wireProgress(v, names[v.OwnerID])
	offered, is, err := s.Options.Current(ctx)
	if is {
		w := buyerOptions(offered, v.Number)
		p.Options = &w
	}
	return answer(p, err)
}

func (s *Server) wireProgress(v progress.View, owner string) Progress {
	p := Progress{
		Number: v.Number, Shop: ProgressShop{v.Shop.Key, v.Shop.Name, v.Shop.Location().String()}, Topic: v.Topic, OrderTail: v.OrderTail,
		Stage: string(v.Stage), Owner: owner, OpenedAt: v.OpenedAt, ClosedAt: optional(v.ClosedAt), ReopenedAt: optional(v.ReopenedAt),
		Commitments: []BuyerCommitment{}, Tickets: []ProgressTicket{}, Steps: []ProgressStep{}, MergedWith: v.MergedWith, AfterCare: s.afterCare(v.Case, v.Rating), CodeTail: v.CodeTail, Now: s.now(),
	}
	for _, c := range v.Commitments {
		p.Commitments = append(p.Commitments, buyerCommitment(c))
	}
	for _, t := range v.Tickets {
		p.Tickets = append(p.Tickets, ProgressTicket{t.PublicText, progressStates[t.State], t.MadeAt.UTC(), t.ChangedAt.UTC(), optional(t.SettledAt)})
	}
	for _, step := range v.Steps {
		p.Steps = append(p.Steps, ProgressStep{step.At.UTC(), step.Kind, step.Text})
	}
	if v.MergedInto != "" {
		return p
	}
	if v.Restatement.Text != "" {
		p.Restatement = buyerRestatement(v.Case)
	}
	if !v.OutcomeAskedAt.IsZero() || v.Stage == complaint.Closed {
		p.Outcome = buyerOutcome(v.Case)
	}
	if v.Stage == complaint.Closed {
		p.ReopenUntil = optional(v.ClosedAt.Add(complaint.ReopenFor))
	}
	return p
}

func (s *Server) afterCare(c complaint.Case, r *rating.Rating) AfterCare {
	a := AfterCare{MayRate: rating.Rateable(c)}
	if r != nil {
		w := wireRating(*r)
		a.Rating, a.MayRate = &w, a.MayRate && s.Now().Before(r.ChangeableUntil())
	}
	return a
}

func wireRating(r rating.Rating) Rating {
	return Rating{r.Score, r.Words, string(r.Repeated), r.MadeAt.UTC(), r.ClosedAt.UTC(), r.Praise(), r.MessageID != ""}
}

// held is the case of the link that somebody holds.
func held(ctx context.Context) string {
	_, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return ""
	}
	return scope.Case
}

type progressAnswerInput struct {
	Body struct {
		Solved bool   `json:"solved"`
		Words  string `json:"words,omitempty" doc:"What is still missing, at most 500 characters."`
	}
}

type progressRestatementInput struct {
	Body struct {
		Confirmed bool   `json:"confirmed"`
		Words     string `json:"words,omitempty" doc:"What is not right, at most 500 characters."`
	}
}

func (s *Server) answerProgressRestatement(ctx context.Context, in *progressRestatementInput) (*body[Progress], error) {
	if _, err := s.Complaints.AnswerRestatement(ctx, held(ctx), in.Body.Confirmed, in.Body.Words); err != nil {
		return nil, err
	}
	return s.readProgress(ctx, nil)
}

type progressReopenInput struct {
	Body struct {
		Words string `json:"words,omitempty" doc:"What is still missing, at most 500 characters."`
	}
}

func (s *Server) reopenProgress(ctx context.Context, in *progressReopenInput) (*body[Progress], error) {
	if _, err := s.Complaints.Reopen(ctx, held(ctx), in.Body.Words); err != nil {
		return nil, err
	}
	return s.readProgress(ctx, nil)
}

func (s *Server) answerProgress(ctx context.Context, in *progressAnswerInput) (*body[Progress], error) {
	if _, err := s.Complaints.Answer(ctx, held(ctx), in.Body.Solved, in.Body.Words); err != nil {
		return nil, err
	}
	return s.readProgress(ctx, nil)
}

func (s *Server) chooseProgressOption(ctx context.Context, in *chooseOptionInput) (*body[Progress], error) {
	if _, err := s.chooseOption(ctx, in); err != nil {
		return nil, err
	}
	return s.readProgress(ctx, nil)
}

type rateBody struct{ Body Opinion }

func (s *Server) rateProgress(ctx context.Context, in *rateBody) (*body[Progress], error) {
	if _, err := s.Ratings.Rate(ctx, held(ctx), in.Body.opinion()); err != nil {
		return nil, err
	}
	return s.readProgress(ctx, nil)
}

func (o Opinion) opinion() rating.Opinion {
	return rating.Opinion{Score: o.Score, Words: o.Words, Repeated: rating.Repeated(o.Repeated)}
}
