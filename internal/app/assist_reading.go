package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"time"

	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

type assistAnalyze struct {
	Layer string `help:"File written by assist train, instead of what the product comes with." type:"existingfile"`
}

// Run implements kong's command.
func (a assistAnalyze) Run(c console) error {
	reader := reading.Default()
	if a.Layer != "" {
		file, err := os.Open(a.Layer)
		if err != nil {
			return err
		}
		defer file.Close()
		layer, err := reading.ReadLayer(file)
		if err != nil {
			return err
		}
		reader = reading.NewReader(layer)
	}
	return c.assist(func(l assistLine) (any, error) { return analyze(reader, l) })
}

// analyze reads one message, and where it does not say enough alone, what the
// buyer said before.
func analyze(reader *reading.Reader, l assistLine) (any, error) {
	type risk struct {
		Type     string        `json:"type"`
		Text     string        `json:"text"`
		Span     language.Span `json:"span"`
		UnderWay bool          `json:"under_way,omitempty"`
	}
	at, err := l.when()
	if err != nil {
		return nil, err
	}
	text := language.Read(*l.Text)
	told := facts.NewReader(nil).Find(text, at)
	var before []string
	for _, turn := range l.Context {
		if turn.Role != "agent" {
			before = append(before, turn.Text)
		}
	}
	r := reader.ReadAfter(*l.Text, before)
	risks := []risk{}
	for _, found := range r.Risks {
		risks = append(risks, risk{found.Type, found.Text, found.Span, found.UnderWay})
	}
	return map[string]any{
		"scenario": orEmpty(r.Scenarios), "demands": orEmpty(r.Demands), "facts": factsFound(text, told), "emotion": r.Emotion,
		"risks": risks, "severity": r.Severity, "language": r.Language, "missing": orEmpty(r.Missing(knownFrom(told, l, at))),
	}, nil
}

// factFound is a fact as the command line shows it.
type factFound struct {
	Type    string        `json:"type"`
	Value   any           `json:"value"`
	Span    language.Span `json:"span"`
	Text    string        `json:"text"`
	Carrier string        `json:"carrier,omitempty"`
	Kind    string        `json:"kind,omitempty"`
}

func factsFound(text language.Text, told []facts.Fact) []factFound {
	all := make([]factFound, len(told))
	for i, f := range told {
		all[i] = factFound{f.Type, f.Value, text.Span(f.From, f.To), text.Words(f.From, f.To), f.Carrier, f.Kind}
		if f.Numeric() {
			all[i].Value = f.Number
		}
	}
	return all
}

// knownFrom tells which types of facts are in the message or what was said
// before, by whom does not matter.
func knownFrom(told []facts.Fact, l assistLine, at time.Time) func(string) bool {
	known := map[string]bool{}
	for _, turn := range l.Context {
		told = append(told, facts.NewReader(nil).Find(language.Read(turn.Text), at)...)
	}
	for _, f := range told {
		known[f.Type] = true
	}
	return func(ask string) bool { return known[ask] }
}

// orEmpty makes [] of nil in JSON.
func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

type assistTrain struct {
	Out         string `help:"Write the layer to this file." type:"path"`
	Corrections string `help:"What agents corrected, one JSON object a line: text, scenario, emotion." type:"existingfile"`
	Stored      bool   `help:"Also learn from the corrections in the database. A server reads what was learnt from layer.bin in its data directory, when it starts."`
	Export      string `help:"Write the corrections in the database to this file, as --corrections reads them." type:"path"`
	Examples    string `help:"Folder of examples, <scenario>.tsv, instead of those the product comes with." type:"existingdir"`
	Parts       int    `help:"Report how well it reads each of so many parts after learning from the others."`
	Test        string `help:"Report how well it reads the examples in this folder." type:"existingdir"`
}

// Run implements kong's command.
func (t assistTrain) Run(ctx context.Context, base Config, c console) error {
	examples, err := t.examples(ctx, base, c)
	if err != nil {
		return err
	}
	if t.Parts > 1 {
		reading.CrossMeasure(examples, t.Parts).Print(c.out)
	}
	layer := reading.Train(examples)
	if t.Test != "" {
		test, err := reading.ReadExamples(os.DirFS(t.Test), ".")
		if err != nil {
			return err
		}
		reading.Measure(reading.NewReader(layer), test).Print(c.out)
	}
	if t.Out == "" {
		return nil
	}
	var b bytes.Buffer
	if err := layer.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(t.Out, b.Bytes(), 0o644); err != nil {
		return err
	}
	c.printf("%s: %d bytes, from %d examples\n", t.Out, b.Len(), len(examples))
	return nil
}

// examples are all that is learnt from, in the order in which it is.
func (t assistTrain) examples(ctx context.Context, base Config, c console) ([]reading.Example, error) {
	examples := reading.Examples()
	if t.Examples != "" {
		var err error
		if examples, err = reading.ReadExamples(os.DirFS(t.Examples), "."); err != nil {
			return nil, err
		}
	}
	if t.Corrections != "" {
		file, err := os.Open(t.Corrections)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		corrections, err := reading.ReadCorrections(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Corrections, err)
		}
		examples = append(examples, corrections...)
	}
	if t.Stored || t.Export != "" {
		stored, err := t.stored(ctx, base, c)
		if err != nil {
			return nil, err
		}
		examples = append(examples, stored...)
	}
	return examples, nil
}

// stored returns the corrections in the database, in the order in which they were
// made, and writes them to a file if that is asked for. Only with Stored are they
// learnt from.
func (t assistTrain) stored(ctx context.Context, base Config, c console) ([]reading.Example, error) {
	d, err := base.open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	var lines bytes.Buffer
	n, err := hearing.Export(d.Reader(ctx), &lines)
	if err == nil && t.Export != "" {
		err = os.WriteFile(t.Export, lines.Bytes(), 0o600)
		c.printf("%s: %d corrections\n", t.Export, n)
	}
	if err != nil || !t.Stored {
		return nil, err
	}
	return reading.ReadCorrections(&lines)
}
