// Package language reads short Chinese texts, as buyers and agents type them.
//
// Everything above it works on a Text: the characters that matter, in one form
// (half-width, simplified, lower case, without spaces), each knowing where it
// stood in the original. So a pattern is written once, and what it finds can be
// shown in the words that the person really wrote.
//
// Two kinds of positions are about. Inside the engines, plain ints and Range
// count the runes of the normalised text. What leaves the engines is a Span:
// runes of the original.
package language

import (
	"unicode"
)

// Span is a stretch of the original text in runes, half-open.
type Span struct{ Start, End int }

// MarshalJSON writes [start, end], the form of the command line.
func (s Span) MarshalJSON() ([]byte, error) {
	return appendPair(nil, s.Start, s.End), nil
}

// Range is a stretch of the normalised text in runes, half-open.
type Range struct{ From, To int }

// Holds reports whether r contains all of other.
func (r Range) Holds(other Range) bool { return r.From <= other.From && other.To <= r.To }

// Overlaps reports whether the two share a rune.
func (r Range) Overlaps(other Range) bool { return r.From < other.To && other.From < r.To }

// Text is the normalised reading of a text. It is immutable; the zero value is
// the empty text.
type Text struct {
	Runes    []rune // normalised, not to be changed
	original []rune
	at       []int  // where each normalised rune stood in the original
	gap      []bool // whether white space stood before it
}

// Read normalises a text: full-width forms become half-width, traditional
// characters simplified, capitals small; white space and invisible characters
// go, line breaks stay as '\n'. Each rune becomes one rune or none, and bytes
// that are no UTF-8 become U+FFFD.
func Read(s string) Text {
	original := []rune(s)
	t := Text{
		Runes:    make([]rune, 0, len(original)),
		original: original,
		at:       make([]int, 0, len(original)),
		gap:      make([]bool, 0, len(original)),
	}
	gap := false
	for i, r := range original {
		n := normal(r)
		if n == 0 {
			gap = gap || unicode.IsSpace(r)
			continue
		}
		t.Runes = append(t.Runes, n)
		t.at = append(t.at, i)
		t.gap = append(t.gap, gap)
		gap = n == '\n'
	}
	return t
}

// Normal returns the normalised form of a term of a lexicon.
func Normal(s string) string { return string(Read(s).Runes) }

// normal is what a rune becomes, 0 for nothing.
func normal(r rune) rune {
	switch {
	case r < 0x80:
		return normalASCII(r)
	case r >= 0xff01 && r <= 0xff5e: // full-width forms of ASCII
		return normalASCII(r - 0xfee0)
	case invisible(r) || unicode.IsSpace(r) && r != 0x2028 && r != 0x2029:
		return 0
	}
	if n, ok := folds[r]; ok {
		return n
	}
	return unicode.ToLower(r)
}

func normalASCII(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r == '\n':
		return r
	case r <= ' ' || r == 0x7f:
		return 0
	}
	return r
}

// invisible tells what takes no room on screen: joiners, marks of direction,
// variation selectors, skin tones.
func invisible(r rune) bool {
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2064:
		return true
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0x1f3fb && r <= 0x1f3ff:
		return true
	case r >= 0x80 && r < 0xa0:
		return true
	}
	return r == 0xfeff || r == 0xad || r == 0x34f || r == 0x180e
}

// Len returns the number of normalised runes.
func (t Text) Len() int { return len(t.Runes) }

// String returns the normalised text.
func (t Text) String() string { return string(t.Runes) }

// At returns the normalised rune at i, 0 outside of the text.
func (t Text) At(i int) rune {
	if i < 0 || i >= len(t.Runes) {
		return 0
	}
	return t.Runes[i]
}

// Slice returns the normalised text of a range, cut to what there is.
func (t Text) Slice(from, to int) string {
	from, to = max(from, 0), min(to, len(t.Runes))
	if from >= to {
		return ""
	}
	return string(t.Runes[from:to])
}

// Gap reports whether white space or a line break stood before the rune at i.
func (t Text) Gap(i int) bool { return i >= 0 && i < len(t.gap) && t.gap[i] }

// Span returns where a range of the normalised text stood in the original.
func (t Text) Span(from, to int) Span {
	if from < 0 || from >= to || to > len(t.Runes) {
		return Span{}
	}
	return Span{t.at[from], t.at[to-1] + 1}
}

// Raw returns the original words of a span.
func (t Text) Raw(s Span) string {
	if s.Start < 0 || s.Start > s.End || s.End > len(t.original) {
		return ""
	}
	return string(t.original[s.Start:s.End])
}

// Words returns the original words of a range of the normalised text.
func (t Text) Words(from, to int) string { return t.Raw(t.Span(from, to)) }

// Has reports whether the normalised text has term at i. The term must be
// normalised.
func (t Text) Has(i int, term string) bool {
	if i < 0 {
		return false
	}
	for _, r := range term {
		if i >= len(t.Runes) || t.Runes[i] != r {
			return false
		}
		i++
	}
	return true
}

// HasBefore reports whether the normalised text has term ending before i.
func (t Text) HasBefore(i int, term string) bool {
	n := 0
	for range term {
		n++
	}
	return i <= len(t.Runes) && t.Has(i-n, term)
}
