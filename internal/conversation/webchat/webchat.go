// Package webchat is the channel of the chat widget: a visitor of a shop's page
// becomes a customer with a conversation, known again by the token that their
// browser keeps.
package webchat

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service lets visitors in.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	Shops         *shop.Service
	Customers     *customer.Service
	Conversations *conversation.Service
}

// Visit is what a widget needs to begin.
type Visit struct {
	Token        string // to be kept by the browser; nobody else learns it
	Shop         shop.Shop
	Customer     customer.Customer
	Conversation conversation.Conversation // its head is the buyer's
	Open         bool                      // the shop answers now
	OpensAt      time.Time                 // when it will, zero if it is open or never opens
}

// Begin lets a visitor of the shop with this key in. A token that still works
// leads back to the same conversation; any other leads to a new one.
func (s *Service) Begin(ctx context.Context, shopKey, token, name string) (v Visit, err error) {
	if v.Shop, err = s.Shops.ByKey(ctx, shopKey); err != nil {
		return v, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if v.Customer, v.Token, err = s.Customers.VisitIn(tx, v.Shop.ID, token, name); err != nil {
			return err
		}
		if v.Conversation, err = s.Conversations.OpenIn(tx, v.Shop.ID, v.Customer.ID, conversation.WebChat); err != nil {
			return err
		}
		v.Conversation.HeadSeq, err = conversation.HeadForBuyer(tx, v.Conversation.ID)
		return err
	})
	if err != nil {
		return v, err
	}
	now := s.Now()
	if v.Open = v.Shop.Hours.Open(now); !v.Open {
		// A shop that never opens has no next opening: there is no time to show.
		if next, err := v.Shop.Hours.Next(now); err == nil {
			v.OpensAt = next.At
		}
	}
	return v, nil
}
