package complaint

import (
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// owed is how much is still to be done in a case: nothing closes over it.
type owed struct{ commitments, tickets int64 }

// owing returns c with what is owed in it.
func (c Case) owing(q db.Queryer) (_ Case, err error) {
	if c.owed.commitments, err = commitment.UnsettledIn(q, c.ID); err == nil {
		c.owed.tickets, err = ticket.UnsettledIn(q, c.ID)
	}
	return c, err
}

// settled refuses to end a case in which something is owed.
func (c Case) settled() error {
	switch {
	case c.owed.commitments > 0:
		return fault.New(fault.Conflict, "case.commitments_open", "count", c.owed.commitments)
	case c.owed.tickets > 0:
		return fault.New(fault.Conflict, "case.tickets_open", "count", c.owed.tickets)
	}
	return nil
}

// TicketIn readies a case that the caller has locked for a new ticket: a question
// whether it is solved is withdrawn.
func (s *Service) TicketIn(tx *db.Tx, c Case, by string) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	if c.Stage == Verifying {
		c = c.back(Fulfilling)
	}
	return s.store(tx, c, by, "send_ticket", told{})
}

func (c Case) forTickets() ticket.Case {
	return ticket.Case{ID: c.ID, Number: c.Number, ShopID: c.ShopID}
}
