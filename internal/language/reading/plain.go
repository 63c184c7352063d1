package reading

import (
	"bufio"
	"bytes"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

// said are the words of dialects and slips, with what they are read as.
type said struct {
	matcher *language.Matcher
	plain   [][]rune
}

var spoken = sync.OnceValue(func() said {
	content, err := data.ReadFile("data/plain.txt")
	if err != nil {
		panic(err)
	}
	var s said
	var words []string
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		for _, pair := range strings.Fields(lines.Text()) {
			word, plain, _ := strings.Cut(pair, "=")
			words = append(words, word)
			s.plain = append(s.plain, language.Read(plain).Runes)
		}
	}
	s.matcher = language.NewMatcher(words)
	return s
})

// plain returns a text with the words of dialects and slips in plain form, to
// be looked at by what needs no positions in the original.
func plain(t language.Text) language.Text {
	s := spoken()
	found := s.matcher.Longest(t)
	if len(found) == 0 {
		return t
	}
	runes := make([]rune, 0, t.Len()+2*len(found))
	at := 0
	for _, m := range found {
		runes = append(runes, t.Runes[at:m.From]...)
		runes = append(runes, s.plain[m.Term]...)
		at = m.To
	}
	return language.Read(string(append(runes, t.Runes[at:]...)))
}
