// Package bulk gives many buyers an honest update at once: the same words with
// their own names, matters and times in them, and a new time. Each commitment is
// updated by itself, through the same door as by hand, in the version that was
// looked at before. What has changed meanwhile is passed over and told. Nothing
// is ever kept, waived or closed here.
//
// The file bulk.go holds the rules and does no I/O; service.go takes a bulk in,
// jobs.go works it off in chunks, store.go is the SQL.
package bulk

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a bulk.
const (
	MaxItems = 2000
	MaxHours = 30 * 24
	maxAge   = time.Hour // of the moment that its preview was made
)

// Plan is what all commitments of a bulk are told. One of DueAt and Hours is
// given.
type Plan struct {
	Text  string    // with the places {buyer}, {what} and {due}
	DueAt time.Time // the new time of all
	Hours int       // or by how much each gets later; what is overdue, from AsOf on
	Note  string    // for the team
	AsOf  time.Time // the moment that the preview was made
}

// Item is one commitment of a bulk.
type Item struct {
	N            int64
	CommitmentID string
	Version      int64 // that was looked at
	Text         string
	DueAt        time.Time
	State        State
	Code         string // why it was passed over, a catalogue code
}

// State says how far an item is.
type State string

const (
	Waiting State = "waiting"
	Done    State = "done"
	Skipped State = "skipped"
)

// Bulk is an update of many commitments of a shop.
type Bulk struct {
	ID        string
	ShopID    string
	ActorID   string
	ActorName string
	Note      string
	MadeAt    time.Time
	EndedAt   time.Time // zero while items wait
	Total     int64
	Done      int64
	Skipped   int64
}

var (
	places    = []string{"{buyer}", "{what}", "{due}"}
	placeForm = regexp.MustCompile(`\{[^{}]*\}`)
	nameless  = regexp.MustCompile(`\{buyer\}[\s,，:：、]*`)
)

// check returns the plan as it will be followed, or what is wrong with it.
func (p Plan) check(now time.Time) (Plan, error) {
	p.Text, p.Note = strings.TrimSpace(p.Text), strings.TrimSpace(p.Note)
	p.AsOf = p.AsOf.Truncate(time.Minute)
	for _, place := range placeForm.FindAllString(p.Text, -1) {
		if !slices.Contains(places, place) {
			return p, fault.Field("text", "bulk.place_unknown", "place", strings.Trim(place, "{}"))
		}
	}
	switch {
	case p.Text == "":
		return p, fault.Field("text", "commitment.text_missing")
	case len([]rune(p.Text)) > commitment.MaxTextLen:
		return p, fault.Field("text", "commitment.text_too_long", "limit", commitment.MaxTextLen, "over", len([]rune(p.Text))-commitment.MaxTextLen)
	case len([]rune(p.Note)) > commitment.MaxTextLen:
		return p, fault.Field("note", "commitment.text_too_long", "limit", commitment.MaxTextLen, "over", len([]rune(p.Note))-commitment.MaxTextLen)
	case p.DueAt.IsZero() == (p.Hours == 0):
		return p, fault.Field("due_at", "bulk.due_missing")
	case p.Hours < 0 || p.Hours > MaxHours:
		return p, fault.Field("hours", "bulk.hours_range", "max", MaxHours)
	case now.Sub(p.AsOf) > maxAge || p.AsOf.After(now):
		return p, fault.Field("as_of", "bulk.preview_old")
	}
	return p, nil
}

// dueOf is the new time of a commitment that was due at a time.
func (p Plan) dueOf(was time.Time) time.Time {
	if p.Hours == 0 {
		return p.DueAt
	}
	if was.Before(p.AsOf) {
		was = p.AsOf
	}
	return was.Add(time.Duration(p.Hours) * time.Hour)
}

// dueForm is how a time is written to a buyer.
const dueForm = "01-02 15:04"

// Draft is what becomes of a commitment under the plan. Without a name, the
// place of the buyer is left out with the mark that follows it. Values are not
// looked at again: a buyer who calls herself {what} stays so.
func (p Plan) Draft(c commitment.Commitment, buyer string, zone *time.Location) commitment.Draft {
	due, text := p.dueOf(c.DueAt), p.Text
	if buyer == "" {
		text = nameless.ReplaceAllString(text, "")
	}
	fill := strings.NewReplacer("{buyer}", buyer, "{what}", c.Text, "{due}", due.In(zone).Format(dueForm))
	return commitment.Draft{Text: fill.Replace(text), DueAt: due}
}

// item is c in a bulk. One that would be refused anyway is passed over at once.
func (p Plan) item(n int64, c commitment.Commitment, version int64, buyer string, zone *time.Location, now time.Time) Item {
	d := p.Draft(c, buyer, zone)
	i := Item{N: n, CommitmentID: c.ID, Version: version, DueAt: d.DueAt, State: Waiting}
	var err error
	if i.Text, err = d.Check(now); err != nil {
		i.State, i.Code = Skipped, fault.CodeOf(err)
	}
	return i
}
