// Package search finds short Chinese texts by the words in them, on both
// engines, and knows nothing of what the texts are about.
//
// A noun announces what changed: a trigger writes a row of search_change in the
// transaction of the change. A follower re-reads what is announced, through the
// noun's [Source], and deletes the row in the transaction that indexes it. So
// nothing is lost however often a process dies, and indexing delays no answer.
//
// The index holds pairs of neighbouring characters, and words of Latin letters
// and digits whole. Each begins with the number of its realm: a kind in a shop.
// A search names the realms in which it may look, and sees nothing of others.
package search

import (
	"slices"
	"unicode"

	"github.com/anxin-desk/anxin/internal/language"
)

// maxWord is how many characters of a word of letters and digits are indexed.
const maxWord = 64

// shortest is how many characters make a beginning or an end of a word worth
// looking for.
const shortest = 4

// Marks that tell words from pairs of characters, and words from their ends.
const (
	wordMark = "\u00b7"
	endMark  = "\u00b8" // the word is written backwards
)

// stretch is a part of a text that is indexed in one way: as a word of Latin
// letters and digits, or in pairs of characters.
type stretch struct {
	word     bool
	from, to int // in the normalised text
}

func isWord(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// stretches parts a text. White space ends a word; between characters it means
// nothing.
func stretches(t language.Text) (all []stretch) {
	for i := 0; i < t.Len(); {
		from, r := i, t.At(i)
		switch {
		case isWord(r):
			for i++; i < t.Len() && isWord(t.At(i)) && !t.Gap(i); i++ {
			}
			all = append(all, stretch{true, from, i})
		case isLetter(r):
			for i++; i < t.Len() && isLetter(t.At(i)) && !isWord(t.At(i)); i++ {
			}
			all = append(all, stretch{false, from, i})
		default:
			i++
		}
	}
	return all
}

// terms are the words of a text as they are indexed, without a realm, each once.
// keys are further words by which the text shall be found, such as how a name
// sounds; they are normalised.
func terms(t language.Text, keys []string) []string {
	seen := map[string]bool{}
	for _, s := range stretches(t) {
		if s.word {
			runes := t.Runes[s.from:s.to]
			seen[wordMark+string(runes[:min(len(runes), maxWord)])] = true
			if ends := endOf(runes); ends != "" {
				seen[ends] = true
			}
			continue
		}
		for i := s.from; i+1 < s.to; i++ {
			seen[t.Slice(i, i+2)] = true
		}
		seen[t.Slice(s.to-1, s.to)] = true // so that each character begins something
	}
	for _, k := range keys {
		seen[wordMark+k] = true
	}
	all := make([]string, 0, len(seen))
	for term := range seen {
		all = append(all, term)
	}
	slices.Sort(all)
	return all
}

// endOf is the term under which the end of a word is found, "" if it is not:
// people know the last digits of numbers.
func endOf(word []rune) string {
	if len(word) < shortest || !hasDigit(word) {
		return ""
	}
	back := slices.Clone(word[max(0, len(word)-maxWord):])
	slices.Reverse(back)
	return endMark + string(back)
}

func hasDigit(word []rune) bool {
	return slices.ContainsFunc(word, func(r rune) bool { return r >= '0' && r <= '9' })
}
