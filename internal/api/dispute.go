package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/identity"
)

// DisputeFacts are what an outside dispute is about; people may correct them.
type DisputeFacts struct {
	Reason  string `json:"reason" enum:"quality,not_as_described,counterfeit,late,lost,refund,return_refused,price_invoice,service,food_safety,privacy,other"`
	Demand  string `json:"demand,omitempty" doc:"What the buyer wants, in words."`
	Amount  int64  `json:"amount,omitempty" doc:"In fen."`
	CaseID  string `json:"case_id,omitempty" maxLength:"64" doc:"Empty if there is no case."`
	OrderNo string `json:"order_no,omitempty" maxLength:"400"`
	OwnerID string `json:"owner_id,omitempty" maxLength:"64" doc:"Oneself if missing."`
}

func (f DisputeFacts) facts() dispute.Facts {
	return dispute.Facts{Reason: f.Reason, Demand: f.Demand, Amount: f.Amount, CaseID: f.CaseID, OrderNo: f.OrderNo, OwnerID: f.OwnerID}
}

// Dispute is what a buyer has brought before somebody outside.
type Dispute struct {
	ID         string     `json:"id"`
	ShopID     string     `json:"shop_id"`
	Zone       string     `json:"zone" doc:"IANA name of the shop's time zone."`
	Kind       string     `json:"kind" enum:"after_sale,intervention,gov12315,gov12345,public_site,legal,other"`
	Platform   string     `json:"platform" enum:"taobao,douyin,jd,pdd,kuaishou,xiaohongshu,wechat,other,none"`
	Number     string     `json:"number" doc:"As it is called outside."`
	Reason     string     `json:"reason"`
	Demand     string     `json:"demand"`
	Amount     int64      `json:"amount" doc:"In fen."`
	CaseID     string     `json:"case_id"`
	CaseNumber string     `json:"case_number"`
	OrderNo    string     `json:"order_no"`
	Owner      Person     `json:"owner"`
	ReceivedAt time.Time  `json:"received_at"`
	State      string     `json:"state" enum:"open,answered,asked_more,decided,appealed"`
	Outcome    string     `json:"outcome" enum:",won,partly,lost,settled,withdrawn"`
	Paid       int64      `json:"paid" doc:"In the end, in fen."`
	Note       string     `json:"note" doc:"Of the decision."`
	DecidedAt  *time.Time `json:"decided_at"`
	Step       string     `json:"step" enum:",answer,supplement,execute" doc:"What is to be done now; empty for nothing."`
	Since      *time.Time `json:"since" doc:"When that began."`
	DueAt      *time.Time `json:"due_at" doc:"Missing if nobody knows."`
	DueBy      string     `json:"due_by" enum:",rule,notice,hand" doc:"Where the deadline comes from."`
	AppealBy   *time.Time `json:"appeal_by" doc:"Until when the decision may be appealed."`
	AlarmedAt  *time.Time `json:"alarmed_at"`
	Version    int64      `json:"version"`
}

// DisputePage is a run of disputes, the most urgent first.
type DisputePage struct {
	Items []Dispute `json:"items" nullable:"false"`
	Next  string    `json:"next" doc:"Cursor of the following page; empty if there is none."`
}

// DisputeList is the disputes about a case.
type DisputeList struct {
	Items []Dispute `json:"items" nullable:"false"`
}

// RegisteredDispute is a dispute that is kept. Created is false if it was there: the
// same number is the same dispute.
type RegisteredDispute struct {
	Dispute Dispute `json:"dispute"`
	Created bool    `json:"created"`
}

