package automation

import (
	"cmp"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

type (
	// Do is what is to be done about an event.
	Do struct{ Event string }
	// Patience looks whether a buyer still waits.
	Patience struct {
		RuleID, ConversationID string
		Since                  int64 // ms
	}
)

func (Do) Kind() string       { return "automation.do" }
func (Patience) Kind() string { return "automation.patience" }

// Run is what a rule did, or will do, about an event.
type Run struct {
	ID             string
	RuleID         string
	Event          string // the same for the same event
	ShopID         string
	ConversationID string
	CaseID         string
	TicketID       string
	Name           string // of the rule then
	Acts           []Act  // of the rule then
	Results        []Result
	At             time.Time

	place int64
}

// Register tells the queue what rules wait for.
func (s *Service) Register() {
	jobs.Handle(s.Queue, s.do)
	jobs.HandleTx(s.Queue, s.patience)
	jobs.Subscribe(s.Queue, "automation", s.waits)
	jobs.Subscribe(s.Queue, "automation", func(tx *db.Tx, e complaint.Opened) error {
		c, err := complaint.GetIn(tx, identity.Everything, e.CaseID)
		if err != nil {
			return gone(err)
		}
		return s.happened(tx, Opened, about{event: "opened/" + c.ID, conversationID: c.ConversationID, caseID: c.ID})
	})
	jobs.Subscribe(s.Queue, "automation", func(tx *db.Tx, e commitment.Breach) error {
		c, err := complaint.GetIn(tx, identity.Everything, e.Commitment.CaseID)
		if err != nil {
			return gone(err)
		}
		return s.happened(tx, Broken, about{event: "broken/" + e.Commitment.ID, conversationID: c.ConversationID, caseID: c.ID})
	})
	jobs.Subscribe(s.Queue, "automation", s.stage)
	jobs.Subscribe(s.Queue, "automation", s.ticket)
}

// gone makes nothing of what is not there any more.
func gone(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// waits tells the rules that a buyer begins to wait, and winds the clocks of those
// that have patience.
func (s *Service) waits(tx *db.Tx, e conversation.Waits) error {
	event := fmt.Sprintf("%s/%d", e.ConversationID, e.Since)
	if e.Seq <= 1 {
		if err := s.happened(tx, Begins, about{event: "begins/" + e.ConversationID, conversationID: e.ConversationID}); err != nil {
			return err
		}
	}
	if err := s.happened(tx, Writes, about{event: "writes/" + event, conversationID: e.ConversationID}); err != nil {
		return err
	}
	rules, err := onIn(tx, e.ShopID, Waited)
	if err != nil || len(rules) == 0 {
		return err
	}
	at, err := shop.GetIn(tx, e.ShopID)
	if err != nil {
		return err
	}
	for _, r := range rules {
		due, err := at.Hours.Add(db.Time(e.Since), time.Duration(r.Minutes)*time.Minute)
		if fault.CodeOf(err) == "calendar.never_open" {
			continue
		}
		if err != nil {
			return err
		}
		key := jobs.Key("automation/patience/" + r.ID + "/" + e.ConversationID)
		if err := s.Queue.Enqueue(tx, Patience{r.ID, e.ConversationID, e.Since}, due.At, key); err != nil {
			return err
		}
	}
	return nil
}

// patience acts if the buyer waits still, and the rule is still on.
func (s *Service) patience(tx *db.Tx, j Patience) error {
	r, err := get(tx, identity.Everything, j.RuleID, "")
	if err != nil {
		return gone(err)
	}
	c, err := conversation.FindIn(tx, identity.Everything, j.ConversationID)
	if err != nil || !r.On || r.When != Waited || c.MergedInto != "" || db.Millis(c.WaitingSince) != j.Since {
		return gone(err)
	}
	return s.match(tx, []Rule{r}, about{event: fmt.Sprintf("waited/%s/%d", c.ID, j.Since), conversationID: c.ID})
}

func (s *Service) ticket(tx *db.Tx, e dispatch.Happened) error {
	when := map[dispatch.What]Trigger{dispatch.Overdue: Overdue, dispatch.HandedBack: Returned}[e.What]
	if when == "" {
		return nil
	}
	t, err := ticket.GetIn(tx, identity.Places{Scope: identity.Everything}, e.TicketID)
	if err != nil {
		return gone(err)
	}
	c, err := complaint.GetIn(tx, identity.Everything, t.CaseID)
	if err != nil {
		return gone(err)
	}
	return s.happened(tx, when, about{event: string(when) + "/" + t.ID + "/" + e.Moment, conversationID: c.ConversationID, caseID: c.ID, ticketID: t.ID})
}

// stage tells the rules that a case came to another stage, unless one of them
// brought it there.
func (s *Service) stage(tx *db.Tx, e complaint.StageChanged) error {
	if e.By == identity.AutomationID {
		return nil
	}
	c, err := complaint.GetIn(tx, identity.Everything, e.CaseID)
	if err != nil {
		return gone(err)
	}
	return s.happened(tx, Staged, about{event: "staged/" + e.Moment, conversationID: c.ConversationID, caseID: c.ID, stage: e.Stage})
}

// about names an event and what it is about.
type about struct {
	event                            string // the same for the same event
	conversationID, caseID, ticketID string
	stage                            complaint.Stage // to which the case came; "" for that in which it is
}

// happened tells the rules of a shop of an event.
func (s *Service) happened(tx *db.Tx, when Trigger, e about) error {
	c, err := conversation.FindIn(tx, identity.Everything, e.conversationID)
	if err != nil {
		return gone(err)
	}
	rules, err := onIn(tx, c.ShopID, when)
	if err != nil || len(rules) == 0 {
		return err
	}
	return s.match(tx, rules, e)
}

// match keeps what rules have to do about an event, and has it done.
func (s *Service) match(tx *db.Tx, rules []Rule, e about) error {
	at, err := subjectIn(tx, e.conversationID, e.caseID)
	if err != nil {
		return err
	}
	at.of.Stage = cmp.Or(e.stage, at.of.Stage)
	facts, err := s.factsIn(tx, at)
	if err != nil {
		return err
	}
	any := false
	for _, r := range rules {
		p, err := compile(r.Draft)
		if err != nil {
			continue // it was checked when it was kept
		}
		if ok, _ := p.holds(facts); !ok {
			continue
		}
		fresh, err := insertRun(tx, Run{ID: s.NewID(), RuleID: r.ID, Event: e.event, ShopID: r.ShopID, ConversationID: at.ID, CaseID: at.of.ID,
			TicketID: e.ticketID, Name: r.Name, Acts: r.Acts, At: s.Now(), place: r.Place})
		if err != nil {
			return err
		}
		any = any || fresh
	}
	if !any {
		return nil
	}
	return s.Queue.Enqueue(tx, Do{e.event}, s.Now(), jobs.Key("automation/do/"+e.event))
}
