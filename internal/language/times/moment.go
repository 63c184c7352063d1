package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// moment is a time as written: a day, a part of it, a clock time; each may be
// missing, not all.
type moment struct {
	from, to int
	day      *day
	part     *part
	clock    *clockTime
	every    bool
}

// moment reads one that begins at i. The other end of a range, if given, lends
// what is left out: the 11月 of 11月3日至5日.
func (r *reader) moment(i int, other *moment) (moment, bool) {
	m := moment{from: i, to: i}
	if n, _ := r.words(i, []string{"每个", "每", "逢", "每天", "每日", "天天", "每个工作日"}); n > 0 {
		m.every, m.to = true, i+n
	}
	if d, ok := r.day(m.to, other); ok {
		m.day, m.to = &d, d.end
	}
	at := m.to
	if m.day != nil {
		at = r.glue(at)
	}
	if p, ok := r.part(at, m.day != nil); ok {
		m.part, m.to = &p, p.end
		at = m.to
	}
	if m.day != nil || m.part != nil {
		at = r.glue(at)
	}
	if c, ok := r.clockTime(at, m.day != nil || m.part != nil || other != nil); ok {
		m.clock, m.to = &c, c.end
	}
	return m, m.day != nil || m.part != nil || m.clock != nil
}

// glue passes over what may stand between a day and its hour.
func (r *reader) glue(i int) int {
	switch {
	case r.text.At(i) == '的', r.text.At(i) == '-' && isDigit(r.text.At(i+1)) && r.text.At(i+3) == ':':
		return i + 1
	case r.text.At(i) == ',' && isDigit(r.text.At(i+1)) && (r.text.At(i+2) == ':' || r.text.At(i+3) == ':'):
		return i + 1
	}
	return i
}

// resolve says when a moment is.
func (r *reader) resolve(m moment) Time {
	t := Time{Range: rangeOf(m.from, m.to), Every: m.every, part: m.part}
	d := day{from: r.today, to: r.today, implied: true}
	switch {
	case m.day != nil:
		d = *m.day
	case r.dated:
		d = day{from: r.last, to: r.last, implied: r.last == r.today}
		if m.part == nil { // 明天一早过去,八点左右到
			m.part = r.lastPart
		}
	}
	t.Past, t.Rolled, t.Event, t.UnknownYear = d.past, d.rolled, d.event, d.unknown
	bare := m.day == nil && !r.dated
	t.NoDay = bare
	switch {
	case m.clock != nil:
		r.resolveClock(&t, d, m, bare)
	case m.part != nil:
		t.Kind = Part
		t.Start, t.End = r.instant(d.from, m.part.start), r.instant(d.to, m.part.finish)
		if bare {
			r.comeRound(&t, &d)
		}
	default:
		t.Kind = Day
		if d.period {
			t.Kind = Period
		}
		t.Start, t.End = r.instant(d.from, 0), r.instant(d.to, dayMinutes)
		if d.to > d.from && !d.period {
			t.Earliest = r.instant(d.from, dayMinutes)
		}
	}
	t.date, t.dated = d.to, true
	return t
}

// comeRound moves a part of the day that is over to the next day, or for
// telling what was, one to come to the day before.
func (r *reader) comeRound(t *Time, d *day) {
	step := calendar.Date(0)
	if !r.clock.Back && !t.End.After(r.now) {
		step = 1
	} else if r.clock.Back && t.Start.After(r.now) {
		step = -1
	}
	d.from, d.to = d.from+step, d.to+step
	t.Start, t.End = t.Start.AddDate(0, 0, int(step)), t.End.AddDate(0, 0, int(step))
}

func (r *reader) instant(d calendar.Date, minute int) time.Time {
	return d.At(minute, r.now.Location())
}

// resolveClock picks the hour that is meant, and the day if none was named.
func (r *reader) resolveClock(t *Time, d day, m moment, bare bool) {
	t.Kind = Point
	t.About = m.clock.about
	minute := r.minuteOf(d, m, bare)
	at := r.instant(d.to, minute)
	if m.clock.closing {
		if end, known := r.leaves(d.to); known {
			at = r.instant(d.to, end)
		}
	}
	if bare && !r.clock.Back && !at.After(r.now) {
		at = r.instant(d.to+1, r.minuteOf(day{from: d.to + 1, to: d.to + 1}, m, false))
	}
	if d.weekday && !d.fixed && d.to == r.today && !r.clock.Back && !at.After(r.now) {
		at = at.AddDate(0, 0, 7)
	}
	t.Start, t.End = at, at
	if m.clock.highHour > 0 {
		high := m
		c := *m.clock
		c.hour, c.highHour = m.clock.highHour, 0
		high.clock = &c
		t.End = r.instant(d.to, r.minuteOf(d, high, bare))
		for tries := 0; tries < 2 && !t.End.After(at); tries++ {
			t.End = t.End.Add(12 * time.Hour)
		}
		t.Earliest = at
	}
}

func (r *reader) leaves(d calendar.Date) (minute int, known bool) {
	if r.clock.Leaves != nil {
		if minute, known = r.clock.Leaves(d); known {
			return minute, true
		}
	}
	return r.clock.Closes, true
}

// minuteOf returns the minute of the day that a clock time means.
func (r *reader) minuteOf(d day, m moment, bare bool) int {
	c := m.clock
	if c.closing {
		end, _ := r.leaves(d.to)
		return end
	}
	if m.part != nil {
		return m.part.hour(c.hour)*60 + c.minute
	}
	if c.hour == 0 {
		return dayMinutes + c.minute
	}
	if c.hour > 12 || c.exact {
		return c.hour*60 + c.minute
	}
	return r.inHours(d, c, bare)
}

// inHours picks morning or evening for an hour up to 12 that says neither: the
// next one in shop hours, else the next one.
func (r *reader) inHours(d day, c *clockTime, bare bool) int {
	early, late := c.hour*60+c.minute, (c.hour+12)*60+c.minute
	open := func(minute int) bool { return r.clock.Opens <= minute && minute <= r.clock.Closes }
	past := d.to < r.today
	coming := func(minute int) bool { return past || r.clock.Back || r.instant(d.to, minute).After(r.now) }
	for _, minute := range []int{early, late} {
		if open(minute) && coming(minute) {
			return minute
		}
	}
	if bare { // the first in shop hours tomorrow
		for _, minute := range []int{early, late} {
			if open(minute) {
				return minute
			}
		}
	}
	if coming(early) {
		return early
	}
	return late
}
