package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/ceiling"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/identity"
)

// PolicyAnswer is what the policy said to a claim when it was made or changed.
type PolicyAnswer struct {
	ID      string   `json:"id" maxLength:"100" doc:"Of the decision."`
	Text    string   `json:"text" maxLength:"2000"`
	CapFen  int64    `json:"cap_fen" minimum:"0" doc:"The most that may be given in the case."`
	Reasons []string `json:"reasons" nullable:"false" maxItems:"20"`
}

// ClaimDraft is a compensation that somebody asks for.
type ClaimDraft struct {
	Remedy    string            `json:"remedy" enum:"payment,partial_refund,coupon,freight,gift"`
	AmountFen int64             `json:"amount_fen"`
	OrderNo   string            `json:"order_no,omitempty" maxLength:"200" doc:"That of the case if missing."`
	Item      string            `json:"item,omitempty" maxLength:"400" doc:"Of the order; empty for the whole."`
	Reason    string            `json:"reason" maxLength:"2000"`
	Statutory string            `json:"statutory,omitempty" maxLength:"2000" doc:"The law that asks for more than was paid; the policy's own word replaces it."`
	Facts     map[string]string `json:"facts,omitempty" doc:"What was found out, by the names of policy facts, perhaps nothing: the policy is asked, and says how much it may be. Missing: it is not asked, and only a little may be claimed. What is known of the case and its order outranks it."`
}

// asked are the facts of a claim as the policy reads them, nil where it is not asked.
func asked(facts map[string]string) map[string]any {
	if facts == nil {
		return nil
	}
	return said(facts)
}

// claimDraft is a claim with what the policy says of it.
func (s *Server) claimDraft(ctx context.Context, caseID string, d ClaimDraft) (compensation.Draft, error) {
	return ceiling.Ask(ctx, s.Rulebooks, caseID, compensation.Draft{Remedy: compensation.Remedy(d.Remedy), Fen: d.AmountFen, OrderNo: d.OrderNo,
		Item: d.Item, Reason: d.Reason, Statutory: d.Statutory}, asked(d.Facts))
}

// Claim is a compensation on its way to a buyer.
type Claim struct {
	ID             string        `json:"id"`
	CaseID         string        `json:"case_id"`
	CaseNumber     string        `json:"case_number"`
	ConversationID string        `json:"conversation_id" doc:"Empty for who may not read conversations."`
	ShopID         string        `json:"shop_id"`
	ShopName       string        `json:"shop_name"`
	Zone           string        `json:"zone"`
	Remedy         string        `json:"remedy" enum:"payment,partial_refund,coupon,freight,gift"`
	AmountFen      int64         `json:"amount_fen"`
	OrderNo        string        `json:"order_no"`
	Item           string        `json:"item"`
	Reason         string        `json:"reason"`
	Statutory      string        `json:"statutory"`
	Policy         *PolicyAnswer `json:"policy" doc:"Missing if the policy was not asked."`
	State          string        `json:"state" enum:"waiting,approved,paying,paid,refused,withdrawn"`
	WeightFen      int64         `json:"weight_fen" doc:"How heavy it weighs, with what else the buyer got and how bad the case is."`
	Needs          int64         `json:"needs" doc:"People who must approve it."`
	Approvals      []ClaimWord   `json:"approvals" nullable:"false" doc:"Oldest first; those of an earlier content do not count."`
	Asked          []Person      `json:"asked" nullable:"false" doc:"Who may decide about it now, those whose turn it is first."`
	AskedRole      string        `json:"asked_role" doc:"Id of the role whose turn it is."`
	AsksMe         bool          `json:"asks_me"`
	Mine           bool          `json:"mine" doc:"The reader wrote it, and therefore does not approve it."`
	DueAt          *time.Time    `json:"due_at" doc:"Until when an answer is hoped for."`
	OverdueAt      *time.Time    `json:"overdue_at"`
	Note           string        `json:"note" doc:"Why it was refused, withdrawn, handed on or came back; a fault code or words."`
	MadeBy         Person        `json:"made_by"`
	MadeAt         time.Time     `json:"made_at"`
	ChangedAt      time.Time     `json:"changed_at"`
	DecidedBy      *Person       `json:"decided_by"`
	DecidedAt      *time.Time    `json:"decided_at"`
	PaidAt         *time.Time    `json:"paid_at"`
	Summary        string        `json:"summary" doc:"Of the case."`
	Scenario       string        `json:"scenario"`
	Severity       string        `json:"severity" enum:"low,normal,high,critical"`
	History        []ClaimBefore `json:"history" nullable:"false" doc:"What the buyer got in other cases, newest first, while it waits."`
	Payout         *Payout       `json:"payout"`
	Version        int64         `json:"version"`
}

// ClaimWord is that somebody has approved a claim.
type ClaimWord struct {
	By     Person    `json:"by"`
	For    *Person   `json:"for" doc:"In whose place, if not their own."`
	Note   string    `json:"note"`
	At     time.Time `json:"at"`
	Counts bool      `json:"counts" doc:"False for what has been changed since."`
}

