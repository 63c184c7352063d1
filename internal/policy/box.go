package policy

import "slices"

// A box is a set of facts for each column of a table: values for some, a span of
// numbers for others.
type box []cell

// whole is everything that a column may be.
func (f *Fact) whole() cell {
	if f.bounded() {
		lo, hi := f.span()
		return cell{lo: lo, hi: hi}
	}
	return cell{mask: maskOf(len(f.Vals))}
}

// meet is what two sets of one fact share.
func (f *Fact) meet(a, b cell) (cell, bool) {
	if f.bounded() {
		c := cell{lo: max(a.lo, b.lo), hi: min(a.hi, b.hi)}
		return c, c.lo <= c.hi
	}
	c := cell{mask: a.mask & b.mask}
	return c, c.mask != 0
}

// without is what is left of a, of which b is a part.
func (f *Fact) without(a, b cell) (rest []cell) {
	if !f.bounded() {
		if left := a.mask &^ b.mask; left != 0 {
			rest = append(rest, cell{mask: left})
		}
		return rest
	}
	if a.lo < b.lo {
		rest = append(rest, cell{lo: a.lo, hi: b.lo - 1})
	}
	if b.hi < a.hi {
		rest = append(rest, cell{lo: b.hi + 1, hi: a.hi})
	}
	return rest
}

// boxOf is what a row covers. loose tells that it may cover less: it has a guard,
// or asks for labels, of which a matter may have several.
func (c *Compiled) boxOf(r *compiledRow) (b box, loose bool) {
	loose = r.guard != nil
	for i, f := range c.columns {
		one := r.cells[i]
		if f.Kind == Labels {
			loose = loose || !one.any
			one.any = true
		}
		if one.any {
			one = f.whole()
		}
		b = append(b, cell{mask: one.mask, lo: one.lo, hi: one.hi})
	}
	return b, loose
}

func (c *Compiled) whole() box {
	var b box
	for _, f := range c.columns {
		b = append(b, f.whole())
	}
	return b
}

// overlap is what two boxes share.
func (c *Compiled) overlap(a, b box) (box, bool) {
	shared := make(box, len(a))
	for i, f := range c.columns {
		var some bool
		if shared[i], some = f.meet(a[i], b[i]); !some {
			return nil, false
		}
	}
	return shared, true
}

// subtract cuts b out of a. What is left are boxes that share nothing.
func (c *Compiled) subtract(a, b box) []box {
	shared, some := c.overlap(a, b)
	if !some {
		return []box{a}
	}
	var rest []box
	for i, f := range c.columns {
		for _, left := range f.without(a[i], shared[i]) {
			part := slices.Clone(a)
			part[i] = left
			rest = append(rest, part)
		}
		a = slices.Clone(a)
		a[i] = shared[i]
	}
	return rest
}

// example is a matter within a box.
func (c *Compiled) example(b box) []Example {
	all := []Example{}
	for i, f := range c.columns {
		e := Example{Fact: f.Name, Name: f.Zh}
		switch {
		case f.Kind == Labels:
			continue
		case f.bounded():
			e.Value = f.write(b[i].lo)
			e.Span = f.spanText(b[i])
		default:
			e.Value, e.Span = f.masked(b[i].mask)
		}
		all = append(all, e)
	}
	return all
}

func (f *Fact) spanText(c cell) string {
	lo, hi := f.span()
	switch {
	case c.lo == lo && c.hi == hi:
		return ""
	case c.hi == hi:
		return ">= " + f.write(c.lo)
	case c.lo == lo:
		return "<= " + f.write(c.hi)
	case c.lo == c.hi:
		return f.write(c.lo)
	}
	return f.write(c.lo) + ".." + f.write(c.hi)
}

// masked names the first of the values, and all of them.
func (f *Fact) masked(mask uint64) (first, all string) {
	n := 0
	for i, v := range f.Vals {
		if mask&(1<<i) == 0 {
			continue
		}
		if n++; n == 1 {
			first, all = v.Zh, v.Zh
			continue
		}
		all += "、" + v.Zh
	}
	if n == len(f.Vals) {
		all = ""
	}
	return first, all
}
