package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Department is a part of a shop that work is handed to.
type Department struct {
	ID      string        `json:"id"`
	ShopID  string        `json:"shop_id"`
	Name    string        `json:"name"`
	Kind    string        `json:"kind" enum:"warehouse,logistics,finance,quality,legal,operations,other" doc:"What it does: who is told of a risk follows from it."`
	Hours   calendar.Plan `json:"hours"`
	MadeAt  time.Time     `json:"made_at"`
	Version int64         `json:"version"`
}

// DepartmentList is the departments of a shop by name.
type DepartmentList struct {
	Items []Department `json:"items" nullable:"false"`
}

// DepartmentDraft is what people say about a department. A kind and hours that are
// missing stay as they are; at its making they are other and those of the shop.
type DepartmentDraft struct {
	Name  string         `json:"name" maxLength:"200"`
	Kind  string         `json:"kind,omitempty" enum:"warehouse,logistics,finance,quality,legal,operations,other"`
	Hours *calendar.Plan `json:"hours,omitempty"`
}

func (s *Server) departmentRoutes(api huma.API) {
	add(api, operation{id: "readDepartments", method: http.MethodGet, path: "/api/shops/{id}/departments", tag: "shop",
		summary: "Read the departments of a shop where one may do anything at all", access: signedIn}, s.readDepartments)
	add(api, operation{id: "createDepartment", method: http.MethodPost, path: "/api/shops/{id}/departments", tag: "shop",
		summary: "Add a department", access: needs(identity.ShopManage), status: http.StatusCreated}, s.createDepartment)
	add(api, operation{id: "updateDepartment", method: http.MethodPatch, path: "/api/departments/{id}", tag: "shop",
		summary: "Change a department", access: needs(identity.ShopManage)}, s.updateDepartment)
}

func (s *Server) readDepartments(ctx context.Context, in *idInput) (*body[DepartmentList], error) {
	all, err := s.Shops.Departments(ctx, in.ID)
	out := DepartmentList{Items: make([]Department, 0, len(all))}
	for _, d := range all {
		out.Items = append(out.Items, wireDepartment(d))
	}
	return answer(out, err)
}

type createDepartmentInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body DepartmentDraft
}

func (s *Server) createDepartment(ctx context.Context, in *createDepartmentInput) (*body[Department], error) {
	d, err := s.Shops.CreateDepartment(ctx, in.ID, shop.DepartmentDraft{Name: in.Body.Name, Kind: shop.DepartmentKind(in.Body.Kind), Hours: in.Body.Hours, Once: in.Key})
	return answer(wireDepartment(d), err)
}

type updateDepartmentInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		DepartmentDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) updateDepartment(ctx context.Context, in *updateDepartmentInput) (*body[Department], error) {
	d, err := s.Shops.UpdateDepartment(ctx, in.ID, in.Body.Version, shop.DepartmentDraft{Name: in.Body.Name, Kind: shop.DepartmentKind(in.Body.Kind), Hours: in.Body.Hours})
	return answer(wireDepartment(d), err)
}

func wireDepartment(d shop.Department) Department {
	return Department{d.ID, d.ShopID, d.Name, string(d.Kind), d.Hours.Plan(), d.MadeAt, d.Version}
}
