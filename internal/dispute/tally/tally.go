// Package tally counts how outside disputes ended. It does no I/O.
package tally

import (
	"cmp"
	"slices"
	"time"
)

// Tally counts disputes that were decided, and what they were about.
type Tally struct {
	Won, Partly, Lost  int64
	Settled, Withdrawn int64
	Amount, Paid       int64 // fen
}

// MinForRate is how many have to be decided before a rate says anything.
const MinForRate = 10

// All is how many there are.
func (t Tally) All() int64 { return t.judged() + t.Settled + t.Withdrawn }

// judged are those that somebody has decided for or against us.
func (t Tally) judged() int64 { return t.Won + t.Partly + t.Lost }

// Rate is the share of those judged that were won, in percent; false if they are too
// few to tell.
func (t Tally) Rate() (int64, bool) {
	if t.judged() < MinForRate {
		return 0, false
	}
	return (t.Won*100 + t.judged()/2) / t.judged(), true
}

func (t Tally) with(g Group) Tally {
	switch g.Outcome {
	case "won":
		t.Won += g.N
	case "partly":
		t.Partly += g.N
	case "lost":
		t.Lost += g.N
	case "settled":
		t.Settled += g.N
	case "withdrawn":
		t.Withdrawn += g.N
	}
	t.Amount, t.Paid = t.Amount+g.Amount, t.Paid+g.Paid
	return t
}

// Group is what one month has of one reason, kind and outcome.
type Group struct {
	Reason, Kind, Outcome string
	N, Amount, Paid       int64
}

// Line is a tally under a name.
type Line struct {
	Name string
	Tally
}

// Report tells how disputes of a shop ended.
type Report struct {
	Total    Tally
	ByReason []Line // most first
	ByKind   []Line
	ByMonth  []Line // as 2026-11, oldest first
	Running  int64  // not decided yet, at most 1000
}

// Month is a month of a shop's calendar.
type Month struct {
	Name     string
	From, To time.Time
}

// MaxMonths of a report.
const MaxMonths = 12

// Months are the last n months until now, oldest first.
func Months(n int, now time.Time, zone *time.Location) (all []Month) {
	y, m, _ := now.In(zone).Date()
	for i := n - 1; i >= 0; i-- {
		from := time.Date(y, m-time.Month(i), 1, 0, 0, 0, 0, zone)
		all = append(all, Month{from.Format("2006-01"), from, time.Date(y, m-time.Month(i)+1, 1, 0, 0, 0, 0, zone)})
	}
	return all
}

// Add counts the groups of a month.
func (r *Report) Add(name string, groups []Group) {
	of := Tally{}
	for _, g := range groups {
		of, r.Total = of.with(g), r.Total.with(g)
		r.ByReason, r.ByKind = tally(r.ByReason, g.Reason, g), tally(r.ByKind, g.Kind, g)
	}
	r.ByMonth = append(r.ByMonth, Line{name, of})
	for _, lines := range [][]Line{r.ByReason, r.ByKind} {
		slices.SortStableFunc(lines, func(a, b Line) int {
			return cmp.Or(cmp.Compare(b.All(), a.All()), cmp.Compare(a.Name, b.Name))
		})
	}
}

func tally(lines []Line, name string, g Group) []Line {
	for i := range lines {
		if lines[i].Name == name {
			lines[i].Tally = lines[i].Tally.with(g)
			return lines
		}
	}
	return append(lines, Line{name, Tally{}.with(g)})
}
