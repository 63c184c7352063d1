package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/shipment"
)

// Parcel is a parcel of an order, with its trace.
type Parcel struct {
	ID           string          `json:"id" doc:"Empty for one that nobody has watched."`
	Number       string          `json:"number" doc:"Of the carrier."`
	Carrier      string          `json:"carrier" doc:"What it is called; empty if nobody knows."`
	Province     string          `json:"province"`
	State        string          `json:"state" enum:"declared,picked,moving,customs,delivering,signed,problem,refused,returning,returned"`
	DispatchedAt *time.Time      `json:"dispatched_at"`
	PromisedAt   *time.Time      `json:"promised_at" doc:"By when somebody told the buyer that it would be there."`
	DueAt        *time.Time      `json:"due_at" doc:"By that, or by the rule of the shop."`
	LastAt       *time.Time      `json:"last_at"`
	Watch        string          `json:"watch" enum:",wanted,on,ended,failed" doc:"How far the subscription with the service is that tells traces."`
	WatchCode    string          `json:"watch_code"`
	Events       []ParcelEvent   `json:"events" nullable:"false" doc:"The latest first."`
	Troubles     []ParcelTrouble `json:"troubles" nullable:"false"`
	Version      int64           `json:"version"`
}

// ParcelEvent is what a carrier has said.
type ParcelEvent struct {
	At     time.Time `json:"at"`
	State  string    `json:"state"`
	Text   string    `json:"text"`
	Place  string    `json:"place"`
	Source string    `json:"source" enum:"service,hand"`
}

// ParcelTrouble is what is wrong with a parcel, and who looks after it.
type ParcelTrouble struct {
	ID      string     `json:"id"`
	Kind    string     `json:"kind" enum:"no_pickup,stalled,undeliverable,signed_away,returned,late"`
	Since   time.Time  `json:"since" doc:"From when it counts."`
	State   string     `json:"state" enum:"open,snoozed,told,done,moved"`
	FoundAt time.Time  `json:"found_at"`
	Until   *time.Time `json:"until" doc:"Put off until then."`
	By      *Person    `json:"by"`
	ByAt    *time.Time `json:"by_at"`
	Note    string     `json:"note"`
	TalkID  string     `json:"conversation_id" doc:"In which the buyer was told."`
	CaseID  string     `json:"case_id"`
	Version int64      `json:"version"`
}

// ParcelLine is a parcel in trouble, as the queue shows it.
type ParcelLine struct {
	ParcelTrouble
	ShopID       string     `json:"shop_id"`
	ShopName     string     `json:"shop_name"`
	OrderNo      string     `json:"order_no"`
	Platform     string     `json:"platform"`
	Nick         string     `json:"nick"`
	Goods        string     `json:"goods"`
	Number       string     `json:"number"`
	Carrier      string     `json:"carrier"`
	Province     string     `json:"province"`
	ParcelState  string     `json:"parcel_state"`
	DispatchedAt *time.Time `json:"dispatched_at"`
	LastAt       *time.Time `json:"last_at"`
	LastText     string     `json:"last_text"`
	Buyer        string     `json:"buyer" doc:"What the customer is called; empty if nobody knows."`
	BuyerTalkID  string     `json:"buyer_conversation_id" doc:"The latest with them; empty for none, and for who may not read conversations."`
	Reach        string     `json:"reach" enum:"chat,hand" doc:"Whether the buyer can be told in a conversation with us."`
	CaseTalkID   string     `json:"case_conversation_id" doc:"In which its case is; empty for none, and for who may not read conversations."`
	Suggested    Suggested  `json:"suggested" doc:"What the buyer may be told: a draft."`
}

// Suggested is a draft in the languages of buyers.
type Suggested struct {
	Chinese string `json:"zh"`
	English string `json:"en"`
}

// ParcelQueue is a page of parcels in trouble, those that were found first first.
type ParcelQueue struct {
	Items []ParcelLine `json:"items" nullable:"false"`
	Next  string       `json:"next" doc:"Empty at the end."`
}

// ParcelList is the parcels of an order.
type ParcelList struct {
	Items []Parcel `json:"items" nullable:"false"`
}

