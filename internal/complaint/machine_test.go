package complaint_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// The machine lets a buyer, agents and time act in any order on the real
// services, and holds them to a model of a few fields.

func TestMachineOnSQLite(t *testing.T)   { runMachine(t, newWorld(t, dbtest.SQLite(t)), 40) }
func TestMachineOnPostgres(t *testing.T) { runMachine(t, newWorld(t, dbtest.Postgres(t)), 12) }

func runMachine(t *testing.T, w *world, most int) {
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		m := newMachine(w, r, round)
		for range rapid.IntRange(1, most).Draw(r, "steps") {
			m.step()
			m.look()
		}
		m.finish()
	})
	w.auditIsWhole()
}

// pledge is a commitment in the model.
type pledge struct {
	id, key        string
	draft          commitment.Draft
	due, grace     time.Time
	version        int64
	state          commitment.State
	alarms, broken int
}

// machine is one buyer with one case, as the program keeps them and as the
// model thinks that they are.
type machine struct {
	*world
	r *rapid.T
	b buyer
	n int // for keys

	caseID        string
	version       int64
	asked, closed bool
	outcome       complaint.Outcome
	question      question
	spoken        time.Time // when the buyer spoke last
	again         bool      // opened again by the buyer, last
	pledges       []*pledge
	slips         []*slip
	waiting       time.Time
	unheard       time.Time // beginning of the wait that is to be acknowledged
	heardAt       time.Time // last word of the team or acknowledgement
	assigned      bool
	head          int64
	said          []said
}

// said is a message that may be sent again.
type said struct {
	key, text string
	by        context.Context // the buyer if nil
	seq       int64
}

func newMachine(w *world, r *rapid.T, round int) *machine {
	m := &machine{world: w, r: r, b: w.visit("first")}
	m.speak(nil)
	c, err := w.Complaints.Open(w.agent, m.b.talk, fmt.Sprint("case-key-", round), someFacts)
	m.wantNil(err)
	m.caseID, m.version = c.ID, 1
	m.head++ // the line that says so
	return m
}

func (m *machine) wantNil(err error) {
	m.r.Helper()
	if err != nil {
		m.r.Fatal(err)
	}
}

// want compares an answer with the model's: a code, "" for none.
func (m *machine) want(err error, code string) bool {
	m.r.Helper()
	if fault.CodeOf(err) != code || err != nil && code == "" {
		m.r.Fatalf("got %v, want %q", err, code)
	}
	return err == nil
}

func (m *machine) key() string {
	m.n++
	return fmt.Sprintf("machine-%04d", m.n)
}

func (m *machine) step() {
	steps := []struct {
		name string
		do   func()
	}{
		{"buyer", func() { m.speak(nil) }},
		{"agent", func() { m.speak(m.agent) }},
		{"again", m.sayAgain},
		{"commit", m.promise},
		{"commit again", m.promiseAgain},
		{"keep", func() { m.settle("keep") }},
		{"waive", func() { m.settle("waive") }},
		{"update", func() { m.settle("update") }},
		{"ticket", m.ticketStep},
		{"ask", m.ask},
		{"yes", func() { m.answer(true) }},
		{"no", func() { m.answer(false) }},
		{"record", func() { m.rest(m.agent, m.Complaints.CloseVerified) }},
		{"reason", func() { m.rest(m.chief, m.Complaints.CloseWithReason) }},
		{"reopen", m.reopen},
		{"open again", m.openAgain},
		{"correct", m.correct},
		{"wait", func() { m.wait(rapid.IntRange(0, 90).Draw(m.r, "minutes")) }},
		{"sleep", func() { m.wait(24 * 60) }},
		{"race", m.race},
	}
	i := rapid.IntRange(0, len(steps)-1).Draw(m.r, "step")
	m.r.Log(steps[i].name)
	steps[i].do()
}

