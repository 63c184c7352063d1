package check

import (
	"errors"
	"maps"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// Limits of what a shop adds, so that no pack can make checking slow or fill
// the memory.
const (
	maxGuest = 250_000   // steps and anchors of all its patterns
	fuel     = 1_500_000 // steps of its rules in one check: some 10 ms
	perRule  = fuel / 5  // steps of one of them in its trial
)

// Changes are what a shop adds to the shipped rules, and takes from them.
type Changes struct {
	Packs  []Pack            // of the shop and of platforms; a Pack.Platform makes it one of ours
	Off    []string          // ids of rules that do not apply
	Levels map[string]Level  // by id of rule, another level
	Names  []string          // of goods: nothing that is only unwise is found inside of one
	Plain  map[string]string // words that buyers do not know → plain ones
}

// PlainRule is the id of the rule that Changes.Plain makes.
const PlainRule = "house_words.plain"

// Blockable tells whether rules of a category may stop a reply.
func Blockable(category string) bool { return slices.Contains(blockable, category) }

// With returns the engine changed for a shop. It shares all that stays as it
// is. The rules of the shop come first, so that of two findings of the same
// weight theirs is shown. What a shop may not change stays: a rule of ours that
// stops a reply can neither be switched off nor be made milder, and no rule can
// be made to stop a reply that is not about what may. The error is Faults.
func (e *Engine) With(c Changes) (*Engine, error) {
	changed := *e
	changed.rules = nil
	b := newBuilder(&changed)
	b.guest = true
	for _, r := range e.rules {
		b.ids[r.ID] = true
	}
	for _, p := range c.Packs {
		b.pack(p)
	}
	if err := b.plain(c.Plain); err != nil {
		b.faults = append(b.faults, Fault{"house_words", PlainRule, asWrong(err)})
	}
	if err := b.faults.or(); err != nil {
		return nil, err
	}
	changed.layers = append(slices.Clone(e.layers), b.layer())
	if len(c.Names) > 0 {
		changed.names = language.NewMatcher(c.Names)
	}
	changed.rules = silence(append(changed.rules, e.rules...), func(r *rule) bool { return slices.Contains(c.Off, r.ID) && !r.fixed() })
	for i, r := range changed.rules {
		level, set := c.Levels[r.ID]
		if set && weight[level] > 0 && !r.fixed() && (level != Block || Blockable(r.Category)) {
			copied := *r
			copied.Level = level
			changed.rules[i] = &copied
		}
	}
	return &changed, nil
}

// fixed reports whether a shop must leave a rule as it is.
func (r *rule) fixed() bool { return r.Level == Block && !r.guest }

// plain adds the rule for words that have plainer ones.
func (b *builder) plain(words map[string]string) error {
	if len(words) == 0 {
		return nil
	}
	b.scope = "house_words"
	r, err := b.compileRule(Rule{
		ID: PlainRule, Version: 1, Category: "jargon", Kind: Substitution, Level: Warning, Replace: maps.Clone(words),
		Unless: Unless{Quoted: "keep", Negation: "keep"}, Message: "“{text}”买家听不懂", Why: "店里的词表：换成买家听得懂的话", Better: "换成“{plain}”",
	}, b.engine.common)
	if err != nil {
		return err
	}
	r.pack, r.guest = "house_words", true
	b.engine.rules = append(b.engine.rules, r)
	return nil
}

// Tried is an example of a rule with what came of it.
type Tried struct {
	Rule    string
	Example string
	Good    bool   // nothing should be found
	Found   bool   // something was
	Wrong   *Wrong // it cannot be read
}

// Right tells whether it came out as it is written down.
func (t Tried) Right() bool { return t.Wrong == nil && t.Found != t.Good }

// Try runs the examples of the rules of a pack, and says which rules are slow.
func (e *Engine) Try(pack string) (all []Tried, slow []string) {
	for _, r := range e.rules {
		if r.pack != pack {
			continue
		}
		for _, set := range []struct {
			from Lines
			good bool
		}{{r.Bad, false}, {r.Good, true}} {
			for _, x := range set.from {
				tried := Tried{Rule: r.ID, Example: x, Good: set.good}
				reply, err := parseExample(x)
				if err != nil {
					tried.Wrong = asWrong(err)
				} else {
					tried.Found = e.finds(r, reply)
				}
				all = append(all, tried)
			}
		}
		if e.strains(r) {
			slow = append(slow, r.ID)
		}
	}
	return all, slow
}

// strains reports whether a rule takes long for the longest reply that is made
// of its own bad examples.
func (e *Engine) strains(r *rule) bool {
	var long []rune
	for _, x := range append(slices.Clone(r.Bad), r.Pattern...) {
		if reply, err := parseExample(x); err == nil {
			long = append(long, []rune(reply.Text+"，")...)
		}
	}
	for n := len(long); n > 0 && len(long) < maxReply; {
		long = append(long, long[:n]...)
	}
	t := e.talkOf(Reply{Text: string(long)})
	t.fuel.left = perRule
	r.find(t, nil)
	return t.fuel.left <= 0
}

// asWrong returns what is wrong, with a code of its own for any other error.
func asWrong(err error) *Wrong {
	if w, ok := errors.AsType[*Wrong](err); ok {
		return w
	}
	return wrong("rule.unreadable", "%v", err)
}

func (f Faults) or() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
