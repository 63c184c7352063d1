package language

import "slices"

// A Matcher finds all terms of a list in one pass over a text (Aho–Corasick).
// It is immutable and safe for concurrent use.
type Matcher struct {
	root   map[rune]int32
	states []state
	sizes  []int32 // length of each term in runes
}

type state struct {
	edges []edge // in order of rune
	fail  int32
	next  int32 // nearest shorter state that ends a term, 0 for none
	terms []int32
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
	m := &Matcher{root: map[rune]int32{}, states: make([]state, 1, 4*len(terms)+1), sizes: make([]int32, len(terms))}
	for i, term := range terms {
		runes := Read(term).Runes
		m.sizes[i] = int32(len(runes))
		if len(runes) > 0 {
			s := m.grow(runes)
			m.states[s].terms = append(m.states[s].terms, int32(i))
		}
	}
	for _, e := range m.states[0].edges {
		m.root[e.r] = e.to
	}
	m.link()
	return m
}

// grow adds the states for a term and returns the last.
func (m *Matcher) grow(runes []rune) int32 {
	at := int32(0)
	for _, r := range runes {
		i, found := m.states[at].find(r)
		if !found {
			to := int32(len(m.states))
			m.states[at].edges = slices.Insert(m.states[at].edges, i, edge{r, to})
			m.states = append(m.states, state{})
			at = to
			continue
		}
		at = m.states[at].edges[i].to
	}
	return at
}

func (s *state) find(r rune) (int, bool) {
	return slices.BinarySearchFunc(s.edges, r, func(e edge, r rune) int { return int(e.r) - int(r) })
}

// link sets where to go on when nothing fits, nearest states first.
func (m *Matcher) link() {
	queue := []int32{}
	for _, e := range m.states[0].edges {
		queue = append(queue, e.to)
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, e := range m.states[at].edges {
			fail := m.step(m.states[at].fail, e.r)
			m.states[e.to].fail = fail
			m.states[e.to].next = fail
			if len(m.states[fail].terms) == 0 {
				m.states[e.to].next = m.states[fail].next
			}
			queue = append(queue, e.to)
		}
	}
}

func (m *Matcher) step(at int32, r rune) int32 {
	for at != 0 {
		s := &m.states[at]
		if i, found := s.find(r); found {
			return s.edges[i].to
		}
		at = s.fail
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
			for _, term := range m.states[s].terms {
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
