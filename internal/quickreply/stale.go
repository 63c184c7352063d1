package quickreply

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language"
)

// Old is a passage of a draft that comes from a reply which no longer holds.
type Old struct {
	Reply Reply
	Span  language.Span
	Words string
}

// telling is how many runes a clause must have to tell one reply from another:
// 您好请稍等 is in all of them.
const telling = 10

// Stale finds in a draft the clauses of replies that are over, whatever way they came
// into it. A clause that a reply which still holds has as well is good.
func Stale(draft string, all []Reply, now time.Time) []Old {
	var terms []string
	var from []Reply
	good := map[string]bool{}
	for _, r := range all {
		for _, clause := range clauses(r.Text) {
			if r.Expired(now) {
				terms, from = append(terms, clause), append(from, r)
			} else {
				good[clause] = true
			}
		}
	}
	if len(terms) == 0 {
		return nil
	}
	text := language.Read(draft)
	var old []Old
	for _, m := range language.NewMatcher(terms).Longest(text) {
		if good[terms[m.Term]] {
			continue
		}
		old = append(old, Old{from[m.Term], text.Span(m.From, m.To), text.Words(m.From, m.To)})
	}
	return old
}

// clauses are the clauses of a reply that are long enough to tell it from others, as
// they are matched: without what variables stand for.
func clauses(text string) (all []string) {
	for _, part := range braces.Split(text, -1) {
		t := language.Read(part)
		for _, c := range t.Clauses() {
			words := strings.TrimRightFunc(t.Slice(c.From, c.To), unicode.IsPunct)
			if utf8.RuneCountInString(words) >= telling {
				all = append(all, words)
			}
		}
	}
	return all
}
