package compensation

import "github.com/anxin-desk/anxin/internal/compensation/limits"

// Bound is what keeps a claim from being larger.
type Bound string

const (
	ByPolicy   Bound = "policy"    // it allows no more for the case
	ByNoPolicy Bound = "no_policy" // the policy was not asked
	ByPaid     Bound = "paid"      // the order cost no more
	ByLevels   Bound = "levels"    // nobody may approve more
)

// Room returns the most that a claim may be when it is made, in fen, and what keeps
// it from being more. 0 is that there is none.
func (c Claim) Room(r limits.Rules, s Standing) (fen int64, by Bound) {
	fen, by = c.Policy.Cap-s.Case, ByPolicy
	if !c.Policy.asked() {
		fen, by = r.NoPolicyFen-s.Case, ByNoPolicy
	}
	if b := s.Bought; c.Statutory == "" && b.Known && b.Paid-b.Refunded-s.Order < fen {
		fen, by = b.Paid-b.Refunded-s.Order, ByPaid
	}
	if most := r.Most(s.Times, c.Severity) - s.Others; most < fen {
		fen, by = most, ByLevels
	}
	return max(fen, 0), by
}
