package customer

import (
	"context"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Known returns whose things the holder of a visitor token may see: their own,
// or those of the customer whom they turned out to be.
func (s *Service) Known(ctx context.Context, c Customer) (Customer, error) {
	return KnownIn(s.DB.Reader(ctx), c)
}

// KnownIn is Known as part of something else.
func KnownIn(q db.Queryer, c Customer) (Customer, error) {
	for c.SameAs != "" {
		next, err := get(q, c.SameAs)
		if err != nil {
			return c, err
		}
		c = next
	}
	return c, nil
}

// SameAsIn declares, as part of tx, that a customer is the same person as
// another one; with "" that they are not. Who decides that has made sure that
// nobody becomes themselves in a circle.
func (s *Service) SameAsIn(tx *db.Tx, id, sameAs, by string) error {
	c, err := lock(tx, id)
	if err != nil {
		return err
	}
	was := c.SameAs
	c.SameAs, c.Version = sameAs, c.Version+1
	if _, err := tx.Exec(`UPDATE customer SET same_as = ?, version = ? WHERE id = ?`, c.SameAs, c.Version, c.ID); err != nil {
		return err
	}
	if err := relink(tx, c.ID, was); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{
		Subject: "customer/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "customer.same_as",
		Payload: map[string]string{"same_as": sameAs},
	})
}
