package calendar

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// derive fills what follows from the plan.
func (r *rules) derive() {
	for _, d := range []time.Weekday{time.Friday, time.Thursday, time.Wednesday, time.Tuesday, time.Monday} {
		if len(r.week[d]) > 0 {
			r.makeup = r.week[d]
		}
	}
	for _, open := range r.week {
		r.spills = r.spills || spills(open)
	}
	for _, open := range r.exceptions {
		r.spills = r.spills || spills(open)
	}
}

func spills(open []interval) bool { return len(open) > 0 && open[len(open)-1].to > dayMinutes }

// on returns the openings of a business day, and whether all was known that
// they depend on. A make-up workday has the hours of the first open day from
// Monday to Friday.
func (h Hours) on(d Date) (open []interval, known bool) {
	if h.rules == nil {
		return nil, true
	}
	if open, ok := h.exceptions[d]; ok {
		return open, true
	}
	usual := h.week[d.Weekday()]
	if !h.plan.Holidays {
		return usual, true
	}
	holiday, listed := HolidayOn(d)
	switch {
	case !listed:
		return usual, Known(d.Year())
	case holiday.Off:
		return nil, true
	case h.makeup == nil:
		return usual, true
	default:
		return h.makeup, true
	}
}

// stretch is a stretch of open time.
type stretch struct{ from, to time.Time }

// walk steps through open time in order. Stretches do not overlap: what a late
// evening shares with the next morning is counted once.
type walk struct {
	hours       Hours
	day         Date       // being walked through
	left        []interval // what is left of it
	reached     time.Time  // everything before is done with
	until       time.Time  // no day that begins later is looked at
	idle        int        // days since anything was open
	patience    int        // idle days after which to give up
	unknownYear int
}

// horizon is how far after t we look; not at all outside of the years 1 to
// 9999, where nobody keeps hours and arithmetic may overflow.
func horizon(t time.Time) time.Time {
	if y := t.Year(); y < 1 || y > 9999 {
		return time.Time{}
	}
	return t.AddDate(0, 0, maxDays)
}

func (h Hours) walk(t, until time.Time) walk {
	t = t.In(h.Location())
	w := walk{hours: h, day: DateOf(t) - 1, reached: t, until: until, patience: 366}
	if h.rules != nil && h.spills { // yesterday may still be running
		w.day--
	}
	return w
}

// next returns the next stretch, or false when there is none in reach.
func (w *walk) next() (stretch, bool) {
	for {
		for len(w.left) > 0 {
			v := w.left[0]
			w.left = w.left[1:]
			if s, ok := w.clip(v); ok {
				w.reached, w.idle = s.to, 0
				return s, true
			}
		}
		if !w.turn() {
			return stretch{}, false
		}
	}
}

// clip returns what of v has not been walked yet, if anything.
func (w *walk) clip(v interval) (stretch, bool) {
	s := stretch{w.day.At(v.from, w.hours.loc), w.day.At(v.to, w.hours.loc)}
	if s.from.Before(w.reached) {
		s.from = w.reached
	}
	return s, s.from.Before(s.to)
}

// turn goes on to the next day.
func (w *walk) turn() bool {
	w.day++
	w.idle++
	if w.idle > w.patience || !w.before(w.until) {
		return false
	}
	open, known := w.hours.on(w.day)
	if !known && w.unknownYear == 0 {
		w.unknownYear = w.day.Year()
	}
	w.left = open
	return true
}

// before reports whether the day begins before t.
func (w *walk) before(t time.Time) bool {
	return !t.IsZero() && w.day.At(0, w.hours.Location()).Before(t)
}

// fault explains why next found nothing.
func (w *walk) fault() error {
	if w.idle > w.patience {
		return fault.New(fault.Conflict, "calendar.never_open")
	}
	return tooFar()
}
