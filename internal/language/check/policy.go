package check

import (
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/numbers"
)

// above reports whether an amount inside of a match is more than the speaker
// may grant. Without a limit, nothing is.
func (r *rule) above(t *talk, at language.Range) bool {
	limit, known := t.reply.Limits[r.Limit]
	if !known {
		return false
	}
	for i := at.From; i < at.To; i++ {
		if sum, ok := numbers.AmountAt(t.now.Text, i); ok {
			if sum.Currency == "CNY" && sum.High > limit {
				return true
			}
			i = max(i, sum.To-1)
		}
	}
	return false
}
