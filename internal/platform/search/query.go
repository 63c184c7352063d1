package search

import (
	"strings"
	"unicode"

	"github.com/anxin-desk/anxin/internal/language"
)

// Limits of what is asked; the rest is not looked at.
const (
	maxPhrases = 8
	maxPhrase  = 64 // runes
)

// Query is what somebody looks for: phrases that must all occur.
type Query struct{ phrases []phrase }

// phrase is a run of words that must occur as it stands; white space in it does
// not count.
type phrase struct {
	text  language.Text
	parts []stretch
	needs []need
}

// need is what the index must have of something: one of some terms.
type need []term

// term is a word of the index. A prefix stands for all that begin with it. With
// names it is a prefix only where people are looked for by the sound of their
// names, and the whole word elsewhere.
type term struct {
	text   string
	prefix bool
	names  bool
}

// Parse reads what somebody typed: words, of which all must occur, and phrases
// in quotes. Full-width and traditional characters are as good as any.
func Parse(s string) (q Query) {
	for _, words := range split(s) {
		if p, ok := readPhrase(words); ok && len(q.phrases) < maxPhrases {
			q.phrases = append(q.phrases, p)
		}
	}
	return q
}

// Empty tells that there is nothing to look for.
func (q Query) Empty() bool { return len(q.phrases) == 0 }

// Vague tells that there are no words to look for, only single characters: most
// texts have them, and the newest texts answer faster than the index.
func (q Query) Vague() bool {
	for _, p := range q.phrases {
		if p.text.Len() > 1 || p.parts[0].word {
			return false
		}
	}
	return !q.Empty()
}

// split parts at white space outside of quotes.
func split(s string) (all []string) {
	var b strings.Builder
	quoted := false
	end := func() {
		if b.Len() > 0 {
			all = append(all, b.String())
		}
		b.Reset()
	}
	for _, r := range s {
		switch {
		case strings.ContainsRune(`"“”„＂「」『』`, r):
			end()
			quoted = !quoted
		case unicode.IsSpace(r) && !quoted:
			end()
		default:
			b.WriteRune(r)
		}
	}
	end()
	return all
}

// readPhrase leaves out what stands before the first word and behind the last.
func readPhrase(s string) (p phrase, ok bool) {
	runes := []rune(strings.TrimFunc(s, func(r rune) bool { return !isLetter(r) }))
	p.text = language.Read(string(runes[:min(len(runes), maxPhrase)]))
	if p.parts = stretches(p.text); len(p.parts) == 0 {
		return p, false
	}
	for i := range p.parts {
		p.needs = append(p.needs, p.need(i)...)
	}
	return p, true
}

func (p phrase) need(i int) []need {
	s, alone, last := p.parts[i], len(p.parts) == 1, i == len(p.parts)-1
	runes := p.text.Runes[s.from:s.to]
	if s.word {
		return needWord(runes, i == 0, last)
	}
	var all []need
	for j := 0; j+1 < len(runes); j++ {
		all = append(all, need{{text: string(runes[j : j+2])}})
	}
	switch {
	case len(runes) > 1:
	case alone:
		all = append(all, need{{text: string(runes), prefix: true}})
	case !last:
		all = append(all, need{{text: string(runes)}}) // something else follows, so that it ends there
	}
	return all
}

// needWord is what a text has in which a word occurs as it may: whole, or as
// beginning or end if it is long enough.
func needWord(runes []rune, first, last bool) []need {
	word := term{text: wordMark + string(runes)}
	end := term{text: endOf(runes), prefix: true}
	long := len(runes) >= shortest
	switch {
	case first && last:
		word.prefix = long
		word.names = !long && len(runes) > 1 && !hasDigit(runes)
		if end.text != "" {
			return []need{{word, end}}
		}
	case first && end.text != "":
		word = end // a whole word is an end too
	case last && !first && !long:
		return nil // a beginning of anything
	case last && !first:
		word.prefix = true
	}
	return []need{{word}}
}

// Match finds the words of q in a text that somebody may read. It returns where
// they stand in the original, in order, and whether all of them do; keys are
// those under which the text was indexed besides, which stand nowhere.
func (q Query) Match(text string, keys []string) ([]language.Span, bool) {
	t := language.Read(text)
	var spans []language.Span
	for _, p := range q.phrases {
		found := p.in(t)
		if len(found) == 0 && !p.sounds(keys) {
			return nil, false
		}
		spans = append(spans, found...)
	}
	return tidy(spans), !q.Empty()
}

// maxSpans is how many places of one phrase are shown.
const maxSpans = 20

func (p phrase) in(t language.Text) (spans []language.Span) {
	n := p.text.Len()
	for i := 0; i+n <= t.Len() && len(spans) < maxSpans; i++ {
		if p.at(t, i) {
			spans = append(spans, t.Span(i, i+n))
			i += n - 1
		}
	}
	return spans
}

func (p phrase) at(t language.Text, at int) bool {
	for i, r := range p.text.Runes {
		if t.Runes[at+i] != r {
			return false
		}
	}
	if first := p.parts[0]; first.word {
		end := at + first.to
		isEnd := !continues(t, end) && endOf(p.text.Runes[:first.to]) != ""
		if continues(t, at) && !isEnd {
			return false
		}
	}
	short := len(p.parts) == 1 && p.parts[0].word && p.text.Len() < shortest
	return !short || !continues(t, at+p.text.Len())
}

// continues tells whether a word goes on at a place.
func continues(t language.Text, i int) bool {
	return i > 0 && i < t.Len() && isWord(t.At(i-1)) && isWord(t.At(i)) && !t.Gap(i)
}

// sounds tells whether a key begins with the phrase.
func (p phrase) sounds(keys []string) bool {
	if len(p.parts) != 1 || !p.parts[0].word {
		return false
	}
	for _, k := range keys {
		if k == p.text.String() || p.text.Len() > 1 && strings.HasPrefix(k, p.text.String()) {
			return true
		}
	}
	return false
}
