package playbook

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	maxBytes = 256 << 10
	maxSteps = 120
	maxRunes = 1000 // of a text
)

// Read reads a playbook from YAML and says everything that is wrong with its form.
// What could be read is returned all the same.
func Read(text []byte) (*Playbook, []Problem) {
	var r reader
	p := &Playbook{lines: map[string]int{}}
	if len(text) > maxBytes {
		r.add(0, "", "too_long", Text{"文件太大：%d 字节，最多 %d 字节。", "The file is too large: %d bytes, the limit is %d."}, len(text), maxBytes)
		return p, r.problems
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&doc); err != nil || len(doc.Content) == 0 {
		line, why := yamlError(err)
		r.add(line, "", "not_yaml", Text{"这不是能读懂的 YAML：%s。", "This is no YAML that can be read: %s."}, why)
		return p, r.problems
	}
	var more yaml.Node
	if d.Decode(&more) == nil {
		r.add(more.Line, "", "two_documents", Text{"一个文件只放一份流程。", "A file holds one playbook."})
	}
	r.playbook(doc.Content[0], p)
	return p, r.sorted()
}

var lineOf = regexp.MustCompile(`line (\d+): (.*)`)

func yamlError(err error) (line int, why string) {
	if err == nil || err.Error() == "EOF" {
		return 0, "it is empty"
	}
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		return line, m[2]
	}
	return 0, strings.TrimPrefix(err.Error(), "yaml: ")
}

// reader reads nodes and gathers what is wrong with them. It follows no aliases, so
// that a short file cannot become a long one.
type reader struct {
	problems
	step string
}

// field reads one value.
type field func(*yaml.Node)

// fields reads a mapping and notes the lines of its fields.
func (r *reader) fields(n *yaml.Node, lines map[string]int, known map[string]field) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, Text{"一组“名称: 值”", "a set of names and values"})
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := known[key.Value]
		switch {
		case !ok:
			r.add(key.Line, r.step, "unknown_field", Text{"这里没有“%s”这一项。", "There is no field %q here."}, key.Value)
		case seen[key.Value]:
			r.add(key.Line, r.step, "field_twice", Text{"“%s”写了两次。", "%q stands here twice."}, key.Value)
		default:
			if lines != nil {
				lines[key.Value] = key.Line
			}
			read(value)
		}
		seen[key.Value] = true
	}
}

func (r *reader) wrong(n *yaml.Node, wants Text) {
	r.problems = append(r.problems, Problem{n.Line, r.step, "wrong_form", Text{"这里应是" + wants.Zh + "。", "This should be " + wants.En + "."}})
}

func (r *reader) text(into *string) field {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			r.wrong(n, Text{"文字", "a text"})
			return
		}
		if runes := len([]rune(n.Value)); runes > maxRunes {
			r.add(n.Line, r.step, "text_long", Text{"这段文字有 %d 字，最多 %d 字。", "This text has %d characters, the limit is %d."}, runes, maxRunes)
			return
		}
		*into = n.Value
	}
}

func (r *reader) number(into *int) field {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Decode(into) != nil {
			r.wrong(n, Text{"整数", "a whole number"})
		}
	}
}

func (r *reader) yes(into *bool) field {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Decode(into) != nil {
			r.wrong(n, Text{" true 或 false", "true or false"})
		}
	}
}

func (r *reader) both(into *Text) field {
	return func(n *yaml.Node) {
		r.fields(n, nil, map[string]field{"zh": r.text(&into.Zh), "en": r.text(&into.En)})
	}
}

func (r *reader) list(each field) field {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			r.wrong(n, Text{"一个列表", "a list"})
			return
		}
		for _, one := range n.Content {
			each(one)
		}
	}
}

func (r *reader) texts(into *[]string) field {
	return r.list(func(n *yaml.Node) {
		var one string
		r.text(&one)(n)
		*into = append(*into, one)
	})
}

func (r *reader) playbook(n *yaml.Node, p *Playbook) {
	r.fields(n, p.lines, map[string]field{
		"id": r.text(&p.ID), "version": r.number(&p.Version), "template": r.yes(&p.Template), "scenario": r.text(&p.Scenario), "title": r.both(&p.Title),
		"for": func(n *yaml.Node) {
			r.fields(n, p.lines, map[string]field{"severity": r.texts(&p.For.Severity), "goods": r.texts(&p.For.Goods)})
		},
		"trigger": func(n *yaml.Node) {
			r.fields(n, p.lines, map[string]field{"words": r.texts(&p.Trigger.Words), "guard": r.text(&p.Trigger.Guard)})
		},
		"checklist": r.list(func(n *yaml.Node) {
			var item Item
			r.fields(n, nil, map[string]field{"id": r.text(&item.ID), "zh": r.text(&item.Text.Zh), "en": r.text(&item.Text.En), "required": r.yes(&item.Required)})
			p.Checklist = append(p.Checklist, item)
			p.lines[fmt.Sprintf("checklist.%d", len(p.Checklist)-1)] = n.Line
		}),
		"steps": r.list(func(n *yaml.Node) { r.readStep(n, p) }),
		"prevention": r.list(func(n *yaml.Node) {
			var t Text
			r.both(&t)(n)
			p.Prevention = append(p.Prevention, t)
		}),
		"drills": r.texts(&p.Drills),
	})
}

func (r *reader) readStep(n *yaml.Node, p *Playbook) {
	s := Step{line: n.Line, lines: map[string]int{}}
	if n.Kind == yaml.MappingNode { // so that what is wrong inside can name the step
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "id" {
				r.step = n.Content[i+1].Value
			}
		}
	}
	var kind, act string
	r.fields(n, s.lines, map[string]field{
		"id": r.text(&s.ID), "kind": r.text(&kind), "stage": r.text(&s.Stage), "act": r.text(&act), "fact": r.text(&s.Fact), "open": r.yes(&s.Open),
		"remedies": r.texts(&s.Remedies), "items": r.texts(&s.Items), "type": r.text(&s.Type), "department": r.text(&s.Department),
		"public": r.both(&s.Public), "due": r.text(&s.Due), "to": r.text(&s.To), "text": r.both(&s.Text), "required": r.yes(&s.Required),
		"when": r.text(&s.When), "go": r.text(&s.Go),
		"branches": r.list(func(n *yaml.Node) {
			b := Branch{line: n.Line}
			r.fields(n, nil, map[string]field{"if": r.text(&b.If), "step": r.text(&b.Step)})
			s.Branches = append(s.Branches, b)
		}),
	})
	s.Kind, s.Act = Kind(kind), Act(act)
	p.Steps, r.step = append(p.Steps, s), ""
}

// Write writes a playbook as YAML, always in the same order.
func Write(p *Playbook) ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(p); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}
