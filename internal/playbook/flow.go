package playbook

// Flow is a playbook whose conditions are compiled. It is immutable and safe for
// concurrent use.
type Flow struct {
	Playbook *Playbook
	guard    Condition
	steps    []node
}

type node struct {
	when     Condition
	branches []way
	next     int // where it goes on, len(steps) for past the end
}

type way struct {
	Condition
	to int
}

// Compile checks a playbook and makes a flow of it, which is nil if anything is
// wrong.
func Compile(p *Playbook) (*Flow, []Problem) {
	c := checker{p: p, flow: &Flow{Playbook: p}}
	c.whole()
	c.parts()
	c.conditions()
	if len(c.problems) == 0 {
		c.order()
	}
	if len(c.problems) > 0 {
		return nil, c.sorted()
	}
	return c.flow, nil
}

// Load reads and compiles a playbook.
func Load(text []byte) (*Flow, []Problem) {
	p, wrong := Read(text)
	if len(wrong) > 0 {
		return nil, wrong
	}
	return Compile(p)
}

// Visit is a step on the way through a flow. Missing are facts that would have to
// be known to be sure whether it is taken or where it leads.
type Visit struct {
	Step    Step
	Taken   bool
	Known   bool // an ask for what is known already: it is not put again
	Missing []string
}

// Path walks from the start to the close with what is known. What is not known
// takes no guarded step and no branch.
func (f *Flow) Path(known Values) []Visit {
	var path []Visit
	for i := 0; i < len(f.steps); {
		v := Visit{Step: f.Playbook.Steps[i]}
		v.Taken, v.Missing = f.steps[i].when.Holds(known)
		next := i + 1
		if v.Taken {
			var missing []string
			next, missing = f.steps[i].leads(known)
			v.Missing = append(v.Missing, missing...)
		}
		_, v.Known = known[v.Step.Fact]
		path = append(path, v)
		if v.Taken && v.Step.Kind == Close {
			break
		}
		i = next
	}
	return path
}

// leads returns where a step that was taken goes on.
func (n node) leads(known Values) (next int, missing []string) {
	for _, b := range n.branches {
		holds, open := b.Holds(known)
		if holds {
			return b.to, missing
		}
		missing = append(missing, open...)
	}
	return n.next, missing
}

// Applies tells whether the guard of the trigger holds for an order, and what it
// would have to know.
func (f *Flow) Applies(order Values) (holds bool, missing []string) { return f.guard.Holds(order) }

// Guarded are the facts of which the guard of the trigger speaks.
func (f *Flow) Guarded() []string { return f.guard.Needs() }
