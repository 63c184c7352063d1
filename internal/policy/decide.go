package policy

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// Decide says what may be offered, by the law, the platform and tables that are in
// force. at is when it is decided; it has to be the time that facts were read with.
func Decide(k Known, tables []*Compiled, at time.Time) Decision {
	k.at = dateOf(at)
	d := Decision{On: k.claimed().String(), Remedies: []Offer{}, Deadlines: []Deadline{}, Findings: []Statement{}, Duties: []Statement{}, Burden: []Statement{},
		Articles: []string{}, Reasons: []Reason{}, Questions: []Question{}}
	all := groundsOf(k)
	for _, t := range tables {
		var problems []string
		all, problems = t.grounds(k, all)
		d.Problems = append(d.Problems, problems...)
	}
	asked := &asking{}
	for i := range Remedies {
		if o, some := offer(k, i, all, asked); some {
			d.Remedies = append(d.Remedies, o)
		}
	}
	var b balance
	d.Freight, b = freightOf(k, all)
	d.Freight.Questions = asked.add("freight", b)
	d.Decision = "decided"
	if d.Freight.By == Verify || slices.ContainsFunc(d.Remedies, func(o Offer) bool { return o.State == Verify }) {
		d.Decision = Verify
	}
	for _, g := range all {
		d.tell(k, g, asked)
	}
	d.Layers = layersOf(all)
	d.Questions = asked.questions()
	if len(d.Remedies) == 0 && len(d.Questions) > 0 {
		d.Decision = Verify
	}
	return d
}

// offer puts the floor and what the shop's tables suggest together.
func offer(k Known, remedy int, all []ground, asked *asking) (o Offer, some bool) {
	b := weigh(k, remedy, all)
	own, holds, unsure := bestOffer(k, remedy, all, b.must)
	o = Offer{Remedy: Remedies[remedy].Code, Name: Remedies[remedy].Zh, Rows: slices.Concat(b.rows, own.rows)}
	if o.Rows == nil {
		o.Rows = []string{}
	}
	o.Questions = asked.add(o.Remedy, b)
	switch {
	case len(b.wants) > 0:
		o.State, o.Certain = Verify, b.must
		if b.amount {
			o.AtLeast = &b.floor
		}
		return o, true
	case b.must:
		o.State = Must
	case len(unsure.wants) > 0:
		o.State = Verify
	case holds:
		o.State = May
	default:
		return o, false
	}
	if b.amount {
		o.Floor, o.FloorBy = &b.floor, b.floorBy
	}
	if len(unsure.wants) > 0 {
		o.Questions = append(o.Questions, asked.add(o.Remedy, unsure)...)
		return o, true
	}
	o.spread(b, own, holds)
	return o, true
}

// spread sets what is suggested and the cap, never below the floor.
func (o *Offer) spread(b balance, own ownOffer, holds bool) {
	if b.capped {
		o.Cap = &b.most
	}
	if holds {
		o.Approval, o.Note, o.OfferBy = own.approval, own.note, own.ref
	}
	if holds && own.amount {
		suggested, most := max(own.fen, b.floor), max(own.most, own.fen, b.floor)
		o.Suggested, o.Cap = &suggested, &most
		if b.floor > own.fen {
			o.OfferBy = b.floorBy
		}
		return
	}
	if b.amount {
		suggested, most := b.floor, max(b.floor, b.most)
		o.Suggested, o.Cap, o.OfferBy = &suggested, &most, b.floorBy
	}
}

// tell writes down what a ground says besides remedies.
func (d *Decision) tell(k Known, g ground, asked *asking) {
	if g.value == open {
		if g.aside() {
			b := balance{}
			b.want(g, g.missing)
			asked.add("scenario", b)
		}
		if g.rule != nil && g.rule.Finding != "" && g.rule.conds[0].cell.test(g.rule.conds[0].fact, k.slots[g.rule.conds[0].fact.at]) == yes {
			b := balance{}
			b.want(g, g.missing)
			asked.add("finding", b)
		}
		return
	}
	d.Reasons = append(d.Reasons, Reason{Ref: g.ref, Layer: g.layer, Row: g.row, Name: g.name, Article: g.article, Because: g.because, Gives: g.gives(), Bars: g.bars})
	if g.article != "" && !slices.Contains(d.Articles, g.article) {
		d.Articles = append(d.Articles, g.article)
	}
	if g.rule == nil {
		return
	}
	if g.rule.Finding != "" {
		d.Findings = append(d.Findings, Statement{g.rule.Finding, g.ref})
	}
	for _, duty := range g.rule.Duties {
		d.Duties = append(d.Duties, Statement{duty, g.ref})
	}
	if g.rule.Burden != "" {
		d.Burden = append(d.Burden, Statement{"由" + g.rule.Burden + "举证", g.ref})
	}
	for _, c := range g.rule.clocks {
		d.Deadlines = append(d.Deadlines, c.deadline(k, g.ref))
	}
}

// deadline counts from the day after.
func (c clock) deadline(k Known, ref string) Deadline {
	d := Deadline{Name: c.name, N: c.n, Unit: c.unit, From: c.from.Zh, Row: ref}
	s := k.slots[c.from.at]
	if !s.known {
		return d
	}
	until := calendar.Date(s.n) + calendar.Date(c.n)
	if c.unit == "工作日" {
		day, err := calendar.AddWorkdays(calendar.Date(s.n), c.n)
		if err != nil {
			return d
		}
		until, d.Unsure = day.Date, day.UnknownYear != 0
	}
	d.Until, d.Passed = &until, until < k.at
	return d
}

// layersOf says for each layer whether it had something to say.
func layersOf(all []ground) []LayerSays {
	var out []LayerSays
	for _, layer := range Layers {
		says := LayerSays{Layer: layer, State: "silent", Rows: []string{}}
		for _, g := range all {
			switch {
			case g.layer != layer:
			case g.value == yes:
				says.State, says.Rows = "applies", append(says.Rows, g.ref)
			case says.State == "silent":
				says.State = Verify
			}
		}
		out = append(out, says)
	}
	return out
}
