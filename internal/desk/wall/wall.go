// Package wall answers what the commitment wall asks: what was committed to, what
// is late first. It only reads.
package wall

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service answers the questions of the wall.
type Service struct {
	DB  *db.DB
	Now func() time.Time
}

const (
	maxPage  = 100
	countCap = 1000
)

// View is a part of the commitment wall. Broken, today and later are all
// that are open, each in one of them.
type View string

const (
	Open    View = "open"    // all that are not settled, what is late first
	Broken  View = "broken"  // not settled when the grace ended
	Today   View = "today"   // due before the day ends where the shop is
	Later   View = "later"   // due after that
	Settled View = "settled" // kept, updated or waived, the last first
)

// Filter says which commitments one wants to see.
type Filter struct {
	View         View
	ShopID       string // "" for all in scope
	OwnerID      string // "" for all
	DepartmentID string // "" for all
	// Outcome narrows Settled to "kept", "updated", "waived", or to those
	// that were "broken" first; "" for all.
	Outcome   string
	DueBefore time.Time // zero for no limit
}

// Row is a commitment with what a screen shows beside it.
type Row struct {
	commitment.Commitment
	ShopName, Zone string // of the shop
	DepartmentName string // "" if it is the owner's own
	CustomerName   string
	Owner          desk.Person
	Case           desk.RowCase
}

// Counts are the sizes of the views under a filter, each at most countCap.
type Counts struct{ Broken, Today, Later, Settled int64 }

// Page is a part of the wall. Next is the cursor of the following page, "" if
// there is none.
type Page struct {
	Rows   []Row
	Next   string
	Counts Counts
}

// MaxBulk is how many commitments one may gather at once with [Service.Gather].
const MaxBulk = 2000

// Wall returns a page of commitments, from a cursor on, that the actor may read.
func (s *Service) Wall(ctx context.Context, f Filter, after string, limit int) (p Page, err error) {
	_, scope, err := identity.Require(ctx, identity.CommitmentRead)
	if err != nil {
		return p, err
	}
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	at, id, err := readCursor(f.View, after)
	if err != nil {
		return p, err
	}
	w, err := s.view(ctx, scope, f)
	if err != nil {
		return p, err
	}
	spots, err := w.spots(f.View, at, id, limit)
	if err != nil {
		return p, err
	}
	if len(spots) == limit {
		p.Next = spots[limit-1].cursor()
	}
	if p.Counts, err = w.counts(); err != nil {
		return p, err
	}
	p.Rows, err = rowsOf(w.q, idsOf(spots))
	return p, err
}

// Gather returns all open commitments under a filter for which the actor holds a
// permission, what is late first, at most MaxBulk, and whether there are more.
func (s *Service) Gather(ctx context.Context, p identity.Permission, f Filter) (rows []Row, more bool, err error) {
	_, scope, err := identity.Require(ctx, p)
	if err != nil {
		return nil, false, err
	}
	if f.View == Settled {
		f.View = Open
	}
	w, err := s.view(ctx, scope, f)
	if err != nil {
		return nil, false, err
	}
	at, id, _ := readCursor(f.View, "")
	spots, err := w.spots(f.View, at, id, MaxBulk+1)
	if err != nil {
		return nil, false, err
	}
	for part := range slices.Chunk(spots[:min(len(spots), MaxBulk)], 500) {
		some, err := rowsOf(w.q, idsOf(part))
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, some...)
	}
	return rows, len(spots) > MaxBulk, nil
}

// view reads the shops of a scope one by one, because each has its own day, and
// because then every read is a walk along one index.
type view struct {
	q     db.Queryer
	f     Filter
	now   time.Time
	shops []shop.Shop
}

func (s *Service) view(ctx context.Context, scope identity.Scope, f Filter) (view, error) {
	w := view{q: s.DB.Reader(ctx), f: f, now: s.Now()}
	var err error
	w.shops, err = shop.InScope(w.q, scope.In(f.ShopID))
	return w, err
}

// dayEnd is when the day of now ends where a shop is.
func dayEnd(at shop.Shop, now time.Time) time.Time {
	year, month, day := now.In(at.Location()).Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, at.Location())
}

// spot is where a commitment stands in a view.
type spot struct {
	at int64
	id string
}

func (p spot) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.at, 10) + "/" + p.id))
}

func (p spot) compare(o spot) int {
	return cmp.Or(cmp.Compare(p.at, o.at), strings.Compare(p.id, o.id))
}

func idsOf(spots []spot) []string {
	ids := make([]string, len(spots))
	for i, p := range spots {
		ids[i] = p.id
	}
	return ids
}

// readCursor returns the spot after which a page begins.
func readCursor(v View, after string) (at int64, id string, err error) {
	switch {
	case after == "" && v == Settled:
		return 1 << 62, "~", nil
	case after == "":
		return 0, "", nil
	}
	bad := fault.Field("after", "request.bad_cursor")
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil {
		return 0, "", bad
	}
	number, id, ok := strings.Cut(string(text), "/")
	if at, err = strconv.ParseInt(number, 10, 64); err != nil || !ok {
		return 0, "", bad
	}
	return at, id, nil
}

// spots merges the lanes of a view into its order, from a spot on.
func (w view) spots(v View, at int64, id string, limit int) (all []spot, err error) {
	for _, lane := range w.lanes(v) {
		some, err := lane.from(w.q, at, id, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, spot.compare)
	if v == Settled {
		slices.Reverse(all)
	}
	return all[:min(len(all), limit)], nil
}

func (w view) counts() (c Counts, err error) {
	for _, v := range []struct {
		view View
		n    *int64
	}{{Broken, &c.Broken}, {Today, &c.Today}, {Later, &c.Later}, {Settled, &c.Settled}} {
		for _, lane := range w.lanes(v.view) {
			n, err := lane.count(w.q, countCap-*v.n)
			if err != nil {
				return c, err
			}
			if *v.n += n; *v.n >= countCap {
				break
			}
		}
	}
	return c, nil
}
