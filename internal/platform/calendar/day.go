package calendar

import "fmt"

// Why a day has the hours it has.
const (
	AsWeekday = "weekday" // the plan for its day of the week
	AsSpecial = "special" // an exception for this date
	AsOff     = "off"     // a day off announced by the State Council
	AsMakeUp  = "make_up" // a make-up workday announced by the State Council
)

// Day is one day of opening hours, and how it comes about.
type Day struct {
	Date    Date
	Open    []Interval // in order; none means closed
	Why     string     // AsWeekday, AsSpecial, AsOff or AsMakeUp
	Holiday string     // name of what was announced for the day, "" for nothing
	Note    string     // name of the exception for this date, "" for none
	Known   bool       // false if the hours depend on holidays of a year that are not known
}

// Day returns what the hours are on d.
func (h Hours) Day(d Date) Day {
	open, known := h.on(d)
	holiday, listed := HolidayOn(d)
	day := Day{Date: d, Why: AsWeekday, Holiday: holiday.Name, Known: known}
	for _, v := range open {
		day.Open = append(day.Open, Interval{From: wall(v.from), To: wall(v.to)})
	}
	if h.rules == nil {
		return day
	}
	_, special := h.exceptions[d]
	switch {
	case special:
		day.Why, day.Note = AsSpecial, h.nameOf(d)
	case h.plan.Holidays && listed && holiday.Off:
		day.Why = AsOff
	case h.plan.Holidays && listed:
		day.Why = AsMakeUp
	}
	return day
}

// nameOf is what the exception for d is called.
func (h Hours) nameOf(d Date) string {
	date := d.String()
	for _, e := range h.plan.Exceptions {
		if e.Date == date {
			return e.Name
		}
	}
	return ""
}

// wall writes minutes of a day as 09:00, those of the day after likewise.
func wall(minutes int) string {
	if minutes > dayMinutes {
		minutes -= dayMinutes
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
