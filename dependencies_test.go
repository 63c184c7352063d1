package anxin

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const reasons = "docs/adr/0012-dependencies.md"

// TestDependenciesHaveReasons wants a word about everything that we depend on
// directly.
func TestDependenciesHaveReasons(t *testing.T) {
	page, err := os.ReadFile(reasons)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for name := range strings.SplitSeq(cells[1], ",") {
				told[strings.TrimSpace(name)] = true
			}
		}
	}
	for _, name := range append(goDependencies(t), webDependencies(t)...) {
		if !told[name] {
			t.Errorf("%s has no line in %s that says why we depend on it", name, reasons)
		}
	}
}

// goDependencies are the modules that go.mod requires for ourselves.
func goDependencies(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	required := false
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) > 0 && words[0] == "require":
			required = true
		case len(words) > 0 && words[0] == ")":
			required = false
		case required && len(words) == 2:
			names = append(names, words[0])
		}
	}
	return names
}

func webDependencies(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("web/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var pkg struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(text, &pkg); err != nil {
		t.Fatal(err)
	}
	return append(slices.Sorted(maps.Keys(pkg.Dependencies)), slices.Sorted(maps.Keys(pkg.DevDependencies))...)
}
