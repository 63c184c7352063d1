package quickreply

import (
	"context"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Offer is a reply as a conversation would have it.
type Offer struct {
	Reply
	Filled
	State State
}

// talk is what a conversation says of itself.
type talk struct {
	conversation.Conversation
	about About
	known map[string]string // by name of variable
}

// Offers returns the replies for a conversation whose buyer the actor may answer,
// those that hold first.
func (s *Service) Offers(ctx context.Context, conversationID string) ([]Offer, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	t, err := s.talk(q, actor, scope, conversationID)
	if err != nil {
		return nil, err
	}
	all, err := ofShop(q, t.ShopID, actor.ID)
	var holds, others []Offer
	for _, r := range all {
		o := Offer{r, fill(r.Text, t.known), r.Standing(t.about, s.Now())}
		if o.State == Holds {
			holds = append(holds, o)
		} else {
			others = append(others, o)
		}
	}
	return append(holds, others...), err
}

// Use takes a reply into a conversation, and counts it once for each. What does not
// hold at all is refused; what is meant for other goods or another platform is for
// the agent to judge, who sees the order.
func (s *Service) Use(ctx context.Context, id, conversationID string) (o Offer, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return o, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		t, err := s.talk(tx, actor, scope, conversationID)
		if err != nil {
			return err
		}
		r, err := get(tx, actor.ID, identity.Scope{Shops: []string{t.ShopID}}, id, "")
		if err != nil {
			return err
		}
		o = Offer{r, fill(r.Text, t.known), r.Standing(t.about, s.Now())}
		switch o.State {
		case Over:
			return fault.New(fault.Conflict, "quick_reply.over", "title", r.Title)
		case NotYet:
			return fault.New(fault.Conflict, "quick_reply.not_yet", "title", r.Title)
		}
		return insertUse(tx, r.ID, t.ID, actor.ID, s.Now())
	})
	return o, err
}

// talk reads what a conversation says: its buyer, and the newest open case with its order.
func (s *Service) talk(q db.Queryer, actor identity.Actor, scope identity.Scope, id string) (t talk, err error) {
	if t.Conversation, err = conversation.FindIn(q, scope, id); err != nil {
		return t, err
	}
	at, err := shop.GetIn(q, t.ShopID)
	if err != nil {
		return t, err
	}
	who, err := customer.GetIn(q, t.CustomerID)
	if err != nil {
		return t, err
	}
	t.known = map[string]string{"buyer": who.Name, "agent": actor.Name, "shop": at.Name}
	cases, err := complaint.OfConversationIn(q, scope, t.ID)
	if err != nil {
		return t, err
	}
	for _, c := range cases {
		if c.ClosedAt.IsZero() {
			t.known["case"] = c.Number
			o, there, err := order.NumberedIn(q, t.ShopID, c.OrderNo)
			if there {
				t.read(o)
			}
			return t, err
		}
	}
	return t, nil
}

// read takes from an order what replies may name; nothing of it is personal.
func (t *talk) read(o order.Order) {
	t.about.Platform = o.Platform
	t.known["order"] = o.Number
	for _, i := range o.Items {
		t.about.Goods = append(t.about.Goods, i.Code)
	}
	if len(o.Items) > 0 {
		t.known["goods"] = o.Items[0].Title
	}
	if len(o.Parcels) > 0 && o.Parcels[0].Number != "" {
		t.known["tracking"] = o.Parcels[0].Number
		if o.Parcels[0].Carrier != "" {
			t.known["carrier"] = o.Parcels[0].Carrier
		}
	}
}

// StaleIn finds in a draft what comes from replies of a shop that are over. It is asked
// at each pause in typing: those that hold are read only where there is something that
// they may have as well.
func (s *Service) StaleIn(ctx context.Context, shopID, draft string) ([]Old, error) {
	actor, _, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return nil, err
	}
	q, now := s.DB.Reader(ctx), s.Now()
	over, err := overIn(q, shopID, actor.ID, now)
	if err != nil || len(Stale(draft, over, now)) == 0 {
		return nil, err
	}
	all, err := ofShop(q, shopID, actor.ID)
	return Stale(draft, all, now), err
}
