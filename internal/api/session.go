package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
)

// Me is the person who is signed in, and what they may do where.
type Me struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Login       string   `json:"login"`
	Demo        bool     `json:"demo" doc:"This is a demo shop whose log-ins are public."`
	Provisional bool     `json:"provisional" doc:"They have to choose a password of their own, and may do nothing before."`
	Version     string   `json:"version" doc:"Of the program."`
	Permissions []string `json:"permissions" nullable:"false" doc:"What they may do in some shop."`
	Everywhere  []string `json:"everywhere" nullable:"false" doc:"What they may do in all shops, also future ones."`
	Shops       []MyShop `json:"shops" nullable:"false"`
}

// MyShop is a shop that the person sees, and what they may do there.
type MyShop struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Zone        string   `json:"zone" doc:"IANA time zone in which times are shown."`
	Permissions []string `json:"permissions" nullable:"false"`
}

func (s *Server) sessionRoutes(api huma.API) {
	add(api, operation{id: "signIn", method: http.MethodPost, path: "/api/session", tag: "session",
		summary: "Sign in", access: public}, s.signIn)
	add(api, operation{id: "signOut", method: http.MethodDelete, path: "/api/session", tag: "session",
		summary: "Sign out", access: signedIn, status: http.StatusNoContent}, s.signOut)
	add(api, operation{id: "signOutEverywhere", method: http.MethodDelete, path: "/api/sessions", tag: "session",
		summary: "End all sessions of whoever asks", access: signedIn, status: http.StatusNoContent}, s.signOutEverywhere)
	add(api, operation{id: "readMe", method: http.MethodGet, path: "/api/me", tag: "session",
		summary: "Read who is signed in", access: signedIn}, s.readMe)
	add(api, operation{id: "changePassword", method: http.MethodPut, path: "/api/me/password", tag: "session",
		summary: "Change the password of whoever asks; other sessions end", access: signedIn,
		status: http.StatusNoContent}, s.changePassword)
}

type signInInput struct {
	Body struct {
		Login    string `json:"login" maxLength:"200"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*body[Me], error) {
	actor, err := s.Identity.SignIn(ctx, in.Body.Login, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return answer(s.me(ctx, actor))
}

func (s *Server) signOut(ctx context.Context, _ *struct{}) (*empty, error) {
	return nil, s.Identity.SignOut(ctx)
}

func (s *Server) signOutEverywhere(ctx context.Context, _ *struct{}) (*empty, error) {
	return nil, s.Identity.SignOutEverywhere(ctx)
}

func (s *Server) readMe(ctx context.Context, _ *struct{}) (*body[Me], error) {
	actor, _ := identity.From(ctx)
	return answer(s.me(ctx, actor))
}

type passwordInput struct {
	Body struct {
		Current string `json:"current,omitempty" maxLength:"1024" doc:"Not needed in place of a provisional password."`
		New     string `json:"new" maxLength:"1024"`
	}
}

func (s *Server) changePassword(ctx context.Context, in *passwordInput) (*empty, error) {
	return nil, s.Identity.ChangePassword(ctx, in.Body.Current, in.Body.New)
}

func (s *Server) me(ctx context.Context, actor identity.Actor) (Me, error) {
	m := Me{ID: actor.ID, Name: actor.Name, Login: actor.Login, Demo: s.Demo, Provisional: actor.Provisional, Version: s.Version,
		Permissions: texts(actor.Permissions()), Everywhere: texts(actor.PermissionsIn(identity.AllShops)), Shops: []MyShop{}}
	shops, err := s.Shops.Visible(identity.With(ctx, actor))
	for _, at := range shops {
		m.Shops = append(m.Shops, MyShop{at.ID, at.Name, at.Location().String(), texts(actor.PermissionsIn(at.ID))})
	}
	return m, err
}

func texts(all []identity.Permission) []string {
	out := make([]string, 0, len(all))
	for _, p := range all {
		out = append(out, string(p))
	}
	return out
}