// ClaimBefore is an earlier compensation of the same buyer.
type ClaimBefore struct {
	CaseNumber string    `json:"case_number"`
	Remedy     string    `json:"remedy" enum:"payment,partial_refund,coupon,freight,gift"`
	AmountFen  int64     `json:"amount_fen"`
	State      string    `json:"state" enum:"waiting,approved,paying,paid,refused,withdrawn"`
	MadeAt     time.Time `json:"made_at"`
}

// ClaimList is the claims of a case, oldest first.
type ClaimList struct {
	Items []Claim `json:"items" nullable:"false"`
}

func (s *Server) compensationRoutes(api huma.API) {
	add(api, operation{id: "readCaseClaims", method: http.MethodGet, path: "/api/cases/{id}/compensations", tag: "compensation",
		summary: "Read the compensations of a case", access: needs(identity.CompensationRead)}, s.readCaseClaims)
	add(api, operation{id: "claimCompensation", method: http.MethodPost, path: "/api/cases/{id}/compensations", tag: "compensation",
		summary: "Ask for a compensation", access: needs(identity.CompensationClaim), status: http.StatusCreated}, s.claimCompensation)
	add(api, operation{id: "readClaim", method: http.MethodGet, path: "/api/compensations/{id}", tag: "compensation",
		summary: "Read a compensation", access: needs(identity.CompensationRead)}, s.readClaim)
	add(api, operation{id: "changeClaim", method: http.MethodPatch, path: "/api/compensations/{id}", tag: "compensation",
		summary: "Change a compensation; it has to be approved anew", access: needs(identity.CompensationClaim)}, s.changeClaim)
	add(api, operation{id: "withdrawClaim", method: http.MethodPost, path: "/api/compensations/{id}/withdraw", tag: "compensation",
		summary: "Withdraw a compensation, for a reason", access: needs(identity.CompensationClaim)}, s.withdrawClaim)
}

func (s *Server) readCaseClaims(ctx context.Context, in *idInput) (*body[ClaimList], error) {
	all, err := s.Approvals.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireClaims(ctx, all)
	return answer(ClaimList{items}, err)
}

type claimInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body ClaimDraft
}

func (s *Server) claimCompensation(ctx context.Context, in *claimInput) (*body[Claim], error) {
	d, err := s.claimDraft(ctx, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	c, err := s.Approvals.Claim(ctx, in.ID, in.Key, d)
	return s.answerClaim(ctx, c, err)
}

func (s *Server) readClaim(ctx context.Context, in *idInput) (*body[Claim], error) {
	v, err := s.Approvals.Get(ctx, in.ID)
	return s.answerView(ctx, v, err)
}

type changeClaimInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ClaimDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) changeClaim(ctx context.Context, in *changeClaimInput) (*body[Claim], error) {
	known, err := s.Approvals.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.claimDraft(ctx, known.CaseID, in.Body.ClaimDraft)
	if err != nil {
		return nil, err
	}
	c, err := s.Approvals.Change(ctx, in.ID, in.Body.Version, d)
	return s.answerClaim(ctx, c, err)
}

// claimStepInput is what steps of a claim take: the version that was seen, and why.
type claimStepInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note,omitempty" maxLength:"2000"`
	}
}

