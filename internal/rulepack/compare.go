package rulepack

import (
	"reflect"
	"slices"

	"github.com/anxin-desk/anxin/internal/language/check"
)

// Change is how one rule, or what a pack says outside of its rules, differs
// between two texts.
type Change struct {
	Rule   string // "" for what stands outside of rules
	Before string // YAML; "" if it was added
	After  string // "" if it was removed
}

// compare says what is added, changed and removed from one pack to another.
func compare(before, after check.Pack) (all []Change, err error) {
	rest := func(p check.Pack) check.Pack { p.Rules = nil; return p }
	if !reflect.DeepEqual(rest(before), rest(after)) {
		all = append(all, Change{})
		if all[0].Before, err = write(rest(before)); err == nil {
			all[0].After, err = write(rest(after))
		}
	}
	find := func(p check.Pack, id string) int {
		return slices.IndexFunc(p.Rules, func(r check.Rule) bool { return r.ID == id })
	}
	for _, r := range before.Rules {
		if err != nil {
			return nil, err
		}
		i := find(after, r.ID)
		if i >= 0 && reflect.DeepEqual(r, after.Rules[i]) {
			continue
		}
		c := Change{Rule: r.ID}
		if c.Before, err = write(r); err == nil && i >= 0 {
			c.After, err = write(after.Rules[i])
		}
		all = append(all, c)
	}
	for _, r := range after.Rules {
		if err != nil || find(before, r.ID) >= 0 {
			continue
		}
		c := Change{Rule: r.ID}
		c.After, err = write(r)
		all = append(all, c)
	}
	return all, err
}
