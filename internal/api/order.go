package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
)

// OrderRow is an order in a list. The receiver, their phone and address are
// masked. Amounts are in fen; what is null is not known.
type OrderRow struct {
	ID          string        `json:"id"`
	ShopID      string        `json:"shop_id"`
	Number      string        `json:"number" doc:"As the platform calls it."`
	Platform    string        `json:"platform" enum:"taobao,douyin,jd,pdd,kuaishou,xiaohongshu,wechat,other"`
	Status      string        `json:"status" enum:",unpaid,to_ship,shipped,done,closed"`
	StatusWords string        `json:"status_words" doc:"As the platform says it."`
	Nick        string        `json:"nick"`
	Receiver    string        `json:"receiver"`
	Phone       string        `json:"phone"`
	Address     string        `json:"address"`
	PlacedAt    *time.Time    `json:"placed_at"`
	PaidAt      *time.Time    `json:"paid_at"`
	ShippedAt   *time.Time    `json:"shipped_at"`
	ReceivedAt  *time.Time    `json:"received_at"`
	Parcels     []OrderParcel `json:"parcels" nullable:"false"`
	Goods       *int64        `json:"goods"`
	Freight     *int64        `json:"freight"`
	Discount    *int64        `json:"discount"`
	Paid        *int64        `json:"paid"`
	Refunded    *int64        `json:"refunded"`
	ChangedAt   time.Time     `json:"changed_at"`
	Version     int64         `json:"version"`
}

// OrderParcel is something that was sent.
type OrderParcel struct {
	Carrier string `json:"carrier" maxLength:"400"`
	Number  string `json:"number" maxLength:"400"`
}

// Order is an order with its items.
type Order struct {
	OrderRow
	Zone  string      `json:"zone" doc:"Time zone of the shop."`
	Items []OrderItem `json:"items" nullable:"false"`
}

// OrderItem is a line of an order, and until when it may be returned and is
// under warranty.
type OrderItem struct {
	OrderItemFacts
	Product  *ProductFacts `json:"product" doc:"What the shop says of the product, if it does."`
	Return   OrderTerm     `json:"return"`
	Warranty OrderTerm     `json:"warranty"`
}

// OrderItemFacts are what is said of an item.
type OrderItemFacts struct {
	Code     string `json:"code,omitempty" maxLength:"400"`
	Title    string `json:"title,omitempty" maxLength:"1200"`
	Spec     string `json:"spec,omitempty" maxLength:"1200"`
	Quantity int64  `json:"quantity,omitempty"`
	Price    *int64 `json:"price,omitempty" doc:"Of one, in fen."`
	Batch    string `json:"batch,omitempty" maxLength:"400"`
}

// OrderTerm is until when something may be asked for. It is unreceived when
// nobody said when the goods arrived, unknown when nobody said how long the
// term is, and depends when that hangs on what the buyer confirmed.
type OrderTerm struct {
	State string     `json:"state" enum:"running,over,none,unreceived,unknown,depends"`
	Until *time.Time `json:"until" doc:"The first moment after it."`
}

// OrderDraft is what is said about an order. What is left out stays as it is.
type OrderDraft struct {
	Platform    string           `json:"platform,omitempty" maxLength:"40"`
	StatusWords string           `json:"status_words,omitempty" maxLength:"400"`
	Nick        string           `json:"nick,omitempty" maxLength:"400"`
	Receiver    string           `json:"receiver,omitempty" maxLength:"400"`
	Phone       string           `json:"phone,omitempty" maxLength:"100"`
	Address     string           `json:"address,omitempty" maxLength:"1200"`
	PlacedAt    *time.Time       `json:"placed_at,omitempty"`
	PaidAt      *time.Time       `json:"paid_at,omitempty"`
	ShippedAt   *time.Time       `json:"shipped_at,omitempty"`
	ReceivedAt  *time.Time       `json:"received_at,omitempty"`
	Parcels     []OrderParcel    `json:"parcels,omitempty" maxItems:"50"`
	Goods       *int64           `json:"goods,omitempty"`
	Freight     *int64           `json:"freight,omitempty"`
	Discount    *int64           `json:"discount,omitempty"`
	Paid        *int64           `json:"paid,omitempty"`
	Refunded    *int64           `json:"refunded,omitempty"`
	Items       []OrderItemFacts `json:"items,omitempty" maxItems:"200" doc:"All of them, if any."`
}

