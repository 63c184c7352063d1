// Package commitment keeps track of what we told customers we would do, and by
// when.
//
//	open --keep--> kept
//	  |---update-> updated   a new commitment takes its place
//	  '---waive--> waived
//
// Settling is what people do; time does two other things. At the due time an
// alarm goes to the owner. When the grace has ended as well, it is recorded
// that the commitment is broken. Broken is a fact, not a state: a broken
// commitment is still open, and has to be kept late, updated or waived before
// its case can close.
//
// The file commitment.go holds the rules and does no I/O; service.go applies
// them to stored commitments, store.go is the SQL, jobs.go is what happens as
// time passes. Commitments are made and replaced through the complaint package,
// which locks the case that they belong to.
package commitment

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how a commitment was settled, or that it is not.
type State string

const (
	Open    State = "open"
	Kept    State = "kept"
	Updated State = "updated"
	Waived  State = "waived"
)

// Limits of a commitment.
const (
	MaxHorizon = 90 * 24 * time.Hour
	MaxTextLen = 500 // runes, of the text and of notes
)

// Commitment is something that we said we would do by a time.
type Commitment struct {
	ID             string
	Key            string // given by the maker's program, the same for the same commitment
	CaseID         string
	ShopID         string
	CustomerID     string
	ConversationID string
	OwnerID        string
	DepartmentID   string // of the shop, who owes the work; "" if it is the owner's own
	Text           string // in the words that the customer was given
	MadeAt         time.Time
	DueAt          time.Time
	GraceEndsAt    time.Time
	State          State
	AlarmedAt      time.Time // when the due time passed unsettled; zero if not
	BrokenAt       time.Time // when the grace ended unsettled; zero if not
	SettledAt      time.Time // zero while open
	SettledBy      string
	Note           string // what the person who settled it wrote
	Replaces       string // id of the commitment whose place this one took
	ReplacedBy     string
	Version        int64 // counts what people did, not what the clocks recorded
}

// Draft is a commitment about to be made.
type Draft struct {
	Text         string
	DueAt        time.Time
	DepartmentID string // as it is, when it takes the place of another, if ""
}

// Case is what a commitment takes over from the case that it belongs to.
type Case struct {
	ID             string
	ShopID         string
	CustomerID     string
	ConversationID string
	OwnerID        string
}

// Check returns the words of a draft as they will be kept, or what is wrong with
// it now.
func (d Draft) Check(now time.Time) (text string, err error) {
	text, err = cleanText("text", d.Text)
	switch {
	case err != nil:
		return text, err
	case text == "":
		return text, fault.Field("text", "commitment.text_missing")
	case !d.DueAt.After(now):
		return text, fault.Field("due_at", "commitment.due_past")
	case d.DueAt.Sub(now) > MaxHorizon:
		return text, fault.Field("due_at", "commitment.due_too_far", "days", int(MaxHorizon.Hours()/24))
	}
	return text, nil
}

// make checks a draft and returns the commitment that it makes.
func (d Draft) make(id, key string, of Case, now time.Time, grace time.Duration) (Commitment, error) {
	text, err := d.Check(now)
	if err != nil {
		return Commitment{}, err
	}
	return Commitment{
		ID: id, Key: key, CaseID: of.ID, ShopID: of.ShopID, CustomerID: of.CustomerID, ConversationID: of.ConversationID, OwnerID: of.OwnerID,
		DepartmentID: d.DepartmentID, Text: text, MadeAt: now, DueAt: d.DueAt, GraceEndsAt: d.DueAt.Add(grace), State: Open, Version: 1,
	}, nil
}

// made tells whether c is what the draft made, whatever became of it.
func (d Draft) made(c Commitment) bool {
	return strings.TrimSpace(d.Text) == c.Text && d.DueAt.UnixMilli() == c.DueAt.UnixMilli() && d.DepartmentID == c.DepartmentID
}

func cleanText(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > MaxTextLen {
		return "", fault.Field(field, "commitment.text_too_long", "limit", MaxTextLen, "over", n-MaxTextLen)
	}
	return text, nil
}

// Broken reports whether the grace has ended before the commitment was settled.
func (c Commitment) Broken() bool { return !c.BrokenAt.IsZero() }

// WarnAt is when the owner is reminded: when a fifth of the time is left, at
// most a day ahead.
func (c Commitment) WarnAt() time.Time {
	return c.DueAt.Add(-min(c.DueAt.Sub(c.MadeAt)/5, 24*time.Hour))
}

// settle is the step that every way of settling shares. note is clean.
func (c Commitment) settle(as State, by, note string, now time.Time) (Commitment, error) {
	if c.State != Open {
		return c, fault.New(fault.Conflict, "commitment.settled_already", "state", string(c.State))
	}
	c.State, c.SettledAt, c.SettledBy, c.Note = as, now, by, note
	return c, nil
}

func (c Commitment) keep(by, note string, now time.Time) (Commitment, error) {
	note, err := cleanText("note", note)
	if err != nil {
		return c, err
	}
	return c.settle(Kept, by, note, now)
}

func (c Commitment) waive(by, reason string, now time.Time) (Commitment, error) {
	reason, err := cleanText("reason", reason)
	switch {
	case err != nil:
		return c, err
	case reason == "":
		return c, fault.Field("reason", "commitment.reason_missing")
	}
	return c.settle(Waived, by, reason, now)
}

// replace settles c as updated and returns the commitment that takes its place.
func (c Commitment) replace(d Draft, id, by, note string, now time.Time, grace time.Duration) (old, next Commitment, err error) {
	if strings.TrimSpace(d.Text) == "" {
		d.Text = c.Text
	}
	if d.DepartmentID == "" {
		d.DepartmentID = c.DepartmentID
	}
	if note, err = cleanText("note", note); err != nil {
		return c, next, err
	}
	of := Case{c.CaseID, c.ShopID, c.CustomerID, c.ConversationID, c.OwnerID}
	if next, err = d.make(id, "replaces/"+c.ID, of, now, grace); err != nil {
		return c, next, err
	}
	if old, err = c.settle(Updated, by, note, now); err != nil {
		return c, next, err
	}
	old.ReplacedBy, next.Replaces = next.ID, c.ID
	return old, next, nil
}

// alarm records that the due time has passed while c was open.
func (c Commitment) alarm(now time.Time) (Commitment, bool) {
	if c.State != Open || !c.AlarmedAt.IsZero() || now.Before(c.DueAt) {
		return c, false
	}
	c.AlarmedAt = now
	return c, true
}

// breach records that the grace has ended while c was open.
func (c Commitment) breach(now time.Time) (Commitment, bool) {
	if c.State != Open || c.Broken() || now.Before(c.GraceEndsAt) {
		return c, false
	}
	c.BrokenAt = now
	return c, true
}
