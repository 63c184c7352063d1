package policy

import (
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Cell is a condition on one fact, compiled: any value, some of its values, or a
// span of numbers.
type cell struct {
	any    bool
	mask   uint64 // of Choice and YesNo: those that fit. Of Labels: those looked for
	none   bool   // of Labels: it must have none of them
	lo, hi int64
}

// test compares a fact with the cell.
func (c cell) test(f *Fact, s slot) truth {
	switch {
	case c.any:
		return yes
	case !s.known:
		return open
	case f.bounded():
		return when(c.lo <= s.n && s.n <= c.hi)
	case c.none:
		return when(c.mask&s.mask == 0)
	}
	return when(c.mask&s.mask != 0)
}

func when(b bool) truth {
	if b {
		return yes
	}
	return no
}

// fold makes the signs that people type alike.
var fold = strings.NewReplacer("≤", "<=", "≥", ">=", "＜", "<", "＞", ">", "＝", "=", "≠", "!=", "～", "..", "~", "..", "…", "..", "，", "、", ",", "、", "；", "、",
	"（", "(", "）", ")", "［", "[", "］", "]", "－", "-", "％", "%", "￥", "¥")

// split cuts a list of values.
func split(text string) []string {
	var all []string
	for _, part := range strings.Split(fold.Replace(text), "、") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// parseCell reads what stands in a cell: nothing, "-" or 不限 for any value; values,
// or 非 and values; <= 7, > 100元, 8..15, (8..15], 有.
func parseCell(f *Fact, text string) (cell, error) {
	text = strings.TrimSpace(fold.Replace(text))
	switch text {
	case "", "-", "不限":
		return cell{any: true}, nil
	}
	if f.bounded() {
		return f.parseSpan(text)
	}
	c := cell{}
	for _, sign := range []string{"!=", "非", "不含"} {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			c.none, text = true, rest
		}
	}
	if !c.none {
		text = strings.TrimPrefix(strings.TrimPrefix(text, "="), "含")
	}
	for _, part := range split(text) {
		i, ok := f.value(part)
		if !ok {
			return c, fault.New(fault.Invalid, "policy.cell_value", "fact", f.Zh, "value", short(part), "values", f.listed())
		}
		c.mask |= 1 << i
	}
	if c.mask == 0 {
		return c, fault.New(fault.Invalid, "policy.cell_form", "fact", f.Zh, "value", short(text))
	}
	if c.none && f.Kind != Labels {
		c.mask, c.none = maskOf(len(f.Vals))&^c.mask, false
		if c.mask == 0 {
			return c, fault.New(fault.Invalid, "policy.cell_never", "fact", f.Zh)
		}
	}
	return c, nil
}

// parseSpan reads a span of numbers. All are whole, so that open ends move by one.
func (f *Fact) parseSpan(text string) (c cell, err error) {
	c.lo, c.hi = f.span()
	if text == "有" {
		return c, nil
	}
	bad := fault.New(fault.Invalid, "policy.cell_form", "fact", f.Zh, "value", short(text))
	text = strings.Replace(text, "至", "..", 1)
	if from, to, found := strings.Cut(text, ".."); found {
		left, right := strings.HasPrefix(from, "("), strings.HasSuffix(to, ")")
		lo, ok := f.parse(strings.TrimLeft(from, "[("))
		hi, fine := f.parse(strings.TrimRight(to, "])"))
		if !ok || !fine {
			return c, bad
		}
		c.lo, c.hi = max(c.lo, lo+side(left)), min(c.hi, hi-side(right))
		return c, f.spanOr(c, bad)
	}
	for _, sign := range []string{"<=", ">=", "<", ">", "=", ""} {
		rest, found := strings.CutPrefix(text, sign)
		if !found {
			continue
		}
		n, ok := f.parse(rest)
		if !ok {
			return c, bad
		}
		switch sign {
		case "<=", "<":
			c.hi = min(c.hi, n-side(sign == "<"))
		case ">=", ">":
			c.lo = max(c.lo, n+side(sign == ">"))
		default:
			c.lo, c.hi = max(c.lo, n), min(c.hi, n)
		}
		return c, f.spanOr(c, bad)
	}
	return c, bad
}

func (f *Fact) spanOr(c cell, bad error) error {
	if c.lo > c.hi {
		return fault.New(fault.Invalid, "policy.cell_never", "fact", f.Zh)
	}
	return nil
}

func side(open bool) int64 {
	if open {
		return 1
	}
	return 0
}

// parse reads a number as people write it: money in yuan, days as dates, others
// with or without their unit.
func (f *Fact) parse(text string) (int64, bool) {
	text = strings.TrimSpace(text)
	switch f.Kind {
	case Money:
		return parseYuan(text)
	case Date:
		if len(text) > len("2006-01-02") && (text[10] == 'T' || text[10] == ' ') {
			return parseInstant(text)
		}
		d, err := calendar.ParseDate(strings.ReplaceAll(text, "/", "-"))
		return int64(d), err == nil
	}
	unit := f.Unit
	if f.Kind == Percent {
		unit = "%"
	}
	n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(text, unit)), 10, 64)
	return n, err == nil
}

// write is a number as people read it.
func (f *Fact) write(n int64) string {
	switch f.Kind {
	case Money:
		return Yuan(n)
	case Date:
		return calendar.Date(n).String()
	case Percent:
		return strconv.FormatInt(n, 10) + "%"
	}
	return strconv.FormatInt(n, 10) + f.Unit
}
