package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/identity"
)

// ClaimPage is a run of compensations.
type ClaimPage struct {
	Items []Claim `json:"items" nullable:"false"`
	Next  string  `json:"next" doc:"Cursor of the following page; empty at the end."`
}

func (s *Server) approvalRoutes(api huma.API) {
	approve := needs(identity.CompensationApprove)
	add(api, operation{id: "readApprovals", method: http.MethodGet, path: "/api/approvals", tag: "compensation",
		summary: "Read compensations that wait for approval, the most urgent first", access: needs(identity.CompensationRead)}, s.readApprovals)
	add(api, operation{id: "approveClaim", method: http.MethodPost, path: "/api/compensations/{id}/approve", tag: "compensation",
		summary: "Approve a compensation that somebody else asks for", access: approve}, s.approveClaim)
	add(api, operation{id: "approveMany", method: http.MethodPost, path: "/api/approvals/approve", tag: "compensation",
		summary: "Approve several compensations, each as if it were the only one", access: approve}, s.approveMany)
	add(api, operation{id: "refuseClaim", method: http.MethodPost, path: "/api/compensations/{id}/refuse", tag: "compensation",
		summary: "Refuse a compensation, for a reason", access: approve}, s.refuseClaim)
	add(api, operation{id: "handClaim", method: http.MethodPost, path: "/api/compensations/{id}/hand", tag: "compensation",
		summary: "Ask one colleague to decide, for a reason", access: approve}, s.handClaim)
	add(api, operation{id: "readApprovers", method: http.MethodGet, path: "/api/compensations/{id}/approvers", tag: "compensation",
		summary: "Read who could decide about a compensation", access: approve}, s.readApprovers)
	add(api, operation{id: "readShopApprovers", method: http.MethodGet, path: "/api/shops/{id}/approvers", tag: "compensation",
		summary: "Read who may approve in a shop", access: approve}, s.readShopApprovers)
	add(api, operation{id: "readDeputies", method: http.MethodGet, path: "/api/deputies", tag: "compensation",
		summary: "Read who approves in whose place", access: approve}, s.readDeputies)
	add(api, operation{id: "createDeputy", method: http.MethodPost, path: "/api/shops/{id}/deputies", tag: "compensation",
		summary: "Let a colleague approve in one's place for a time", access: approve, status: http.StatusCreated}, s.createDeputy)
	add(api, operation{id: "endDeputy", method: http.MethodPost, path: "/api/deputies/{id}/end", tag: "compensation",
		summary: "End the time of a deputy", access: approve}, s.endDeputy)
}

