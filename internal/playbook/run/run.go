// Package run lets people follow a playbook through a complaint case: which steps
// are done, what was found out on the way, and what comes next.
//
// A run is pinned to the text with which it began. What is published later concerns
// it only if somebody takes it up. What a step says is done was really done: a
// ticket or a commitment is named and must be of the case, words to a buyer may name
// the message in which they were said.
//
// A case follows one playbook at a time. When cases are merged, the run of the one
// that rests waits with it, and what was found out there counts for the other; when
// they are split, it goes on where it was. Nothing is written for that.
package run

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// State is what became of a step.
type State string

// States of steps. What nobody has touched is open.
const (
	Open    State = "open"
	Put     State = "put" // asked, and not answered yet; or some of the evidence is there
	Done    State = "done"
	Skipped State = "skipped"
)

// Tip is the name under which a run notes that the prevention tip was given.
const Tip = "tip"

// Reasons are why a required step may be skipped.
var Reasons = []string{"already_done", "not_applicable", "buyer_declined", "urgent", "other"}

// How a run began.
const (
	Suggested = "suggested" // it was proposed
	ByHand    = "hand"
)

// Limits of what people say in a run.
const (
	maxNote  = 200 // runes
	maxWords = 500 // runes of a fact
	maxMarks = 130 // in one change
)

// Run is a playbook being followed in a case.
type Run struct {
	ID, ShopID, CaseID string
	Name               string
	Edition            int64 // 0 for the shipped one
	Sha                string
	Text               string // YAML of the playbook
	How                string
	Reason             playbook.Text // why it was proposed
	OwnerID            string        // of the case when it began
	Facts              map[string]Entered
	Marks              map[string]Mark
	StartedBy          string
	StartedAt          time.Time
	LeftAt             time.Time // zero while it is followed
	Version            int64
}

