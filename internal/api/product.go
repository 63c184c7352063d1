package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
)

// ProductFacts are what a shop says of a product.
type ProductFacts struct {
	Code           string `json:"code" maxLength:"400" doc:"As orders call it."`
	Name           string `json:"name" maxLength:"1200"`
	Class          string `json:"goods_class,omitempty" enum:",general,custom,fresh,digital,periodical,sealed,activated,near_expiry" doc:"What the law says of returning it without a reason."`
	WarrantyMonths *int64 `json:"warranty_months,omitempty" doc:"Null if nobody said."`
	ShelfDays      *int64 `json:"shelf_days,omitempty" doc:"For how many days it keeps; null if nobody said."`
	Spec           string `json:"spec,omitempty" maxLength:"8000"`
}

// Product is something that a shop sells.
type Product struct {
	ProductFacts
	ID      string `json:"id"`
	ShopID  string `json:"shop_id"`
	Version int64  `json:"version"`
}

// Products are a page of products, by code.
type Products struct {
	Items []Product `json:"items" nullable:"false"`
	Next  string    `json:"next" doc:"Cursor of the following page, empty at the end."`
}

func (s *Server) productRoutes(api huma.API) {
	add(api, operation{id: "readProducts", method: http.MethodGet, path: "/api/shops/{id}/products", tag: "order",
		summary: "Read what a shop sells", access: needs(identity.OrderRead)}, s.readProducts)
	add(api, operation{id: "saveProduct", method: http.MethodPut, path: "/api/shops/{id}/products", tag: "order",
		summary: "Say what a product is", access: needs(identity.OrderWrite)}, s.saveProduct)
	add(api, operation{id: "readReturnRules", method: http.MethodGet, path: "/api/shops/{id}/return-rules", tag: "order",
		summary: "Read for how many days goods may be returned", access: needs(identity.OrderRead)}, s.readReturnRules)
	add(api, operation{id: "setReturnRule", method: http.MethodPut, path: "/api/shops/{id}/return-rules", tag: "order",
		summary: "Say for how many days goods of a class may be returned", access: needs(identity.OrderWrite)}, s.setReturnRule)
}

// ReturnRule is for how many days goods of a class may be returned in a shop.
type ReturnRule struct {
	Class   string `json:"goods_class" enum:",general,custom,fresh,digital,periodical,sealed,activated,near_expiry" doc:"Empty for all others."`
	Days    *int64 `json:"days" doc:"0: there is no such right; null: it depends on what the buyer confirmed."`
	Own     bool   `json:"own" doc:"The shop's own; else what the house says."`
	Others  bool   `json:"like_others,omitempty" doc:"As for all others."`
	Version int64  `json:"version"`
}

// ReturnRules are those of a shop, all others first.
type ReturnRules struct {
	Items []ReturnRule `json:"items" nullable:"false"`
}

func (s *Server) readReturnRules(ctx context.Context, in *idInput) (*body[ReturnRules], error) {
	return s.returnRules(ctx, in.ID)
}

func (s *Server) returnRules(ctx context.Context, shopID string) (*body[ReturnRules], error) {
	all, err := s.Orders.ReturnRules(ctx, shopID)
	out := ReturnRules{Items: make([]ReturnRule, 0, len(all))}
	for _, r := range all {
		out.Items = append(out.Items, ReturnRule{r.Class, r.Rule.Days, r.Own, r.Others, r.Version})
	}
	return answer(out, err)
}

type setReturnRuleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ReturnRule
	}
}

func (s *Server) setReturnRule(ctx context.Context, in *setReturnRuleInput) (*body[ReturnRules], error) {
	r := in.Body.ReturnRule
	if err := s.Orders.SetReturnRule(ctx, in.ID, r.Class, r.Version, r.Own, r.Days); err != nil {
		return nil, err
	}
	return s.returnRules(ctx, in.ID)
}

type readProductsInput struct {
	ID    string `path:"id" maxLength:"64"`
	After string `query:"after" maxLength:"400"`
}

func (s *Server) readProducts(ctx context.Context, in *readProductsInput) (*body[Products], error) {
	all, more, err := s.Orders.Products(ctx, in.ID, in.After)
	out := Products{Items: make([]Product, 0, len(all))}
	for _, p := range all {
		out.Items = append(out.Items, wireProduct(p))
	}
	if more {
		out.Next = all[len(all)-1].Code
	}
	return answer(out, err)
}

type saveProductInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ProductFacts
		Version int64 `json:"version" doc:"0 for a product that is new."`
	}
}

func (s *Server) saveProduct(ctx context.Context, in *saveProductInput) (*body[Product], error) {
	f := in.Body.ProductFacts
	p, err := s.Orders.SaveProduct(ctx, in.ID, in.Body.Version, order.ProductDraft{Code: f.Code, Name: f.Name, Class: f.Class, WarrantyMonths: f.WarrantyMonths, ShelfDays: f.ShelfDays, Spec: f.Spec})
	return answer(wireProduct(p), err)
}

func wireProduct(p order.Product) Product {
	return Product{ProductFacts: wireProductFacts(p.ProductDraft), ID: p.ID, ShopID: p.ShopID, Version: p.Version}
}

func wireProductFacts(d order.ProductDraft) ProductFacts {
	return ProductFacts{Code: d.Code, Name: d.Name, Class: d.Class, WarrantyMonths: d.WarrantyMonths, ShelfDays: d.ShelfDays, Spec: d.Spec}
}
