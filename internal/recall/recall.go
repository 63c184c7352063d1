// Package recall takes goods that may harm people back: it tells the buyer of a case
// to stop using them, finds who else has bought the batch, hands work to the
// departments, calls the supervisors at once, and writes to the buyers once a second
// person has approved the words.
//
//	open --write--> waiting --approve--> sending --the last buyer--> told
//	  |                ^  |                                           |
//	  |                '--' write again                                |
//	  '------------------- close, with a result <---------------------'
//
// Each buyer is written to once, however many of their orders hold the batch.
// recall.go and words.go hold the rules and do no I/O; service.go, move.go and jobs.go
// are the operations, store.go is the SQL.
package recall

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Reasons are why goods are taken back.
var Reasons = []string{"expired", "foreign_body", "safety"}

// Scenarios are those of cases from which a recall is opened, with their reason.
var Scenarios = map[string]string{"quality.expired": "expired", "quality.foreign_body": "foreign_body", "quality.malfunction": "safety"}

// State is how far a recall is.
type State string

const (
	Open    State = "open"    // nobody has written to the buyers yet
	Waiting State = "waiting" // the words wait for a second person
	Sending State = "sending"
	Told    State = "told" // everybody who could be reached was written to
	Closed  State = "closed"
)

// Limits of a recall.
const (
	MaxBuyers  = 2000
	MaxText    = 500 // runes
	MaxResult  = 1000
	MaxName    = 100
	MaxWindow  = 400 * 24 * time.Hour
	MaxAnswers = 50
)

// Draft is what somebody says of the goods.
type Draft struct {
	CaseID      string // "" for a recall by hand
	ShopID      string // that of the case, if there is one
	Reason      string
	Code        string // of the product, as orders call it
	Name        string // of the product, for people
	Batch       string
	From, Until time.Time // when goods were shipped whose batch nobody has recorded
}

