package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
)

// Closing is why a case may rest.
type Closing struct {
	How       string `json:"how" enum:"confirmed,verified,unanswered,reason,merged,imported"`
	Note      string `json:"note" doc:"The record that shows it, or the supervisor's reason."`
	By        Person `json:"by" doc:"Without a name: the buyer, or the program itself."`
	MessageID string `json:"message_id" doc:"The buyer's message that was taken as their word."`
}

// Reopened tells that a case was closed and opened again.
type Reopened struct {
	At    time.Time `json:"at"`
	By    Person    `json:"by" doc:"Without a name: the buyer."`
	Words string    `json:"words"`
}

func (s *Server) closingRoutes(api huma.API) {
	for _, op := range []struct {
		id, path, summary string
		access            Access
		add               func(huma.API, operation)
	}{
		{"markOutcome", "outcome/answer", "Take a message of the buyer as their word whether it is solved", needs(identity.CaseWrite), with(s.markOutcome)},
		{"closeVerified", "verified", "Close a case because a record shows that it is solved", needs(identity.CaseWrite), with(s.closeVerified)},
		{"closeWithReason", "close", "Close a case for a supervisor's reason", needs(identity.CaseCloseWithReason), with(s.closeWithReason)},
		{"reopenCase", "reopen", "Open a closed case again", needs(identity.CaseWrite), with(s.reopenCase)},
	} {
		op.add(api, operation{id: op.id, method: http.MethodPost, path: "/api/cases/{id}/" + op.path, tag: "case",
			summary: op.summary, access: op.access})
	}
	add(api, operation{id: "reopenOwnCase", method: http.MethodPost, path: "/api/buyer/cases/{id}/reopen", tag: "buyer",
		summary: "Say that it is not solved after all", access: visitors}, s.reopenOwnCase)
}

type markOutcomeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Seq     int64 `json:"seq" minimum:"1" doc:"Number of the buyer's message."`
		Solved  bool  `json:"solved"`
	}
}

func (s *Server) markOutcome(ctx context.Context, in *markOutcomeInput) (*body[Case], error) {
	c, err := s.Complaints.MarkOutcome(ctx, in.ID, in.Body.Version, in.Body.Seq, in.Body.Solved)
	return s.answerCase(ctx, c, err)
}

type closeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note" doc:"The record that shows it, or the reason; at most 1,000 characters."`
	}
}

func (s *Server) closeVerified(ctx context.Context, in *closeInput) (*body[Case], error) {
	c, err := s.Complaints.CloseVerified(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerCase(ctx, c, err)
}

func (s *Server) closeWithReason(ctx context.Context, in *closeInput) (*body[Case], error) {
	c, err := s.Complaints.CloseWithReason(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerCase(ctx, c, err)
}

type reopenInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Reason  string `json:"reason"`
	}
}

func (s *Server) reopenCase(ctx context.Context, in *reopenInput) (*body[Case], error) {
	c, err := s.Complaints.OpenAgain(ctx, in.ID, in.Body.Version, in.Body.Reason)
	return s.answerCase(ctx, c, err)
}

type reopenOwnInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Words string `json:"words,omitempty" doc:"What is still missing, at most 500 characters."`
	}
}

func (s *Server) reopenOwnCase(ctx context.Context, in *reopenOwnInput) (*body[BuyerOutcome], error) {
	c, err := s.Complaints.Reopen(ctx, in.ID, in.Body.Words)
	if err != nil {
		return nil, err
	}
	return answer(*buyerOutcome(c), nil)
}
