package order

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// With returns the order as it is known after d, which says what it says and
// leaves the rest.
func (o Order) With(d Draft) Order {
	o.Facts = o.Facts.with(d.Facts)
	if len(d.Parcels) > 0 {
		o.Parcels = d.Parcels
	}
	if len(d.Items) > 0 {
		o.Items = keepBatches(o.Items, d.Items)
	}
	return o
}

// without is the order without what is said of some of its facts, by the names
// that the API gives them.
func (o Order) without(names []string) (Order, error) {
	f := &o.Facts
	texts := map[string]*string{"nick": &f.Nick, "receiver": &f.Receiver, "phone": &f.Phone, "address": &f.Address}
	times := map[string]*time.Time{"placed_at": &f.PlacedAt, "paid_at": &f.PaidAt, "shipped_at": &f.ShippedAt, "received_at": &f.ReceivedAt}
	amounts := map[string]*Fen{"goods": &f.Goods, "freight": &f.Freight, "discount": &f.Discount, "paid": &f.Paid, "refunded": &f.Refunded}
	for _, name := range names {
		switch {
		case texts[name] != nil:
			*texts[name] = ""
		case times[name] != nil:
			*times[name] = time.Time{}
		case amounts[name] != nil:
			*amounts[name] = Fen{}
		case name == "status_words":
			f.Status, f.StatusWords = StatusUnknown, ""
		case name == "parcels":
			o.Parcels = nil
		default:
			return o, fault.Field("clear", "order.field_unknown", "field", name)
		}
	}
	return o, nil
}

// same tells whether o and p say the same.
func (o Order) same(p Order) bool {
	return o.Facts == p.Facts && slices.Equal(o.Parcels, p.Parcels) && slices.Equal(o.Items, p.Items)
}

func (f Facts) with(d Facts) Facts {
	if d.StatusWords != "" || d.Status != StatusUnknown {
		f.Status, f.StatusWords = d.Status, d.StatusWords
	}
	f.Platform = said(f.Platform, d.Platform)
	f.Nick, f.Receiver = said(f.Nick, d.Nick), said(f.Receiver, d.Receiver)
	f.Phone, f.Address = said(f.Phone, d.Phone), said(f.Address, d.Address)
	f.PlacedAt, f.PaidAt = saidTime(f.PlacedAt, d.PlacedAt), saidTime(f.PaidAt, d.PaidAt)
	f.ShippedAt, f.ReceivedAt = saidTime(f.ShippedAt, d.ShippedAt), saidTime(f.ReceivedAt, d.ReceivedAt)
	f.Goods, f.Freight, f.Discount = saidFen(f.Goods, d.Goods), saidFen(f.Freight, d.Freight), saidFen(f.Discount, d.Discount)
	f.Paid, f.Refunded = saidFen(f.Paid, d.Paid), saidFen(f.Refunded, d.Refunded)
	return f
}

func said(was, now string) string {
	if now == "" {
		return was
	}
	return now
}

func saidTime(was, now time.Time) time.Time {
	if now.IsZero() {
		return was
	}
	return now
}

func saidFen(was, now Fen) Fen {
	if !now.Known {
		return was
	}
	return now
}

// keepBatches carries the batch of an item over to the same item of a later
// export that does not tell batches.
func keepBatches(was, now []Item) []Item {
	for i := range now {
		if now[i].Batch != "" {
			continue
		}
		at := slices.IndexFunc(was, func(o Item) bool {
			return o.Batch != "" && o.Code == now[i].Code && o.Title == now[i].Title && o.Spec == now[i].Spec
		})
		if at >= 0 {
			now[i].Batch = was[at].Batch
		}
	}
	return now
}
