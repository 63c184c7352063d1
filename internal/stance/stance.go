// Package stance is where a shop stands firm in a case: the buyer asks for more than
// policy and law give. It shows what happened, each thing with the words or the record
// that show it; it says where the shop stands, up to which amount and why, what else may
// be had, and what the last answer was; and it keeps the messages concerned, chained, so
// that nothing that happens later changes them.
//
// What is shown are facts about one case. They make no score, they put no name on
// anybody, and no other case knows of them.
//
// The files stance.go, feature.go, basis.go, pin.go and words.go hold the rules and do
// no I/O; service.go, move.go, look.go and store.go are the rest.
package stance

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is whether a shop still stands firm.
type State string

const (
	Open   State = "open"
	Closed State = "closed"
)

// Outcome is how it ended.
type Outcome string

const (
	Settled   Outcome = "settled"   // with something within the bounds
	Withdrawn Outcome = "withdrawn" // the buyer asks for it no more
	Platform  Outcome = "platform"  // the platform decides
)

var outcomes = []Outcome{Settled, Withdrawn, Platform}

// Verb is something that was done.
type Verb string

const (
	Opened   Verb = "open"
	Position Verb = "position" // said where we stand, up to which amount and why
	Offer    Verb = "offer"    // said what may be had instead
	Final    Verb = "final"    // gave the last answer
	Ended    Verb = "close"
	Again    Verb = "reopen"
	Weighed  Verb = "weigh"  // found out what the most hangs on
	Exported Verb = "export" // took the pack of an appeal
)

// said are the verbs with which something is sent to the buyer.
var said = []Verb{Position, Offer, Final}

// Limits of what is written.
const (
	MaxText  = 1000 // runes that are sent to the buyer
	MaxWords = 500  // runes for the team
	maxSteps = 500
)

// Stance is where a shop stands firm in a case.
type Stance struct {
	ID             string
	CaseID         string
	ShopID         string
	ConversationID string
	State          State
	Outcome        Outcome           // "" while open
	Basis          Basis             // as it was when somebody last said where we stand
	Said           map[string]string // what was found out for it, by the names of policy facts
	OpenedBy       string
	OpenedAt       time.Time
	FinalAt        time.Time // of the last answer, zero if none was given
	SeenSeq        int64     // up to which messages were looked at
	Version        int64     // counts steps
}

// Step is something that was done. Version counts them: the n-th made version n.
type Step struct {
	N       int64
	Verb    Verb
	Outcome Outcome
	Words   string // for the buyer, or why
	Seq     int64  // of the message that was sent, 0 for none
	ByID    string
	At      time.Time
}

// changed refuses who has not seen the last version.
func (s Stance) changed(version int64) error {
	if s.Version != version {
		return fault.New(fault.Conflict, "stance.changed")
	}
	return nil
}

// say is the next step, with which text is sent to the buyer.
func (s Stance) say(verb Verb, text, by string, now time.Time) (Stance, Step, error) {
	text = strings.TrimSpace(text)
	switch {
	case !slices.Contains(said, verb):
		return s, Step{}, fault.Field("verb", "stance.step_unknown")
	case s.State != Open:
		return s, Step{}, fault.New(fault.Conflict, "stance.closed")
	case text == "":
		return s, Step{}, fault.Field("text", "stance.text_missing")
	case utf8.RuneCountInString(text) > MaxText:
		return s, Step{}, fault.Field("text", "stance.text_long", "limit", MaxText)
	}
	if verb == Final {
		s.FinalAt = now
	}
	return s.step(Step{Verb: verb, Words: text, ByID: by, At: now})
}

// end closes it, with how it ended.
func (s Stance) end(outcome Outcome, words, by string, now time.Time) (Stance, Step, error) {
	words, err := clean(words)
	switch {
	case s.State != Open:
		return s, Step{}, fault.New(fault.Conflict, "stance.closed")
	case !slices.Contains(outcomes, outcome):
		return s, Step{}, fault.Field("outcome", "stance.outcome_unknown")
	case err != nil:
		return s, Step{}, err
	}
	s.State, s.Outcome = Closed, outcome
	return s.step(Step{Verb: Ended, Outcome: outcome, Words: words, ByID: by, At: now})
}

// again opens what was closed.
func (s Stance) again(words, by string, now time.Time) (Stance, Step, error) {
	words, err := clean(words)
	switch {
	case s.State != Closed:
		return s, Step{}, fault.New(fault.Conflict, "stance.open_already")
	case err != nil:
		return s, Step{}, err
	}
	s.State, s.Outcome = Open, ""
	return s.step(Step{Verb: Again, Words: words, ByID: by, At: now})
}

func (s Stance) step(one Step) (Stance, Step, error) {
	if s.Version >= maxSteps {
		return s, one, fault.New(fault.Conflict, "stance.steps_many", "limit", maxSteps)
	}
	s.Version++
	one.N = s.Version
	return s, one, nil
}

// clean are words for the team, as they will be kept.
func clean(words string) (string, error) {
	words = strings.TrimSpace(words)
	switch {
	case words == "":
		return words, fault.Field("words", "stance.words_missing")
	case utf8.RuneCountInString(words) > MaxWords:
		return words, fault.Field("words", "stance.text_long", "limit", MaxWords)
	}
	return words, nil
}
