package outbound

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatAPathNames(t *testing.T) {
	called := map[string][]string{
		"6937021846473": {"6937021846473"}, "230101-123456789012345": {"230101-123456789012345"},
		"SF1234567890": {"A1001"}, "SF 1234 567890": {"A1001"}, "YT778899001122": {"A1001", "A1002"}, "A1001": {"A1001"}, "20261130": {"A9999"},
	}
	for _, c := range []struct{ folder, name, want, word string }{
		{"", "6937021846473.jpg", "6937021846473", "6937021846473"},
		{"", "订单6937021846473正面(2).jpg", "6937021846473", "6937021846473"},
		{"", "6937021846473_1.jpg", "6937021846473", "6937021846473"},
		{"", "230101-123456789012345-2.jpeg", "230101-123456789012345", "230101-123456789012345"},
		{"", "SF1234567890 (1).jpg", "A1001", "SF1234567890"},
		{"", "SF 1234 567890.jpg", "A1001", "SF 1234 567890"},
		{"11月30日/SF1234567890", "IMG_0001.jpg", "A1001", "SF1234567890"},
		{"SF1234567890/细节", "IMG_0001.jpg", "A1001", "SF1234567890"},
		{"6937021846473", "SF1234567890.jpg", "A1001", "SF1234567890"}, // the name comes before the folder
		{"", "YT778899001122.jpg", "A1001,A1002", "YT778899001122"},
		{"", "A1001 YT778899001122.jpg", "A1001", "A1001"},
		{"", "6937021846473 SF1234567890.jpg", "", ""}, // two orders
		{"2026-11-30", "IMG_0001.jpg", "", ""},
		{"", "IMG_20261130_101500.jpg", "A9999", "20261130"},
		{"", "照片.jpg", "", ""},
		{"", "99999999.jpg", "", ""},
	} {
		orders, word := choose(words(c.folder, c.name), called)
		if got := strings.Join(orders, ","); got != c.want || word != c.word {
			t.Errorf("%s/%s names %s by %q, want %s by %q", c.folder, c.name, got, word, c.want, c.word)
		}
	}
}

func TestWordsOfNames(t *testing.T) {
	if got := numbers("a b-12 1234 x99"); !slices.Equal(got, []string{"a b-12 1234", "a b-12 1234 x99", "b-12 1234", "b-12 1234 x99", "12 1234", "12 1234 x99", "1234 x99"}) {
		t.Errorf("%q", got)
	}
	if got := numbers(strings.Repeat("12345 ", 500)); len(got) > maxWords {
		t.Errorf("%d words", len(got))
	}
	if got := cleanFolder("/a\\b/\x01c/" + strings.Repeat("长", 400)); len([]rune(got)) != MaxFolder {
		t.Errorf("folder of %d", len([]rune(got)))
	}
	if got := cleanFolder(`\11月\SF1\`); got != "11月/SF1" {
		t.Errorf("folder %q", got)
	}
}
