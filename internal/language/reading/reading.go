// Package reading reads what a buyer writes: which scenario it belongs to,
// what is felt, what is threatened, what is wanted, how grave it is, and what
// is best asked next.
//
// Lexicons say what words mean, rules tell threats from mentions, and a small
// layer learnt from examples weighs it all. No model from outside, no network:
// the same words always read the same.
package reading

import (
	"bytes"
	"slices"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

// A Reading is what a message says.
type Reading struct {
	Scenarios []Guess // the best first; empty where none fits
	Emotion   Emotion
	Risks     []Risk
	Demands   []string
	Severity  string
	Language  string // zh, en or und
}

// A Reader reads messages with what it has learnt. It is safe for concurrent
// use.
type Reader struct{ layer *Layer }

// NewReader returns a reader with a layer of its own, as the corrections of a
// merchant make one.
func NewReader(layer *Layer) *Reader { return &Reader{layer} }

// Default returns the reader the product comes with.
var Default = sync.OnceValue(func() *Reader {
	shipped, err := data.ReadFile("data/layer.bin")
	if err != nil {
		panic(err)
	}
	layer, err := ReadLayer(bytes.NewReader(shipped))
	if err != nil {
		panic(err)
	}
	return NewReader(layer)
})

// Read reads a message.
func (r *Reader) Read(text string) Reading { return r.ReadAfter(text, nil) }

// ReadAfter reads a message after others of the same buyer, the latest last.
// These only help with the scenario of a message that says too little alone.
func (r *Reader) ReadAfter(text string, before []string) Reading {
	t := language.Read(text)
	simple := plain(t)
	answers := r.layer.answer(features(simple, concepts().find(simple), feelings().find(simple)))
	felt := feelings().find(t)
	words := newRiskReader(t)
	reading := Reading{Risks: words.risks(), Language: tongue(t)}
	fits := fit(simple, r.layer.Heads[0].Answers, answers[0])
	if len(reading.Risks) == 0 {
		wonder(fits, simple)
	}
	if left, is := grievance(t, reading.Risks); is {
		beside := fit(left, r.layer.Heads[0].Answers, r.layer.answer(features(left, concepts().find(left), feelings().find(left)))[0])
		for i := range fits {
			fits[i].Score = (fits[i].Score + 2*beside[i].Score) / 3
		}
	}
	reading.Risks = words.implied(fits, reading.Risks)
	reading.Scenarios = rank(fits, reading.Risks, upset(felt))
	if len(reading.Scenarios) == 0 && t.Len() > 0 && !closing(t) {
		reading.Scenarios = r.earlier(before)
	}
	reading.Emotion = emotion(t, felt, answers[1], answers[2], reading.Risks, reading.complains())
	reading.Demands = demands(simple, reading.primary(), has(reading.Risks, "extortion"))
	reading.Severity = severity(reading, t)
	return reading
}

// fades is how much a guess from an earlier message is worth.
const fades = 0.6

// earlier returns the scenario of the latest of the messages that has one.
func (r *Reader) earlier(before []string) []Guess {
	for i := len(before) - 1; i >= max(0, len(before)-4); i-- {
		t := plain(language.Read(before[i]))
		answers := r.layer.answer(features(t, concepts().find(t), feelings().find(t)))
		if guesses := rank(fit(t, r.layer.Heads[0].Answers, answers[0]), nil, false); len(guesses) > 0 && guesses[0].ID != inquiry {
			for j := range guesses {
				guesses[j].Score *= fades
			}
			return guesses
		}
	}
	return nil
}

// closing reports whether a message only thanks or says goodbye.
func closing(t language.Text) bool {
	return hasAny(t.String(), "谢", "再见", "拜拜", "好的", "解决了", "满意", "没事了", "不用了", "辛苦")
}

// Missing returns the best next questions. known, which may be nil, tells what
// is known already: types of facts.
func (r Reading) Missing(known func(ask string) bool) []Question {
	return Missing(r.primary(), func(ask string) bool {
		return ask == "demand" && len(r.Demands) > 0 || known != nil && known(ask)
	})
}

// leastGrievance is how much must be left of a message without its threats to
// tell what it is about, in runes.
const leastGrievance = 8

// grievance returns what a message says besides threatening: 说是实木,锯开全是刨花
// 板,不退走法律程序 is about wood. It reports whether there are such threats, and
// enough else.
func grievance(t language.Text, risks []Risk) (language.Text, bool) {
	var threats []language.Span
	for _, r := range risks {
		switch r.Type {
		case "regulator", "media", "lawsuit", "platform", "bad_review":
			if !r.UnderWay {
				threats = append(threats, r.Span)
			}
		case "extortion", "privacy":
			return language.Text{}, false
		}
	}
	if len(threats) == 0 {
		return language.Text{}, false
	}
	var left []rune
	for _, c := range t.Clauses() {
		s := t.Span(c.From, c.To)
		if !slices.ContainsFunc(threats, func(x language.Span) bool { return x.Start < s.End && s.Start < x.End }) {
			left = append(left, t.Runes[c.From:c.To]...)
		}
	}
	return plain(language.Read(string(left))), len(left) >= leastGrievance
}

// complains reports whether the message is about something that went wrong.
func (r Reading) complains() bool { return r.primary() != "" && r.primary() != inquiry }

// primary is the scenario that fits best, empty for none.
func (r Reading) primary() string {
	if len(r.Scenarios) == 0 {
		return ""
	}
	return r.Scenarios[0].ID
}

func has(risks []Risk, kind string) bool {
	return slices.ContainsFunc(risks, func(r Risk) bool { return r.Type == kind })
}
