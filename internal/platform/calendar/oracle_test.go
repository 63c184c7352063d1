package calendar

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The oracle knows business time by looking at the clock every minute. It
// reads the plan's text itself and shares no arithmetic with the package.
type oracle struct {
	start  time.Time
	open   []bool          // by minute since start
	sum    []time.Duration // business time from start to the beginning of each minute
	closes map[string]int  // business day → minute at which it ends
	days   []string        // the business days of closes, in order
	plan   Plan
}

// watch walks minutes from start. Clocks that fall back are taken to stand
// still until they show a new time.
func watch(p Plan, start time.Time, minutes int) *oracle {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		panic(err)
	}
	o := &oracle{start: start, closes: map[string]int{}, plan: p, sum: []time.Duration{0}}
	shown := time.Time{}
	var today, yesterday string
	var now, before []Interval
	for i := range minutes {
		t := start.Add(time.Duration(i) * time.Minute).In(loc)
		y, m, d := t.Date()
		if wall := time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, time.UTC); wall.After(shown) {
			if wall.YearDay() != shown.YearDay() {
				today, yesterday = wall.Format(time.DateOnly), wall.AddDate(0, 0, -1).Format(time.DateOnly)
				now, before = o.intervals(today), o.intervals(yesterday)
			}
			shown = wall
		}
		clock := clocks[shown.Hour()*60+shown.Minute()]
		open := false
		for _, v := range before {
			if v.To <= v.From && clock < v.To {
				open = true
				o.ends(yesterday, i+1)
			}
		}
		for _, v := range now {
			if clock >= v.From && (clock < v.To || v.To <= v.From) {
				open = true
				o.ends(today, i+1)
			}
		}
		o.open = append(o.open, open)
		o.sum = append(o.sum, o.sum[i])
		if open {
			o.sum[i+1] += time.Minute
		}
	}
	return o
}

var clocks = func() (texts [24 * 60]string) {
	for m := range texts {
		texts[m] = fmt.Sprintf("%02d:%02d", m/60, m%60)
	}
	return texts
}()

func (o *oracle) ends(day string, minute int) {
	if _, ok := o.closes[day]; !ok {
		o.days = append(o.days, day)
		slices.Sort(o.days)
	}
	o.closes[day] = minute
}

func (o *oracle) intervals(date string) []Interval {
	for _, e := range o.plan.Exceptions {
		if e.Date == date {
			return e.Hours
		}
	}
	week := map[time.Weekday][]Interval{
		time.Monday: o.plan.Week.Mon, time.Tuesday: o.plan.Week.Tue, time.Wednesday: o.plan.Week.Wed,
		time.Thursday: o.plan.Week.Thu, time.Friday: o.plan.Week.Fri, time.Saturday: o.plan.Week.Sat,
		time.Sunday: o.plan.Week.Sun,
	}
	t, _ := time.Parse(time.DateOnly, date)
	if !o.plan.Holidays {
		return week[t.Weekday()]
	}
	switch announced[date] {
	case "off":
		return nil
	case "work":
		for d := time.Monday; d <= time.Friday; d++ {
			if len(week[d]) > 0 {
				return week[d]
			}
		}
	}
	return week[t.Weekday()]
}

// announced is what the notices say about the weeks that are watched, written
// a second time.
var announced = map[string]string{
	"2026-01-01": "off", "2026-01-02": "off", "2026-01-03": "off", "2026-01-04": "work",
	"2026-04-04": "off", "2026-04-05": "off", "2026-04-06": "off",
	"2026-05-01": "off", "2026-05-02": "off", "2026-05-03": "off", "2026-05-04": "off",
	"2026-05-05": "off", "2026-05-09": "work",
	"2026-09-20": "work", "2026-09-25": "off", "2026-09-26": "off", "2026-09-27": "off",
	"2026-10-01": "off", "2026-10-02": "off", "2026-10-03": "off", "2026-10-04": "off",
	"2026-10-05": "off", "2026-10-06": "off", "2026-10-07": "off", "2026-10-10": "work",
}

// passed is the business time from the start to t.
func (o *oracle) passed(t time.Time) time.Duration {
	m := int(t.Sub(o.start) / time.Minute)
	if m < len(o.open) && o.open[m] {
		return o.sum[m] + t.Sub(o.start)%time.Minute
	}
	return o.sum[m]
}

func (o *oracle) at(minute int) time.Time { return o.start.Add(time.Duration(minute) * time.Minute) }

// add returns false if the answer lies beyond what was watched.
func (o *oracle) add(t time.Time, d time.Duration) (time.Time, bool) {
	if d == 0 {
		return t, true
	}
	want := o.passed(t) + d
	end, _ := slices.BinarySearch(o.sum, want) // first minute that begins with enough
	if end == len(o.sum) {
		return t, false
	}
	return o.at(end).Add(want - o.sum[end]), true
}

func (o *oracle) next(t time.Time) (time.Time, bool) {
	for m := int(t.Sub(o.start) / time.Minute); m < len(o.open); m++ {
		if o.open[m] && o.at(m).Before(t) {
			return t, true
		} else if o.open[m] {
			return o.at(m), true
		}
	}
	return t, false
}

// close looks only at days that were watched to their end.
func (o *oracle) close(t time.Time) (time.Time, bool) {
	for _, day := range o.days {
		if end := o.closes[day]; o.at(end).After(t) {
			return o.at(end), end < len(o.open)-2*24*60
		}
	}
	return t, false
}

