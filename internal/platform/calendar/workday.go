package calendar

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

//go:embed holidays.txt
var holidaysText string

var holidays = mustParseHolidays(holidaysText)

// Holiday is what the State Council announced about one day.
type Holiday struct {
	Name string
	Off  bool // a day off; otherwise a make-up workday (调休)
}

// HolidayOn returns the announcement about d, if there is one.
func HolidayOn(d Date) (Holiday, bool) {
	h, ok := holidays.days[d]
	return h, ok
}

// Known reports whether the holidays of a year are known. In other years
// workdays are counted Monday to Friday, and the results say so.
func Known(year int) bool { return holidays.notices[year] != "" }

// Workday is a date found by counting workdays.
type Workday struct {
	Date        Date
	UnknownYear int // the first year counted in without knowing its holidays, or 0
}

// Workdays is a number of workdays.
type Workdays struct {
	N           int
	UnknownYear int // the first year counted in without knowing its holidays, or 0
}

// IsWorkday reports whether d is a workday: as announced, else Monday to Friday.
func IsWorkday(d Date) bool {
	if h, ok := holidays.days[d]; ok {
		return !h.Off
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// AddWorkdays returns the n-th workday after d, whether or not d is one; for a
// negative n, the n-th before d; for 0, d itself. More than 20 years away is
// the fault calendar.too_far.
func AddWorkdays(d Date, n int) (Workday, error) {
	result, step := Workday{Date: d}, 1
	if n < 0 {
		n, step = -n, -1
	}
	for n != 0 {
		result.Date += Date(step)
		if !near(d, result.Date) {
			return Workday{}, tooFar()
		}
		result.UnknownYear = unknown(result.UnknownYear, result.Date)
		if IsWorkday(result.Date) {
			n--
		}
	}
	return result, nil
}

// WorkdaysBetween counts the workdays after a up to and including b, so that
// it undoes AddWorkdays; it is negative when b is before a. Dates more than 20
// years apart are the fault calendar.too_far.
func WorkdaysBetween(a, b Date) (Workdays, error) {
	if !near(a, b) {
		return Workdays{}, tooFar()
	}
	step := 1
	if b < a {
		step = -1
	}
	var result Workdays
	for d := a; d != b; {
		d += Date(step)
		result.UnknownYear = unknown(result.UnknownYear, d)
		if IsWorkday(d) {
			result.N += step
		}
	}
	return result, nil
}

// maxDays is how far any of our arithmetic looks: 20 years.
const maxDays = 20 * 366

func near(a, b Date) bool { return a-maxDays <= b && b <= a+maxDays }

func tooFar() error { return fault.New(fault.Invalid, "calendar.too_far") }

// unknown returns the year to warn about once d has been looked at too.
func unknown(before int, d Date) int {
	if before != 0 {
		return before
	}
	if year := d.Year(); !Known(year) {
		return year
	}
	return 0
}

type holidayTable struct {
	days    map[Date]Holiday
	notices map[int]string // year → address of the notice
}

func mustParseHolidays(text string) holidayTable {
	table := holidayTable{days: map[Date]Holiday{}, notices: map[int]string{}}
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if err := table.add(words); err != nil {
			panic(fmt.Sprintf("holidays.txt:%d: %v", i+1, err))
		}
	}
	return table
}

func (t holidayTable) add(words []string) error {
	if len(words) != 3 {
		return fmt.Errorf("%d words, want 3", len(words))
	}
	if words[0] == "year" {
		year, err := strconv.Atoi(words[1])
		t.notices[year] = words[2]
		return err
	}
	if words[2] != "off" && words[2] != "work" {
		return fmt.Errorf("%q is neither off nor work", words[2])
	}
	first, last, ok := strings.Cut(words[0], "..")
	if !ok {
		last = first
	}
	from, err := ParseDate(first)
	if err != nil {
		return err
	}
	to, err := ParseDate(last)
	if err != nil {
		return err
	}
	return t.mark(from, to, Holiday{Name: words[1], Off: words[2] == "off"})
}

func (t holidayTable) mark(from, to Date, h Holiday) error {
	for d := from; d <= to; d++ {
		if t.notices[d.Year()] == "" {
			return fmt.Errorf("%v stands before the line of its year", d)
		}
		if _, twice := t.days[d]; twice {
			return fmt.Errorf("%v is listed twice", d)
		}
		t.days[d] = h
	}
	return nil
}
