package complaint_test

import (
	"context"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// slip is a ticket in the model.
type slip struct {
	id      string
	version int64
	state   ticket.State
}

// department is one of the first shop, made once for a world.
func (m *machine) department() string {
	at, err := m.Shops.Departments(m.root(), m.shop.ID)
	m.wantNil(err)
	if len(at) > 0 {
		return at[0].ID
	}
	d, err := m.Shops.CreateDepartment(m.root(), m.shop.ID, shop.DepartmentDraft{Name: "仓库"})
	m.wantNil(err)
	return d.ID
}

func (m *machine) root() context.Context {
	return identity.With(context.Background(), identity.NewSystem())
}

// ticketStep sends a ticket, or does something to one that there is.
func (m *machine) ticketStep() {
	switch rapid.SampledFrom([]string{"send", "finish", "hand back", "resend", "withdraw", "race"}).Draw(m.r, "ticket step") {
	case "send":
		m.sendTicket()
	case "race":
		m.raceTicket()
	case "finish":
		m.moveTicket([]ticket.State{ticket.Open}, ticket.Done, func(p *slip, version int64) error {
			_, err := m.Tickets.Finish(m.colleague, p.id, version, "办好了", nil)
			return err
		})
	case "hand back":
		m.moveTicket([]ticket.State{ticket.Open}, ticket.HandedBack, func(p *slip, version int64) error {
			_, err := m.Tickets.HandBack(m.colleague, p.id, version, "不归我们")
			return err
		})
	case "resend":
		m.moveTicket([]ticket.State{ticket.HandedBack}, ticket.Open, func(p *slip, version int64) error {
			_, err := m.Tickets.Resend(m.agent, p.id, version, ticket.Draft{DepartmentID: m.department(), Title: "再查", Minutes: ticket.MaxMinutes})
			return err
		})
	default:
		m.moveTicket([]ticket.State{ticket.Open, ticket.HandedBack}, ticket.Withdrawn, func(p *slip, version int64) error {
			_, err := m.Tickets.Withdraw(m.agent, p.id, version, "不用了")
			return err
		})
	}
}

// draft is of a ticket whose clocks do not ring while the machine runs.
func (m *machine) draft() ticket.Draft {
	return ticket.Draft{TypeID: "other", DepartmentID: m.department(), Title: "查一下", Minutes: ticket.MaxMinutes}
}

func (m *machine) sendTicket() {
	key, d := m.key(), m.draft()
	got, err := m.Tickets.Send(m.agent, m.caseID, key, d)
	if m.closed {
		m.want(err, "case.closed")
		return
	}
	m.wantNil(err)
	again, err := m.Tickets.Send(m.agent, m.caseID, key, d)
	m.wantNil(err)
	if again.ID != got.ID {
		m.r.Fatalf("the same key made %s, was %s", again.ID, got.ID)
	}
	m.sent(got)
}

// sent is what a new ticket does to the model.
func (m *machine) sent(got ticket.Ticket) {
	m.slips = append(m.slips, &slip{got.ID, 1, ticket.Open})
	m.version++
	m.head++ // a line tells
	m.withdraw()
}

// moveTicket does something to a ticket, sometimes at a version that is not the
// newest.
func (m *machine) moveTicket(from []ticket.State, to ticket.State, do func(p *slip, version int64) error) {
	if len(m.slips) == 0 {
		return
	}
	p := rapid.SampledFrom(m.slips).Draw(m.r, "ticket")
	version := p.version - int64(rapid.IntRange(0, 3).Draw(m.r, "stale")/3)
	err := do(p, version)
	may := false
	for _, state := range from {
		may = may || p.state == state
	}
	switch {
	case version != p.version:
		m.want(err, "ticket.changed")
	case p.state.Settled():
		m.want(err, "ticket.settled")
	case !may:
		m.want(err, "ticket.not_now")
	default:
		m.wantNil(err)
		p.state, p.version = to, p.version+1
		m.head++ // a line tells
	}
}

// raceTicket lets the buyer confirm while an agent hands work to a department.
func (m *machine) raceTicket() {
	if !m.asked {
		return
	}
	key, d := m.key(), m.draft()
	var got ticket.Ticket
	errs := together(2, func(i int) (err error) {
		if i == 0 {
			_, err = m.Complaints.Answer(m.b.ctx, m.caseID, true, "")
		} else {
			got, err = m.Tickets.Send(m.agent, m.caseID, key, d)
		}
		return err
	})
	switch {
	case errs[0] == nil:
		m.want(errs[1], "case.closed")
		m.answered(true)
	case errs[1] == nil:
		m.want(errs[0], "case.not_asked")
		m.sent(got)
	default:
		m.r.Fatal(errs)
	}
}

// atWork is how many tickets keep the case from closing.
func (m *machine) atWork() (n int) {
	for _, p := range m.slips {
		if !p.state.Settled() {
			n++
		}
	}
	return n
}
