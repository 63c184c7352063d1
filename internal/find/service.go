package find

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/search"
)

// Service finds.
type Service struct {
	DB    *db.DB
	Index *search.Index
}

// Register tells the index what can be found.
func (s *Service) Register() {
	for _, n := range nouns {
		s.Index.Add(n.source())
	}
}

// Page is a part of what was found, newest first. Next is the cursor of the
// following one, "" at the end: a page may be short and yet not be the last.
type Page struct {
	Hits []Hit
	Next string
}

const (
	maxPage = 50
	// batch is how many candidates are read at once, and maxLook how many for one
	// page: of a common word of which the filter wants little, a page shows what it
	// has and where to go on.
	batch   = 64
	maxLook = 10 * batch
)

// Find returns what has all of the words and may be read by the actor, in the
// shops where they may.
func (s *Service) Find(ctx context.Context, words string, f Filter, after string, limit int) (p Page, err error) {
	before, err := readCursor(after)
	if err != nil {
		return p, err
	}
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	q := s.DB.Reader(ctx)
	where, err := s.places(ctx, q, f)
	if err != nil {
		return p, err
	}
	l := look{index: s.Index, q: q, places: where, filter: f, limit: limit,
		ask: search.Ask{Query: search.Parse(words), Realms: where.realms(), Before: before, From: f.From, To: f.To}}
	return l.page()
}

// First returns the newest few hits of each kind.
func (s *Service) First(ctx context.Context, words string, each int) (all []Hit, err error) {
	for _, n := range nouns {
		p, err := s.Find(ctx, words, Filter{Kind: n.kind}, "", each)
		if err != nil {
			return nil, err
		}
		all = append(all, p.Hits...)
	}
	return all, nil
}

// place is a noun that the actor may find, and where.
type place struct {
	noun   noun
	scope  identity.Scope
	realms []search.Realm
}

type places map[Kind]place

func (p places) realms() (all []search.Realm) {
	for _, each := range p {
		all = append(all, each.realms...)
	}
	return all
}

// places are where the actor may look: for each kind the shops in which they
// hold its permission. What somebody may not read at all they do not find.
func (s *Service) places(ctx context.Context, q db.Queryer, f Filter) (places, error) {
	all := places{}
	for _, n := range nouns {
		if !f.asks(n.kind) {
			continue
		}
		_, scope, err := identity.Require(ctx, n.permission)
		if fault.KindOf(err) == fault.Denied {
			continue
		}
		if err != nil {
			return nil, err
		}
		if scope = scope.In(f.ShopID); scope.Empty() {
			continue
		}
		in, args := scope.Where("shop_id", "")
		if n.kind == Colleague { // who belongs to all shops is everybody's colleague
			in = "(" + in + " OR shop_id = '')"
		}
		realms, err := s.Index.Realms(q, string(n.kind), in, args...)
		if err != nil {
			return nil, err
		}
		all[n.kind] = place{n, scope, realms}
	}
	return all, nil
}

// look is one search under way.
type look struct {
	index  *search.Index
	q      db.Queryer
	places places
	filter Filter
	ask    search.Ask
	limit  int
}

// page reads candidates until it is full, there are no more, or it has looked
// at enough.
func (l look) page() (Page, error) {
	if len(l.ask.Realms) > 0 && l.ask.Query.Vague() {
		if p, err := l.read(l.index.Newest); err != nil || len(p.Hits) == l.limit {
			return p, err
		}
	}
	return l.read(l.index.Find)
}

func (l look) read(next func(db.Queryer, search.Ask) ([]search.Found, error)) (p Page, err error) {
	l.ask.Limit = l.limit + 4 // nearly every candidate is a hit
	for looked := 0; looked < maxLook; looked += l.ask.Limit {
		found, err := next(l.q, l.ask)
		if err != nil {
			return p, err
		}
		live, err := l.load(found)
		if err != nil {
			return p, err
		}
		for _, c := range found {
			l.ask.Before = c.ID
			if h, ok := l.judge(live, c); ok {
				p.Hits = append(p.Hits, h)
			}
			if len(p.Hits) == l.limit {
				p.Next = cursor(c.ID)
				return p, nil
			}
		}
		if len(found) < l.ask.Limit {
			return p, nil
		}
		l.ask.Limit = batch
	}
	p.Next = cursor(l.ask.Before)
	return p, nil
}

// load reads candidates as they are now, by kind and ref.
func (l look) load(found []search.Found) (map[Kind]map[string]Hit, error) {
	refs := map[Kind][]string{}
	for _, c := range found {
		refs[Kind(c.Kind)] = append(refs[Kind(c.Kind)], c.Ref)
	}
	all := map[Kind]map[string]Hit{}
	for kind, some := range refs {
		if l.places[kind].noun.load == nil {
			continue // not asked for
		}
		hits, err := l.places[kind].noun.load(l.q, padded(some))
		if err != nil {
			return nil, err
		}
		all[kind] = map[string]Hit{}
		for _, h := range hits {
			all[kind][h.Ref] = h
		}
	}
	return all, nil
}

// judge tells whether a candidate is a hit.
func (l look) judge(live map[Kind]map[string]Hit, c search.Found) (Hit, bool) {
	h, there := live[Kind(c.Kind)][c.Ref]
	if !there || !h.within(l.places[h.Kind].scope) || !l.filter.fits(h) {
		return h, false
	}
	spans, ok := l.ask.Query.Match(h.text, h.keys)
	h.Snippet = search.Snippet(h.text, spans)
	return h, ok
}
