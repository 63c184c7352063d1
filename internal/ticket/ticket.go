// Package ticket keeps tickets: work of a case that a department does.
//
//	pending --the one before is settled--> open --take--> taken --pause--> waiting_buyer
//	                                        ^ |             | |                |  |
//	                                        | '---finish----' '<----resume-----'  |
//	                                 resend |      |                  finish      |
//	                                        |      v                              |
//	                                   handed_back <-hand back-- (any of these)  done
//
// Whoever handles the case may withdraw one at any time before it is done. The
// time that a department has is counted in its own opening hours, and stands still
// while the buyer is waited for. A ticket that was handed back is not settled: it
// has to be sent anew or withdrawn before its case can close.
//
// The files ticket.go and form.go hold the rules and do no I/O; store.go is the
// SQL. Tickets are made and changed through the dispatch package, which locks the
// case; this one knows nothing of cases.
package ticket

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how far a ticket is.
type State string

const (
	Pending      State = "pending" // waits for another ticket of the case
	Open         State = "open"    // nobody has taken it
	Taken        State = "taken"
	WaitingBuyer State = "waiting_buyer" // its clock stands still
	HandedBack   State = "handed_back"   // the department cannot do it
	Done         State = "done"
	Withdrawn    State = "withdrawn" // not needed any more
)

// States are all of them, in the order in which boards show them.
var States = []State{Open, Taken, WaitingBuyer, Pending, HandedBack, Done, Withdrawn}

// Settled tells that nothing more is to be done.
func (s State) Settled() bool { return s == Done || s == Withdrawn }

// runs tells that the clock of a ticket in this state runs.
func (s State) runs() bool { return s == Open || s == Taken }

// works tells that a department has a ticket in this state.
func (s State) works() bool { return s.runs() || s == WaitingBuyer }

// Limits of a ticket.
const (
	MaxTitleLen  = 80   // runes
	MaxTextLen   = 1000 // runes, of the text and of results
	MaxPublicLen = 200  // runes
	MaxNoteLen   = 500  // runes, of reasons and of what the buyer is asked
	MinMinutes   = 5
	MaxMinutes   = 60 * 24 * 20
)

// Patience is how much of a department's opening hours passes between the alarm
// to itself and the one to its supervisors and the owner of the case.
const Patience = 30 * time.Minute

// Ticket is a piece of work.
type Ticket struct {
	ID           string
	Key          string // given by the maker's program, the same for the same ticket
	CaseID       string
	CaseNumber   string
	ShopID       string
	DepartmentID string
	TypeID       string
	TypeName     string // when it was made, as is the form
	Form         Form
	Filled       Values
	Title        string
	Text         string // for the department
	PublicText   string // for the buyer, "" if they are told nothing of it
	AfterID      string // the ticket of the same case that has to be settled first, "" if none
	State        State
	WorkerID     string        // who has taken it
	WorkerName   string        // that they gave, if they work by a link
	Progress     string        // how far it is, in their words
	Minutes      int64         // of opening hours that the department has
	Left         time.Duration // of them, when the clock was stopped
	DueAt        time.Time     // zero while the clock does not run
	AlarmedAt    time.Time     // when the due time passed; zero if it has not
	OverdueAt    time.Time     // when the patience had passed as well
	Remind       time.Duration // of opening hours before the due time; 0 for no reminder
	SoonAt       time.Time     // when the department was reminded
	Note         string        // what the buyer is asked, or why it was handed back or withdrawn
	Result       string
	MadeBy       string
	MadeAt       time.Time
	ChangedAt    time.Time
	OpenedAt     time.Time // when the department got it last
	SettledAt    time.Time
	SettledBy    string
	Clock        int64 // counts how often the clock was set: an older one does nothing
	Asides       int64 // audit entries that leave the version alone
	Version      int64
}

// Case is what a ticket takes over from its case.
type Case struct{ ID, Number, ShopID string }

// Draft is a ticket about to be made.
type Draft struct {
	TypeID       string
	DepartmentID string
	Title        string
	Text         string
	PublicText   string
	Minutes      int64 // those of the type if 0
	AfterID      string
	Filled       Values
}

