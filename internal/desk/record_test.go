package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestTheRecordTellsWhoChangedWhat(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		reader := identity.With(context.Background(), identity.NewUser("reader", "Reader",
			map[string][]identity.Permission{identity.AllShops: {identity.AuditRead}}))
		for n := range 60 {
			w.pass(time.Minute)
			at, err := w.Shops.Get(w.system, w.first)
			w.must(err)
			_, err = w.Shops.Update(w.system, w.first, at.Version, shop.Draft{Name: "Shop " + string(rune('A'+n%26))})
			w.must(err)
		}
		first, err := w.Desk.Record(reader, "house", "", "")
		w.must(err)
		if len(first.Entries) != 50 || first.Next == "" {
			t.Fatalf("first page of %d, next %q", len(first.Entries), first.Next)
		}
		newest := first.Entries[0]
		if newest.Subject != "shop/"+w.first || newest.Version != 61 || newest.About != "Shop H" || newest.Before != first.Entries[1].Payload || newest.ActorName != "" {
			t.Errorf("newest %+v", newest)
		}
		rest, err := w.Desk.Record(reader, "house", "", first.Next)
		w.must(err)
		if len(rest.Entries) != 12 || rest.Next != "" || rest.Entries[0].Version != 11 {
			t.Errorf("rest of %d begins with %+v", len(rest.Entries), rest.Entries[0])
		}
		mine, err := w.Desk.Record(reader, "house", "reader", "")
		if err != nil || len(mine.Entries) != 0 {
			t.Errorf("of who did nothing: %v, %v", mine.Entries, err)
		}
		inOneShop := identity.With(context.Background(), identity.NewUser("boss", "Boss",
			map[string][]identity.Permission{w.first: {identity.AuditRead}}))
		if _, err := w.Desk.Record(inOneShop, "house", "", ""); fault.CodeOf(err) != "identity.denied" {
			t.Errorf("who may read the record of one shop: %v", err)
		}
	})
}