// Entered is something found out by whoever handles the case.
type Entered struct {
	Value any       `json:"value"`
	Seq   int64     `json:"seq,omitempty"` // of the message in which the buyer said it
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// Mark is what became of a step.
type Mark struct {
	State  State     `json:"state"`
	Reason string    `json:"reason,omitempty"` // one of Reasons
	Note   string    `json:"note,omitempty"`
	Made   string    `json:"made,omitempty"` // what was made: id of a ticket, commitment, claim or owner, a remedy
	Seq    int64     `json:"seq,omitempty"`  // of the message with the words
	Items  []string  `json:"items,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Change is what somebody does in a run at once.
type Change struct {
	Facts []Found
	Steps []Step
}

// Found is a fact that somebody enters; a nil value takes it back.
type Found struct {
	Name  string
	Value any
	Seq   int64
}

// Step is what somebody says of a step.
type Step struct {
	ID     string
	State  State
	Reason string
	Note   string
	Made   string
	Seq    int64
	Items  []string
}

// enter takes what was found out into a run.
func (r Run) enter(found []Found, by string, now time.Time) (Run, error) {
	all := map[string]Entered{}
	for name, e := range r.Facts {
		all[name] = e
	}
	for _, f := range found {
		fact, ok := playbook.FactNamed(f.Name)
		if !ok {
			return r, fault.Field("facts", "run.fact_unknown", "fact", f.Name)
		}
		if f.Value == nil || f.Value == "" {
			delete(all, f.Name)
			continue
		}
		value, err := fact.ReadValue(f.Value)
		if err != nil {
			return r, fault.Field("facts", "run.fact_unfit", "fact", both(fact.Title))
		}
		if words, is := value.(string); is && fact.Type == playbook.Words {
			if value = strings.TrimSpace(words); utf8.RuneCountInString(words) > maxWords {
				return r, fault.Field("facts", "run.fact_long", "fact", both(fact.Title), "limit", maxWords)
			}
		}
		all[f.Name] = Entered{value, f.Seq, by, now}
	}
	r.Facts = all
	return r, nil
}

// mark takes what became of steps into a run.
func (r Run) mark(flow *playbook.Flow, steps []Step, by string, now time.Time) (Run, error) {
	if len(steps) > maxMarks {
		return r, fault.Field("steps", "run.too_many", "limit", maxMarks)
	}
	all := map[string]Mark{}
	for id, m := range r.Marks {
		all[id] = m
	}
	for _, s := range steps {
		step, ok := stepOf(flow, s.ID)
		if !ok {
			return r, fault.Field("steps", "run.step_unknown", "step", s.ID)
		}
		m, err := s.clean(flow.Playbook, step)
		if err != nil {
			return r, err
		}
		if m.State == Open {
			delete(all, s.ID)
			continue
		}
		m.By, m.At = by, now
		all[s.ID] = m
	}
	r.Marks = all
	return r, nil
}

// stepOf finds a step. The tip is one that every playbook has.
func stepOf(flow *playbook.Flow, id string) (playbook.Step, bool) {
	if id == Tip {
		return playbook.Step{ID: Tip, Kind: playbook.Say}, true
	}
	i := slices.IndexFunc(flow.Playbook.Steps, func(s playbook.Step) bool { return s.ID == id })
	if i < 0 {
		return playbook.Step{}, false
	}
	return flow.Playbook.Steps[i], true
}

// clean returns what is said of a step as it will be kept.
func (s Step) clean(p *playbook.Playbook, step playbook.Step) (m Mark, err error) {
	m = Mark{State: s.State, Reason: s.Reason, Note: strings.TrimSpace(s.Note), Made: s.Made, Seq: s.Seq, Items: s.Items}
	switch {
	case utf8.RuneCountInString(m.Note) > maxNote || len(m.Made) > 100:
		return m, fault.Field("steps", "run.note_long", "limit", maxNote)
	case m.State == Skipped:
		return m.skip(step)
	case m.State == Open:
		return Mark{State: Open}, nil
	case m.State == Put:
		if step.Kind != playbook.Ask && step.Kind != playbook.Evidence {
			return m, fault.Field("steps", "run.state_unfit", "step", s.ID)
		}
	case m.State != Done || step.Kind == playbook.Close:
		return m, fault.Field("steps", "run.state_unfit", "step", s.ID)
	}
	m.Reason = ""
	switch step.Kind {
	case playbook.Ticket, playbook.Commit, playbook.Approve, playbook.Handoff:
		if m.Made == "" {
			return m, fault.Field("steps", "run.nothing_made", "step", s.ID)
		}
	case playbook.Decide:
		if m.Made != "" && !slices.Contains(step.Remedies, m.Made) {
			return m, fault.Field("steps", "run.remedy_unknown", "remedy", m.Made)
		}
	case playbook.Evidence:
		return m.evidence(p, step)
	}
	return m, nil
}

// skip passes over a step. Required ones want a reason, and the reason that none of
// the others is wants words.
func (m Mark) skip(step playbook.Step) (Mark, error) {
	switch {
	case step.Kind == playbook.Close:
		return m, fault.Field("steps", "run.state_unfit", "step", step.ID)
	case m.Reason != "" && !slices.Contains(Reasons, m.Reason):
		return m, fault.Field("steps", "run.reason_unknown")
	case step.Required && m.Reason == "":
		return m, fault.Field("steps", "run.reason_missing", "step", step.ID)
	case m.Reason == "other" && m.Note == "":
		return m, fault.Field("steps", "run.note_missing")
	}
	return Mark{State: Skipped, Reason: m.Reason, Note: m.Note}, nil
}

// evidence is done once all is there that the checklist requires of the step.
func (m Mark) evidence(p *playbook.Playbook, step playbook.Step) (Mark, error) {
	for _, id := range m.Items {
		if !slices.Contains(step.Items, id) {
			return m, fault.Field("steps", "run.item_unknown", "item", id)
		}
	}
	if m.State == Put {
		return m, nil
	}
	for _, item := range p.Checklist {
		if item.Required && slices.Contains(step.Items, item.ID) && !slices.Contains(m.Items, item.ID) {
			return m, fault.Field("steps", "run.evidence_missing", "item", both(item.Text))
		}
	}
	return m, nil
}

// carried is what a run brings to another playbook: all that was found out, and the
// steps done that stand there as well.
func (r Run) carried(from, to *playbook.Flow) (map[string]Entered, map[string]Mark) {
	marks := map[string]Mark{}
	for id, m := range r.Marks {
		was, is := stepOf(from, id)
		now, stands := stepOf(to, id)
		alike := was.Kind == now.Kind && was.Act == now.Act && was.Fact == now.Fact && was.Type == now.Type && was.Department == now.Department &&
			was.To == now.To && slices.Equal(was.Items, now.Items)
		if is && stands && alike && m.State != Skipped {
			marks[id] = m
		}
	}
	return r.Facts, marks
}

// both is a name in both languages, for sentences in either.
func both(t playbook.Text) string { return t.Zh + " (" + t.En + ")" }
