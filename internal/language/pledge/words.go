package pledge

import (
	_ "embed"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

//go:embed words.tsv
var wordsText string

// vocabulary finds all words of the list in one pass.
var vocabulary, kinds = readWords(wordsText)

func readWords(text string) (*language.Matcher, []string) {
	var terms, kinds []string
	for line := range strings.Lines(text) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			terms, kinds = append(terms, w), append(kinds, kind)
		}
	}
	return language.NewMatcher(terms), kinds
}

// marks are the places of words, by kind.
type marks map[string][]language.Range

func mark(t language.Text) marks {
	all := marks{}
	vocabulary.Each(t, func(m language.Match) {
		all[kinds[m.Term]] = append(all[kinds[m.Term]], m.Range)
	})
	all.without("asked", "calm")
	all.without("asked", "giving")
	all.without("neg", "fine")
	return all
}

// without drops words of a kind that a word of another kind covers.
func (m marks) without(kind, cover string) {
	kept := m[kind][:0]
	for _, r := range m[kind] {
		covered := false
		for _, c := range m[cover] {
			covered = covered || c.Overlaps(r)
		}
		if !covered {
			kept = append(kept, r)
		}
	}
	m[kind] = kept
}

// in returns the first word of a kind within a range.
func (m marks) in(kind string, within language.Range) (language.Range, bool) {
	for _, r := range m[kind] {
		if within.Holds(r) {
			return r, true
		}
	}
	return language.Range{}, false
}

func (m marks) has(kind string, within language.Range) bool {
	_, ok := m.in(kind, within)
	return ok
}

// last returns the end of the last word of a kind within a range.
func (m marks) last(kind string, within language.Range) (end int, ok bool) {
	for _, r := range m[kind] {
		if within.Holds(r) && r.To > end {
			end, ok = r.To, true
		}
	}
	return end, ok
}
