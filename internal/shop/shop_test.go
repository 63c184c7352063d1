package shop

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestDrafts(t *testing.T) {
	closed := calendar.Plan{Zone: "Asia/Shanghai"}
	tests := []struct {
		name, code string
		d          Draft
	}{
		{"a name", "", Draft{Name: " 安心旗舰店 "}},
		{"hours", "", Draft{Name: "x", Hours: &closed}},
		{"no name", "shop.name_length", Draft{Name: "  "}},
		{"long name", "shop.name_length", Draft{Name: strings.Repeat("店", 61)}},
		{"line break in name", "shop.name_length", Draft{Name: "a\nb"}},
		{"broken name", "shop.name_length", Draft{Name: "a\xffb"}},
		{"unknown zone", "calendar.zone_unknown", Draft{Name: "x", Hours: &calendar.Plan{Zone: "Mars"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.d.apply(Shop{Settings: DefaultSettings()}); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %q", err, tt.code)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	for key, good := range map[string]bool{
		"anxin": true, "anxin-2": true, "12": true, strings.Repeat("a", 40): true,
		"": false, "a": false, "Anxin": false, "an xin": false, "安心": false, "-a": false, "a--b": false, "a-": false,
		"a\n": false, strings.Repeat("a", 41): false,
	} {
		if (checkKey(key) == nil) != good {
			t.Errorf("%q: good must be %v", key, good)
		}
	}
	for name, want := range map[string]string{
		"Anxin Home": "anxin-home-3f", "安心旗舰店": "shop-3f", "安心 Tea": "tea-3f", "A": "shop-3f",
		strings.Repeat("long name ", 20): "long-name-long-name-long-name-3f",
	} {
		got := keyFrom(name, "3f")
		if got != want || checkKey(got) != nil {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestRespondBy(t *testing.T) {
	hours, err := calendar.New(calendar.Default())
	if err != nil {
		t.Fatal(err)
	}
	s := Shop{Hours: hours, Settings: DefaultSettings()}
	evening := time.Date(2026, 3, 4, 20, 59, 0, 0, hours.Location())
	if got, want := s.RespondBy(evening), time.Date(2026, 3, 5, 9, 2, 0, 0, hours.Location()); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (Shop{Settings: DefaultSettings()}).RespondBy(evening); !got.IsZero() {
		t.Errorf("never open: %v", got)
	}
}
