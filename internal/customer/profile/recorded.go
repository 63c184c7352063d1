package profile

import (
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Clean returns a handle as it is kept, or what is wrong with it.
func (h Handle) Clean() (Handle, error) { return h.clean() }

// HolderIn returns the id of the customer of a shop who holds the first of some
// clean handles that anybody holds; "" if nobody holds any.
func HolderIn(q db.Queryer, shopID string, handles []Handle) (string, error) {
	for _, h := range handles {
		id, err := db.Value[string](q, `SELECT customer_id FROM customer_handle
			WHERE shop_id = ? AND kind = ? AND platform = ? AND norm = ? AND state = 'held'`, shopID, string(h.Kind), h.Platform, h.norm)
		if err == nil || fault.KindOf(err) != fault.NotFound {
			return id, err
		}
	}
	return "", nil
}

// RecordIn gives a customer clean handles that somebody wrote down elsewhere, as
// part of tx. What they have already stays as it is, and what another customer
// of the shop holds is kept as claimed.
func (s *Service) RecordIn(tx *db.Tx, c customer.Customer, by string, handles []Handle) error {
	known, err := handlesOf(tx, []any{c.ID})
	if err != nil {
		return err
	}
	for _, h := range handles {
		if len(known) >= MaxHandles {
			return nil
		}
		if hasHandle(known, h) {
			continue
		}
		h.ID, h.CustomerID, h.ShopID, h.By, h.At, h.State = s.NewID(), c.ID, c.ShopID, by, s.Now(), Held
		if h, err = insertHandle(tx, h); err != nil {
			return err
		}
		known = append(known, h)
	}
	return nil
}

func hasHandle(all []Handle, h Handle) bool {
	for _, each := range all {
		if each.is(h) {
			return true
		}
	}
	return false
}
