package app

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/anxin-desk/anxin/internal/platform/jsonlines"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/ask"
)

// policyCommands say what may be offered, without a shop or a database.
type policyCommands struct {
	Decide policyDecide `cmd:"" help:"What may be offered, for {\"id\",\"facts\":{…},\"at\"} on each line: decision, layers, articles, questions."`
	Test   policyTest   `cmd:"" help:"Play cases that are written down as facts and what may be offered."`
	Facts  policyFacts  `cmd:"" help:"The facts that decisions rest on, with their types and values."`
	Rules  policyRules  `cmd:"" help:"The rows of the law and of platforms, with those that wait for counsel."`
}

// policyTables says which tables of a shop count.
type policyTables struct {
	Table    []string `help:"Also decide by the table of a shop in this JSON file." type:"existingfile" placeholder:"FILE"`
	Defaults bool     `help:"Also decide by the tables that a shop begins with."`
}

func (p policyTables) compiled() ([]*policy.Compiled, error) {
	all, problems, err := ask.Tables(p.Table, p.Defaults)
	for _, x := range problems {
		err = errors.Join(err, fmt.Errorf("row %d, %s: %w", x.Row+1, x.Column, plain(x.Fault)))
	}
	return all, err
}

type policyDecide struct {
	policyTables
}

// Run implements kong's command.
func (p policyDecide) Run(c console) error {
	tables, err := p.compiled()
	if err != nil {
		return err
	}
	return jsonlines.Answer(c.in, c.out, func(line []byte) (json.RawMessage, any, error) {
		q, err := ask.Read(line)
		if err != nil {
			return jsonlines.ID(line), nil, err
		}
		at, err := assistLine{At: q.At}.when()
		if err != nil {
			return q.ID, nil, err
		}
		d, err := q.Decide(tables, at)
		return q.ID, d, plain(err)
	})
}

type policyTest struct {
	Files []string `arg:"" name:"file" help:"Files of cases." type:"existingfile"`
	policyTables
}

// Run implements kong's command.
func (p policyTest) Run(c console) error {
	p.Defaults = p.Defaults || len(p.Table) == 0
	tables, err := p.compiled()
	if err != nil {
		return err
	}
	played, failed, err := ask.Cases(c.out, p.Files, tables)
	c.printf("%d 例，%d 例不符\n", played, failed)
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d of %d cases came out otherwise", failed, played)
	}
	return err
}

type policyFacts struct {
	JSON bool `name:"json" help:"Print one JSON object for each fact."`
}

// Run implements kong's command.
func (p policyFacts) Run(c console) error {
	if p.JSON {
		return ask.FactsJSON(c.out)
	}
	return ask.Facts(c.out)
}

type policyRules struct{}

// Run implements kong's command.
func (policyRules) Run(c console) error {
	ask.Rules(c.out)
	return nil
}
