package shipment

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/desk/batch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Line is a parcel in trouble as the queue shows it.
type Line struct {
	Trouble
	Shipment
	Platform, Nick, Goods      string
	Buyer                      string // what the customer is called, "" if nobody knows
	CustomerID, ConversationID string // "" if nobody of whom we know
	Reach                      Reach
}

// Reach is how the buyer of a parcel can be told.
type Reach string

const (
	ByChat Reach = "chat" // in a conversation with us, or in a new one
	ByHand Reach = "hand" // on the platform, or by phone
)

// pageLen is how many parcels a page has.
const pageLen = 30

// Troubled returns a page of parcels in trouble of shops whose orders the actor may read,
// in the order of their state.
func (s *Service) Troubled(ctx context.Context, f Filter) (all []Line, next string, err error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, "", err
	}
	var from db.Spot
	if f.After != "" {
		if from, err = order.ReadSpot(f.After); err != nil {
			return nil, "", err
		}
	}
	q := s.DB.Reader(ctx)
	rows, err := queue(q, scope, f, from, pageLen+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > pageLen {
		rows = rows[:pageLen]
		last := rows[pageLen-1].Trouble
		next = db.Spot{Place: db.Millis(last.FoundAt), ID: last.ID}.Cursor()
	}
	for _, r := range rows {
		l, err := lineOf(q, r.Trouble, r.Shipment)
		if err != nil {
			return nil, "", err
		}
		all = append(all, l)
	}
	return all, next, nil
}

// lineOf puts together a trouble with the order, and who bought it.
func lineOf(q db.Queryer, t Trouble, at Shipment) (Line, error) {
	l := Line{Trouble: t, Shipment: at, Reach: ByHand}
	o, there, err := order.NumberedIn(q, at.ShopID, at.OrderNo)
	if err != nil || !there {
		return l, err
	}
	l.Platform, l.Nick = o.Platform, o.Nick
	if len(o.Items) > 0 {
		l.Goods = o.Items[0].Title
	}
	b, err := batch.MeetIn(q, at.ShopID, batch.Buyer{OrderID: o.ID, Number: o.Number, Platform: o.Platform, Nick: o.Nick, Phone: o.Phone})
	if err != nil || b.CustomerID == "" {
		return l, err
	}
	who, err := customer.GetIn(q, b.CustomerID)
	if fault.KindOf(err) == fault.NotFound {
		return l, nil
	}
	l.Buyer, l.CustomerID, l.ConversationID = who.Name, b.CustomerID, b.ConversationID
	if b.ConversationID == "" {
		l.Reach = ByChat
		return l, err
	}
	chat, missing := conversation.OfCustomerIn(q, b.CustomerID, conversation.WebChat)
	if missing == nil {
		l.ConversationID, l.Reach = chat.ID, ByChat
	} else if fault.KindOf(missing) != fault.NotFound {
		return l, missing
	}
	return l, err
}

// Get returns a parcel in trouble.
func (s *Service) Get(ctx context.Context, id string) (Line, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return Line{}, err
	}
	q := s.DB.Reader(ctx)
	t, err := trouble(q, scope, id, "")
	if err != nil {
		return Line{}, err
	}
	at, err := get(q, identity.Everything, t.ShipmentID, "")
	if err != nil {
		return Line{}, err
	}
	return lineOf(q, t, at)
}

// Tell writes to the buyer of a parcel in trouble, in a new conversation if there is
// none, and settles whatever else is open of the parcel: nobody else writes to them of
// it. version is the one that the actor saw.
func (s *Service) Tell(ctx context.Context, id string, version int64, text string) error {
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return fault.Field("text", "message.empty")
	case n > conversation.MaxTextLen:
		return fault.Field("text", "message.too_long", "limit", conversation.MaxTextLen, "over", n-conversation.MaxTextLen)
	}
	return s.change(ctx, identity.ConversationReply, id, version, "tell", func(tx *db.Tx, t Trouble, at Shipment, by identity.Actor) (Trouble, any, error) {
		l, err := lineOf(tx, t, at)
		if err != nil {
			return t, nil, err
		}
		if l.Reach != ByChat {
			return t, nil, fault.New(fault.Conflict, "shipment.no_chat")
		}
		talk, err := s.Conversations.OpenIn(tx, at.ShopID, l.CustomerID, conversation.WebChat)
		if err != nil {
			return t, nil, err
		}
		if t, err = t.tell(by.ID, talk.ID, "", s.Now()); err != nil {
			return t, nil, err
		}
		_, err = s.Conversations.PostIn(tx, talk.ID, conversation.Message{Sender: conversation.Sender{Kind: conversation.Agent, ID: by.ID, Name: by.Name},
			Kind: conversation.Text, Text: text, Key: "parcel-" + t.ID})
		return t, map[string]string{"conversation_id": talk.ID}, err
	})
}

