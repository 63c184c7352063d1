package calendar

import (
	"slices"
	"testing"
)

func TestDaysSayHowTheyComeAbout(t *testing.T) {
	work := []Interval{{From: "09:00", To: "12:00"}, {From: "18:00", To: "02:00"}}
	whole := []Interval{{From: "00:00", To: "24:00"}}
	plan := Plan{
		Zone: "Asia/Shanghai", Holidays: true, Week: Week{Mon: work, Tue: work, Wed: work, Thu: work, Fri: work},
		Exceptions: []Exception{{Date: "2026-10-02", Hours: whole}, {Date: "2026-11-11", Name: "盘点"}},
	}
	hours, err := New(plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		date, why, holiday string
		open               []Interval
		known              bool
	}{
		{"2026-11-10", AsWeekday, "", work, true},
		{"2026-11-14", AsWeekday, "", nil, true},
		{"2026-10-01", AsOff, "国庆节", nil, true},
		{"2026-10-02", AsSpecial, "国庆节", whole, true},
		{"2026-10-10", AsMakeUp, "国庆节", work, true},
		{"2026-11-11", AsSpecial, "", nil, true},
		{"2031-01-01", AsWeekday, "", work, false},
	} {
		d, err := ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		got := hours.Day(d)
		if got.Why != c.why || got.Holiday != c.holiday || got.Known != c.known || !slices.Equal(got.Open, c.open) {
			t.Errorf("%s: got %+v, want %+v", c.date, got, c)
		}
	}
	if got := hours.Day(NewDate(2026, 11, 11)); got.Note != "盘点" {
		t.Errorf("name of a day: %+v", got)
	}
	if got := (Hours{}).Day(0); got.Open != nil || got.Why != AsWeekday {
		t.Errorf("no hours: %+v", got)
	}
}

func TestAPlanThatKeepsNoHolidaysDoesNotFollowThem(t *testing.T) {
	hours, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	d, _ := ParseDate("2026-10-01")
	if got := hours.Day(d); got.Why != AsWeekday || len(got.Open) != 1 || got.Holiday != "国庆节" {
		t.Errorf("got %+v", got)
	}
}
