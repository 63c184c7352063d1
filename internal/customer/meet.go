package customer

import (
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// MeetIn makes, as part of tx, a customer of whom somebody of the team has heard
// elsewhere. A name that is too long is cut.
func (s *Service) MeetIn(tx *db.Tx, shopID, name, by string) (Customer, error) {
	runes := []rune(name)
	name, err := cleanName(string(runes[:min(len(runes), maxNameLen)]))
	if err != nil {
		return Customer{}, err
	}
	c := Customer{ID: s.NewID(), ShopID: shopID, Name: name, MadeAt: s.Now(), Version: 1}
	if err := insert(tx, c); err != nil {
		return c, err
	}
	return c, audit.Write(tx, audit.Entry{
		Subject: "customer/" + c.ID, Version: 1, At: c.MadeAt, Actor: by, Verb: "customer.meet",
		Payload: map[string]string{"shop_id": shopID, "name": name},
	})
}
