// Package dispatch hands work of cases to departments, as tickets, and brings it
// back: who may do what with them, what their cases, owners and departments hear
// of it, and what happens as time passes.
//
// Whoever handles cases sees the tickets of a shop. Who works in a department sees
// those of the department and nothing else of a case: not the conversation, not
// the buyer.
package dispatch

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Service is what the rest of the program may ask of tickets.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
	Blobs         blob.Store
	Intake        *blob.Intake
}

// Hint is what open screens hear of a ticket.
type Hint struct {
	Kind string `json:"kind"` // "ticket"
	ID   string `json:"id"`
}

// What happened to a ticket.
type What string

const (
	New           What = "new"            // a department has got it
	AlmostDue     What = "soon"           // most of the time is over
	PastDue       What = "due"            // the time is over
	Overdue       What = "overdue"        // the patience as well
	HandedBack    What = "handed_back"    // the department could not do it
	Withdrawn     What = "withdrawn"      // it is not needed any more
	BuyerAnswered What = "buyer_answered" // it goes on after the buyer was waited for
)

// Whats are all of them.
var Whats = []What{New, AlmostDue, PastDue, Overdue, HandedBack, Withdrawn, BuyerAnswered}

// Happened is announced when something happened to a ticket of which its
// department may want to hear outside of the program too.
type Happened struct {
	TicketID string
	What     What
	Moment   string // the same for the same moment
}

// Kind implements jobs.Args.
func (Happened) Kind() string { return "ticket.happened" }

func (s *Service) announce(tx *db.Tx, t ticket.Ticket, what What, moment string) error {
	return s.Queue.Announce(tx, Happened{t.ID, what, moment})
}

// ShopTopic is what those hear who see all tickets of a shop.
func ShopTopic(shopID string) string { return "tickets:" + shopID }

// DepartmentTopic is what those hear who see the tickets of a department.
func DepartmentTopic(departmentID string) string { return "dept:" + departmentID }

// Topics returns what somebody may hear of tickets, of all shops that there are
// for them.
func Topics(a identity.Actor, shops []shop.Shop) (topics []string) {
	at := a.Places(identity.TicketRead)
	for _, s := range shops {
		if at.Sees(s.ID, "") {
			topics = append(topics, ShopTopic(s.ID))
		}
	}
	for _, d := range at.Departments {
		topics = append(topics, DepartmentTopic(d))
	}
	return topics
}

// Send hands work of a case to a department. The same key makes one ticket,
// however often it comes.
func (s *Service) Send(ctx context.Context, caseID, key string, d ticket.Draft) (t ticket.Ticket, err error) {
	actor, scope, err := identity.Require(ctx, identity.TicketWrite)
	if err != nil {
		return t, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		known, err := ticket.ByKeyIn(tx, c.ID, key)
		if err == nil && !d.Made(known) {
			return fault.New(fault.Conflict, "request.key_reused")
		}
		if fault.KindOf(err) != fault.NotFound {
			t = known
			return err
		}
		t, err = s.sendIn(tx, c, id, key, actor, d)
		return err
	})
	return t, err
}

func (s *Service) sendIn(tx *db.Tx, c complaint.Case, id, key string, actor identity.Actor, d ticket.Draft) (t ticket.Ticket, err error) {
	if c, err = s.Complaints.OweIn(tx, c, actor.ID, "send_ticket"); err != nil {
		return t, err
	}
	at, kind, before, err := chosen(tx, c, d)
	if err != nil {
		return t, err
	}
	of := ticket.Case{ID: c.ID, Number: c.Number, ShopID: c.ShopID}
	if t, err = d.Make(id, key, actor.ID, of, kind, before, at.Hours, s.Now()); err != nil {
		return t, err
	}
	if err := ticket.InsertIn(tx, t); err != nil {
		return t, err
	}
	if err := s.audit(tx, t, actor.ID, "send", told{Text: t.Title, To: at.Name, Number: t.CaseNumber}); err != nil {
		return t, err
	}
	if err := s.line(tx, t, "ticket.sent", args(t, at.Name, "")); err != nil {
		return t, err
	}
	return t, s.begun(tx, t, at)
}

