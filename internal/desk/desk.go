// Package desk answers what an agent's screen asks. It only reads, and is the
// one place besides reports where tables of several nouns are joined.
package desk

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service answers the questions of screens.
type Service struct {
	DB  *db.DB
	Now func() time.Time
}

// View is a part of the queue.
type View string

const (
	Mine       View = "mine"       // what I look after
	Unassigned View = "unassigned" // what nobody looks after
	Waiting    View = "waiting"    // where a buyer waits, the longest first
	All        View = "all"
	Snoozed    View = "snoozed" // what was put off, the first to come back first
)

// Person is a member of the team as a screen names them. The zero Person is
// nobody.
type Person struct{ ID, Name string }

// Row is a conversation as the queue shows it. Times may be zero.
type Row struct {
	ConversationID string
	ShopID         string
	ShopName       string
	CustomerID     string
	CustomerName   string
	Channel        string
	Preview        string
	LastSender     string
	LastAt         time.Time
	WaitingSince   time.Time
	Assignee       Person
	Unread         int64
	HeadSeq        int64
	SnoozedUntil   time.Time
	WokeAt         time.Time // when it came back, until somebody answers
	Version        int64
	Case           RowCase
	Tickets        string // of its open cases: "handed_back", "at_work" or "done", the first that is true of one; "" if there are none
	NextDue        RowDue
	Heard          RowHeard

	place int64 // the time, or the urgency, by which it is in order
}

// RowCase is the newest open case of a row; ID is "" if there is none.
type RowCase struct{ ID, Number, Scenario, Severity, Stage string }

// RowHeard is what was heard last of a row's buyer; its zero value if nothing was.
type RowHeard struct {
	Kind     string // of the emotion in the last turn
	Level    int64  // 0 to 4
	Severity string
	Risks    []hearing.Mark // the gravest first
}

// RowDue is the open commitment of a row that is due first; ID is "" if there
// is none.
type RowDue struct {
	ID, Text string
	DueAt    time.Time
	Broken   bool
}

// Counts are the sizes of the views, each at most countCap.
type Counts struct{ Mine, Unassigned, Waiting, All, Snoozed int64 }

// Page is a part of the queue. Next is the cursor of the following one, "" if
// there is none.
type Page struct {
	Rows   []Row
	Next   string
	Counts Counts
}

const (
	maxPage  = 100
	countCap = 100
)

// Ask says which part of the queue somebody wants to see.
type Ask struct {
	View   View
	Filter Filter
	Order  Order
	After  string // cursor of the page before, "" for the first one
	Limit  int
}

// Queue returns a page of a view, of what the actor may read.
func (s *Service) Queue(ctx context.Context, ask Ask) (p Page, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return p, err
	}
	at, err := readCursor(ask.After)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	a := question{Filter: ask.Filter, view: ask.View, order: ask.Order, actor: actor.ID, scope: scope, now: s.Now()}
	if p.Counts, err = a.counts(q); err != nil {
		return p, err
	}
	limit := ask.Limit
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	if p.Rows, err = a.rows(q, at, limit); err != nil {
		return p, err
	}
	if len(p.Rows) == limit {
		last := p.Rows[limit-1]
		p.Next = place{last.place, last.ConversationID}.cursor()
	}
	return p, nil
}

// place is where a row stands in its order.
type place struct {
	time int64
	id   string
}

func (p place) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.time, 10) + "/" + p.id))
}

// readCursor returns the place behind which a page begins; the zero place for
// the first page.
func readCursor(after string) (p place, err error) {
	if after == "" {
		return p, nil
	}
	bad := fault.Field("after", "request.bad_cursor")
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil {
		return p, bad
	}
	number, id, ok := strings.Cut(string(text), "/")
	if p.time, err = strconv.ParseInt(number, 10, 64); err != nil || !ok {
		return p, bad
	}
	p.id = id
	return p, nil
}

// Heads returns the newest state of topics, so that a screen notices what it
// was not told: the last message number of team:ID, the last one that the buyer
// may see of conv:ID, the time of the last change of shop:ID.
func (s *Service) Heads(ctx context.Context, topics []string) (map[string]int64, error) {
	q := s.DB.Reader(ctx)
	heads := map[string]int64{}
	for _, topic := range topics {
		kind, id, _ := strings.Cut(topic, ":")
		var n int64
		var err error
		switch kind {
		case "conv":
			n, err = conversation.HeadForBuyer(q, id)
		case "team":
			n, err = db.Value[int64](q, `SELECT head_seq FROM conversation WHERE id = ?`, id)
		case "shop":
			n, err = db.Value[int64](q, `SELECT COALESCE(MAX(changed_at), 0) FROM conversation WHERE shop_id = ?`, id)
		case "user":
			n, err = db.Value[int64](q, `SELECT COALESCE(MAX(at), 0) FROM notice WHERE user_id = ?`, id)
		default:
			continue
		}
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("head of %s: %w", kind, err)
		}
		heads[topic] = n
	}
	return heads, nil
}
