package check

import (
	"fmt"
	"strings"
)

// Wrong is what is wrong with how a rule or a pattern is written. Code names a
// sentence for people, Args are its values; Error is for the command line.
type Wrong struct {
	Code  string
	Args  map[string]any
	Field string // the part of the rule, as pattern or pair; "" for the whole
	Entry string // the line of it; "" for all
	List  string // the list in which the line stands; "" for the rule

	said string
}

// Error implements error.
func (w *Wrong) Error() string {
	if w.Entry != "" {
		return fmt.Sprintf("%q: %s", w.Entry, w.said)
	}
	return w.said
}

// wrong is what format says. args are the values of the format, and of the
// sentence by the names that stand in code after it: "too_large size limit".
func wrong(code, format string, args ...any) *Wrong {
	names := strings.Fields(code)
	w := &Wrong{Code: names[0], said: fmt.Sprintf(format, args...), Args: map[string]any{}}
	for i, name := range names[1:] {
		w.Args[name] = args[i]
	}
	return w
}

// Fault is what is wrong with a rule of a pack; Rule is "" for the pack itself.
type Fault struct {
	Pack, Rule string
	*Wrong
}

// Error implements error.
func (f Fault) Error() string {
	if f.Rule == "" {
		return fmt.Sprintf("rule pack %s: %v", f.Pack, f.Wrong)
	}
	return fmt.Sprintf("rule pack %s, rule %s: %v", f.Pack, f.Rule, f.Wrong)
}

// Faults are all of some packs.
type Faults []Fault

// Error implements error.
func (f Faults) Error() string {
	var all []string
	for _, each := range f {
		all = append(all, each.Error())
	}
	return strings.Join(all, "\n")
}
