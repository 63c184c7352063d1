package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// New compiles packs into an engine. A list of a pack is known to the rules of
// that pack; the lists of the pack named "common" to those of all.
func New(packs ...Pack) (*Engine, error) {
	b := builder{engine: &Engine{}, terms: map[string]int{}, ids: map[string]bool{}, compiled: map[string]numbered{}}
	common := newLists()
	off := map[string]bool{}
	for _, p := range packs {
		if p.Name == "common" {
			common = common.with(p)
		}
		for _, id := range p.Off {
			off[id] = true
		}
	}
	for _, p := range packs {
		known := common
		if p.Name != "common" {
			known = common.with(p)
		}
		b.scope = p.Name
		for _, r := range p.Rules {
			if off[r.ID] {
				continue
			}
			if err := b.add(r, known); err != nil {
				return nil, fmt.Errorf("rule pack %s, rule %s: %w", p.Name, r.ID, err)
			}
		}
	}
	b.scope = "common"
	if err := b.finish(common); err != nil {
		return nil, err
	}
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
	terms    map[string]int
	ids      map[string]bool
	scope    string
	compiled map[string]numbered // by pack and pattern: many rules share theirs
}

func (b *builder) add(r Rule, known lists) error {
	if err := r.check(); err != nil {
		return err
	}
	if b.ids[r.ID] {
		return fmt.Errorf("there are two of this id")
	}
	b.ids[r.ID] = true
	c := &rule{Rule: r, plain: map[string]string{}}
	for _, word := range slices.Sorted(maps.Keys(r.Replace)) {
		c.plain[language.Normal(word)] = r.Replace[word]
		c.Pattern = append(c.Pattern, plainPattern(word))
	}
	for _, part := range []struct {
		into *patterns
		from Lines
	}{
		{&c.pattern, c.Pattern}, {&c.pair, r.Pair}, {&c.first, r.First},
		{&c.customer, r.When.Customer}, {&c.recent, r.When.Last}, {&c.agent, r.When.Agent},
		{&c.clause, r.Unless.Clause}, {&c.sentence, r.Unless.Sentence}, {&c.text, r.Unless.Text}, {&c.spoken, r.Unless.Customer},
	} {
		compiled, err := b.compile(part.from, known)
		if err != nil {
			return err
		}
		*part.into = compiled
	}
	b.engine.rules = append(b.engine.rules, c)
	return nil
}

func (b *builder) compile(sources Lines, known lists) (patterns, error) {
	var all patterns
	for _, src := range sources {
		key := b.scope + "\n" + src
		n, done := b.compiled[key]
		if !done {
			p, err := compile(src, known)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", src, err)
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

// anchor notes which terms a pattern cannot match without.
func (b *builder) anchor(p numbered) {
	if len(p.anchors) == 0 {
		b.engine.always = append(b.engine.always, p.id)
		return
	}
	for _, a := range p.anchors {
		i, known := b.terms[a]
		if !known {
			i = len(b.terms)
			b.terms[a] = i
			b.engine.owners = append(b.engine.owners, nil)
		}
		if !slices.Contains(b.engine.owners[i], p.id) {
			b.engine.owners[i] = append(b.engine.owners[i], p.id)
		}
	}
}

func (b *builder) finish(common lists) error {
	e := b.engine
	for _, m := range []struct {
		name string
		into *patterns
	}{{"upset", &e.upset}, {"complaint", &e.complaint}, {"soothing", &e.soothing}, {"shopping", &e.shopping}} {
		compiled, err := b.compile(common.entries[m.name], common)
		if err != nil {
			return fmt.Errorf("list %s: %w", m.name, err)
		}
		*m.into = compiled
	}
	e.negation, e.report = runes(common.entries["negation"]), runes(common.entries["reporting"])
	terms := make([]string, len(b.terms))
	for t, i := range b.terms {
		terms[i] = t
	}
	e.matcher = language.NewMatcher(terms)
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
