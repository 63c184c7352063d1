package calendar_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func hours(t testing.TB, plan string) calendar.Hours {
	t.Helper()
	h, err := calendar.Parse([]byte(plan))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

const (
	office = `{"zone":"Asia/Shanghai","holidays":true,"week":{
		"mon":[{"from":"09:00","to":"12:00"},{"from":"13:30","to":"18:00"}],"tue":[{"from":"09:00","to":"18:00"}],
		"wed":[{"from":"09:00","to":"18:00"}],"thu":[{"from":"09:00","to":"18:00"}],"fri":[{"from":"09:00","to":"18:00"}]},
		"exceptions":[{"date":"2026-10-02","hours":[{"from":"10:00","to":"11:00"}]},{"date":"2026-10-09"}]}`
	nights = `{"zone":"America/New_York","holidays":false,"week":{
		"sat":[{"from":"20:00","to":"03:00"}],"sun":[{"from":"01:00","to":"04:00"}]}}`
	never = `{"zone":"Asia/Shanghai","holidays":true,"week":{}}`
)

func TestHours(t *testing.T) {
	for _, tt := range []struct {
		name, plan, at     string
		open               bool
		next, close, hour3 string // Next, Close, Add three hours
	}{
		{"in the lunch break", office, "2026-03-02T12:30:00+08:00", false,
			"2026-03-02T13:30:00+08:00", "2026-03-02T18:00:00+08:00", "2026-03-02T16:30:00+08:00"},
		{"at the opening", office, "2026-03-02T09:00:00+08:00", true,
			"2026-03-02T09:00:00+08:00", "2026-03-02T18:00:00+08:00", "2026-03-02T12:00:00+08:00"},
		{"at the close on a Friday", office, "2026-03-06T18:00:00+08:00", false,
			"2026-03-09T09:00:00+08:00", "2026-03-09T18:00:00+08:00", "2026-03-09T12:00:00+08:00"},
		{"a made-up Sunday has Monday's hours", office, "2026-09-20T11:00:00+08:00", true,
			"2026-09-20T11:00:00+08:00", "2026-09-20T18:00:00+08:00", "2026-09-20T15:30:00+08:00"},
		{"an exception outranks a holiday and a workday", office, "2026-09-30T18:00:00+08:00", false,
			"2026-10-02T10:00:00+08:00", "2026-10-02T11:00:00+08:00", "2026-10-08T11:00:00+08:00"},
		{"closed by an exception", office, "2026-10-09T10:00:00+08:00", false,
			"2026-10-10T09:00:00+08:00", "2026-10-10T18:00:00+08:00", "2026-10-10T12:00:00+08:00"},
		// Clocks skip 02:00–03:00: Saturday's opening ends at 03:00, an hour early,
		// and what Sunday shares with it counts once.
		{"over the hour skipped in spring", nights, "2026-03-08T00:30:00-05:00", true,
			"2026-03-08T00:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-14T20:30:00-04:00"},
		{"over the hour shown twice in autumn", nights, "2026-10-31T23:00:00-04:00", true,
			"2026-10-31T23:00:00-04:00", "2026-11-01T03:00:00-05:00", "2026-11-01T01:00:00-05:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, at := hours(t, tt.plan), instant(t, tt.at)
			if got := h.Open(at); got != tt.open {
				t.Errorf("open is %v", got)
			}
			next, err := h.Next(at)
			same(t, "next opening", next, err, tt.next)
			closed, err := h.Close(at)
			same(t, "close", closed, err, tt.close)
			later, err := h.Add(at, 3*time.Hour)
			same(t, "three hours later", later, err, tt.hour3)
			if span, err := h.Between(at, later.At); err != nil || span.Length != 3*time.Hour {
				t.Errorf("between them are %v, %v", span.Length, err)
			}
			if span, err := h.Between(later.At, at); err != nil || span.Length != -3*time.Hour {
				t.Errorf("backwards are %v, %v", span.Length, err)
			}
		})
	}
}

// TestHoursWhereClocksChange holds what chance meets too rarely.
func TestHoursWhereClocksChange(t *testing.T) {
	skipped := hours(t, `{"zone":"America/New_York","week":{"sun":[{"from":"00:30","to":"01:00"},{"from":"02:10","to":"02:40"}]}}`)
	closed, err := skipped.Close(instant(t, "2026-03-08T00:45:00-05:00"))
	same(t, "an opening within the skipped hour does not take place: close", closed, err, "2026-03-08T01:00:00-05:00")

	// A minute past midnight clocks fell back, into the day before.
	night := hours(t, `{"zone":"America/St_Johns","week":{"sun":[{"from":"00:00","to":"08:00"}]}}`)
	again := instant(t, "2010-11-06T23:30:00-03:30")
	if before := instant(t, "2010-11-06T23:30:00-02:30"); night.Open(before) || !night.Open(again) {
		t.Errorf("open at first: %v; when 23:30 comes again: %v", night.Open(before), night.Open(again))
	}
	next, err := night.Next(again)
	same(t, "next", next, err, "2010-11-06T23:30:00-03:30")
}

func same(t *testing.T, what string, got calendar.Moment, err error, want string) {
	t.Helper()
	if s := got.At.Format(time.RFC3339); err != nil || s != want {
		t.Errorf("%s: %s, %v; want %s", what, s, err, want)
	}
}

