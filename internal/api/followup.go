package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/rating"
)

// FollowUp is how a case is shared with its buyer, and what they said of it.
type FollowUp struct {
	LinkMadeAt *time.Time `json:"link_made_at" doc:"Of the link to the progress page, if one works."`
	HasCode    bool       `json:"has_code" doc:"The buyer has a service code."`
	Ratings    []Rating   `json:"ratings" nullable:"false" doc:"One for each time the case was closed and rated, newest first."`
}

// ProgressLink is where the buyer's progress page of a case is.
type ProgressLink struct {
	URL string `json:"url" doc:"Opens the case for whoever has it."`
}

func (s *Server) followUpRoutes(api huma.API) {
	add(api, operation{id: "readFollowUp", method: http.MethodGet, path: "/api/cases/{id}/follow-up", tag: "case",
		summary: "Read how a case is shared with its buyer, and their ratings", access: needs(identity.CaseRead)}, s.readFollowUp)
	add(api, operation{id: "shareProgress", method: http.MethodPost, path: "/api/cases/{id}/progress-link", tag: "case",
		summary: "Get the link to the progress page, or send it to the buyer", access: needs(identity.CaseWrite)}, s.shareProgress)
	add(api, operation{id: "revokeProgress", method: http.MethodDelete, path: "/api/cases/{id}/progress-link", tag: "case",
		summary: "End all links to the progress page", access: needs(identity.CaseWrite), status: http.StatusNoContent}, s.revokeProgress)
	add(api, operation{id: "markRating", method: http.MethodPost, path: "/api/cases/{id}/rating", tag: "case",
		summary: "Take a message of the buyer as what they say about how it went", access: needs(identity.CaseWrite)}, s.markRating)
	add(api, operation{id: "renewServiceCode", method: http.MethodPost, path: "/api/cases/{id}/service-code", tag: "case",
		summary: "Give the buyer another service code", access: needs(identity.CaseWrite), status: http.StatusNoContent}, s.renewServiceCode)
}

func (s *Server) readFollowUp(ctx context.Context, in *idInput) (*body[FollowUp], error) {
	st, err := s.Progress.Standing(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	ratings, err := s.Ratings.Ratings(ctx, in.ID)
	out := FollowUp{LinkMadeAt: optional(st.LinkMadeAt), HasCode: st.HasCode, Ratings: make([]Rating, 0, len(ratings))}
	for _, r := range ratings {
		out.Ratings = append(out.Ratings, wireRating(r))
	}
	return answer(out, err)
}

type shareInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Send bool `json:"send,omitempty" doc:"Show it to the buyer in their conversation."`
	}
}

func (s *Server) shareProgress(ctx context.Context, in *shareInput) (*body[ProgressLink], error) {
	address, err := s.Progress.Share(ctx, in.ID, in.Key, in.Body.Send)
	return answer(ProgressLink{address}, err)
}

func (s *Server) revokeProgress(ctx context.Context, in *idInput) (*empty, error) {
	return nil, s.Progress.Revoke(ctx, in.ID)
}

type renewCodeInput struct {
	Keyed
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) renewServiceCode(ctx context.Context, in *renewCodeInput) (*empty, error) {
	return nil, s.Progress.RenewCode(ctx, in.ID, in.Key)
}

type markRatingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version  int64  `json:"version" doc:"Of the case."`
		Seq      int64  `json:"seq" minimum:"1" doc:"Number of the buyer's message."`
		Score    int    `json:"score" doc:"1 to 5."`
		Repeated string `json:"repeated,omitempty" enum:",yes,no" doc:"Whether they had to explain their problem more than once."`
	}
}

func (s *Server) markRating(ctx context.Context, in *markRatingInput) (*body[Rating], error) {
	read := rating.Reading{Seq: in.Body.Seq, Score: in.Body.Score, Repeated: rating.Repeated(in.Body.Repeated)}
	r, err := s.Ratings.Mark(ctx, in.ID, in.Body.Version, read)
	return answer(wireRating(r), err)
}
