package check

import (
	"math"
	"math/bits"
	"unicode"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/trie"
)

// reading is a text made ready for patterns.
type reading struct {
	language.Text
	stop     []stop  // by rune
	sentence []int32 // by rune, the number of its sentence
	begin    int     // where the reply begins after its greeting
	end      int     // where it ends before particles and marks
	hits     []uint64
	seen     []uint64 // scratch of find
	fuel     *tank
}

// tank is how many steps may still be taken.
type tank struct{ left int }

// stop is what a gap may not cross.
type stop uint8

const (
	goesOn stop = iota
	clauseEnds
	sentenceEnds
)

// mark reports whether r separates words, or is a sign and no word.
func mark(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%'
}

func newReading(s string) *reading {
	r := &reading{Text: language.Read(s), fuel: &tank{math.MaxInt}}
	n := r.Len()
	r.stop = make([]stop, n)
	r.sentence = make([]int32, n)
	for _, c := range r.Clauses() {
		r.close(c, clauseEnds)
	}
	for i, s := range r.Sentences() {
		r.close(s, sentenceEnds)
		for j := s.From; j < s.To; j++ {
			r.sentence[j] = int32(i)
		}
	}
	r.trim()
	return r
}

// close marks the signs with which a range ends.
func (r *reading) close(c language.Range, as stop) {
	for i := c.To - 1; i >= c.From && (mark(r.Runes[i])) && !unicode.IsSymbol(r.Runes[i]) || i >= c.From && r.Runes[i] == '~'; i-- {
		r.stop[i] = as
	}
}

// greetings may stand before what a reply begins with, particles after what
// it ends with.
var (
	greetings = []string{"亲爱的", "亲爱哒", "亲亲", "亲", "您好", "你好", "哈喽", "hello", "hi", "尊敬的顾客", "尊敬的客户", "宝子", "宝贝", "宝", "哦", "嗯嗯", "嗯"}
	particles = []rune("哦哈呢呀啊嗯的了吧噢哟喔哒嘛呐啦滴额哎亲您嘞咯")
)

func (r *reading) trim() {
	n := r.Len()
	for again := true; again; {
		again = false
		for r.begin < n && mark(r.Runes[r.begin]) {
			r.begin++
		}
		for _, g := range greetings {
			if r.Has(r.begin, g) {
				r.begin += len([]rune(g))
				again = true
				break
			}
		}
	}
	if r.begin == n {
		r.begin = 0
	}
	r.end = n
	for r.end > r.begin+1 && (mark(r.Runes[r.end-1]) || particle(r.Runes[r.end-1])) {
		r.end--
	}
}

func particle(r rune) bool {
	for _, p := range particles {
		if p == r {
			return true
		}
	}
	return false
}

func (r *reading) edge(at int) bool {
	n := r.Len()
	return at == 0 || at == n || at == r.begin || r.stop[at] != goesOn || r.stop[at-1] != goesOn || r.Gap(at) ||
		mark(r.Runes[at]) || mark(r.Runes[at-1])
}

// find returns the first match of p that begins at from or later.
func (p *program) find(r *reading, from int) (language.Range, bool) {
	n := r.Len()
	words := (len(p.code)*(n+1) + 63) / 64
	if cap(r.seen) < words {
		r.seen = make([]uint64, words)
	}
	r.seen = r.seen[:words]
	clear(r.seen)
	if r.fuel.left -= 1 + words/16; r.fuel.left <= 0 {
		return language.Range{}, false
	}
	m := matcher{p: p, r: r, width: n + 1, memo: true}
	for at := from; at <= n; at++ {
		if end, ok := m.run(0, at); ok {
			return language.Range{From: at, To: end}, true
		}
	}
	return language.Range{}, false
}

type matcher struct {
	p     *program
	r     *reading
	width int
	memo  bool
}

// visit reports whether the matcher comes to this instruction here for the
// first time.
func (m *matcher) visit(pc int32, at int) bool {
	if !m.memo {
		return true
	}
	k := int(pc)*m.width + at
	if m.r.seen[k/64]&(1<<(k%64)) != 0 {
		return false
	}
	m.r.seen[k/64] |= 1 << (k % 64)
	return true
}

// run returns where the first way through the code ends.
func (m *matcher) run(pc int32, at int) (int, bool) {
	n := m.r.Len()
	for {
		if m.r.fuel.left--; m.r.fuel.left < 0 || !m.visit(pc, at) {
			return 0, false
		}
		i := m.p.code[pc]
		pc++
		switch i.op {
		case opAccept:
			return at, true
		case opRune:
			if at == n || m.r.Runes[at] != i.x {
				return 0, false
			}
			at++
		case opClass:
			if at == n || !m.p.sets[i.x].has(m.r.Runes[at]) {
				return 0, false
			}
			at++
		case opSplit:
			if end, ok := m.run(i.x, at); ok {
				return end, true
			}
			pc = i.y
		case opJump:
			pc = i.x
		case opTrie:
			return m.words(m.p.tries[i.x], pc, at)
		case opGap:
			return m.gap(int(i.x), clauseEnds, pc, at)
		case opWideGap:
			return m.gap(int(i.x), sentenceEnds, pc, at)
		default:
			if !m.holds(i, pc, at) {
				return 0, false
			}
			if i.op == opNotAhead {
				pc = i.x
			}
		}
	}
}

// holds reports whether a condition that takes no room holds.
func (m *matcher) holds(i inst, pc int32, at int) bool {
	switch i.op {
	case opBegin:
		return at == 0 || at == m.r.begin
	case opEnd:
		return at >= m.r.end
	case opEdge:
		return m.r.edge(at)
	case opNotAhead:
		ahead := matcher{p: m.p, r: m.r, width: m.width}
		_, ok := ahead.run(pc, at)
		return !ok
	}
	back := m.p.backs[i.x]
	m.r.fuel.left -= len(back)
	for _, w := range back {
		if m.before(w, at) {
			return false
		}
	}
	return true
}

func (m *matcher) before(w []rune, at int) bool {
	if at < len(w) {
		return false
	}
	for k, c := range w {
		if m.r.Runes[at-len(w)+k] != c {
			return false
		}
	}
	return true
}

// words goes on after each word of t that stands here, the longest first.
func (m *matcher) words(t *trie.Trie, pc int32, at int) (int, bool) {
	var ends uint64 // bit k: a word of k+1 runes
	node := int32(0)
	for k := 0; at+k < m.r.Len() && k < 64; k++ {
		var ok bool
		if node, ok = t.Step(node, m.r.Runes[at+k]); !ok {
			break
		}
		if t.Ends(node) {
			ends |= 1 << k
		}
	}
	for ends != 0 {
		k := 63 - bits.LeadingZeros64(ends)
		ends &^= 1 << k
		if end, ok := m.run(pc, at+k+1); ok {
			return end, true
		}
	}
	return 0, false
}

// gap goes on after as few runes as possible.
func (m *matcher) gap(limit int, ends stop, pc int32, at int) (int, bool) {
	for k := 0; ; k++ {
		if end, ok := m.run(pc, at); ok {
			return end, true
		}
		if k == limit || at == m.r.Len() || m.r.stop[at] >= ends {
			return 0, false
		}
		at++
	}
}
