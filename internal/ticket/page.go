package ticket

import (
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Filter narrows a list; what is empty does not.
type Filter struct {
	States       []State
	WorkerID     string
	ShopID       string
	DepartmentID string
	TypeID       string
	LateAt       time.Time // only what is late then
}

// Spot is a place in a list, from which the next page goes on.
type Spot = db.Spot

// Start is before all of a list.
var Start = Spot{Place: -1 << 62}

// Spot returns where a ticket stands in a list.
func (t Ticket) Spot() Spot { return Spot{Place: t.place(), ID: t.ID} }

// ReadSpot reads a cursor; "" is the start.
func ReadSpot(cursor string) (Spot, error) {
	if cursor == "" {
		return Start, nil
	}
	p, ok := db.ParseSpot(cursor)
	if !ok {
		return Start, fault.Field("after", "request.field_invalid", "field", "after")
	}
	return p, nil
}

// lane is a condition that one index answers in order, beside a state.
type lane struct {
	where string
	args  []any
}

// maxArms is how many walks along an index one page may take. Beyond them, the
// database sorts.
const maxArms = 200

// lanes are the ways to walk, which together are the places under a filter.
func lanes(at identity.Places, f Filter) (all []lane) {
	where, args := at.WhereDepartment("shop_id", "department_id")
	whole := lane{where, args}
	switch {
	case at.Ticket != "":
		return []lane{whole}
	case f.DepartmentID != "":
		return []lane{{where: "department_id = ? AND " + where, args: append([]any{f.DepartmentID}, args...)}}
	case f.WorkerID != "" || at.All && f.ShopID == "":
		return []lane{whole}
	case f.ShopID != "":
		return []lane{{where: "shop_id = ? AND " + where, args: append([]any{f.ShopID}, args...)}}
	}
	for _, shop := range at.Shops {
		all = append(all, lane{"shop_id = ?", []any{shop}})
	}
	for _, d := range at.Departments {
		all = append(all, lane{"department_id = ?", []any{d}})
	}
	if len(all)*len(f.States) > maxArms || len(all) == 0 {
		return []lane{whole}
	}
	return all
}

// more is what a filter adds to every lane.
func (f Filter) more() (where string, args []any) {
	for _, c := range []struct{ column, value string }{
		{"worker_id", f.WorkerID}, {"shop_id", f.ShopID}, {"type_id", f.TypeID},
	} {
		if c.value != "" {
			where, args = where+" AND "+c.column+" = ?", append(args, c.value)
		}
	}
	if !f.LateAt.IsZero() {
		where, args = where+" AND place <= ?", append(args, db.Millis(f.LateAt))
	}
	return where, args
}

// PageIn returns the tickets within places under a filter, from a spot on.
func PageIn(q db.Queryer, at identity.Places, f Filter, after Spot, limit int) ([]Ticket, error) {
	if !f.LateAt.IsZero() {
		f.States = []State{Open, Taken}
	}
	where, args := f.more()
	var arms []string
	var all []any
	for _, l := range lanes(at, f) {
		for _, state := range f.States {
			arms = append(arms, `SELECT * FROM (SELECT id, place FROM ticket WHERE `+l.where+` AND state = '`+string(state)+`'`+where+
				` AND (place > ? OR place = ? AND id > ?) ORDER BY place, id LIMIT ?) AS arm`+strconv.Itoa(len(arms)))
			all = append(append(append(all, l.args...), args...), after.Place, after.Place, after.ID, limit)
		}
	}
	if len(arms) == 0 {
		return nil, nil
	}
	return db.All(q, scan, `SELECT `+columns+` FROM ticket WHERE id IN (SELECT id FROM (`+strings.Join(arms, ` UNION `)+
		`) AS arms ORDER BY place, id LIMIT ?) ORDER BY place, id`, append(all, limit)...)
}
