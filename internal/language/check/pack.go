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
	Platform string           `yaml:"platform"` // of a pack that is switched on by its platform
	Category string           `yaml:"category"`
	Version  int              `yaml:"version"`
	Source   string           `yaml:"source"`
	Lists    map[string]Lines `yaml:"lists"`
	Rules    []Rule           `yaml:"rules"`
	Off      Lines            `yaml:"off"` // ids of rules of other packs that this one switches off
}

// Rule is a rule as it is written down.
type Rule struct {
	ID       string `yaml:"id"`
	Version  int    `yaml:"version"`
	Category string `yaml:"category"`
	Kind     Kind   `yaml:"kind"`
	Level    Level  `yaml:"level"`
	Scope    Scope  `yaml:"scope"`

	Pattern Lines             `yaml:"pattern"`
	Replace map[string]string `yaml:"replace"` // substitution: word → plain word
	Pair    Lines             `yaml:"pair"`    // require_pair: what must stand near
	Within  int               `yaml:"within"`  // require_pair: how near, in runes
	First   Lines             `yaml:"first"`   // order: what must come before
	Count   int               `yaml:"count"`   // occurrence and repeat: from how many on
	Limit   string            `yaml:"limit"`   // policy: name of the limit

	When   When   `yaml:"when"`
	Unless Unless `yaml:"unless"`

	Message string `yaml:"message"`
	Why     string `yaml:"why"`
	Better  string `yaml:"better"`
	Source  string `yaml:"source"`

	Bad  Lines `yaml:"bad"`
	Good Lines `yaml:"good"`
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
)

// Scope narrows where a rule applies. What is empty narrows nothing.
type Scope struct {
	Part     Lines  `yaml:"part"` // opening, body, closing
	Stage    Lines  `yaml:"stage"`
	Emotion  Lines  `yaml:"emotion"`
	Scenario Lines  `yaml:"scenario"`
	Speaker  Lines  `yaml:"speaker"`  // empty is agent
	Turn     string `yaml:"turn"`     // first: nothing was said by us before
	Customer string `yaml:"customer"` // upset; complaining, who has a grievance; not calm, of whom nothing good is known
}

// When is what the conversation must hold.
type When struct {
	Customer Lines `yaml:"customer"` // said by the customer, at any time
	Last     Lines `yaml:"last"`     // said by the customer since our last reply
	Agent    Lines `yaml:"agent"`    // said by us
}

// Unless is what makes a match harmless, by where it may stand. What the
// customer said may do so, too.
type Unless struct {
	Clause   Lines  `yaml:"clause"`
	Sentence Lines  `yaml:"sentence"`
	Text     Lines  `yaml:"text"`
	Customer Lines  `yaml:"customer"`
	Found    Lines  `yaml:"found"`    // categories in which something was found already
	Ignoring Lines  `yaml:"ignoring"` // categories whose clauses Text does not look at
	Negation string `yaml:"negation"` // keep: a negation before the match changes nothing
	Quoted   string `yaml:"quoted"`   // keep: counts in quotation marks, too
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
