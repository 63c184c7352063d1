// Package delight keeps what a shop may give to a customer to please them, and
// sees to it that no month costs more than was set aside for it. A delight is
// suggested when there is an occasion for it, and given by a person: nothing
// happens by itself.
package delight

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Occasion is when a delight is suggested.
type Occasion string

const (
	VIP         Occasion = "vip"          // the customer is one
	ThirdSolved Occasion = "third_solved" // three of their complaints or more were solved
	LongWait    Occasion = "long_wait"    // they have waited for an answer for LongAfter
	BrokenWord  Occasion = "broken_word"  // a commitment to them was broken within BrokenLately
)

// Occasions are all of them.
var Occasions = []Occasion{VIP, ThirdSolved, LongWait, BrokenWord}

// What counts as an occasion.
const (
	LongAfter    = 15 * time.Minute
	BrokenLately = 30 * 24 * time.Hour
	solvedEnough = 3
)

// Limits.
const (
	MaxTitle    = 40            // runes
	MaxCost     = 100_000_00    // fen
	MaxBudget   = 10_000_000_00 // fen
	MaxDelights = 30            // of one shop
)

// Delight is something that a shop may give.
type Delight struct {
	ID       string
	ShopID   string
	Title    string
	CostFen  int64
	Occasion Occasion
	Version  int64
}

func (d Delight) clean() (Delight, error) {
	d.Title = strings.Join(strings.Fields(d.Title), " ")
	switch n := utf8.RuneCountInString(d.Title); {
	case n == 0 || n > MaxTitle:
		return d, fault.Field("title", "delight.title_length", "limit", MaxTitle)
	case d.CostFen < 0 || d.CostFen > MaxCost:
		return d, fault.Field("cost_fen", "delight.cost_range")
	case !slices.Contains(Occasions, d.Occasion):
		return d, fault.Field("occasion", "delight.occasion_unknown")
	}
	return d, nil
}

// Budget is what a shop sets aside for a month. It has a row once somebody has
// set it; before that, all of it is zero.
type Budget struct {
	ShopID    string
	BudgetFen int64
	SpentFen  int64  // in Month
	Month     string // 2006-01 by the shop's calendar
	Version   int64  // raised by every use
}

// in is the budget in a month: a new one has cost nothing yet.
func (b Budget) in(month string) Budget {
	if b.Month != month {
		b.Month, b.SpentFen = month, 0
	}
	return b
}

// LeftFen is what may still be given away.
func (b Budget) LeftFen() int64 { return max(0, b.BudgetFen-b.SpentFen) }

// spend takes the cost of a delight from what the caller saw in a version.
func (b Budget) spend(cost, version int64) (Budget, error) {
	switch {
	case b.Version != version:
		return b, fault.New(fault.Conflict, "delight.budget_changed")
	case cost > b.LeftFen():
		return b, fault.New(fault.Conflict, "delight.over_budget")
	}
	b.SpentFen, b.Version = b.SpentFen+cost, b.Version+1
	return b, nil
}

// Use is a delight that was given.
type Use struct {
	ID         string
	DelightID  string
	ShopID     string
	CustomerID string // the head at that time
	Month      string
	Title      string
	CostFen    int64
	Occasion   Occasion
	By         string
	At         time.Time
}

// Facts are what occasions are found in.
type Facts struct {
	VIP          bool
	Solved       int64     // complaints that were solved
	Broken       int64     // commitments broken lately
	WaitingSince time.Time // zero if they do not wait
}

// Met tells whether there is an occasion.
func (f Facts) Met(o Occasion, now time.Time) bool {
	switch o {
	case VIP:
		return f.VIP
	case ThirdSolved:
		return f.Solved >= solvedEnough
	case BrokenWord:
		return f.Broken > 0
	case LongWait:
		return !f.WaitingSince.IsZero() && now.Sub(f.WaitingSince) >= LongAfter
	}
	return false
}

// Suggest returns the delights for which there is an occasion and that are
// within what is left, the dearest first; none for who has had one this month.
func Suggest(all []Delight, b Budget, given []Use, f Facts, now time.Time) (some []Delight) {
	for _, u := range given {
		if u.Month == b.Month {
			return nil
		}
	}
	for _, d := range all {
		if d.CostFen <= b.LeftFen() && f.Met(d.Occasion, now) {
			some = append(some, d)
		}
	}
	slices.SortStableFunc(some, func(a, b Delight) int { return int(b.CostFen - a.CostFen) })
	return some
}

// MonthOf is the month of a time by the calendar of a zone.
func MonthOf(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01") }