func (s *Server) disputeRoutes(api huma.API) {
	add(api, operation{id: "readDisputes", method: http.MethodGet, path: "/api/disputes", tag: "dispute",
		summary: "Read outside disputes, the most urgent first", access: needs(identity.DisputeRead)}, s.readDisputes)
	add(api, operation{id: "registerDispute", method: http.MethodPost, path: "/api/disputes", tag: "dispute",
		summary: "Register an outside dispute with its clock", access: needs(identity.DisputeWrite)}, s.registerDispute)
	add(api, operation{id: "readDispute", method: http.MethodGet, path: "/api/disputes/{id}", tag: "dispute",
		summary: "Read an outside dispute with its answer pack", access: needs(identity.DisputeRead)}, s.readDispute)
	add(api, operation{id: "readCaseDisputes", method: http.MethodGet, path: "/api/cases/{id}/disputes", tag: "dispute",
		summary: "Read the outside disputes about a case", access: needs(identity.DisputeRead)}, s.readCaseDisputes)
	add(api, operation{id: "changeDispute", method: http.MethodPut, path: "/api/disputes/{id}", tag: "dispute",
		summary: "Correct what an outside dispute is about", access: needs(identity.DisputeWrite)}, s.changeDispute)
	add(api, operation{id: "moveDispute", method: http.MethodPost, path: "/api/disputes/{id}/moves", tag: "dispute",
		summary: "Say that it was answered, that more is wanted, or how it was decided", access: needs(identity.DisputeWrite)}, s.moveDispute)
	add(api, operation{id: "correctDisputeDeadline", method: http.MethodPut, path: "/api/disputes/{id}/deadline", tag: "dispute",
		summary: "Set the deadline of what is to be done now, for a reason", access: needs(identity.DisputeWrite)}, s.correctDisputeDeadline)
	add(api, operation{id: "readDisputeClocks", method: http.MethodGet, path: "/api/shops/{id}/dispute-clocks", tag: "dispute",
		summary: "Read by when disputes of a shop have to be answered", access: needs(identity.DisputeRead)}, s.readDisputeClocks)
	add(api, operation{id: "saveDisputeClocks", method: http.MethodPut, path: "/api/shops/{id}/dispute-clocks", tag: "dispute",
		summary: "Say by when disputes of a shop have to be answered", access: needs(identity.DisputeSettings)}, s.saveDisputeClocks)
	add(api, operation{id: "readDisputeReport", method: http.MethodGet, path: "/api/shops/{id}/dispute-report", tag: "dispute",
		summary: "Read how disputes of a shop ended", access: needs(identity.DisputeRead)}, s.readDisputeReport)
}

type readDisputesInput struct {
	States   []string `query:"states" doc:"All if missing." enum:"open,answered,asked_more,decided,appealed"`
	Mine     bool     `query:"mine" doc:"Only one's own."`
	Overdue  bool     `query:"overdue" doc:"Only those whose time is over."`
	Shop     string   `query:"shop" maxLength:"64"`
	Kind     string   `query:"kind" maxLength:"40"`
	Platform string   `query:"platform" maxLength:"40"`
	Reason   string   `query:"reason" maxLength:"40"`
	Number   string   `query:"number" maxLength:"400" doc:"The whole number outside."`
	After    string   `query:"after" maxLength:"200"`
}

func (s *Server) readDisputes(ctx context.Context, in *readDisputesInput) (*body[DisputePage], error) {
	f := dispute.Filter{ShopID: in.Shop, Kind: dispute.Kind(in.Kind), Platform: in.Platform, Reason: in.Reason, Number: in.Number, After: in.After}
	for _, state := range in.States {
		f.States = append(f.States, dispute.State(state))
	}
	if in.Overdue {
		f.LateAt = s.Now()
	}
	p, err := s.Disputes.List(ctx, f, in.Mine)
	if err != nil {
		return nil, err
	}
	items, err := s.wireDisputes(ctx, p.Disputes)
	return answer(DisputePage{items, p.Next}, err)
}

type registerDisputeInput struct {
	Keyed
	Body struct {
		DisputeFacts
		ShopID     string     `json:"shop_id" maxLength:"64"`
		Kind       string     `json:"kind" maxLength:"40"`
		Platform   string     `json:"platform" maxLength:"40"`
		Number     string     `json:"number" maxLength:"400"`
		ReceivedAt time.Time  `json:"received_at"`
		DueAt      *time.Time `json:"due_at,omitempty" doc:"As the notice says it; by the clocks of the shop if missing."`
	}
}

