// Package owed knows what keeps a case from closing: commitments, tickets and
// compensations that are not settled. They go with their case when it is merged.
package owed

import (
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Owed is how much is still to be done in a case: nothing closes over it.
type Owed struct{ Commitments, Tickets, Claims int64 }

// In returns what is owed in a case.
func In(q db.Queryer, caseID string) (o Owed, err error) {
	if o.Commitments, err = commitment.UnsettledIn(q, caseID); err != nil {
		return o, err
	}
	if o.Tickets, err = ticket.UnsettledIn(q, caseID); err != nil {
		return o, err
	}
	o.Claims, err = compensation.UnsettledIn(q, caseID)
	return o, err
}

// Kinds returns what of it is not settled: "commitments", "tickets", "compensations".
func (o Owed) Kinds() (kinds []string) {
	for _, k := range []struct {
		name string
		n    int64
	}{{"commitments", o.Commitments}, {"tickets", o.Tickets}, {"compensations", o.Claims}} {
		if k.n > 0 {
			kinds = append(kinds, k.name)
		}
	}
	return kinds
}

// Settled refuses to end a case in which something is owed.
func (o Owed) Settled() error {
	switch {
	case o.Commitments > 0:
		return fault.New(fault.Conflict, "case.commitments_open", "count", o.Commitments)
	case o.Tickets > 0:
		return fault.New(fault.Conflict, "case.tickets_open", "count", o.Tickets)
	case o.Claims > 0:
		return fault.New(fault.Conflict, "case.compensations_open", "count", o.Claims)
	}
	return nil
}

// Case is as much of a case as its things need to go with it.
type Case struct{ ID, Number, ShopID, OwnerID string }

// Carrier moves what is owed between cases that are about the same.
type Carrier struct {
	Commitments *commitment.Service
	Tickets     ticket.Carrier
	Claims      compensation.Carrier
}

// NewCarrier moves what there is at a time of its own.
func NewCarrier(commitments *commitment.Service, now func() time.Time) Carrier {
	return Carrier{commitments, ticket.Carrier{Now: now}, compensation.Carrier{Now: now}}
}

// MergeIn lets what is owed in one case count for another one, and returns how much
// of it is not settled. The caller has locked both cases.
func (r Carrier) MergeIn(tx *db.Tx, by, from string, into Case) (int64, error) {
	commitments, err := r.Commitments.MergeIn(tx, by, from, into.ID, into.OwnerID)
	if err != nil {
		return 0, err
	}
	tickets, err := r.Tickets.MergeIn(tx, by, from, ticket.Case{ID: into.ID, Number: into.Number, ShopID: into.ShopID})
	if err != nil {
		return 0, err
	}
	claims, err := r.Claims.MergeIn(tx, by, from, compensation.Case{ID: into.ID, Number: into.Number})
	return commitments + tickets + claims, err
}

// SplitIn gives back to a case what MergeIn took from it.
func (r Carrier) SplitIn(tx *db.Tx, by string, to Case, from string) error {
	if err := r.Commitments.SplitIn(tx, by, to.ID, from, to.OwnerID); err != nil {
		return err
	}
	if err := r.Tickets.SplitIn(tx, by, ticket.Case{ID: to.ID, Number: to.Number, ShopID: to.ShopID}, from); err != nil {
		return err
	}
	return r.Claims.SplitIn(tx, by, compensation.Case{ID: to.ID, Number: to.Number}, from)
}
