package order_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

var now = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func house(t *testing.T, d *db.DB) (*order.Service, context.Context, string) {
	t.Helper()
	var ids atomic.Int64
	newID := func() string { return fmt.Sprintf("id-%06d", ids.Add(1)) }
	clock := func() time.Time { return now }
	s := &order.Service{DB: d, Now: clock, NewID: newID, Hint: func(string, any) {}, Queue: jobs.New(d, jobs.Options{Now: clock})}
	at, err := (&shop.Service{DB: d, Now: clock, NewID: newID}).Create(identity.With(t.Context(), identity.NewSystem()), shop.Draft{Key: "shop-a", Name: "甲店"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := identity.With(t.Context(), identity.NewUser("zhou", "周岚", map[string][]identity.Permission{at.ID: {identity.OrderRead, identity.OrderWrite}}))
	return s, ctx, at.ID
}

func lamp(number string) order.Draft {
	return order.Draft{Number: number, Facts: order.Facts{Platform: "taobao", StatusWords: "交易成功", Nick: "lin", Receiver: "林婉清", Phone: "13812345678",
		Address: "浙江省杭州市西湖区", PlacedAt: now.Add(-48 * time.Hour), ReceivedAt: now.Add(-24 * time.Hour), Paid: order.Yuan(19900)},
		Items: []order.Item{{Code: "TD-01", Title: "台灯", Quantity: 1}}}
}

// Many first pushes of one number at once are one order, and none fails.
func TestPushesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx, at := house(t, d)
		var made atomic.Int64
		var group sync.WaitGroup
		for range 12 {
			group.Go(func() {
				_, created, err := s.Push(ctx, at, lamp("60010001"))
				if err != nil {
					t.Error(err)
				}
				if created {
					made.Add(1)
				}
			})
		}
		group.Wait()
		p, err := s.Find(ctx, order.Filter{Words: "60010001"})
		if err != nil || len(p.Orders) != 1 || made.Load() != 1 || p.Orders[0].Version != 1 {
			t.Fatalf("%d made, found %+v, %v", made.Load(), p.Orders, err)
		}
		o, err := s.Get(ctx, p.Orders[0].ID)
		if err != nil || len(o.Items) != 1 {
			t.Errorf("items %+v, %v", o.Items, err)
		}
	})
}

func TestFindMaskRevealAndChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx, at := house(t, d)
		pushed, _, err := s.Push(ctx, at, lamp("60010001"))
		if err != nil || pushed.Receiver != "林**" {
			t.Fatalf("%+v, %v", pushed, err)
		}
		for _, words := range []string{"60010001", " 5678", "lin", ""} {
			p, err := s.Find(ctx, order.Filter{Words: words})
			if err != nil || len(p.Orders) != 1 || p.Orders[0].Phone != "138****5678" {
				t.Errorf("%q: %+v, %v", words, p.Orders, err)
			}
		}
		if p, err := s.Find(ctx, order.Filter{Words: "1234"}); err != nil || len(p.Orders) != 0 {
			t.Errorf("found %v, %v", p, err)
		}
		who, err := s.Reveal(ctx, pushed.ID)
		if err != nil || who.Phone != "13812345678" {
			t.Errorf("%+v, %v", who, err)
		}
		changed, err := s.Change(ctx, pushed.ID, 1, order.Draft{Facts: order.Facts{Refunded: order.Yuan(500)}}, nil)
		if err != nil || changed.Refunded.N != 500 || changed.Version != 2 || changed.Terms[0].Return.State != order.Running {
			t.Errorf("%+v, %v", changed, err)
		}
		cleared, err := s.Change(ctx, pushed.ID, 2, order.Draft{}, []string{"refunded", "received_at", "status_words"})
		if err != nil || cleared.Refunded.Known || !cleared.ReceivedAt.IsZero() || cleared.Status != order.StatusUnknown || cleared.Terms[0].Return.State != order.NotReached {
			t.Errorf("cleared %+v, %v", cleared, err)
		}
		if _, err := s.Change(ctx, pushed.ID, 3, order.Draft{}, []string{"number"}); fault.CodeOf(err) != "order.field_unknown" {
			t.Errorf("cleared a number: %v", err)
		}
		if _, err := s.Change(ctx, pushed.ID, 1, order.Draft{}, nil); fault.CodeOf(err) != "order.changed" {
			t.Errorf("an old version: %v", err)
		}
		entries, err := audit.List(d.Reader(ctx), "order/"+pushed.ID, 0, 0)
		if err != nil || len(entries) != 4 || entries[0].Verb != "order.change" || entries[2].Verb != "order.reveal" {
			t.Errorf("record %+v, %v", entries, err)
		}
		foreign := identity.With(t.Context(), identity.NewUser("li", "李沐", map[string][]identity.Permission{"other": {identity.OrderRead, identity.OrderWrite}}))
		if _, err := s.Get(foreign, pushed.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign get: %v", err)
		}
		if _, err := s.Reveal(foreign, pushed.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign reveal: %v", err)
		}
		if _, _, err := s.Push(foreign, at, lamp("60010001")); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign push: %v", err)
		}
	})
}

