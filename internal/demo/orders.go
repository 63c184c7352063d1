package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shop"
)

// sale is an order of the demo shop. Days are counted back from when it is made.
type sale struct {
	Number, Platform, Status, Nick, Receiver, Phone, Address string
	Carrier, Tracking                                        string
	Placed, Shipped, Received                                int // days ago; 0 if it did not happen
	Paid, Refunded                                           int64
	Trace                                                    []scan
	Items                                                    []struct {
		Code, Title, Spec, Batch string
		Quantity, Price          int64
	}
}

// scan is what a carrier has said of the parcel of an order, some hours ago.
type scan struct {
	Hours int
	State shipment.State
	Text  string
}

// goods is a product of the demo shop.
type goods struct {
	Code, Name, Class, Spec string
	Months                  *int64
}

// sell makes the products and the orders of the demo shop. What is there stays.
func (p Parts) sell(ctx context.Context, at shop.Shop, c content) error {
	known, _, err := p.Orders.Products(ctx, at.ID, "")
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, each := range known {
		there[each.Code] = true
	}
	for _, g := range c.Products {
		if there[g.Code] {
			continue
		}
		d := order.ProductDraft{Code: g.Code, Name: g.Name, Class: g.Class, WarrantyMonths: g.Months, Spec: g.Spec}
		if _, err := p.Orders.SaveProduct(ctx, at.ID, 0, d); err != nil {
			return fmt.Errorf("product %s: %w", g.Code, err)
		}
	}
	for _, s := range c.Orders {
		o, _, err := p.Orders.Push(ctx, at.ID, s.draft(p.Now()))
		if err != nil {
			return fmt.Errorf("order %s: %w", s.Number, err)
		}
		for _, one := range s.Trace {
			e := shipment.Event{At: p.Now().Add(-time.Duration(one.Hours) * time.Hour), State: one.State, Text: one.Text}
			if err := p.Shipments.Type(ctx, o.ID, s.Tracking, e); err != nil {
				return fmt.Errorf("the parcel of order %s: %w", s.Number, err)
			}
		}
	}
	return nil
}

func (s sale) draft(now time.Time) order.Draft {
	ago := func(days int) time.Time {
		if days == 0 {
			return time.Time{}
		}
		return now.Add(-time.Duration(days)*24*time.Hour - 3*time.Hour)
	}
	d := order.Draft{Number: s.Number, Facts: order.Facts{
		Platform: s.Platform, StatusWords: s.Status, Nick: s.Nick, Receiver: s.Receiver, Phone: s.Phone, Address: s.Address,
		PlacedAt: ago(s.Placed), PaidAt: ago(s.Placed), ShippedAt: ago(s.Shipped), ReceivedAt: ago(s.Received),
		Goods: order.Yuan(s.Paid), Freight: order.Yuan(0), Paid: order.Yuan(s.Paid), Refunded: order.Yuan(s.Refunded),
	}}
	if s.Tracking != "" {
		d.Parcels = []order.Parcel{{Carrier: s.Carrier, Number: s.Tracking}}
	}
	for _, i := range s.Items {
		d.Items = append(d.Items, order.Item{Code: i.Code, Title: i.Title, Spec: i.Spec, Batch: i.Batch, Quantity: i.Quantity, Price: order.Yuan(i.Price)})
	}
	return d
}
