package dispute

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Filter narrows a list; what is empty does not.
type Filter struct {
	ShopID   string
	States   []State
	Kind     Kind
	Platform string
	Reason   string
	OwnerID  string
	Number   string    // as it is called outside, the whole of it
	LateAt   time.Time // only what is late then
	After    string    // cursor of the page before
}

// Page is a part of a list, the most urgent first.
type Page struct {
	Disputes []Dispute
	Next     string // "" at the end
}

const pageSize = 50

// List returns a page of the disputes that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, mine bool) (p Page, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return p, err
	}
	if mine {
		f.OwnerID = actor.ID
	}
	p.Disputes, err = list(s.DB.Reader(ctx), scope.In(f.ShopID), f)
	if len(p.Disputes) > pageSize {
		p.Disputes = p.Disputes[:pageSize]
		last := p.Disputes[pageSize-1]
		p.Next = db.Spot{Place: last.place(), ID: last.ID}.Cursor()
	}
	return p, err
}

func readPlace(cursor string) (int64, string, error) {
	if cursor == "" {
		return -1 << 62, "", nil
	}
	p, ok := db.ParseSpot(cursor)
	if !ok {
		return 0, "", fault.Field("after", "request.bad_cursor")
	}
	return p.Place, p.ID, nil
}

func list(q db.Queryer, scope identity.Scope, f Filter) ([]Dispute, error) {
	place, id, err := readPlace(f.After)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where("shop_id", "")
	for _, c := range []struct{ column, value string }{
		{"kind", string(f.Kind)}, {"platform", f.Platform}, {"reason", f.Reason}, {"owner_id", f.OwnerID}, {"number", f.Number},
	} {
		if c.value != "" {
			where, args = where+" AND "+c.column+" = ?", append(args, c.value)
		}
	}
	if len(f.States) > 0 {
		where += " AND state IN (" + db.Marks(len(f.States)) + ")"
		for _, state := range f.States {
			args = append(args, state)
		}
	}
	if !f.LateAt.IsZero() {
		where, args = where+" AND due_at > 0 AND due_at <= ?", append(args, db.Millis(f.LateAt))
	}
	return db.All(q, scan, `SELECT `+columnsOf+` FROM dispute WHERE `+where+` AND (place > ? OR place = ? AND id > ?) ORDER BY place, id LIMIT ?`,
		append(args, place, place, id, pageSize+1)...)
}
