package complaint_test

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
)

// question is what the model knows of the clocks of a question whether it is
// solved.
type question struct {
	asked     time.Time
	next      time.Time // when the next clock rings
	reminders int
}

// saying is the outcome that an answer makes.
func saying(solved bool) complaint.Outcome {
	if solved {
		return complaint.Confirmed
	}
	return complaint.Declined
}

// withdraw is what anything new does to a question.
func (m *machine) withdraw() {
	if m.asked {
		m.asked, m.outcome = false, complaint.NotAsked
	}
}

// rest closes the case without the buyer's word: never over what is owed.
func (m *machine) rest(by context.Context, how func(context.Context, string, int64, string) (complaint.Case, error)) {
	_, err := how(by, m.caseID, m.version, "有记录")
	code := ""
	switch {
	case m.closed:
		code = "case.closed"
	case m.open() > 0:
		code = "case.commitments_open"
	case m.atWork() > 0:
		code = "case.tickets_open"
	}
	if m.want(err, code) {
		m.withdraw()
		m.closed = true
		m.version++
		m.head++ // a line tells
	}
}

// reopen is the buyer's one tap. Tapping again changes nothing.
func (m *machine) reopen() {
	_, err := m.Complaints.Reopen(m.b.ctx, m.caseID, "")
	switch {
	case m.closed:
		m.wantNil(err)
		m.opened(complaint.Declined)
		m.again = true
	case m.again:
		m.wantNil(err)
	default:
		m.want(err, "case.not_closed")
	}
}

func (m *machine) openAgain() {
	_, err := m.Complaints.OpenAgain(m.colleague, m.caseID, m.version, "买家来电")
	if !m.closed {
		m.want(err, "case.not_closed")
		return
	}
	m.wantNil(err)
	m.opened(complaint.NotAsked)
	m.again = false
}

func (m *machine) opened(o complaint.Outcome) {
	m.closed, m.outcome = false, o
	m.version++
	m.head++ // a line tells
	m.waits()
}

// remind is what the clocks of a question do: two reminders, a day apart, then
// the end, unless the buyer has said something since.
func (m *machine) remind() {
	q := &m.question
	if !m.asked || m.clock.now().Before(q.next) {
		return
	}
	q.next = m.clock.in(24 * time.Hour)
	switch {
	case !m.spoken.Before(q.asked):
	case q.reminders < 2:
		q.reminders++
		m.head++ // the card again
	default:
		m.asked, m.closed, m.outcome = false, true, complaint.Unanswered
		m.version++
		m.head++ // a line tells
	}
}

// acknowledged is what the clock of a wait does when it rings: a buyer who waits
// still is told once that they were heard, unless a talk is going on.
func (m *machine) acknowledged() {
	now := m.clock.now()
	if m.unheard.IsZero() || now.Before(m.unheard.Add(5*time.Second)) {
		return
	}
	if m.waiting.Equal(m.unheard) && !now.Before(m.heardAt.Add(30*time.Minute)) {
		m.head, m.heardAt = m.head+1, now
	}
	m.unheard = time.Time{}
}

// wait lets time pass and does what is due then.
func (m *machine) wait(minutes int) {
	m.clock.pass(time.Duration(minutes) * time.Minute)
	m.ring()
}
