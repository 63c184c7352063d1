package check

import (
	"errors"
	"slices"
	"strconv"
	"unicode"

	"github.com/anxin-desk/anxin/internal/language"
)

// A pattern is a line of a small regular language, made to be read:
//
//	尽快          these characters
//	(a|b|c)       one of these; ? after a character or a group makes it optional
//	x{2,5}        two to five of x; x{2} just two, x{2,} two or more, x+ one or more
//	<name>        any pattern of that list
//	~ ~8          up to 4 (8) characters within a clause
//	~~8           the same, but across commas, within a sentence
//	# [ab0-9] [^ab]  a digit, one character of a set, one outside of it
//	^ $           begin of the reply, after a greeting; its end, before particles and marks
//	/             where a clause begins or ends
//	!(a|b)        not followed by a or b
//	-(a|b)        not preceded by a or b, which are plain characters
//
// Spaces mean nothing, as in the texts; \x is x itself.
type node struct {
	kind     nodeKind
	r        rune
	min, max int // repeat, gaps
	set      *class
	kids     []*node
	words    []string // of behind
	built    *built   // what a list shares among the patterns that use it
}

type nodeKind uint8

const (
	nodeRune nodeKind = iota
	nodeClass
	nodeConcat
	nodeOr
	nodeRepeat
	nodeGap
	nodeWideGap
	nodeBegin
	nodeEnd
	nodeEdge
	nodeNotAhead
	nodeNotBehind
)

// Bounds of what a pattern may ask for, so that no pack can make checking slow.
const (
	maxGap     = 60
	maxRepeat  = 40
	maxDepth   = 12
	maxNodes   = 6000
	maxSpread  = 60000 // parts, those of a list counted wherever it is used
	maxNest    = 60    // brackets inside brackets
	maxWays    = 2000  // through !(…), which is tried anew at each place
	usualGap   = 4
	openRepeat = 20 // the most that x+ and x{2,} take
)

type parser struct {
	src   []rune
	at    int
	known lists
	depth int
	nest  int
	nodes *int
	parts *int // with those of lists
}

func parsePattern(src string, known lists) (*node, error) {
	nodes, parts := 0, 0
	return (&parser{src: []rune(src), known: known, nodes: &nodes, parts: &parts}).whole()
}

func (p *parser) whole() (*node, error) {
	if p.depth > maxDepth {
		return nil, wrong("pattern.too_deep limit", "lists inside lists more than %d deep", maxDepth)
	}
	n, err := p.or()
	if err == nil && p.at < len(p.src) {
		err = wrong("pattern.unexpected sign place", "unexpected %q at %d", string(p.src[p.at]), p.at+1)
	}
	return n, err
}

func (p *parser) or() (*node, error) {
	kids := []*node{}
	for {
		n, err := p.concat()
		if err != nil {
			return nil, err
		}
		kids = append(kids, n)
		if !p.take('|') {
			break
		}
	}
	if len(kids) == 1 {
		return kids[0], nil
	}
	return &node{kind: nodeOr, kids: kids}, nil
}

func (p *parser) concat() (*node, error) {
	all := &node{kind: nodeConcat}
	for p.at < len(p.src) && p.src[p.at] != '|' && p.src[p.at] != ')' {
		if unicode.IsSpace(p.src[p.at]) {
			p.at++
			continue
		}
		n, err := p.atom()
		if err != nil {
			return nil, err
		}
		if n, err = p.repeated(n); err != nil {
			return nil, err
		}
		*p.parts++
		if *p.nodes++; *p.nodes > maxNodes || *p.parts > maxSpread {
			return nil, wrong("pattern.too_large limit", "more than %d parts", maxNodes)
		}
		all.kids = append(all.kids, n)
	}
	return all, nil
}

func (p *parser) repeated(n *node) (*node, error) {
	switch {
	case p.take('?'):
		return &node{kind: nodeRepeat, max: 1, kids: []*node{n}}, nil
	case p.take('+'):
		return &node{kind: nodeRepeat, min: 1, max: openRepeat, kids: []*node{n}}, nil
	case p.take('{'):
		from := p.number(0)
		to := from
		if p.take(',') {
			to = p.number(openRepeat)
		}
		if !p.take('}') || to < from || to < 1 || to > maxRepeat {
			return nil, wrong("pattern.count from to limit", "{%d,%d} is no count up to %d", from, to, maxRepeat)
		}
		return &node{kind: nodeRepeat, min: from, max: to, kids: []*node{n}}, nil
	}
	return n, nil
}

