package language

import "slices"

// A Matcher finds all terms of a list in one pass over a text (Aho–Corasick).
// It is immutable and safe for concurrent use.
type Matcher struct {
	root   map[rune]int32
	states []state // nearest to the root first, one behind the last
	edges  []edge  // those of a state together, in order of rune
	terms  []int32 // those that end in a state together
	sizes  []int32 // length of each term in runes
}

// state keeps where its edges and terms begin; they end where those of the next
// state begin.
type state struct {
	edges, terms int32
	fail         int32
	next         int32 // nearest shorter state that ends a term, 0 for none
}

type edge struct {
	r  rune
	to int32
}

// Match is an occurrence of the Term-th term.
type Match struct {
	Term int
	Range
}

// NewMatcher returns a matcher for terms, which it normalises as Read does.
// Empty terms are never found; of equal terms, all are.
func NewMatcher(terms []string) *Matcher {
	m := &Matcher{root: map[rune]int32{}, sizes: make([]int32, len(terms))}
	sorted := make([]term, 0, len(terms))
	for i, word := range terms {
		runes := Read(word).Runes
		m.sizes[i] = int32(len(runes))
		if len(runes) > 0 {
			sorted = append(sorted, term{runes, int32(i)})
		}
	}
	slices.SortStableFunc(sorted, func(a, b term) int { return slices.Compare(a.runes, b.runes) })
	m.grow(sorted)
	for _, e := range m.of(0) {
		m.root[e.r] = e.to
	}
	m.link()
	return m
}

type term struct {
	runes []rune
	at    int32
}

// grow makes the states of sorted terms, level by level: each stands for those
// terms that begin with the same runes.
func (m *Matcher) grow(sorted []term) {
	n, before := 1, []rune(nil)
	for _, t := range sorted {
		n += len(t.runes) - shared(before, t.runes)
		before = t.runes
	}
	m.states, m.edges, m.terms = make([]state, 0, n+1), make([]edge, 0, n-1), make([]int32, 0, len(sorted))
	type group struct{ from, to, depth int32 }
	groups := append(make([]group, 0, n), group{0, int32(len(sorted)), 0})
	for i := 0; i < len(groups); i++ {
		g := groups[i]
		m.states = append(m.states, state{edges: int32(len(m.edges)), terms: int32(len(m.terms))})
		for ; g.from < g.to && len(sorted[g.from].runes) == int(g.depth); g.from++ {
			m.terms = append(m.terms, sorted[g.from].at)
		}
		for g.from < g.to {
			r, next := sorted[g.from].runes[g.depth], g.from+1
			for next < g.to && sorted[next].runes[g.depth] == r {
				next++
			}
			m.edges = append(m.edges, edge{r, int32(len(groups))})
			groups = append(groups, group{g.from, next, g.depth + 1})
			g.from = next
		}
	}
	m.states = append(m.states, state{edges: int32(len(m.edges)), terms: int32(len(m.terms))})
}

// shared returns how many runes a and b begin with alike.
func shared(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// of returns the edges of a state.
func (m *Matcher) of(at int32) []edge { return m.edges[m.states[at].edges:m.states[at+1].edges] }

// ending returns the terms that end in a state.
func (m *Matcher) ending(at int32) []int32 { return m.terms[m.states[at].terms:m.states[at+1].terms] }

// link sets where to go on when nothing fits, nearest states first.
func (m *Matcher) link() {
	for at := int32(1); at < int32(len(m.states)-1); at++ {
		for _, e := range m.of(at) {
			fail := m.step(m.states[at].fail, e.r)
			m.states[e.to].fail = fail
			m.states[e.to].next = fail
			if len(m.ending(fail)) == 0 {
				m.states[e.to].next = m.states[fail].next
			}
		}
	}
}

func (m *Matcher) step(at int32, r rune) int32 {
	for at != 0 {
		edges := m.of(at)
		if i, found := slices.BinarySearchFunc(edges, r, func(e edge, r rune) int { return int(e.r) - int(r) }); found {
			return edges[i].to
		}
		at = m.states[at].fail
	}
	return m.root[r]
}

// Each calls f for every occurrence of every term, by where they end, of those
// that end together the longest first.
func (m *Matcher) Each(t Text, f func(Match)) {
	at := int32(0)
	for i, r := range t.Runes {
		at = m.step(at, r)
		for s := at; s != 0; s = m.states[s].next {
			for _, term := range m.ending(s) {
				f(Match{int(term), Range{i + 1 - int(m.sizes[term]), i + 1}})
			}
		}
	}
}

// All returns every occurrence, overlapping ones too, by where they begin, the
// longest first.
func (m *Matcher) All(t Text) []Match {
	var all []Match
	m.Each(t, func(found Match) { all = append(all, found) })
	slices.SortFunc(all, func(a, b Match) int {
		if a.From != b.From {
			return a.From - b.From
		}
		if a.To != b.To {
			return b.To - a.To
		}
		return a.Term - b.Term
	})
	return all
}

// Longest returns the occurrences read from left to right, taking the longest
// term wherever one begins. They do not overlap.
func (m *Matcher) Longest(t Text) []Match {
	var taken []Match
	end := 0
	for _, found := range m.All(t) {
		if found.From >= end {
			taken = append(taken, found)
			end = found.To
		}
	}
	return taken
}