func TestPagesAndProducts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx, at := house(t, d)
		for n := range 120 {
			d := lamp(fmt.Sprintf("7000%04d", n))
			d.PlacedAt = now.Add(-time.Duration(n/3) * time.Hour)
			if _, _, err := s.Push(ctx, at, d); err != nil {
				t.Fatal(err)
			}
		}
		seen, after := map[string]bool{}, ""
		for pages := 0; ; pages++ {
			p, err := s.Find(ctx, order.Filter{ShopID: at, After: after})
			if err != nil || pages > 3 {
				t.Fatal(pages, err)
			}
			for _, o := range p.Orders {
				if seen[o.Number] {
					t.Errorf("%s twice", o.Number)
				}
				seen[o.Number] = true
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if len(seen) != 120 {
			t.Errorf("%d seen", len(seen))
		}
		months := int64(24)
		product, err := s.SaveProduct(ctx, at, 0, order.ProductDraft{Code: "TD-01", Name: "台灯", Class: order.General, WarrantyMonths: &months})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveProduct(ctx, at, 0, order.ProductDraft{Code: "TD-01", Name: "灯"}); fault.CodeOf(err) != "product.changed" {
			t.Errorf("twice: %v", err)
		}
		if product, err = s.SaveProduct(ctx, at, 1, order.ProductDraft{Code: "TD-01", Name: "台灯二代", WarrantyMonths: &months}); err != nil || product.Version != 2 {
			t.Errorf("%+v %v", product, err)
		}
		found, err := s.OfShop(ctx, at, []string{"70000001", "none"})
		if err != nil || len(found) != 1 || found[0].Terms[0].Warranty.State != order.Running {
			t.Errorf("%+v %v", found, err)
		}
	})
}

// A shop says how long its own goods may be returned, and takes it back.
func TestReturnRules(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx, at := house(t, d)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		days := int64(15)
		_, err := s.SaveProduct(ctx, at, 0, order.ProductDraft{Code: "TD-01", Name: "台灯", Class: order.General})
		must(err)
		pushed, _, err := s.Push(ctx, at, lamp("60010001"))
		must(err)
		until := func() time.Time {
			t.Helper()
			o, err := s.Get(ctx, pushed.ID)
			must(err)
			return o.Terms[0].Return.Until
		}
		before := until()
		must(s.SetReturnRule(ctx, at, order.General, 0, true, &days))
		if got := until(); got != before.AddDate(0, 0, 8) {
			t.Errorf("until %v, before %v", got, before)
		}
		if err := s.SetReturnRule(ctx, at, order.General, 0, true, nil); fault.CodeOf(err) != "order.return_rule_changed" {
			t.Errorf("twice: %v", err)
		}
		must(s.SetReturnRule(ctx, at, order.General, 1, false, nil))
		if got := until(); got != before {
			t.Errorf("taken back: until %v", got)
		}
		rules, err := s.ReturnRules(ctx, at)
		must(err)
		if len(rules) != 9 || rules[1].Own || rules[1].Version != 2 || *rules[0].Rule.Days != 7 {
			t.Errorf("rules %+v", rules)
		}
		other := identity.With(t.Context(), identity.NewUser("li", "李沐", map[string][]identity.Permission{"other": {identity.OrderRead, identity.OrderWrite}}))
		if _, err := s.ReturnRules(other, at); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign: %v", err)
		}
		if err := s.SetReturnRule(other, at, "", 0, true, &days); fault.KindOf(err) != fault.NotFound {
			t.Errorf("foreign: %v", err)
		}
	})
}