// speak is a message of the buyer, or of an agent.
func (m *machine) speak(by context.Context) {
	s := said{key: m.key(), text: fmt.Sprint("第", m.n, "句"), by: by}
	m.head++
	s.seq = m.head
	m.send(s)
	m.said = append(m.said, s)
	if by != nil {
		m.heard()
		return
	}
	m.spoken = m.clock.now()
	if m.waiting.IsZero() {
		m.unheard = m.clock.now()
	}
	m.waits()
}

// waits lets the buyer wait for the team, unless they do already.
func (m *machine) waits() {
	if m.waiting.IsZero() {
		m.waiting = m.clock.now()
	}
}

// heard is what any word of the team does.
func (m *machine) heard() { m.waiting, m.assigned, m.heardAt = time.Time{}, true, m.clock.now() }

func (m *machine) send(s said) {
	var got conversation.Message
	var err error
	if s.by == nil {
		got, err = m.Conversations.Say(m.b.ctx, s.key, conversation.Draft{Text: s.text})
	} else {
		got, err = m.Conversations.Reply(s.by, m.b.talk, s.key, conversation.Draft{Text: s.text})
	}
	m.wantNil(err)
	if got.Seq != s.seq || got.Text != s.text {
		m.r.Fatalf("%q became number %d, want %d", got.Text, got.Seq, s.seq)
	}
}

func (m *machine) sayAgain() { m.send(rapid.SampledFrom(m.said).Draw(m.r, "message")) }

// due is a time to draw for a commitment: near enough for clocks to ring.
func (m *machine) due() time.Time {
	return m.clock.in(time.Duration(rapid.IntRange(1, 120).Draw(m.r, "due in minutes")) * time.Minute)
}

func (m *machine) promise() {
	p := &pledge{key: m.key(), draft: commitment.Draft{Text: "给您答复", DueAt: m.due()}}
	got, err := m.Complaints.Commit(m.agent, m.caseID, p.key, p.draft)
	if m.closed {
		m.want(err, "case.closed")
		return
	}
	m.wantNil(err)
	m.made(p, got)
}

// made is what a new commitment does to the model.
func (m *machine) made(p *pledge, got commitment.Commitment) {
	p.id, p.due, p.grace, p.version, p.state = got.ID, p.draft.DueAt, p.draft.DueAt.Add(15*time.Minute), 1, commitment.Open
	m.pledges = append(m.pledges, p)
	m.version++
	m.head++ // the card
	m.heard()
	m.withdraw()
}

func (m *machine) promiseAgain() {
	if len(m.pledges) == 0 {
		return
	}
	p := rapid.SampledFrom(m.pledges).Draw(m.r, "commitment")
	if p.key == "" {
		return // it replaced another one, and has no key to repeat
	}
	got, err := m.Complaints.Commit(m.agent, m.caseID, p.key, p.draft)
	m.wantNil(err)
	if got.ID != p.id {
		m.r.Fatalf("the same key made %s, was %s", got.ID, p.id)
	}
}

// settle keeps, waives or updates a commitment, sometimes with a version that
// is not the newest.
func (m *machine) settle(how string) {
	if len(m.pledges) == 0 {
		return
	}
	p := rapid.SampledFrom(m.pledges).Draw(m.r, "commitment")
	version := p.version - int64(rapid.IntRange(0, 3).Draw(m.r, "stale")/3)
	d := commitment.Draft{DueAt: m.clock.in(time.Hour)}
	var next commitment.Commitment
	var err error
	switch how {
	case "keep":
		_, err = m.Complaints.Keep(m.colleague, p.id, version, "")
	case "waive":
		_, err = m.Complaints.Waive(m.chief, p.id, version, "不用了")
	default:
		d.DueAt = m.due()
		next, err = m.Complaints.Update(m.agent, p.id, version, d, "")
	}
	switch {
	case how == "update" && m.closed:
		m.want(err, "case.closed")
	case version != p.version:
		m.want(err, "commitment.changed")
	case p.state != commitment.Open:
		m.want(err, "commitment.settled_already")
	default:
		m.wantNil(err)
		m.settled(p, how, next, d)
	}
}

