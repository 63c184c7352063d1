package policy

import "slices"

// verdict is what became of a row.
type verdict struct {
	value   truth
	missing []int   // facts that keep it open
	barred  []*Rule // exceptions that hold, if the row would
	aside   bool    // nothing of it is known: the scenario is what is asked
}

// applies compares the conditions with what is known, and no exception.
func (r *Rule) applies(k Known) (v verdict) {
	claimed := k.claimed()
	if r.Off || claimed < r.from || claimed > r.to {
		return v
	}
	v.value = yes
	for _, c := range r.conds {
		t := c.cell.test(c.fact, k.slots[c.fact.at])
		if v.value = both(v.value, t); t == no {
			return verdict{}
		}
		if t == open {
			v.missing = append(v.missing, k.ask(c.fact)...)
		}
	}
	return v
}

// ask names what somebody has to say so that a fact is known.
func (k Known) ask(f *Fact) []int {
	if len(f.From) == 0 || f.Ask != "" {
		return []int{f.at}
	}
	var all []int
	for _, name := range f.From {
		if from := registry().byName[name]; from != nil && !k.slots[from.at].known {
			all = append(all, from.at)
		}
	}
	return all
}

// judge is applies, with exceptions and with what belongs to the scenario.
func (r *Rule) judge(k Known) verdict {
	v := r.applies(k)
	if v.value == no {
		return v
	}
	if v.value == open && !r.concerns(k, &v) {
		return verdict{}
	}
	if v.aside {
		return v
	}
	for _, other := range r.barredBy {
		switch o := other.applies(k); o.value {
		case yes:
			v.barred = append(v.barred, other)
		case open:
			v.value, v.missing = both(v.value, open), append(v.missing, o.missing...)
		}
	}
	if len(v.barred) > 0 {
		v.value, v.missing = no, nil
	}
	return v
}

// concerns tells whether an open row is worth a question: its first condition
// holds, or it belongs to the scenario. As long as that is not known, it is what is
// asked.
func (r *Rule) concerns(k Known, v *verdict) bool {
	first := r.conds[0]
	if r.topics == 0 || first.cell.test(first.fact, k.slots[first.fact.at]) == yes {
		return true
	}
	s := k.get("scenario")
	if s.known {
		return s.mask&r.topics != 0
	}
	if r.knowsNothing(k) {
		v.aside, v.missing = true, []int{registry().byName["scenario"].at}
	}
	return true
}

// knowsNothing tells that none of the conditions holds yet.
func (r *Rule) knowsNothing(k Known) bool {
	return !slices.ContainsFunc(r.conds, func(c cond) bool { return c.cell.test(c.fact, k.slots[c.fact.at]) == yes })
}
