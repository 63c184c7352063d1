package check

import "strings"

// class is a set of runes.
type class struct {
	not    bool
	ranges [][2]rune
}

func (c *class) has(r rune) bool {
	for _, p := range c.ranges {
		if p[0] <= r && r <= p[1] {
			return !c.not
		}
	}
	return c.not
}

// ways returns how many ways lead through n, or some number above maxWays.
func (n *node) ways() int {
	total := 0
	switch n.kind {
	case nodeConcat:
		total = 1
		for _, k := range n.kids {
			total = min(total*k.ways(), maxWays+1)
		}
	case nodeOr:
		for _, k := range n.kids {
			total = min(total+k.ways(), maxWays+1)
		}
	case nodeRepeat:
		each, power := n.kids[0].ways(), 1
		for i := range n.max + 1 {
			if i >= n.min {
				total = min(total+power, maxWays+1)
			}
			power = min(power*each, maxWays+1)
		}
	case nodeGap, nodeWideGap:
		total = n.max + 1
	case nodeNotAhead: // is tried anew each time that the way leads here
		total = n.kids[0].ways()
	default:
		total = 1
	}
	return total
}

// literals returns what n matches if that is plain words.
func literals(n *node) ([]string, bool) {
	switch n.kind {
	case nodeRune:
		return []string{string(n.r)}, true
	case nodeConcat:
		if len(n.kids) == 1 {
			return literals(n.kids[0])
		}
		var b strings.Builder
		for _, k := range n.kids {
			if k.kind == nodeRune {
				b.WriteRune(k.r)
				continue
			}
			w, ok := literals(k)
			if !ok || len(w) != 1 {
				return nil, false
			}
			b.WriteString(w[0])
		}
		return []string{b.String()}, true
	case nodeOr:
		var all []string
		for _, k := range n.kids {
			w, ok := literals(k)
			if !ok {
				return nil, false
			}
			all = append(all, w...)
		}
		return all, true
	}
	return nil, false
}