func (m *machine) settled(p *pledge, how string, next commitment.Commitment, d commitment.Draft) {
	p.version++
	switch how {
	case "keep":
		p.state = commitment.Kept
		m.head++ // a line tells
	case "waive":
		p.state = commitment.Waived
		m.head++
	default:
		p.state = commitment.Updated
		m.made(&pledge{draft: d}, next)
	}
}

func (m *machine) open() (n int) {
	for _, p := range m.pledges {
		if p.state == commitment.Open {
			n++
		}
	}
	return n
}

func (m *machine) ask() {
	version := m.version - int64(rapid.IntRange(0, 3).Draw(m.r, "stale")/3)
	_, err := m.Complaints.AskOutcome(m.agent, m.caseID, version, "解决了吗？")
	code := ""
	switch {
	case version != m.version:
		code = "case.changed"
	case m.closed:
		code = "case.closed"
	case m.open() > 0:
		code = "case.commitments_open"
	case m.atWork() > 0:
		code = "case.tickets_open"
	case m.asked:
		code = "case.asked_already"
	}
	if m.want(err, code) {
		m.asked, m.outcome = true, complaint.Asked
		m.question = question{asked: m.clock.now(), next: m.clock.in(24 * time.Hour)}
		m.version++
		m.head++ // the card
		m.heard()
	}
}

func (m *machine) answer(solved bool) {
	_, err := m.Complaints.Answer(m.b.ctx, m.caseID, solved, "")
	switch {
	case m.asked, m.outcome == complaint.Unanswered:
		m.wantNil(err)
		m.answered(solved)
	case m.outcome == saying(solved):
		m.wantNil(err) // the same answer again
	default:
		m.want(err, "case.not_asked")
	}
}

func (m *machine) answered(solved bool) {
	if m.closed && !solved {
		m.again = true
	}
	m.asked, m.closed, m.outcome = false, solved, saying(solved)
	m.version++
	m.head++ // a line tells
	if !solved {
		m.waits()
	}
}

func (m *machine) correct() {
	_, err := m.Complaints.Correct(m.agent, m.caseID, m.version, someFacts)
	if m.closed {
		m.want(err, "case.closed")
		return
	}
	m.wantNil(err)
	m.version++
}

// race lets the buyer confirm while an agent commits.
func (m *machine) race() {
	if !m.asked {
		return
	}
	p := &pledge{key: m.key(), draft: commitment.Draft{Text: "补发", DueAt: m.due()}}
	var got commitment.Commitment
	errs := together(2, func(i int) (err error) {
		if i == 0 {
			_, err = m.Complaints.Answer(m.b.ctx, m.caseID, true, "")
		} else {
			got, err = m.Complaints.Commit(m.agent, m.caseID, p.key, p.draft)
		}
		return err
	})
	switch {
	case errs[0] == nil && errs[1] != nil:
		m.want(errs[1], "case.closed")
		m.answered(true)
	case errs[1] == nil && errs[0] != nil:
		m.want(errs[0], "case.not_asked")
		m.made(p, got)
	default:
		m.r.Fatal(errors.Join(errs...), "both or none")
	}
}

func (m *machine) ring() {
	_, err := m.Queue.RunDue(context.Background(), m.clock.now())
	m.wantNil(err)
	m.acknowledged()
	for _, p := range m.pledges {
		if p.state == commitment.Open && p.alarms == 0 && !m.clock.now().Before(p.due) {
			p.alarms++
			m.head++ // a line tells
		}
		if p.state == commitment.Open && p.broken == 0 && !m.clock.now().Before(p.grace) {
			p.broken++
			m.head++
		}
	}
	m.remind()
}

// finish lets all clocks run out.
func (m *machine) finish() {
	m.clock.pass(20 * time.Hour)
	m.ring()
	m.look()
	m.listen()
}

// stage is what the model knows of it.
func (m *machine) fits(s complaint.Stage) bool {
	return m.closed == (s == complaint.Closed) && m.asked == (s == complaint.Verifying)
}
