package tone

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// doubt is how unlikely words must sound of a category for a rule that found them
// to be taken for mistaken.
const doubt = 0.02

// certain are the categories in which words are not doubted for their sound: what
// is found there must not be said at all.
var certain = []string{"off_platform", "review_reward", "interrupt"}

// formulas are categories of a reply as a whole, not of a sentence in it.
var formulas = []string{"empty_empathy", "cold_opening"}

// surer is how much likelier a sentence must be than a whole reply: others stand
// around it.
const surer = 0.2

// An Ear hears stretches of one reply. It is for one goroutine.
type Ear struct {
	layer *Layer
	text  language.Text
	known []heard
}

type heard struct {
	at     language.Range
	scores []float32
}

// Hear returns an ear for a reply.
func (l *Layer) Hear(t language.Text) *Ear { return &Ear{layer: l, text: t} }

// of returns how likely a stretch of the reply is of each category.
func (e *Ear) of(at language.Range) []float32 {
	for _, h := range e.known {
		if h.at == at {
			return h.scores
		}
	}
	h := heard{at, e.layer.Scores(language.Text{Runes: e.text.Runes[at.From:at.To]})}
	e.known = append(e.known, h)
	return h.scores
}

// Doubts reports whether none of the stretches sounds of a category at all.
func (e *Ear) Doubts(category string, stretches ...language.Range) bool {
	c := Of(category)
	if c < 0 || slices.Contains(certain, category) {
		return false
	}
	return !slices.ContainsFunc(stretches, func(at language.Range) bool { return e.of(at)[c] >= doubt })
}

// Sounds returns what of a reply sounds of a category from a likelihood on: the
// whole of it, or else the sentence that does most.
func (e *Ear) Sounds(category string, least float32, whole language.Range, sentences []language.Range) (best language.Range, is bool) {
	c := Of(category)
	if e.of(whole)[c] >= least {
		return whole, true
	}
	if slices.Contains(formulas, category) {
		return best, false
	}
	least = min(least+surer, 0.9)
	for _, s := range sentences {
		if s.From = max(s.From, whole.From); s.To-s.From < 3 || s == whole {
			continue
		}
		if p := e.of(s)[c]; p >= least {
			best, least, is = s, p, true
		}
	}
	return best, is
}

// What is outshone sounds little of its category, and much of another that was
// found in the same words.
const (
	faint  = 0.2
	bright = 0.7
)

// Outshines reports whether a stretch sounds much of one category and little of
// another.
func (e *Ear) Outshines(one, other string, at language.Range) bool {
	c, d := Of(one), Of(other)
	return c >= 0 && d >= 0 && !slices.Contains(certain, other) && e.of(at)[c] > bright && e.of(at)[d] < faint
}
