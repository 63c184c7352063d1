package dispute

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Verb is what somebody does with a dispute.
type Verb string

const (
	DoRegister Verb = "register"
	DoAnswer   Verb = "answer"    // we have answered
	DoAsk      Verb = "ask"       // more is wanted of us
	DoDecide   Verb = "decide"    // it was decided
	DoExecute  Verb = "execute"   // we have done what was decided
	DoAppeal   Verb = "appeal"    // we do not accept the decision
	DoCorrect  Verb = "deadline"  // the deadline was corrected
	DoChange   Verb = "facts"     // what it is about was corrected
	DoState    Verb = "statement" // the statement was written
	DoWaive    Verb = "waive"     // a piece of evidence is done without
	DoAdd      Verb = "add_file"
	DoRemove   Verb = "remove_file"
	DoExport   Verb = "export"
)

// Taking is a step of a dispute that somebody takes.
type Taking struct {
	Verb    Verb
	Note    string
	At      time.Time // when it happened; now if zero
	DueAt   time.Time // of what follows, as the notice says it; by the rules if zero
	Outcome Outcome   // of a decision
	Paid    int64     // fen, of a decision
}

// Move is a step that was taken.
type Move struct {
	N       int64
	Verb    Verb
	State   State
	Outcome Outcome
	Note    string
	DueAt   time.Time
	ByID    string
	At      time.Time
}

// from are the states in which a step may be taken.
var from = map[Verb][]State{
	DoAnswer: {Open, AskedMore},
	DoAsk:    {Open, Answered, Appealed},
	DoDecide: {Open, AskedMore, Answered, Appealed},
	DoAppeal: {Decided},
}

// May tells whether a step may be taken now.
func (d Dispute) May(v Verb, now time.Time) error {
	switch {
	case v == DoExecute:
		if d.State != Decided || d.Step != Execute {
			return d.notNow()
		}
	case from[v] == nil:
		return fault.Field("verb", "dispute.verb_unknown")
	case !slices.Contains(from[v], d.State):
		return d.notNow()
	case v == DoAppeal && !d.Outcome.appealable():
		return fault.New(fault.Conflict, "dispute.nothing_to_appeal")
	case v == DoAppeal && !d.AppealBy.IsZero() && !now.Before(d.AppealBy):
		return fault.New(fault.Conflict, "dispute.appeal_over")
	}
	return nil
}

func (d Dispute) notNow() error {
	return fault.New(fault.Conflict, "dispute.not_now")
}

func (o Outcome) appealable() bool { return o == Lost || o == Partly }

// clean returns a step as it will be kept, or what is wrong with it.
func (t Taking) clean(d Dispute, now time.Time) (Taking, error) {
	t.Note = strings.TrimSpace(t.Note)
	if t.At, t.DueAt = milli(t.At), milli(t.DueAt); t.At.IsZero() {
		t.At = milli(now)
	}
	switch {
	case utf8.RuneCountInString(t.Note) > MaxNote:
		return t, fault.Field("note", "dispute.text_long", "limit", MaxNote)
	case t.At.After(now.Add(time.Minute)) || t.At.Before(d.ReceivedAt):
		return t, fault.Field("at", "dispute.at_range")
	case !t.DueAt.IsZero() && !t.DueAt.After(t.At):
		return t, fault.Field("due_at", "dispute.due_past")
	case t.Verb != DoDecide && (t.Outcome != Undecided || t.Paid != 0):
		return t, fault.Field("outcome", "dispute.outcome_of_decision")
	case t.Verb != DoDecide:
		return t, nil
	case !slices.Contains([]Outcome{Won, Partly, Lost, Settled, Withdrawn}, t.Outcome):
		return t, fault.Field("outcome", "dispute.outcome_missing")
	case t.Paid < 0 || t.Paid > MaxAmount:
		return t, fault.Field("paid", "dispute.amount_range")
	}
	return t, nil
}

// Take returns the dispute after a step. count says until when a step that begins
// has to be done by the rules; a span without an end if no rule says so.
func (d Dispute) Take(t Taking, now time.Time, count func(Step, time.Time) (Span, error)) (Dispute, error) {
	if err := d.May(t.Verb, now); err != nil {
		return d, err
	}
	t, err := t.clean(d, now)
	if err != nil {
		return d, err
	}
	switch t.Verb {
	case DoAnswer:
		d.State, d.Clock = Answered, d.Clock.stop()
	case DoAsk:
		d.State = AskedMore
		d.Clock, err = d.Clock.begin(Supplement, t, count)
	case DoDecide:
		return d.decide(t, count)
	case DoExecute:
		d.Clock = d.Clock.stop()
	case DoAppeal:
		d.State, d.Clock = Appealed, d.Clock.stop()
		d.AppealBy, d.DecidedAt = time.Time{}, time.Time{}
		d.Outcome, d.Paid, d.Note = Undecided, 0, ""
	}
	return d, err
}

// decide ends a dispute. What was lost, also in part, has to be done, and may be
// appealed.
func (d Dispute) decide(t Taking, count func(Step, time.Time) (Span, error)) (Dispute, error) {
	d.State, d.Outcome, d.Paid, d.Note, d.DecidedAt = Decided, t.Outcome, t.Paid, t.Note, t.At
	d.Clock, d.AppealBy = d.Clock.stop(), time.Time{}
	if !t.Outcome.appealable() {
		return d, nil
	}
	appeal, err := count(Appeal, t.At)
	if err != nil {
		return d, err
	}
	d.AppealBy = appeal.Due
	next, err := d.Clock.begin(Execute, t, count)
	if !next.DueAt.IsZero() {
		d.Clock = next
	}
	return d, err
}

// begin sets the clock for a step that begins with another: by the notice, else by
// the rules, else it has no end until somebody enters one.
func (c Clock) begin(step Step, t Taking, count func(Step, time.Time) (Span, error)) (Clock, error) {
	if !t.DueAt.IsZero() {
		return c.set(step, Between(t.At, t.DueAt), ByNotice), nil
	}
	span, err := count(step, t.At)
	if err != nil || span.Due.IsZero() {
		return c.set(step, Span{Since: t.At}, ByNobody), err
	}
	return c.set(step, span, ByRule), nil
}

// correct sets the deadline of what is to be done now, for a reason.
func (d Dispute) correct(due time.Time, reason string, now time.Time) (Dispute, error) {
	due, reason = milli(due), strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case d.Step == NoStep:
		return d, fault.New(fault.Conflict, "dispute.no_clock")
	case n == 0 || n > MaxNote:
		return d, fault.Field("reason", "dispute.reason_length", "max", MaxNote)
	case !due.After(d.Since):
		return d, fault.Field("due_at", "dispute.due_past")
	}
	d.Clock = d.Clock.set(d.Step, Span{d.Since, due, Between(now, due).Remind}, ByHand)
	return d, nil
}
