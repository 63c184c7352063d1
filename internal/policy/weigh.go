package policy

import "slices"

// balance is what the grounds come to for one remedy.
type balance struct {
	must    bool
	amount  bool // there is a floor that is sure
	floor   int64
	floorBy string
	most    int64 // what the law allows at most, where it says no more than that
	capped  bool
	rows    []string
	wants   []want // on what more depends
}

// want is a fact that is missing, and for which row.
type want struct {
	fact int
	ref  string
}

// weigh finds the highest floor that is sure, then what might be higher.
func weigh(k Known, remedy int, all []ground) (b balance) {
	for _, g := range all {
		if g.value != yes || g.layer == Merchant {
			continue
		}
		if slices.Contains(g.rights, remedy) {
			b.must = true
			b.hold(g)
		}
		for _, p := range g.pays {
			if p.remedy == remedy {
				b.add(k, g, p)
			}
		}
	}
	for _, g := range all {
		if g.value == open && g.layer != Merchant && !g.aside() {
			b.maybe(k, remedy, g)
		}
	}
	return b
}

func (b *balance) hold(g ground) {
	if !slices.Contains(b.rows, g.ref) {
		b.rows = append(b.rows, g.ref)
	}
}

func (b *balance) add(k Known, g ground, p rulePay) {
	b.must = true
	b.hold(g)
	m := p.of(k, g.layer != Published)
	switch {
	case len(m.missing) > 0:
		b.want(g, m.missing)
	case p.upto:
		b.most, b.capped = max(b.most, m.most), true
	case !b.amount || m.floor > b.floor:
		b.amount, b.floor, b.floorBy = true, m.floor, g.ref
	}
}

// maybe looks whether an open ground could change anything.
func (b *balance) maybe(k Known, remedy int, g ground) {
	pays := false
	for _, p := range g.pays {
		if p.remedy != remedy {
			continue
		}
		pays = true
		m := p.of(k, g.layer != Published)
		if len(m.missing) == 0 && b.amount && m.floor <= b.floor {
			continue
		}
		b.want(g, slices.Concat(g.missing, m.missing))
	}
	if !pays && !b.must && slices.Contains(g.rights, remedy) {
		b.want(g, g.missing)
	}
}

func (b *balance) want(g ground, missing []int) {
	for _, fact := range missing {
		b.wants = append(b.wants, want{fact, g.ref})
	}
}

// freightOf finds who bears the freight: the merchant, if any row says so.
func freightOf(k Known, all []ground) (f Freight, b balance) {
	f.Rows = []string{}
	for _, by := range []string{"商家", "买家"} {
		for _, g := range all {
			if g.freight == by && g.value == yes {
				f.By = map[string]string{"商家": "merchant", "买家": "buyer"}[by]
				f.Rows = append(f.Rows, g.ref)
			}
		}
		if f.By != "" {
			break
		}
		for _, g := range all {
			if g.freight == by && g.value == open && !g.aside() {
				b.want(g, g.missing)
			}
		}
	}
	if f.By != "merchant" && len(b.wants) > 0 {
		f.By, f.Rows = Verify, []string{}
	}
	if s := k.get("freight_paid"); f.By == "merchant" && s.known {
		f.Fen = &s.n
	}
	if f.By == "merchant" {
		b = balance{}
	}
	return f, b
}
