// Package suggest finds the playbook for what a buyer wrote and what is known of
// the order, and says why.
package suggest

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// Suggestion is a playbook that may fit, with how sure we are, 0 to 1.
type Suggestion struct {
	ID     string
	Score  float64
	Reason playbook.Text
}

const (
	// Sure is the least score with which a playbook may come up unasked.
	Sure = reading.Sure

	shown      = 5
	leastScore = 0.02
	// An order that fits or differs weighs much, and does not decide: people speak
	// of what should have happened, and records lag behind.
	orderFits    = 2
	orderDiffers = 0.15
	wordSpeaks   = 1.15
	wordsAtMost  = 3
)

// Finder suggests out of a set of playbooks. It is safe for concurrent use.
type Finder struct {
	reader  *reading.Reader
	flows   []*playbook.Flow
	trigger *triggers
}

// New returns a finder. Templates among the flows are never suggested.
func New(reader *reading.Reader, flows []*playbook.Flow) *Finder {
	f := &Finder{reader: reader}
	for _, one := range flows {
		if !one.Playbook.Template {
			f.flows = append(f.flows, one)
		}
	}
	f.trigger = readTriggers(f.flows)
	return f
}

// Find suggests playbooks for a message, the best first; before is what the same
// buyer wrote earlier, the latest last. It suggests none for small talk and for
// what fits none well.
func (f *Finder) Find(text string, before []string, order playbook.Values) []Suggestion {
	r := f.reader.ReadAfter(text, before)
	if len(r.Scenarios) == 0 {
		return nil
	}
	hits := f.trigger.find(language.Read(text))
	known := playbook.Values{"severity": r.Severity}
	maps.Copy(known, order)
	var all []Suggestion
	rest := 1.0 // what belongs to no playbook keeps its share
	sum := 0.0
	for _, g := range r.Scenarios {
		for i, flow := range f.flows {
			if flow.Playbook.Scenario != g.ID || !isFor(flow.Playbook.For, known) {
				continue
			}
			s := weigh(flow, g.Score, hits[i], known)
			all, sum = append(all, s), sum+s.Score
		}
		rest -= g.Score
	}
	return ranked(all, sum+max(rest, 0))
}

// isFor tells whether a playbook is for such goods and such a severity. What is not
// known rules nothing out.
func isFor(f playbook.For, known playbook.Values) bool {
	goods, isKnown := known["goods_kind"].(string)
	if isKnown && len(f.Goods) > 0 && !slices.Contains(f.Goods, goods) {
		return false
	}
	severity, isKnown := known["severity"].(string)
	return !isKnown || len(f.Severity) == 0 || slices.Contains(f.Severity, severity)
}

// weigh says how well a playbook fits.
func weigh(flow *playbook.Flow, score float64, words []string, known playbook.Values) Suggestion {
	score *= math.Pow(wordSpeaks, float64(min(len(words), wordsAtMost)))
	why := because{title: flow.Playbook.Title, words: words, fits: []string{"goods_kind"}}
	if needs := flow.Guarded(); len(needs) > 0 {
		holds, missing := flow.Applies(known)
		switch {
		case holds:
			score *= orderFits
			why.fits = append(why.fits, needs...)
		case len(missing) == 0:
			score *= orderDiffers
			why.differs = needs
		}
	}
	return Suggestion{flow.Playbook.ID, score, why.say(known)}
}

// ranked orders suggestions and makes shares of their scores.
func ranked(all []Suggestion, sum float64) []Suggestion {
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(b.Score, a.Score) })
	for i := range all {
		all[i].Score = math.Round(all[i].Score/sum*1000) / 1000
	}
	all = slices.DeleteFunc(all, func(s Suggestion) bool { return s.Score < leastScore })
	return all[:min(len(all), shown)]
}
