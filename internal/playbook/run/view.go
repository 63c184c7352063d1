package run

import (
	"maps"
	"slices"

	"github.com/anxin-desk/anxin/internal/playbook"
)

// From is where a fact is known from.
type From string

// Where facts come from, the weakest first.
const (
	FromOrder   From = "order"
	FromHeard   From = "heard"
	FromCase    From = "case"
	FromMerged  From = "merged" // entered in a case that was merged into this one
	FromEntered From = "entered"
)

// Known is a fact with where it is known from.
type Known struct {
	Name  string
	Value any
	From  From
	Seq   int64 // of the message, 0 for none
}

// knowing gathers facts; what comes later outranks what came before.
type knowing map[string]Known

func (k knowing) put(from From, name string, value any, seq int64) {
	k[name] = Known{name, value, from, seq}
}

func (k knowing) entered(from From, facts map[string]Entered) {
	for name, e := range facts {
		f, ok := playbook.FactNamed(name)
		if !ok {
			continue
		}
		if value, err := f.ReadValue(e.Value); err == nil {
			k.put(from, name, value, e.Seq)
		}
	}
}

func (k knowing) values() playbook.Values {
	all := playbook.Values{}
	for name, one := range k {
		all[name] = one.Value
	}
	return all
}

// list is all that is known, by name.
func (k knowing) list() []Known {
	return slices.SortedFunc(maps.Values(k), func(a, b Known) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
}

// Seen is a step as it stands.
type Seen struct {
	playbook.Step
	Mark
	Here    bool     // on the way, as far as is known
	Heard   bool     // an ask whose answer is known already
	Missing []string // facts that would have to be known to be sure of the way
}

// walk puts together the steps on the way and those that were touched, in the order
// of the playbook.
func walk(flow *playbook.Flow, marks map[string]Mark, known playbook.Values, closed bool) (all []Seen, next string) {
	visits := map[string]playbook.Visit{}
	for _, v := range flow.Path(known) {
		visits[v.Step.ID] = v
	}
	for _, s := range flow.Playbook.Steps {
		v, on := visits[s.ID]
		m, touched := marks[s.ID]
		here := on && v.Taken
		if !here && !touched {
			continue
		}
		seen := Seen{Step: s, Mark: m, Here: here, Heard: v.Known && s.Kind == playbook.Ask, Missing: v.Missing}
		switch {
		case s.Kind == playbook.Close && closed, seen.Heard && m.State != Skipped:
			seen.State = Done
		case m.State == "":
			seen.State = Open
		}
		if next == "" && here && seen.State == Open {
			next = s.ID
		}
		all = append(all, seen)
	}
	return all, next
}
