package desk

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Conversation is a conversation with the names that a screen shows beside it.
type Conversation struct {
	conversation.Conversation
	ShopName      string
	Zone          string // IANA name of the shop's time zone
	CustomerName  string
	CustomerSince time.Time
	Assignee      Person
	RespondBy     time.Time // of a waiting buyer; zero if nobody waits or the shop never opens
}

// Name adds to a conversation what the screen shows beside it. The caller has
// made sure that the actor may read it.
func (s *Service) Name(ctx context.Context, c conversation.Conversation) (Conversation, error) {
	q := s.DB.Reader(ctx)
	named := Conversation{Conversation: c}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return named, err
	}
	who, err := customer.GetIn(q, c.CustomerID)
	if err != nil {
		return named, err
	}
	people, err := names(q, []string{c.AssigneeID})
	named.ShopName, named.Zone = at.Name, at.Location().String()
	if !c.WaitingSince.IsZero() {
		named.RespondBy = at.RespondBy(c.WaitingSince)
	}
	named.CustomerName, named.CustomerSince = who.Name, who.MadeAt
	named.Assignee = Person{c.AssigneeID, people[c.AssigneeID]}
	return named, err
}

// Names returns the names of members of the team by their ids.
func (s *Service) Names(ctx context.Context, ids []string) (map[string]string, error) {
	return names(s.DB.Reader(ctx), ids)
}

// Buyer is a customer as a screen names them.
type Buyer struct{ ID, Name string }

// BuyersOf returns whose conversations are, by the ids of these. The caller has
// made sure that the actor may read them.
func (s *Service) BuyersOf(ctx context.Context, ids []string) (map[string]Buyer, error) {
	found, args := map[string]Buyer{}, db.Values(ids)
	_, err := db.All(s.DB.Reader(ctx), func(row db.Scanner) (struct{}, error) {
		var id string
		var b Buyer
		err := row.Scan(&id, &b.ID, &b.Name)
		found[id] = b
		return struct{}{}, err
	}, `SELECT c.id, cu.id, cu.name FROM conversation c JOIN customer cu ON cu.id = c.customer_id WHERE c.id IN (`+db.Marks(len(ids))+`)`, args...)
	return found, err
}

// marks are n places of a list in SQL.

func names(q db.Queryer, ids []string) (map[string]string, error) {
	return pairs(q, `SELECT id, name FROM app_user WHERE id IN (`, ids, `)`)
}
