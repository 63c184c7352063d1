package paste

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// look is how a head looks: parts in their order, over one line or two.
type look struct {
	text  string
	lines [][]part
	timed bool // it says when
	words bool // what was said stands in the same line
}

// part is a literal, or what stands in its place.
type part struct {
	kind    rune // 'l' literal, 'w' who, 't' when, 's' words
	literal string
	apart   bool // white space stands before it
}

// head is what was read where a look fits.
type head struct {
	who   string // as it is written
	name  string // the same, normalised
	when  stamp
	words string // in the same line, as it is written
	size  int    // in lines
}

// maxName is how long a name may be, in characters.
const maxName = 40

func readLook(text string) look {
	l := look{text: text}
	for line := range strings.SplitSeq(text, "|") {
		var parts []part
		for rest := strings.TrimSpace(line); rest != ""; {
			p := part{kind: 'l', apart: len(parts) > 0 && strings.HasPrefix(rest, " ")}
			rest = strings.TrimLeft(rest, " ")
			for kind, name := range map[rune]string{'w': "{who}", 't': "{when}", 's': "{words}"} {
				if after, ok := strings.CutPrefix(rest, name); ok {
					p.kind, rest = kind, after
				}
			}
			if p.kind == 'l' {
				p.literal, rest = language.Normal(rest[:1]), rest[1:]
			}
			l.timed, l.words = l.timed || p.kind == 't', l.words || p.kind == 's'
			parts = append(parts, p)
		}
		l.lines = append(l.lines, parts)
	}
	return l
}

// match reads a head at line i.
func (l look) match(lines []language.Text, i int) (h head, ok bool) {
	if i+len(l.lines) > len(lines) {
		return h, false
	}
	h.size = len(l.lines)
	for n, parts := range l.lines {
		if !h.read(parts, lines[i+n], 0) {
			return h, false
		}
	}
	return h, true
}

// read fits parts to a line from at to its end.
func (h *head) read(parts []part, t language.Text, at int) bool {
	if len(parts) == 0 {
		return at == t.Len()
	}
	switch p := parts[0]; p.kind {
	case 'l':
		return t.Has(at, p.literal) && h.read(parts[1:], t, at+1)
	case 't':
		when, next, ok := readStamp(t, at)
		if !ok || p.apart && at > 0 && !t.Gap(at) && len(parts) > 0 && !punctuated(t.At(at-1)) {
			return false
		}
		h.when = when
		return h.read(parts[1:], t, next)
	case 's':
		h.words = strings.TrimSpace(t.Words(at, t.Len()))
		return at < t.Len()
	}
	if p := parts[0]; p.apart && at > 0 && !t.Gap(at) && !punctuated(t.At(at-1)) {
		return false
	}
	for end := at + 1; end <= min(t.Len(), at+maxName); end++ {
		if h.read(parts[1:], t, end) {
			h.who, h.name = strings.TrimSpace(t.Words(at, end)), t.Slice(at, end)
			return true
		}
	}
	return false
}

func punctuated(r rune) bool { return strings.ContainsRune("()[]:", r) }
