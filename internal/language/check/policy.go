package check

import (
	"github.com/anxin-desk/anxin/internal/language"
)

// above reports whether an amount inside of a match is more than the speaker
// may grant. Without a limit, nothing is.
func (r *rule) above(t *talk, at language.Range) bool {
	limit, known := t.reply.Limits[r.Limit]
	if !known {
		return false
	}
	for _, fen := range amounts(t.now, at) {
		if fen > limit {
			return true
		}
	}
	return false
}

// amounts are the sums of money in a range, in fen.
func amounts(r *reading, at language.Range) []int64 {
	return nil
}
