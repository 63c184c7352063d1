package facts

import (
	"os"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/language"
)

// TestBlind holds precision and recall together, F1, at 0.95 over all types.
func TestBlind(t *testing.T) {
	data, err := os.ReadFile("testdata/blind.txt")
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, found, there int }
	types := map[string]*tally{"all": {}}
	count := func(kind string) *tally {
		if types[kind] == nil {
			types[kind] = &tally{}
		}
		return types[kind]
	}
	for line := range strings.Lines(string(data)) {
		text, want, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		got := told(shop.Find(language.Read(text), now))
		if testing.Verbose() && got != strings.Trim(want, "-") {
			t.Logf("%s\n got %s\nwant %s", text, got, want)
		}
		left := map[string]int{}
		for _, f := range strings.Fields(strings.TrimPrefix(want, "-")) {
			left[f]++
			kind, _, _ := strings.Cut(f, "=")
			count(kind).there++
			count("all").there++
		}
		for _, f := range strings.Fields(got) {
			kind, _, _ := strings.Cut(f, "=")
			for _, c := range []*tally{count(kind), count("all")} {
				c.found++
				if left[f] > 0 {
					c.right++
				}
			}
			left[f]--
		}
	}
	for kind, c := range types {
		f1 := 2 * float64(c.right) / float64(c.found+c.there)
		t.Logf("%-12s %d right of %d found and %d there, F1 %.3f", kind, c.right, c.found, c.there, f1)
		if kind == "all" && f1 < 0.95 {
			t.Errorf("F1 %.3f", f1)
		}
	}
}
