package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Line is something that happened in a case.
type Line struct {
	At     time.Time
	Actor  Person
	Verb   string // as in the audit record: "commitment.keep"
	Text   string // words that belong to it, "" if none or erased
	Reason string // why, of a list; "" if none
	To     Person // who was given something; nobody if none
	Number string // of another case, "" if none
	Moves  []Move // stages that the case came to, or passed over, with it
}

// Move is a step of a case from stage to stage. How is "reached", "skipped" or
// "back".
type Move struct{ Stage, How string }

// Timeline returns what happened in a case, its commitments and tickets, oldest first,
// at most 200 lines of each. The caller has made sure that the actor may read
// the case.
func (s *Service) Timeline(ctx context.Context, caseID string) ([]Line, error) {
	q := s.DB.Reader(ctx)
	subjects := []string{"complaint/" + caseID, "complaint-clock/" + caseID}
	made, err := commitment.OfCaseIn(q, caseID)
	if err != nil {
		return nil, err
	}
	for _, c := range made {
		subjects = append(subjects, "commitment/"+c.ID, "commitment-clock/"+c.ID)
	}
	sent, err := ticket.OfCaseIn(q, caseID)
	if err != nil {
		return nil, err
	}
	for _, t := range sent {
		subjects = append(subjects, "ticket/"+t.ID, "ticket-clock/"+t.ID)
	}
	var lines []Line
	var people []string
	for _, subject := range subjects {
		records, err := audit.List(q, subject, 0, 200)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(records) { // newest first, and many at one moment
			l := lineOf(r)
			people = append(people, l.Actor.ID, l.To.ID)
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.At.Compare(b.At) })
	known, err := names(q, people)
	for i := range lines {
		lines[i].Actor.Name, lines[i].To.Name = known[lines[i].Actor.ID], known[lines[i].To.ID]
	}
	return lines, err
}

// lineOf reads a record. What was erased, or has another form, leaves its fields
// empty.
func lineOf(r audit.Record) Line {
	l := Line{At: r.At, Actor: Person{ID: r.Actor}, Verb: r.Verb}
	var said struct {
		Text, Note, Words, Summary, Reason, To, Number string
		Facts                                          struct{ Summary string }
		Moves                                          []Move
	}
	if json.Unmarshal([]byte(r.Payload), &said) != nil {
		var text string
		if json.Unmarshal([]byte(r.Payload), &text) == nil {
			l.Text = text
		}
		return l
	}
	for _, w := range []string{said.Text, said.Note, said.Words, said.Summary, said.Facts.Summary} {
		if w != "" && l.Text == "" {
			l.Text = w
		}
	}
	l.Reason, l.To.ID, l.Number, l.Moves = said.Reason, said.To, said.Number, said.Moves
	return l
}
