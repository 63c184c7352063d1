package dispatch

import (
	"context"
	"strings"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Take makes the actor the one who does a ticket, also in the place of a
// colleague.
func (s *Service) Take(ctx context.Context, id string, version int64) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "take", told{}, func(_ *db.Tx, by identity.Actor, t ticket.Ticket, _ shop.Department) (ticket.Ticket, error) {
		return t.Take(by.ID, s.Now())
	})
}

// Pause stops the clock of a ticket, because the buyer has to say or send
// something first; note says what. The owner of the case is told.
func (s *Service) Pause(ctx context.Context, id string, version int64, note string) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "pause", told{Note: strings.TrimSpace(note)}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		t, err := t.Pause(by.ID, note, at.Hours, s.Now())
		if err != nil {
			return t, err
		}
		return t, s.tellOwner(tx, t, by.ID, "ticket.waiting_buyer", args(t, at.Name, t.Note))
	})
}

// Resume lets the clock run again for what was left of the time.
func (s *Service) Resume(ctx context.Context, id string, version int64) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "resume", told{}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		t, err := t.Resume(at.Hours, s.Now())
		if err != nil {
			return t, err
		}
		if err := s.wind(tx, t, at.Hours); err != nil {
			return t, err
		}
		if err := s.announce(tx, t, BuyerAnswered, s.moment()); err != nil || t.WorkerID == by.ID {
			return t, err
		}
		return t, s.tell(tx, t, t.WorkerID, false, "ticket.resumed", s.moment(), args(t, at.Name, ""))
	})
}

// Finish settles a ticket with its result. What waited for it goes to its
// department, and the owner of the case is told.
func (s *Service) Finish(ctx context.Context, id string, version int64, result string, filled ticket.Values) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "finish", told{Text: strings.TrimSpace(result)}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		t, err := t.Finish(by.ID, result, filled, s.Now())
		if err != nil {
			return t, err
		}
		if err := s.follow(tx, t, by.ID); err != nil {
			return t, err
		}
		return t, s.tellOwner(tx, t, by.ID, "ticket.done", args(t, at.Name, t.Result))
	})
}

// HandBack returns a ticket to the owner of the case, for a reason.
func (s *Service) HandBack(ctx context.Context, id string, version int64, reason string) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "hand_back", told{Note: strings.TrimSpace(reason)}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		t, err := t.HandBack(by.ID, reason, s.Now())
		if err != nil {
			return t, err
		}
		if err := s.announce(tx, t, HandedBack, s.moment()); err != nil {
			return t, err
		}
		return t, s.tellOwner(tx, t, by.ID, "ticket.handed_back", args(t, at.Name, t.Note))
	})
}

// Resend gives a ticket that was handed back to a department again, perhaps to
// another one and in other words. Type, form and what it waited for stay.
func (s *Service) Resend(ctx context.Context, id string, version int64, d ticket.Draft) (ticket.Ticket, error) {
	t := told{Text: strings.TrimSpace(d.Title)}
	return s.change(ctx, identity.TicketWrite, id, version, "resend", t, func(tx *db.Tx, _ identity.Actor, t ticket.Ticket, left shop.Department) (ticket.Ticket, error) {
		at, err := departmentIn(tx, t.ShopID, d.DepartmentID)
		if err != nil {
			return t, err
		}
		was := t
		if t, err = t.Resend(d, at.Hours, s.Now()); err != nil {
			return t, err
		}
		if left.ID != at.ID {
			s.hintAfter(tx, was) // it leaves the screens of the department that handed it back
		}
		if err := s.line(tx, t, "ticket.sent", args(t, at.Name, "")); err != nil {
			return t, err
		}
		return t, s.begun(tx, t, at)
	})
}

