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
	p, err := s.Orders.SaveProduct(ctx, in.ID, in.Body.Version, order.ProductDraft{Code: f.Code, Name: f.Name, Class: f.Class, WarrantyMonths: f.WarrantyMonths, Spec: f.Spec})
	return answer(wireProduct(p), err)
}

func wireProduct(p order.Product) Product {
	return Product{ProductFacts: wireProductFacts(p.ProductDraft), ID: p.ID, ShopID: p.ShopID, Version: p.Version}
}

func wireProductFacts(d order.ProductDraft) ProductFacts {
	return ProductFacts{Code: d.Code, Name: d.Name, Class: d.Class, WarrantyMonths: d.WarrantyMonths, Spec: d.Spec}
}
