package rulepack

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// place finds the line of an entry of a field, of the field, of the rule, or 0.
// Without a rule the field is one of the pack.
func place(root *yaml.Node, rule, field, entry string) int {
	at, line := root, 0
	if rule != "" {
		if at = ruleNode(root, rule); at == nil {
			return 0
		}
		line = at.Line
	}
	for name := range strings.SplitSeq(field, ".") {
		key, value := child(at, name)
		if value == nil {
			return line
		}
		at, line = value, key.Line
	}
	if n := entryLine(at, entry); n > 0 {
		return n
	}
	return line
}

// ruleNode finds a rule by its id.
func ruleNode(root *yaml.Node, id string) *yaml.Node {
	_, rules := child(root, "rules")
	if rules == nil {
		return nil
	}
	for _, r := range rules.Content {
		if _, value := child(r, "id"); value != nil && value.Value == id {
			return r
		}
	}
	return nil
}

// child finds a key of a mapping, and its value.
func child(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// entryLine finds an entry of a list that is written as a block of lines or as a
// sequence.
func entryLine(n *yaml.Node, entry string) int {
	if entry == "" {
		return 0
	}
	if n.Kind == yaml.SequenceNode {
		for _, k := range n.Content {
			if k.Value == entry {
				return k.Line
			}
		}
		return 0
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		return n.Line
	}
	i := 0
	for line := range strings.Lines(n.Value) {
		i++
		if strings.TrimSpace(line) == entry {
			return n.Line + i
		}
	}
	return 0
}
