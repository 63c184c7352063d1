// Package order keeps what buyers bought: orders with their items, the products
// that a shop sells, and the files from which orders are imported.
//
// An order is known by its shop and the number that the platform gave it,
// however often it is imported, pushed or corrected: what is said later wins,
// what is not said leaves what is known. Names, phones and addresses are kept
// because complaints need them, and are shown masked unless somebody asks for
// one, which is recorded.
//
// The rules are in order.go, merge.go, mask.go, term.go and rows.go and do no
// I/O. Sub-packages read files (sheet), cells (cell) and headings (columns).
package order

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Fen is an amount of money. The zero Fen is not known.
type Fen struct {
	N     int64 // fen
	Known bool
}

// Yuan returns a known amount.
func Yuan(fen int64) Fen { return Fen{fen, true} }

// Status is where an order stands, in words of our own.
type Status string

const (
	StatusUnknown Status = ""
	Unpaid        Status = "unpaid"
	ToShip        Status = "to_ship"
	ShippedOut    Status = "shipped"
	Done          Status = "done"
	Cancelled     Status = "closed"
)

// statusWords are parts of what platforms call it; the first that fits counts.
var statusWords = []struct {
	status Status
	words  []string
}{
	{Cancelled, []string{"关闭", "取消", "作废", "退款成功"}},
	{Unpaid, []string{"待付款", "等待买家付款", "未付款", "待支付", "未支付"}},
	{ToShip, []string{"待发货", "等待卖家发货", "未发货", "备货", "已付款", "待出库", "部分发货", "审核", "等待出库"}},
	{Done, []string{"已完成", "交易成功", "已签收", "已收货", "完成", "确认收货"}},
	{ShippedOut, []string{"已发货", "待收货", "等待买家确认", "运输", "配送", "卖家已发货", "等待确认收货", "已出库"}},
}

// StatusOf reads what a platform calls the status of an order.
func StatusOf(words string) Status {
	for _, s := range statusWords {
		for _, w := range s.words {
			if strings.Contains(words, w) && !(s.status == Done && strings.Contains(words, "等待买家确认收货")) {
				return s.status
			}
		}
	}
	return StatusUnknown
}

// Facts are what is known of an order as a whole. Times are UTC, to the
// millisecond, zero if not known.
type Facts struct {
	Platform    string // one of columns.Platforms
	Status      Status
	StatusWords string // as the platform says it
	Nick        string
	Receiver    string
	Phone       string
	Address     string
	PlacedAt    time.Time
	PaidAt      time.Time
	ShippedAt   time.Time
	ReceivedAt  time.Time
	Goods       Fen
	Freight     Fen
	Discount    Fen
	Paid        Fen
	Refunded    Fen
}

// Parcel is something that was sent.
type Parcel struct {
	Carrier string `json:"carrier"`
	Number  string `json:"number"`
}

// Item is a line of an order.
type Item struct {
	Code     string // of the product, as the merchant calls it
	Title    string
	Spec     string
	Quantity int64
	Price    Fen // of one
	Batch    string
}

// Order is an order as it is known.
type Order struct {
	ID     string
	ShopID string
	Number string // as the platform calls it
	Facts
	Parcels   []Parcel
	Items     []Item
	MadeAt    time.Time
	ChangedAt time.Time
	Version   int64

	entries int64 // in the record
}

// Draft is what somebody says about an order. Zero values say nothing.
type Draft struct {
	Number string
	Facts
	Parcels []Parcel
	Items   []Item // all of them, if any
}

// Limits of an order.
const (
	MaxWords   = 100 // runes of names and codes
	MaxAddress = 300
	MaxTitle   = 300
	MaxItems   = 200
	maxParcels = 50
)

// clean returns a draft as it will be kept, or what is wrong with it.
func (d Draft) Clean() (Draft, error) {
	number, err := cell.Number(d.Number)
	switch {
	case err != nil:
		return d, fault.Field("number", "order.number_form").Because(err)
	case number == "":
		return d, fault.Field("number", "order.number_form")
	case d.Platform != "" && !slices.Contains(columns.Platforms, d.Platform):
		return d, fault.Field("platform", "order.platform_unknown")
	case len(d.Items) > MaxItems:
		return d, fault.Field("items", "order.items_range", "limit", MaxItems)
	case len(d.Parcels) > maxParcels:
		return d, fault.Field("parcels", "order.parcels_range", "limit", maxParcels)
	case d.negative():
		return d, fault.Field("paid", "order.amount_range")
	}
	d.Number = number
	d.Facts = d.Facts.Clean()
	if d.Status == StatusUnknown {
		d.Status = StatusOf(d.StatusWords)
	}
	d.Parcels = cleanParcels(d.Parcels)
	d.Items, err = cleanItems(d.Items)
	return d, err
}

func (f Facts) Clean() Facts {
	for _, text := range []*string{&f.StatusWords, &f.Nick, &f.Receiver} {
		*text = cell.Text(*text, MaxWords)
	}
	f.Phone, f.Address = cell.Text(f.Phone, 32), cell.Text(f.Address, MaxAddress)
	for _, at := range []*time.Time{&f.PlacedAt, &f.PaidAt, &f.ShippedAt, &f.ReceivedAt} {
		*at = db.Time(db.Millis(*at))
	}
	return f
}

func (d Draft) negative() bool {
	for _, a := range []Fen{d.Goods, d.Freight, d.Discount, d.Paid, d.Refunded} {
		if a.N < 0 || a.N > cell.MaxMoney {
			return true
		}
	}
	return false
}

func cleanParcels(all []Parcel) []Parcel {
	var kept []Parcel
	for _, p := range all {
		p = Parcel{cell.Text(p.Carrier, MaxWords), cell.Text(p.Number, MaxWords)}
		if p.Number != "" && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return kept
}

func cleanItems(all []Item) ([]Item, error) {
	var kept []Item
	for _, i := range all {
		i.Code, i.Batch = cell.Text(i.Code, MaxWords), cell.Text(i.Batch, MaxWords)
		i.Title, i.Spec = cell.Text(i.Title, MaxTitle), cell.Text(i.Spec, MaxTitle)
		switch {
		case i.Code == "" && i.Title == "":
			return nil, fault.Field("items", "order.item_nameless")
		case i.Quantity < 0 || i.Quantity > cell.MaxQuantity || i.Price.N < 0 || i.Price.N > cell.MaxMoney:
			return nil, fault.Field("items", "order.item_range")
		}
		kept = append(kept, i)
	}
	return kept, nil
}

// checkSearch returns the words of a search as they are looked for.
func checkSearch(words string) (string, error) {
	words = cell.Text(words, 200)
	if n := utf8.RuneCountInString(words); n > cell.MaxNumber {
		return "", fault.Field("q", "order.search_long", "limit", cell.MaxNumber)
	}
	return words, nil
}
