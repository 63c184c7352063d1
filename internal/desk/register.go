package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Kept counts commitments by what became of them. Each counts once, in the
// period in which it was decided: when its grace ended, if it was broken, or
// else when it was settled.
type Kept struct {
	InTime  int64 // kept before the grace ended
	Updated int64 // a new one took its place before the grace ended
	Waived  int64 // waived before the grace ended
	Broken  int64 // open when the grace ended; of these:
	Late    int64 // kept since
	Moved   int64 // updated since
	Dropped int64 // waived since
	Owed    int64 // still not settled
}

// Rate is the part that was kept in time of those that were either kept in time
// or broken, in percent, rounded down; false if there are none. One that was
// updated in time is judged by the one that took its place, and one that was
// waived is not judged, so both stand beside the rate and not in it.
func (k Kept) Rate() (percent int64, ok bool) {
	if k.InTime+k.Broken == 0 {
		return 0, false
	}
	return 100 * k.InTime / (k.InTime + k.Broken), true
}

// with adds n commitments of a state.
func (k Kept) with(state string, broken bool, n int64) Kept {
	in := map[string]*int64{"kept": &k.InTime, "updated": &k.Updated, "waived": &k.Waived}
	if broken {
		k.Broken += n
		in = map[string]*int64{"kept": &k.Late, "updated": &k.Moved, "waived": &k.Dropped, "open": &k.Owed}
	}
	if count := in[state]; count != nil {
		*count += n
	}
	return k
}

func (k Kept) plus(o Kept) Kept {
	return Kept{k.InTime + o.InTime, k.Updated + o.Updated, k.Waived + o.Waived, k.Broken + o.Broken,
		k.Late + o.Late, k.Moved + o.Moved, k.Dropped + o.Dropped, k.Owed + o.Owed}
}

// KeptBy is how somebody, or a shop, kept what was committed to.
type KeptBy struct {
	Person // or the shop
	Kept
}

// Register is how commitments were kept in a period.
type Register struct {
	All    Kept
	Shops  []KeptBy // by name
	Owners []KeptBy // most broken first
}

// Register counts commitments that were decided in the last days, this one
// included, each shop by its own calendar; in one shop or, for "", in all where
// the actor may read commitments.
func (s *Service) Register(ctx context.Context, shopID string, days int) (r Register, err error) {
	_, scope, err := identity.Require(ctx, identity.CommitmentRead)
	if err != nil {
		return r, err
	}
	q := s.DB.Reader(ctx)
	shops, err := shop.InScope(q, scope.In(shopID))
	if err != nil {
		return r, err
	}
	owners := map[string]Kept{}
	for _, at := range shops {
		counts, err := decided(q, at.ID, daysAgo(at, s.Now(), days))
		if err != nil {
			return r, err
		}
		var all Kept
		for owner, k := range counts {
			owners[owner] = owners[owner].plus(k)
			all = all.plus(k)
		}
		r.Shops = append(r.Shops, KeptBy{Person{at.ID, at.Name}, all})
		r.All = r.All.plus(all)
	}
	people, err := names(q, slices.Collect(maps.Keys(owners)))
	for id, k := range owners {
		r.Owners = append(r.Owners, KeptBy{Person{id, people[id]}, k})
	}
	slices.SortFunc(r.Shops, func(a, b KeptBy) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(r.Owners, func(a, b KeptBy) int {
		return cmp.Or(cmp.Compare(b.Broken, a.Broken), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return r, err
}

// daysAgo is when the first of so many days, the last of which is today, began
// where a shop is.
func daysAgo(at shop.Shop, now time.Time, days int) time.Time {
	year, month, day := now.In(at.Location()).Date()
	return time.Date(year, month, day+1-days, 0, 0, 0, 0, at.Location())
}

// decided counts the commitments of a shop that were decided since a time, by
// owner: see [Kept].
func decided(q db.Queryer, shopID string, since time.Time) (map[string]Kept, error) {
	counts := map[string]Kept{}
	read := func(broken bool) func(db.Scanner) (struct{}, error) {
		return func(row db.Scanner) (struct{}, error) {
			var owner, state string
			var n int64
			err := row.Scan(&owner, &state, &n)
			counts[owner] = counts[owner].with(state, broken, n)
			return struct{}{}, err
		}
	}
	_, err := db.All(q, read(false), `SELECT owner_id, state, COUNT(*) FROM commitment
		WHERE shop_id = ? AND state <> 'open' AND broken_at = 0 AND settled_at >= ? GROUP BY owner_id, state`, shopID, db.Millis(since))
	if err != nil {
		return nil, err
	}
	_, err = db.All(q, read(true), `SELECT owner_id, state, COUNT(*) FROM commitment
		WHERE shop_id = ? AND broken_at > 0 AND broken_at >= ? GROUP BY owner_id, state`, shopID, db.Millis(since))
	return counts, err
}
