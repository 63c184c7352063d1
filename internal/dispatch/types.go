package dispatch

import (
	"context"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Types are the kinds of tickets of a shop, in the order in which they are
// offered. Version is 0 for those that the program delivers.
type Types struct {
	All     []ticket.Type
	Life    ticket.Life // of links to tickets
	Version int64
}

// Types returns those of a shop in which the actor sees tickets.
func (s *Service) Types(ctx context.Context, shopID string) (t Types, err error) {
	actor, _, err := identity.Require(ctx, identity.TicketRead)
	if err != nil {
		return t, err
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.SeenIn(q, actor.Scope(identity.TicketRead), shopID); err != nil {
		return t, err
	}
	if t.Life, err = ticket.LifeIn(q, shopID); err != nil {
		return t, err
	}
	t.All, t.Version, err = ticket.TypesIn(q, shopID)
	return t, err
}

// SaveTypes changes those of a shop, and how long links to its tickets work; version
// is the one that the actor has seen.
// Tickets that are there keep the form that they were made with.
func (s *Service) SaveTypes(ctx context.Context, shopID string, version int64, all []ticket.Type, life ticket.Life) (t Types, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return t, err
	}
	if _, err := shop.SeenIn(s.DB.Reader(ctx), scope, shopID); err != nil {
		return t, err
	}
	if t.All, err = ticket.CheckTypes(all); err != nil {
		return t, err
	}
	if t.Life = life; life.Check() != nil {
		return t, life.Check()
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if t.Version, err = ticket.SaveTypesIn(tx, shopID, t.All, life, version); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "shop_ticket_types/" + shopID, Version: t.Version, At: s.Now(), Actor: actor.ID,
			Verb: "ticket.types", Payload: t.All})
	})
	return t, err
}