// Start dates with something to trip over: zones change their clocks by an
// hour or half of one, at two in the morning, at midnight, a minute past it so
// that the date falls back, or leave out a whole day.
var starts = []struct{ zone, date string }{
	{"Asia/Shanghai", "2026-09-17"}, {"Asia/Shanghai", "2025-12-29"}, {"Asia/Shanghai", "2026-05-02"},
	{"America/New_York", "2026-03-06"}, {"America/New_York", "2026-10-30"}, {"America/New_York", "2026-09-28"},
	{"Europe/London", "2026-03-27"}, {"Europe/London", "2026-10-23"},
	{"Australia/Lord_Howe", "2026-04-03"}, {"Australia/Lord_Howe", "2026-10-02"},
	{"America/Havana", "2026-03-06"}, {"America/Havana", "2026-10-30"},
	{"America/Sao_Paulo", "2018-02-15"}, {"America/Sao_Paulo", "2018-11-02"},
	{"America/St_Johns", "2010-03-12"}, {"America/St_Johns", "2010-11-05"},
	{"Pacific/Apia", "2011-12-28"}, {"Asia/Kathmandu", "2026-09-28"}, {"UTC", "2026-09-28"},
}

const (
	watchedDays = 11
	queries     = 80 // of each plan
)

func drawPlan(t *rapid.T) (Plan, time.Time) {
	where := rapid.SampledFrom(starts).Draw(t, "where")
	p := Plan{Zone: where.zone, Holidays: rapid.Bool().Draw(t, "holidays")}
	for _, day := range []*[]Interval{&p.Week.Mon, &p.Week.Tue, &p.Week.Wed, &p.Week.Thu, &p.Week.Fri, &p.Week.Sat, &p.Week.Sun} {
		*day = drawDay(t)
	}
	first, _ := time.Parse(time.DateOnly, where.date)
	for i := range watchedDays {
		if rapid.IntRange(0, 5).Draw(t, "exceptional") == 0 {
			p.Exceptions = append(p.Exceptions, Exception{Date: first.AddDate(0, 0, i).Format(time.DateOnly), Hours: drawDay(t)})
		}
	}
	return p, first
}

// drawDay draws points of a day in order and pairs them; the last may be on
// the next day. Many lie at night, where clocks change.
func drawDay(t *rapid.T) []Interval {
	minute := rapid.OneOf(rapid.IntRange(0, 4*60), rapid.IntRange(0, 24*60-1), rapid.Map(rapid.IntRange(0, 47), func(i int) int { return i * 30 }))
	points := rapid.SliceOfNDistinct(minute, 0, 6, rapid.ID[int]).Draw(t, "points")
	slices.Sort(points)
	var day []Interval
	for len(points) >= 2 {
		day = append(day, Interval{clocks[points[0]], clocks[points[1]]})
		points = points[2:]
	}
	if len(points) == 1 {
		end := "24:00"
		if limit := points[0]; len(day) == 0 && limit > 0 {
			end = clocks[rapid.IntRange(0, limit-1).Draw(t, "end tomorrow")]
		} else if rapid.Bool().Draw(t, "late") && limit > 0 {
			end = clocks[rapid.IntRange(0, min(limit-1, 8*60)).Draw(t, "end late")]
		}
		day = append(day, Interval{clocks[points[0]], end})
	}
	return day
}

// agree is the property: what the package answers is what the oracle saw.
func agree(t *rapid.T) {
	p, first := drawPlan(t)
	h, err := New(p)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	o := watch(p, first.AddDate(0, 0, -3), (watchedDays+3)*24*60)
	for range queries {
		// Moments within what was watched, after the first two days of it.
		moment := rapid.Int64Range(2*24*3600, int64(len(o.open)-1)*60)
		a := o.start.Add(time.Duration(moment.Draw(t, "a")) * time.Second)
		b := o.start.Add(time.Duration(moment.Draw(t, "b")) * time.Second)
		d := time.Duration(rapid.Int64Range(0, 40*3600).Draw(t, "d")) * time.Second
		if got, want := h.Open(a), o.open[int(a.Sub(o.start)/time.Minute)]; got != want {
			t.Fatalf("Open(%v) = %v, want %v", a, got, want)
		}
		if got, err := h.Between(a, b); err != nil || got.Length != o.passed(b)-o.passed(a) {
			t.Fatalf("Between(%v, %v) = %v, %v, want %v", a, b, got.Length, err, o.passed(b)-o.passed(a))
		}
		next, errNext := h.Next(a)
		check(t, "Next", a, next, errNext)(o.next(a))
		added, errAdd := h.Add(a, d)
		check(t, "Add", a, added, errAdd)(o.add(a, d))
		closed, errClose := h.Close(a)
		check(t, "Close", a, closed, errClose)(o.close(a))
	}
}

// check accepts any answer that lies beyond what was watched.
func check(t *rapid.T, what string, a time.Time, got Moment, err error) func(time.Time, bool) {
	return func(want time.Time, known bool) {
		if known && (err != nil || !got.At.Equal(want)) {
			t.Fatalf("%s(%v) = %v, %v, want %v", what, a, got.At, err, want.In(got.At.Location()))
		}
	}
}

// TestAgreesWithTheMinuteWalk runs 20,000 cases of five questions each, or as
// many as ANXIN_CALENDAR_CASES says (the full run is 1000000).
func TestAgreesWithTheMinuteWalk(t *testing.T) {
	cases := 20_000
	if s := os.Getenv("ANXIN_CALENDAR_CASES"); s != "" {
		var err error
		if cases, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	defer checks.Value.Set(before)
	checks.Value.Set(strconv.Itoa((cases + queries - 1) / queries))
	rapid.Check(t, agree)
}

func FuzzAgreesWithTheMinuteWalk(f *testing.F) { f.Fuzz(rapid.MakeFuzz(agree)) }
