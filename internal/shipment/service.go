package shipment

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of shipments.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Complaints    *complaint.Service
}

// Hint is what screens of a shop hear: that a parcel of an order has moved on, or what
// is wrong with it has.
type Hint struct {
	Kind    string `json:"kind"` // "shipment"
	ID      string `json:"id"`
	OrderNo string `json:"order_no"`
}

// View is a parcel with its trace and what is wrong with it.
type View struct {
	Shipment
	Events   []Event // the earliest first
	Troubles []Trouble
	DueAt    time.Time // when it is to be there, zero if nobody counts on one
}

// OfOrder returns the parcels of an order that the actor may read. One that nobody has
// watched is there without an id.
func (s *Service) OfOrder(ctx context.Context, orderID string) ([]View, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	o, err := order.GetIn(q, scope, orderID)
	if err != nil {
		return nil, err
	}
	known, err := ofOrders(q, []string{o.ID}, "")
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(q, o.ShopID)
	if err != nil {
		return nil, err
	}
	var all []View
	for _, p := range o.Parcels {
		i := slices.IndexFunc(known, func(k Shipment) bool { return k.Number == p.Number })
		if i < 0 {
			all = append(all, View{Shipment: Shipment{ShopID: o.ShopID, OrderID: o.ID, OrderNo: o.Number, Number: p.Number, State: Declared}.told(o)})
			continue
		}
		v := View{Shipment: known[i], DueAt: rules.due(known[i])}
		if v.Events, err = eventsOf(q, v.ID); err != nil {
			return nil, err
		}
		if v.Troubles, err = troublesOf(q, []string{v.ID}, ""); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// Type adds an event to the trace of a parcel of an order, as somebody has read it at
// the carrier's.
func (s *Service) Type(ctx context.Context, orderID, number string, e Event) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	e.Source = FromHand
	if e, err = e.Clean(s.Now()); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		o, err := order.GetIn(tx, scope, orderID)
		if err != nil {
			return err
		}
		at, err := s.openIn(tx, o, number)
		if err != nil {
			return err
		}
		fresh, err := s.TakeIn(tx, at, []Event{e})
		if err != nil || fresh == 0 {
			return err
		}
		return s.audited(tx, at.ID, actor.ID, "type", map[string]any{"parcel": number, "order": o.Number, "at": e.At, "state": e.State, "text": e.Text})
	})
}

// openIn locks a parcel of an order, which is watched from now on if it was not.
func (s *Service) openIn(tx *db.Tx, o order.Order, number string) (Shipment, error) {
	i := slices.IndexFunc(o.Parcels, func(p order.Parcel) bool { return p.Number == number })
	if i < 0 {
		return Shipment{}, fault.New(fault.NotFound, "shipment.no_such_parcel")
	}
	made := s.of(o, o.Parcels[i])
	fresh, err := insert(tx, made)
	if err != nil {
		return made, err
	}
	all, err := ofOrders(tx, []string{o.ID}, tx.ForUpdate())
	if err != nil {
		return made, err
	}
	at := all[slices.IndexFunc(all, func(k Shipment) bool { return k.Number == number })]
	if !fresh {
		return at, nil
	}
	return at, s.Queue.Announce(tx, Begun{o.ShopID, []string{at.ID}})
}

// TakeIn adds what is told of a locked parcel to its trace, and looks what that means;
// fresh is how many events were not known.
func (s *Service) TakeIn(tx *db.Tx, at Shipment, told []Event) (fresh int, err error) {
	known, err := eventsOf(tx, at.ID)
	if err != nil {
		return 0, err
	}
	all, added := merge(known, told)
	if err := insertEvents(tx, at.ID, added); err != nil {
		return 0, err
	}
	return len(added), s.lookAt(tx, at.follow(all))
}

// NumberedIn locks the parcels of a shop with a tracking number.
func NumberedIn(tx *db.Tx, shopID, number string) ([]Shipment, error) {
	return numbered(tx, shopID, number)
}

