package order

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of orders.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
	Queue *jobs.Queue                  // hears what was sent
}

// Hint is what screens of a shop hear: that there is something to ask for.
type Hint struct {
	Kind string `json:"kind"` // "order" or "order_import"
	ID   string `json:"id"`
}

// Find returns a page of orders that the actor may read, masked.
func (s *Service) Find(ctx context.Context, f Filter) (Page, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return Page{}, err
	}
	if f.Words, err = checkSearch(f.Words); err != nil {
		return Page{}, err
	}
	found, err := find(s.DB.Reader(ctx), scope.In(f.ShopID), f)
	if err != nil {
		return Page{}, err
	}
	var p Page
	if len(found) > pageSize {
		found = found[:pageSize]
		p.Next = found[pageSize-1].spot().Cursor()
	}
	for _, o := range found {
		p.Orders = append(p.Orders, o.Masked())
	}
	return p, nil
}

// Detail is an order with the terms of each of its items.
type Detail struct {
	Order
	Terms []Terms // of each item
	Zone  string  // IANA name of the shop's time zone
}

// Get returns an order that the actor may read, masked.
func (s *Service) Get(ctx context.Context, id string) (Detail, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return Detail{}, err
	}
	o, err := get(s.DB.Reader(ctx), scope, id, "")
	if err != nil {
		return Detail{}, err
	}
	return s.detail(ctx, o.Masked())
}

// OfShop returns the orders of a shop that have one of these numbers, masked,
// at most 20. The caller has made sure that the actor may see the numbers.
func (s *Service) OfShop(ctx context.Context, shopID string, numbers []string) ([]Detail, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, err
	}
	if !scope.Sees(shopID, "") || len(numbers) == 0 {
		return nil, nil
	}
	found, err := byNumbers(s.DB.Reader(ctx), shopID, numbers, "")
	if err != nil {
		return nil, err
	}
	var all []Detail
	for _, o := range found[:min(len(found), 20)] {
		d, err := s.detail(ctx, o.Masked())
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

func (s *Service) detail(ctx context.Context, o Order) (Detail, error) {
	q := s.DB.Reader(ctx)
	at, err := shop.GetIn(q, o.ShopID)
	if err != nil {
		return Detail{}, err
	}
	rules, err := rulesOf(q, o.ShopID)
	if err != nil {
		return Detail{}, err
	}
	products, err := productsOf(q, o)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Order: o, Zone: at.Location().String()}
	for _, i := range o.Items {
		var p *Product
		if known, ok := products[i.Code]; ok && i.Code != "" {
			p = &known
		}
		d.Terms = append(d.Terms, termsOf(o, p, rules, at.Location(), s.Now()))
	}
	return d, nil
}

// Personal is what an order holds of its receiver.
type Personal struct{ Receiver, Phone, Address string }

// Reveal returns the receiver of an order, and records that the actor looked.
func (s *Service) Reveal(ctx context.Context, id string) (p Personal, err error) {
	actor, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return p, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		o, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		p = Personal{o.Receiver, o.Phone, o.Address}
		o.entries++
		if err := update(tx, []Order{o}); err != nil {
			return err
		}
		return s.audit(tx, subject{"order/" + o.ID, o.entries}, actor.ID, "reveal", map[string]string{"number": o.Number, "shop_id": o.ShopID})
	})
	return p, err
}

// Push says what is known of an order now, as another program tells it. It may
// come any number of times; the answer says whether the order was new.
func (s *Service) Push(ctx context.Context, shopID string, d Draft) (o Order, created bool, err error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return o, false, err
	}
	if !scope.Sees(shopID, "") {
		return o, false, fault.New(fault.NotFound, "shop.unknown")
	}
	if d, err = d.Clean(); err != nil {
		return o, false, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.GetIn(tx, shopID); err != nil {
			return err
		}
		saved, err := s.SaveIn(tx, shopID, []Draft{d}, true)
		if err != nil {
			return err
		}
		o, created = saved[0].Order, saved[0].Was == IsCreated
		if saved[0].Was == IsUnchanged {
			return nil
		}
		s.hint(tx, o.ShopID, Hint{"order", o.ID})
		return s.audit(tx, subject{"order/" + o.ID, o.entries}, actor.ID, "push", told(o))
	})
	return o.Masked(), created, err
}

// Change corrects an order by hand; what clear names is not known any more.
// version is the one that the caller saw.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft, clear []string) (Detail, error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return Detail{}, err
	}
	var next Order
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		now, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if now.Version != version {
			return fault.New(fault.Conflict, "order.changed")
		}
		d.Number = now.Number
		clean, err := d.Clean()
		if err != nil {
			return err
		}
		cleared, err := now.without(clear)
		if err != nil {
			return err
		}
		if next = cleared.With(clean); next.same(now) {
			return nil
		}
		next.Version, next.entries, next.ChangedAt = now.Version+1, now.entries+1, s.now()
		if err := s.replace(tx, []Order{next}); err != nil {
			return err
		}
		if err := s.sent(tx, next.ShopID, []Order{next, now}); err != nil {
			return err
		}
		s.hint(tx, next.ShopID, Hint{"order", next.ID})
		return s.audit(tx, subject{"order/" + id, next.entries}, actor.ID, "change", told(next))
	})
	if err != nil {
		return Detail{}, err
	}
	return s.detail(ctx, next.Masked())
}

func (s *Service) now() time.Time { return db.Time(db.Millis(s.Now())) }

func (s *Service) hint(tx *db.Tx, shopID string, h Hint) {
	tx.AfterCommit(func() { s.Hint("shop:"+shopID, h) })
}

// subject is what an entry of the record is about, and in which version.
type subject struct {
	name    string
	version int64
}

func (s *Service) audit(tx *db.Tx, about subject, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: about.name, Version: about.version, At: s.Now(), Actor: by, Verb: "order." + verb, Payload: payload})
}

// told is what the record keeps of an order: not who it went to.
func told(o Order) map[string]any {
	return map[string]any{"number": o.Number, "shop_id": o.ShopID, "status": o.Status, "items": len(o.Items),
		"received_at": o.ReceivedAt, "paid": o.Paid.N, "refunded": o.Refunded.N}
}
