package api

import (
	"time"

	"github.com/anxin-desk/anxin/internal/order"
)

func wireOrderRow(o order.Order) OrderRow {
	w := OrderRow{ID: o.ID, ShopID: o.ShopID, Number: o.Number, Platform: o.Platform, Status: string(o.Status), StatusWords: o.StatusWords,
		Nick: o.Nick, Receiver: o.Receiver, Phone: o.Phone, Address: o.Address, PlacedAt: optional(o.PlacedAt), PaidAt: optional(o.PaidAt),
		ShippedAt: optional(o.ShippedAt), ReceivedAt: optional(o.ReceivedAt), Parcels: make([]OrderParcel, 0, len(o.Parcels)),
		Goods: wireFen(o.Goods), Freight: wireFen(o.Freight), Discount: wireFen(o.Discount), Paid: wireFen(o.Paid), Refunded: wireFen(o.Refunded),
		ChangedAt: o.ChangedAt.UTC(), Version: o.Version}
	for _, p := range o.Parcels {
		w.Parcels = append(w.Parcels, OrderParcel(p))
	}
	return w
}

func wireFen(f order.Fen) *int64 {
	if !f.Known {
		return nil
	}
	return &f.N
}

func fenOf(n *int64) order.Fen {
	if n == nil {
		return order.Fen{}
	}
	return order.Yuan(*n)
}

func wireOrder(o order.Detail) Order {
	w := Order{OrderRow: wireOrderRow(o.Order), Zone: o.Zone, Items: make([]OrderItem, 0, len(o.Items))}
	for n, i := range o.Items {
		item := OrderItem{OrderItemFacts: OrderItemFacts{Code: i.Code, Title: i.Title, Spec: i.Spec, Quantity: i.Quantity, Price: wireFen(i.Price), Batch: i.Batch}}
		t := o.Terms[n]
		item.Return, item.Warranty = wireTerm(t.Return), wireTerm(t.Warranty)
		if t.Product != nil {
			facts := wireProductFacts(t.Product.ProductDraft)
			item.Product = &facts
		}
		w.Items = append(w.Items, item)
	}
	return w
}

func wireTerm(t order.Term) OrderTerm { return OrderTerm{string(t.State), optional(t.Until)} }

func (d OrderDraft) draft() order.Draft {
	said := func(t *time.Time) time.Time {
		if t == nil {
			return time.Time{}
		}
		return t.UTC()
	}
	o := order.Draft{Facts: order.Facts{
		Platform: d.Platform, StatusWords: d.StatusWords, Nick: d.Nick, Receiver: d.Receiver, Phone: d.Phone, Address: d.Address,
		PlacedAt: said(d.PlacedAt), PaidAt: said(d.PaidAt), ShippedAt: said(d.ShippedAt), ReceivedAt: said(d.ReceivedAt),
		Goods: fenOf(d.Goods), Freight: fenOf(d.Freight), Discount: fenOf(d.Discount), Paid: fenOf(d.Paid), Refunded: fenOf(d.Refunded),
	}}
	for _, p := range d.Parcels {
		o.Parcels = append(o.Parcels, order.Parcel(p))
	}
	for _, i := range d.Items {
		o.Items = append(o.Items, order.Item{Code: i.Code, Title: i.Title, Spec: i.Spec, Quantity: max(i.Quantity, 1), Price: fenOf(i.Price), Batch: i.Batch})
	}
	return o
}
