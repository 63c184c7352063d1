package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Delight is something that a shop may give to please a customer.
type Delight struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	CostFen  int64  `json:"cost_fen"`
	Occasion string `json:"occasion" enum:"vip,third_solved,long_wait,broken_word" doc:"When it is suggested."`
	Version  int64  `json:"version"`
}

// DelightBudget is what a shop sets aside for a month, and what is left of it.
type DelightBudget struct {
	BudgetFen int64 `json:"budget_fen"`
	SpentFen  int64 `json:"spent_fen"`
	LeftFen   int64 `json:"left_fen"`
	Version   int64 `json:"version"`
}

// ShopDelights is the list of a shop, with its budget.
type ShopDelights struct {
	Budget DelightBudget `json:"budget"`
	Items  []Delight     `json:"items" nullable:"false"`
}

// CustomerDelights is what may please a customer now, and what they have had.
type CustomerDelights struct {
	Budget    DelightBudget  `json:"budget"`
	Suggested []Delight      `json:"suggested" nullable:"false"`
	Given     []GivenDelight `json:"given" nullable:"false"`
}

// GivenDelight is what a customer has had.
type GivenDelight struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	CostFen  int64     `json:"cost_fen"`
	Occasion string    `json:"occasion"`
	By       Person    `json:"by"`
	At       time.Time `json:"at"`
}

func (s *Server) delightRoutes(api huma.API) {
	add(api, operation{id: "readDelights", method: http.MethodGet, path: "/api/shops/{id}/delights", tag: "customer",
		summary: "Read what a shop may give to please a customer", access: needs(identity.CustomerRead)}, s.readDelights)
	add(api, operation{id: "setDelightBudget", method: http.MethodPut, path: "/api/shops/{id}/delight-budget", tag: "customer",
		summary: "Set what may be given away in a month", access: needs(identity.ShopManage)}, s.setDelightBudget)
	add(api, operation{id: "addDelight", method: http.MethodPost, path: "/api/shops/{id}/delights", tag: "customer",
		summary: "Add something that a shop may give", access: needs(identity.ShopManage), status: http.StatusCreated}, s.addDelight)
	add(api, operation{id: "removeDelight", method: http.MethodPost, path: "/api/delights/{id}/remove", tag: "customer",
		summary: "Take something off the list", access: needs(identity.ShopManage), status: http.StatusNoContent}, s.removeDelight)
	add(api, operation{id: "giveDelight", method: http.MethodPost, path: "/api/customers/{id}/delights", tag: "customer",
		summary: "Record that a customer gets something, within the month's budget", access: needs(identity.CustomerWrite), status: http.StatusCreated}, s.giveDelight)
}

func wireBudget(b delight.Budget) DelightBudget {
	return DelightBudget{b.BudgetFen, b.SpentFen, b.LeftFen(), b.Version}
}

func wireDelight(d delight.Delight) Delight {
	return Delight{d.ID, d.Title, d.CostFen, string(d.Occasion), d.Version}
}

func wireDelights(c desk.CustomerCard) CustomerDelights {
	w := CustomerDelights{Budget: wireBudget(c.Budget), Suggested: []Delight{}, Given: []GivenDelight{}}
	for _, d := range c.Delights {
		w.Suggested = append(w.Suggested, wireDelight(d))
	}
	for _, u := range c.Given {
		w.Given = append(w.Given, wireGiven(u, c.Names[u.By]))
	}
	return w
}

func wireGiven(u delight.Use, by string) GivenDelight {
	return GivenDelight{u.ID, u.Title, u.CostFen, string(u.Occasion), Person{u.By, by}, u.At}
}

func (s *Server) readDelights(ctx context.Context, in *idInput) (*body[ShopDelights], error) {
	b, all, err := s.Delights.OfShop(ctx, in.ID)
	out := ShopDelights{Budget: wireBudget(b), Items: make([]Delight, 0, len(all))}
	for _, d := range all {
		out.Items = append(out.Items, wireDelight(d))
	}
	return answer(out, err)
}

type delightBudgetInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version   int64 `json:"version"`
		BudgetFen int64 `json:"budget_fen"`
	}
}

func (s *Server) setDelightBudget(ctx context.Context, in *delightBudgetInput) (*body[DelightBudget], error) {
	b, err := s.Delights.SetBudget(ctx, in.ID, in.Body.Version, in.Body.BudgetFen)
	return answer(wireBudget(b), err)
}

type addDelightInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title    string `json:"title" doc:"At most 40 characters."`
		CostFen  int64  `json:"cost_fen"`
		Occasion string `json:"occasion" enum:"vip,third_solved,long_wait,broken_word"`
	}
}

func (s *Server) addDelight(ctx context.Context, in *addDelightInput) (*body[Delight], error) {
	d, err := s.Delights.Add(ctx, in.Key, in.ID, delight.Delight{Title: in.Body.Title, CostFen: in.Body.CostFen, Occasion: delight.Occasion(in.Body.Occasion)})
	return answer(wireDelight(d), err)
}

type removeDelightInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeDelight(ctx context.Context, in *removeDelightInput) (*empty, error) {
	return nil, s.Delights.Remove(ctx, in.ID, in.Body.Version)
}

type giveDelightInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		DelightID     string `json:"delight_id" maxLength:"64"`
		BudgetVersion int64  `json:"budget_version" doc:"Of the budget, as the caller saw it."`
	}
}

func (s *Server) giveDelight(ctx context.Context, in *giveDelightInput) (*body[GivenDelight], error) {
	u, err := s.Delights.Give(ctx, in.Key, in.ID, in.Body.DelightID, in.Body.BudgetVersion)
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, []string{u.By})
	return answer(wireGiven(u, names[u.By]), err)
}
