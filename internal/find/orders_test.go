package find_test

import (
	"context"
	"testing"

	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
)

func TestFindsOrders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		seller := identity.With(context.Background(), identity.NewUser("seller", "周岚", map[string][]identity.Permission{
			w.first: {identity.OrderRead, identity.OrderWrite}}))
		draft := order.Draft{Number: "6937021846473", Facts: order.Facts{Platform: "taobao", Nick: "小鱼", Receiver: "林婉清", Phone: "13812345678"},
			Parcels: []order.Parcel{{Carrier: "顺丰", Number: "SF1234567890123"}},
			Items:   []order.Item{{Code: "TD-01", Title: "台灯", Spec: "白色", Quantity: 1}}}
		o, _, err := w.Orders.Push(seller, w.first, draft)
		w.must(err)
		w.catchUp()
		const lamp = "order 6937021846473 小鱼 SF1234567890123 台灯 白色 TD-01"
		for _, words := range []string{"6937021846473", "6473", "sf1234567890123", "小鱼", "台灯", "台灯 白色", "TD-01"} {
			w.want(seller, words, anything, lamp)
		}
		for _, words := range []string{"林婉清", "13812345678", "5678"} { // who receives it is masked
			w.want(seller, words, anything)
		}
		w.want(w.agent, "台灯", anything) // may not read orders
		w.want(w.stranger, "台灯", anything)
		if h := w.find(seller, "小鱼", find.Filter{Kind: find.Order}); h[0].Ref != o.ID || h[0].Customer.Name != "小鱼" {
			t.Errorf("got %+v", h)
		}
		w.want(seller, "台灯", find.Filter{OwnerID: "seller"})

		draft.Items[0].Title = "吊灯"
		_, _, err = w.Orders.Push(seller, w.first, draft)
		w.must(err)
		w.want(seller, "台灯", anything) // although the index does not know yet
		w.catchUp()
		w.want(seller, "吊灯", anything, "order 6937021846473 小鱼 SF1234567890123 吊灯 白色 TD-01")
	})
}