// clean returns the draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (_ Draft, err error) {
	for _, f := range []struct {
		name string
		text *string
		max  int
	}{{"title", &d.Title, MaxTitleLen}, {"text", &d.Text, MaxTextLen}, {"public_text", &d.PublicText, MaxPublicLen}} {
		if *f.text, err = cleanText(f.name, *f.text, f.max); err != nil {
			return d, err
		}
	}
	switch {
	case d.Title == "":
		return d, fault.Field("title", "ticket.title_missing")
	case d.DepartmentID == "":
		return d, fault.Field("department_id", "ticket.department_missing")
	case d.Minutes < MinMinutes || d.Minutes > MaxMinutes:
		return d, fault.Field("minutes", "ticket.minutes_range", "min", MinMinutes, "max", MaxMinutes)
	}
	return d, nil
}

func cleanText(field, text string, limit int) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > limit {
		return "", fault.Field(field, "ticket.text_too_long", "limit", limit, "over", n-limit)
	}
	return text, nil
}

// Make returns the ticket that a draft of a type makes. before is the one that it
// waits for, nil if none.
func (d Draft) Make(id, key, by string, of Case, kind Type, before *Ticket, hours calendar.Hours, now time.Time) (t Ticket, err error) {
	if d.Minutes == 0 {
		d.Minutes = kind.Minutes
	}
	if d, err = d.clean(); err != nil {
		return t, err
	}
	filled, err := kind.Form.fill(AtSending, nil, d.Filled)
	if err != nil {
		return t, err
	}
	t = Ticket{
		ID: id, Key: key, CaseID: of.ID, CaseNumber: of.Number, ShopID: of.ShopID, DepartmentID: d.DepartmentID, TypeID: kind.ID, TypeName: kind.Name,
		Form: kind.Form, Filled: filled, Title: d.Title, Text: d.Text, PublicText: d.PublicText, AfterID: d.AfterID,
		Minutes: d.Minutes, Remind: kind.remind(d.Minutes), MadeBy: by, MadeAt: now, ChangedAt: now, Version: 1,
	}
	if before != nil && !before.State.Settled() {
		t.State = Pending
		return t, nil
	}
	return t.start(hours, now)
}

// Made tells whether t is what the draft made, whatever became of it.
func (d Draft) Made(t Ticket) bool {
	return strings.TrimSpace(d.Title) == t.Title && d.TypeID == t.TypeID && d.AfterID == t.AfterID
}

// start gives a ticket to its department, whose time begins.
func (t Ticket) start(hours calendar.Hours, now time.Time) (Ticket, error) {
	t.State, t.WorkerID, t.WorkerName, t.Progress, t.OpenedAt = Open, "", "", "", now
	t.AlarmedAt, t.OverdueAt, t.SoonAt = time.Time{}, time.Time{}, time.Time{}
	return t.wind(hours, time.Duration(t.Minutes)*time.Minute, now)
}

// wind lets the clock run for a time of opening hours.
func (t Ticket) wind(hours calendar.Hours, left time.Duration, now time.Time) (Ticket, error) {
	due, err := hours.Add(now, left)
	if fault.CodeOf(err) == "calendar.never_open" {
		return t, fault.Field("department_id", "ticket.department_closed")
	}
	t.DueAt, t.Left, t.Clock = due.At.UTC().Truncate(time.Millisecond), 0, t.Clock+1
	return t, err
}

// stop stops the clock.
func (t Ticket) stop() Ticket {
	t.DueAt, t.Left, t.Clock = time.Time{}, 0, t.Clock+1
	return t
}

// Begin starts a ticket whose predecessor is settled.
func (t Ticket) Begin(hours calendar.Hours, now time.Time) (Ticket, error) {
	t, err := t.start(hours, now)
	return t.changed(now), err
}

// Take makes somebody the one who does it, also in the place of somebody else.
func (t Ticket) Take(by string, now time.Time) (Ticket, error) {
	if !t.State.runs() || t.WorkerID == by {
		return t, t.notNow()
	}
	t.State, t.WorkerID = Taken, by
	return t.changed(now), nil
}

// Pause stops the clock until the buyer has said something. note says what.
func (t Ticket) Pause(by, note string, hours calendar.Hours, now time.Time) (Ticket, error) {
	note, err := cleanText("note", note, MaxNoteLen)
	switch {
	case err != nil:
		return t, err
	case note == "":
		return t, fault.Field("note", "ticket.question_missing")
	case !t.State.runs():
		return t, t.notNow()
	}
	left, err := hours.Between(now, t.DueAt)
	if err != nil {
		return t, err
	}
	if t = t.stop(); t.WorkerID == "" {
		t.WorkerID = by
	}
	t.State, t.Left, t.Note = WaitingBuyer, max(left.Length, 0), note
	return t.changed(now), nil
}

