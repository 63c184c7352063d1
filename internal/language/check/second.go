package check

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// doubts reports whether what a shipped rule found does not sound of its category
// at all, neither in the reply nor in its sentence nor among the clauses around it.
func (t *talk) doubts(r *rule, at language.Range) bool {
	if !t.engine.second || r.guest || r.Kind == Learnt || r.Level == Block {
		return false
	}
	near := t.now.clause(at)
	near = t.now.clause(language.Range{From: max(near.From-1, 0), To: min(near.To+1, t.now.Len())})
	return t.ear.Doubts(r.Category, t.whole(), t.now.sentenceOf(at), near)
}

func (t *talk) whole() language.Range { return language.Range{From: t.now.begin, To: t.now.Len()} }

// silence leaves out the rules that are off. What is learnt of their category is
// off with them: it would find the same.
func silence(rules []*rule, off func(*rule) bool) []*rule {
	quiet := map[string]bool{}
	for _, r := range rules {
		quiet[r.Category] = quiet[r.Category] || off(r)
	}
	return slices.DeleteFunc(rules, func(r *rule) bool { return off(r) || r.Kind == Learnt && quiet[r.Category] })
}

// learnt returns where the reply sounds of the category of a rule.
func (t *talk) learnt(r *rule) []language.Range {
	if at, is := t.ear.Sounds(r.Category, float32(r.Score)/100, t.whole(), t.now.Sentences()); is {
		return []language.Range{at}
	}
	return nil
}

// outshone leaves out what a shipped rule found where the sentence sounds much
// more of another category that was found in it.
func (t *talk) outshone(all []Finding) []Finding {
	if !t.engine.second {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(f Finding) bool {
		if f.Level == Block || f.guest {
			return false
		}
		sentence := t.now.sentenceOf(f.at)
		return slices.ContainsFunc(all, func(g Finding) bool {
			return g.Category != f.Category && sentence.Overlaps(g.at) && t.ear.Outshines(g.Category, f.Category, sentence)
		})
	})
}
