// Package automation does what a shop has said shall be done by itself: when
// something happens, if conditions hold, then acts.
//
// Acts go through the doors that people use, in the name of the automation, and
// within the shop. There is none that writes to buyers, closes a case, or takes a
// conversation from somebody. A rule acts once on each event, and what rules do is
// no event for rules.
//
// The files automation.go and condition.go hold the rules and do no I/O; store.go
// is the SQL, facts.go looks up what conditions ask about, act.go acts, dry.go
// looks what a rule would have done.
package automation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Trigger is what a rule waits for.
type Trigger string

const (
	Begins   Trigger = "begins"   // a buyer writes for the first time
	Writes   Trigger = "writes"   // a buyer begins to wait for an answer
	Waited   Trigger = "waited"   // a buyer has waited for some minutes of opening hours
	Opened   Trigger = "opened"   // a case was opened
	Staged   Trigger = "staged"   // a case came to another stage
	Broken   Trigger = "broken"   // a commitment was broken
	Overdue  Trigger = "overdue"  // a ticket is overdue
	Returned Trigger = "returned" // a department has handed a ticket back
)

// Triggers are all of them, in the order in which they are offered.
var Triggers = []Trigger{Begins, Writes, Waited, Opened, Staged, Broken, Overdue, Returned}

// ActKind is a kind of act.
type ActKind string

const (
	AssignPerson ActKind = "assign_person" // gives a conversation that nobody looks after to somebody
	AssignSkill  ActKind = "assign_skill"  // gives it to somebody who is there, has room and the skill
	Tag          ActKind = "tag"           // adds a tag to the customer
	SetSeverity  ActKind = "severity"      // says how bad the open case is
	Notify       ActKind = "notify"        // leaves a notice
	SendTicket   ActKind = "ticket"        // hands work of the open case to a department
	Propose      ActKind = "propose"       // proposes words for an answer to the team; sends nothing
)

// Act is one thing to be done.
type Act struct {
	Kind       ActKind `json:"kind"`
	To         string  `json:"to,omitempty"`         // a user, or "owner", "assignee", "supervisors" of Notify; a skill; a severity
	Text       string  `json:"text,omitempty"`       // a tag, the words of a notice or proposal, the title of a ticket
	TypeID     string  `json:"type_id,omitempty"`    // of a ticket
	Department string  `json:"department,omitempty"` // of a ticket
}

// Whom a notice may go to besides one person.
const (
	ToOwner       = "owner"
	ToAssignee    = "assignee"
	ToSupervisors = "supervisors"
)

// Limits of rules.
const (
	MaxName       = 30 // runes
	MaxRules      = 50 // of one shop
	MaxConditions = 10
	MaxActs       = 5
	MaxText       = 300 // runes
	MaxMinutes    = 5 * 24 * 60
)

// Draft is what people say about a rule.
type Draft struct {
	Name       string
	When       Trigger
	Minutes    int64       // of opening hours, for Waited
	Every      bool        // all conditions must hold; else one is enough
	Conditions []Condition // none: always
	Expression string      // a condition in CEL that must hold too, "" for none
	Acts       []Act
}

// Rule is what a shop has done by itself.
type Rule struct {
	Draft
	ID      string
	ShopID  string
	On      bool
	Place   int64
	MadeAt  time.Time
	Version int64
}

// Clean returns the draft as it will be kept, or what is wrong with it.
func (d Draft) Clean() (Draft, error) {
	d.Name, d.Expression = strings.Join(strings.Fields(d.Name), " "), strings.TrimSpace(d.Expression)
	switch n := utf8.RuneCountInString(d.Name); {
	case n == 0 || n > MaxName:
		return d, fault.Field("name", "automation.name_length", "limit", MaxName)
	case !slices.Contains(Triggers, d.When):
		return d, fault.Field("when", "automation.trigger_unknown")
	case d.When == Waited && (d.Minutes < 1 || d.Minutes > MaxMinutes):
		return d, fault.Field("minutes", "automation.minutes_range", "max", MaxMinutes)
	case len(d.Conditions) > MaxConditions:
		return d, fault.Field("conditions", "automation.too_many_conditions", "limit", MaxConditions)
	case len(d.Acts) == 0 || len(d.Acts) > MaxActs:
		return d, fault.Field("acts", "automation.acts_range", "max", MaxActs)
	}
	if d.When != Waited {
		d.Minutes = 0
	}
	for i, a := range d.Acts {
		a, err := a.clean()
		if err != nil {
			return d, err
		}
		d.Acts[i] = a
	}
	_, err := compile(d)
	return d, err
}

func (a Act) clean() (Act, error) {
	a.To, a.Text = strings.TrimSpace(a.To), strings.TrimSpace(a.Text)
	if utf8.RuneCountInString(a.Text) > MaxText {
		return a, fault.Field("acts", "automation.text_too_long", "limit", MaxText)
	}
	switch a.Kind {
	case AssignPerson, AssignSkill:
		if a.To == "" {
			return a, fault.Field("acts", "automation.to_missing")
		}
	case Notify:
		if a.To == "" || a.Text == "" {
			return a, fault.Field("acts", "automation.notice_missing")
		}
	case SetSeverity:
		if !slices.Contains(complaint.Severities, complaint.Severity(a.To)) {
			return a, fault.Field("acts", "case.severity_unknown")
		}
	case Tag, Propose:
		if a.Text == "" {
			return a, fault.Field("acts", "automation.text_missing")
		}
	case SendTicket:
		if a.Text == "" || a.TypeID == "" || a.Department == "" {
			return a, fault.Field("acts", "automation.ticket_missing")
		}
	default:
		return a, fault.Field("acts", "automation.act_unknown")
	}
	return a, nil
}
