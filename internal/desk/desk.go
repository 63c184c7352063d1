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
	Case           RowCase
	NextDue        RowDue
}

// RowCase is the newest open case of a row; ID is "" if there is none.
type RowCase struct{ ID, Number, Scenario, Severity, Stage string }

// RowDue is the open commitment of a row that is due first; ID is "" if there
// is none.
type RowDue struct {
	ID, Text string
	DueAt    time.Time
	Broken   bool
}

// Counts are the sizes of the views, each at most countCap.
type Counts struct{ Mine, Unassigned, Waiting, All int64 }

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

// Queue returns a page of a view, from a cursor on, of one shop or of all ("")
// that the actor may read.
func (s *Service) Queue(ctx context.Context, view View, shopID, after string, limit int) (p Page, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	ask := question{actor: actor.ID, scope: scope, shopID: shopID}
	if p.Counts, err = ask.counts(q); err != nil {
		return p, err
	}
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	at, id, err := readCursor(view, after)
	if err != nil {
		return p, err
	}
	if p.Rows, err = ask.rows(q, view, at, id, limit); err != nil {
		return p, err
	}
	if len(p.Rows) == limit {
		p.Next = p.Rows[limit-1].cursor(view)
	}
	return p, nil
}

// cursor names the place of a row in a view.
func (r Row) cursor(v View) string {
	at := r.LastAt
	if v == Waiting {
		at = r.WaitingSince
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(db.Millis(at), 10) + "/" + r.ConversationID))
}

// readCursor returns the place before which a view begins without a cursor.
func readCursor(v View, after string) (at int64, id string, err error) {
	if after == "" && v == Waiting {
		return 0, "", nil
	}
	if after == "" {
		return 1 << 62, "~", nil
	}
	bad := fault.Field("after", "request.bad_cursor")
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil {
		return 0, "", bad
	}
	number, id, ok := strings.Cut(string(text), "/")
	if at, err = strconv.ParseInt(number, 10, 64); err != nil || !ok {
		return 0, "", bad
	}
	return at, id, nil
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