func (p *parser) atom() (*node, error) {
	r := p.src[p.at]
	p.at++
	switch r {
	case '(':
		return p.group()
	case '<':
		return p.list()
	case '[':
		return p.class()
	case '~':
		return p.gap()
	case '#':
		return &node{kind: nodeClass, set: &class{ranges: [][2]rune{{'0', '9'}}}}, nil
	case '^':
		return &node{kind: nodeBegin}, nil
	case '$':
		return &node{kind: nodeEnd}, nil
	case '/':
		return &node{kind: nodeEdge}, nil
	case '!', '-':
		if p.take('(') {
			return p.around(r)
		}
	case '?', '+', '{', '}', ']', '>':
		return nil, wrong("pattern.after_nothing sign", "%q stands after nothing", string(r))
	case '\\':
		if p.at == len(p.src) {
			return nil, wrong("pattern.backslash", "\\ at the end")
		}
		r = p.src[p.at]
		p.at++
	}
	return p.plain(r), nil
}

// plain is the normalised form of one character.
func (p *parser) plain(r rune) *node {
	if n, known := p.known.runes[r]; known {
		return n
	}
	all := &node{kind: nodeConcat}
	for _, n := range language.Normal(string(r)) {
		all.kids = append(all.kids, &node{kind: nodeRune, r: n})
	}
	if len(all.kids) == 1 {
		all = all.kids[0]
	}
	p.known.runes[r] = all
	return all
}

func (p *parser) group() (*node, error) {
	if p.nest++; p.nest > maxNest {
		return nil, wrong("pattern.nested limit", "brackets inside brackets more than %d deep", maxNest)
	}
	n, err := p.or()
	p.nest--
	if err == nil && !p.take(')') {
		err = wrong("pattern.bracket", "( without )")
	}
	return n, err
}

// around reads !(…) and -(…), whose bracket is open.
func (p *parser) around(mark rune) (*node, error) {
	n, err := p.group()
	if err != nil {
		return nil, err
	}
	if mark == '!' && n.ways() > maxWays {
		return nil, wrong("pattern.ahead", "!(…) can match in too many ways")
	}
	if mark == '!' {
		return &node{kind: nodeNotAhead, kids: []*node{n}}, nil
	}
	words, ok := literals(n)
	if !ok {
		return nil, wrong("pattern.behind", "-(…) takes plain characters only")
	}
	return &node{kind: nodeNotBehind, words: words}, nil
}

func (p *parser) list() (*node, error) {
	end := slices.Index(p.src[p.at:], '>')
	if end < 0 {
		return nil, wrong("pattern.angle", "< without >")
	}
	name := string(p.src[p.at : p.at+end])
	p.at += end + 1
	if n, read := p.known.nodes[name]; read {
		*p.parts += n.built.parts
		return n, nil
	}
	entries := p.known.entries[name]
	if len(entries) == 0 {
		return nil, wrong("pattern.no_list name", "no list %q", name)
	}
	or := &node{kind: nodeOr, built: &built{}}
	before := *p.parts
	for _, e := range entries {
		n, err := (&parser{src: []rune(e), known: p.known, depth: p.depth + 1, nodes: p.nodes, parts: p.parts}).whole()
		if err != nil {
			return nil, inList(err, name, e)
		}
		or.kids = append(or.kids, n)
	}
	or.built.parts = *p.parts - before
	p.known.nodes[name] = or
	return or, nil
}

// inList notes in which line of a list something is wrong, the innermost.
func inList(err error, name, entry string) error {
	if w, ok := errors.AsType[*Wrong](err); ok && w.List == "" {
		w.List, w.Entry = name, entry
	}
	return err
}

func (p *parser) class() (*node, error) {
	set := &class{not: p.take('^')}
	for !p.take(']') {
		if p.at == len(p.src) {
			return nil, wrong("pattern.square", "[ without ]")
		}
		from := p.src[p.at]
		p.at++
		to := from
		if p.at+1 < len(p.src) && p.src[p.at] == '-' && p.src[p.at+1] != ']' {
			to = p.src[p.at+1]
			p.at += 2
		}
		set.ranges = append(set.ranges, [2]rune{from, to})
	}
	return &node{kind: nodeClass, set: set}, nil
}

func (p *parser) gap() (*node, error) {
	kind := nodeGap
	if p.take('~') {
		kind = nodeWideGap
	}
	n := p.number(usualGap)
	if n > maxGap {
		return nil, wrong("pattern.gap size limit", "a gap of %d, more than %d", n, maxGap)
	}
	return &node{kind: kind, max: n}, nil
}

func (p *parser) take(r rune) bool {
	if p.at < len(p.src) && p.src[p.at] == r {
		p.at++
		return true
	}
	return false
}

func (p *parser) number(usual int) int {
	from := p.at
	for p.at < len(p.src) && '0' <= p.src[p.at] && p.src[p.at] <= '9' {
		p.at++
	}
	n, err := strconv.Atoi(string(p.src[from:p.at]))
	if err != nil {
		return usual
	}
	return n
}
