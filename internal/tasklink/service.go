package tasklink

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Service is what the rest of the program may ask of links to tickets.
type Service struct {
	DB     *db.DB
	Now    func() time.Time
	NewID  func() string
	Key    []byte // makes the tokens of links
	Public string // address of the server, without a slash at the end
}

// ErrOver is what everybody hears who holds no link that works.
func ErrOver() error { return fault.New(fault.NotFound, "task.link_over") }

// AddressIn returns where a ticket that a department has can be done on a phone,
// "" if it cannot. A link that works long enough is used again.
func (s *Service) AddressIn(tx *db.Tx, t ticket.Ticket, by string) (string, error) {
	life, err := ticket.LifeIn(tx, t.ShopID)
	if err != nil {
		return "", err
	}
	links, err := working(tx, t.ID)
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if l.ends(t, life).Sub(s.Now()) > life.AtMost/2 && hashToken(key(s.Key).token(l.ID)) == l.tokenHash {
			return s.address(l), nil
		}
	}
	l := Link{ID: s.NewID(), TicketID: t.ID, ShopID: t.ShopID, DepartmentID: t.DepartmentID, OpenedAt: t.OpenedAt, MadeAt: s.Now(), Version: 1}
	if !l.ends(t, life).After(s.Now()) || t.OpenedAt.IsZero() {
		return "", nil
	}
	l.tokenHash = hashToken(key(s.Key).token(l.ID))
	if err := insert(tx, l); err != nil {
		return "", err
	}
	return s.address(l), s.audit(tx, l, by, "make")
}

// address is where a link leads. The token stands behind the # so that no server
// and no proxy ever logs it.
func (s *Service) address(l Link) string { return s.Public + "/t/#" + key(s.Key).token(l.ID) }

// Share returns the address of a ticket for somebody who hands it on.
func (s *Service) Share(ctx context.Context, ticketID string) (address string, err error) {
	err = s.change(ctx, ticketID, func(tx *db.Tx, by identity.Actor, t ticket.Ticket) error {
		if address, err = s.AddressIn(tx, t, by.ID); err == nil && address == "" {
			err = fault.New(fault.Conflict, "ticket.not_now")
		}
		return err
	})
	return address, err
}

// Revoke ends all links to a ticket at once.
func (s *Service) Revoke(ctx context.Context, ticketID string) error {
	return s.change(ctx, ticketID, func(tx *db.Tx, by identity.Actor, t ticket.Ticket) error {
		links, err := working(tx, t.ID)
		if err != nil {
			return err
		}
		for _, l := range links {
			l.RevokedAt, l.Version = s.Now(), l.Version+1
			if err := revoke(tx, l); err != nil {
				return err
			}
			if err := s.audit(tx, l, by.ID, "revoke"); err != nil {
				return err
			}
		}
		return nil
	})
}

// change locks a ticket that the actor may hand to departments, and applies what.
func (s *Service) change(ctx context.Context, ticketID string, what func(*db.Tx, identity.Actor, ticket.Ticket) error) error {
	actor, _, err := identity.Require(ctx, identity.TicketWrite)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		t, err := ticket.LockIn(tx, actor.Places(identity.TicketWrite), ticketID)
		if err != nil {
			return err
		}
		return what(tx, actor, t)
	})
}

// Authenticate returns the actor who holds the token of a link, without a name yet.
// The fault is the same whether the link is unknown, over or revoked.
func (s *Service) Authenticate(ctx context.Context, token string) (identity.Actor, error) {
	if len(token) > maxToken {
		return identity.Actor{}, ErrOver()
	}
	q := s.DB.Reader(ctx)
	l, err := byToken(q, token)
	if fault.KindOf(err) == fault.NotFound {
		return identity.Actor{}, ErrOver()
	} else if err != nil {
		return identity.Actor{}, err
	}
	end, err := s.end(q, l)
	if err == nil && !end.After(s.Now()) {
		err = ErrOver()
	}
	return identity.NewTaskHolder(identity.LinkPrefix+l.ID, l.ShopID, l.TicketID, ""), err
}

func (s *Service) end(q db.Queryer, l Link) (time.Time, error) {
	t, err := ticket.GetIn(q, identity.Places{Scope: identity.Everything}, l.TicketID)
	if err != nil {
		return time.Time{}, err
	}
	life, err := ticket.LifeIn(q, t.ShopID)
	return l.ends(t, life), err
}

// Held returns the ticket of the link that somebody holds.
func Held(ctx context.Context) (ticketID string, err error) {
	_, scope, err := identity.Require(ctx, identity.TaskUse)
	if err != nil || scope.Ticket == "" {
		return "", ErrOver()
	}
	return scope.Ticket, nil
}

// Named returns a context in which the holder of a link acts under the name that
// they gave.
func Named(ctx context.Context, name string) (context.Context, error) {
	a, _, err := identity.Require(ctx, identity.TaskUse)
	if err != nil {
		return ctx, err
	}
	a, err = named(a, name)
	return identity.With(ctx, a), err
}

// Sweep forgets links that ended long ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { return sweep(tx, s.Now().Add(-keepFor)) })
}

func (s *Service) audit(tx *db.Tx, l Link, by, verb string) error {
	return audit.Write(tx, audit.Entry{Subject: "task_link/" + l.ID, Version: l.Version, At: s.Now(), Actor: by, Verb: "tasklink." + verb,
		Payload: map[string]string{"ticket": l.TicketID}})
}
