package shipment

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// headings are what the columns of a table of traces are called.
var headings = map[string][]string{
	"number": {"运单号", "快递单号", "物流单号", "单号", "tracking number", "number"},
	"at":     {"时间", "操作时间", "发生时间", "轨迹时间", "更新时间", "time"},
	"text":   {"轨迹", "轨迹内容", "物流轨迹", "物流信息", "内容", "描述", "event", "text"},
	"place":  {"地点", "城市", "网点", "所在地", "place"},
	"state":  {"状态", "物流状态", "state"},
}

// Wrong is what is wrong with a row of a table.
type Wrong struct {
	Line int
	Code string
	Args map[string]any
}

// maxRows is how many rows a table of traces may have.
const maxRows = 2000

// told is what a table tells of one parcel.
type told struct {
	number string
	line   int
	events []Event
}

// readTraces reads a table of traces: a heading, then an event in each row. Times are
// those of a zone.
func readTraces(text string, zone *time.Location, now time.Time) (all []told, wrong []Wrong, err error) {
	var at map[string]int
	rows := 0
	err = sheet.ReadText(text, sheet.Usual, func(line int, cells []string) error {
		if at == nil {
			at = columnsOf(cells)
			for _, needed := range []string{"number", "at", "text"} {
				if _, ok := at[needed]; !ok {
					return fault.Field("content", "shipment.column_missing", "column", headings[needed][0])
				}
			}
			return nil
		}
		if rows++; rows > maxRows {
			return fault.Field("content", "shipment.rows_range", "limit", maxRows)
		}
		number, e, err := readRow(at, cells, zone, now)
		if err != nil {
			w := Wrong{Line: line, Code: fault.CodeOf(err)}
			if f, ok := err.(*fault.Fault); ok {
				w.Args = f.Args
			}
			wrong = append(wrong, w)
			return nil
		}
		i := slices.IndexFunc(all, func(t told) bool { return t.number == number })
		if i < 0 {
			all, i = append(all, told{number: number, line: line}), len(all)
		}
		all[i].events = append(all[i].events, e)
		return nil
	})
	if err == nil && at == nil {
		err = fault.Field("content", "shipment.column_missing", "column", headings["number"][0])
	}
	return all, wrong, err
}

func columnsOf(cells []string) map[string]int {
	at := map[string]int{}
	for field, names := range headings {
		for _, name := range names {
			i := slices.IndexFunc(cells, func(c string) bool { return columns.Fold(c) == columns.Fold(name) })
			if i >= 0 {
				at[field] = i
				break
			}
		}
	}
	return at
}

func readRow(at map[string]int, cells []string, zone *time.Location, now time.Time) (number string, e Event, err error) {
	of := func(field string) string {
		if i, ok := at[field]; ok && i < len(cells) && !cell.Blank(cells[i]) {
			return strings.Clone(cells[i])
		}
		return ""
	}
	if number, err = cell.Number(of("number")); err != nil {
		return "", e, err
	}
	if number == "" {
		return "", e, fault.New(fault.Invalid, "shipment.number_missing")
	}
	e = Event{Text: of("text"), Place: of("place"), State: StateOf(of("state")), Source: FromHand}
	if e.At, err = cell.Time(of("at"), zone); err != nil {
		return "", e, err
	}
	e, err = e.Clean(now)
	return number, e, err
}

// Import adds what a table tells of parcels of a shop to their traces: how many events
// were new, and what is wrong with which rows. The same table again adds nothing.
func (s *Service) Import(ctx context.Context, shopID, text string) (fresh int, wrong []Wrong, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return 0, nil, err
	}
	at, err := shop.SeenIn(s.DB.Reader(ctx), scope, shopID)
	if err != nil {
		return 0, nil, err
	}
	all, wrong, err := readTraces(text, at.Location(), s.Now())
	if err != nil {
		return 0, nil, err
	}
	for _, t := range all {
		added := 0
		err := s.DB.InTx(ctx, func(tx *db.Tx) error {
			added = 0
			parcels, err := numbered(tx, shopID, t.number)
			if err != nil {
				return err
			}
			if len(parcels) == 0 {
				return fault.New(fault.NotFound, "shipment.not_watched", "number", t.number)
			}
			for _, p := range parcels {
				n, err := s.TakeIn(tx, p, t.events)
				if err != nil {
					return err
				}
				if added += n; n > 0 {
					if err := s.audited(tx, p.ID, actor.ID, "import", map[string]any{"parcel": p.Number, "order": p.OrderNo, "events": n}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if fault.CodeOf(err) == "shipment.not_watched" {
			wrong = append(wrong, Wrong{t.line, "shipment.not_watched", map[string]any{"number": t.number}})
			continue
		}
		if err != nil {
			return fresh, wrong, err
		}
		fresh += added
	}
	return fresh, wrong, nil
}
