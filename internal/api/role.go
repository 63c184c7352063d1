package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
)

// Role is a set of permissions under a name.
type Role struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Permissions []string `json:"permissions" nullable:"false"`
	Version     int64    `json:"version" doc:"0 while the role is as the program delivered it."`
}

// RoleList is all roles, those that may do more first, and what roles may hold.
type RoleList struct {
	Items       []Role   `json:"items" nullable:"false"`
	Permissions []string `json:"permissions" nullable:"false"`
}

func (s *Server) roleRoutes(api huma.API) {
	add(api, operation{id: "readRoles", method: http.MethodGet, path: "/api/roles", tag: "user",
		summary: "Read all roles and what they allow", access: needs(identity.UserManage)}, s.readRoles)
	add(api, operation{id: "createRole", method: http.MethodPost, path: "/api/roles", tag: "user",
		summary: "Add a role", access: needs(identity.RoleManage), status: http.StatusCreated}, s.createRole)
	add(api, operation{id: "updateRole", method: http.MethodPut, path: "/api/roles/{id}", tag: "user",
		summary: "Say what a role is called and allows", access: needs(identity.RoleManage)}, s.updateRole)
}

func (s *Server) readRoles(ctx context.Context, _ *struct{}) (*body[RoleList], error) {
	all, err := s.Identity.Roles(ctx)
	out := RoleList{Items: make([]Role, 0, len(all)), Permissions: texts(identity.Grantable())}
	for _, r := range all {
		out.Items = append(out.Items, wireRole(r))
	}
	return answer(out, err)
}

// RoleDraft is what people say about a role.
type RoleDraft struct {
	Name        string   `json:"name" maxLength:"200"`
	Permissions []string `json:"permissions" nullable:"false" maxItems:"100"`
}

type createRoleInput struct {
	Keyed
	Body RoleDraft
}

func (s *Server) createRole(ctx context.Context, in *createRoleInput) (*body[Role], error) {
	r := in.Body.role()
	r.Once = in.Key
	r, err := s.Identity.CreateRole(ctx, r)
	return answer(wireRole(r), err)
}

type updateRoleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		RoleDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) updateRole(ctx context.Context, in *updateRoleInput) (*body[Role], error) {
	r := in.Body.role()
	r.ID, r.Version = in.ID, in.Body.Version
	r, err := s.Identity.UpdateRole(ctx, r)
	return answer(wireRole(r), err)
}

func (d RoleDraft) role() identity.Role {
	r := identity.Role{Name: d.Name}
	for _, p := range d.Permissions {
		r.Permissions = append(r.Permissions, identity.Permission(p))
	}
	return r
}

func wireRole(r identity.Role) Role { return Role{r.ID, r.Name, texts(r.Permissions), r.Version} }
