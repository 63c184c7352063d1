package dispatch

import (
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// The clocks of a ticket. Clock says which setting of its clock they belong to:
// one that was set anew or stopped since does nothing.
type (
	// Soon rings some time before the time of the department is over.
	Soon struct {
		ID    string
		Clock int64
	}
	// Due rings when the time of the department is over.
	Due struct {
		ID    string
		Clock int64
	}
	// Overrun rings when its patience is over as well.
	Overrun struct {
		ID    string
		Clock int64
	}
)

func (Soon) Kind() string    { return "ticket.soon" }
func (Due) Kind() string     { return "ticket.due" }
func (Overrun) Kind() string { return "ticket.overrun" }

// Register tells the queue what happens when the clocks of tickets ring.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.soon)
	jobs.HandleTx(s.Queue, s.due)
	jobs.HandleTx(s.Queue, s.overrun)
}

// wind enqueues the clocks of a ticket that runs.
func (s *Service) wind(tx *db.Tx, t ticket.Ticket, hours calendar.Hours) error {
	soon, err := t.Reminder(hours, s.Now())
	if err != nil {
		return err
	}
	if !soon.IsZero() {
		if err := s.Queue.Enqueue(tx, Soon{t.ID, t.Clock}, soon); err != nil {
			return err
		}
	}
	if err := s.Queue.Enqueue(tx, Due{t.ID, t.Clock}, t.DueAt); err != nil {
		return err
	}
	late, err := hours.Add(t.DueAt, ticket.Patience)
	if fault.CodeOf(err) == "calendar.never_open" {
		late.At, err = t.DueAt.Add(ticket.Patience), nil
	}
	if err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, Overrun{t.ID, t.Clock}, late.At)
}

// soon reminds who does a ticket, and the department, of the time that is left.
func (s *Service) soon(tx *db.Tx, j Soon) error {
	t, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	t, rings := t.Soon(j.Clock, s.Now())
	if !rings {
		return nil
	}
	if t, err = s.aside(tx, t, identity.SystemID, "soon", ""); err != nil {
		return err
	}
	if err := s.announce(tx, t, AlmostDue, s.setting(t)); err != nil {
		return err
	}
	at, err := shop.DepartmentIn(tx, t.ShopID, t.DepartmentID)
	if err != nil {
		return err
	}
	said := args(t, at.Name, "")
	if t.WorkerID != "" && !byLink(t.WorkerID) {
		return s.tell(tx, t, t.WorkerID, false, "ticket.soon", s.setting(t), said)
	}
	return s.tellCrew(tx, t, "ticket.soon", said)
}

func (s *Service) due(tx *db.Tx, j Due) error {
	t, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	_, err = s.ring(tx, t, j.Clock)
	return err
}

// ring tells the department, unless that was done or the clock is an old one.
func (s *Service) ring(tx *db.Tx, t ticket.Ticket, clock int64) (ticket.Ticket, error) {
	t, rings := t.Alarm(clock, s.Now())
	if !rings {
		return t, nil
	}
	t, err := s.aside(tx, t, identity.SystemID, "alarm", "")
	if err != nil {
		return t, err
	}
	if err := s.announce(tx, t, PastDue, s.setting(t)); err != nil {
		return t, err
	}
	at, err := shop.DepartmentIn(tx, t.ShopID, t.DepartmentID)
	if err != nil {
		return t, err
	}
	said := args(t, at.Name, "")
	if t.WorkerID != "" {
		if err := s.tell(tx, t, t.WorkerID, false, "ticket.due", s.setting(t), said); err != nil {
			return t, err
		}
	}
	return t, s.tellCrew(tx, t, "ticket.due", said)
}

func (s *Service) overrun(tx *db.Tx, j Overrun) error {
	t, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	if t, err = s.ring(tx, t, j.Clock); err != nil {
		return err
	}
	t, late := t.Overrun(j.Clock, s.Now())
	if !late {
		return nil
	}
	if t, err = s.aside(tx, t, identity.SystemID, "overrun", ""); err != nil {
		return err
	}
	if err := s.announce(tx, t, Overdue, s.setting(t)); err != nil {
		return err
	}
	at, err := shop.DepartmentIn(tx, t.ShopID, t.DepartmentID)
	if err != nil {
		return err
	}
	said := args(t, at.Name, "")
	if err := s.tellOwner(tx, t, "", "ticket.overdue", said); err != nil {
		return err
	}
	if err := s.tellStandIn(tx, t, "ticket.overdue", said); err != nil {
		return err
	}
	chiefs, err := identity.Colleagues(tx, identity.TeamSupervise, t.ShopID)
	if err != nil {
		return err
	}
	for _, chief := range chiefs {
		if err := s.tell(tx, t, chief.ID, true, "ticket.overdue", s.setting(t), said); err != nil {
			return err
		}
	}
	return nil
}

