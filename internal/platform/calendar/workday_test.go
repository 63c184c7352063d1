package calendar_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestIsWorkday(t *testing.T) {
	for _, tt := range []struct {
		date, why string
		want      bool
	}{
		{"2026-02-13", "a Friday", true},
		{"2026-02-14", "a Saturday made up before Spring Festival", true},
		{"2026-02-15", "the first day off", false},
		{"2026-02-23", "the last day off, a Monday", false},
		{"2026-02-24", "back to work", true},
		{"2026-02-28", "a Saturday made up after it", true},
		{"2026-03-01", "a Sunday", false},
		{"2025-10-08", "the eighth day of a double holiday", false},
		{"2025-10-11", "a Saturday made up", true},
		{"2024-09-14", "a Saturday made up", true},
		{"2027-10-01", "not announced: a Friday", true},
		{"2027-10-02", "not announced: a Saturday", false},
	} {
		if got := calendar.IsWorkday(date(t, tt.date)); got != tt.want {
			t.Errorf("%s, %s: %v", tt.date, tt.why, got)
		}
	}
}

// TestHolidayTotals adds up what the notices give each festival.
func TestHolidayTotals(t *testing.T) {
	for _, tt := range []struct{ year, off, work int }{{2024, 28, 8}, {2025, 28, 5}, {2026, 33, 6}} {
		off, work := 0, 0
		for d := calendar.NewDate(tt.year, 1, 1); d.Year() == tt.year; d++ {
			if h, ok := calendar.HolidayOn(d); ok && h.Off {
				off++
			} else if ok {
				work++
			}
		}
		if off != tt.off || work != tt.work {
			t.Errorf("%d: %d days off and %d made up, want %d and %d", tt.year, off, work, tt.off, tt.work)
		}
	}
	if h, _ := calendar.HolidayOn(date(t, "2026-02-17")); h.Name != "春节" {
		t.Errorf("17 February 2026 is %q", h.Name)
	}
}

func TestAddWorkdays(t *testing.T) {
	for _, tt := range []struct {
		from    string
		n       int
		want    string
		unknown int
	}{
		{"2026-09-24", 1, "2026-09-28", 0},    // over Mid-Autumn and a weekend
		{"2026-09-30", 3, "2026-10-10", 0},    // over National Day; the third is a made-up Saturday
		{"2026-09-19", 1, "2026-09-20", 0},    // a made-up Sunday
		{"2026-10-03", 0, "2026-10-03", 0},    // nothing to add, workday or not
		{"2026-10-10", -1, "2026-10-09", 0},   // backwards
		{"2026-10-08", -1, "2026-09-30", 0},   // backwards over a holiday
		{"2026-12-31", 1, "2027-01-01", 2027}, // not announced: counted, with a warning
		{"2026-12-30", 1, "2026-12-31", 0},    // does not reach the unknown year
		{"2024-01-02", -1, "2023-12-29", 2023},
	} {
		got, err := calendar.AddWorkdays(date(t, tt.from), tt.n)
		if err != nil || got.Date != date(t, tt.want) || got.UnknownYear != tt.unknown {
			t.Errorf("%s %+d: %v (unknown %d), %v; want %s (unknown %d)", tt.from, tt.n, got.Date, got.UnknownYear, err, tt.want, tt.unknown)
		}
	}
}

func TestWorkdaysAreBounded(t *testing.T) {
	today := date(t, "2026-06-01")
	for _, n := range []int{10_000, -10_000, math.MaxInt, math.MinInt} {
		if _, err := calendar.AddWorkdays(today, n); fault.CodeOf(err) != "calendar.too_far" {
			t.Errorf("%d days: %v", n, err)
		}
	}
	for _, d := range []calendar.Date{today + 10_000, today - 10_000, math.MaxInt, math.MinInt} {
		if _, err := calendar.WorkdaysBetween(today, d); fault.CodeOf(err) != "calendar.too_far" {
			t.Errorf("until %d: %v", d, err)
		}
	}
}

func TestBetweenUndoesAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.NewDate(2023, 6, 1) + calendar.Date(rapid.IntRange(0, 5*365).Draw(t, "day"))
		n := rapid.IntRange(-600, 600).Draw(t, "n")
		added, err := calendar.AddWorkdays(d, n)
		if err != nil {
			t.Fatal(err)
		}
		if n != 0 && !calendar.IsWorkday(added.Date) {
			t.Fatalf("%v is no workday", added.Date)
		}
		counted, err := calendar.WorkdaysBetween(d, added.Date)
		if err != nil || counted.N != n || counted.UnknownYear != added.UnknownYear {
			t.Fatalf("%v %+d = %+v, but between are %+v, %v", d, n, added, counted, err)
		}
	})
}

func TestDate(t *testing.T) {
	for d := calendar.NewDate(1895, 1, 1); d < calendar.NewDate(2105, 1, 1); d++ {
		text, _ := d.MarshalText()
		var back calendar.Date
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("%s read back as %v, %v", text, back, err)
		}
		if std, _ := time.Parse(time.DateOnly, d.String()); std.Weekday() != d.Weekday() {
			t.Fatalf("%v is a %v", d, d.Weekday())
		}
	}
	if _, err := calendar.ParseDate("2026-02-30"); err == nil {
		t.Error("30 February was accepted")
	}
}

func TestDateAtWhereClocksChange(t *testing.T) {
	newYork, _ := time.LoadLocation("America/New_York")
	for _, tt := range []struct {
		date   string
		minute int
		want   string
	}{
		{"2026-03-08", 90, "2026-03-08T01:30:00-05:00"},
		{"2026-03-08", 150, "2026-03-08T03:00:00-04:00"}, // skipped
		{"2026-03-08", 180, "2026-03-08T03:00:00-04:00"},
		{"2026-11-01", 90, "2026-11-01T01:30:00-04:00"}, // shown twice
		{"2026-11-01", 120, "2026-11-01T02:00:00-05:00"},
		{"2026-11-01", 24 * 60, "2026-11-02T00:00:00-05:00"},
	} {
		if got := date(t, tt.date).At(tt.minute, newYork).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s at minute %d is %s, want %s", tt.date, tt.minute, got, tt.want)
		}
	}
}

// TestDateAtEndsInEveryYear covers dates beyond the tables of zones, where
// rules take over.
func TestDateAtEndsInEveryYear(t *testing.T) {
	for _, zone := range []string{"America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		last := time.Time{}
		for d := calendar.NewDate(2030, 1, 1); d < calendar.NewDate(2090, 1, 1); d++ {
			for _, minute := range []int{0, 12 * 60} {
				at := d.At(minute, loc)
				if !at.After(last) || at.Sub(last) > 14*time.Hour && !last.IsZero() || calendar.DateOf(at) != d {
					t.Fatalf("%s: %v at minute %d is %v, after %v", zone, d, minute, at, last)
				}
				last = at
			}
		}
	}
}
