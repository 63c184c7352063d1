package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// SetupState says whether a set-up link can still be used.
type SetupState struct {
	ShopNeeded bool `json:"shop_needed"`
}

func (s *Server) setupRoutes(api huma.API) {
	add(api, operation{id: "readSetup", method: http.MethodGet, path: "/api/setup", tag: "session",
		summary: "Ask whether a set-up link still works", access: public}, s.readSetup)
	add(api, operation{id: "setUp", method: http.MethodPost, path: "/api/setup", tag: "session",
		summary: "Make the first shop and its administrator", access: public}, s.setUp)
}

type setupStateInput struct {
	Token string `query:"token" maxLength:"200"`
}

func (s *Server) readSetup(ctx context.Context, in *setupStateInput) (*body[SetupState], error) {
	return answer(SetupState{ShopNeeded: true}, s.Identity.SetupOpen(ctx, in.Token))
}

type setupInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200"`
		ShopName string `json:"shop_name" maxLength:"200"`
		Name     string `json:"name" maxLength:"200"`
		Login    string `json:"login" maxLength:"200"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (s *Server) setUp(ctx context.Context, in *setupInput) (*body[Me], error) {
	n := identity.Newcomer{Name: in.Body.Name, Login: in.Body.Login, Password: in.Body.Password}
	actor, err := s.Identity.Setup(ctx, in.Body.Token, n, func(tx *db.Tx, by identity.Actor) error {
		_, err := s.Shops.CreateFirstIn(tx, by, in.Body.ShopName)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer(s.me(ctx, actor))
}
