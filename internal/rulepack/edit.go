package rulepack

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// RuleDraft is a rule of one of the simple kinds, as people fill in a form.
type RuleDraft struct {
	ID       string // "" for a new one
	Category string
	Kind     check.Kind
	Level    check.Level
	Pattern  []string
	Replace  []Word
	Pair     []string
	Within   int
	Count    int
	Except   []string // patterns beside which it is fine
	Message  string
	Why      string
	Better   string
	Bad      []string
	Good     []string
}

// simple are the kinds that the form knows.
var simple = []check.Kind{check.Existence, check.Substitution, check.Occurrence, check.RequirePair}

// rule returns the draft laid over a rule that there is, whose other parts stay.
func (d RuleDraft) rule(r check.Rule) (check.Rule, error) {
	if !slices.Contains(simple, d.Kind) {
		return r, fault.Field("kind", "rule_pack.kind_not_simple")
	}
	was := r
	r.Category, r.Kind, r.Level = d.Category, d.Kind, d.Level
	r.Pattern, r.Pair, r.Bad, r.Good = tidy(d.Pattern), tidy(d.Pair), tidy(d.Bad), tidy(d.Good)
	r.Within, r.Count, r.Replace = 0, 0, nil
	switch d.Kind {
	case check.RequirePair:
		r.Within = d.Within
	case check.Occurrence:
		r.Count = d.Count
	}
	if d.Kind != check.RequirePair {
		r.Pair = nil
	}
	r.Unless.Clause = tidy(d.Except)
	if d.Kind == check.Substitution {
		r.Pattern, r.Replace = nil, map[string]string{}
		for _, w := range d.Replace {
			r.Replace[w.Word] = w.Plain
		}
	}
	r.Message, r.Why, r.Better = d.Message, d.Why, d.Better
	if r.Source == "" {
		r.Source = "店内规定"
	}
	if !reflect.DeepEqual(was, r) {
		r.Version++
	}
	return r, nil
}

// tidy leaves out lines without words.
func tidy(lines []string) check.Lines {
	var all check.Lines
	for _, line := range lines {
		if line = string(bytes.TrimSpace([]byte(line))); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// put returns the text of a pack with a rule in the place of the one of its id, or
// at the end. Comments and all else stay.
func put(text string, d RuleDraft) (changed, id string, err error) {
	doc, p, err := parse(text)
	if err != nil {
		return "", "", err
	}
	i := slices.IndexFunc(p.Rules, func(r check.Rule) bool { return r.ID == d.ID && d.ID != "" })
	if i < 0 && d.ID != "" {
		return "", "", fault.New(fault.NotFound, "rule_pack.rule_unknown")
	}
	r := check.Rule{ID: freeID(p)}
	if i >= 0 {
		r = p.Rules[i]
	}
	if r, err = d.rule(r); err != nil {
		return "", "", err
	}
	var node yaml.Node
	if err := node.Encode(r); err != nil {
		return "", "", err
	}
	_, rules := child(doc.Content[0], "rules")
	switch {
	case i >= 0:
		node.HeadComment = rules.Content[i].HeadComment
		rules.Content[i] = &node
	case rules == nil:
		rules = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{&node}}
		doc.Content[0].Content = append(doc.Content[0].Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "rules"}, rules)
	default:
		rules.Kind, rules.Tag, rules.Value, rules.Style = yaml.SequenceNode, "", "", 0
		rules.Content = append(rules.Content, &node)
	}
	changed, err = write(doc)
	return changed, r.ID, err
}

// without returns the text of a pack without one of its rules.
func without(text, id string) (string, error) {
	doc, p, err := parse(text)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(p.Rules, func(r check.Rule) bool { return r.ID == id })
	if i < 0 {
		return "", fault.New(fault.NotFound, "rule_pack.rule_unknown")
	}
	_, rules := child(doc.Content[0], "rules")
	rules.Content = slices.Delete(rules.Content, i, i+1)
	return write(doc)
}

// parse reads a text that can be read.
func parse(text string) (doc *yaml.Node, p check.Pack, err error) {
	x := &examiner{}
	if !x.read([]byte(text)) {
		return nil, p, fault.New(fault.Conflict, "rule_pack.draft_unreadable")
	}
	return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{x.root}}, x.report.Pack, nil
}

// freeID is an id that no rule of the pack has.
func freeID(p check.Pack) string {
	for n := len(p.Rules) + 1; ; n++ {
		id := fmt.Sprintf("%s.r%d", p.Name, n)
		if !slices.ContainsFunc(p.Rules, func(r check.Rule) bool { return r.ID == id }) {
			return id
		}
	}
}

// write returns a value as YAML.
func write(v any) (string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return b.String(), e.Close()
}
