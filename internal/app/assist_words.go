package app

import (
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/language/pledge"
	"github.com/anxin-desk/anxin/internal/language/times"
)

type assistCommitments struct {
	Closes string `default:"21:00" help:"When the shop closes: what 下班前 means."`
}

// pledgeKinds are the kinds by the names of the command line.
var pledgeKinds = map[pledge.Kind]string{pledge.Commitment: "promise", pledge.Expectation: "expectation", pledge.Conditional: "conditional"}

// Run implements kong's command.
func (a assistCommitments) Run(c console) error {
	type part struct {
		Text string        `json:"text"`
		Span language.Span `json:"span"`
	}
	type found struct {
		Kind        string        `json:"kind"`
		Due         *string       `json:"due"`
		Earliest    *string       `json:"earliest,omitempty"`
		Text        string        `json:"text"`
		Span        language.Span `json:"span"`
		When        part          `json:"when"`
		Tentative   bool          `json:"tentative,omitempty"`
		Anchor      string        `json:"anchor,omitempty"`
		Within      string        `json:"within,omitempty"`
		Rolled      bool          `json:"rolled,omitempty"`
		UnknownYear int           `json:"unknown_year,omitempty"`
	}
	closes, err := minuteOf(a.Closes)
	if err != nil {
		return err
	}
	return c.assist(func(l assistLine) (any, error) {
		at, err := l.when()
		if err != nil {
			return nil, err
		}
		text := language.Read(*l.Text)
		all := []found{}
		for _, p := range pledge.Find(text, times.Clock{Now: at, Closes: closes}) {
			f := found{
				Kind: pledgeKinds[p.Kind], Due: stamp(p.Due), Earliest: stamp(p.Earliest),
				Text: text.Words(p.Words.From, p.Words.To), Span: text.Span(p.Words.From, p.Words.To),
				When:      part{text.Words(p.When.From, p.When.To), text.Span(p.When.From, p.When.To)},
				Tentative: p.Tentative, Rolled: p.When.Rolled, UnknownYear: p.When.UnknownYear,
			}
			if p.Kind == pledge.Conditional {
				f.Anchor, f.Within = text.Words(p.Anchor.From, p.Anchor.To), f.When.Text
			}
			all = append(all, f)
		}
		return map[string]any{"commitments": all}, nil
	})
}

type assistPhones struct{}

// Run implements kong's command.
func (assistPhones) Run(c console) error {
	type found struct {
		Text  string        `json:"text"`
		Span  language.Span `json:"span"`
		Value string        `json:"value"`
		Kind  string        `json:"kind"`
	}
	return c.assist(func(l assistLine) (any, error) {
		text := language.Read(*l.Text)
		all := []found{}
		for _, p := range facts.Phones(text) {
			all = append(all, found{text.Words(p.From, p.To), text.Span(p.From, p.To), p.Value, p.Kind})
		}
		return map[string]any{"phones": all}, nil
	})
}

type assistTimes struct{}

// Run implements kong's command.
func (assistTimes) Run(c console) error {
	type found struct {
		Text     string        `json:"text"`
		Span     language.Span `json:"span"`
		Start    *string       `json:"start"`
		End      *string       `json:"end"`
		Earliest *string       `json:"earliest,omitempty"`
		Length   string        `json:"length,omitempty"` // of an amount of time, as P3D
		Every    bool          `json:"every,omitempty"`
	}
	return c.assist(func(l assistLine) (any, error) {
		at, err := l.when()
		text := language.Read(*l.Text)
		all := []found{}
		for _, t := range times.Find(text, times.Clock{Now: at}) {
			f := found{Text: text.Words(t.From, t.To), Span: text.Span(t.From, t.To), Every: t.Every}
			if t.Kind == times.Length {
				f.Length = t.Span.String()
			}
			if t.Kind != times.Vague {
				f.Start, f.End, f.Earliest = stamp(t.Start), stamp(t.End), stamp(t.Earliest)
			}
			if t.Open {
				f.End = nil
			}
			all = append(all, f)
		}
		return map[string]any{"times": all}, err
	})
}

type assistNumbers struct{}

// Run implements kong's command.
func (assistNumbers) Run(c console) error {
	type found struct {
		Text  string        `json:"text"`
		Span  language.Span `json:"span"`
		Kind  string        `json:"kind"`
		Value float64       `json:"value"`
		High  *float64      `json:"high,omitempty"`
		Unit  string        `json:"unit,omitempty"`
		Vague bool          `json:"vague,omitempty"`
	}
	return c.assist(func(l assistLine) (any, error) {
		text := language.Read(*l.Text)
		all := []found{}
		for _, n := range numbers.Find(text) {
			f := found{text.Words(n.From, n.To), text.Span(n.From, n.To), n.Kind, n.Low, nil, n.Unit, n.Vague}
			if n.High != n.Low {
				f.High = &n.High
			}
			all = append(all, f)
		}
		return map[string]any{"numbers": all}, nil
	})
}
