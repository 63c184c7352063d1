package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Plan is how opening hours are written down, in JSON and on a settings page.
// New turns a plan into Hours.
type Plan struct {
	Zone       string      `json:"zone" doc:"IANA time zone, such as Asia/Shanghai"`
	Week       Week        `json:"week"`
	Holidays   bool        `json:"holidays" doc:"closed on days off and open on make-up workdays announced by the State Council"`
	Exceptions []Exception `json:"exceptions,omitempty" doc:"dates with hours of their own"`
}

// Week holds the intervals of each weekday; none means closed.
type Week struct {
	Mon []Interval `json:"mon,omitempty"`
	Tue []Interval `json:"tue,omitempty"`
	Wed []Interval `json:"wed,omitempty"`
	Thu []Interval `json:"thu,omitempty"`
	Fri []Interval `json:"fri,omitempty"`
	Sat []Interval `json:"sat,omitempty"`
	Sun []Interval `json:"sun,omitempty"`
}

// Interval is one opening, from and to as 09:00. A `to` that is not later than
// `from` is on the next day; 24:00 is the end of the day.
type Interval struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Exception gives one date other hours, or none: closed. It outranks holidays.
type Exception struct {
	Date  string     `json:"date" doc:"2006-01-02"`
	Hours []Interval `json:"hours,omitempty"`
	Name  string     `json:"name,omitempty" doc:"what the day is called, such as stocktaking"`
}

// Limits of a plan.
const (
	maxIntervals  = 12   // a day
	maxExceptions = 1000 // a plan
	maxName       = 20   // runes, of an exception
)

// Default is the plan of a shop that has not said anything: every day from
// 09:00 to 21:00 in Shanghai.
func Default() Plan {
	day := []Interval{{From: "09:00", To: "21:00"}}
	return Plan{
		Zone: "Asia/Shanghai",
		Week: Week{Mon: day, Tue: day, Wed: day, Thu: day, Fri: day, Sat: day, Sun: day},
	}
}

// Parse reads a plan from JSON and checks it. Faults name the field at fault,
// such as week.mon[0].to.
func Parse(data []byte) (Hours, error) {
	var p Plan
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Hours{}, fault.New(fault.Invalid, "calendar.unreadable").Because(err)
	}
	if d.More() {
		return Hours{}, fault.New(fault.Invalid, "calendar.unreadable")
	}
	return New(p)
}

// New checks a plan. Faults name the field at fault, such as week.mon[0].to.
func New(p Plan) (Hours, error) {
	loc, err := zone(p.Zone)
	if err != nil {
		return Hours{}, err
	}
	r := &rules{plan: p, loc: loc}
	for _, day := range p.Week.days() {
		if r.week[day.weekday], err = intervals("week."+day.name, day.intervals); err != nil {
			return Hours{}, err
		}
	}
	if r.exceptions, err = exceptions(p.Exceptions); err != nil {
		return Hours{}, err
	}
	r.derive()
	return Hours{r}, nil
}

type weekday struct {
	name      string
	weekday   time.Weekday
	intervals []Interval
}

// days lists the week from Monday, as it is written.
func (w Week) days() [7]weekday {
	return [7]weekday{
		{"mon", time.Monday, w.Mon}, {"tue", time.Tuesday, w.Tue}, {"wed", time.Wednesday, w.Wed},
		{"thu", time.Thursday, w.Thu}, {"fri", time.Friday, w.Fri}, {"sat", time.Saturday, w.Sat},
		{"sun", time.Sunday, w.Sun},
	}
}

// zone refuses "Local", which would mean another thing on every machine.
func zone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fault.Field("zone", "calendar.zone_unknown", "zone", name).Because(err)
	}
	return loc, nil
}

func exceptions(list []Exception) (map[Date][]interval, error) {
	if len(list) > maxExceptions {
		return nil, fault.Field("exceptions", "calendar.too_many_exceptions", "limit", maxExceptions)
	}
	result := make(map[Date][]interval, len(list))
	for i, e := range list {
		field := fmt.Sprintf("exceptions[%d]", i)
		d, err := ParseDate(e.Date)
		if err != nil {
			return nil, fault.Field(field+".date", "calendar.date_malformed", "date", e.Date).Because(err)
		}
		if _, twice := result[d]; twice {
			return nil, fault.Field(field+".date", "calendar.date_twice", "date", e.Date)
		}
		if utf8.RuneCountInString(e.Name) > maxName || strings.ContainsFunc(e.Name, unprintable) {
			return nil, fault.Field(field+".name", "calendar.name_malformed", "max", maxName)
		}
		if result[d], err = intervals(field+".hours", e.Hours); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }

// interval is minutes from the midnight at which its date begins. Only `to`
// may lie beyond 24:00.
type interval struct{ from, to int }

const dayMinutes = 24 * 60

// intervals reads the openings of one day and sorts them.
func intervals(field string, list []Interval) ([]interval, error) {
	if len(list) > maxIntervals {
		return nil, fault.Field(field, "calendar.too_many_intervals", "limit", maxIntervals)
	}
	var result []interval
	for i, w := range list {
		v, err := w.read(fmt.Sprintf("%s[%d]", field, i))
		if err != nil {
			return nil, err
		}
		for _, o := range result {
			if v.from < o.to && o.from < v.to {
				return nil, fault.Field(fmt.Sprintf("%s[%d]", field, i), "calendar.intervals_overlap", "from", w.From, "to", w.To)
			}
		}
		result = append(result, v)
	}
	slices.SortFunc(result, func(a, b interval) int { return a.from - b.from })
	return result, nil
}

func (w Interval) read(field string) (v interval, err error) {
	if v.from, err = clock(field+".from", w.From); err != nil {
		return v, err
	}
	if v.to, err = clock(field+".to", w.To); err != nil {
		return v, err
	}
	switch {
	case v.from == dayMinutes:
		return v, fault.Field(field+".from", "calendar.clock_malformed", "clock", w.From)
	case v.from == v.to:
		return v, fault.Field(field+".to", "calendar.interval_empty", "clock", w.To)
	case v.to < v.from:
		v.to += dayMinutes
	}
	return v, nil
}

// clock reads 00:00 to 24:00 into minutes.
func clock(field, s string) (int, error) {
	if s == "24:00" {
		return dayMinutes, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fault.Field(field, "calendar.clock_malformed", "clock", s).Because(err)
	}
	return t.Hour()*60 + t.Minute(), nil
}
