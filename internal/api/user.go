package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
)

// User is a member of the team as the settings show them.
type User struct {
	ID          string      `json:"id"`
	Login       string      `json:"login"`
	Name        string      `json:"name"`
	Grants      []UserGrant `json:"grants" nullable:"false" doc:"Those in shops whose people the reader manages."`
	Beyond      bool        `json:"beyond" doc:"They may do more than the reader, who can change nothing about them."`
	Provisional bool        `json:"provisional" doc:"They have not chosen a password of their own yet."`
	DisabledAt  *time.Time  `json:"disabled_at"`
	MadeAt      time.Time   `json:"made_at"`
	Version     int64       `json:"version"`
}

// UserGrant gives a user a role somewhere.
type UserGrant struct {
	RoleID       string `json:"role_id" maxLength:"64"`
	ShopID       string `json:"shop_id" maxLength:"64" doc:"Empty for all shops."`
	DepartmentID string `json:"department_id,omitempty" maxLength:"64" doc:"Empty for none in particular."`
}

// UserPage is a run of users by login.
type UserPage struct {
	Items []User `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"Cursor of the following page, empty at the end."`
}

func (s *Server) userRoutes(api huma.API) {
	route := func(id, method, path, summary string) operation {
		return operation{id: id, method: method, path: path, tag: "user", summary: summary, access: needs(identity.UserManage)}
	}
	made := route("createUser", http.MethodPost, "/api/users", "Add a member of the team")
	made.status = http.StatusCreated
	add(api, route("readUsers", http.MethodGet, "/api/users", "Read the members of the team by login"), s.readUsers)
	add(api, made, s.createUser)
	add(api, route("renameUser", http.MethodPatch, "/api/users/{id}", "Give a member another name"), s.renameUser)
	add(api, route("disableUser", http.MethodPost, "/api/users/{id}/disable", "Shut a member out at once"), s.disableUser)
	add(api, route("enableUser", http.MethodPost, "/api/users/{id}/enable", "Let a member in again"), s.enableUser)
	add(api, route("signUserOut", http.MethodPost, "/api/users/{id}/sign-out", "End all sessions of a member"), s.signUserOut)
	add(api, route("setUserPassword", http.MethodPost, "/api/users/{id}/password",
		"Give a member a new password; their sessions end"), s.setUserPassword)
	add(api, route("grantRole", http.MethodPost, "/api/users/{id}/grants", "Give a member a role somewhere"), s.grantRole)
	add(api, route("revokeRole", http.MethodPost, "/api/users/{id}/revoke", "Take a role from a member"), s.revokeRole)
}

// usersPage is the number of users of one page.
const usersPage = 100

type usersInput struct {
	After      string `query:"after" maxLength:"200"`
	Words      string `query:"words" maxLength:"100" doc:"Part of a name or log-in."`
	Role       string `query:"role" maxLength:"64" doc:"Who holds this role, in the shop and department if these are given."`
	Shop       string `query:"shop" maxLength:"64" doc:"Who holds a role there, or in all shops."`
	Department string `query:"department" maxLength:"64"`
	State      string `query:"state" enum:"active,disabled"`
}

func (s *Server) readUsers(ctx context.Context, in *usersInput) (*body[UserPage], error) {
	f := identity.Filter{Words: in.Words, Role: in.Role, Shop: in.Shop, Department: in.Department, State: in.State}
	people, err := s.Identity.Users(ctx, f, in.After, usersPage)
	out := UserPage{Items: make([]User, 0, len(people))}
	for _, p := range people {
		out.Items = append(out.Items, wireUser(ctx, p))
	}
	if len(people) == usersPage {
		out.Next = people[usersPage-1].Login
	}
	return answer(out, err)
}

type createUserInput struct {
	Keyed
	Body struct {
		Name     string      `json:"name" maxLength:"200"`
		Login    string      `json:"login" maxLength:"200"`
		Password string      `json:"password" maxLength:"1024"`
		Grants   []UserGrant `json:"grants" nullable:"false" maxItems:"100"`

		Provisional bool `json:"provisional,omitempty" doc:"They choose a password of their own before anything else."`
	}
}

