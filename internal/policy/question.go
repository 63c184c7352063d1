package policy

import "slices"

// asking collects what is not known and matters.
type asking struct {
	facts []int
	of    map[int]*Question
}

// add asks for what a balance misses, and returns the facts by name.
func (a *asking) add(what string, b balance) []string {
	slices.SortStableFunc(b.wants, func(x, y want) int { return x.fact - y.fact })
	var names []string
	for _, w := range b.wants {
		f := registry().all[w.fact]
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
		if a.of == nil {
			a.of = map[int]*Question{}
		}
		q := a.of[w.fact]
		if q == nil {
			q = &Question{Fact: f.Name, Name: f.Zh, Ask: f.Ask, AskEn: f.AskEn, Kind: f.Kind}
			a.of[w.fact], a.facts = q, append(a.facts, w.fact)
		}
		if !slices.Contains(q.For, what) {
			q.For = append(q.For, what)
		}
		if !slices.Contains(q.Rows, w.ref) {
			q.Rows = append(q.Rows, w.ref)
		}
	}
	return names
}

// questions are in the order of facts.
func (a *asking) questions() []Question {
	all := []Question{}
	slices.Sort(a.facts)
	for _, i := range a.facts {
		all = append(all, *a.of[i])
	}
	return all
}
