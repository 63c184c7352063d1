package intake

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// orders are files of orders.
func (s *Service) orders() Matter {
	return Matter{Kind: columns.Orders, Begin: func(_ context.Context, _ db.Queryer, i Import, l Layout) (Reader, error) {
		return ordersReader{l, i.ShopID, s.Orders}, nil
	}}
}

type ordersReader struct {
	Layout
	shopID string
	orders *order.Service
}

// orderDraft is shown as an order.
type orderDraft struct{ order.Draft }

func (d orderDraft) Items() int { return len(d.Draft.Items) }

func (orderDraft) Shown() []string { return nil }

func (l ordersReader) Key(r Row) (string, error) { return cell.Number(l.Cell(r, columns.Number)) }

func (l ordersReader) Measure(ctx context.Context) error { return l.orders.Measure(ctx) }

func (l ordersReader) Save(tx *db.Tx, drafts []Draft) ([]order.Was, error) {
	said := make([]order.Draft, len(drafts))
	for n, d := range drafts {
		said[n] = d.(orderDraft).Draft
	}
	done, err := l.orders.SaveIn(tx, l.shopID, said, false)
	all := make([]order.Was, len(done))
	for n, each := range done {
		all[n] = each.Was
	}
	return all, err
}

// Follows tells whether a row without a number goes on with the order above it,
// as tables with merged cells do: nothing of the order, but an item.
func (l ordersReader) Follows(r Row) bool {
	item := false
	for _, f := range columns.Fields {
		filled := !cell.Blank(l.Cell(r, f))
		if filled && !slices.Contains(columns.Items, f) {
			return false
		}
		item = item || filled
	}
	return item
}

// reading reads the rows of one order.
type reading struct {
	ordersReader
	draft    order.Draft
	problems []Problem
	texts    map[columns.Field]string
	sums     map[columns.Field]order.Fen
}

// Build makes an order of its rows, or tells what is wrong with them.
func (l ordersReader) Build(number string, rows []Row) (Draft, []Problem) {
	r := reading{ordersReader: l, draft: order.Draft{Number: number}, texts: map[columns.Field]string{}, sums: map[columns.Field]order.Fen{}}
	for _, each := range rows {
		r.ofOrder(each)
		r.item(each)
	}
	f := &r.draft.Facts
	f.Platform = l.Platform
	if p := columns.PlatformOf(r.texts[columns.Platform]); p != "" {
		f.Platform = p
	}
	f.StatusWords, f.Nick, f.Receiver = r.texts[columns.Status], r.texts[columns.Nick], r.texts[columns.Receiver]
	f.Phone, f.Address = r.texts[columns.Phone], r.address()
	f.Goods, f.Freight, f.Discount = r.sums[columns.Goods], r.sums[columns.Freight], r.sums[columns.Discount]
	f.Paid, f.Refunded = r.sums[columns.PaidAmount], r.sums[columns.Refunded]
	if len(r.problems) > 0 {
		return orderDraft{r.draft}, r.problems
	}
	draft, err := r.draft.Clean()
	if err != nil {
		r.wrong(rows[0], "", err)
	}
	return orderDraft{draft}, r.problems
}

func (r *reading) wrong(at Row, f columns.Field, err error) {
	r.problems = append(r.problems, r.Wrong(at, f, r.draft.Number, err))
}

var (
	textFields = []columns.Field{columns.Platform, columns.Status, columns.Nick, columns.Receiver, columns.Province, columns.City,
		columns.District, columns.Town, columns.Address}
	timeFields = [...]columns.Field{columns.Placed, columns.Paid, columns.Shipped, columns.Received}
)

