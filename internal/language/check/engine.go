package check

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// layer is what some packs add to an engine: the anchors of their patterns.
type layer struct {
	matcher *language.Matcher
	owners  [][]int32 // by term of matcher, the patterns that it is an anchor of
	always  []int32   // patterns without anchors
}

// New compiles packs into an engine. A list of a pack is known to the rules of
// that pack; the lists of the pack named "common" to those of all.
func New(packs ...Pack) (*Engine, error) {
	b := newBuilder(&Engine{common: newLists()})
	var off Lines
	for _, p := range packs {
		if p.Name == "common" {
			b.engine.common = b.engine.common.with(p)
		}
		off = append(off, p.Off...)
	}
	for _, p := range packs {
		b.pack(p)
	}
	b.engine.rules = silence(b.engine.rules, func(r *rule) bool { return slices.Contains(off, r.ID) })
	b.engine.second = slices.ContainsFunc(b.engine.rules, func(r *rule) bool { return r.Kind == Learnt })
	b.scope = "common"
	err := b.words(b.engine.common)
	if err = errors.Join(b.faults.or(), err); err != nil {
		return nil, err
	}
	b.engine.layers = []layer{b.layer()}
	b.engine.common = b.engine.common.unread()
	return b.engine, nil
}

// Default returns an engine with the shipped packs, those of the named
// platforms among them.
func Default(platforms ...string) (*Engine, error) {
	packs, err := Shipped(platforms...)
	if err != nil {
		return nil, err
	}
	return New(packs...)
}

type builder struct {
	engine   *Engine
	into     layer
	terms    map[string]int
	ids      map[string]bool
	scope    string
	compiled map[string]numbered // by pack and pattern: many rules share theirs
	guest    bool                // packs are not ours, and held to limits
	size     int                 // of what was compiled
	faults   Faults
}

func newBuilder(e *Engine) *builder {
	return &builder{engine: e, terms: map[string]int{}, ids: map[string]bool{}, compiled: map[string]numbered{}}
}

// pack adds the rules of a pack.
func (b *builder) pack(p Pack) {
	known := b.engine.common
	if p.Name != "common" {
		known = known.with(p)
	}
	b.scope = p.Name
	for _, r := range p.Rules {
		c, err := b.rule(r, known)
		if err != nil {
			b.faults = append(b.faults, Fault{p.Name, r.ID, asWrong(err)})
			continue
		}
		c.pack, c.guest = p.Name, b.guest && p.Platform == ""
		b.engine.rules = append(b.engine.rules, c)
	}
}

func (b *builder) rule(r Rule, known lists) (*rule, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if b.ids[r.ID] {
		return nil, wrong("rule.twice", "there are two of this id")
	}
	b.ids[r.ID] = true
	return b.compileRule(r, known)
}

func (b *builder) compileRule(r Rule, known lists) (*rule, error) {
	c := &rule{Rule: r, plain: map[string]string{}}
	for _, word := range slices.Sorted(maps.Keys(r.Replace)) {
		c.plain[language.Normal(word)] = r.Replace[word]
		c.Pattern = append(c.Pattern, plainPattern(word))
	}
	for _, part := range []struct {
		field string
		into  *patterns
		from  Lines
	}{
		{"pattern", &c.pattern, c.Pattern}, {"pair", &c.pair, r.Pair}, {"first", &c.first, r.First},
		{"when.customer", &c.customer, r.When.Customer}, {"when.last", &c.recent, r.When.Last}, {"when.agent", &c.agent, r.When.Agent},
		{"unless.clause", &c.clause, r.Unless.Clause}, {"unless.sentence", &c.sentence, r.Unless.Sentence}, {"unless.text", &c.text, r.Unless.Text},
		{"unless.customer", &c.spoken, r.Unless.Customer},
	} {
		compiled, err := b.compile(part.field, part.from, known)
		if err != nil {
			return nil, err
		}
		*part.into = compiled
	}
	return c, nil
}

func (b *builder) compile(field string, sources Lines, known lists) (patterns, error) {
	var all patterns
	for _, src := range sources {
		key := b.scope + "\n" + src
		n, done := b.compiled[key]
		if !done {
			p, err := compile(src, known)
			if err != nil {
				return nil, inField(err, field, src)
			}
			if b.size += len(p.code) + len(p.anchors); b.guest && b.size > maxGuest {
				return nil, wrong("pack.too_large", "the packs are too large")
			}
			n = numbered{p, int32(b.engine.patterns)}
			b.engine.patterns++
			b.anchor(n)
			b.compiled[key] = n
		}
		all = append(all, n)
	}
	return all, nil
}

// inField notes in which part of a rule something is wrong.
func inField(err error, field, src string) error {
	if w, ok := errors.AsType[*Wrong](err); ok {
		w.Field = field
		if w.Entry == "" {
			w.Entry = src
		}
	}
	return err
}

// anchor notes which terms a pattern cannot match without.
func (b *builder) anchor(p numbered) {
	if len(p.anchors) == 0 {
		b.into.always = append(b.into.always, p.id)
		return
	}
	for _, a := range p.anchors {
		i, known := b.terms[a]
		if !known {
			i = len(b.terms)
			b.terms[a] = i
			b.into.owners = append(b.into.owners, nil)
		}
		if n := len(b.into.owners[i]); n == 0 || b.into.owners[i][n-1] != p.id {
			b.into.owners[i] = append(b.into.owners[i], p.id)
		}
	}
}

// layer returns what was gathered. Only anchors outlive it.
func (b *builder) layer() layer {
	terms := make([]string, len(b.terms))
	for t, i := range b.terms {
		terms[i] = t
	}
	b.into.matcher = language.NewMatcher(terms)
	for _, n := range b.compiled {
		n.anchors = nil
	}
	return b.into
}

// words reads the lists that the engine itself works with.
func (b *builder) words(common lists) error {
	e := b.engine
	for _, m := range []struct {
		name string
		into *patterns
	}{{"upset", &e.upset}, {"complaint", &e.complaint}, {"soothing", &e.soothing}, {"shopping", &e.shopping}} {
		compiled, err := b.compile("lists", common.entries[m.name], common)
		if err != nil {
			return fmt.Errorf("list %s: %w", m.name, err)
		}
		*m.into = compiled
	}
	e.negation, e.report = runes(common.entries["negation"]), runes(common.entries["reporting"])
	return nil
}

// plainPattern is the pattern that matches just a word.
func plainPattern(word string) string {
	var b strings.Builder
	for _, r := range word {
		b.WriteRune('\\')
		b.WriteRune(r)
	}
	return b.String()
}

func runes(words []string) [][]rune {
	var all [][]rune
	for _, w := range words {
		all = append(all, []rune(language.Normal(w)))
	}
	return all
}
