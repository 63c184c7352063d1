package roster

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func date(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestShiftsOfTheDay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		from, to    int64
		day         string
		zone        *time.Location
		begins, end string
	}{
		"day":               {9 * 60, 18 * 60, "2026-11-30", shanghai, "2026-11-30T01:00:00Z", "2026-11-30T10:00:00Z"},
		"to midnight":       {16 * 60, 0, "2026-11-30", shanghai, "2026-11-30T08:00:00Z", "2026-11-30T16:00:00Z"},
		"past midnight":     {22 * 60, 6 * 60, "2026-11-30", shanghai, "2026-11-30T14:00:00Z", "2026-11-30T22:00:00Z"},
		"from midnight":     {0, 8 * 60, "2026-11-30", shanghai, "2026-11-29T16:00:00Z", "2026-11-30T00:00:00Z"},
		"on a holiday":      {9 * 60, 18 * 60, "2026-10-01", shanghai, "2026-10-01T01:00:00Z", "2026-10-01T10:00:00Z"},
		"year's end":        {22 * 60, 6 * 60, "2026-12-31", shanghai, "2026-12-31T14:00:00Z", "2026-12-31T22:00:00Z"},
		"clocks go forward": {22 * 60, 6 * 60, "2026-03-28", berlin, "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z"},
		"clocks go back":    {22 * 60, 6 * 60, "2026-10-24", berlin, "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z"},
	} {
		from, to := Shift{From: tt.from, To: tt.to}.On(date(t, tt.day), tt.zone)
		if from.Format(time.RFC3339) != tt.begins || to.Format(time.RFC3339) != tt.end {
			t.Errorf("%s: from %v to %v", name, from, to)
		}
	}
}

func TestWhoHasADutyWorks(t *testing.T) {
	begins := time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)
	d := Duty{StartsAt: begins, EndsAt: begins.Add(8 * time.Hour)}
	for name, tt := range map[string]struct {
		at   time.Duration
		want bool
	}{
		"just before": {-time.Millisecond, false}, "at once": {0, true}, "past midnight": {3 * time.Hour, true},
		"the last moment": {8*time.Hour - time.Millisecond, true}, "the end is the next one's": {8 * time.Hour, false},
	} {
		if got := d.Covers(begins.Add(tt.at)); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestShiftsAreClean(t *testing.T) {
	for name, tt := range map[string]struct {
		s           Shift
		code, field string
	}{
		"good":        {Shift{Name: " 早班 ", From: 480, To: 960}, "", ""},
		"night":       {Shift{Name: "夜班", From: 1320, To: 360}, "", ""},
		"no name":     {Shift{Name: " ", From: 480, To: 960}, "roster.name_length", "name"},
		"long name":   {Shift{Name: "一二三四五六七八九十一二三四五六七八九十一", From: 480, To: 960}, "roster.name_length", "name"},
		"odd name":    {Shift{Name: "a\x00", From: 480, To: 960}, "roster.name_length", "name"},
		"before zero": {Shift{Name: "a", From: -1, To: 960}, "roster.minute_range", "from"},
		"after a day": {Shift{Name: "a", From: 1, To: 1440}, "roster.minute_range", "to"},
		"empty":       {Shift{Name: "a", From: 480, To: 480}, "roster.shift_empty", "to"},
	} {
		_, err := tt.s.clean()
		f, _ := err.(*fault.Fault)
		if fault.CodeOf(err) != tt.code || f != nil && f.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWeeks(t *testing.T) {
	monday := date(t, "2026-11-30")
	for d := monday; d < monday+7; d++ {
		if got := MondayOf(d); got != monday {
			t.Errorf("Monday of %v: %v", d, got)
		}
	}
	shifts := []Shift{{ID: "early"}, {ID: "gone", RemovedAt: time.Unix(1, 0)}}
	for name, tt := range map[string]struct {
		monday  calendar.Date
		entries []Entry
		code    string
	}{
		"good":         {monday, []Entry{{monday, "early", "a"}, {monday + 6, "early", "a"}}, ""},
		"next Monday":  {monday, []Entry{{monday + 7, "early", "a"}}, "roster.other_week"},
		"last Sunday":  {monday, []Entry{{monday - 1, "early", "a"}}, "roster.other_week"},
		"gone":         {monday, []Entry{{monday, "gone", "a"}}, "roster.shift_unknown"},
		"unknown":      {monday, []Entry{{monday, "late", "a"}}, "roster.shift_unknown"},
		"too many":     {monday, make([]Entry, MaxEntries+1), "roster.too_many"},
		"no Monday":    {monday + 1, nil, "roster.no_monday"},
		"in two years": {monday + 7*54, nil, "roster.week_far"},
	} {
		err := checkWeek(tt.monday, monday+3)
		if err == nil {
			_, err = checkEntries(tt.monday, shifts, tt.entries)
		}
		if fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	twice := []Entry{{monday, "early", "b"}, {monday, "early", "a"}, {monday, "early", "b"}}
	if got, err := checkEntries(monday, shifts, twice); err != nil || len(got) != 2 || got[0].UserID != "a" {
		t.Errorf("got %v, %v", got, err)
	}
}

// However a week is planned anew: what is published is what was planned, and who
// keeps a shift keeps its id.
func TestPublishingIsTheDifference(t *testing.T) {
	shifts := []Shift{{ID: "early", Name: "早班", From: 480, To: 960}, {ID: "night", Name: "夜班", From: 1320, To: 360}}
	monday := date(t, "2026-11-30")
	rapid.Check(t, func(t *rapid.T) {
		entry := rapid.Custom(func(t *rapid.T) Entry {
			return Entry{monday + calendar.Date(rapid.IntRange(0, 6).Draw(t, "day")), rapid.SampledFrom([]string{"early", "night", "gone"}).Draw(t, "shift"),
				rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who")}
		})
		have, ids := map[Entry]Duty{}, 0
		for range rapid.IntRange(1, 4).Draw(t, "times") {
			shifts[0].To = int64(rapid.IntRange(900, 960).Draw(t, "to"))
			w := Week{Monday: monday}.plan(inOrder(rapid.SliceOfN(entry, 0, 12).Draw(t, "entries")))
			before := []Duty{}
			for _, d := range have {
				before = append(before, d)
			}
			want := w.duties(shifts, time.UTC)
			add, change, remove := difference(before, want)
			for _, d := range remove {
				delete(have, d.Entry)
			}
			for _, d := range change {
				if have[d.Entry].ID != d.ID {
					t.Fatalf("%v has another id", d)
				}
				have[d.Entry] = d
			}
			for _, d := range add {
				if _, there := have[d.Entry]; there {
					t.Fatalf("%v twice", d)
				}
				ids++
				d.ID = fmt.Sprint(ids)
				have[d.Entry] = d
			}
			if len(have) != len(want) {
				t.Fatalf("have %v, want %v", have, want)
			}
			for _, d := range want {
				if got := have[d.Entry]; !got.EndsAt.Equal(d.EndsAt) || got.ID == "" {
					t.Fatalf("have %v, want %v", got, d)
				}
			}
		}
	})
	if !slices.IsSortedFunc(shifts, func(a, b Shift) int { return int(a.From - b.From) }) {
		t.Error("the shifts moved")
	}
}
