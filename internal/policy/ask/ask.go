// Package ask answers questions about policy in lines of text, for the command
// line: decisions, cases, facts and rows.
package ask

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/textcase"
)

// Tables reads tables of shops from JSON files, and adds those that a shop begins
// with if it shall. Everything that is wrong with them is said.
func Tables(files []string, defaults bool) (all []*policy.Compiled, problems []policy.Problem, err error) {
	var tables []policy.Table
	if defaults {
		tables = policy.Defaults()
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		var t policy.Table
		if err := json.Unmarshal(text, &t); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		tables = append(tables, t)
	}
	for _, t := range tables {
		c, wrong := policy.Compile(t)
		all, problems = append(all, c), append(problems, wrong...)
	}
	return all, problems, nil
}

// Question is a line that asks for a decision.
type Question struct {
	ID    json.RawMessage `json:"id"`
	Facts map[string]any  `json:"facts"`
	At    string          `json:"at"`
}

// Read reads a question.
func Read(line []byte) (q Question, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&q); err != nil || d.More() {
		return q, errors.New("no JSON object with facts, or a field of the wrong type")
	}
	if q.Facts == nil {
		return q, errors.New("facts is missing")
	}
	return q, nil
}

// Decide answers it.
func (q Question) Decide(tables []*policy.Compiled, at time.Time) (policy.Decision, error) {
	k, err := policy.Read(q.Facts, at)
	if err != nil {
		return policy.Decision{}, err
	}
	return policy.Decide(k, tables, at), nil
}

// Cases plays the cases of files and writes what came out otherwise. It returns
// how many there are, and how many failed.
func Cases(w io.Writer, files []string, tables []*policy.Compiled) (played, failed int, err error) {
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return played, failed, err
		}
		cases, err := textcase.Read(bytes.NewReader(text))
		if err != nil {
			return played, failed, fmt.Errorf("%s: %w", name, err)
		}
		for _, one := range cases {
			played++
			_, failures := textcase.Play(one, tables)
			for _, x := range failures {
				fmt.Fprintf(w, "%s:%d: %s: %s\n", name, x.Line, x.Case, x.Says)
			}
			if len(failures) > 0 {
				failed++
			}
		}
	}
	return played, failed, nil
}

// Facts writes all facts as a table.
func Facts(out io.Writer) error {
	w := tabwriter.NewWriter(out, 2, 2, 2, ' ', 0)
	for _, f := range policy.Facts() {
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

// FactsJSON writes them as one object a line.
func FactsJSON(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, f := range policy.Facts() {
		if err := enc.Encode(map[string]any{"name": f.Name, "zh": f.Zh, "en": f.En, "type": f.Kind, "unit": f.Unit, "ask": f.Ask,
			"aliases": append([]string{}, f.Alias...), "values": append([]policy.Value{}, f.Values()...), "from": append([]string{}, f.From...)}); err != nil {
			return err
		}
	}
	return nil
}

// Rules writes the rows of the law and of platforms.
func Rules(out io.Writer) {
	for _, r := range policy.Rules() {
		state := ""
		if r.Off {
			state = "  【待法务确认，停用】" + r.Doubt
		}
		fmt.Fprintf(out, "%s/%s  %s  %s%s\n", r.Layer, r.ID, r.Name, r.Article, state)
	}
}
