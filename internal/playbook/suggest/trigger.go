package suggest

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// reach is how many characters may stand between the parts of a trigger a…b.
const reach = 8

// triggers are the trigger words of all flows, found in one pass.
type triggers struct {
	matcher *language.Matcher
	terms   []trigger
}

type trigger struct {
	flow int
	rest []string // what must follow, normalised
}

func readTriggers(flows []*playbook.Flow) *triggers {
	t := &triggers{}
	var heads []string
	for i, f := range flows {
		for _, w := range f.Playbook.Trigger.Words {
			parts := strings.Split(w, "…")
			for j := range parts {
				parts[j] = language.Normal(parts[j])
			}
			heads = append(heads, parts[0])
			t.terms = append(t.terms, trigger{i, parts[1:]})
		}
	}
	t.matcher = language.NewMatcher(heads)
	return t
}

// find returns by flow the words in the buyer's own writing, each once.
func (t *triggers) find(text language.Text) map[int][]string {
	found := map[int][]string{}
	t.matcher.Each(text, func(m language.Match) {
		term := t.terms[m.Term]
		to := m.To
		for _, part := range term.rest {
			if to = follow(text, to, part); to < 0 {
				return
			}
		}
		if w := text.Words(m.From, to); !slices.Contains(found[term.flow], w) {
			found[term.flow] = append(found[term.flow], w)
		}
	})
	return found
}

func follow(t language.Text, from int, part string) int {
	for at := from; at <= from+reach && at < t.Len(); at++ {
		if t.Has(at, part) {
			return at + len([]rune(part))
		}
	}
	return -1
}