// NoteTold notes that somebody told the buyer on the platform or by phone.
func (s *Service) NoteTold(ctx context.Context, id string, version int64, note string) error {
	return s.change(ctx, identity.ConversationReply, id, version, "note_told", func(_ *db.Tx, t Trouble, _ Shipment, by identity.Actor) (Trouble, any, error) {
		if strings.TrimSpace(note) == "" {
			return t, nil, fault.Field("note", "shipment.note_missing")
		}
		t, err := t.tell(by.ID, "", note, s.Now())
		return t, map[string]string{"note": t.Note}, err
	})
}

// OpenCase opens a case about a parcel in trouble, in the conversation with its buyer.
// The same trouble opens one case, whoever asks.
func (s *Service) OpenCase(ctx context.Context, id string, version int64, summary string) (c complaint.Case, err error) {
	if _, _, err := identity.Require(ctx, identity.CaseWrite); err != nil {
		return c, err
	}
	l, err := s.Get(ctx, id)
	switch {
	case err != nil:
		return c, err
	case l.Trouble.Version != version:
		return c, fault.New(fault.Conflict, "shipment.trouble_changed")
	case l.Trouble.CaseID != "":
		return c, fault.New(fault.Conflict, "shipment.has_case")
	case l.ConversationID == "":
		return c, fault.New(fault.Conflict, "shipment.no_chat")
	}
	c, err = s.Complaints.Open(ctx, l.ConversationID, "parcel-"+l.Trouble.ID, complaint.Facts{Scenario: l.Kind.Scenario(), Severity: complaint.Normal, OrderNo: l.OrderNo, Summary: summary})
	if err != nil {
		return c, err
	}
	err = s.change(ctx, identity.CaseWrite, id, version, "case", func(_ *db.Tx, t Trouble, _ Shipment, by identity.Actor) (Trouble, any, error) {
		if t.State != Told {
			var err error
			if t, err = t.tell(by.ID, l.ConversationID, "", s.Now()); err != nil {
				return t, nil, err
			}
		}
		t.CaseID = c.ID
		return t, map[string]string{"case": c.Number}, nil
	})
	return c, err
}

// Settle ends a trouble with what came of it.
func (s *Service) Settle(ctx context.Context, id string, version int64, note string) error {
	return s.change(ctx, identity.CaseWrite, id, version, "settle", func(_ *db.Tx, t Trouble, _ Shipment, by identity.Actor) (Trouble, any, error) {
		t, err := t.settle(by.ID, note, s.Now())
		return t, map[string]string{"note": t.Note}, err
	})
}

// Snooze puts a trouble off until a time; a clock brings it back.
func (s *Service) Snooze(ctx context.Context, id string, version int64, until time.Time) error {
	until = db.Time(db.Millis(until))
	return s.change(ctx, identity.CaseWrite, id, version, "snooze", func(tx *db.Tx, t Trouble, _ Shipment, by identity.Actor) (Trouble, any, error) {
		t, err := t.snooze(by.ID, until, s.Now())
		if err != nil {
			return t, nil, err
		}
		return t, map[string]any{"until": until}, s.Queue.Enqueue(tx, wake{t.ID, db.Millis(until)}, until)
	})
}

// change loads a trouble where the actor holds p, holds them to the version that they
// saw, applies a rule and stores what came of it. The parcel is locked first, as it is
// by whoever tells its trace. Once a buyer was told, the others of the parcel are too.
func (s *Service) change(ctx context.Context, p identity.Permission, id string, version int64, verb string, rule func(*db.Tx, Trouble, Shipment, identity.Actor) (Trouble, any, error)) error {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		seen, err := trouble(tx, scope, id, "")
		if err != nil {
			return err
		}
		at, err := get(tx, identity.Everything, seen.ShipmentID, tx.ForUpdate())
		if err != nil {
			return err
		}
		all, err := troublesOf(tx, []string{at.ID}, tx.ForUpdate())
		if err != nil {
			return err
		}
		t := all[slices.IndexFunc(all, func(one Trouble) bool { return one.ID == id })]
		if t.Version != version {
			return fault.New(fault.Conflict, "shipment.trouble_changed")
		}
		next, told, err := rule(tx, t, at, actor)
		if err != nil {
			return err
		}
		if err := s.store(tx, next, actor.ID, verb, told); err != nil || next.State != Told {
			return err
		}
		for _, other := range all {
			if other.ID == id || other.State != Open && other.State != Snoozed {
				continue
			}
			if other, err = other.tell(actor.ID, next.ConversationID, next.Note, s.Now()); err != nil {
				return err
			}
			if err := s.store(tx, other, actor.ID, "told_too", map[string]string{"with": id}); err != nil {
				return err
			}
		}
		return nil
	})
}
