package policy

import (
	"bytes"
	"embed"
	"fmt"
	"math"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// Kind is the type of a fact.
type Kind string

const (
	Choice  Kind = "choice"  // one of its values
	Labels  Kind = "labels"  // any of its values
	YesNo   Kind = "yesno"   // yes or no
	Money   Kind = "money"   // fen
	Percent Kind = "percent" // 0 to 100
	Count   Kind = "count"   // days, hours, times
	Date    Kind = "date"    // a day of China
)

// Limits of facts. They are far beyond what happens, so that arithmetic cannot
// overflow.
const (
	MaxMoney = 100_000_000_00 // fen
	MaxCount = 1_000_000
)

// Value is one that a fact may have.
type Value struct {
	Code string `json:"code"`
	Zh   string `json:"zh"`
}

// values keep the order in which they are written down.
type values []Value

// UnmarshalYAML implements yaml.Unmarshaler.
func (v *values) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		*v = append(*v, Value{n.Content[i].Value, n.Content[i+1].Value})
	}
	return nil
}

// Fact is something that decisions rest on.
type Fact struct {
	Name  string   `yaml:"name"`
	Zh    string   `yaml:"zh"`
	En    string   `yaml:"en"`
	Kind  Kind     `yaml:"type"`
	Unit  string   `yaml:"unit"`
	Ask   string   `yaml:"ask"` // what is asked when it is not known; "" if it is computed
	AskEn string   `yaml:"ask_en"`
	Alias []string `yaml:"alias"`
	Vals  values   `yaml:"values"`
	From  []string `yaml:"from"`  // the dates that it is computed from
	How   string   `yaml:"count"` // days or months between them

	at int // its place among all
}

// Values are those that it may have, none if it has numbers.
func (f *Fact) Values() []Value { return f.Vals }

// facts are all of them, and the names under which they are found.
type facts struct {
	all    []*Fact
	byName map[string]*Fact
}

var registry = sync.OnceValue(func() facts {
	var r facts
	if err := load("facts", &r.all); err != nil {
		panic(err)
	}
	r.byName = map[string]*Fact{}
	for i, f := range r.all {
		f.at = i
		if f.Kind == YesNo {
			f.Vals = values{{"no", "否"}, {"yes", "是"}}
		}
		for _, name := range append([]string{f.Name, f.Zh}, f.Alias...) {
			if r.byName[name] != nil {
				panic("facts.yaml: " + name + " stands there twice")
			}
			r.byName[name] = f
		}
	}
	return r
})

// load reads a file of data.
func load(name string, into any) error {
	text, err := data.ReadFile("data/" + name + ".yaml")
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s.yaml: %w", name, err)
	}
	return nil
}

// Facts returns all facts, in the order in which questions are asked.
func Facts() []Fact {
	var all []Fact
	for _, f := range registry().all {
		all = append(all, *f)
	}
	return all
}

// FactNamed finds a fact by its name, Chinese name or another.
func FactNamed(name string) (Fact, bool) {
	if f := registry().byName[name]; f != nil {
		return *f, true
	}
	return Fact{}, false
}

// value finds one of the values by its code or Chinese name.
func (f *Fact) value(name string) (int, bool) {
	i := slices.IndexFunc(f.Vals, func(v Value) bool { return v.Code == name || v.Zh == name })
	return i, i >= 0
}

// span is what numbers of a fact may be.
func (f *Fact) span() (lo, hi int64) {
	switch f.Kind {
	case Money:
		return 0, MaxMoney
	case Percent:
		return 0, 100
	case Count:
		return 0, MaxCount
	}
	return int64(firstDay), int64(lastDay)
}

// bounded tells facts that have numbers.
func (f *Fact) bounded() bool {
	return f.Kind == Money || f.Kind == Percent || f.Kind == Count || f.Kind == Date
}

// maskOf has a bit for each of n values.
func maskOf(n int) uint64 { return math.MaxUint64 >> (64 - n) }