type approvalsInput struct {
	Mine  bool   `query:"mine" doc:"Only those that wait for one's own word."`
	Shop  string `query:"shop" maxLength:"64"`
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readApprovals(ctx context.Context, in *approvalsInput) (*body[ClaimPage], error) {
	f := compensation.Filter{ShopID: in.Shop, States: []compensation.State{compensation.Waiting}}
	return s.waiting(ctx, f, in.Mine, in.After)
}

func (s *Server) waiting(ctx context.Context, f compensation.Filter, mine bool, after string) (*body[ClaimPage], error) {
	spot, err := compensation.ReadSpot(after)
	if err != nil {
		return nil, err
	}
	all, next, err := s.Approvals.Waiting(ctx, f, mine, spot)
	if err != nil {
		return nil, err
	}
	page := ClaimPage{}
	if next.ID != "" {
		page.Next = next.Cursor()
	}
	page.Items, err = s.wireClaims(ctx, all)
	return answer(page, err)
}

func (s *Server) approveClaim(ctx context.Context, in *claimStepInput) (*body[Claim], error) {
	c, err := s.Approvals.Approve(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

type approveManyInput struct {
	Body struct {
		Items []ClaimSeen `json:"items" nullable:"false" minItems:"1" maxItems:"50"`
		Note  string      `json:"note,omitempty" maxLength:"2000"`
	}
}

// ClaimSeen is a compensation in the version that somebody has seen.
type ClaimSeen struct {
	ID      string `json:"id" maxLength:"64"`
	Version int64  `json:"version"`
}

// ManyApproved is what came of several approvals.
type ManyApproved struct {
	Items []OneApproved `json:"items" nullable:"false" doc:"In the order of the request."`
}

// OneApproved is what came of one of them.
type OneApproved struct {
	ID      string `json:"id"`
	State   string `json:"state" doc:"waiting if another one has to approve it too, else approved; empty if it was not approved."`
	Code    string `json:"code" doc:"Why it was not approved; empty if it was."`
	Problem string `json:"problem" doc:"The same as a sentence."`
}

func (s *Server) approveMany(ctx context.Context, in *approveManyInput) (*body[ManyApproved], error) {
	words := make([]approval.Word, 0, len(in.Body.Items))
	for _, i := range in.Body.Items {
		words = append(words, approval.Word{ID: i.ID, Version: i.Version})
	}
	out := ManyApproved{Items: make([]OneApproved, 0, len(words))}
	for i, came := range s.Approvals.ApproveMany(ctx, words, in.Body.Note) {
		one := OneApproved{ID: words[i].ID, State: string(came.State)}
		if came.Err != nil {
			one.Code, one.Problem = s.whyNot(ctx, one.ID, came.Err)
		}
		out.Items = append(out.Items, one)
	}
	return answer(out, nil)
}

func (s *Server) refuseClaim(ctx context.Context, in *claimStepInput) (*body[Claim], error) {
	c, err := s.Approvals.Refuse(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

type handClaimInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		To      string `json:"to" maxLength:"64"`
		Note    string `json:"note" maxLength:"2000"`
	}
}

func (s *Server) handClaim(ctx context.Context, in *handClaimInput) (*body[Claim], error) {
	c, err := s.Approvals.HandTo(ctx, in.ID, in.Body.Version, in.Body.To, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

// Approvers are those who could decide about a compensation.
type Approvers struct {
	Items []Person `json:"items" nullable:"false"`
}

func (s *Server) readApprovers(ctx context.Context, in *idInput) (*body[Approvers], error) {
	all, err := s.Approvals.Approvers(ctx, in.ID)
	out := Approvers{Items: make([]Person, 0, len(all))}
	for _, a := range all {
		out.Items = append(out.Items, Person{a.ID, a.Name})
	}
	return answer(out, err)
}

func (s *Server) readShopApprovers(ctx context.Context, in *idInput) (*body[Approvers], error) {
	all, err := s.Approvals.ShopApprovers(ctx, in.ID)
	out := Approvers{Items: make([]Person, 0, len(all))}
	for _, a := range all {
		out.Items = append(out.Items, Person(a))
	}
	return answer(out, err)
}

// Deputy is that somebody approves in the place of another one for a time.
type Deputy struct {
	ID       string    `json:"id"`
	ShopID   string    `json:"shop_id"`
	From     Person    `json:"from"`
	To       Person    `json:"to"`
	BeginsAt time.Time `json:"begins_at"`
	EndsAt   time.Time `json:"ends_at"`
	Mine     bool      `json:"mine" doc:"The reader has named them."`
	Version  int64     `json:"version"`
}

// DeputyList is those whose time is not over.
type DeputyList struct {
	Items []Deputy `json:"items" nullable:"false"`
}

func (s *Server) readDeputies(ctx context.Context, _ *struct{}) (*body[DeputyList], error) {
	all, err := s.Approvals.Deputies(ctx)
	if err != nil {
		return nil, err
	}
	out := DeputyList{Items: make([]Deputy, 0, len(all))}
	for _, d := range all {
		w, err := s.wireDeputy(ctx, d)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, w)
	}
	return answer(out, nil)
}

func (s *Server) wireDeputy(ctx context.Context, d compensation.Deputy) (Deputy, error) {
	names, err := s.Desk.Names(ctx, []string{d.FromID, d.ToID})
	actor, _ := identity.From(ctx)
	return Deputy{d.ID, d.ShopID, Person{d.FromID, names[d.FromID]}, Person{d.ToID, names[d.ToID]}, d.BeginsAt.UTC(), d.EndsAt.UTC(), d.FromID == actor.ID, d.Version}, err
}

type createDeputyInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		To       string    `json:"to" maxLength:"64"`
		BeginsAt time.Time `json:"begins_at"`
		EndsAt   time.Time `json:"ends_at"`
	}
}

func (s *Server) createDeputy(ctx context.Context, in *createDeputyInput) (*body[Deputy], error) {
	d, err := s.Approvals.Delegate(ctx, in.Key, in.ID, in.Body.To, in.Body.BeginsAt, in.Body.EndsAt)
	if err != nil {
		return nil, err
	}
	return answer(s.wireDeputy(ctx, d))
}

type endDeputyInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) endDeputy(ctx context.Context, in *endDeputyInput) (*body[Deputy], error) {
	d, err := s.Approvals.EndDeputy(ctx, in.ID, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return answer(s.wireDeputy(ctx, d))
}