// ofOrder takes what a row says of its order as a whole.
func (r *reading) ofOrder(at Row) {
	for _, f := range textFields {
		if text := r.Cell(at, f); r.texts[f] == "" && !cell.Blank(text) {
			r.texts[f] = cell.Text(text, order.MaxAddress)
		}
	}
	if phone, err := cell.Phone(r.Cell(at, columns.Phone)); err != nil {
		r.wrong(at, columns.Phone, err)
	} else if r.texts[columns.Phone] == "" {
		r.texts[columns.Phone] = phone
	}
	times := [...]*time.Time{&r.draft.PlacedAt, &r.draft.PaidAt, &r.draft.ShippedAt, &r.draft.ReceivedAt}
	for n, f := range timeFields {
		into := times[n]
		t, err := cell.Time(r.Cell(at, f), r.Zone)
		if err != nil {
			r.wrong(at, f, err)
		} else if into.IsZero() {
			*into = t
		}
	}
	for _, f := range columns.Amounts {
		r.amount(at, f)
	}
	carrier, number := parcelOf(cell.Text(r.Cell(at, columns.Carrier), order.MaxWords), cell.Text(r.Cell(at, columns.Tracking), order.MaxWords))
	if !cell.Blank(number) {
		r.draft.Parcels = append(r.draft.Parcels, order.Parcel{Carrier: carrier, Number: number})
	}
}

// parcelOf splits what stands in one cell: 顺丰速运-SF123.
func parcelOf(carrier, number string) (string, string) {
	if cell.Blank(carrier) {
		carrier = ""
		if before, after, ok := strings.Cut(number, "-"); ok && strings.ContainsFunc(before, func(r rune) bool { return r > 0x2e80 }) {
			return strings.TrimSpace(before), strings.TrimSpace(after)
		}
	}
	return carrier, number
}

// amount takes an amount of the order: the sum over the rows, or what each of
// them says, which must then be the same.
func (r *reading) amount(at Row, f columns.Field) {
	fen, found, err := cell.Money(r.Cell(at, f))
	if fen < 0 && (f == columns.Discount || f == columns.Refunded) {
		fen = -fen
	}
	was := r.sums[f]
	switch {
	case err != nil:
		r.wrong(at, f, err)
	case !found:
	case fen < 0:
		r.wrong(at, f, fault.New(fault.Invalid, "order.cell_negative"))
	case r.Sum:
		r.sums[f] = order.Yuan(was.N + fen)
	case was.Known && was.N != fen:
		r.wrong(at, f, fault.New(fault.Invalid, "order.row_amounts_differ"))
	default:
		r.sums[f] = order.Yuan(fen)
	}
}

// item takes the item of a row, if it has one.
func (r *reading) item(at Row) {
	text := func(f columns.Field, most int) string {
		if s := r.Cell(at, f); !cell.Blank(s) {
			return cell.Text(s, most)
		}
		return ""
	}
	i := order.Item{Code: text(columns.Code, order.MaxWords), Title: text(columns.Title, order.MaxTitle), Spec: text(columns.Spec, order.MaxTitle),
		Batch: text(columns.Batch, order.MaxWords), Quantity: 1}
	quantity, found, err := cell.Quantity(r.Cell(at, columns.Quantity))
	if err != nil {
		r.wrong(at, columns.Quantity, err)
	} else if found {
		i.Quantity = quantity
	}
	price, found, err := cell.Money(r.Cell(at, columns.Price))
	if err != nil {
		r.wrong(at, columns.Price, err)
	} else if found && price < 0 {
		r.wrong(at, columns.Price, fault.New(fault.Invalid, "order.cell_negative"))
	} else if found {
		i.Price = order.Yuan(price)
	}
	if i.Code != "" || i.Title != "" {
		r.draft.Items = append(r.draft.Items, i)
	}
}

// address joins what stands in several columns, without saying it twice.
func (r *reading) address() string {
	var b strings.Builder
	last := r.texts[columns.Address]
	for _, f := range []columns.Field{columns.Province, columns.City, columns.District, columns.Town} {
		part := strings.Join(strings.Fields(r.texts[f]), "")
		if part != "" && !strings.Contains(last, part) && !strings.HasSuffix(b.String(), part) {
			b.WriteString(part)
		}
	}
	return b.String() + last
}
