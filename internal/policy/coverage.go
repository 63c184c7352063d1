package policy

import "slices"

// Example is one fact of a matter that shows a gap or an overlap.
type Example struct {
	Fact  string `json:"fact"`
	Name  string `json:"name"`
	Value string `json:"value"` // one that shows it, as cells write it
	Span  string `json:"span"`  // all of them, "" for any
}

// Gap is what no row of a table covers.
type Gap struct {
	Example []Example `json:"example" nullable:"false"`
}

// Overlap is a matter for which two rows offer different things for one remedy,
// where only one may. Rows are ids.
type Overlap struct {
	Rows    [2]string `json:"rows" nullable:"false"`
	Remedy  string    `json:"remedy"`
	Maybe   bool      `json:"maybe"` // a guard or a label may keep them apart
	Example []Example `json:"example" nullable:"false"`
}

// Coverage is what is left open by a table, and what is said twice.
type Coverage struct {
	Gaps     []Gap     `json:"gaps" nullable:"false"`
	Overlaps []Overlap `json:"overlaps" nullable:"false"`
	Hidden   []string  `json:"hidden" nullable:"false"` // rows that never count, because rows before them cover all of theirs
	Complete bool      `json:"complete"`                // false: there may be more than was looked for
}

// Bounds of looking.
const (
	maxBoxes = 20_000
	maxShown = 20
)

// Cover looks for gaps and overlaps.
func (c *Compiled) Cover() Coverage {
	out := Coverage{Gaps: []Gap{}, Overlaps: []Overlap{}, Hidden: []string{}, Complete: true}
	left := []box{c.whole()}
	for i := range c.rows {
		if b, loose := c.boxOf(&c.rows[i]); !loose {
			left = c.cut(left, b, &out.Complete)
		}
	}
	for _, b := range left[:min(len(left), maxShown)] {
		out.Gaps = append(out.Gaps, Gap{c.example(b)})
	}
	out.Complete = out.Complete && len(left) <= maxShown
	switch c.table.Hit {
	case Unique:
		c.overlaps(&out)
	case First:
		c.hidden(&out)
	}
	return out
}

// cut takes b out of all boxes, as long as they are not too many.
func (c *Compiled) cut(left []box, b box, complete *bool) (rest []box) {
	for _, a := range left {
		rest = append(rest, c.subtract(a, b)...)
	}
	if len(rest) > maxBoxes {
		*complete = false
		return rest[:maxBoxes]
	}
	return rest
}

func (c *Compiled) overlaps(out *Coverage) {
	for i := range c.rows {
		for j := i + 1; j < len(c.rows); j++ {
			a, b := &c.rows[i], &c.rows[j]
			if a.remedy != b.remedy || a.offer.same(b.offer) {
				continue
			}
			x, loose := c.boxOf(a)
			y, maybe := c.boxOf(b)
			shared, some := c.overlap(x, y)
			if !some {
				continue
			}
			if len(out.Overlaps) == maxShown {
				out.Complete = false
				return
			}
			out.Overlaps = append(out.Overlaps, Overlap{[2]string{a.row.ID, b.row.ID}, Remedies[a.remedy].Code, loose || maybe, c.example(shared)})
		}
	}
}

// hidden finds rows of FIRST that rows for the same remedy leave nothing to.
func (c *Compiled) hidden(out *Coverage) {
	for j := range c.rows {
		mine, _ := c.boxOf(&c.rows[j])
		left := []box{mine}
		for i := range c.rows[:j] {
			if b, loose := c.boxOf(&c.rows[i]); !loose && c.rows[i].remedy == c.rows[j].remedy {
				left = c.cut(left, b, &out.Complete)
			}
		}
		if len(left) == 0 {
			out.Hidden = append(out.Hidden, c.rows[j].row.ID)
		}
	}
}

// Certain tells that two rows of a table that allows one certainly overlap.
func (v Coverage) Certain() bool {
	return slices.ContainsFunc(v.Overlaps, func(o Overlap) bool { return !o.Maybe })
}