// LockIn locks a parcel.
func LockIn(tx *db.Tx, scope identity.Scope, id string) (Shipment, error) {
	return get(tx, scope, id, tx.ForUpdate())
}

// UnfinishedIn returns ids of parcels of a shop that are not over, behind one.
func UnfinishedIn(q db.Queryer, shopID, after string, limit int) ([]string, error) {
	return unfinished(q, shopID, after, limit)
}

// SubscribeIn notes how far the subscription of a locked parcel is, and looks what
// that means.
func (s *Service) SubscribeIn(tx *db.Tx, at Shipment, sub Sub, code string) error {
	at.Sub, at.SubCode = sub, code
	return s.lookAt(tx, at)
}

// Promise notes by when somebody has told the buyer that the parcel will be there; the
// zero time goes back to the rule of the shop. version is the one that the actor saw.
func (s *Service) Promise(ctx context.Context, id string, version int64, by time.Time) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	by = db.Time(db.Millis(by))
	if !by.IsZero() && (by.Before(s.Now().AddDate(0, 0, -60)) || by.After(s.Now().AddDate(0, 0, 90))) {
		return fault.Field("at", "shipment.event_time")
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if at.Version != version {
			return fault.New(fault.Conflict, "shipment.changed")
		}
		at.PromisedAt, at.PromisedBy, at.Version = by, actor.ID, at.Version+1
		if err := s.lookAt(tx, at); err != nil {
			return err
		}
		return s.audited(tx, id, actor.ID, "due", map[string]any{"parcel": at.Number, "order": at.OrderNo, "at": by})
	})
}

// Rules returns from when on a shop sees a parcel as in trouble.
func (s *Service) Rules(ctx context.Context, shopID string) (Rules, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return Rules{}, err
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.SeenIn(q, scope, shopID); err != nil {
		return Rules{}, err
	}
	return rulesOf(q, shopID)
}

// SetRules changes them; version is the one that the actor saw. All parcels are looked
// at again.
func (s *Service) SetRules(ctx context.Context, shopID string, version int64, r Rules) (Rules, error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return r, err
	}
	if r, err = r.clean(); err != nil {
		return r, err
	}
	r.Version = version + 1
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.SeenIn(tx, scope, shopID); err != nil {
			return err
		}
		was, err := rulesOf(tx, shopID)
		if err != nil {
			return err
		}
		if was.Version != version {
			return fault.New(fault.Conflict, "shipment.rules_changed")
		}
		if err := saveRules(tx, shopID, r); err != nil {
			return err
		}
		if err := s.Queue.Enqueue(tx, lookAll{ShopID: shopID}, s.Now(), jobs.Key("shipments/"+shopID)); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "shipment_rule/" + shopID, Version: r.Version, At: s.Now(), Actor: actor.ID, Verb: "shipment.rules", Payload: r})
	})
	return r, err
}

// audited writes an entry about a parcel, in the order of entries.
func (s *Service) audited(tx *db.Tx, id, by, verb string, payload any) error {
	n, err := db.Value[int64](tx, `UPDATE shipment SET entries = entries + 1 WHERE id = ? RETURNING entries`, id)
	if err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{Subject: "shipment/" + id, Version: n, At: s.Now(), Actor: by, Verb: "shipment." + verb, Payload: payload})
}

// record writes an entry about a trouble, whose number is already that of the entry.
func (s *Service) record(tx *db.Tx, t Trouble, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: "parcel_trouble/" + t.ID, Version: t.entries, At: s.Now(), Actor: by, Verb: "parcel_trouble." + verb, Payload: payload})
}

// store keeps a locked trouble as it is now. What a clock or a parcel does raises its
// version too: whoever is about to write to the buyer should know.
func (s *Service) store(tx *db.Tx, t Trouble, by, verb string, payload any) error {
	from := t.Version
	t.Version, t.entries = t.Version+1, t.entries+1
	if err := updateTrouble(tx, t, from); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Hint("shop:"+t.ShopID, Hint{Kind: "shipment", ID: t.ShipmentID}) })
	return s.record(tx, t, by, verb, payload)
}