func (s *Server) registerDispute(ctx context.Context, in *registerDisputeInput) (*body[RegisteredDispute], error) {
	b := in.Body
	d, created, err := s.Disputes.Register(ctx, in.Key, dispute.Draft{ShopID: b.ShopID, Kind: dispute.Kind(b.Kind), Platform: b.Platform, Number: b.Number,
		ReceivedAt: b.ReceivedAt, DueAt: given(b.DueAt), Facts: b.facts()})
	if err != nil {
		return nil, err
	}
	items, err := s.wireDisputes(ctx, []dispute.Dispute{d})
	if err != nil {
		return nil, err
	}
	return answer(RegisteredDispute{items[0], created}, nil)
}

// given is a time that may be missing.
func given(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func (s *Server) readDispute(ctx context.Context, in *idInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.Get(ctx, in.ID)
	return s.answerDispute(ctx, d, err)
}

func (s *Server) readCaseDisputes(ctx context.Context, in *idInput) (*body[DisputeList], error) {
	all, err := s.Disputes.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireDisputes(ctx, all)
	return answer(DisputeList{items}, err)
}

type changeDisputeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		DisputeFacts
		Version int64 `json:"version"`
	}
}

func (s *Server) changeDispute(ctx context.Context, in *changeDisputeInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.Change(ctx, in.ID, in.Body.Version, in.Body.facts())
	return s.answerDispute(ctx, d, err)
}

type moveDisputeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64      `json:"version"`
		Verb    string     `json:"verb" enum:"answer,ask,decide,execute,appeal"`
		Note    string     `json:"note,omitempty"`
		At      *time.Time `json:"at,omitempty" doc:"When it happened; now if missing."`
		DueAt   *time.Time `json:"due_at,omitempty" doc:"Until when what follows has to be done, as the notice says it."`
		Outcome string     `json:"outcome,omitempty" maxLength:"20" doc:"Of a decision: won, partly, lost, settled or withdrawn."`
		Paid    int64      `json:"paid,omitempty" doc:"Of a decision, in fen."`
	}
}

func (s *Server) moveDispute(ctx context.Context, in *moveDisputeInput) (*body[DisputeDetail], error) {
	b := in.Body
	d, err := s.Disputes.Take(ctx, in.ID, b.Version, dispute.Taking{Verb: dispute.Verb(b.Verb), Note: b.Note, At: given(b.At), DueAt: given(b.DueAt),
		Outcome: dispute.Outcome(b.Outcome), Paid: b.Paid})
	return s.answerDispute(ctx, d, err)
}

type disputeDeadlineInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		DueAt   time.Time `json:"due_at"`
		Reason  string    `json:"reason"`
	}
}

func (s *Server) correctDisputeDeadline(ctx context.Context, in *disputeDeadlineInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.Correct(ctx, in.ID, in.Body.Version, in.Body.DueAt, in.Body.Reason)
	return s.answerDispute(ctx, d, err)
}

// wireDisputes names the people and zones of disputes.
func (s *Server) wireDisputes(ctx context.Context, all []dispute.Dispute) ([]Dispute, error) {
	var people, shops []string
	for _, d := range all {
		people, shops = append(people, d.OwnerID), append(shops, d.ShopID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, nil, nil, shops)
	out := make([]Dispute, 0, len(all))
	for _, d := range all {
		w := wireDispute(d)
		w.Owner.Name, w.Zone = names[d.OwnerID], beside.Zones[d.ShopID]
		out = append(out, w)
	}
	return out, err
}

func wireDispute(d dispute.Dispute) Dispute {
	return Dispute{
		ID: d.ID, ShopID: d.ShopID, Kind: string(d.Kind), Platform: d.Platform, Number: d.Number, Reason: d.Reason, Demand: d.Demand, Amount: d.Amount,
		CaseID: d.CaseID, CaseNumber: d.CaseNumber, OrderNo: d.OrderNo, Owner: Person{ID: d.OwnerID}, ReceivedAt: d.ReceivedAt.UTC(),
		State: string(d.State), Outcome: string(d.Outcome), Paid: d.Paid, Note: d.Note, DecidedAt: optional(d.DecidedAt), Step: string(d.Step),
		Since: optional(d.Since), DueAt: optional(d.DueAt), DueBy: string(d.DueBy), AppealBy: optional(d.AppealBy), AlarmedAt: optional(d.AlarmedAt),
		Version: d.Version,
	}
}
