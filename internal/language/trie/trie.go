// Package trie holds many words in little memory and walks along them rune by rune.
package trie

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Trie holds words by their runes. The edges of a node stand together, in order
// of rune. Node 0 is where every word begins.
type Trie struct {
	nodes []node // one behind the last, too
	edges []edge
}

type node struct {
	edges int32 // where they begin; they end where those of the next node begin
	ends  bool
}

type edge struct {
	r  rune
	to int32
}

// New makes a trie of words, which it sorts.
func New(words []string) *Trie {
	slices.Sort(words)
	n := 1
	for i, w := range words {
		before := ""
		if i > 0 {
			before = words[i-1]
		}
		n += utf8.RuneCountInString(w[shared(before, w):])
	}
	t := &Trie{nodes: make([]node, 0, n+1), edges: make([]edge, 0, n-1)}
	groups := append(make([]group, 0, n), group{0, int32(len(words)), 0})
	for i := 0; i < len(groups); i++ {
		groups = t.add(words, groups[i], groups)
	}
	t.nodes = append(t.nodes, node{edges: int32(len(t.edges))})
	return t
}

// group is a run of words that begin with the same bytes, which a node stands
// for.
type group struct{ from, to, depth int32 }

// add adds the node of a group, and to groups those that its edges lead to.
func (t *Trie) add(words []string, g group, groups []group) []group {
	made := node{edges: int32(len(t.edges))}
	for g.from < g.to && len(words[g.from]) == int(g.depth) {
		made.ends = true
		g.from++
	}
	t.nodes = append(t.nodes, made)
	for g.from < g.to {
		r, size := utf8.DecodeRuneInString(words[g.from][g.depth:])
		next := group{g.from, g.from, g.depth + int32(size)}
		for next.to < g.to && strings.HasPrefix(words[next.to][g.depth:], words[g.from][g.depth:next.depth]) {
			next.to++
		}
		t.edges = append(t.edges, edge{r, int32(len(groups))})
		groups = append(groups, next)
		g.from = next.to
	}
	return groups
}

// shared returns how many bytes two words begin with alike, in whole runes.
func shared(a, b string) int {
	for i, r := range b {
		if !strings.HasPrefix(a[min(i, len(a)):], string(r)) {
			return i
		}
	}
	return len(b)
}

// Empty reports whether there is no word, but for the empty one.
func (t *Trie) Empty() bool { return len(t.edges) == 0 }

// Ends reports whether a word ends at a node.
func (t *Trie) Ends(node int32) bool { return t.nodes[node].ends }

// Step returns the node to which r leads from another.
func (t *Trie) Step(from int32, r rune) (to int32, ok bool) {
	lo, hi := t.nodes[from].edges, t.nodes[from+1].edges
	for lo < hi {
		mid := (lo + hi) / 2
		switch e := t.edges[mid]; {
		case e.r == r:
			return e.to, true
		case e.r < r:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}