func TestDefaultIsEveryDayNineToNine(t *testing.T) {
	h, err := calendar.New(calendar.Default())
	if err != nil {
		t.Fatal(err)
	}
	week, err := h.Between(instant(t, "2026-02-16T00:00:00+08:00"), instant(t, "2026-02-23T00:00:00+08:00"))
	if err != nil || week.Length != 7*12*time.Hour {
		t.Errorf("a week has %v, %v", week.Length, err)
	}
	if at, ok := h.CloseOn(date(t, "2026-02-17")); !ok || at.Format(time.RFC3339) != "2026-02-17T21:00:00+08:00" {
		t.Errorf("closes at %v, %v", at, ok)
	}
}

func TestUnknownYearIsReported(t *testing.T) {
	h := hours(t, office)
	for _, tt := range []struct {
		at      string
		hours   time.Duration
		unknown int
	}{
		{"2026-12-31T09:00:00+08:00", 9, 0},
		{"2026-12-31T09:00:00+08:00", 10, 2027},
		{"2028-06-01T09:00:00+08:00", 1, 2028},
	} {
		m, err := h.Add(instant(t, tt.at), tt.hours*time.Hour)
		if err != nil || m.UnknownYear != tt.unknown {
			t.Errorf("%s plus %d h: unknown year %d, %v; want %d", tt.at, tt.hours, m.UnknownYear, err, tt.unknown)
		}
		s, err := h.Between(instant(t, tt.at), m.At)
		if err != nil || s.UnknownYear != tt.unknown {
			t.Errorf("between: unknown year %d, %v; want %d", s.UnknownYear, err, tt.unknown)
		}
	}
	every, _ := calendar.New(calendar.Default())
	if m, _ := every.Add(instant(t, "2028-06-01T09:00:00+08:00"), time.Hour); m.UnknownYear != 0 {
		t.Error("hours without holidays need to know none")
	}
}

func TestNothingLoopsForever(t *testing.T) {
	at := instant(t, "2026-06-01T12:00:00+08:00")
	for name, h := range map[string]calendar.Hours{"never open": hours(t, never), "zero": {}} {
		_, next := h.Next(at)
		_, added := h.Add(at, time.Hour)
		_, closed := h.Close(at)
		for _, err := range []error{next, added, closed} {
			if fault.CodeOf(err) != "calendar.never_open" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if s, err := h.Between(at, at.AddDate(19, 0, 0)); err != nil || s.Length != 0 || h.Open(at) {
			t.Errorf("%s: open for %v, %v", name, s.Length, err)
		}
	}
	h, _ := calendar.New(calendar.Default())
	_, long := h.Add(at, math.MaxInt64)
	_, far := h.Between(at, at.AddDate(30, 0, 0))
	_, era := h.Next(time.Unix(math.MaxInt64/2, 0))
	_, past := h.Next(time.Unix(math.MinInt64/2, 0))
	for _, err := range []error{long, far, era, past} {
		if fault.CodeOf(err) != "calendar.too_far" {
			t.Errorf("too far: %v", err)
		}
	}
	rare := hours(t, `{"zone":"America/New_York","week":{"sat":[{"from":"12:00","to":"12:01"}]}}`)
	if _, err := rare.Add(at, 40*time.Hour); fault.CodeOf(err) != "calendar.too_far" {
		t.Errorf("a minute a week: %v", err)
	}
	if _, err := h.Add(at, -1); fault.CodeOf(err) != "calendar.negative_time" {
		t.Errorf("negative: %v", err)
	}
	if m, err := h.Add(at, 0); err != nil || !m.At.Equal(at) {
		t.Errorf("nothing added: %v, %v", m.At, err)
	}
}

func TestHoursAreJSON(t *testing.T) {
	type shop struct {
		Hours calendar.Hours `json:"hours"`
	}
	text, err := json.Marshal(shop{hours(t, office)})
	if err != nil {
		t.Fatal(err)
	}
	var back shop
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(back); string(again) != string(text) {
		t.Errorf("read back as %s, want %s", again, text)
	}
	err = json.Unmarshal([]byte(`{"hours":{"zone":"Mars/Olympus","week":{}}}`), &back)
	if fault.CodeOf(err) != "calendar.zone_unknown" {
		t.Errorf("Mars: %v", err)
	}
}

func FuzzHours(f *testing.F) {
	for _, plan := range []string{office, nights, never, `{}`, `[`} {
		f.Add([]byte(plan), int64(1_790_000_000), int64(3600))
	}
	f.Fuzz(func(t *testing.T, plan []byte, at, seconds int64) {
		h, err := calendar.Parse(plan)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		from := time.Unix(at, 0)
		h.Open(from)
		if m, err := h.Next(from); err == nil && !h.Open(m.At) {
			t.Fatalf("next opening %v is closed", m.At)
		}
		if m, err := h.Close(from); err == nil && !m.At.After(from) {
			t.Fatalf("closes at %v, before %v", m.At, from)
		}
		d := time.Duration(seconds % (365 * 24 * 3600) * int64(time.Second))
		m, err := h.Add(from, d)
		if err != nil {
			return
		}
		if s, err := h.Between(from, m.At); err != nil || s.Length != d {
			t.Fatalf("added %v, but between are %v, %v", d, s.Length, err)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	for name, d := range map[string]time.Duration{"2h": 2 * time.Hour, "3days": 24 * time.Hour, "quarter": 500 * time.Hour} {
		b.Run(name, func(b *testing.B) {
			h, at := hours(b, office), instant(b, "2026-03-06T17:00:00+08:00")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Add(at, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBetween(b *testing.B) {
	for name, days := range map[string]int{"day": 1, "week": 7, "year": 365} {
		b.Run(name, func(b *testing.B) {
			h, at := hours(b, office), instant(b, "2026-03-06T17:00:00+08:00")
			end := at.AddDate(0, 0, days)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Between(at, end); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
