package policy

import (
	"fmt"
	"slices"
)

// offered is what a row of a table offers.
type offered struct {
	remedy      int
	amount, cap pay
	approval    string
	note        string
}

// settle computes once what every decision by the row says.
func (c *Compiled) settle(r *compiledRow) {
	r.ref = fmt.Sprintf("%s/%s@%d/%s", c.table.Layer, c.table.ID, c.table.Version, r.row.ID)
	r.because, r.rights = c.becauseOf(r), []int{r.remedy}
	r.offer = &offered{r.remedy, r.amount, r.cap, r.approval, r.row.Note}
	if len(r.amount.terms) > 0 {
		r.pays = []rulePay{{r.remedy, r.amount}}
	}
}

// test compares a row with what is known.
func (c *Compiled) test(k Known, r *compiledRow) (truth, []int) {
	value := yes
	var missing []int
	for i, f := range c.columns {
		t := r.cells[i].test(f, k.slots[f.at])
		if value = both(value, t); t == no {
			return no, nil
		}
		if t == open {
			missing = append(missing, k.ask(f)...)
		}
	}
	t, more := r.guardHolds(k)
	if t == no {
		return no, nil
	}
	return both(value, t), append(missing, more...)
}

// grounds adds what the table says, and tells which rows contradict each other.
func (c *Compiled) grounds(k Known, all []ground) (_ []ground, problems []string) {
	if claimed := k.claimed(); claimed < c.from || claimed > c.to {
		return all, nil
	}
	by := map[int][]ground{}
	var order []int
	for i := range c.rows {
		r := &c.rows[i]
		if c.table.Hit == First && settled(by[r.remedy]) {
			continue
		}
		value, missing := c.test(k, r)
		if value == no {
			continue
		}
		if c.table.Hit == Collect { // all count, and the highest wins
			all = append(all, c.ground(r, value, missing))
			continue
		}
		if by[r.remedy] == nil {
			order = append(order, r.remedy)
		}
		by[r.remedy] = append(by[r.remedy], c.ground(r, value, missing))
	}
	for _, remedy := range order {
		found := by[remedy]
		switch c.table.Hit {
		case First:
			found = firstOf(found)
		case Unique:
			var wrong bool
			if found, wrong = uniqueOf(found); wrong {
				problems = append(problems, found[0].ref, found[1].ref)
			}
		}
		all = append(all, found...)
	}
	return all, problems
}

// settled tells that a row holds for sure, after which none counts.
func settled(found []ground) bool { return len(found) > 0 && found[len(found)-1].value == yes }

func (c *Compiled) ground(r *compiledRow, value truth, missing []int) ground {
	return ground{ref: r.ref, layer: c.table.Layer, row: r.row.ID, name: c.table.Name, value: value, missing: missing, because: r.because,
		rights: r.rights, pays: r.pays, offer: r.offer}
}

// becauseOf are the conditions of a row as people read them.
func (c *Compiled) becauseOf(r *compiledRow) []string {
	all := []string{}
	for i, f := range c.columns {
		if !r.cells[i].any {
			all = append(all, f.Zh+" "+r.row.Cells[i])
		}
	}
	if r.row.Guard != "" {
		all = append(all, r.row.Guard)
	}
	return all
}

// firstOf makes the first row count. Rows before it that may hold leave it open,
// unless they offer the same.
func firstOf(found []ground) []ground {
	last := len(found) - 1
	if found[last].value != yes || last == 0 {
		return found
	}
	same := true
	var missing []int
	for _, g := range found[:last] {
		same = same && g.offer.same(found[last].offer)
		missing = append(missing, g.missing...)
	}
	if same {
		return found[last:]
	}
	found[last].value, found[last].missing = open, missing
	return found
}

func (o *offered) same(p *offered) bool {
	return o.amount.text == p.amount.text && o.cap.text == p.cap.text && o.approval == p.approval
}

// uniqueOf tells whether two rows hold that offer different things. They all
// count then, so that the highest wins, and the decision says so.
func uniqueOf(found []ground) ([]ground, bool) {
	slices.SortStableFunc(found, func(a, b ground) int { return int(b.value) - int(a.value) })
	if len(found) < 2 || found[0].value != yes {
		return found, false
	}
	if found[1].value != yes {
		return found[:1], false
	}
	return slices.DeleteFunc(found, func(g ground) bool { return g.value != yes }), !found[0].offer.same(found[1].offer)
}

// ownOffer is the best that the shop's own tables offer.
type ownOffer struct {
	amount    bool
	fen, most int64
	approval  string
	note, ref string
	rows      []string
}

// bestOffer is the highest offer of the shop's tables that is sure, and what might
// be another one. What the buyer may ask for anyway need not be offered, unless the
// tables say how much.
func bestOffer(k Known, remedy int, all []ground, must bool) (own ownOffer, holds bool, unsure balance) {
	for _, g := range all {
		if g.layer != Merchant || g.offer.remedy != remedy || g.value != yes {
			continue
		}
		m, most := g.offer.amount.of(k, false), g.offer.cap.of(k, false)
		if missing := slices.Concat(m.missing, most.missing); len(missing) > 0 {
			unsure.want(g, missing)
			continue
		}
		own.rows = append(own.rows, g.ref)
		amount := len(g.offer.amount.terms) > 0
		if !holds || amount && (!own.amount || m.floor > own.fen) {
			own.amount, own.fen, own.most = amount, m.floor, most.floor
			own.approval, own.note, own.ref = g.offer.approval, g.offer.note, g.ref
		}
		holds = true
	}
	for _, g := range all {
		if g.layer != Merchant || g.offer.remedy != remedy || g.value != open {
			continue
		}
		m := g.offer.amount.of(k, false)
		if holds && len(m.missing) == 0 && m.floor <= own.fen || must && len(g.pays) == 0 {
			continue
		}
		unsure.want(g, slices.Concat(g.missing, m.missing))
	}
	return own, holds, unsure
}
