package calendar

import (
	"sort"
	"time"
	_ "time/tzdata" // a bare machine knows every zone too
)

// Date is a day of the calendar, counted from 1 January 1970. Dates compare
// and add like the integers they are.
type Date int

// NewDate returns a date; like time.Date it accepts 32 January.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// DateOf returns the date that clocks in t's own zone show at t.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads 2006-01-02.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	return DateOf(t), err
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the date as 2006-01-02.
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// Year returns the year of d.
func (d Date) Year() int { return d.utc().Year() }

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(((int(d)+int(time.Thursday))%7 + 7) % 7)
}

// MarshalText makes 2006-01-02 the JSON form too.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2006-01-02.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// At returns the first instant at which clocks of loc have reached the given
// minute of d; 24*60 is the end of the day, and later minutes are of the days
// after. A time that clocks skip in spring is the moment they skip it; of a
// time that they show twice in autumn, the first counts. So later wall times
// are never earlier instants.
func (d Date) At(minute int, loc *time.Location) time.Time {
	const farthest = 15 * 60 * 60 // no zone is that far from UTC
	wall := (int64(d)*24*60 + int64(minute)) * 60
	before, after := offset(wall-farthest, loc), offset(wall+farthest, loc)
	at := wall - before
	if offset(at, loc) != before { // clocks have changed by then
		at = wall - after
		if offset(at, loc) != after { // and have not, here: the time is skipped
			at = change(at, wall-before, loc)
		}
	}
	return time.Unix(at, 0).In(loc)
}

// offset returns how far clocks of loc are ahead of UTC, in seconds.
func offset(unix int64, loc *time.Location) int64 {
	_, seconds := time.Unix(unix, 0).In(loc).Zone()
	return int64(seconds)
}

// change returns when clocks change between two instants. Time.ZoneBounds does
// not do: on the last day of leap years after 2037 its end lies in the past.
func change(from, to int64, loc *time.Location) int64 {
	before := offset(from, loc)
	n := sort.Search(int(to-from), func(i int) bool { return offset(from+int64(i), loc) != before })
	return from + int64(n)
}
