package automation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Result is what came of an act.
type Result struct {
	Done bool           `json:"done"`
	Code string         `json:"code,omitempty"` // of the fault, if it was not done
	Args map[string]any `json:"args,omitempty"` // of the fault
	Who  string         `json:"who,omitempty"`  // name of the person whom it reached
}

// do acts for all rules that matched an event, in their order. It may be repeated:
// each act does nothing the second time.
func (s *Service) do(ctx context.Context, j Do) error {
	runs, err := waitingRuns(s.DB.Reader(ctx), j.Event)
	if err != nil {
		return err
	}
	for _, r := range runs {
		results := make([]Result, 0, len(r.Acts))
		for i, a := range r.Acts {
			result, err := s.act(identity.With(ctx, identity.NewAutomation(r.ShopID, r.Name)), r, i, a)
			if err != nil {
				f, known := errors.AsType[*fault.Fault](err)
				if !known || f.Kind == fault.Internal {
					return err
				}
				result = Result{Code: f.Code, Args: f.Args}
			}
			results = append(results, result)
		}
		if err := s.DB.InTx(ctx, func(tx *db.Tx) error { return s.finish(tx, r, results) }); err != nil {
			return err
		}
	}
	return nil
}

// finish keeps what came of a run, and tells the team in the thread what was done.
func (s *Service) finish(tx *db.Tx, r Run, results []Result) error {
	if err := saveResults(tx, r.ID, results); err != nil {
		return err
	}
	var done []string
	for i, result := range results {
		if result.Done && !slices.Contains(done, string(r.Acts[i].Kind)) && r.Acts[i].Kind != Propose {
			done = append(done, string(r.Acts[i].Kind))
		}
	}
	if len(done) == 0 {
		return nil
	}
	return s.line(tx, r, "automation.acted", "acted", map[string]string{"rule": r.Name, "acts": strings.Join(done, ",")})
}

func (s *Service) line(tx *db.Tx, r Run, code, key string, args map[string]string) error {
	_, err := s.Conversations.PostIn(tx, r.ConversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: args}, Key: "automation-" + r.ID + "/" + key,
	})
	return err
}

func (s *Service) act(ctx context.Context, r Run, i int, a Act) (Result, error) {
	key := fmt.Sprintf("automation-%s-%d", r.ID, i)
	switch a.Kind {
	case AssignPerson, AssignSkill:
		return s.assign(ctx, r, a)
	case Tag:
		return s.tag(ctx, r, a)
	case SetSeverity:
		return s.severity(ctx, r, a)
	case Notify:
		return s.notify(ctx, r, key, a)
	case SendTicket:
		return s.send(ctx, r, key, a)
	case Propose:
		err := s.DB.InTx(ctx, func(tx *db.Tx) error {
			return s.line(tx, r, "automation.proposal", fmt.Sprint(i), map[string]string{"rule": r.Name, "words": a.Text})
		})
		return Result{Done: err == nil}, err
	}
	return Result{}, fault.New(fault.Invalid, "automation.act_unknown")
}

// assign gives the conversation to somebody, if nobody looks after it.
func (s *Service) assign(ctx context.Context, r Run, a Act) (result Result, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := s.Conversations.LockIn(tx, r.ConversationID)
		if err != nil {
			return err
		}
		if c.AssigneeID != "" {
			return fault.New(fault.Conflict, "automation.assigned_already")
		}
		var to identity.Colleague
		if a.Kind == AssignSkill {
			to, err = s.Assignments.GiveSkilledIn(tx, c, a.To, identity.AutomationID)
			result = Result{Done: to.ID != "", Who: to.Name}
			return err
		}
		if to, err = identity.ColleagueIn(tx, a.To, identity.ConversationReply, c.ShopID); err != nil {
			return err
		}
		there, err := identity.ThereIn(tx, to.ID, s.Now())
		if err == nil && !there {
			err = fault.New(fault.Conflict, "automation.person_away", "name", to.Name)
		}
		if err != nil {
			return err
		}
		result.Who = to.Name
		result.Done, err = s.Conversations.GiveIn(tx, c, to, identity.AutomationID, "automation.given", map[string]string{"rule": r.Name})
		return err
	})
	return result, err
}

