// Package limits keeps what a shop allows of compensation: who may approve how much
// alone, from when on two must agree, what a month may cost, and how much heavier a
// claim weighs when its buyer was compensated often or the case is bad.
//
// limits.go holds the rules and does no I/O; store.go is the SQL.
package limits

import (
	"slices"
	"strconv"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Level is one step of those who approve.
type Level struct {
	Role string `json:"role"` // id of a role
	Fen  int64  `json:"fen"`  // weight up to which its holders may approve
}

// Rules are what a shop allows. Amounts are fen; 0 is "no limit" where it says so.
type Rules struct {
	Levels        []Level `json:"levels"`         // the lowest first
	SecondFen     int64   `json:"second_fen"`     // weight above which two people must approve; 0 for never
	BudgetFen     int64   `json:"budget_fen"`     // of a month by the calendar of the shop; 0 for none
	WindowDays    int64   `json:"window_days"`    // in which claims of one buyer add up
	WindowTimes   int64   `json:"window_times"`   // earlier ones in it that are still usual
	OftenPercent  int64   `json:"often_percent"`  // of its weight that a claim has beyond that
	HighPercent   int64   `json:"high_percent"`   // in a case of high severity
	WorstPercent  int64   `json:"worst_percent"`  // in a critical one
	NoPolicyFen   int64   `json:"no_policy_fen"`  // of a case about which the policy was not asked
	AnswerMinutes int64   `json:"answer_minutes"` // of opening hours, until the next level is asked
}

// Yuan is an amount in fen as people read it: "12.50".
func Yuan(fen int64) string { return strconv.FormatFloat(float64(fen)/100, 'f', 2, 64) }

// Bounds of what a shop may say.
const (
	MaxFen     = 10_000_000_00 // of any amount
	MaxLevels  = 8
	MaxDays    = 730
	MaxTimes   = 100
	MaxPercent = 1000
	MinMinutes = 5
	MaxMinutes = 60 * 24 * 5
)

// Delivered are the rules of a shop that has chosen none.
func Delivered() Rules {
	return Rules{
		Levels:    []Level{{"team_lead", 100_00}, {"supervisor", 500_00}, {"proprietor", 5000_00}},
		SecondFen: 1000_00, WindowDays: 90, WindowTimes: 2, OftenPercent: 200, HighPercent: 150, WorstPercent: 200,
		NoPolicyFen: 100_00, AnswerMinutes: 120,
	}
}

// Checked returns the rules as they will be kept, or what is wrong with them. known
// are the ids of roles that there are.
func (r Rules) Checked(known []string) (Rules, error) {
	if len(r.Levels) == 0 || len(r.Levels) > MaxLevels {
		return r, fault.Field("levels", "limits.levels", "max", MaxLevels)
	}
	seen := map[string]bool{}
	for i, l := range r.Levels {
		switch {
		case seen[l.Role] || !slices.Contains(known, l.Role):
			return r, fault.Field("levels", "limits.role")
		case l.Fen <= 0 || l.Fen > MaxFen || i > 0 && l.Fen <= r.Levels[i-1].Fen:
			return r, fault.Field("levels", "limits.rising")
		}
		seen[l.Role] = true
	}
	for _, n := range []struct {
		field    string
		n        int64
		min, max int64
	}{
		{"second_fen", r.SecondFen, 0, MaxFen}, {"budget_fen", r.BudgetFen, 0, 100 * MaxFen}, {"no_policy_fen", r.NoPolicyFen, 0, MaxFen},
		{"window_days", r.WindowDays, 1, MaxDays}, {"window_times", r.WindowTimes, 0, MaxTimes}, {"often_percent", r.OftenPercent, 100, MaxPercent},
		{"high_percent", r.HighPercent, 100, MaxPercent}, {"worst_percent", r.WorstPercent, 100, MaxPercent}, {"answer_minutes", r.AnswerMinutes, MinMinutes, MaxMinutes},
	} {
		if n.n < n.min || n.n > n.max {
			return r, fault.Field(n.field, "limits.range", "min", n.min, "max", n.max)
		}
	}
	return r, nil
}

// Of returns up to which weight somebody who holds roles may approve, 0 for not at
// all.
func (r Rules) Of(roles []string) (fen int64) {
	for _, l := range r.Levels {
		if l.Fen > fen && slices.Contains(roles, l.Role) {
			fen = l.Fen
		}
	}
	return fen
}

// Weigh returns how heavy an amount is: more than it is if its buyer was compensated
// more often than is usual, and if the case is bad. It is rounded up.
func (r Rules) Weigh(fen, times int64, severity string) int64 {
	return (fen*r.Heavier(times, severity) + 9999) / 10000
}

// Heavier is what a claim weighs of its amount, in hundredths of a percent: 10000
// for as much as it is.
func (r Rules) Heavier(times int64, severity string) int64 {
	percent := int64(100)
	switch severity {
	case "high":
		percent = r.HighPercent
	case "critical":
		percent = r.WorstPercent
	}
	often := int64(100)
	if times > r.WindowTimes {
		often = r.OftenPercent
	}
	return percent * often
}

// Most is the greatest amount that somebody may approve, in fen.
func (r Rules) Most(times int64, severity string) int64 {
	return r.Levels[len(r.Levels)-1].Fen * 10000 / r.Heavier(times, severity)
}

// Needs returns how many people must approve a weight.
func (r Rules) Needs(weight int64) int64 {
	if r.SecondFen > 0 && weight > r.SecondFen {
		return 2
	}
	return 1
}

// Level returns the index of the lowest level that may approve a weight; false if
// none may.
func (r Rules) Level(weight int64) (int, bool) {
	i := slices.IndexFunc(r.Levels, func(l Level) bool { return l.Fen >= weight })
	return max(i, 0), i >= 0
}
