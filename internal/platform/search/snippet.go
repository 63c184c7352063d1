package search

import (
	"cmp"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// tidy puts spans in order and joins those that touch.
func tidy(spans []language.Span) (all []language.Span) {
	slices.SortFunc(spans, func(a, b language.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, s := range spans {
		if n := len(all); n > 0 && s.Start <= all[n-1].End {
			all[n-1].End = max(all[n-1].End, s.End)
			continue
		}
		all = append(all, s)
	}
	return all
}

// Part is a piece of a snippet, plain text as somebody wrote it.
type Part struct {
	Text string
	Hit  bool // it is what was looked for
}

// How much of a text a snippet shows.
const (
	snippetBefore = 18 // runes before the first hit
	snippetLen    = 90
)

// Snippet cuts the part of a text that shows the first hits, on one line.
func Snippet(text string, spans []language.Span) (parts []Part) {
	runes := []rune(text)
	from := 0
	if len(spans) > 0 && len(runes) > snippetLen {
		from = min(max(0, spans[0].Start-snippetBefore), len(runes)-snippetLen)
	}
	to := min(len(runes), from+snippetLen)
	add := func(a, b int, hit bool) {
		if a < b {
			parts = append(parts, Part{oneLine(runes[a:b]), hit})
		}
	}
	if from > 0 {
		parts = append(parts, Part{Text: "…"})
	}
	at := from
	for _, s := range spans {
		if s.Start >= to {
			break
		}
		add(at, max(at, s.Start), false)
		add(max(at, s.Start), min(s.End, to), true)
		at = max(at, min(s.End, to))
	}
	add(at, to, false)
	if to < len(runes) {
		parts = append(parts, Part{Text: "…"})
	}
	return parts
}

func oneLine(runes []rune) string {
	line := slices.Clone(runes)
	for i, r := range line {
		if r == '\n' || r == '\r' || r == '\t' {
			line[i] = ' '
		}
	}
	return string(line)
}