// Withdraw settles a ticket that is not needed any more, for a reason. Who was
// doing it is told; what waited for it goes to its department.
func (s *Service) Withdraw(ctx context.Context, id string, version int64, reason string) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWrite, id, version, "withdraw", told{Note: strings.TrimSpace(reason)}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		had := !t.OpenedAt.IsZero()
		t, err := t.Withdraw(by.ID, reason, s.Now())
		if err != nil {
			return t, err
		}
		if had {
			if err := s.announce(tx, t, Withdrawn, s.moment()); err != nil {
				return t, err
			}
		}
		if err := s.follow(tx, t, by.ID); err != nil {
			return t, err
		}
		said := args(t, at.Name, t.Note)
		if err := s.line(tx, t, "ticket.withdrawn", said); err != nil || t.WorkerID == by.ID {
			return t, err
		}
		return t, s.tell(tx, t, t.WorkerID, false, "ticket.withdrawn", "", said)
	})
}

// reminderPause is in which time one reminder is enough.
const reminderPause = "2006-01-02T15:04"

// Remind tells who does a ticket, or the whole department if nobody has taken it,
// that somebody waits for it. It changes nothing, and is said once in a minute.
func (s *Service) Remind(ctx context.Context, id string) (t ticket.Ticket, err error) {
	actor, _, err := identity.Require(ctx, identity.TicketWrite)
	if err != nil {
		return t, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if t, err = ticket.LockIn(tx, actor.Places(identity.TicketWrite), id); err != nil {
			return err
		}
		if t.State != ticket.Open && t.State != ticket.Taken {
			return fault.New(fault.Conflict, "ticket.not_now")
		}
		if t, err = s.aside(tx, t, actor.ID, "remind", ""); err != nil {
			return err
		}
		at, err := shop.DepartmentIn(tx, t.ShopID, t.DepartmentID)
		if err != nil {
			return err
		}
		said := args(t, at.Name, "")
		said["by"] = actor.Name
		if t.WorkerID != "" && !byLink(t.WorkerID) {
			return s.tell(tx, t, t.WorkerID, false, "ticket.reminded", s.Now().UTC().Format(reminderPause), said)
		}
		return s.tellAll(tx, t, "ticket.reminded", s.Now().UTC().Format(reminderPause), said)
	})
	return t, err
}

// follow gives what waited for a settled ticket to its departments.
func (s *Service) follow(tx *db.Tx, t ticket.Ticket, by string) error {
	next, err := ticket.FollowersIn(tx, t.ID)
	if err != nil {
		return err
	}
	for _, f := range next {
		at, err := shop.DepartmentIn(tx, f.ShopID, f.DepartmentID)
		if err != nil {
			return err
		}
		if f, err = f.Begin(at.Hours, s.Now()); err != nil {
			return err
		}
		if f, err = s.storeIn(tx, f, by, "begin", told{To: at.Name}); err != nil {
			return err
		}
		if err := s.begun(tx, f, at); err != nil {
			return err
		}
	}
	return nil
}

// Get returns a ticket that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (ticket.Ticket, error) {
	actor, _, err := identity.Require(ctx, identity.TicketRead)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return ticket.GetIn(s.DB.Reader(ctx), actor.Places(identity.TicketRead), id)
}

// OfCase returns the tickets of a case, oldest first, for who sees all tickets of
// its shop.
func (s *Service) OfCase(ctx context.Context, caseID string) ([]ticket.Ticket, error) {
	actor, _, err := identity.Require(ctx, identity.TicketRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, actor.Places(identity.TicketRead).Scope, caseID)
	if err != nil {
		return nil, err
	}
	return ticket.OfCaseIn(q, c.ID)
}

// pageLen is the number of tickets of one page.
const pageLen = 50

// List returns tickets that the actor may read, from a spot on, at most 50. Mine
// narrows them to those that the actor has taken.
func (s *Service) List(ctx context.Context, f ticket.Filter, mine bool, after ticket.Spot) (page []ticket.Ticket, more bool, err error) {
	actor, _, err := identity.Require(ctx, identity.TicketRead)
	if err != nil {
		return nil, false, err
	}
	if mine {
		f.WorkerID = actor.ID
	}
	page, err = ticket.PageIn(s.DB.Reader(ctx), actor.Places(identity.TicketRead), f, after, pageLen+1)
	return page[:min(len(page), pageLen)], len(page) > pageLen, err
}
