package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/tone"
)

// blockable are the categories in which a rule may stop a reply.
var blockable = []string{"rude", "over_promise", "personal_data", "off_platform", "review_reward"}

// rule is a compiled Rule.
type rule struct {
	Rule
	pack                           string
	guest                          bool // of a shop, not ours
	pattern, pair, first           patterns
	customer, recent, agent        patterns
	clause, sentence, text, spoken patterns
	plain                          map[string]string // by normalised word
}

// late reports whether the rule looks at what others found.
func (r *rule) late() bool { return len(r.Unless.Found) > 0 || len(r.Unless.Ignoring) > 0 }

// patterns are programs of which any may match, with their numbers in the
// engine.
type patterns []numbered

type numbered struct {
	*program
	id int32
}

func (p numbered) possible(r *reading) bool { return r.hits[p.id/64]&(1<<(p.id%64)) != 0 }

// in reports whether any of ps matches in r.
func (ps patterns) in(r *reading) bool {
	for _, p := range ps {
		if p.possible(r) {
			if _, ok := p.find(r, 0); ok {
				return true
			}
		}
	}
	return false
}

// within reports whether any of ps matches inside of a range.
func (ps patterns) within(r *reading, in language.Range) bool {
	return ps.anyMatch(r, func(m language.Range) bool { return in.Holds(m) })
}

func (ps patterns) anyMatch(r *reading, accept func(language.Range) bool) bool {
	for _, p := range ps {
		if !p.possible(r) {
			continue
		}
		for from := 0; from <= r.Len(); {
			m, ok := p.find(r, from)
			if !ok {
				break
			}
			if accept(m) {
				return true
			}
			from = m.From + 1
		}
	}
	return false
}

// all returns every match of every pattern that overlaps no other of its own.
func (ps patterns) all(r *reading) []language.Range {
	var all []language.Range
	for _, p := range ps {
		if !p.possible(r) {
			continue
		}
		for from := 0; from <= r.Len(); {
			m, ok := p.find(r, from)
			if !ok {
				break
			}
			if m.To > m.From {
				all = append(all, m)
			}
			from = max(m.To, m.From+1)
		}
	}
	return all
}

var ruleID = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)

// check returns what is wrong with how a rule is written.
func (r Rule) check() error {
	switch {
	case !ruleID.MatchString(r.ID):
		return wrong("rule.id", "an id looks like category.name")
	case r.Category == "" || r.Version < 1 || r.Message == "" || r.Better == "" || r.Why == "" || r.Source == "":
		return wrong("rule.incomplete", "a rule needs category, version, message, why, better and source")
	case weight[r.Level] == 0:
		return wrong("rule.level level", "no level %q", r.Level)
	case r.Level == Block && !slices.Contains(blockable, r.Category):
		return wrong("rule.block categories", "only %s may stop a reply", strings.Join(blockable, ", "))
	case len(r.Bad) < 3 || len(r.Good) < 3:
		return wrong("rule.examples bad good", "a rule needs three bad and three good examples, not %d and %d", len(r.Bad), len(r.Good))
	}
	return r.checkKind()
}

func (r Rule) checkKind() error {
	needs := map[Kind]bool{
		Existence:    len(r.Pattern) > 0,
		Substitution: len(r.Replace) > 0,
		Occurrence:   len(r.Pattern) > 0 && r.Count > 1,
		RequirePair:  len(r.Pattern) > 0 && len(r.Pair) > 0 && r.Within > 0,
		Require:      len(r.Pattern) > 0,
		Order:        len(r.Pattern) > 0 && len(r.First) > 0,
		Repeat:       len(r.Pattern) > 0 && r.Count > 1,
		Policy:       len(r.Pattern) > 0 && r.Limit != "",
		Learnt:       r.Score > 0 && tone.Of(r.Category) >= 0,
	}
	if whole, known := needs[r.Kind]; !known {
		return wrong("rule.kind kind", "no kind %q", r.Kind)
	} else if !whole {
		return wrong("rule.lacks kind", "a rule of kind %s lacks what it works with", r.Kind)
	}
	return nil
}

// applies reports whether the scope of the rule holds the talk.
func (r *rule) applies(t *talk) bool {
	s := r.Scope
	speaker := slices.Contains(s.Speaker, string(t.reply.Speaker)) || len(s.Speaker) == 0 && t.reply.Speaker == Agent
	if !speaker || !fits(s.Stage, t.reply.Stage) || !fits(s.Emotion, t.reply.Emotion) || !fits(s.Scenario, t.reply.Scenario) {
		return false
	}
	if s.Turn == "first" && len(t.agent) > 0 {
		return false
	}
	switch s.Customer {
	case "upset":
		return t.mood >= upset && r.heard(t)
	case "complaining":
		return t.mood >= complaining && r.heard(t)
	case "not calm":
		return t.mood != calm && r.heard(t)
	}
	return r.heard(t)
}

func fits(wanted Lines, got string) bool { return len(wanted) == 0 || slices.Contains(wanted, got) }

// heard reports whether the conversation holds what the rule wants, and nothing
// that excuses.
func (r *rule) heard(t *talk) bool {
	if len(r.customer) > 0 && !slices.ContainsFunc(t.customer, r.customer.in) {
		return false
	}
	if len(r.agent) > 0 && !slices.ContainsFunc(t.agent, r.agent.in) {
		return false
	}
	if len(r.recent) > 0 && !slices.ContainsFunc(t.lastWords(), r.recent.in) {
		return false
	}
	return !slices.ContainsFunc(t.customer, r.spoken.in)
}

// lastWords is what the customer said since our last reply.
func (t *talk) lastWords() []*reading {
	n := 0
	for i := len(t.reply.Turns) - 1; i >= 0 && t.reply.Turns[i].Role == Customer; i-- {
		n++
	}
	return t.customer[max(0, len(t.customer)-n):]
}

// finding is what is said about a match.
func (r *rule) finding(t *talk, at language.Range) Finding {
	span := t.now.Span(at.From, at.To)
	text := t.now.Raw(span)
	plain := r.plain[t.now.Slice(at.From, at.To)]
	fill := strings.NewReplacer("{text}", text, "{plain}", plain)
	return Finding{
		Category: r.Category, Rule: r.ID, Version: r.Version, Level: r.Level, Text: text, Span: span,
		Message: fill.Replace(r.Message), Better: fill.Replace(r.Better), Why: r.Why, at: at, guest: r.guest,
	}
}
