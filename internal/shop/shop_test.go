package shop

import (
	"strings"
	"testing"

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
