package rulepack

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Problem is what keeps a pack from being published, and where.
type Problem struct {
	Line  int // from 1; 0 for the whole
	Rule  string
	Fault *fault.Fault
}

// Report is what was found out about the text of a pack.
type Report struct {
	Pack     check.Pack
	Problems []Problem
	Tried    []check.Tried
}

// maxProblems is how many problems are told at once.
const maxProblems = 50

// examiner reads the text of a pack.
type examiner struct {
	report Report
	root   *yaml.Node
}

// Examine reads the text of a pack, compiles its rules beside the shipped ones and
// runs their examples. It says all that is wrong, not only the first.
func Examine(text []byte) (Report, error) {
	base, err := shipped()
	if err != nil {
		return Report{}, err
	}
	x := &examiner{}
	if x.read(text) && x.shape() {
		x.compile(base.engine)
	}
	x.report.Problems = x.report.Problems[:min(len(x.report.Problems), maxProblems)]
	return x.report, nil
}

func (x *examiner) problem(line int, rule string, f *fault.Fault) {
	x.report.Problems = append(x.report.Problems, Problem{line, rule, f})
}

var (
	lineOf  = regexp.MustCompile(`line (\d+):`)
	noField = regexp.MustCompile(`field (\S+) not found`)
)

// read parses the text, and reports whether one can go on.
func (x *examiner) read(text []byte) bool {
	if len(text) > MaxText {
		x.problem(0, "", fault.New(fault.Invalid, "pack.too_long", "limit", MaxText/1000))
		return false
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	var doc yaml.Node
	if err := d.Decode(&doc); err != nil {
		x.problem(lineIn(err.Error()), "", fault.New(fault.Invalid, "pack.yaml"))
		return false
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		x.problem(0, "", fault.New(fault.Invalid, "pack.more_documents"))
		return false
	}
	if x.root = doc.Content[0]; x.root.Kind != yaml.MappingNode {
		x.problem(1, "", fault.New(fault.Invalid, "pack.no_pack"))
		return false
	}
	if n := alias(&doc); n != nil {
		x.problem(n.Line, "", fault.New(fault.Invalid, "pack.alias"))
		return false
	}
	p, err := check.ReadPack(text)
	x.report.Pack = p
	if wrong, ok := errors.AsType[*yaml.TypeError](err); ok {
		for _, each := range wrong.Errors {
			x.typed(each)
		}
		return false
	}
	if err != nil {
		x.problem(lineIn(err.Error()), "", fault.New(fault.Invalid, "pack.no_pack"))
	}
	return err == nil
}

func (x *examiner) typed(said string) {
	if m := noField.FindStringSubmatch(said); m != nil {
		x.problem(lineIn(said), "", fault.New(fault.Invalid, "pack.field_unknown", "field", m[1]))
		return
	}
	x.problem(lineIn(said), "", fault.New(fault.Invalid, "pack.value"))
}

func lineIn(said string) int {
	if m := lineOf.FindStringSubmatch(said); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil {
			return n
		}
	}
	return 0
}

// alias finds a node that stands for another one: a few of them can stand for
// millions.
func alias(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return n
	}
	for _, k := range n.Content {
		if found := alias(k); found != nil {
			return found
		}
	}
	return nil
}

// shape looks at what packs of shops may say, and reports whether to go on.
func (x *examiner) shape() bool {
	p := x.report.Pack
	at := func(field string) int { return place(x.root, "", field, "") }
	switch {
	case !packName.MatchString(p.Name):
		x.problem(at("pack"), "", fault.New(fault.Invalid, "pack.name"))
	case reserved(p.Name):
		x.problem(at("pack"), "", fault.New(fault.Invalid, "pack.reserved", "name", p.Name))
	}
	if _, err := cleanTitle(p.Title); err != nil {
		x.problem(at("title"), "", fault.New(fault.Invalid, "pack.title", "limit", MaxTitle))
	}
	if p.Platform != "" {
		x.problem(at("platform"), "", fault.New(fault.Invalid, "pack.platform"))
	}
	if len(p.Off) > 0 {
		x.problem(at("off"), "", fault.New(fault.Invalid, "pack.off"))
	}
	if len(p.Rules) > MaxRules {
		x.problem(at("rules"), "", fault.New(fault.Invalid, "pack.too_many_rules", "limit", MaxRules))
	}
	for _, r := range p.Rules {
		x.rule(r)
	}
	return len(x.report.Problems) == 0
}

func (x *examiner) rule(r check.Rule) {
	at := func(field string) int { return place(x.root, r.ID, field, "") }
	if name, rest, found := strings.Cut(r.ID, "."); !found || name != x.report.Pack.Name || rest == "" {
		x.problem(at("id"), r.ID, fault.New(fault.Invalid, "pack.rule_prefix", "prefix", x.report.Pack.Name+"."))
	}
	known := false
	for _, c := range Categories {
		known = known || c == r.Category
	}
	if !known {
		x.problem(at("category"), r.ID, fault.New(fault.Invalid, "pack.category", "category", r.Category))
	}
	for field, text := range map[string]string{"message": r.Message, "why": r.Why, "better": r.Better, "source": r.Source} {
		if utf8.RuneCountInString(text) > maxWords {
			x.problem(at(field), r.ID, fault.New(fault.Invalid, "pack.words_long", "limit", maxWords))
		}
	}
	if len(r.Bad) > maxTried || len(r.Good) > maxTried {
		x.problem(at("bad"), r.ID, fault.New(fault.Invalid, "pack.too_many_examples", "limit", maxTried))
	}
}

// compile finds what the engine refuses, and runs the examples.
func (x *examiner) compile(base *check.Engine) {
	p := x.report.Pack
	e, err := base.With(check.Changes{Packs: []check.Pack{p}})
	if faults, ok := errors.AsType[check.Faults](err); ok {
		for _, f := range faults {
			line := place(x.root, f.Rule, f.Field, f.Entry)
			if f.List != "" {
				line = place(x.root, "", "lists."+f.List, f.Entry)
			}
			x.problem(line, f.Rule, &fault.Fault{Kind: fault.Invalid, Code: f.Code, Args: f.Args})
		}
		return
	}
	tried, slow := e.Try(p.Name)
	x.report.Tried = tried
	for _, t := range tried {
		field := "bad"
		if t.Good {
			field = "good"
		}
		line := place(x.root, t.Rule, field, t.Example)
		switch {
		case t.Wrong != nil:
			x.problem(line, t.Rule, &fault.Fault{Kind: fault.Invalid, Code: t.Wrong.Code, Args: t.Wrong.Args})
		case t.Right():
		case t.Good:
			x.problem(line, t.Rule, fault.New(fault.Invalid, "pack.good_found", "example", t.Example))
		default:
			x.problem(line, t.Rule, fault.New(fault.Invalid, "pack.bad_missed", "example", t.Example))
		}
	}
	for _, id := range slow {
		x.problem(place(x.root, id, "pattern", ""), id, fault.New(fault.Invalid, "pack.slow"))
	}
}
