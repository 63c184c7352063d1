package check

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// Pack is a set of rules as it is written down. Lines holds one entry a line.
// What a rule leaves out, it takes from its pack.
type Pack struct {
	Name     string           `yaml:"pack"`
	Title    string           `yaml:"title"`
	Platform string           `yaml:"platform,omitempty"` // of a pack that is switched on by its platform
	Category string           `yaml:"category,omitempty"`
	Version  int              `yaml:"version,omitempty"`
	Source   string           `yaml:"source,omitempty"`
	Lists    map[string]Lines `yaml:"lists,omitempty"`
	Rules    []Rule           `yaml:"rules,omitempty"`
	Off      Lines            `yaml:"off,omitempty"` // ids of rules of other packs that this one switches off
}

// Rule is a rule as it is written down.
type Rule struct {
	ID       string `yaml:"id"`
	Version  int    `yaml:"version,omitempty"`
	Category string `yaml:"category,omitempty"`
	Kind     Kind   `yaml:"kind,omitempty"`
	Level    Level  `yaml:"level,omitempty"`
	Scope    Scope  `yaml:"scope,omitempty"`

	Pattern Lines             `yaml:"pattern,omitempty"`
	Replace map[string]string `yaml:"replace,omitempty"` // substitution: word → plain word
	Pair    Lines             `yaml:"pair,omitempty"`    // require_pair: what must stand near
	Within  int               `yaml:"within,omitempty"`  // require_pair: how near, in runes
	First   Lines             `yaml:"first,omitempty"`   // order: what must come before
	Count   int               `yaml:"count,omitempty"`   // occurrence and repeat: from how many on
	Limit   string            `yaml:"limit,omitempty"`   // policy: name of the limit
	Score   int               `yaml:"score,omitempty"`   // learnt: from how likely on, in percent

	When   When   `yaml:"when,omitempty"`
	Unless Unless `yaml:"unless,omitempty"`

	Message string `yaml:"message,omitempty"`
	Why     string `yaml:"why,omitempty"`
	Better  string `yaml:"better,omitempty"`
	Source  string `yaml:"source,omitempty"`

	Bad  Lines `yaml:"bad,omitempty"`
	Good Lines `yaml:"good,omitempty"`
}

// Kind is what a rule does with its pattern.
type Kind string

// Kinds of rules.
const (
	Existence    Kind = "existence"    // the pattern is there
	Substitution Kind = "substitution" // a word is there that has a plainer one
	Occurrence   Kind = "occurrence"   // the pattern is there Count times
	RequirePair  Kind = "require_pair" // the pattern is there without its pair nearby
	Require      Kind = "require"      // the pattern is missing
	Order        Kind = "order"        // the pattern is there and nothing of First before it
	Repeat       Kind = "repeat"       // the pattern is there and was in Count-1 replies before
	Policy       Kind = "policy"       // an amount beside the pattern is above the limit
	Learnt       Kind = "learnt"       // the reply sounds like the examples of the category
)

// Scope narrows where a rule applies. What is empty narrows nothing.
type Scope struct {
	Part     Lines  `yaml:"part,omitempty"` // opening, body, closing
	Stage    Lines  `yaml:"stage,omitempty"`
	Emotion  Lines  `yaml:"emotion,omitempty"`
	Scenario Lines  `yaml:"scenario,omitempty"`
	Speaker  Lines  `yaml:"speaker,omitempty"`  // empty is agent
	Turn     string `yaml:"turn,omitempty"`     // first: nothing was said by us before
	Customer string `yaml:"customer,omitempty"` // upset; complaining, who has a grievance; not calm, of whom nothing good is known
}

// When is what the conversation must hold.
type When struct {
	Customer Lines `yaml:"customer,omitempty"` // said by the customer, at any time
	Last     Lines `yaml:"last,omitempty"`     // said by the customer since our last reply
	Agent    Lines `yaml:"agent,omitempty"`    // said by us
}

// Unless is what makes a match harmless, by where it may stand. What the
// customer said may do so, too.
type Unless struct {
	Clause   Lines  `yaml:"clause,omitempty"`
	Sentence Lines  `yaml:"sentence,omitempty"`
	Text     Lines  `yaml:"text,omitempty"`
	Customer Lines  `yaml:"customer,omitempty"`
	Found    Lines  `yaml:"found,omitempty"`    // categories in which something was found already
	Ignoring Lines  `yaml:"ignoring,omitempty"` // categories whose clauses Text does not look at
	Negation string `yaml:"negation,omitempty"` // keep: a negation before the match changes nothing
	Quoted   string `yaml:"quoted,omitempty"`   // keep: counts in quotation marks, too
}

// Lines is a list written as a block of lines.
type Lines []string

// UnmarshalYAML implements yaml.Unmarshaler; a sequence is read, too.
func (l *Lines) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		return n.Decode((*[]string)(l))
	}
	var text string
	if err := n.Decode(&text); err != nil {
		return err
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			*l = append(*l, line)
		}
	}
	return nil
}

// MarshalYAML implements yaml.Marshaler: a block of lines where that says the
// same, else a sequence.
func (l Lines) MarshalYAML() (any, error) {
	for _, line := range l {
		if line == "" || line != strings.TrimSpace(line) || strings.ContainsAny(line, "\n\r\u0085\u2028\u2029") {
			return []string(l), nil
		}
	}
	if len(l) == 1 {
		return l[0], nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.Join(l, "\n") + "\n", Style: yaml.LiteralStyle}, nil
}

// ReadPack reads a pack from YAML. It does not compile it.
func ReadPack(text []byte) (Pack, error) {
	var p Pack
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&p); err != nil {
		return Pack{}, fmt.Errorf("reading a rule pack: %w", err)
	}
	if p.Name == "" {
		return Pack{}, errors.New("reading a rule pack: it has no name")
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		r.Category = first(r.Category, p.Category)
		r.Source = first(r.Source, p.Source)
		if r.Version == 0 {
			r.Version = p.Version
		}
	}
	return p, nil
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Shipped returns the packs that come with the program, for no platform and for
// those named, as taobao or douyin.
func Shipped(platforms ...string) ([]Pack, error) {
	names, err := fs.Glob(data, "data/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, p := range platforms {
		names = append(names, path.Join("data/platforms", p+".yaml"))
	}
	var packs []Pack
	for _, name := range names {
		text, err := data.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("no rule pack for this platform, there are %s: %w", strings.Join(Platforms(), ", "), err)
		}
		p, err := ReadPack(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		packs = append(packs, p)
	}
	return packs, nil
}

// Platforms names the platforms that have a pack of their own.
func Platforms() []string {
	entries, err := fs.Glob(data, "data/platforms/*.yaml")
	if err != nil {
		return nil
	}
	for i, e := range entries {
		entries[i] = strings.TrimSuffix(path.Base(e), ".yaml")
	}
	slices.Sort(entries)
	return entries
}
