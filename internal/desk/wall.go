package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// WallView is a part of the commitment wall. Broken, today and later are all
// that are open, each in one of them.
type WallView string

const (
	WallOpen    WallView = "open"    // all that are not settled, what is late first
	WallBroken  WallView = "broken"  // not settled when the grace ended
	WallToday   WallView = "today"   // due before the day ends where the shop is
	WallLater   WallView = "later"   // due after that
	WallSettled WallView = "settled" // kept, updated or waived, the last first
)

// WallFilter says which commitments one wants to see.
type WallFilter struct {
	View         WallView
	ShopID       string // "" for all in scope
	OwnerID      string // "" for all
	DepartmentID string // "" for all
	// Outcome narrows WallSettled to "kept", "updated", "waived", or to those
	// that were "broken" first; "" for all.
	Outcome   string
	DueBefore time.Time // zero for no limit
}

// WallRow is a commitment with what a screen shows beside it.
type WallRow struct {
	commitment.Commitment
	ShopName, Zone string // of the shop
	DepartmentName string // "" if it is the owner's own
	CustomerName   string
	Owner          Person
	Case           RowCase
}

// WallCounts are the sizes of the views under a filter, each at most overviewCap.
type WallCounts struct{ Broken, Today, Later, Settled int64 }

// WallPage is a part of the wall. Next is the cursor of the following page, "" if
// there is none.
type WallPage struct {
	Rows   []WallRow
	Next   string
	Counts WallCounts
}

// MaxBulk is how many commitments one may gather at once with [Service.Gather].
const MaxBulk = 2000

// Wall returns a page of commitments, from a cursor on, that the actor may read.
func (s *Service) Wall(ctx context.Context, f WallFilter, after string, limit int) (p WallPage, err error) {
	_, scope, err := identity.Require(ctx, identity.CommitmentRead)
	if err != nil {
		return p, err
	}
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	at, id, err := readWallCursor(f.View, after)
	if err != nil {
		return p, err
	}
	w, err := s.wall(ctx, scope, f)
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
	p.Rows, err = wallRows(w.q, idsOf(spots))
	return p, err
}

// Gather returns all open commitments under a filter for which the actor holds a
// permission, what is late first, at most MaxBulk, and whether there are more.
func (s *Service) Gather(ctx context.Context, p identity.Permission, f WallFilter) (rows []WallRow, more bool, err error) {
	_, scope, err := identity.Require(ctx, p)
	if err != nil {
		return nil, false, err
	}
	if f.View == WallSettled {
		f.View = WallOpen
	}
	w, err := s.wall(ctx, scope, f)
	if err != nil {
		return nil, false, err
	}
	at, id, _ := readWallCursor(f.View, "")
	spots, err := w.spots(f.View, at, id, MaxBulk+1)
	if err != nil {
		return nil, false, err
	}
	for part := range slices.Chunk(spots[:min(len(spots), MaxBulk)], 500) {
		some, err := wallRows(w.q, idsOf(part))
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, some...)
	}
	return rows, len(spots) > MaxBulk, nil
}

// wall reads the shops of a scope one by one, because each has its own day, and
// because then every read is a walk along one index.
type wall struct {
	q     db.Queryer
	f     WallFilter
	now   time.Time
	shops []shop.Shop
}

func (s *Service) wall(ctx context.Context, scope identity.Scope, f WallFilter) (wall, error) {
	w := wall{q: s.DB.Reader(ctx), f: f, now: s.Now()}
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

// readWallCursor returns the spot after which a page begins.
func readWallCursor(v WallView, after string) (at int64, id string, err error) {
	switch {
	case after == "" && v == WallSettled:
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
func (w wall) spots(v WallView, at int64, id string, limit int) (all []spot, err error) {
	for _, lane := range w.lanes(v) {
		some, err := lane.from(w.q, at, id, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, spot.compare)
	if v == WallSettled {
		slices.Reverse(all)
	}
	return all[:min(len(all), limit)], nil
}

func (w wall) counts() (c WallCounts, err error) {
	for _, v := range []struct {
		view WallView
		n    *int64
	}{{WallBroken, &c.Broken}, {WallToday, &c.Today}, {WallLater, &c.Later}, {WallSettled, &c.Settled}} {
		for _, lane := range w.lanes(v.view) {
			n, err := lane.count(w.q, overviewCap-*v.n)
			if err != nil {
				return c, err
			}
			if *v.n += n; *v.n >= overviewCap {
				break
			}
		}
	}
	return c, nil
}
