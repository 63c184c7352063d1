package ticket

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// remind is how long before its due time a ticket of this type is reminded of, for
// a number of minutes that the department has.
func (k Type) remind(minutes int64) time.Duration {
	return time.Duration(minutes*k.Remind/100) * time.Minute
}

// Reminder returns when the department is to be reminded of a ticket whose clock
// has just been set, the zero time if it is not: it was already, or so little time
// is left that it has only just heard of it.
func (t Ticket) Reminder(hours calendar.Hours, now time.Time) (time.Time, error) {
	if t.Remind == 0 || !t.SoonAt.IsZero() || !t.State.runs() {
		return time.Time{}, nil
	}
	left, err := hours.Between(now, t.DueAt)
	if err != nil || left.Length <= t.Remind {
		return time.Time{}, err
	}
	at, err := hours.Add(now, left.Length-t.Remind)
	return at.At, err
}

// Soon records that the department was reminded. clock says which setting of the
// clock rings.
func (t Ticket) Soon(clock int64, now time.Time) (Ticket, bool) {
	if !t.State.runs() || t.Clock != clock || !t.SoonAt.IsZero() || !now.Before(t.DueAt) {
		return t, false
	}
	t.SoonAt = now
	return t, true
}

// Report keeps how far the work is, in the words of who does it. Who reports on a
// ticket that nobody has taken takes it.
func (t Ticket) Report(by, text string, now time.Time) (Ticket, error) {
	text, err := cleanText("text", text, MaxNoteLen)
	switch {
	case err != nil:
		return t, err
	case text == "":
		return t, fault.Field("text", "ticket.report_missing")
	case !t.State.works():
		return t, t.notNow()
	}
	if t.WorkerID == "" {
		t.State, t.WorkerID = Taken, by
	}
	t.Progress = text
	return t.changed(now), nil
}

// Life is how long a link to a ticket works.
type Life struct {
	AfterDone time.Duration // after the ticket is done
	AtMost    time.Duration // after the link was made
}

// UsualLife is that of shops that have chosen none.
var UsualLife = Life{24 * time.Hour, 7 * 24 * time.Hour}

// Check refuses a life that is no life, or a longer one than a week.
func (l Life) Check() error {
	if l.AfterDone < 0 || l.AfterDone > UsualLife.AtMost || l.AtMost < 24*time.Hour || l.AtMost > UsualLife.AtMost {
		return fault.Field("link_hours", "ticket.link_life")
	}
	return nil
}
