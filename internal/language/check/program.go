package check

import (
	"slices"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language/trie"
)

// A program is a compiled pattern: instructions for a matcher that tries the
// ways through them in order and never the same instruction twice at the same
// place, so that its time grows with pattern × text and no faster.
type program struct {
	code    []inst
	sets    []*class
	tries   []*trie.Trie
	backs   [][][]rune
	anchors []string // every match holds one of these; none means anything may match
}

// inst is small, for there are tens of thousands: what takes room stands in the
// tables of its program.
type inst struct {
	op   op
	x, y int32
}

type op uint8

const (
	opAccept  op = iota
	opRune       // the character x
	opClass      // one of set x
	opTrie       // one of the words of trie x
	opSplit      // go on at x, else at y
	opJump       // go on at x
	opGap        // up to x runes within a clause
	opWideGap    // up to x runes within a sentence
	opBegin
	opEnd
	opEdge
	opNotAhead  // the instructions that follow must not match; go on at x
	opNotBehind // none of backs x stands before
)

const maxCode = 12000

func compile(src string, known lists) (*program, error) {
	n, err := parsePattern(src, known)
	if err != nil {
		return nil, err
	}
	var p program
	p.emit(n)
	p.add(inst{op: opAccept})
	if len(p.code) > maxCode {
		return nil, wrong("pattern.too_large limit", "the pattern is too large: more than %d steps", maxCode)
	}
	p.code = slices.Clone(p.code) // without the room that it grew by
	p.anchors = anchors(n)
	return &p, nil
}

func (p *program) add(i inst) int32 {
	if len(p.code) <= maxCode {
		p.code = append(p.code, i)
	}
	return int32(len(p.code) - 1)
}

func (p *program) here() int32 { return int32(len(p.code)) }

func (p *program) emit(n *node) {
	if len(p.code) > maxCode {
		return
	}
	switch n.kind {
	case nodeRune:
		p.add(inst{op: opRune, x: n.r})
	case nodeClass:
		p.add(inst{op: opClass, x: int32(len(p.sets))})
		p.sets = append(p.sets, n.set)
	case nodeConcat:
		for _, k := range n.kids {
			p.emit(k)
		}
	case nodeOr:
		p.emitOr(n)
	case nodeRepeat:
		p.emitRepeat(n)
	case nodeGap:
		p.add(inst{op: opGap, x: int32(n.max)})
	case nodeWideGap:
		p.add(inst{op: opWideGap, x: int32(n.max)})
	case nodeBegin:
		p.add(inst{op: opBegin})
	case nodeEnd:
		p.add(inst{op: opEnd})
	case nodeEdge:
		p.add(inst{op: opEdge})
	case nodeNotAhead:
		at := p.add(inst{op: opNotAhead})
		p.emit(n.kids[0])
		p.add(inst{op: opAccept})
		p.code[at].x = p.here()
	case nodeNotBehind:
		var back [][]rune
		for _, w := range n.words {
			back = append(back, []rune(w))
		}
		p.add(inst{op: opNotBehind, x: int32(len(p.backs))})
		p.backs = append(p.backs, back)
	}
}

// built is what is made of an alternation once: the trie of its plain words,
// what else there is, and its anchors.
type built struct {
	words    *trie.Trie
	rest     []*node
	anchored bool
	anchors  []string
	parts    int // of a list, with those of lists inside of it
}

func (n *node) build() *built {
	b := n.built
	if b == nil {
		b = &built{}
	}
	if b.words != nil {
		return b
	}
	var words []string
	for _, k := range n.kids {
		if w, ok := literals(k); ok && !slices.Contains(w, "") {
			words = append(words, w...)
		} else {
			b.rest = append(b.rest, k)
		}
	}
	b.words = trie.New(words)
	return b
}

// emitOr tries the plain words first, all in one trie.
func (p *program) emitOr(n *node) {
	b := n.build()
	words, rest := b.words, b.rest
	var jumps []int32
	if !words.Empty() {
		all := inst{op: opTrie, x: int32(len(p.tries))}
		p.tries = append(p.tries, words)
		if len(rest) == 0 {
			p.add(all)
			return
		}
		split := p.add(inst{op: opSplit})
		p.code[split].x = p.here()
		p.add(all)
		jumps = append(jumps, p.add(inst{op: opJump}))
		p.code[split].y = p.here()
	}
	for i, k := range rest {
		if i == len(rest)-1 {
			p.emit(k)
			break
		}
		split := p.add(inst{op: opSplit})
		p.code[split].x = p.here()
		p.emit(k)
		jumps = append(jumps, p.add(inst{op: opJump}))
		p.code[split].y = p.here()
	}
	for _, j := range jumps {
		p.code[j].x = p.here()
	}
}

func (p *program) emitRepeat(n *node) {
	for range n.min {
		p.emit(n.kids[0])
	}
	var splits []int32
	for range n.max - n.min {
		at := p.add(inst{op: opSplit})
		p.code[at].x = p.here()
		p.emit(n.kids[0])
		splits = append(splits, at)
	}
	for _, s := range splits {
		p.code[s].y = p.here()
	}
}

// anchors returns words of which every match of n holds at least one, the
// rarest that can be told from n alone: long ones, and few.
func anchors(n *node) []string {
	switch n.kind {
	case nodeRune:
		return []string{string(n.r)}
	case nodeConcat:
		return concatAnchors(n.kids)
	case nodeOr:
		return n.orAnchors()
	case nodeRepeat:
		if n.min > 0 {
			return anchors(n.kids[0])
		}
	}
	return nil
}

func (n *node) orAnchors() (all []string) {
	if n.built != nil && n.built.anchored {
		return n.built.anchors
	}
	for _, k := range n.kids {
		a := anchors(k)
		if a == nil {
			all = nil
			break
		}
		all = append(all, a...)
	}
	if n.built != nil {
		n.built.anchored, n.built.anchors = true, all
	}
	return all
}

func concatAnchors(kids []*node) []string {
	var best []string
	run := ""
	flush := func() {
		if run != "" {
			best = rarer(best, []string{run})
		}
		run = ""
	}
	for _, k := range kids {
		if w, ok := literals(k); ok && len(w) == 1 {
			run += w[0]
			continue
		}
		flush()
		best = rarer(best, anchors(k))
	}
	flush()
	return best
}

// rarer chooses by the length of the shortest word, then by their number.
func rarer(a, b []string) []string {
	switch x, y := shortest(a), shortest(b); {
	case x != y && x < y:
		return b
	case x != y:
		return a
	case len(b) > 0 && len(b) < len(a):
		return b
	}
	return a
}

func shortest(words []string) int {
	if len(words) == 0 {
		return 0
	}
	n := utf8.RuneCountInString(words[0])
	for _, w := range words[1:] {
		n = min(n, utf8.RuneCountInString(w))
	}
	return n
}
