package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/desk/purchase"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Purchases are the orders of a customer, and what they come to.
type Purchases struct {
	Zone     string     `json:"zone"`
	Count    int64      `json:"count" doc:"Of orders, up to 500."`
	Paid     int64      `json:"paid" doc:"Fen, of those whose amount is known."`
	Refunded int64      `json:"refunded" doc:"Fen."`
	FirstAt  *time.Time `json:"first_at"`
	Items    []Purchase `json:"items" nullable:"false" doc:"The newest."`
}

// Purchase is one order as a history shows it.
type Purchase struct {
	ID          string     `json:"id"`
	Number      string     `json:"number"`
	PlacedAt    *time.Time `json:"placed_at"`
	Status      string     `json:"status" enum:",unpaid,to_ship,shipped,done,closed"`
	StatusWords string     `json:"status_words" doc:"As the platform says it."`
	Paid        *int64     `json:"paid" doc:"Fen."`
	Refunded    *int64     `json:"refunded" doc:"Fen."`
	Title       string     `json:"title" doc:"Of its first item."`
	Items       int64      `json:"items" doc:"How many there are."`
}

func (s *Server) purchaseRoutes(api huma.API) {
	add(api, operation{id: "readPurchases", method: http.MethodGet, path: "/api/customers/{id}/purchases", tag: "customer",
		summary: "Read what a customer has bought", access: needs(identity.OrderRead)}, s.readPurchases)
}

func (s *Server) readPurchases(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*body[Purchases], error) {
	p, err := s.Purchases.Of(ctx, in.ID)
	return answer(wirePurchases(p), err)
}

func wirePurchases(p purchase.Purchases) Purchases {
	w := Purchases{Zone: p.Zone, Count: p.Count, Paid: p.Paid, Refunded: p.Refunded, FirstAt: optional(p.First), Items: []Purchase{}}
	for _, o := range p.Newest {
		w.Items = append(w.Items, Purchase{ID: o.ID, Number: o.Number, PlacedAt: optional(o.PlacedAt), Status: string(o.Status), StatusWords: o.StatusWords,
			Paid: wireFen(o.Paid), Refunded: wireFen(o.Refunded), Title: o.Title, Items: o.Items})
	}
	return w
}
