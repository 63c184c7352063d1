package search

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Source is a noun whose things can be found.
type Source struct {
	Kind  string
	Names bool // its keys are the sound of names, and people type their beginnings

	// Read returns those of some things that are there and may be found.
	Read func(q db.Queryer, refs []string) ([]Doc, error)
	// Walk returns the refs of the things after one, in their order, at most
	// limit; "" is before the first.
	Walk func(q db.Queryer, after string, limit int) ([]string, error)
}

// Doc is a thing as it is indexed.
type Doc struct {
	Ref   string    // names it within its kind
	Shops []string  // where it may be found; "" is a shop for what belongs to all
	At    time.Time // orders what is found
	Text  string
	Keys  []string // further words, normalised: small Latin letters and digits
}

// Index keeps and answers.
type Index struct {
	DB  *db.DB
	Now func() time.Time
	Log *slog.Logger

	sources map[string]Source
}

// Add makes the things of a source searchable. It is called before anything
// else.
func (x *Index) Add(s Source) {
	if x.sources == nil {
		x.sources = map[string]Source{}
	}
	x.sources[s.Kind] = s
}

// Realm is everything of one kind in one shop.
type Realm struct {
	No     int64
	Kind   string
	ShopID string
	Names  bool // see [Source]
}

func (r Realm) prefix() string { return strconv.FormatInt(r.No, 36) }

// Realms returns those of a kind whose shops fit a condition on shop_id. Where
// nothing was ever indexed there is no realm.
func (x *Index) Realms(q db.Queryer, kind, where string, args ...any) ([]Realm, error) {
	return db.All(q, func(row db.Scanner) (r Realm, err error) {
		r.Kind, r.Names = kind, x.sources[kind].Names
		err = row.Scan(&r.No, &r.ShopID)
		return r, err
	}, `SELECT no, shop_id FROM search_realm WHERE kind = ? AND `+where+` ORDER BY no`, append([]any{kind}, args...)...)
}

// Found is something that the index has for a query. Whether the text really
// says so is for the caller to see with [Query.Match].
type Found struct {
	ID        int64 // the newer, the greater
	Kind, Ref string
}

func scanFound(row db.Scanner) (f Found, err error) {
	err = row.Scan(&f.ID, &f.Kind, &f.Ref)
	return f, err
}

// Ask says what is looked for, and where.
type Ask struct {
	Query  Query
	Realms []Realm
	Before int64     // id of the last that is known, 0 for the newest
	From   time.Time // not earlier than this, zero for the beginning
	To     time.Time // earlier than this, zero for no end
	Limit  int
}

// Find returns the newest that fit, at most as many as asked for; fewer mean
// that there are no more.
func (x *Index) Find(q db.Queryer, a Ask) (all []Found, err error) {
	if a.Query.Empty() || len(a.Realms) == 0 {
		return nil, nil
	}
	from, before := firstID(a.From), int64(math.MaxInt64)
	if a.Before > 0 {
		before = a.Before
	}
	if !a.To.IsZero() {
		before = min(before, firstID(a.To))
	}
	expression := a.Query.expression(isPostgres(x.DB), a.Realms)
	steps := []int64{from}
	if isPostgres(x.DB) {
		newest, err := db.Value[int64](q, `SELECT COALESCE(MAX(id), 0) + 1 FROM search_doc`)
		if err != nil {
			return nil, err
		}
		before = min(before, newest)
		if steps, err = windows(q, from, before); err != nil {
			return nil, err
		}
	}
	for _, at := range steps {
		if before <= at {
			continue
		}
		more, err := x.between(q, expression, at, before, a.Limit-len(all))
		if all = append(all, more...); err != nil || len(all) >= a.Limit {
			return all, err
		}
		before = at
	}
	return all, nil
}

// Newest returns the newest things of the time that is asked about, whatever
// they say and wherever they are: which of them may be seen is for the caller
// to decide.
func (x *Index) Newest(q db.Queryer, a Ask) ([]Found, error) {
	before := int64(math.MaxInt64)
	if a.Before > 0 {
		before = a.Before
	}
	if !a.To.IsZero() {
		before = min(before, firstID(a.To))
	}
	return db.All(q, scanFound, `SELECT id, kind, ref FROM search_doc WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?`, firstID(a.From), before, a.Limit)
}

// idBits are the bits of an id that tell apart what is of one millisecond.
const idBits = 8

// firstID is the first of the ids of a time.
func firstID(at time.Time) int64 { return max(0, db.Millis(at)) << idBits }

// freeID returns an id for something of a time: the first that is free.
func freeID(tx *db.Tx, at time.Time) (int64, error) {
	first := firstID(at)
	last, err := db.Value[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM search_doc WHERE id >= ? AND id < ?`, first, first+1<<idBits)
	switch {
	case err != nil:
		return 0, err
	case last == 0:
		return first, nil
	case last+1 < first+1<<idBits:
		return last + 1, nil
	}
	return db.Value[int64](tx, `SELECT d.id + 1 FROM search_doc d
		WHERE d.id >= ? AND NOT EXISTS (SELECT 1 FROM search_doc e WHERE e.id = d.id + 1) ORDER BY d.id LIMIT 1`, last)
}

// put replaces what the index has of some things by docs. What has no doc is
// gone from it. The terms are made before, so that the unit takes little time.
func put(tx *db.Tx, postgres bool, w work) error {
	old, err := indexed(tx, w.kind, w.refs)
	if err != nil {
		return err
	}
	for _, id := range old {
		if err := deleteEntry(tx, postgres, id); err != nil {
			return err
		}
	}
	for _, e := range w.entries { // in the order of time, as FTS5 wants them
		if e.id, err = freeID(tx, db.Time(e.id)); err != nil {
			return err
		}
		if err := insertEntry(tx, postgres, e); err != nil {
			return err
		}
	}
	return nil
}

func indexed(tx *db.Tx, kind string, refs []string) (ids []int64, err error) {
	args := []any{kind}
	for _, r := range refs {
		args = append(args, r)
	}
	return db.All(tx, scanID, `SELECT id FROM search_doc WHERE kind = ? AND ref IN (`+db.Marks(len(refs))+`)`, args...)
}

func scanID(row db.Scanner) (id int64, err error) {
	err = row.Scan(&id)
	return id, err
}

// work is what is to be done for some things of one kind.
type work struct {
	kind    string
	refs    []string // each once
	entries []entry  // their ids are still the times, in milliseconds
}

// prepare reads some things and makes their terms.
func (x *Index) prepare(ctx context.Context, kind string, refs []string) (w work, err error) {
	w = work{kind: kind, refs: slices.Compact(slices.Sorted(slices.Values(refs)))}
	source, known := x.sources[kind]
	if !known {
		return w, nil
	}
	docs, err := source.Read(x.DB.Reader(ctx), w.refs)
	if err != nil {
		return w, err
	}
	numbers, err := x.numbers(ctx, kind, docs)
	if err != nil {
		return w, err
	}
	for _, d := range docs {
		w.entries = append(w.entries, entryOf(kind, d, numbers))
	}
	slices.SortStableFunc(w.entries, func(a, b entry) int { return int(min(max(a.id-b.id, -1), 1)) })
	return w, nil
}
