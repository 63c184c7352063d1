package complaint_test

import (
	"context"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/conversation"
)

// look compares what is stored with the model.
func (m *machine) look() {
	m.r.Helper()
	c, err := m.Complaints.Get(m.agent, m.caseID)
	m.wantNil(err)
	if c.Version != m.version || !m.fits(c.Stage) {
		m.r.Fatalf("the case is at version %d, %s %q; the model at %d, asked %v, closed %v", c.Version, c.Stage, c.Outcome, m.version, m.asked, m.closed)
	}
	if m.closed && m.open()+m.atWork() > 0 {
		m.r.Fatal("the case closed with an open commitment or ticket")
	}
	talk, err := m.Conversations.Get(m.agent, m.b.talk)
	m.wantNil(err)
	if !talk.WaitingSince.Equal(m.waiting) || talk.HeadSeq != m.head || (talk.AssigneeID != "") != m.assigned {
		m.r.Fatalf("the conversation is %+v; the model waits since %v, has %d messages, assigned %v", talk, m.waiting, m.head, m.assigned)
	}
	made, err := commitment.OfCaseIn(m.DB.Reader(context.Background()), m.caseID)
	m.wantNil(err)
	if len(made) != len(m.pledges) {
		m.r.Fatalf("%d commitments, want %d", len(made), len(m.pledges))
	}
	for _, p := range m.pledges {
		m.lookAt(p, made)
	}
}

func (m *machine) lookAt(p *pledge, made []commitment.Commitment) {
	m.r.Helper()
	for _, c := range made {
		if c.ID != p.id {
			continue
		}
		if c.State != p.state || c.Version != p.version || c.AlarmedAt.IsZero() != (p.alarms == 0) || c.Broken() != (p.broken == 1) {
			m.r.Fatalf("commitment %+v; the model has %+v", c, *p)
		}
		return
	}
	m.r.Fatalf("commitment %s is gone", p.id)
}

// listen counts, at the end, what the thread and the owner were told.
func (m *machine) listen() {
	m.r.Helper()
	events := map[string]int{}
	p, err := m.Conversations.Since(m.agent, m.b.talk, 0)
	m.wantNil(err)
	for i, msg := range p.Messages {
		if msg.Seq != int64(i+1) {
			m.r.Fatalf("message %d has number %d", i+1, msg.Seq)
		}
		if msg.Kind == conversation.Event {
			events[msg.Event.Code]++
		}
	}
	alarms, broken := 0, 0
	for _, p := range m.pledges {
		alarms, broken = alarms+p.alarms, broken+p.broken
	}
	if events["commitment.alarm"] != alarms || events["commitment.broken"] != broken || events["case.opened"] != 1 {
		m.r.Fatalf("the thread tells %v, want %d alarms and %d breaches", events, alarms, broken)
	}
	for _, p := range m.pledges {
		if m.toldOf(p, "commitment.alarm") != p.alarms || m.toldOf(p, "commitment.broken") != p.broken || m.toldOf(p, "commitment.near") > 1 {
			m.r.Fatalf("notices of %s do not fit %+v", p.id, *p)
		}
	}
}

func (m *machine) toldOf(p *pledge, kind string) int {
	return int(m.count(`SELECT COUNT(*) FROM notice WHERE commitment_id = ? AND kind = ? AND user_id = 'agent'`, p.id, kind))
}
