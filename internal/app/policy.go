package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/textcase"
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

// compiled reads the tables.
func (p policyTables) compiled() (all []*policy.Compiled, err error) {
	var tables []policy.Table
	if p.Defaults {
		tables = policy.Defaults()
	}
	for _, name := range p.Table {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var t policy.Table
		if err := json.Unmarshal(text, &t); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		tables = append(tables, t)
	}
	for _, t := range tables {
		c, problems := policy.Compile(t)
		for _, x := range problems {
			err = errors.Join(err, fmt.Errorf("table %s, row %d, %s: %w", t.Name, x.Row+1, x.Column, plain(x.Fault)))
		}
		all = append(all, c)
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
	return c.lines(func(line []byte) (json.RawMessage, any, error) {
		var asked struct {
			ID    json.RawMessage `json:"id"`
			Facts map[string]any  `json:"facts"`
			At    string          `json:"at"`
		}
		d := json.NewDecoder(strings.NewReader(string(line)))
		d.UseNumber()
		if err := d.Decode(&asked); err != nil || d.More() {
			return lonelyID(line), nil, errors.New("no JSON object with facts, or a field of the wrong type")
		}
		if asked.Facts == nil {
			return asked.ID, nil, errors.New("facts is missing")
		}
		at, err := assistLine{At: asked.At}.when()
		if err != nil {
			return asked.ID, nil, err
		}
		k, err := policy.Read(asked.Facts, at)
		if err != nil {
			return asked.ID, nil, plain(err)
		}
		return asked.ID, policy.Decide(k, tables, at), nil
	})
}

type policyTest struct {
	Files []string `arg:"" name:"file" help:"Files of cases." type:"existingfile"`
	policyTables
}

// Run implements kong's command.
func (p policyTest) Run(c console) error {
	tables, err := p.compiled()
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		if tables, err = (policyTables{Defaults: true}).compiled(); err != nil {
			return err
		}
	}
	played, failed := 0, 0
	for _, name := range p.Files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		cases, err := textcase.Read(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, one := range cases {
			played++
			_, failures := textcase.Play(one, tables)
			for _, x := range failures {
				c.printf("%s:%d: %s: %s\n", name, x.Line, x.Case, x.Says)
			}
			if len(failures) > 0 {
				failed++
			}
		}
	}
	c.printf("%d 例，%d 例不符\n", played, failed)
	if failed > 0 {
		return fmt.Errorf("%d of %d cases came out otherwise", failed, played)
	}
	return nil
}

type policyFacts struct {
	JSON bool `name:"json" help:"Print one JSON object for each fact."`
}

// Run implements kong's command.
func (p policyFacts) Run(c console) error {
	w := tabwriter.NewWriter(c.out, 2, 2, 2, ' ', 0)
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	for _, f := range policy.Facts() {
		if p.JSON {
			if err := enc.Encode(map[string]any{"name": f.Name, "zh": f.Zh, "en": f.En, "type": f.Kind, "unit": f.Unit, "ask": f.Ask,
				"aliases": append([]string{}, f.Alias...), "values": append([]policy.Value{}, f.Values()...), "from": append([]string{}, f.From...)}); err != nil {
				return err
			}
			continue
		}
		var says []string
		for _, v := range f.Values() {
			says = append(says, v.Code+" "+v.Zh)
		}
		if len(f.From) > 0 {
			says = append(says, "computed from "+strings.Join(f.From, " and "))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.Name, f.Zh, f.Kind, f.Unit, strings.Join(says, ", "))
	}
	return w.Flush()
}

type policyRules struct{}

// Run implements kong's command.
func (policyRules) Run(c console) error {
	for _, r := range policy.Rules() {
		state := ""
		if r.Off {
			state = "【待法务确认，停用】" + r.Doubt
		}
		c.printf("%s/%s  %s  %s  %s\n", r.Layer, r.ID, r.Name, r.Article, state)
	}
	return nil
}
