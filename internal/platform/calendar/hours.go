// Package calendar is business time: when a shop or department is open, how
// long that is, and which days are workdays. It is pure: no clock of its own,
// no I/O.
//
// Opening hours are wall times in a zone. They may cross midnight, and belong
// to the business day on which they begin: a day that is closed by an
// exception or a holiday keeps what still runs from the evening before. Where
// clocks change, Date.At says which instant a wall time is.
package calendar

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Hours are opening hours, checked and ready to count with. The zero value is
// never open. Hours are immutable and safe for concurrent use.
type Hours struct{ *rules }

type rules struct {
	plan       Plan
	loc        *time.Location
	week       [7][]interval // by time.Weekday
	exceptions map[Date][]interval
	makeup     []interval // on make-up workdays at the weekend
	spills     bool       // some opening crosses midnight
}

// Moment is an instant found by counting, in the zone of the hours.
type Moment struct {
	At          time.Time
	UnknownYear int // the first year counted in without knowing its holidays, or 0
}

// Span is an amount of business time.
type Span struct {
	Length      time.Duration
	UnknownYear int // the first year counted in without knowing its holidays, or 0
}

// Plan returns the plan that the hours were made of.
func (h Hours) Plan() Plan {
	if h.rules == nil {
		return Plan{Zone: "UTC"}
	}
	return h.plan
}

// Location returns the zone of the hours.
func (h Hours) Location() *time.Location {
	if h.rules == nil {
		return time.UTC
	}
	return h.loc
}

// MarshalJSON writes the plan.
func (h Hours) MarshalJSON() ([]byte, error) { return json.Marshal(h.Plan()) }

// UnmarshalJSON reads a plan as Parse does.
func (h *Hours) UnmarshalJSON(data []byte) (err error) {
	*h, err = Parse(data)
	return err
}

// Open reports whether t is within opening hours. The opening instant is, the
// closing instant is not.
func (h Hours) Open(t time.Time) bool {
	today := DateOf(t.In(h.Location()))
	for d := today - 1; d <= today+1; d++ { // clocks may fall back over a midnight
		open, _ := h.on(d)
		for _, v := range open {
			if !t.Before(d.At(v.from, h.loc)) && t.Before(d.At(v.to, h.loc)) {
				return true
			}
		}
	}
	return false
}

// Next returns t if it is within opening hours, else the next opening. If
// nothing opens within a year, that is the fault calendar.never_open.
func (h Hours) Next(t time.Time) (Moment, error) {
	w := h.walk(t, horizon(t))
	s, ok := w.next()
	if !ok {
		return Moment{}, w.fault()
	}
	return Moment{s.from, w.unknownYear}, nil
}

// Add returns the first instant by which d of business time has passed since
// t: one hour from 20:00 is a closing time of 21:00, not the next morning.
// Faults: calendar.negative_time, calendar.never_open if nothing opens within
// a year, calendar.too_far beyond 20 years.
func (h Hours) Add(t time.Time, d time.Duration) (Moment, error) {
	if d < 0 {
		return Moment{}, fault.New(fault.Invalid, "calendar.negative_time")
	}
	if d == 0 {
		return Moment{At: t.In(h.Location())}, nil
	}
	w := h.walk(t, horizon(t))
	for {
		s, ok := w.next()
		if !ok {
			return Moment{}, w.fault()
		}
		if length := s.to.Sub(s.from); length < d {
			d -= length
			continue
		}
		return Moment{s.from.Add(d), w.unknownYear}, nil
	}
}

// Between returns the business time from a to b, negative when b is before a.
// More than 20 years are the fault calendar.too_far.
func (h Hours) Between(a, b time.Time) (Span, error) {
	if b.Before(a) {
		s, err := h.Between(b, a)
		return Span{-s.Length, s.UnknownYear}, err
	}
	if b.After(horizon(a)) {
		return Span{}, tooFar()
	}
	w := h.walk(a, b)
	w.patience = maxDays
	var sum time.Duration
	for {
		s, ok := w.next()
		if !ok || !s.from.Before(b) {
			return Span{sum, w.unknownYear}, nil
		}
		if s.to.After(b) {
			s.to = b
		}
		sum += s.to.Sub(s.from)
	}
}

// Close returns when the business day ends that runs at t or comes next: the
// end of the last opening of the first day that ends after t. If nothing opens
// within a year, that is the fault calendar.never_open.
func (h Hours) Close(t time.Time) (Moment, error) {
	w := h.walk(t, horizon(t))
	if _, ok := w.next(); !ok {
		return Moment{}, w.fault()
	}
	at, _ := h.CloseOn(w.day)
	return Moment{at, w.unknownYear}, nil
}

// CloseOn returns when the business day d ends, and whether it opens at all.
func (h Hours) CloseOn(d Date) (time.Time, bool) {
	open, _ := h.on(d)
	for i := len(open) - 1; i >= 0; i-- {
		// An opening within the hour that clocks skip does not take place.
		if to := d.At(open[i].to, h.loc); d.At(open[i].from, h.loc).Before(to) {
			return to, true
		}
	}
	return time.Time{}, false
}
