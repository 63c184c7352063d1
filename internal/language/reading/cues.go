package reading

import (
	"slices"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

// cueWords are phrases that nearly always belong to one scenario. The examples
// are too few to hold all of them.
var cueWords = sync.OnceValue(func() *lexicon { return readLexicon(data, "data/cues.txt") })

// cueSpeaks is by how much the first phrase raises the odds of its scenario;
// further ones add less and less.
const cueSpeaks = 1.5

// cues returns how strongly phrases speak for each of the answers.
func cues(t language.Text, answers []string) []float64 {
	words := cueWords()
	hits := words.find(t)
	speak := make([]float64, len(answers))
	more := make([]float64, len(words.names))
	var seen []hit
	for _, h := range hits {
		// the same words say the same thing once
		if slices.ContainsFunc(seen, func(s hit) bool { return s.group == h.group && s.Overlaps(h.Range) }) {
			continue
		}
		seen = append(seen, h)
		if more[h.group] == 0 {
			more[h.group] = cueSpeaks
		}
		if i := slices.Index(answers, words.names[h.group]); i >= 0 {
			speak[i] += more[h.group]
		}
		more[h.group] /= 2
	}
	smallTalk := slices.Index(answers, none)
	for i, s := range speak {
		if i != smallTalk && s > 0 && smallTalk >= 0 { // thanks come with anything
			speak[smallTalk] = 0
		}
	}
	return speak
}
