package run_test

import (
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/run"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Every shipped playbook is walked to its end twice, on one database with yes to every
// question and on the other with no: what it says is said, what it makes is made, and
// then it closes.
func TestEveryShippedPlaybookIsWalked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		types, err := w.Tickets.Types(w.agent, w.shop)
		w.must(err)
		for _, flow := range playbook.Shipped() {
			b := w.visit("您好，有件事要麻烦你们")
			c := w.opens(b, flow.Playbook.Scenario, complaint.Normal)
			w.starts(c, flow.Playbook.ID)
			walker{w, b, c.ID, types.All, w.DB.Engine() == "sqlite"}.walk(flow.Playbook.ID)
		}
	})
}

// walker follows a playbook.
type walker struct {
	*world
	buyer
	id    string
	types []ticket.Type
	yes   bool
}

func (k walker) walk(name string) {
	k.t.Helper()
	for range 120 {
		f := k.followed(k.buyer)
		if f.Next == "" {
			k.t.Fatalf("%s: ends before its close", name)
		}
		s := step(f, f.Next)
		if s.Kind == playbook.Close {
			k.closes(name)
			return
		}
		k.changes(k.buyer, k.do(s))
	}
	k.t.Fatalf("%s: does not end", name)
}

// do does what a step says, and tells so.
func (k walker) do(s run.Seen) run.Change {
	k.t.Helper()
	done := run.Step{ID: s.Step.ID, State: run.Done}
	var found []run.Found
	for _, m := range s.Missing {
		found = append(found, run.Found{Name: m, Value: k.value(m)})
	}
	switch s.Kind {
	case playbook.Say:
		done.Seq = k.replies(k.buyer, s.Text.Zh).Seq
	case playbook.Ask:
		k.replies(k.buyer, s.Question().Zh)
		return run.Change{Facts: append(found, run.Found{Name: s.Fact, Value: k.value(s.Fact), Seq: k.says(k.buyer, "嗯").Seq})}
	case playbook.Evidence:
		done.Items = s.Step.Items
	case playbook.Decide:
		done.Made = s.Remedies[0]
	case playbook.Ticket:
		i := slices.IndexFunc(k.types, func(t ticket.Type) bool {
			return !slices.ContainsFunc(t.Form, func(f ticket.Field) bool { return f.Required })
		})
		made, err := k.Tickets.Send(k.agent, k.id, k.key(), ticket.Draft{TypeID: k.types[i].ID, DepartmentID: k.department, Title: "查一下", Text: s.Text.Zh, PublicText: s.Public.Zh})
		k.must(err)
		done.Made = made.ID
	case playbook.Commit:
		made, err := k.Complaints.Commit(k.agent, k.id, k.key(), commitment.Draft{Text: "给您答复", DueAt: k.now().Add(time.Hour)})
		k.must(err)
		done.Made = made.ID
	case playbook.Approve, playbook.Handoff:
		if c := k.c(); c.Escalation.At.IsZero() {
			_, err := k.Complaints.Escalate(k.agent, k.id, c.Version, "chief", "stuck", "")
			k.must(err)
		}
		done.Made = run.Escalation
	}
	return run.Change{Facts: found, Steps: []run.Step{done}}
}

func (k walker) c() complaint.Case {
	k.t.Helper()
	c, err := k.Complaints.Get(k.agent, k.id)
	k.must(err)
	return c
}

// value answers a question.
func (k walker) value(fact string) any {
	f, _ := playbook.FactNamed(fact)
	switch f.Type {
	case playbook.YesNo:
		return k.yes
	case playbook.Count, playbook.Money:
		if k.yes {
			return 9.0
		}
		return 0.0
	case playbook.Choice:
		return f.Values[0].Code
	}
	return "买家说的"
}

// closes settles what was made and ends the case; the playbook ends with it.
func (k walker) closes(name string) {
	k.t.Helper()
	q := k.DB.Reader(k.agent)
	all, err := commitment.OfCaseIn(q, k.id)
	k.must(err)
	for _, c := range all {
		_, err := k.Complaints.Keep(k.agent, c.ID, c.Version, "办好了")
		k.must(err)
	}
	tickets, err := ticket.OfCaseIn(q, k.id)
	k.must(err)
	for _, one := range tickets {
		_, err := k.Tickets.Withdraw(k.agent, one.ID, one.Version, "办好了")
		k.must(err)
	}
	_, err = k.Complaints.CloseWithReason(k.chief, k.id, k.c().Version, "办好了")
	k.must(err)
	if g := k.guide(k.buyer); g.Followed != nil {
		k.t.Errorf("%s: goes on after the close", name)
	}
}
