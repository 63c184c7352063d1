// Package sheet keeps handover sheets: what somebody hands over at the end of a
// shift, and to whom.
//
//	waiting --accept----> accepted     the taker owns it from then on
//	   |-----hand back--> handed_back  it stays where it was, and here is why
//	   |-----pass over--> passed       it had changed meanwhile, and nobody moved it
//	   '-----withdraw---> withdrawn    the giver keeps it after all
//
// These are the states of an item, a case or a conversation; a sheet is settled when
// none of its items waits. What has become of an item never changes again: what came
// back goes on another sheet. Nothing but accepting moves anything, and that through
// the handover package, which calls what a person would call.
//
// The file sheet.go holds the rules and does no I/O; store.go is the SQL.
package sheet

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is what became of an item.
type State string

const (
	Waiting    State = "waiting"
	Accepted   State = "accepted"
	HandedBack State = "handed_back"
	Passed     State = "passed"
	Withdrawn  State = "withdrawn"
)

// Kind says what an item is.
type Kind string

const (
	Case         Kind = "case"
	Conversation Kind = "conversation"
)

// Limits of a sheet.
const (
	MaxItems = 100
	MaxNote  = 500 // runes, of notes and reasons
)

// Commitment is a commitment that was open when its case was put on a sheet.
type Commitment struct {
	ID      string    `json:"id"`
	Text    string    `json:"text"`
	DueAt   time.Time `json:"due_at"`
	Version int64     `json:"version"`
}

// Item is a case or a conversation on a sheet, in the version that the giver saw.
type Item struct {
	N              int64 // from 1
	Kind           Kind
	RefID          string // of the case, or of the conversation
	ConversationID string
	Version        int64
	Note           string // what the taker should know of it
	Commitments    []Commitment
	State          State
	Why            string // words of who handed it back; a fault code if it was passed over
	SettledAt      time.Time
}

// Sheet is what one person hands over to another.
type Sheet struct {
	ID        string
	ShopID    string
	FromID    string
	ToID      string
	Note      string
	EndsAt    time.Time // of the giver's shift
	MadeAt    time.Time
	SettledAt time.Time // zero while an item waits
	CalledAt  time.Time // when the supervisors were told that it waits
	Version   int64
	Items     []Item
}

// Draft is a sheet about to be handed over.
type Draft struct {
	ToID  string
	Note  string
	Items []Pick
}

// Pick is what shall be on a sheet, in the version that was looked at.
type Pick struct {
	Kind    Kind
	ID      string
	Version int64
	Note    string
}

// Clean returns a draft of somebody as it will be kept, or what is wrong with it.
func (d Draft) Clean(fromID string) (Draft, error) {
	var err error
	d.Items = slices.Clone(d.Items)
	switch d.Note, err = cleanText("note", d.Note); {
	case err != nil:
		return d, err
	case d.Note == "":
		return d, fault.Field("note", "handover.note_missing")
	case d.ToID == "":
		return d, fault.Field("to", "handover.taker_missing")
	case d.ToID == fromID:
		return d, fault.Field("to", "handover.to_oneself")
	case len(d.Items) == 0 || len(d.Items) > MaxItems:
		return d, fault.Field("items", "handover.items_range", "max", MaxItems)
	}
	seen := map[string]bool{}
	for i, p := range d.Items {
		if p.Kind != Case && p.Kind != Conversation || seen[string(p.Kind)+p.ID] {
			return d, fault.Field("items", "handover.items_twice")
		}
		seen[string(p.Kind)+p.ID] = true
		if d.Items[i].Note, err = cleanText("items", p.Note); err != nil {
			return d, err
		}
	}
	return d, nil
}

func cleanText(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > MaxNote {
		return "", fault.Field(field, "handover.text_too_long", "limit", MaxNote, "over", n-MaxNote)
	}
	return text, nil
}

// Waits returns how many items nobody has decided about.
func (s Sheet) Waits() (n int) {
	for _, i := range s.Items {
		if i.State == Waiting {
			n++
		}
	}
	return n
}

// Chosen returns the numbers of the items that are meant by some: all that wait if
// none is named.
func (s Sheet) Chosen(numbers []int64) ([]int64, error) {
	if len(numbers) == 0 {
		for _, i := range s.Items {
			if i.State == Waiting {
				numbers = append(numbers, i.N)
			}
		}
		return numbers, nil
	}
	for _, n := range numbers {
		if n < 1 || n > int64(len(s.Items)) {
			return nil, fault.Field("items", "handover.item_unknown")
		}
	}
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

// All returns the numbers of all items.
func (s Sheet) All() (numbers []int64) {
	for _, i := range s.Items {
		numbers = append(numbers, i.N)
	}
	return numbers
}

// Are tells whether each of some items has come to one of some states.
func (s Sheet) Are(numbers []int64, states ...State) bool {
	return !slices.ContainsFunc(numbers, func(n int64) bool { return !slices.Contains(states, s.Items[n-1].State) })
}

// Settle records what became of an item that waits.
func (s Sheet) Settle(n int64, as State, why string, now time.Time) (Sheet, error) {
	if s.Items[n-1].State != Waiting {
		return s, fault.New(fault.Conflict, "handover.item_settled")
	}
	s.Items = slices.Clone(s.Items)
	i := &s.Items[n-1]
	i.State, i.Why, i.SettledAt = as, why, now
	if s.Waits() == 0 {
		s.SettledAt = now
	}
	return s, nil
}

// HandBack leaves an item with the giver, for a reason.
func (s Sheet) HandBack(n int64, reason string, now time.Time) (Sheet, error) {
	reason, err := cleanText("reason", reason)
	switch {
	case err != nil:
		return s, err
	case reason == "":
		return s, fault.Field("reason", "handover.reason_missing")
	}
	return s.Settle(n, HandedBack, reason, now)
}

// Withdraw leaves with the giver whatever still waits.
func (s Sheet) Withdraw(now time.Time) (Sheet, error) {
	waiting, err := s.Chosen(nil)
	if err == nil && len(waiting) == 0 {
		err = fault.New(fault.Conflict, "handover.settled")
	}
	for _, n := range waiting {
		if err == nil {
			s, err = s.Settle(n, Withdrawn, "", now)
		}
	}
	return s, err
}

// Call records that the supervisors were told that a sheet waits. It does so once.
func (s Sheet) Call(now time.Time) (Sheet, bool) {
	if !s.SettledAt.IsZero() || !s.CalledAt.IsZero() {
		return s, false
	}
	s.CalledAt = now
	return s, true
}
