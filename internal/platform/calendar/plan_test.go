package calendar_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestParseNamesTheField(t *testing.T) {
	day := func(intervals string) string {
		return `{"zone":"UTC","week":{"wed":[` + intervals + `]}}`
	}
	except := func(list string) string {
		return `{"zone":"UTC","week":{},"exceptions":[` + list + `]}`
	}
	for _, tt := range []struct{ plan, code, field string }{
		{`{`, "calendar.unreadable", ""},
		{`{"zone":"UTC","week":{}} {}`, "calendar.unreadable", ""},
		{`{"zone":"UTC","weak":{}}`, "calendar.unreadable", ""},
		{`{"week":{}}`, "calendar.zone_unknown", "zone"},
		{`{"zone":"Local","week":{}}`, "calendar.zone_unknown", "zone"},
		{`{"zone":"../etc/passwd","week":{}}`, "calendar.zone_unknown", "zone"},
		{day(`{"from":"9:00","to":"21:00"}`), "calendar.clock_malformed", "week.wed[0].from"},
		{day(`{"from":"24:00","to":"08:00"}`), "calendar.clock_malformed", "week.wed[0].from"},
		{day(`{"from":"09:00","to":"21:60"}`), "calendar.clock_malformed", "week.wed[0].to"},
		{day(`{"from":"09:00","to":"25:00"}`), "calendar.clock_malformed", "week.wed[0].to"},
		{day(`{"from":"09:00","to":"09:00"}`), "calendar.interval_empty", "week.wed[0].to"},
		{day(`{"from":"13:00","to":"18:00"},{"from":"09:00","to":"14:00"}`), "calendar.intervals_overlap", "week.wed[1]"},
		{day(`{"from":"22:00","to":"02:00"},{"from":"23:00","to":"24:00"}`), "calendar.intervals_overlap", "week.wed[1]"},
		{day(strings.Repeat(`{"from":"09:00","to":"10:00"},`, 12) + `{"from":"09:00","to":"10:00"}`), "calendar.too_many_intervals", "week.wed"},
		{except(`{"date":"2026-02-30"}`), "calendar.date_malformed", "exceptions[0].date"},
		{except(`{"date":"2026-02-03","name":"a\nb"}`), "calendar.name_malformed", "exceptions[0].name"},
		{except(`{"date":"2026-02-03","name":"` + strings.Repeat("休", 21) + `"}`), "calendar.name_malformed", "exceptions[0].name"},
		{except(`{"date":"2026-02-03"},{"date":"2026-02-03"}`), "calendar.date_twice", "exceptions[1].date"},
		{except(`{"date":"2026-02-03","hours":[{"from":"x","to":"10:00"}]}`), "calendar.clock_malformed", "exceptions[0].hours[0].from"},
		{except(strings.Repeat(`{"date":"2026-02-03"},`, 1000) + `{"date":"2026-02-03"}`), "calendar.too_many_exceptions", "exceptions"},
	} {
		_, err := calendar.Parse([]byte(tt.plan))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Kind != fault.Invalid || f.Code != tt.code || f.Field != tt.field {
			t.Errorf("%.80s: %v, want %s in %q", tt.plan, err, tt.code, tt.field)
		}
	}
}

func TestParseAccepts(t *testing.T) {
	for _, day := range []string{
		``,
		`{"from":"00:00","to":"24:00"}`,
		`{"from":"20:00","to":"00:00"}`,
		`{"from":"13:00","to":"18:00"},{"from":"09:00","to":"13:00"}`,
		`{"from":"22:00","to":"06:00"},{"from":"00:00","to":"07:00"}`,
	} {
		_, err := calendar.Parse(fmt.Appendf(nil, `{"zone":"UTC","week":{"sun":[%s]}}`, day))
		if err != nil {
			t.Errorf("%s: %v", day, err)
		}
	}
}
