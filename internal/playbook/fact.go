package playbook

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"go.yaml.in/yaml/v3"

	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/guard"
)

//go:embed data
var data embed.FS

// Phase is when a fact is asked for: what happened, then what is needed, then
// which of the ways is liked best.
type Phase string

// Phases, in the order of talk. Outcomes are asked for at the end. Known facts come
// from the case and the order, or are found by us; a buyer is not asked for them.
const (
	Happened  Phase = "fact"
	Needed    Phase = "need"
	Preferred Phase = "preference"
	Outcome   Phase = "outcome"
	Known     Phase = "known"
)

// Type is what a fact's values are, to those who write guards.
type Type string

// Types. Money is in fen.
const (
	Words  Type = "text"
	YesNo  Type = "yesno"
	Count  Type = "count"
	Money  Type = "money"
	Choice Type = "choice"
)

// Fact is something that guards speak of and asks collect.
type Fact struct {
	Name   string `yaml:"name"`
	Title  Text   `yaml:"title"`
	Type   Type   `yaml:"type"`
	Phase  Phase  `yaml:"phase"`
	Ask    Text   `yaml:"ask"`
	Policy bool   `yaml:"policy"` // title, type and values are those of the policy's fact
	Values values `yaml:"values"`
}

// values keep the order in which they are written down.
type values []policy.Value

// UnmarshalYAML implements yaml.Unmarshaler.
func (v *values) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		*v = append(*v, policy.Value{Code: n.Content[i].Value, Zh: n.Content[i+1].Value})
	}
	return nil
}

var registry = sync.OnceValue(func() []Fact {
	text, err := data.ReadFile("data/facts.yaml")
	if err != nil {
		panic(err)
	}
	var all []Fact
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("facts.yaml: %v", err))
	}
	for i := range all {
		if all[i].Policy {
			all[i].take()
		}
	}
	return all
})

// take fills in what the policy says of a fact with the same name.
func (f *Fact) take() {
	p, ok := policy.FactNamed(f.Name)
	if !ok {
		panic("facts.yaml: policy knows no " + f.Name)
	}
	f.Title = Text{p.Zh, p.En}
	if f.Ask.empty() {
		f.Ask = Text{p.Ask, p.AskEn}
	}
	switch p.Kind {
	case policy.YesNo:
		f.Type = YesNo
	case policy.Money:
		f.Type = Money
	case policy.Choice:
		f.Type, f.Values = Choice, p.Values()
	default:
		f.Type = Count
	}
}

// Facts are all of them.
func Facts() []Fact { return slices.Clone(registry()) }

// FactNamed finds a fact.
func FactNamed(name string) (Fact, bool) {
	for _, f := range registry() {
		if f.Name == name {
			return f, true
		}
	}
	return Fact{}, false
}

var celTypes = map[Type]*cel.Type{Words: cel.StringType, Choice: cel.StringType, YesNo: cel.BoolType, Count: cel.IntType, Money: cel.IntType}

// words are the variables of guards.
var words = sync.OnceValue(func() guard.Words {
	var all []guard.Variable
	for _, f := range registry() {
		all = append(all, guard.Variable{Name: f.Name, Type: celTypes[f.Type]})
	}
	return guard.New(all)
})

// Condition is a guard, checked.
type Condition struct{ guard *guard.Guard }

// ParseCondition checks a condition. An empty one always holds.
func ParseCondition(text string) (Condition, error) {
	g, err := words().Compile(text)
	return Condition{g}, err
}

// Holds asks it. missing are the facts on which it depends and which are not
// known; only if there are none is the answer certain.
func (c Condition) Holds(known Values) (holds bool, missing []string) {
	if c.guard == nil {
		return true, nil
	}
	var unknown []string
	for _, name := range c.guard.Needs {
		if _, is := known[name]; !is {
			unknown = append(unknown, name)
		}
	}
	holds, certain := c.guard.Holds(known, unknown)
	if !certain {
		return false, unknown
	}
	return holds, nil
}

// Needs are the facts that it speaks of.
func (c Condition) Needs() []string {
	if c.guard == nil {
		return nil
	}
	return c.guard.Needs
}
