package app

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/rulepack"
)

type assistLintPack struct {
	File string `arg:"" help:"A rule pack of a shop in YAML, as docs/rule-packs.md describes it." type:"existingfile"`
	JSON bool   `name:"json" help:"Print one JSON object for each problem: line, rule, code, message."`
}

// Run implements kong's command. It fails if a shop could not publish the pack.
func (a assistLintPack) Run(c console) error {
	text, err := os.ReadFile(a.File)
	if err != nil {
		return err
	}
	report, err := rulepack.Examine(text)
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		if err := a.print(c, p); err != nil {
			return err
		}
	}
	if n := len(report.Problems); n > 0 {
		return fmt.Errorf("%s: %d problems", a.File, n)
	}
	if !a.JSON {
		c.printf("%s: %d rules, %d examples, no problem\n", a.File, len(report.Pack.Rules), len(report.Tried))
	}
	return nil
}

// print writes a problem as compilers do, without a line if it is about the whole.
func (a assistLintPack) print(c console, p rulepack.Problem) error {
	said := api.Sentence(p.Fault)
	if a.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(struct {
			Line    int    `json:"line"`
			Rule    string `json:"rule,omitempty"`
			Code    string `json:"code"`
			Message string `json:"message"`
		}{p.Line, p.Rule, p.Fault.Code, said})
	}
	where := a.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", a.File, p.Line)
	}
	if p.Rule != "" {
		said = p.Rule + ": " + said
	}
	c.printf("%s: %s\n", where, said)
	return nil
}