func (s *Server) createUser(ctx context.Context, in *createUserInput) (*body[User], error) {
	n := identity.Newcomer{Name: in.Body.Name, Login: in.Body.Login, Password: in.Body.Password, Once: in.Key,
		Provisional: in.Body.Provisional}
	for _, g := range in.Body.Grants {
		if err := s.Shops.Place(ctx, g.ShopID, g.DepartmentID); err != nil {
			return nil, err
		}
		n.Grants = append(n.Grants, g.grant())
	}
	p, err := s.Identity.CreateUser(ctx, n)
	return answer(wireUser(ctx, p), err)
}

type renameUserInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Name    string `json:"name" maxLength:"200"`
	}
}

func (s *Server) renameUser(ctx context.Context, in *renameUserInput) (*body[User], error) {
	p, err := s.Identity.Rename(ctx, in.ID, in.Body.Version, in.Body.Name)
	return answer(wireUser(ctx, p), err)
}

type versionInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) disableUser(ctx context.Context, in *versionInput) (*body[User], error) {
	p, err := s.Identity.Disable(ctx, in.ID, in.Body.Version)
	return answer(wireUser(ctx, p), err)
}

func (s *Server) signUserOut(ctx context.Context, in *versionInput) (*body[User], error) {
	p, err := s.Identity.SignOutUser(ctx, in.ID, in.Body.Version)
	return answer(wireUser(ctx, p), err)
}

func (s *Server) enableUser(ctx context.Context, in *versionInput) (*body[User], error) {
	p, err := s.Identity.Enable(ctx, in.ID, in.Body.Version)
	return answer(wireUser(ctx, p), err)
}

type userPasswordInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version  int64  `json:"version"`
		Password string `json:"password" maxLength:"1024"`

		Provisional bool `json:"provisional,omitempty" doc:"They choose a password of their own before anything else."`
	}
}

func (s *Server) setUserPassword(ctx context.Context, in *userPasswordInput) (*body[User], error) {
	p, err := s.Identity.SetPassword(ctx, in.ID, in.Body.Version, in.Body.Password, in.Body.Provisional)
	return answer(wireUser(ctx, p), err)
}

type grantInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		UserGrant
		Version int64 `json:"version"`
	}
}

func (s *Server) grantRole(ctx context.Context, in *grantInput) (*body[User], error) {
	if err := s.Shops.Place(ctx, in.Body.ShopID, in.Body.DepartmentID); err != nil {
		return nil, err
	}
	p, err := s.Identity.Grant(ctx, in.ID, in.Body.Version, in.Body.grant())
	return answer(wireUser(ctx, p), err)
}

func (s *Server) revokeRole(ctx context.Context, in *grantInput) (*body[User], error) {
	p, err := s.Identity.Revoke(ctx, in.ID, in.Body.Version, in.Body.grant())
	return answer(wireUser(ctx, p), err)
}

func (g UserGrant) grant() identity.Grant {
	return identity.Grant{Role: g.RoleID, Shop: g.ShopID, Department: g.DepartmentID}
}

// wireUser leaves out what the person is in shops that are not the reader's
// business.
func wireUser(ctx context.Context, p identity.Person) User {
	reader, _ := identity.From(ctx)
	u := User{ID: p.ID, Login: p.Login, Name: p.Name, Grants: []UserGrant{}, Beyond: p.Beyond, Provisional: p.Provisional, DisabledAt: optional(p.DisabledAt),
		MadeAt: p.MadeAt, Version: p.Version}
	for _, g := range p.Grants {
		if g.Shop == identity.AllShops || reader.MayIn(identity.UserManage, g.Shop) {
			u.Grants = append(u.Grants, UserGrant{g.Role, g.Shop, g.Department})
		}
	}
	return u
}