func (s *Service) tag(ctx context.Context, r Run, a Act) (Result, error) {
	c, err := conversation.FindIn(s.DB.Reader(ctx), identity.Everything, r.ConversationID)
	if err != nil {
		return Result{}, err
	}
	for try := 0; ; try++ {
		p, err := s.Profiles.Read(ctx, c.CustomerID)
		if err != nil {
			return Result{}, err
		}
		var names []string
		for _, t := range p.Tags {
			names = append(names, t.Name)
		}
		if slices.Contains(names, a.Text) {
			return Result{Done: true}, nil
		}
		_, err = s.Profiles.SetTags(ctx, p.ID, p.Version, append(names, a.Text))
		if fault.KindOf(err) != fault.Conflict || try == 3 {
			return Result{Done: err == nil}, err
		}
	}
}

func (s *Service) severity(ctx context.Context, r Run, a Act) (Result, error) {
	if r.CaseID == "" {
		return Result{}, fault.New(fault.Conflict, "automation.no_case")
	}
	for try := 0; ; try++ {
		c, err := s.Complaints.Get(ctx, r.CaseID)
		if err != nil || c.Severity == complaint.Severity(a.To) {
			return Result{Done: err == nil}, err
		}
		f := c.Facts
		f.Severity = complaint.Severity(a.To)
		_, err = s.Complaints.Correct(ctx, c.ID, c.Version, f)
		if fault.CodeOf(err) != "case.changed" || try == 3 {
			return Result{Done: err == nil}, err
		}
	}
}

func (s *Service) notify(ctx context.Context, r Run, key string, a Act) (result Result, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		to, err := s.called(tx, r, a.To)
		if err != nil {
			return err
		}
		args := map[string]string{"rule": r.Name, "words": a.Text}
		about := notice.About{ConversationID: r.ConversationID, CaseID: r.CaseID, TicketID: r.TicketID}
		var names []string
		for _, one := range to {
			names = append(names, one.Name)
			if err := s.Notices.TellIn(tx, one.ID, "automation.notice", key, args, about); err != nil {
				return err
			}
		}
		result = Result{Done: true, Who: strings.Join(names, ", ")}
		return nil
	})
	return result, err
}

// called returns those whom a notice is for.
func (s *Service) called(tx *db.Tx, r Run, to string) ([]identity.Colleague, error) {
	if to == ToSupervisors {
		return identity.Colleagues(tx, identity.TeamSupervise, r.ShopID)
	}
	id := to
	switch to {
	case ToOwner:
		if r.CaseID == "" {
			return nil, fault.New(fault.Conflict, "automation.no_case")
		}
		c, err := complaint.GetIn(tx, identity.Everything, r.CaseID)
		if err != nil {
			return nil, err
		}
		id = c.OwnerID
	case ToAssignee:
		c, err := conversation.FindIn(tx, identity.Everything, r.ConversationID)
		if err != nil {
			return nil, err
		}
		id = c.AssigneeID
	}
	who, found, err := identity.Holder(tx, id, identity.NoticeRead, r.ShopID)
	if err == nil && !found {
		err = fault.New(fault.Conflict, "automation.nobody_to_tell")
	}
	return []identity.Colleague{who}, err
}

// send hands work to a department. A ticket that a rule has made makes no other.
func (s *Service) send(ctx context.Context, r Run, key string, a Act) (Result, error) {
	if r.CaseID == "" {
		return Result{}, fault.New(fault.Conflict, "automation.no_case")
	}
	if r.TicketID != "" {
		t, err := ticket.GetIn(s.DB.Reader(ctx), identity.Places{Scope: identity.Everything}, r.TicketID)
		if err == nil && t.MadeBy == identity.AutomationID {
			err = fault.New(fault.Conflict, "automation.loop")
		}
		if err != nil {
			return Result{}, err
		}
	}
	t, err := s.Tickets.Send(ctx, r.CaseID, key, ticket.Draft{TypeID: a.TypeID, DepartmentID: a.Department, Title: a.Text})
	return Result{Done: err == nil, Who: t.Title}, err
}
