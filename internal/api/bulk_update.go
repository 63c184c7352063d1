package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/bulk"
	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// BulkPlan is what the buyers of many commitments of a shop are told. One of
// due_at and hours is given.
type BulkPlan struct {
	ShopID string    `json:"shop_id" maxLength:"64"`
	Text   string    `json:"text" maxLength:"5000" doc:"May hold {buyer}, {what} and {due}."`
	DueAt  time.Time `json:"due_at,omitempty" doc:"The new time of all."`
	Hours  int       `json:"hours,omitempty" doc:"By how much each gets later; what is overdue, from as_of on."`
	Note   string    `json:"note,omitempty" maxLength:"5000" doc:"For the team."`
}

func (p BulkPlan) plan() bulk.Plan {
	return bulk.Plan{Text: p.Text, DueAt: p.DueAt.UTC().Truncate(time.Millisecond), Hours: p.Hours, Note: p.Note}
}

// BulkFilter says which open commitments one means.
type BulkFilter struct {
	View         string    `json:"view,omitempty" enum:"open,broken,today,later" default:"open"`
	OwnerID      string    `json:"owner_id,omitempty" maxLength:"64"`
	DepartmentID string    `json:"department_id,omitempty" maxLength:"64"`
	DueBefore    time.Time `json:"due_before,omitempty"`
}

// BulkPreview shows what would become of each commitment.
type BulkPreview struct {
	AsOf  time.Time `json:"as_of" doc:"To be sent with the bulk."`
	Items []BulkRow `json:"items" nullable:"false"`
	More  bool      `json:"more" doc:"Whether there are more than are shown."`
}

// BulkRow is a commitment and what would become of it.
type BulkRow struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	Number  string     `json:"number" doc:"Of its case."`
	Buyer   string     `json:"buyer"`
	Owner   string     `json:"owner"`
	Text    string     `json:"text"`
	DueAt   time.Time  `json:"due_at"`
	Broken  bool       `json:"broken"`
	NewText string     `json:"new_text"`
	NewDue  time.Time  `json:"new_due_at"`
	Problem *BulkFault `json:"problem" doc:"Why it would be passed over."`
}

// BulkFault is why a commitment is passed over.
type BulkFault struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Bulk is how far an update of many commitments is.
type Bulk struct {
	ID      string        `json:"id"`
	ShopID  string        `json:"shop_id"`
	MadeAt  time.Time     `json:"made_at"`
	EndedAt *time.Time    `json:"ended_at"`
	Total   int64         `json:"total"`
	Done    int64         `json:"done"`
	Skipped int64         `json:"skipped"`
	Passed  []BulkSkipped `json:"passed" nullable:"false" doc:"Those that were passed over, at most 200."`
}

// BulkSkipped is a commitment that was passed over.
type BulkSkipped struct {
	CommitmentID string    `json:"commitment_id"`
	Problem      BulkFault `json:"problem"`
}

func (s *Server) bulkUpdateRoutes(api huma.API) {
	add(api, operation{id: "previewBulk", method: http.MethodPost, path: "/api/commitments/bulk/preview", tag: "commitment",
		summary: "See what an honest update would say to each buyer of a filtered list", access: needs(identity.CommitmentWrite)}, s.previewBulk)
	add(api, operation{id: "startBulk", method: http.MethodPost, path: "/api/commitments/bulk", tag: "commitment",
		summary: "Update many commitments of a shop; each buyer sees a card of their own", access: needs(identity.CommitmentWrite),
		status: http.StatusCreated}, s.startBulk)
	add(api, operation{id: "readBulk", method: http.MethodGet, path: "/api/commitments/bulk/{id}", tag: "commitment",
		summary: "Read how far an update of many commitments is", access: needs(identity.CommitmentWrite)}, s.readBulk)
}

type previewBulkInput struct {
	Language string `header:"Accept-Language"`
	Body     struct {
		BulkPlan
		Filter BulkFilter `json:"filter,omitempty"`
	}
}

func (s *Server) previewBulk(ctx context.Context, in *previewBulkInput) (*body[BulkPreview], error) {
	plan, zone, err := s.Bulks.Check(ctx, in.Body.ShopID, in.Body.plan())
	if err != nil {
		return nil, err
	}
	f := in.Body.Filter
	rows, more, err := s.Wall.Gather(ctx, identity.CommitmentWrite, wall.Filter{View: wall.View(f.View), ShopID: in.Body.ShopID,
		OwnerID: f.OwnerID, DepartmentID: f.DepartmentID, DueBefore: f.DueBefore})
	out := BulkPreview{AsOf: plan.AsOf.UTC(), Items: make([]BulkRow, 0, len(rows)), More: more}
	for _, r := range rows {
		d := plan.Draft(r.Commitment, r.CustomerName, zone)
		row := BulkRow{ID: r.ID, Version: r.Version, Number: r.Case.Number, Buyer: r.CustomerName, Owner: r.Owner.Name,
			Text: r.Text, DueAt: r.DueAt, Broken: r.Broken(), NewText: d.Text, NewDue: d.DueAt.UTC()}
		if _, wrong := d.Check(s.Now()); wrong != nil {
			row.Problem = bulkFault(in.Language, wrong)
		}
		out.Items = append(out.Items, row)
	}
	return answer(out, err)
}

func bulkFault(language string, err error) *BulkFault {
	p := &BulkFault{Code: fault.CodeOf(err)}
	if f, ok := err.(*fault.Fault); ok {
		p.Detail = sentence(languageOf(language), f.Code, f.Args)
	}
	return p
}

type startBulkInput struct {
	Keyed
	Language string `header:"Accept-Language"`
	Body     struct {
		BulkPlan
		AsOf  time.Time  `json:"as_of" doc:"As the preview said."`
		Items []BulkPick `json:"items" maxItems:"2000" nullable:"false"`
	}
}

// BulkPick is a commitment to be updated, in the version that was looked at.
type BulkPick struct {
	ID      string `json:"id" maxLength:"64"`
	Version int64  `json:"version"`
}

func (s *Server) startBulk(ctx context.Context, in *startBulkInput) (*body[Bulk], error) {
	plan := in.Body.plan()
	plan.AsOf = in.Body.AsOf.UTC()
	picks := make([]bulk.Pick, len(in.Body.Items))
	for i, p := range in.Body.Items {
		picks[i] = bulk.Pick(p)
	}
	if err := s.Assist.AllowInShop(ctx, in.Body.ShopID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	b, err := s.Bulks.Start(ctx, in.Key, in.Body.ShopID, plan, picks)
	return s.wireBulk(ctx, in.Language, b, err)
}

type readBulkInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
}

func (s *Server) readBulk(ctx context.Context, in *readBulkInput) (*body[Bulk], error) {
	b, err := s.Bulks.Get(ctx, in.ID)
	return s.wireBulk(ctx, in.Language, b, err)
}

func (s *Server) wireBulk(ctx context.Context, language string, b bulk.Bulk, err error) (*body[Bulk], error) {
	if err != nil {
		return nil, err
	}
	passed, err := s.Bulks.Passed(ctx, b.ID)
	out := Bulk{ID: b.ID, ShopID: b.ShopID, MadeAt: b.MadeAt, EndedAt: optional(b.EndedAt), Total: b.Total, Done: b.Done, Skipped: b.Skipped,
		Passed: make([]BulkSkipped, 0, len(passed))}
	for _, i := range passed {
		out.Passed = append(out.Passed, BulkSkipped{i.CommitmentID, BulkFault{i.Code, sentence(languageOf(language), i.Code, nil)}})
	}
	return answer(out, err)
}