// load returns the ticket of a clock. One that is gone has no clock any more: the
// zero ticket runs nowhere.
func (s *Service) load(tx *db.Tx, id string) (ticket.Ticket, error) {
	t, err := ticket.LockIn(tx, identity.Places{Scope: identity.Everything}, id)
	if fault.KindOf(err) == fault.NotFound {
		return ticket.Ticket{}, nil
	}
	return t, err
}

// args are the values of what is said of a ticket. note is what belongs to it: a
// result, a reason or a question.
func args(t ticket.Ticket, department, note string) map[string]string {
	all := map[string]string{"number": t.CaseNumber, "title": t.Title, "type": t.TypeName, "department": department}
	if note != "" {
		all["note"] = note
	}
	if !t.DueAt.IsZero() {
		all["due_at"] = t.DueAt.UTC().Format(time.RFC3339)
	}
	return all
}

// setting names a setting of the clock: each rings once.
func (s *Service) setting(t ticket.Ticket) string { return t.OpenedAt.UTC().Format(time.RFC3339Nano) }

// moment names this moment.
func (s *Service) moment() string { return s.Now().UTC().Format(time.RFC3339Nano) }

// line writes what happened to a ticket into the thread of its case, for the team.
func (s *Service) line(tx *db.Tx, t ticket.Ticket, code string, said map[string]string) error {
	c, err := complaint.GetIn(tx, identity.Everything, t.CaseID)
	if err != nil {
		return err
	}
	_, err = s.Conversations.PostIn(tx, c.ConversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: said}, Key: code + "-" + t.ID + "/" + s.moment(),
	})
	return err
}

// tellOwner writes a line into the thread and leaves a notice to the owner of the
// case, unless they did it themselves.
func (s *Service) tellOwner(tx *db.Tx, t ticket.Ticket, by, code string, said map[string]string) error {
	if err := s.line(tx, t, code, said); err != nil {
		return err
	}
	c, err := complaint.GetIn(tx, identity.Everything, t.CaseID)
	if err != nil || c.OwnerID == by {
		return err
	}
	return s.tell(tx, t, c.OwnerID, true, code, s.moment(), said)
}

// tellStandIn tells who stands in for the owner of the case while they are off duty.
func (s *Service) tellStandIn(tx *db.Tx, t ticket.Ticket, code string, said map[string]string) error {
	c, err := complaint.GetIn(tx, identity.Everything, t.CaseID)
	if err != nil {
		return err
	}
	also, err := duty.AlsoIn(tx, duty.Alarm{ShopID: c.ShopID, OwnerID: c.OwnerID, CaseID: c.ID, Needs: identity.CaseWrite, At: s.Now()})
	if err != nil {
		return err
	}
	about := notice.About{TicketID: t.ID, CaseID: c.ID, ConversationID: c.ConversationID}
	return s.Notices.TellAllIn(tx, also, code, code+"/"+t.ID+"/"+s.setting(t), said, about)
}

// tell leaves a notice to one person, nobody if there is none. Who handles the
// case is led to the conversation, who does the work to the ticket alone.
func (s *Service) tell(tx *db.Tx, t ticket.Ticket, userID string, handles bool, code, key string, said map[string]string) error {
	if byLink(userID) {
		return nil // they have no account, and hear of it in their group
	}
	about := notice.About{TicketID: t.ID}
	if handles {
		c, err := complaint.GetIn(tx, identity.Everything, t.CaseID)
		if err != nil {
			return err
		}
		about.ConversationID, about.CaseID = c.ConversationID, c.ID
	}
	return s.Notices.TellIn(tx, userID, code, code+"/"+t.ID+"/"+key, said, about)
}

// tellCrew tells those of the department who are there, and all of them if nobody
// is.
func (s *Service) tellCrew(tx *db.Tx, t ticket.Ticket, code string, said map[string]string) error {
	crew, err := identity.Crew(tx, identity.TicketWork, t.ShopID, t.DepartmentID)
	if err != nil {
		return err
	}
	var there []identity.Colleague
	for _, one := range crew {
		is, err := identity.ThereIn(tx, one.ID, s.Now())
		if err != nil {
			return err
		}
		if is {
			there = append(there, one)
		}
	}
	if len(there) == 0 {
		there = crew
	}
	return s.tellThem(tx, t, there, code, s.setting(t), said)
}

// tellAll tells the whole department.
func (s *Service) tellAll(tx *db.Tx, t ticket.Ticket, code, key string, said map[string]string) error {
	crew, err := identity.Crew(tx, identity.TicketWork, t.ShopID, t.DepartmentID)
	if err != nil {
		return err
	}
	return s.tellThem(tx, t, crew, code, key, said)
}

func (s *Service) tellThem(tx *db.Tx, t ticket.Ticket, people []identity.Colleague, code, key string, said map[string]string) error {
	for _, one := range people {
		if err := s.tell(tx, t, one.ID, false, code, key, said); err != nil {
			return err
		}
	}
	return nil
}