func (s *Server) shipmentRoutes(api huma.API) {
	op := func(id, method, path, summary string, p identity.Permission) operation {
		return operation{id: id, method: method, path: path, tag: "shipment", summary: summary, access: needs(p)}
	}
	add(api, op("readParcels", http.MethodGet, "/api/orders/{id}/parcels", "Read the parcels of an order, with their traces", identity.OrderRead), s.readParcels)
	none := func(o operation) operation { o.status = http.StatusNoContent; return o }
	add(api, none(op("typeTrace", http.MethodPost, "/api/orders/{id}/parcels/trace", "Add what somebody has read at the carrier's", identity.CaseWrite)), s.typeTrace)
	add(api, op("importTraces", http.MethodPost, "/api/shops/{id}/parcels/import", "Add what a table tells of parcels", identity.CaseWrite), s.importTraces)
	add(api, none(op("setParcelDue", http.MethodPost, "/api/parcels/{id}/due", "Note by when the buyer was told that it would be there", identity.CaseWrite)), s.setParcelDue)
	add(api, none(op("refreshParcel", http.MethodPost, "/api/parcels/{id}/refresh", "Ask the service what carriers say now", identity.CaseWrite)), s.refreshParcel)
	add(api, op("readParcelQueue", http.MethodGet, "/api/parcel-troubles", "Read parcels in trouble, those that were found first first", identity.OrderRead), s.readParcelQueue)
	step := func(id, path, summary string, p identity.Permission) operation {
		return op(id, http.MethodPost, "/api/parcel-troubles/{id}/"+path, summary, p)
	}
	add(api, step("tellParcelBuyer", "tell", "Write to the buyer of a parcel in trouble", identity.ConversationReply), s.tellParcelBuyer)
	add(api, step("noteParcelTold", "told", "Say that the buyer was told on the platform or by phone", identity.ConversationReply), s.noteParcelTold)
	add(api, step("openParcelCase", "case", "Open a case about a parcel in trouble", identity.CaseWrite), s.openParcelCase)
	add(api, step("settleParcel", "settle", "End it with what came of it", identity.CaseWrite), s.settleParcel)
	add(api, step("snoozeParcel", "snooze", "Put it off until a time", identity.CaseWrite), s.snoozeParcel)
}

func (s *Server) readParcels(ctx context.Context, in *idInput) (*body[ParcelList], error) {
	all, err := s.Shipments.OfOrder(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, v := range all {
		for _, t := range v.Troubles {
			people = append(people, t.By)
		}
	}
	names, err := s.Desk.Names(ctx, people)
	out := ParcelList{Items: []Parcel{}}
	for _, v := range all {
		p := Parcel{ID: v.ID, Number: v.Number, Carrier: v.CarrierName(shipment.Languages[readerLanguage(ctx)]), Province: v.Province, State: string(v.State), DispatchedAt: optional(v.DispatchedAt),
			PromisedAt: optional(v.PromisedAt), DueAt: optional(v.DueAt), LastAt: optional(v.LastAt), Watch: string(v.Sub), WatchCode: v.SubCode,
			Events: []ParcelEvent{}, Troubles: []ParcelTrouble{}, Version: v.Version}
		for i := len(v.Events) - 1; i >= 0; i-- {
			e := v.Events[i]
			p.Events = append(p.Events, ParcelEvent{e.At.UTC(), string(e.State), e.Text, e.Place, e.Source})
		}
		for _, t := range v.Troubles {
			p.Troubles = append(p.Troubles, wireTrouble(t, names))
		}
		out.Items = append(out.Items, p)
	}
	return answer(out, err)
}

func wireTrouble(t shipment.Trouble, names map[string]string) ParcelTrouble {
	return ParcelTrouble{ID: t.ID, Kind: string(t.Kind), Since: t.Since.UTC(), State: string(t.State), FoundAt: t.FoundAt.UTC(), Until: optional(t.Until), By: person(t.By, names),
		ByAt: optional(t.ByAt), Note: t.Note, TalkID: t.ConversationID, CaseID: t.CaseID, Version: t.Version}
}

type typeTraceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Number string    `json:"number" maxLength:"400" doc:"Of the carrier, as the order has it."`
		At     time.Time `json:"at"`
		State  string    `json:"state,omitempty" enum:",picked,moving,customs,delivering,signed,problem,refused,returning,returned" doc:"Read from the words if empty."`
		Text   string    `json:"text" maxLength:"1200"`
		Place  string    `json:"place,omitempty" maxLength:"200"`
	}
}

func (s *Server) typeTrace(ctx context.Context, in *typeTraceInput) (*struct{}, error) {
	b := in.Body
	return nil, s.Shipments.Type(ctx, in.ID, b.Number, shipment.Event{At: b.At.UTC(), State: shipment.State(b.State), Text: b.Text, Place: b.Place})
}

type importTracesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Content string `json:"content" maxLength:"200000" doc:"CSV, or what a spreadsheet puts on the clipboard: columns 运单号, 时间 and 轨迹, perhaps 状态 and 地点."`
	}
}

// TracesTaken is what came of a table of traces.
type TracesTaken struct {
	Fresh int         `json:"fresh" doc:"Events that were new."`
	Wrong []TraceLine `json:"wrong" nullable:"false" doc:"Rows that were passed over."`
}

// TraceLine is a row that could not be read, and why.
type TraceLine struct {
	Line   int    `json:"line"`
	Detail string `json:"detail"`
}

func (s *Server) importTraces(ctx context.Context, in *importTracesInput) (*body[TracesTaken], error) {
	fresh, wrong, err := s.Shipments.Import(ctx, in.ID, in.Body.Content)
	out := TracesTaken{fresh, []TraceLine{}}
	for _, w := range wrong {
		out.Wrong = append(out.Wrong, TraceLine{w.Line, sentence(readerLanguage(ctx), w.Code, w.Args)})
	}
	return answer(out, err)
}

type parcelDueInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64      `json:"version"`
		At      *time.Time `json:"at,omitempty" doc:"None goes back to the rule of the shop."`
	}
}

func (s *Server) setParcelDue(ctx context.Context, in *parcelDueInput) (*struct{}, error) {
	var at time.Time
	if in.Body.At != nil {
		at = in.Body.At.UTC()
	}
	return nil, s.Shipments.Promise(ctx, in.ID, in.Body.Version, at)
}

func (s *Server) refreshParcel(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.Tracking.Refresh(ctx, in.ID)
}

type parcelQueueInput struct {
	Shop  string `query:"shop" maxLength:"64"`
	State string `query:"state" enum:"open,snoozed,told,done,moved" default:"open"`
	Kind  string `query:"kind" enum:",no_pickup,stalled,undeliverable,signed_away,returned,late"`
	After string `query:"after" maxLength:"100"`
}

func (s *Server) readParcelQueue(ctx context.Context, in *parcelQueueInput) (*body[ParcelQueue], error) {
	all, next, err := s.Shipments.Troubled(ctx, shipment.Filter{ShopID: in.Shop, State: shipment.Standing(in.State), Kind: shipment.Kind(in.Kind), After: in.After})
	if err != nil {
		return nil, err
	}
	items, err := s.wireParcelLines(ctx, all)
	return answer(ParcelQueue{items, next}, err)
}

func (s *Server) wireParcelLines(ctx context.Context, all []shipment.Line) ([]ParcelLine, error) {
	var people, cases, shops []string
	for _, l := range all {
		people, cases, shops = append(people, l.By), append(cases, l.CaseID), append(shops, l.Trouble.ShopID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, cases, nil, shops)
	if err != nil {
		return nil, err
	}
	out := make([]ParcelLine, 0, len(all))
	for _, l := range all {
		at := l.Shipment
		w := ParcelLine{ParcelTrouble: wireTrouble(l.Trouble, names), ShopID: at.ShopID, ShopName: beside.Shops[at.ShopID], OrderNo: at.OrderNo, Platform: l.Platform, Nick: l.Nick, Goods: l.Goods,
			Number: at.Number, Carrier: at.CarrierName(shipment.Languages[readerLanguage(ctx)]), Province: at.Province, ParcelState: string(at.State), DispatchedAt: optional(at.DispatchedAt), LastAt: optional(at.LastAt),
			LastText: at.LastText, Reach: string(l.Reach)}
		if mayIn(ctx, identity.ConversationRead, at.ShopID) {
			w.BuyerTalkID, w.Buyer, w.CaseTalkID = l.ConversationID, l.Buyer, beside.Conversations[l.CaseID]
		}
		w.Suggested = Suggested{at.Suggested(l.Kind, "zh-CN", w.Buyer), at.Suggested(l.Kind, "en", w.Buyer)}
		out = append(out, w)
	}
	return out, nil
}

type tellParcelInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text" maxLength:"20000"`
	}
}

func (s *Server) tellParcelBuyer(ctx context.Context, in *tellParcelInput) (*body[ParcelLine], error) {
	l, err := s.Shipments.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Assist.AllowInShop(ctx, l.Trouble.ShopID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	return s.answerParcel(ctx, in.ID, s.Shipments.Tell(ctx, in.ID, in.Body.Version, in.Body.Text))
}

// answerParcel reads a parcel in trouble as it is after a step.
func (s *Server) answerParcel(ctx context.Context, id string, err error) (*body[ParcelLine], error) {
	if err != nil {
		return nil, err
	}
	l, err := s.Shipments.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := s.wireParcelLines(ctx, []shipment.Line{l})
	if err != nil {
		return nil, err
	}
	return &body[ParcelLine]{all[0]}, nil
}

type parcelNoteInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note" maxLength:"1200"`
	}
}

func (s *Server) noteParcelTold(ctx context.Context, in *parcelNoteInput) (*body[ParcelLine], error) {
	return s.answerParcel(ctx, in.ID, s.Shipments.NoteTold(ctx, in.ID, in.Body.Version, in.Body.Note))
}

func (s *Server) settleParcel(ctx context.Context, in *parcelNoteInput) (*body[ParcelLine], error) {
	return s.answerParcel(ctx, in.ID, s.Shipments.Settle(ctx, in.ID, in.Body.Version, in.Body.Note))
}

type parcelCaseInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Summary string `json:"summary" maxLength:"4000" doc:"What is wrong, as people say it."`
	}
}

func (s *Server) openParcelCase(ctx context.Context, in *parcelCaseInput) (*body[ParcelLine], error) {
	_, err := s.Shipments.OpenCase(ctx, in.ID, in.Body.Version, in.Body.Summary)
	return s.answerParcel(ctx, in.ID, err)
}

type parcelSnoozeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		Until   time.Time `json:"until"`
	}
}

func (s *Server) snoozeParcel(ctx context.Context, in *parcelSnoozeInput) (*body[ParcelLine], error) {
	return s.answerParcel(ctx, in.ID, s.Shipments.Snooze(ctx, in.ID, in.Body.Version, in.Body.Until.UTC()))
}
