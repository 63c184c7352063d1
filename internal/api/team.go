package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
)

// MyState is how a member of the team said they are there.
type MyState struct {
	State string     `json:"state" enum:"online,break,offline"`
	Since *time.Time `json:"since" doc:"Missing if they have not said: who signs in is online."`
}

// TeamMember is somebody who answers buyers, and what they have to do in the
// shops that were asked for.
type TeamMember struct {
	ID                string     `json:"id"`
	Name              string     `json:"name"`
	State             string     `json:"state" enum:"online,break,offline"`
	Since             *time.Time `json:"since"`
	OpenConversations int64      `json:"open_conversations" doc:"Theirs where a buyer waits, a case is open, or somebody wrote within a day."`
	Waiting           int64      `json:"waiting" doc:"Theirs where a buyer waits."`
	Overdue           int64      `json:"overdue" doc:"Open commitments of their cases whose time has passed."`
}

// Team is the people who answer buyers, by name.
type Team struct {
	Items []TeamMember `json:"items" nullable:"false"`
}

func (s *Server) teamRoutes(api huma.API) {
	add(api, operation{id: "readMyState", method: http.MethodGet, path: "/api/me/state", tag: "team",
		summary: "Read how one said one is there", access: signedIn}, s.readMyState)
	add(api, operation{id: "setMyState", method: http.MethodPut, path: "/api/me/state", tag: "team",
		summary: "Say how one is there", access: signedIn}, s.setMyState)
	add(api, operation{id: "readTeam", method: http.MethodGet, path: "/api/team", tag: "team",
		summary: "Read who answers buyers, who is there, and what they have to do", access: needs(identity.ConversationRead)}, s.readTeam)
	add(api, operation{id: "readOverview", method: http.MethodGet, path: "/api/overview", tag: "team",
		summary: "Read how the team is doing", access: needs(identity.TeamSupervise)}, s.readOverview)
}

func (s *Server) readMyState(ctx context.Context, _ *struct{}) (*body[MyState], error) {
	p, err := s.Identity.MyState(ctx)
	return answer(MyState{string(p.State), optional(p.Since)}, err)
}

type setStateInput struct {
	Body struct {
		State string `json:"state" enum:"online,break,offline"`
	}
}

func (s *Server) setMyState(ctx context.Context, in *setStateInput) (*body[MyState], error) {
	p, err := s.Identity.SetState(ctx, identity.State(in.Body.State))
	return answer(MyState{string(p.State), optional(p.Since)}, err)
}

type ofShopInput struct {
	Shop string `query:"shop" maxLength:"64" doc:"One shop, or all that one may see."`
}

func (s *Server) readTeam(ctx context.Context, in *ofShopInput) (*body[Team], error) {
	all, err := s.Desk.Team(ctx, in.Shop)
	out := Team{Items: make([]TeamMember, 0, len(all))}
	for _, m := range all {
		out.Items = append(out.Items, TeamMember{m.ID, m.Name, string(m.State), optional(m.Since), m.Open, m.Waiting, m.Overdue})
	}
	return answer(out, err)
}
