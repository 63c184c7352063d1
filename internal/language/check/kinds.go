package check

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// find returns what the rule objects to, of what nothing excuses. Earlier are
// the findings of the rules before.
func (r *rule) find(t *talk, earlier []Finding) []language.Range {
	all := r.candidates(t)
	return slices.DeleteFunc(all, func(at language.Range) bool {
		if len(r.Scope.Part) > 0 && !slices.Contains(r.Scope.Part, t.part(at)) {
			return true
		}
		return r.Kind != Require && r.excused(t, at, earlier) || t.doubts(r, at)
	})
}

func (r *rule) candidates(t *talk) []language.Range {
	if r.Kind == Require {
		if r.pattern.in(t.now) {
			return nil
		}
		return []language.Range{{From: t.now.begin, To: t.now.Len()}}
	}
	if r.Kind == Learnt {
		return t.learnt(r)
	}
	all := r.pattern.all(t.now)
	switch {
	case len(all) == 0:
		return nil
	case r.Kind == Occurrence:
		if all = apart(all); len(all) < r.Count {
			return nil
		}
		return []language.Range{{From: all[0].From, To: all[len(all)-1].To}}
	case r.Kind == RequirePair:
		return slices.DeleteFunc(all, func(at language.Range) bool {
			near := language.Range{From: at.From - r.Within, To: at.To + r.Within}
			return r.pair.within(t.now, near)
		})
	case r.Kind == Order:
		return slices.DeleteFunc(all, func(at language.Range) bool {
			return r.first.within(t.now, language.Range{From: 0, To: at.From})
		})
	case r.Kind == Repeat && r.before(t) < r.Count-1:
		return nil
	case r.Kind == Substitution:
		return slices.DeleteFunc(all, func(at language.Range) bool { return t.now.insideWord(at) })
	case r.Kind == Policy:
		return slices.DeleteFunc(all, func(at language.Range) bool { return !r.above(t, at) })
	}
	return all
}

// apart leaves of matches that overlap the first.
func apart(all []language.Range) []language.Range {
	slices.SortFunc(all, func(a, b language.Range) int { return a.From - b.From })
	kept := all[:0]
	for _, m := range all {
		if len(kept) == 0 || kept[len(kept)-1].To <= m.From {
			kept = append(kept, m)
		}
	}
	return kept
}

// before counts our replies of the conversation that the pattern stood in.
func (r *rule) before(t *talk) int {
	n := 0
	for _, said := range t.agent {
		if r.pattern.in(said) {
			n++
		}
	}
	return n
}

// excused reports whether something makes a match harmless.
func (r *rule) excused(t *talk, at language.Range, earlier []Finding) bool {
	now := t.now
	if r.Unless.Quoted != "keep" && (inside(t.quoted, at) || now.governed(at, t.engine.report)) {
		return true
	}
	if r.Unless.Negation != "keep" && now.governed(at, t.engine.negation) {
		return true
	}
	return r.Level != Block && inside(t.products, at) || r.yields(earlier) ||
		len(r.clause) > 0 && r.clause.within(now, now.clause(at)) ||
		len(r.sentence) > 0 && r.sentence.within(now, now.sentenceOf(at)) ||
		len(r.text) > 0 && r.text.anyMatch(now, func(m language.Range) bool { return !m.Overlaps(at) && !r.ignored(now, m, earlier) })
}

// yields reports whether another category has found what matters more.
func (r *rule) yields(earlier []Finding) bool {
	return len(r.Unless.Found) > 0 && slices.ContainsFunc(earlier, func(f Finding) bool {
		return slices.Contains(r.Unless.Found, f.Category)
	})
}

// ignored reports whether m stands in a clause that findings of the categories
// to be ignored have spoiled.
func (r *rule) ignored(now *reading, m language.Range, earlier []Finding) bool {
	return slices.ContainsFunc(earlier, func(f Finding) bool {
		return slices.Contains(r.Unless.Ignoring, f.Category) && now.clause(f.at).Overlaps(m)
	})
}

// merge leaves, of findings in one category that overlap, the gravest, and of
// those the longest.
func merge(all []Finding) []Finding {
	slices.SortStableFunc(all, func(a, b Finding) int {
		if d := weight[b.Level] - weight[a.Level]; d != 0 {
			return d
		}
		return (b.at.To - b.at.From) - (a.at.To - a.at.From)
	})
	var kept []Finding
	for _, f := range all {
		if !slices.ContainsFunc(kept, func(k Finding) bool { return k.Category == f.Category && k.at.Overlaps(f.at) }) {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b Finding) int { return a.at.From - b.at.From })
	return kept
}

// insideWord reports whether a range of Latin letters is only part of a word.
func (r *reading) insideWord(at language.Range) bool {
	latin := func(i int) bool { c := r.At(i); return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
	return latin(at.From) && latin(at.From-1) || latin(at.To-1) && latin(at.To)
}