// Resume lets the clock run again for the time that was left.
func (t Ticket) Resume(hours calendar.Hours, now time.Time) (Ticket, error) {
	if t.State != WaitingBuyer {
		return t, t.notNow()
	}
	t.State = Taken
	t, err := t.wind(hours, t.Left, now)
	return t.changed(now), err
}

// Finish settles a ticket with its result.
func (t Ticket) Finish(by, result string, filled Values, now time.Time) (Ticket, error) {
	result, err := cleanText("result", result, MaxTextLen)
	switch {
	case err != nil:
		return t, err
	case !t.State.works():
		return t, t.notNow()
	case result == "":
		return t, fault.Field("result", "ticket.result_missing")
	}
	if t.Filled, err = t.Form.fill(AtResult, t.Filled, filled); err != nil {
		return t, err
	}
	if t.WorkerID == "" {
		t.WorkerID = by
	}
	t.Result, t.Note = result, ""
	return t.settle(Done, by, now), nil
}

// HandBack returns a ticket to the owner of the case, for a reason.
func (t Ticket) HandBack(by, reason string, now time.Time) (Ticket, error) {
	reason, err := cleanText("reason", reason, MaxNoteLen)
	switch {
	case err != nil:
		return t, err
	case !t.State.works():
		return t, t.notNow()
	case reason == "":
		return t, fault.Field("reason", "ticket.reason_missing")
	}
	if t = t.stop(); t.WorkerID == "" {
		t.WorkerID = by
	}
	t.State, t.Note = HandedBack, reason
	return t.changed(now), nil
}

// Resend gives a ticket that was handed back to a department again, perhaps to
// another one and in other words.
func (t Ticket) Resend(d Draft, hours calendar.Hours, now time.Time) (Ticket, error) {
	if t.State != HandedBack {
		return t, t.notNow()
	}
	d, err := d.clean()
	if err != nil {
		return t, err
	}
	t.DepartmentID, t.Title, t.Text, t.PublicText, t.Minutes, t.Note = d.DepartmentID, d.Title, d.Text, d.PublicText, d.Minutes, ""
	if t, err = t.start(hours, now); err != nil {
		return t, err
	}
	return t.changed(now), nil
}

// Withdraw settles a ticket that is not needed any more, for a reason.
func (t Ticket) Withdraw(by, reason string, now time.Time) (Ticket, error) {
	reason, err := cleanText("reason", reason, MaxNoteLen)
	switch {
	case err != nil:
		return t, err
	case t.State.Settled():
		return t, t.notNow()
	case reason == "":
		return t, fault.Field("reason", "ticket.reason_missing")
	}
	t.Note = reason
	return t.settle(Withdrawn, by, now), nil
}

func (t Ticket) settle(as State, by string, now time.Time) Ticket {
	t = t.stop()
	t.State, t.SettledAt, t.SettledBy = as, now, by
	return t.changed(now)
}

func (t Ticket) changed(now time.Time) Ticket {
	t.ChangedAt = now
	return t
}

// notNow refuses what a ticket is too far, or not far enough, for.
func (t Ticket) notNow() error {
	if t.State.Settled() {
		return fault.New(fault.Conflict, "ticket.settled")
	}
	return fault.New(fault.Conflict, "ticket.not_now")
}

// Alarm records that the due time has passed. clock says which setting of the
// clock rings.
func (t Ticket) Alarm(clock int64, now time.Time) (Ticket, bool) {
	if !t.State.runs() || t.Clock != clock || !t.AlarmedAt.IsZero() || now.Before(t.DueAt) {
		return t, false
	}
	t.AlarmedAt = now
	return t, true
}

// Overrun records that the patience has passed as well.
func (t Ticket) Overrun(clock int64, now time.Time) (Ticket, bool) {
	if !t.State.runs() || t.Clock != clock || !t.OverdueAt.IsZero() || now.Before(t.DueAt) {
		return t, false
	}
	t.OverdueAt = now
	return t, true
}

// Late tells whether the department should have done it already.
func (t Ticket) Late(now time.Time) bool { return t.State.runs() && !now.Before(t.DueAt) }

// afterRunning is beyond all due times, in milliseconds.
const afterRunning = int64(1) << 44

// place orders lists: what runs by its due time, then what stands still, the
// longest first; what is settled the latest first.
func (t Ticket) place() int64 {
	switch {
	case t.State.runs():
		return t.DueAt.UnixMilli()
	case t.State.Settled():
		return -t.SettledAt.UnixMilli()
	}
	return afterRunning + t.ChangedAt.UnixMilli()
}
