package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Conversation is a conversation with the names that a screen shows beside it.
type Conversation struct {
	conversation.Conversation
	ShopName      string
	Zone          string // IANA name of the shop's time zone
	CustomerName  string
	CustomerSince time.Time
	Assignee      Person
	RespondBy     time.Time // of a waiting buyer; zero if nobody waits or the shop never opens
}

// Name adds to a conversation what the screen shows beside it. The caller has
// made sure that the actor may read it.
func (s *Service) Name(ctx context.Context, c conversation.Conversation) (Conversation, error) {
	q := s.DB.Reader(ctx)
	named := Conversation{Conversation: c}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return named, err
	}
	who, err := customer.GetIn(q, c.CustomerID)
	if err != nil {
		return named, err
	}
	people, err := names(q, []string{c.AssigneeID})
	named.ShopName, named.Zone = at.Name, at.Location().String()
	if !c.WaitingSince.IsZero() {
		named.RespondBy = at.RespondBy(c.WaitingSince)
	}
	named.CustomerName, named.CustomerSince = who.Name, who.MadeAt
	named.Assignee = Person{c.AssigneeID, people[c.AssigneeID]}
	return named, err
}

// Names returns the names of members of the team by their ids.
func (s *Service) Names(ctx context.Context, ids []string) (map[string]string, error) {
	return names(s.DB.Reader(ctx), ids)
}

// Line is something that happened in a case.
type Line struct {
	At    time.Time
	Actor Person
	Verb  string // as in the audit record: "commitment.keep"
	Text  string // words that belong to it, "" if none or erased
}

// Timeline returns what happened in a case and its commitments, oldest first,
// at most 200 lines of each. The caller has made sure that the actor may read
// the case.
func (s *Service) Timeline(ctx context.Context, caseID string) ([]Line, error) {
	q := s.DB.Reader(ctx)
	subjects := []string{"complaint/" + caseID}
	made, err := commitment.OfCaseIn(q, caseID)
	if err != nil {
		return nil, err
	}
	for _, c := range made {
		subjects = append(subjects, "commitment/"+c.ID, "commitment-clock/"+c.ID)
	}
	var lines []Line
	var people []string
	for _, subject := range subjects {
		records, err := audit.List(q, subject, 0, 200)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(records) { // newest first, and many at one moment
			people = append(people, r.Actor)
			lines = append(lines, Line{r.At, Person{ID: r.Actor}, r.Verb, words(r.Payload)})
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.At.Compare(b.At) })
	known, err := names(q, people)
	for i := range lines {
		lines[i].Actor.Name = known[lines[i].Actor.ID]
	}
	return lines, err
}

// words picks what a person said out of a payload.
func words(payload string) string {
	var said struct{ Text, Note, Words, Summary string }
	if json.Unmarshal([]byte(payload), &said) != nil {
		var text string
		if json.Unmarshal([]byte(payload), &text) == nil {
			return text
		}
		return ""
	}
	for _, w := range []string{said.Text, said.Note, said.Words, said.Summary} {
		if w != "" {
			return w
		}
	}
	return ""
}

// marks are n places of a list in SQL.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func names(q db.Queryer, ids []string) (map[string]string, error) {
	found := map[string]string{}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return found, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id, name string
		err := row.Scan(&id, &name)
		found[id] = name
		return struct{}{}, err
	}, `SELECT id, name FROM app_user WHERE id IN (`+marks(len(ids))+`)`, args...)
	return found, err
}