// chosen returns what a draft names: the department, the type, and the ticket that
// it waits for, nil if none.
func chosen(q db.Queryer, c complaint.Case, d ticket.Draft) (at shop.Department, kind ticket.Type, before *ticket.Ticket, err error) {
	if at, err = departmentIn(q, c.ShopID, d.DepartmentID); err != nil {
		return at, kind, nil, err
	}
	types, _, err := ticket.TypesIn(q, c.ShopID)
	if err != nil {
		return at, kind, nil, err
	}
	for _, one := range types {
		if one.ID == d.TypeID {
			kind = one
		}
	}
	if kind.ID == "" {
		return at, kind, nil, fault.Field("type_id", "ticket.type_unknown")
	}
	if d.AfterID == "" {
		return at, kind, nil, nil
	}
	earlier, err := ticket.GetIn(q, identity.Places{Scope: identity.Everything}, d.AfterID)
	if fault.KindOf(err) == fault.NotFound || err == nil && earlier.CaseID != c.ID {
		return at, kind, nil, fault.Field("after_id", "ticket.after_unknown")
	}
	return at, kind, &earlier, err
}

func departmentIn(q db.Queryer, shopID, id string) (shop.Department, error) {
	d, err := shop.DepartmentIn(q, shopID, id)
	if fault.KindOf(err) == fault.NotFound {
		return d, fault.Field("department_id", "ticket.department_missing")
	}
	return d, err
}

// begun winds the clocks of a ticket that a department has just got, and tells
// who of them is there. One that still waits has no clocks.
func (s *Service) begun(tx *db.Tx, t ticket.Ticket, at shop.Department) error {
	s.hintAfter(tx, t)
	if t.State != ticket.Open {
		return nil
	}
	if err := s.wind(tx, t, at.Hours); err != nil {
		return err
	}
	if err := s.announce(tx, t, New, s.setting(t)); err != nil {
		return err
	}
	return s.tellCrew(tx, t, "ticket.arrived", args(t, at.Name, ""))
}

// change loads a ticket where the actor holds p, holds the caller to the version
// that they saw, applies a rule, and stores what came of it.
func (s *Service) change(ctx context.Context, p identity.Permission, id string, version int64, verb string, t told, rule func(*db.Tx, identity.Actor, ticket.Ticket, shop.Department) (ticket.Ticket, error)) (out ticket.Ticket, err error) {
	actor, _, err := identity.Require(ctx, p)
	if err != nil {
		return out, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := ticket.LockIn(tx, actor.Places(p), id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return fault.New(fault.Conflict, "ticket.changed")
		}
		at, err := shop.DepartmentIn(tx, before.ShopID, before.DepartmentID)
		if err != nil {
			return err
		}
		if out, err = rule(tx, actor, before, at); err != nil {
			return err
		}
		out.WorkerName, t.By = workerName(before, out, actor), givenName(actor)
		out, err = s.storeIn(tx, out, actor.ID, verb, t)
		return err
	})
	return out, err
}

// storeIn keeps the next version of a ticket, with its audit entry.
func (s *Service) storeIn(tx *db.Tx, t ticket.Ticket, by, verb string, said told) (ticket.Ticket, error) {
	t.Version++
	if err := ticket.UpdateIn(tx, t, t.Version-1); err != nil {
		return t, err
	}
	s.hintAfter(tx, t)
	said.Number = t.CaseNumber
	return t, s.audit(tx, t, by, verb, said)
}

// told is what the record keeps of a change besides who made it and when.
type told struct {
	Text   string `json:"text,omitempty"`
	Note   string `json:"note,omitempty"`
	To     string `json:"department,omitempty"`
	By     string `json:"by_link,omitempty"` // the name that somebody gave who works by a link
	Number string `json:"number,omitempty"`
}

func (s *Service) audit(tx *db.Tx, t ticket.Ticket, by, verb string, said told) error {
	return audit.Write(tx, audit.Entry{
		Subject: "ticket/" + t.ID, Version: t.Version, At: s.Now(), Actor: by, Verb: "ticket." + verb, Payload: said,
	})
}

// aside stores what a clock found, a reminder or a file; given is the name of who
// works by a link. It leaves the version alone, so
// that nobody is told that somebody else changed the ticket.
func (s *Service) aside(tx *db.Tx, t ticket.Ticket, by, verb, given string) (ticket.Ticket, error) {
	t.Asides++
	if err := ticket.UpdateIn(tx, t, t.Version); err != nil {
		return t, err
	}
	s.hintAfter(tx, t)
	return t, audit.Write(tx, audit.Entry{
		Subject: "ticket-clock/" + t.ID, Version: t.Asides, At: s.Now(), Actor: by, Verb: "ticket." + verb,
		Payload: struct {
			DueAt time.Time `json:"due_at"`
			By    string    `json:"by_link,omitempty"`
		}{t.DueAt, given},
	})
}

func (s *Service) hintAfter(tx *db.Tx, t ticket.Ticket) {
	h := Hint{"ticket", t.ID}
	tx.AfterCommit(func() {
		s.Hint(ShopTopic(t.ShopID), h)
		s.Hint(DepartmentTopic(t.DepartmentID), h)
	})
}
