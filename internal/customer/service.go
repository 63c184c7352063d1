package customer

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask about customers.
type Service struct {
	DB       *db.DB
	Now      func() time.Time
	NewID    func() string
	NewToken func() string // at least 128 random bits, fit for a URL
	CodeKey  []byte        // makes service codes
}

// VisitIn returns the customer who holds token in this shop, or a new one with
// a new token if the token is empty, unknown, expired or of another shop.
func (s *Service) VisitIn(tx *db.Tx, shopID, token, name string) (Customer, string, error) {
	name, err := cleanName(name)
	if err != nil {
		return Customer{}, "", err
	}
	now := s.Now()
	c, err := byToken(tx, token, now)
	switch {
	case err == nil && c.ShopID == shopID:
		return c, token, extendToken(tx, hashToken(token), now.Add(tokenLife))
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return Customer{}, "", err
	}
	token = s.NewToken()
	c = Customer{ID: s.NewID(), ShopID: shopID, Name: name, MadeAt: now, Version: 1}
	if err := insert(tx, c); err != nil {
		return Customer{}, "", err
	}
	if err := s.admit(tx, c.ID, token, false); err != nil {
		return Customer{}, "", err
	}
	return c, token, audit.Write(tx, audit.Entry{
		Subject: "customer/" + c.ID, Version: 1, At: now, Actor: c.ID, Verb: "customer.visit",
		Payload: map[string]string{"shop_id": shopID, "name": name},
	})
}

// RecordIn makes, as part of tx, a customer who is known from elsewhere: they
// hold no token of ours. by is who says so.
func (s *Service) RecordIn(tx *db.Tx, shopID, name, by string) (Customer, error) {
	name, err := cleanName(name)
	if err != nil {
		return Customer{}, err
	}
	c := Customer{ID: s.NewID(), ShopID: shopID, Name: name, MadeAt: s.Now(), Version: 1}
	if err := insert(tx, c); err != nil {
		return Customer{}, err
	}
	return c, audit.Write(tx, audit.Entry{
		Subject: "customer/" + c.ID, Version: 1, At: c.MadeAt, Actor: by, Verb: "customer.record",
		Payload: map[string]string{"shop_id": shopID, "name": name},
	})
}

// ByToken returns the customer who holds a visitor token, or an
// Unauthenticated fault that says nothing about why.
func (s *Service) ByToken(ctx context.Context, token string) (Customer, error) {
	c, err := byToken(s.DB.Reader(ctx), token, s.Now())
	if fault.KindOf(err) == fault.NotFound {
		return c, fault.New(fault.Unauthenticated, "customer.unknown_visitor")
	}
	return c, err
}

// Revoke ends a customer's visitor tokens at once, in all browsers.
func (s *Service) Revoke(tx *db.Tx, id string) error { return forgetVisitors(tx, id) }

// GetIn returns a customer by id.
func GetIn(q db.Queryer, id string) (Customer, error) { return get(q, id) }
