package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Wall is a page of the commitment wall.
type Wall struct {
	Items  []WallItem `json:"items" nullable:"false"`
	Next   string     `json:"next" doc:"Cursor of the following page, empty at the end."`
	Counts WallCounts `json:"counts"`
}

// WallCounts are the sizes of the views under the same filter, counted up to 1000.
type WallCounts struct {
	Broken  int64 `json:"broken"`
	Today   int64 `json:"today"`
	Later   int64 `json:"later"`
	Settled int64 `json:"settled"`
}

// WallItem is a commitment with what stands beside it on the wall.
type WallItem struct {
	Commitment     Commitment   `json:"commitment"`
	ConversationID string       `json:"conversation_id"`
	Case           QueueCase    `json:"case"`
	Customer       CustomerName `json:"customer"`
	Shop           ShopName     `json:"shop"`
	DepartmentName string       `json:"department_name" doc:"Empty if the owner does it."`
}

type wallInput struct {
	View       string    `query:"view" enum:"open,broken,today,later,settled" default:"open"`
	Shop       string    `query:"shop" maxLength:"64"`
	Owner      string    `query:"owner" maxLength:"64"`
	Department string    `query:"department" maxLength:"64"`
	Outcome    string    `query:"outcome" enum:"kept,updated,waived,broken" doc:"Narrows the settled ones; broken are those that were broken before."`
	DueBefore  time.Time `query:"due_before"`
	After      string    `query:"after" maxLength:"200"`
	Limit      int       `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (s *Server) wallRoutes(api huma.API) {
	add(api, operation{id: "readCommitments", method: http.MethodGet, path: "/api/commitments", tag: "commitment",
		summary: "Read a page of the commitment wall, what is late first", access: needs(identity.CommitmentRead)}, s.readCommitments)
	add(api, operation{id: "readRegister", method: http.MethodGet, path: "/api/commitments/register", tag: "commitment",
		summary: "Read how commitments were kept in the last days", access: needs(identity.CommitmentRead)}, s.readRegister)
	s.bulkUpdateRoutes(api)
}

func (s *Server) readCommitments(ctx context.Context, in *wallInput) (*body[Wall], error) {
	p, err := s.Wall.Wall(ctx, wall.Filter{View: wall.View(in.View), ShopID: in.Shop, OwnerID: in.Owner,
		DepartmentID: in.Department, Outcome: in.Outcome, DueBefore: in.DueBefore}, in.After, in.Limit)
	w := Wall{Items: make([]WallItem, 0, len(p.Rows)), Next: p.Next, Counts: WallCounts(p.Counts)}
	for _, r := range p.Rows {
		w.Items = append(w.Items, wireWallRow(r))
	}
	return answer(w, err)
}

func wireWallRow(r wall.Row) WallItem {
	return WallItem{
		Commitment:     wireCommitment(r.Commitment, map[string]string{r.Owner.ID: r.Owner.Name}),
		ConversationID: r.ConversationID, Case: QueueCase(r.Case), Customer: CustomerName{r.CustomerID, r.CustomerName},
		Shop: ShopName{r.ShopID, r.ShopName, r.Zone}, DepartmentName: r.DepartmentName,
	}
}

// Register is how commitments were kept in a period.
type Register struct {
	All    KeptCounts `json:"all"`
	Shops  []KeptBy   `json:"shops" nullable:"false" doc:"By name."`
	Owners []KeptBy   `json:"owners" nullable:"false" doc:"Most broken first."`
}

// KeptBy is how a shop, or somebody, kept what was committed to.
type KeptBy struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Kept KeptCounts `json:"kept"`
}

// KeptCounts counts commitments by what became of them, each in the period in
// which it was decided: when its grace ended if it was broken, or else when it
// was settled.
type KeptCounts struct {
	Rate    *int64 `json:"rate" doc:"Percent kept in time of those kept in time or broken, rounded down. Those updated or waived in time are not judged. Missing if there are none."`
	InTime  int64  `json:"in_time" doc:"Kept before the grace ended."`
	Updated int64  `json:"updated" doc:"Updated before the grace ended."`
	Waived  int64  `json:"waived" doc:"Waived before the grace ended."`
	Broken  int64  `json:"broken" doc:"Open when the grace ended; the following four make it up."`
	Late    int64  `json:"late" doc:"Kept since."`
	Moved   int64  `json:"moved" doc:"Updated since."`
	Dropped int64  `json:"dropped" doc:"Waived since."`
	Owed    int64  `json:"owed" doc:"Still not settled."`
}

type registerInput struct {
	ofShopInput
	Days int `query:"days" minimum:"1" maximum:"90" default:"1" doc:"Today included, by the calendar of each shop."`
}

func (s *Server) readRegister(ctx context.Context, in *registerInput) (*body[Register], error) {
	r, err := s.Desk.Register(ctx, in.Shop, in.Days)
	return answer(Register{wireKept(r.All), wireKeptBy(r.Shops), wireKeptBy(r.Owners)}, err)
}

func wireKeptBy(all []desk.KeptBy) []KeptBy {
	out := make([]KeptBy, 0, len(all))
	for _, k := range all {
		out = append(out, KeptBy{k.ID, k.Name, wireKept(k.Kept)})
	}
	return out
}

func wireKept(k desk.Kept) KeptCounts {
	c := KeptCounts{nil, k.InTime, k.Updated, k.Waived, k.Broken, k.Late, k.Moved, k.Dropped, k.Owed}
	if rate, ok := k.Rate(); ok {
		c.Rate = &rate
	}
	return c
}
