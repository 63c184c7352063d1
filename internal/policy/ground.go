package policy

// ground is something that a layer says of a matter.
type ground struct {
	ref     string
	layer   Layer
	row     string
	name    string
	article string
	because []string
	value   truth
	missing []int
	rights  []int
	pays    []rulePay
	freight string
	bars    []string
	rule    *Rule
	offer   *offered // of a table
	asideOf bool     // nothing of it is known yet
}

// aside tells that nothing is known of it, and only the scenario can say whether it
// matters. It asks for that, and keeps no number open.
func (g ground) aside() bool { return g.asideOf }

// gives are what it says, as people read it.
func (g ground) gives() []string {
	all := []string{}
	for _, r := range g.rights {
		all = append(all, Remedies[r].Zh)
	}
	for _, p := range g.pays {
		all = append(all, Remedies[p.remedy].Zh+" "+p.text)
	}
	if g.freight != "" {
		all = append(all, "运费由"+g.freight+"承担")
	}
	return all
}

// grounds are what the law and platforms say, and the exceptions that decided.
func groundsOf(k Known) (all []ground) {
	barring := map[*Rule][]string{}
	var order []*Rule
	all = make([]ground, 0, 64)
	for _, r := range law() {
		v := r.judge(k)
		for _, b := range v.barred {
			if len(barring[b]) == 0 {
				order = append(order, b)
			}
			barring[b] = append(barring[b], string(r.Layer)+"/"+r.ID)
		}
		if v.value != no && (len(r.barring()) == 0 || r.says()) {
			all = append(all, r.ground(v))
		}
	}
	for _, b := range order {
		g := b.ground(verdict{value: yes})
		g.bars = barring[b]
		all = appendNew(all, g)
	}
	return all
}

// appendNew adds a ground, or gives its exceptions to the one that is there.
func appendNew(all []ground, g ground) []ground {
	for i := range all {
		if all[i].ref == g.ref {
			all[i].bars = g.bars
			return all
		}
	}
	return append(all, g)
}

func (r *Rule) barring() []string { return r.Excludes }

// says tells rows that do more than except others.
func (r *Rule) says() bool {
	return len(r.Rights)+len(r.Pay)+len(r.Deadlines)+len(r.Duties) > 0 || r.Freight != "" || r.Burden != ""
}

func (r *Rule) ground(v verdict) ground {
	g := ground{ref: string(r.Layer) + "/" + r.ID, layer: r.Layer, row: r.ID, name: r.Name, article: r.Article, because: r.If,
		value: v.value, missing: v.missing, rights: r.rights, pays: r.pays, freight: r.Freight, rule: r, asideOf: v.aside}
	return g
}
