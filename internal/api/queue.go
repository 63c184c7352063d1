package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Queue is a page of a view of the queue.
type Queue struct {
	Items  []QueueItem `json:"items" nullable:"false"`
	Next   string      `json:"next" doc:"Cursor of the following page, empty at the end."`
	Counts QueueCounts `json:"counts"`
}

// QueueCounts are the sizes of the views, counted up to 100.
type QueueCounts struct {
	Mine       int64 `json:"mine"`
	Unassigned int64 `json:"unassigned"`
	Waiting    int64 `json:"waiting"`
	All        int64 `json:"all"`
	Snoozed    int64 `json:"snoozed"`
}

// QueueItem is a conversation as the queue shows it.
type QueueItem struct {
	ConversationID string       `json:"conversation_id"`
	ShopID         string       `json:"shop_id"`
	ShopName       string       `json:"shop_name"`
	Customer       CustomerName `json:"customer"`
	Channel        string       `json:"channel"`
	Preview        string       `json:"preview"`
	LastSender     string       `json:"last_sender" enum:"buyer,agent,system,"`
	LastAt         time.Time    `json:"last_at"`
	WaitingSince   *time.Time   `json:"waiting_since" doc:"When the oldest unanswered message came."`
	Assignee       *Person      `json:"assignee"`
	Unread         int64        `json:"unread"`
	HeadSeq        int64        `json:"head_seq"`
	SnoozedUntil   *time.Time   `json:"snoozed_until" doc:"When it comes back, if it is put off."`
	WokeAt         *time.Time   `json:"woke_at" doc:"When it came back, until somebody answers."`
	Version        int64        `json:"version"`
	Case           *QueueCase   `json:"case"`
	Tickets        string       `json:"tickets" enum:",at_work,handed_back,done" doc:"Of its open cases: whether a department has handed work back, else is at work, else is done."`
	NextDue        *QueueDue    `json:"next_due"`
	Heard          *QueueHeard  `json:"heard" doc:"What was heard last of the buyer."`
}

// QueueHeard is what was heard last of a buyer.
type QueueHeard struct {
	Kind     string      `json:"kind" enum:"angry,anxious,disappointed,sad,sarcastic,calm,pleased"`
	Level    int64       `json:"level" doc:"0 nothing to 4 beside themselves."`
	Severity string      `json:"severity" enum:",critical,high,normal,low"`
	Risks    []QueueRisk `json:"risks" nullable:"false" doc:"The gravest first."`
}

// QueueRisk is a threat or harm that was heard.
type QueueRisk struct {
	Type     string `json:"type"`
	UnderWay bool   `json:"under_way"`
}

// CustomerName is a customer as lists name them; the name is empty for a
// visitor who has not said.
type CustomerName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// QueueCase is the newest open case of a conversation.
type QueueCase struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Scenario string `json:"scenario"`
	Severity string `json:"severity"`
	Stage    string `json:"stage"`
}

// QueueDue is the open commitment of a conversation that is due first.
type QueueDue struct {
	CommitmentID string    `json:"commitment_id"`
	Text         string    `json:"text"`
	DueAt        time.Time `json:"due_at"`
	Broken       bool      `json:"broken"`
}

// QueueFilter narrows a view of the queue.
type QueueFilter struct {
	Shop       string   `query:"shop" json:"shop,omitempty" maxLength:"64"`
	Assignee   string   `query:"assignee" json:"assignee,omitempty" maxLength:"64" doc:"A user's id, me or nobody."`
	Channel    string   `query:"channel" json:"channel,omitempty" enum:"webchat,"`
	Case       string   `query:"case" json:"case,omitempty" enum:"open,none," doc:"With or without an open case."`
	Severity   []string `query:"severity,explode" json:"severity,omitempty" nullable:"false" enum:"low,normal,high,critical" maxItems:"4" doc:"Of the newest open case, as are scenario and stage."`
	Scenario   []string `query:"scenario,explode" json:"scenario,omitempty" nullable:"false" maxItems:"30"`
	Stage      []string `query:"stage,explode" json:"stage,omitempty" nullable:"false" maxItems:"10"`
	OverTarget bool     `query:"over_target" json:"over_target,omitempty" doc:"A buyer waits longer than their shop wants."`
	Overdue    bool     `query:"overdue" json:"overdue,omitempty" doc:"The time of a commitment has passed."`
	Unread     bool     `query:"unread" json:"unread,omitempty"`
	Risk       []string `query:"risk,explode" json:"risk,omitempty" nullable:"false" enum:"safety,regulator,media,lawsuit,privacy,extortion,platform,bad_review,abuse" maxItems:"9" doc:"Heard of the buyer."`
}

func (f QueueFilter) filter(ctx context.Context) desk.Filter {
	return desk.Filter{
		ShopID: f.Shop, AssigneeID: meOr(ctx, f.Assignee), Channel: f.Channel, Case: desk.CaseFilter(f.Case),
		Severities: f.Severity, Scenarios: f.Scenario, Stages: f.Stage,
		OverTarget: f.OverTarget, Overdue: f.Overdue, Unread: f.Unread, Risks: f.Risk,
	}
}

type queueInput struct {
	QueueFilter
	View  string `query:"view" enum:"mine,unassigned,waiting,all,snoozed" default:"all"`
	Order string `query:"order" enum:"newest,oldest,urgent," doc:"Instead of the view's own order."`
	After string `query:"after" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (s *Server) queueRoutes(api huma.API) {
	add(api, operation{id: "readQueue", method: http.MethodGet, path: "/api/queue", tag: "desk",
		summary: "Read a page of the queue", access: needs(identity.ConversationRead)}, s.readQueue)
}

func (s *Server) readQueue(ctx context.Context, in *queueInput) (*body[Queue], error) {
	p, err := s.Desk.Queue(ctx, desk.Ask{
		View: desk.View(in.View), Filter: in.filter(ctx), Order: desk.Order(in.Order), After: in.After, Limit: in.Limit,
	})
	q := Queue{Items: make([]QueueItem, 0, len(p.Rows)), Next: p.Next, Counts: QueueCounts(p.Counts)}
	for _, r := range p.Rows {
		q.Items = append(q.Items, wireRow(r))
	}
	return answer(q, err)
}

func wireRow(r desk.Row) QueueItem {
	item := QueueItem{
		ConversationID: r.ConversationID, ShopID: r.ShopID, ShopName: r.ShopName,
		Customer: CustomerName{r.CustomerID, r.CustomerName}, Channel: r.Channel, Preview: r.Preview,
		LastSender: r.LastSender, LastAt: r.LastAt, WaitingSince: optional(r.WaitingSince),
		Unread: r.Unread, HeadSeq: r.HeadSeq, SnoozedUntil: optional(r.SnoozedUntil), WokeAt: optional(r.WokeAt), Tickets: r.Tickets, Version: r.Version,
	}
	if r.Assignee.ID != "" {
		item.Assignee = &Person{r.Assignee.ID, r.Assignee.Name}
	}
	if r.Case.ID != "" {
		c := QueueCase(r.Case)
		item.Case = &c
	}
	if r.NextDue.ID != "" {
		item.NextDue = &QueueDue{r.NextDue.ID, r.NextDue.Text, r.NextDue.DueAt, r.NextDue.Broken}
	}
	if r.Heard.Kind != "" {
		item.Heard = &QueueHeard{r.Heard.Kind, r.Heard.Level, r.Heard.Severity, []QueueRisk{}}
		for _, k := range r.Heard.Risks {
			item.Heard.Risks = append(item.Heard.Risks, QueueRisk(k))
		}
	}
	return item
}