func (s *Server) withdrawClaim(ctx context.Context, in *claimStepInput) (*body[Claim], error) {
	c, err := s.Approvals.Withdraw(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

// answerClaim reads a claim as its reader may see it. Who may act on one may read it.
func (s *Server) answerClaim(ctx context.Context, c compensation.Claim, err error) (*body[Claim], error) {
	if err != nil {
		return nil, err
	}
	v, err := s.Approvals.See(ctx, c)
	return s.answerView(ctx, v, err)
}

func (s *Server) answerView(ctx context.Context, v approval.View, err error) (*body[Claim], error) {
	if err != nil {
		return nil, err
	}
	all, err := s.wireClaims(ctx, []approval.View{v})
	if err != nil {
		return nil, err
	}
	return &body[Claim]{all[0]}, nil
}

// wireClaims names the people of claims, and adds what became of them.
func (s *Server) wireClaims(ctx context.Context, all []approval.View) ([]Claim, error) {
	var people, cases, shops, ids []string
	for _, v := range all {
		ids, cases, shops = append(ids, v.ID), append(cases, v.CaseID), append(shops, v.ShopID)
		people = append(people, v.MadeBy, v.DecidedBy)
		for _, a := range v.Approvals {
			people = append(people, a.By, a.For)
		}
	}
	paid, err := s.Payouts.Beside(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range paid.Payouts {
		people = append(people, p.ByID, p.SettledBy)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, cases, nil, shops)
	if err != nil {
		return nil, err
	}
	actor, _ := identity.From(ctx)
	out := make([]Claim, 0, len(all))
	for _, v := range all {
		w := wireClaim(v, names)
		w.Mine, w.Zone, w.ShopName = isAuthor(v, actor.ID), beside.Zones[v.ShopID], beside.Shops[v.ShopID]
		if mayIn(ctx, identity.ConversationRead, v.ShopID) {
			w.ConversationID = beside.Conversations[v.CaseID]
		}
		if p, ok := paid.Payouts[v.ID]; ok {
			w.Payout = s.wirePayout(ctx, p, paid.Proofs[v.ID], names)
		}
		out = append(out, w)
	}
	return out, nil
}

func isAuthor(v approval.View, id string) bool {
	for _, a := range v.Authors {
		if a == id {
			return true
		}
	}
	return false
}

func wireClaim(v approval.View, names map[string]string) Claim {
	w := Claim{
		ID: v.ID, CaseID: v.CaseID, CaseNumber: v.CaseNumber, ShopID: v.ShopID, Remedy: string(v.Remedy), AmountFen: v.Fen, OrderNo: v.OrderNo,
		Item: v.Item, Reason: v.Reason, Statutory: v.Statutory, State: string(v.State), WeightFen: v.Weight, Needs: v.Needs,
		Approvals: []ClaimWord{}, Asked: []Person{}, AskedRole: v.LevelRole, AsksMe: v.AsksMe, DueAt: optional(v.DueAt), OverdueAt: optional(v.OverdueAt),
		Note: v.Note, MadeBy: Person{v.MadeBy, names[v.MadeBy]}, MadeAt: v.MadeAt.UTC(), ChangedAt: v.ChangedAt.UTC(), DecidedBy: person(v.DecidedBy, names),
		DecidedAt: optional(v.DecidedAt), PaidAt: optional(v.PaidAt), Summary: v.Summary, Scenario: v.Scenario, Severity: v.Severity,
		History: []ClaimBefore{}, Version: v.Version,
	}
	if p := v.Policy; p.Cap >= 0 {
		w.Policy = &PolicyAnswer{p.ID, p.Text, p.Cap, append([]string{}, p.Reasons...)}
	}
	for _, a := range v.Approvals {
		word := ClaimWord{By: Person{a.By, names[a.By]}, Note: a.Note, At: a.At.UTC(), Counts: a.Round == v.Round}
		if a.For != a.By {
			word.For = person(a.For, names)
		}
		w.Approvals = append(w.Approvals, word)
	}
	for _, a := range v.Asked {
		w.Asked = append(w.Asked, Person{a.ID, a.Name})
	}
	for _, c := range v.History {
		w.History = append(w.History, ClaimBefore{c.CaseNumber, string(c.Remedy), c.Fen, string(c.State), c.MadeAt.UTC()})
	}
	return w
}

// person is somebody who may be missing.
func person(id string, names map[string]string) *Person {
	if id == "" {
		return nil
	}
	return &Person{id, names[id]}
}

// Payout is how a claim is brought to its buyer.
type Payout struct {
	Channel   string     `json:"channel" enum:"manual,coupon,erp"`
	State     string     `json:"state" enum:"doing,sending,unknown,paid,failed"`
	By        Person     `json:"by"`
	StartedAt time.Time  `json:"started_at"`
	Attempts  int64      `json:"attempts" doc:"Requests that were sent, all with the same key."`
	Key       string     `json:"key" doc:"Under which the merchant's system knows it."`
	Error     string     `json:"error" doc:"What went wrong last, as a code; empty if nothing did."`
	Reference string     `json:"reference" doc:"By which it is known elsewhere, or the code of the coupon."`
	Note      string     `json:"note"`
	SettledAt *time.Time `json:"settled_at"`
	SettledBy *Person    `json:"settled_by"`
	Proofs    []Proof    `json:"proofs" nullable:"false"`
	Version   int64      `json:"version"`
}

// Proof is a file that shows that something was paid.
type Proof struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int64  `json:"size" doc:"Bytes."`
	URL       string `json:"url"`
}

func (s *Server) wirePayout(ctx context.Context, p payout.Payout, proofs []payout.Proof, names map[string]string) *Payout {
	w := &Payout{Channel: string(p.Channel), State: string(p.State), By: Person{p.ByID, names[p.ByID]}, StartedAt: p.StartedAt.UTC(), Attempts: p.Attempts,
		Key: p.Key, Error: p.LastError, Note: p.Note, SettledAt: optional(p.SettledAt), SettledBy: person(p.SettledBy, names), Proofs: []Proof{}, Version: p.Version}
	if p.Channel != payout.Coupon || mayIn(ctx, identity.CompensationClaim, p.ShopID) || mayIn(ctx, identity.CompensationPay, p.ShopID) {
		w.Reference = p.Reference // a code is as good as money
	}
	for _, f := range proofs {
		w.Proofs = append(w.Proofs, Proof{f.ID, f.Name, f.MediaType, f.Size, "/api/payout-proofs/" + f.ID})
	}
	return w
}