func (s *Server) orderRoutes(api huma.API) {
	add(api, operation{id: "readOrders", method: http.MethodGet, path: "/api/orders", tag: "order",
		summary: "Find orders, the latest first", access: needs(identity.OrderRead)}, s.readOrders)
	add(api, operation{id: "readOrder", method: http.MethodGet, path: "/api/orders/{id}", tag: "order",
		summary: "Read an order with its items", access: needs(identity.OrderRead)}, s.readOrder)
	add(api, operation{id: "pushOrder", method: http.MethodPut, path: "/api/orders/numbered/{number}", tag: "order",
		summary: "Say what is known of an order; it may be said any number of times", access: needs(identity.OrderWrite)}, s.pushOrder)
	add(api, operation{id: "changeOrder", method: http.MethodPatch, path: "/api/orders/{id}", tag: "order",
		summary: "Correct an order", access: needs(identity.OrderWrite)}, s.changeOrder)
	add(api, operation{id: "revealOrder", method: http.MethodPost, path: "/api/orders/{id}/reveal", tag: "order",
		summary: "Read the receiver, phone and address of an order in full, which is recorded", access: needs(identity.OrderRead)}, s.revealOrder)
	add(api, operation{id: "readConversationOrders", method: http.MethodGet, path: "/api/conversations/{id}/orders", tag: "order",
		summary: "Read the orders whose numbers stand in a conversation or its cases", access: needs(identity.OrderRead)}, s.readConversationOrders)
}

// OrderPage is a page of orders.
type OrderPage struct {
	Items []OrderRow `json:"items" nullable:"false"`
	Next  string     `json:"next" doc:"Cursor of the following page, empty at the end."`
}

type readOrdersInput struct {
	Shop  string `query:"shop" maxLength:"64"`
	Words string `query:"q" maxLength:"400" doc:"The whole number of an order, the last four digits of a phone, or a nick."`
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readOrders(ctx context.Context, in *readOrdersInput) (*body[OrderPage], error) {
	p, err := s.Orders.Find(ctx, order.Filter{ShopID: in.Shop, Words: in.Words, After: in.After})
	out := OrderPage{Items: make([]OrderRow, 0, len(p.Orders)), Next: p.Next}
	for _, o := range p.Orders {
		out.Items = append(out.Items, wireOrderRow(o))
	}
	return answer(out, err)
}

func (s *Server) readOrder(ctx context.Context, in *idInput) (*body[Order], error) {
	o, err := s.Orders.Get(ctx, in.ID)
	return answer(wireOrder(o), err)
}

type pushOrderInput struct {
	Number string `path:"number" maxLength:"200"`
	Body   struct {
		OrderDraft
		ShopID string `json:"shop_id" maxLength:"64"`
	}
}

// PushedOrder says what became of an order that was pushed.
type PushedOrder struct {
	Order   OrderRow `json:"order"`
	Created bool     `json:"created"`
}

func (s *Server) pushOrder(ctx context.Context, in *pushOrderInput) (*body[PushedOrder], error) {
	d := in.Body.draft()
	d.Number = in.Number
	o, created, err := s.Orders.Push(ctx, in.Body.ShopID, d)
	return answer(PushedOrder{wireOrderRow(o), created}, err)
}

type changeOrderInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		OrderDraft
		Clear   []string `json:"clear,omitempty" maxItems:"20" doc:"Names of what is not known any more, as received_at."`
		Version int64    `json:"version"`
	}
}

func (s *Server) changeOrder(ctx context.Context, in *changeOrderInput) (*body[Order], error) {
	o, err := s.Orders.Change(ctx, in.ID, in.Body.Version, in.Body.draft(), in.Body.Clear)
	return answer(wireOrder(o), err)
}

// OrderReceiver is who an order went to.
type OrderReceiver struct {
	Receiver string `json:"receiver"`
	Phone    string `json:"phone"`
	Address  string `json:"address"`
}

func (s *Server) revealOrder(ctx context.Context, in *idInput) (*body[OrderReceiver], error) {
	p, err := s.Orders.Reveal(ctx, in.ID)
	return answer(OrderReceiver(p), err)
}

// OrdersFound are orders that a conversation is about, or may be.
type OrdersFound struct {
	Items []Order `json:"items" nullable:"false"`
}

func (s *Server) readConversationOrders(ctx context.Context, in *idInput) (*body[OrdersFound], error) {
	c, err := s.Conversations.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	numbers, err := s.Desk.NumbersSaid(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Orders.OfShop(ctx, c.ShopID, numbers)
	out := OrdersFound{Items: make([]Order, 0, len(found))}
	for _, o := range found {
		out.Items = append(out.Items, wireOrder(o))
	}
	return answer(out, err)
}