// Task is what a department has to do.
type Task struct {
	ID   string    `json:"id"` // "quality", "stock" or "takedown"
	Done bool      `json:"done,omitempty"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Tasks are those of every recall: test it, stop it and count it, take it down.
var Tasks = []string{"quality", "stock", "takedown"}

// TaskKey is the key under which the ticket for a task is sent, once.
func (r Recall) TaskKey(task string) string { return "recall-" + r.ID + "-" + task }

// Recall is goods that are taken back.
type Recall struct {
	ID, Key string
	Draft
	CaseNumber string
	State      State
	Message    string // to the buyers
	MessageBy  string
	ApprovedBy string
	ApprovedAt time.Time
	Tasks      []Task
	Total      int64 // orders with the goods
	People     int64 // buyers who can be written to
	Sent       int64 // of them
	More       bool  // there are more orders than are listed
	Result     string
	OpenedBy   string
	OpenedAt   time.Time
	ClosedBy   string
	ClosedAt   time.Time
	Version    int64
}

// Reach is how far a buyer is.
type Reach string

const (
	Listed      Reach = "listed"      // to be written to
	Written     Reach = "told"        // they were
	Same        Reach = "same"        // another of their orders stands for them
	Unreachable Reach = "unreachable" // nobody knows where to write to
	ByHand      Reach = "by_hand"     // somebody has told them by phone or on the platform
)

// Buyer is an order with the goods.
type Buyer struct {
	N                          int64
	OrderNo, Platform, Nick    string
	Quantity                   int64
	How                        string // of batch.ByBatch and batch.ByWindow
	CustomerID, ConversationID string
	State                      Reach
	Note                       string
	ToldAt                     time.Time
}

// clean returns the draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (Draft, error) {
	d.Code, d.Name, d.Batch = strings.TrimSpace(d.Code), strings.TrimSpace(d.Name), strings.TrimSpace(d.Batch)
	switch {
	case !slices.Contains(Reasons, d.Reason):
		return d, fault.Field("reason", "recall.reason_unknown")
	case d.Code == "" || utf8.RuneCountInString(d.Code) > MaxName:
		return d, fault.Field("code", "recall.code_missing", "limit", MaxName)
	case utf8.RuneCountInString(d.Name) > MaxName || utf8.RuneCountInString(d.Batch) > MaxName:
		return d, fault.Field("batch", "recall.name_long", "limit", MaxName)
	case d.Batch == "" && d.From.IsZero():
		return d, fault.Field("batch", "recall.batch_or_window")
	case d.From.IsZero() != d.Until.IsZero() || !d.From.IsZero() && !d.From.Before(d.Until):
		return d, fault.Field("from", "recall.window_form")
	case d.Until.Sub(d.From) > MaxWindow:
		return d, fault.Field("from", "recall.window_long", "days", int64(MaxWindow/(24*time.Hour)))
	}
	if d.Name == "" {
		d.Name = d.Code
	}
	return d, nil
}

// write gives a recall its words; they wait for somebody else to approve them.
func (r Recall) write(text, by string) (Recall, error) {
	text = strings.TrimSpace(text)
	switch {
	case r.State != Open && r.State != Waiting:
		return r, r.notNow()
	case text == "":
		return r, fault.Field("text", "recall.text_missing")
	case utf8.RuneCountInString(text) > MaxText:
		return r, fault.Field("text", "recall.text_long", "limit", MaxText)
	}
	if place := unknownPlace(text); place != "" {
		return r, fault.Field("text", "recall.place_unknown", "place", place)
	}
	r.State, r.Message, r.MessageBy = Waiting, text, by
	return r, nil
}

// approve lets the words go out. Nobody approves what they have written themselves.
func (r Recall) approve(by string, now time.Time) (Recall, error) {
	switch {
	case r.State != Waiting:
		return r, r.notNow()
	case r.MessageBy == by:
		return r, fault.New(fault.Denied, "recall.own_words")
	}
	r.State, r.ApprovedBy, r.ApprovedAt = Sending, by, now
	if r.People == 0 {
		r.State = Told
	}
	return r, nil
}

// finish notes that work is done, in whose words.
func (r Recall) finish(task, note, by string, now time.Time) (Recall, error) {
	note = strings.TrimSpace(note)
	i := slices.IndexFunc(r.Tasks, func(t Task) bool { return t.ID == task })
	switch {
	case r.State == Closed:
		return r, r.notNow()
	case i < 0:
		return r, fault.Field("task", "recall.task_unknown")
	case note == "":
		return r, fault.Field("note", "recall.note_missing")
	case utf8.RuneCountInString(note) > MaxText:
		return r, fault.Field("note", "recall.text_long", "limit", MaxText)
	}
	r.Tasks = slices.Clone(r.Tasks)
	r.Tasks[i] = Task{ID: task, Done: true, Note: note, By: by, At: now}
	return r, nil
}

// close ends a recall. What is still to be done keeps it open.
func (r Recall) close(result, by string, now time.Time) (Recall, error) {
	result = strings.TrimSpace(result)
	switch {
	case r.State == Closed || r.State == Sending:
		return r, r.notNow()
	case slices.ContainsFunc(r.Tasks, func(t Task) bool { return !t.Done }):
		return r, fault.New(fault.Conflict, "recall.tasks_open")
	case r.State != Told && r.People > 0:
		return r, fault.New(fault.Conflict, "recall.not_told")
	case result == "":
		return r, fault.Field("result", "recall.result_missing")
	case utf8.RuneCountInString(result) > MaxResult:
		return r, fault.Field("result", "recall.text_long", "limit", MaxResult)
	}
	r.State, r.Result, r.ClosedBy, r.ClosedAt = Closed, result, by, now
	return r, nil
}

func (r Recall) notNow() error {
	switch r.State {
	case Closed:
		return fault.New(fault.Conflict, "recall.closed")
	case Sending:
		return fault.New(fault.Conflict, "recall.sending")
	}
	return fault.New(fault.Conflict, "recall.not_now")
}
