package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Hit is something that was found.
type Hit struct {
	Kind           string        `json:"kind" enum:"message,case,order,customer,colleague"`
	Ref            string        `json:"ref" doc:"Names it within its kind."`
	At             time.Time     `json:"at"`
	Shop           HitShop       `json:"shop" doc:"Empty for a colleague."`
	ConversationID string        `json:"conversation_id" doc:"Where it leads; empty if nowhere."`
	Seq            int64         `json:"seq" doc:"Number of a message in that conversation; 0 if it came with one that was merged into it."`
	CaseID         string        `json:"case_id"`
	Number         string        `json:"number" doc:"Of a case or an order."`
	Customer       CustomerName  `json:"customer"`
	Owner          Person        `json:"owner" doc:"Who looks after it; a colleague themselves."`
	Sender         string        `json:"sender" doc:"Who said it."`
	Internal       bool          `json:"internal" doc:"A note of the team."`
	Closed         bool          `json:"closed" doc:"Of a case."`
	Snippet        []SnippetPart `json:"snippet" nullable:"false"`
}

// HitShop is the shop of a hit.
type HitShop struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SnippetPart is a piece of a text as it was written, to be shown as text.
type SnippetPart struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty" doc:"It is what was looked for."`
}

// HitPage is a part of what was found, newest first.
type HitPage struct {
	Items []Hit  `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"Cursor of the following page, empty at the end. A page may be short, or empty, and yet not be the last."`
}

// FirstHits are the newest few of each kind.
type FirstHits struct {
	Items []Hit `json:"items" nullable:"false"`
}

// SearchState says how far search is behind.
type SearchState struct {
	LagMS      int64  `json:"lag_ms" doc:"Age of the oldest change that search does not know yet; 0 if it knows all."`
	Waiting    int64  `json:"waiting" doc:"Changes that it does not know, counted up to 10000."`
	Rebuilding string `json:"rebuilding" doc:"What is being indexed from the beginning; empty if nothing is."`
	Done       int64  `json:"done" doc:"How many of these so far."`
}

// firstHits is how many of each kind are first.
const firstHits = 4

type findInput struct {
	Words string    `query:"q" maxLength:"200" doc:"Words that must all occur; in quotes, as they stand."`
	Kind  string    `query:"kind" enum:"message,case,order,customer,colleague"`
	Shop  string    `query:"shop" maxLength:"64"`
	From  time.Time `query:"from"`
	To    time.Time `query:"to" doc:"Earlier than this."`
	Owner string    `query:"owner" maxLength:"64" doc:"Who looks after the case or conversation."`
	State string    `query:"state" enum:"open,closed" doc:"Of cases; finds nothing else."`
	After string    `query:"after" maxLength:"64"`
	Limit int       `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

type firstInput struct {
	Words string `query:"q" maxLength:"200"`
}

func (s *Server) searchRoutes(api huma.API) {
	add(api, operation{id: "search", method: http.MethodGet, path: "/api/search", tag: "desk",
		summary: "Find messages, cases, orders, customers and colleagues by words", access: signedIn}, s.search)
	add(api, operation{id: "searchFirst", method: http.MethodGet, path: "/api/search/first", tag: "desk",
		summary: "Find the newest few of each kind", access: signedIn}, s.searchFirst)
	add(api, operation{id: "readSearchState", method: http.MethodGet, path: "/api/admin/search", tag: "admin",
		summary: "Read how far search is behind", access: needs(identity.JobsManage)}, s.readSearchState)
}

func (s *Server) search(ctx context.Context, in *findInput) (*body[HitPage], error) {
	p, err := s.Find.Find(ctx, in.Words, find.Filter{Kind: find.Kind(in.Kind), ShopID: in.Shop, From: in.From, To: in.To,
		OwnerID: in.Owner, State: in.State}, in.After, in.Limit)
	return answer(HitPage{wireHits(p.Hits), p.Next}, err)
}

func (s *Server) searchFirst(ctx context.Context, in *firstInput) (*body[FirstHits], error) {
	hits, err := s.Find.First(ctx, in.Words, firstHits)
	return answer(FirstHits{wireHits(hits)}, err)
}

func (s *Server) readSearchState(ctx context.Context, _ *struct{}) (*body[SearchState], error) {
	if _, err := identity.RequireAll(ctx, identity.JobsManage); err != nil {
		return nil, err
	}
	state, err := s.Find.Index.State(ctx)
	return answer(SearchState{state.Lag.Milliseconds(), state.Waiting, state.Rebuilding, state.Done}, err)
}

func wireHits(hits []find.Hit) []Hit {
	all := make([]Hit, 0, len(hits))
	for _, h := range hits {
		w := Hit{Kind: string(h.Kind), Ref: h.Ref, At: h.At, Shop: HitShop{ID: h.ShopID, Name: h.ShopName},
			ConversationID: h.ConversationID, Seq: h.Seq, CaseID: h.CaseID, Number: h.Number,
			Customer: CustomerName{ID: h.Customer.ID, Name: h.Customer.Name}, Owner: Person(h.Owner),
			Sender: h.Sender, Internal: h.Internal, Closed: h.Closed, Snippet: make([]SnippetPart, 0, len(h.Snippet))}
		for _, p := range h.Snippet {
			w.Snippet = append(w.Snippet, SnippetPart(p))
		}
		all = append(all, w)
	}
	return all
}
