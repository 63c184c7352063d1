package shop

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Question asks what hours would mean that are perhaps not saved yet.
type Question struct {
	Hours         calendar.Plan
	From          calendar.Date // first of the days to show
	Days          int           // how many, at most 400
	At            time.Time     // when a buyer would write
	AnswerMinutes int           // the response target
	Workdays      int           // how many to count from At
}

// Preview is what they would mean. Times that hours never reach are zero.
type Preview struct {
	Days         []calendar.Day
	Open         bool      // at At
	AnswerBy     time.Time // when the buyer should have an answer
	WorkdaysEnd  time.Time // the end of business on the last of the workdays, of the day if it is closed
	UnknownYears []int     // years, in order, that the answers depend on and whose holidays are not known
}

// Limits of what may be asked.
const (
	maxPreview  = 400 // days
	maxWorkdays = 365
)

// Preview answers a question of who manages shops; it reads nothing.
func (s *Service) Preview(ctx context.Context, q Question) (Preview, error) {
	if _, _, err := identity.Require(ctx, identity.ShopManage); err != nil {
		return Preview{}, err
	}
	return q.answer()
}

func (q Question) answer() (p Preview, err error) {
	hours, err := calendar.New(q.Hours)
	if err != nil {
		return p, err
	}
	var unknown []int
	for d := q.From; d < q.From+calendar.Date(min(q.Days, maxPreview)); d++ {
		day := hours.Day(d)
		p.Days = append(p.Days, day)
		if !day.Known {
			unknown = append(unknown, d.Year())
		}
	}
	p.Open = hours.Open(q.At)
	target := min(max(q.AnswerMinutes, 1), maxTarget)
	if by, err := hours.Add(q.At, time.Duration(target)*time.Minute); err == nil {
		p.AnswerBy = by.At
		unknown = append(unknown, by.UnknownYear)
	} else if fault.KindOf(err) != fault.Conflict {
		return p, err
	}
	last, err := calendar.AddWorkdays(calendar.DateOf(q.At.In(hours.Location())), min(q.Workdays, maxWorkdays))
	if err != nil {
		return p, err
	}
	unknown = append(unknown, last.UnknownYear)
	closes, open := hours.CloseOn(last.Date)
	if !open {
		closes = last.Date.At(24*60, hours.Location())
	}
	p.WorkdaysEnd = closes
	slices.Sort(unknown)
	p.UnknownYears = slices.DeleteFunc(slices.Compact(unknown), func(year int) bool { return year == 0 })
	return p, nil
}
