package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/recall"
)

// Recall is goods that are taken back.
type Recall struct {
	ID         string       `json:"id"`
	ShopID     string       `json:"shop_id"`
	ShopName   string       `json:"shop_name"`
	CaseID     string       `json:"case_id" doc:"From which it was opened; empty for one by hand."`
	CaseNumber string       `json:"case_number"`
	TalkID     string       `json:"conversation_id" doc:"Of the case; empty for who may not read conversations."`
	Reason     string       `json:"reason" enum:"expired,foreign_body,safety"`
	Code       string       `json:"code" doc:"Of the product."`
	Name       string       `json:"name"`
	Batch      string       `json:"batch"`
	From       *time.Time   `json:"from" doc:"From when on goods were shipped whose batch nobody has recorded."`
	Until      *time.Time   `json:"until"`
	State      string       `json:"state" enum:"open,waiting,sending,told,closed"`
	Advice     string       `json:"advice" doc:"What the buyer of the case may be told at once: a draft."`
	Suggested  string       `json:"suggested" doc:"What the other buyers may be told: a draft with the places {buyer}, {order}, {product} and {batch}."`
	Message    string       `json:"message"`
	MessageBy  *Person      `json:"message_by"`
	ApprovedBy *Person      `json:"approved_by"`
	ApprovedAt *time.Time   `json:"approved_at"`
	MayApprove bool         `json:"may_approve" doc:"The reader may approve the words."`
	Tasks      []RecallTask `json:"tasks" nullable:"false"`
	Orders     int64        `json:"orders" doc:"With goods of the batch."`
	More       bool         `json:"more" doc:"There are more orders than are listed."`
	People     int64        `json:"people" doc:"Buyers who can be written to."`
	Told       int64        `json:"told"`
	ByHand     int64        `json:"by_hand" doc:"Told by phone or on the platform."`
	Answered   int64        `json:"answered"`
	Unreached  int64        `json:"unreached" doc:"Nobody knows where to write to."`
	Result     string       `json:"result"`
	OpenedBy   Person       `json:"opened_by"`
	OpenedAt   time.Time    `json:"opened_at"`
	ClosedBy   *Person      `json:"closed_by"`
	ClosedAt   *time.Time   `json:"closed_at"`
	Version    int64        `json:"version"`
}

// RecallTask is what a department has to do.
type RecallTask struct {
	ID   string     `json:"id" enum:"quality,stock,takedown"`
	Key  string     `json:"key" doc:"Under which its ticket is sent once."`
	Sent string     `json:"ticket_id" doc:"The ticket that was sent; empty for none, and in lists."`
	Done bool       `json:"done"`
	Note string     `json:"note"`
	By   *Person    `json:"by"`
	At   *time.Time `json:"at"`
}

// RecallList is recalls, the latest first.
type RecallList struct {
	Items []Recall `json:"items" nullable:"false"`
	Next  string   `json:"next" doc:"Empty at the end."`
}

// RecallOfCase is the recalls that were opened from a case, and what its buyer may be
// told at once.
type RecallOfCase struct {
	Items  []Recall `json:"items" nullable:"false"`
	Reason string   `json:"reason" enum:",expired,foreign_body,safety" doc:"For which goods as these are taken back; empty where they are not."`
	Advice string   `json:"advice" doc:"To stop using the goods: a draft, empty where that is not needed."`
}

// RecallBuyer is an order with the goods.
type RecallBuyer struct {
	N        int64      `json:"n"`
	OrderNo  string     `json:"order_no"`
	Platform string     `json:"platform"`
	Nick     string     `json:"nick"`
	Quantity int64      `json:"quantity"`
	How      string     `json:"how" enum:"batch,window" doc:"The order records the batch, or was shipped in the time."`
	TalkID   string     `json:"conversation_id"`
	State    string     `json:"state" enum:"listed,told,same,unreachable,by_hand"`
	Note     string     `json:"note"`
	ToldAt   *time.Time `json:"told_at"`
}

// RecallBuyers is a page of buyers.
type RecallBuyers struct {
	Items []RecallBuyer `json:"items" nullable:"false"`
	Next  int64         `json:"next" doc:"0 at the end."`
}

