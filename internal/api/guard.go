package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/progress"
	"github.com/anxin-desk/anxin/internal/tasklink"
)

// Access says who may use an operation: anybody, whoever is signed in, whoever
// holds a permission in some shop, the holder of a link to a case or to a ticket, or
// the holder of a link that we signed. In which shops is then a matter of the scope that
// every query takes.
type Access struct {
	kind       string
	permission identity.Permission
}

var (
	public   = Access{kind: "public"}
	signedIn = Access{kind: "signed in"}
	visitors = Access{kind: "visitor", permission: identity.BuyerUse}
	holders  = Access{kind: "progress link", permission: identity.ProgressUse}
	tasks    = Access{kind: "task link", permission: identity.TaskUse}
	givers   = Access{kind: "evidence link", permission: identity.EvidenceGive}
	linked   = Access{kind: "signed link or permission", permission: identity.FileRead}
)

// needs is the access of operations for holders of a permission.
func needs(p identity.Permission) Access { return Access{"permission", p} }

func (a Access) stated() bool { return a.kind != "" }

// String is how the OpenAPI document and the permission matrix name it.
func (a Access) String() string {
	if a.kind == "permission" {
		return string(a.permission)
	}
	return a.kind
}

func (a Access) security() []map[string][]string {
	switch a.kind {
	case "public":
		return []map[string][]string{}
	case "visitor":
		return []map[string][]string{{"visitor": {}}}
	case "progress link":
		return []map[string][]string{{"link": {}}}
	case "task link":
		return []map[string][]string{{"task": {}}}
	case "evidence link":
		return []map[string][]string{{"give": {}}}
	default:
		return []map[string][]string{{"session": {}}}
	}
}

func (a Access) errors(method string) []int {
	codes := []int{http.StatusUnprocessableEntity}
	if a.kind != "public" {
		codes = append(codes, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
	}
	if method != http.MethodGet {
		codes = append(codes, http.StatusConflict)
	}
	return codes
}

// guard refuses whoever may not use an operation before anything of the request
// is read.
func (s *Server) guard(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		access, _ := ctx.Operation().Metadata["access"].(Access)
		if err := access.check(ctx.Context()); err != nil {
			huma.WriteErr(api, ctx, http.StatusInternalServerError, "", err)
			return
		}
		next(ctx)
	}
}

func (a Access) check(ctx context.Context) error {
	switch a.kind {
	case "public", "signed link or permission":
		return nil
	case "signed in":
		if actor, ok := identity.From(ctx); !ok || actor.Kind != identity.User {
			return fault.New(fault.Unauthenticated, "identity.signed_out")
		}
		return nil
	case "progress link":
		if _, _, err := identity.Require(ctx, a.permission); err != nil {
			return progress.ErrOver()
		}
		return nil
	case "task link":
		if _, _, err := identity.Require(ctx, a.permission); err != nil {
			return tasklink.ErrOver()
		}
		return nil
	case "evidence link":
		if _, _, err := identity.Require(ctx, a.permission); err != nil {
			return evidence.ErrOver()
		}
		return nil
	case "permission", "visitor":
		_, _, err := identity.Require(ctx, a.permission)
		return err
	}
	return errors.New("operation without access")
}

// sameSite refuses requests that a page of another site makes in the name of
// whoever looks at it.
func sameSite(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, fault.New(fault.Denied, "request.cross_origin"))
	}))
	return protection.Handler(next)
}

// visitsPerSignIn is how many more chats may begin from one address than people
// sign in: many buyers share the address of their mobile network.
const visitsPerSignIn = 20

// signInsPerCode is how many times as often people may sign in from one address
// as service codes may be tried there.
const signInsPerCode = 3

// recognise finds out who asks, by the visitor token on the buyers' side, by the
// token of a link on the progress page, and by the session elsewhere. Not
// knowing is no error here: the guard decides.
func (s *Server) recognise(next http.Handler) http.Handler {
	codes := max(1, s.SignInsPM/signInsPerCode)
	buyers := s.limit("/api/buyer/session", visitsPerSignIn*s.SignInsPM, s.limit("/api/buyer/return", codes, s.withBearer(s.Visitor, next)))
	pages := s.limit("/api/progress/look-up", codes, s.withBearer(s.Progress.Authenticate, next))
	work := s.withLink(s.TaskLinks.Authenticate, next)
	give := s.withLink(s.Evidence.Authenticate, next)
	team := s.limit("/api/session", s.SignInsPM, s.limit("/api/setup", s.SignInsPM, s.Identity.Sessions.LoadAndSave(s.withUser(next))))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/api/buyer/"):
			buyers.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/progress/"):
			pages.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/task/"):
			work.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/give/"):
			give.ServeHTTP(w, r)
		default:
			team.ServeHTTP(w, r)
		}
	})
}

func (s *Server) withUser(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := s.Identity.Authenticate(r.Context())
		switch fault.KindOf(err) {
		case "":
			r = r.WithContext(identity.With(r.Context(), actor))
		case fault.Internal:
			s.Log.ErrorContext(r.Context(), "recognising a user", "error", err)
		}
		next.ServeHTTP(w, r)
	})
}

// withBearer recognises who holds a token, of a visitor or of a link.
func (s *Server) withBearer(actorOf func(context.Context, string) (identity.Actor, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			actor, err := actorOf(r.Context(), token)
			switch fault.KindOf(err) {
			case "":
				r = r.WithContext(identity.With(r.Context(), actor))
			case fault.Internal:
				s.Log.ErrorContext(r.Context(), "recognising a buyer", "error", err)
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Visitor returns the actor who holds a visitor token.
func (s *Server) Visitor(ctx context.Context, token string) (identity.Actor, error) {
	c, err := s.Customers.ByToken(ctx, token)
	if err != nil {
		return identity.Actor{}, err
	}
	known, err := s.Customers.Known(ctx, c)
	return identity.NewBuyer(c.ID, c.ShopID, c.Name).As(known.ID), err
}

// limit slows down who tries a door without a session again and again.
func (s *Server) limit(path string, perMinute int, next http.Handler) http.Handler {
	limited := httprate.Limit(perMinute, minute, httprate.WithKeyFuncs(httprate.KeyByIP),
		httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			writeProblem(w, r, fault.New(fault.TooMany, "request.too_many"))
		}))(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path && r.Method == http.MethodPost {
			limited.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
