package profile

import (
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ByNickIn returns the customer of a shop who has a nick on a platform. If
// nobody has, that is the fault db.not_found.
func ByNickIn(q db.Queryer, shopID, platform, nick string) (customer.Customer, error) {
	h, err := Handle{Kind: Nick, Platform: platform, Value: nick}.clean()
	if err != nil {
		return customer.Customer{}, err
	}
	h, err = db.One(q, scanHandle, `SELECT `+handleColumns+` FROM customer_handle h
		WHERE h.shop_id = ? AND h.kind = 'nick' AND h.platform = ? AND h.norm = ? AND h.state = 'held'`, shopID, platform, h.norm)
	if err != nil {
		return customer.Customer{}, err
	}
	return customer.GetIn(q, h.CustomerID)
}

// MeetIn makes, as part of tx, a customer who is known by a nick on a platform.
// If somebody else has met them in the same moment, that is the fault
// customer.changed.
func (s *Service) MeetIn(tx *db.Tx, shopID, platform, nick, by string) (customer.Customer, error) {
	h, err := Handle{Kind: Nick, Platform: platform, Value: nick, State: Held}.clean()
	if err != nil {
		return customer.Customer{}, err
	}
	c, err := s.Customers.MeetIn(tx, shopID, h.Value, by)
	if err != nil {
		return c, err
	}
	h.ID, h.CustomerID, h.ShopID, h.By, h.At = s.NewID(), c.ID, shopID, by, s.Now()
	if h, err = insertHandle(tx, h); err == nil && h.State != Held {
		err = fault.New(fault.Conflict, "customer.changed")
	}
	s.hintAfter(tx, c)
	return c, err
}

// Nicks and orders name one platform differently, since before they met.
const (
	nicksPinduoduo  = "pinduoduo"
	ordersPinduoduo = "pdd"
)

// PlatformOfOrders returns what nicks call a platform of orders.
func PlatformOfOrders(platform string) string {
	if platform == ordersPinduoduo {
		return nicksPinduoduo
	}
	return platform
}

// PlatformForOrders returns what orders call a platform of nicks.
func PlatformForOrders(platform string) string {
	if platform == nicksPinduoduo {
		return ordersPinduoduo
	}
	return platform
}