func (s *Server) recallRoutes(api huma.API) {
	add(api, operation{id: "readRecalls", method: http.MethodGet, path: "/api/recalls", tag: "recall", summary: "Read recalls, the latest first", access: needs(identity.CaseRead)}, s.readRecalls)
	add(api, operation{id: "openRecall", method: http.MethodPost, path: "/api/recalls", tag: "recall",
		summary: "Take goods back: list who bought them and call the supervisors", access: needs(identity.CaseWrite), status: http.StatusCreated}, s.openRecall)
	add(api, operation{id: "readRecall", method: http.MethodGet, path: "/api/recalls/{id}", tag: "recall", summary: "Read a recall", access: needs(identity.CaseRead)}, s.readRecall)
	add(api, operation{id: "readCaseRecalls", method: http.MethodGet, path: "/api/cases/{id}/recalls", tag: "recall",
		summary: "Read the recalls that were opened from a case", access: needs(identity.CaseRead)}, s.readCaseRecalls)
	add(api, operation{id: "readRecallBuyers", method: http.MethodGet, path: "/api/recalls/{id}/buyers", tag: "recall",
		summary: "Read who bought the goods", access: needs(identity.OrderRead)}, s.readRecallBuyers)
	step := func(id, path, summary string, p identity.Permission) operation {
		return operation{id: id, method: http.MethodPost, path: "/api/recalls/{id}/" + path, tag: "recall", summary: summary, access: needs(p)}
	}
	add(api, step("writeRecall", "message", "Write to the buyers, once somebody else approves it", identity.CaseWrite), s.writeRecall)
	add(api, step("approveRecall", "approve", "Let the words go to the buyers", identity.TeamSupervise), s.approveRecall)
	add(api, step("finishRecallTask", "task", "Say that a department has done its part", identity.CaseWrite), s.finishRecallTask)
	add(api, step("reachRecallBuyer", "reach", "Say that a buyer was told by phone or on the platform", identity.CaseWrite), s.reachRecallBuyer)
	add(api, step("closeRecall", "close", "End a recall with what came of it", identity.TeamSupervise), s.closeRecall)
}

type recallsInput struct {
	After string `query:"after" maxLength:"100"`
}

func (s *Server) readRecalls(ctx context.Context, in *recallsInput) (*body[RecallList], error) {
	all, next, err := s.Recalls.Latest(ctx, in.After)
	if err != nil {
		return nil, err
	}
	items, err := s.wireRecalls(ctx, all)
	return answer(RecallList{items, next}, err)
}

func (s *Server) readCaseRecalls(ctx context.Context, in *idInput) (*body[RecallOfCase], error) {
	all, err := s.Recalls.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := s.Complaints.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireRecalls(ctx, all)
	out := RecallOfCase{Items: items, Reason: recall.Scenarios[c.Scenario]}
	if out.Reason != "" {
		out.Advice = recall.Draft{Reason: out.Reason}.Advice()
	}
	return answer(out, err)
}

type openRecallInput struct {
	Keyed
	Body RecallDraft
}

// RecallDraft is what somebody says of goods that are taken back.
type RecallDraft struct {
	ShopID string     `json:"shop_id" maxLength:"64" doc:"That of the case, if there is one."`
	CaseID string     `json:"case_id,omitempty" maxLength:"64"`
	Reason string     `json:"reason" enum:"expired,foreign_body,safety"`
	Code   string     `json:"code" maxLength:"400" doc:"Of the product, as orders call it."`
	Name   string     `json:"name,omitempty" maxLength:"400"`
	Batch  string     `json:"batch,omitempty" maxLength:"400"`
	From   *time.Time `json:"from,omitempty" doc:"When goods were shipped whose batch nobody has recorded."`
	Until  *time.Time `json:"until,omitempty"`
}

func (s *Server) openRecall(ctx context.Context, in *openRecallInput) (*body[Recall], error) {
	b := in.Body
	d := recall.Draft{CaseID: b.CaseID, ShopID: b.ShopID, Reason: b.Reason, Code: b.Code, Name: b.Name, Batch: b.Batch}
	if b.From != nil {
		d.From = b.From.UTC()
	}
	if b.Until != nil {
		d.Until = b.Until.UTC()
	}
	r, err := s.Recalls.Open(ctx, in.Key, d)
	return s.answerRecall(ctx, r, err)
}

func (s *Server) readRecall(ctx context.Context, in *idInput) (*body[Recall], error) {
	v, err := s.Recalls.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.wireRecalls(ctx, []recall.Recall{v.Recall})
	if err != nil {
		return nil, err
	}
	w := all[0]
	w.ByHand, w.Unreached, w.Answered = v.Reached[recall.ByHand], v.Reached[recall.Unreachable], v.Answered
	for i, t := range w.Tasks {
		w.Tasks[i].Sent = v.Tickets[t.ID]
	}
	return &body[Recall]{w}, nil
}

// answerRecall reads a recall as it is after a step.
func (s *Server) answerRecall(ctx context.Context, r recall.Recall, err error) (*body[Recall], error) {
	if err != nil {
		return nil, err
	}
	return s.readRecall(ctx, &idInput{r.ID})
}

type recallBuyersInput struct {
	ID    string `path:"id" maxLength:"64"`
	State string `query:"state" enum:",listed,told,same,unreachable,by_hand"`
	After int64  `query:"after" minimum:"0"`
}

