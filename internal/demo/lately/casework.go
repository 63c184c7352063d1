package lately

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// casework is what the team does with a case, by the verbs of the script.
var casework = map[string]func(p *player, as context.Context, c complaint.Case, l line) error{
	"复述": func(p *player, as context.Context, c complaint.Case, l line) error {
		_, err := p.Complaints.Restate(as, c.ID, c.Version, l.words)
		return err
	},
	"方案": func(p *player, as context.Context, c complaint.Case, l line) error {
		_, err := p.Complaints.Propose(as, c.ID, c.Version, l.words, true)
		return err
	},
	"同意": func(p *player, as context.Context, c complaint.Case, l line) error {
		_, err := p.Complaints.Agree(as, c.ID, c.Version, 0, l.words)
		return err
	},
	"询问": func(p *player, as context.Context, c complaint.Case, l line) error {
		_, err := p.Complaints.AskOutcome(as, c.ID, c.Version, l.words)
		return err
	},
	"升级": (*player).escalate,
	"速办": (*player).fast,
	"承诺": (*player).commit,
	"兑现": (*player).keep,
	"派单": (*player).send,
	"接单": func(p *player, as context.Context, c complaint.Case, _ line) error {
		return p.ticket(as, c, func(t ticket.Ticket) error { _, err := p.Tickets.Take(as, t.ID, t.Version); return err })
	},
	"完成": func(p *player, as context.Context, c complaint.Case, l line) error {
		return p.ticket(as, c, func(t ticket.Ticket) error {
			_, err := p.Tickets.Finish(as, t.ID, t.Version, l.words, nil)
			return err
		})
	},
}

// escalate asks somebody to take a case over: who, the reason of the list, why.
func (p *player) escalate(as context.Context, c complaint.Case, l line) error {
	to, rest, _ := strings.Cut(l.words, " ")
	reason, why, _ := strings.Cut(rest, " ")
	_, err := p.Complaints.Escalate(as, c.ID, c.Version, p.ids[to], reason, why)
	return err
}

// fast takes a small case through in one form: what the buyer wants | what was
// done. The buyer's last words confirm it.
func (p *player) fast(as context.Context, c complaint.Case, l line) error {
	restated, result, _ := strings.Cut(l.words, " | ")
	page, err := p.Conversations.Before(as, c.ConversationID, 0)
	if err != nil {
		return err
	}
	last := slices.IndexFunc(page.Messages, func(m conversation.Message) bool {
		return m.Sender.Kind == conversation.Buyer && m.Seq > page.Messages[0].Seq
	})
	_, err = p.Complaints.FastLane(as, c.ID, c.Version, complaint.Fast{Restatement: restated, Seq: page.Messages[last].Seq, Result: result})
	return err
}

// commit says what will be done by when.
func (p *player) commit(as context.Context, c complaint.Case, l line) error {
	by, text, _ := strings.Cut(l.words, " ")
	due, err := offset(by)
	if err != nil {
		return err
	}
	_, err = p.Complaints.Commit(as, c.ID, p.key(), commitment.Draft{Text: text, DueAt: p.now.Add(due)})
	return err
}

// keep settles the open commitment of a case.
func (p *player) keep(as context.Context, c complaint.Case, l line) error {
	all, err := commitment.OfCaseIn(p.DB.Reader(as), c.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.State == commitment.Open {
			_, err := p.Complaints.Keep(as, m.ID, m.Version, l.words)
			return err
		}
	}
	return fmt.Errorf("nothing is open")
}

// send hands work to a department: its name, title | what the buyer reads.
func (p *player) send(as context.Context, c complaint.Case, l line) error {
	department, rest, _ := strings.Cut(l.words, " ")
	title, public, _ := strings.Cut(rest, " | ")
	_, err := p.Tickets.Send(as, c.ID, p.key(), ticket.Draft{TypeID: "other", DepartmentID: p.departments[department], Title: title, PublicText: public, Minutes: 8 * 60})
	return err
}

// ticket does something with the open ticket of a case.
func (p *player) ticket(as context.Context, c complaint.Case, do func(ticket.Ticket) error) error {
	all, err := ticket.OfCaseIn(p.DB.Reader(as), c.ID)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.State != ticket.Done {
			return do(t)
		}
	}
	return fmt.Errorf("no department is at work")
}
