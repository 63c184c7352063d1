package reading

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// reach is how many runes may stand between the parts of a term a…b.
const reach = 6

// lexicon is a list of named groups of terms, found in one pass.
type lexicon struct {
	names   []string // of the groups, in the order of the file
	matcher *language.Matcher
	terms   []term // by the number of the matcher
}

type term struct {
	group int
	rest  []string // what must follow, normalised; nil for a plain term
}

// hit is a term of a group found in a text.
type hit struct {
	group int
	language.Range
}

// readLexicon reads lines "name: terms"; # begins a comment. A group may have
// several lines. It panics on a malformed file: the files are part of the
// program.
func readLexicon(files fs.FS, name string) *lexicon {
	file, err := files.Open(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	l := &lexicon{}
	numbers := map[string]int{}
	var heads []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		group, terms, found := strings.Cut(line, ":")
		if !found {
			panic(fmt.Sprintf("%s: no group in %q", name, line))
		}
		n, known := numbers[group]
		if !known {
			n = len(l.names)
			numbers[group] = n
			l.names = append(l.names, group)
		}
		for _, t := range strings.Fields(terms) {
			parts := strings.Split(t, "…")
			for i, part := range parts {
				parts[i] = language.Normal(part)
			}
			heads = append(heads, parts[0])
			l.terms = append(l.terms, term{group: n, rest: parts[1:]})
		}
	}
	l.matcher = language.NewMatcher(heads)
	return l
}

// group returns the number of a group, which must exist.
func (l *lexicon) group(name string) int {
	for i, n := range l.names {
		if n == name {
			return i
		}
	}
	panic("no group " + name)
}

// find returns all terms in t, by where they end.
func (l *lexicon) find(t language.Text) []hit {
	hits := make([]hit, 0, 16)
	l.matcher.Each(t, func(m language.Match) {
		found := l.terms[m.Term]
		to := m.To
		for _, part := range found.rest {
			if to = follow(t, to, part); to < 0 {
				return
			}
		}
		hits = append(hits, hit{found.group, language.Range{From: m.From, To: to}})
	})
	return hits
}

// follow looks for part within reach after from in the same clause and returns
// where it ends, -1 where it is not.
func follow(t language.Text, from int, part string) int {
	for at := from; at <= from+reach && at < t.Len(); at++ {
		if t.Has(at, part) {
			return at + runeCount(part)
		}
		if ends(t.At(at)) {
			return -1
		}
	}
	return -1
}

// ends reports whether r ends a clause.
func ends(r rune) bool {
	switch r {
	case '。', '!', '?', ';', '…', '\n', ',', '、':
		return true
	}
	return false
}

func runeCount(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}