func (s *Server) readRecallBuyers(ctx context.Context, in *recallBuyersInput) (*body[RecallBuyers], error) {
	all, next, err := s.Recalls.Buyers(ctx, in.ID, recall.Reach(in.State), in.After)
	out := RecallBuyers{Items: []RecallBuyer{}, Next: next}
	for _, b := range all {
		out.Items = append(out.Items, RecallBuyer{b.N, b.OrderNo, b.Platform, b.Nick, b.Quantity, b.How, b.ConversationID, string(b.State), b.Note, optional(b.ToldAt)})
	}
	return answer(out, err)
}

type recallTextInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text" maxLength:"2000" doc:"With the places {buyer}, {order}, {product} and {batch}."`
	}
}

func (s *Server) writeRecall(ctx context.Context, in *recallTextInput) (*body[Recall], error) {
	v, err := s.Recalls.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Assist.AllowInShop(ctx, v.ShopID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	r, err := s.Recalls.Write(ctx, in.ID, in.Body.Version, in.Body.Text)
	return s.answerRecall(ctx, r, err)
}

func (s *Server) approveRecall(ctx context.Context, in *versionInput) (*body[Recall], error) {
	r, err := s.Recalls.Approve(ctx, in.ID, in.Body.Version)
	return s.answerRecall(ctx, r, err)
}

type recallTaskInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Task    string `json:"task" enum:"quality,stock,takedown"`
		Note    string `json:"note" maxLength:"2000" doc:"What was found or done."`
	}
}

func (s *Server) finishRecallTask(ctx context.Context, in *recallTaskInput) (*body[Recall], error) {
	r, err := s.Recalls.Finish(ctx, in.ID, in.Body.Version, in.Body.Task, in.Body.Note)
	return s.answerRecall(ctx, r, err)
}

type recallReachInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		N       int64  `json:"n" minimum:"1"`
		Note    string `json:"note" maxLength:"2000" doc:"How they were told."`
	}
}

func (s *Server) reachRecallBuyer(ctx context.Context, in *recallReachInput) (*body[Recall], error) {
	r, err := s.Recalls.Reach(ctx, in.ID, in.Body.Version, in.Body.N, in.Body.Note)
	return s.answerRecall(ctx, r, err)
}

type recallCloseInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Result  string `json:"result" maxLength:"4000"`
	}
}

func (s *Server) closeRecall(ctx context.Context, in *recallCloseInput) (*body[Recall], error) {
	r, err := s.Recalls.Close(ctx, in.ID, in.Body.Version, in.Body.Result)
	return s.answerRecall(ctx, r, err)
}

func (s *Server) wireRecalls(ctx context.Context, all []recall.Recall) ([]Recall, error) {
	var people, cases, shops []string
	for _, r := range all {
		people, cases, shops = append(people, r.OpenedBy, r.MessageBy, r.ApprovedBy, r.ClosedBy), append(cases, r.CaseID), append(shops, r.ShopID)
		for _, t := range r.Tasks {
			people = append(people, t.By)
		}
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
	out := make([]Recall, 0, len(all))
	for _, r := range all {
		w := Recall{ID: r.ID, ShopID: r.ShopID, ShopName: beside.Shops[r.ShopID], CaseID: r.CaseID, CaseNumber: r.CaseNumber, Reason: r.Reason, Code: r.Code,
			Name: r.Name, Batch: r.Batch, From: optional(r.From), Until: optional(r.Until), State: string(r.State), Advice: r.Advice(), Suggested: r.Suggested(),
			Message: r.Message, MessageBy: person(r.MessageBy, names), ApprovedBy: person(r.ApprovedBy, names), ApprovedAt: optional(r.ApprovedAt),
			MayApprove: r.State == recall.Waiting && r.MessageBy != actor.ID && mayIn(ctx, identity.TeamSupervise, r.ShopID), Tasks: []RecallTask{},
			Orders: r.Total, More: r.More, People: r.People, Told: r.Sent, Result: r.Result, OpenedBy: Person{r.OpenedBy, names[r.OpenedBy]}, OpenedAt: r.OpenedAt.UTC(),
			ClosedBy: person(r.ClosedBy, names), ClosedAt: optional(r.ClosedAt), Version: r.Version}
		if mayIn(ctx, identity.ConversationRead, r.ShopID) {
			w.TalkID = beside.Conversations[r.CaseID]
		}
		for _, t := range r.Tasks {
			w.Tasks = append(w.Tasks, RecallTask{t.ID, r.TaskKey(t.ID), "", t.Done, t.Note, person(t.By, names), optional(t.At)})
		}
		out = append(out, w)
	}
	return out, nil
}
