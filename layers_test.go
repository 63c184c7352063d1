package anxin

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/anxin-desk/anxin"

// vague are names that say where code was put, not what it is.
var vague = []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "shared"}

// TestLayers checks every import between our packages against layers.txt.
// Imports of test files are free, for a test may drive anything.
func TestLayers(t *testing.T) {
	text, err := os.ReadFile("layers.txt")
	if err != nil {
		t.Fatal(err)
	}
	may, faults := parseLayers(string(text))
	for _, f := range append(faults, strayImports(may, ourPackages(t))...) {
		t.Error(f)
	}
}

// A goPackage is what go list tells about one of our packages.
type goPackage struct {
	ImportPath string
	Imports    []string
}

func ourPackages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "./...").Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	var pkgs []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); err == io.EOF {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// layerName returns the name of a package in layers.txt, and whether the
// package is ours at all.
func layerName(importPath string) (string, bool) {
	name, ours := strings.CutPrefix(importPath, module+"/")
	return strings.TrimPrefix(name, "internal/"), ours
}

// strayImports returns a sentence for everything in pkgs that the layers do
// not allow.
func strayImports(may map[string][]string, pkgs []goPackage) []string {
	var faults []string
	for _, p := range pkgs {
		name, ours := layerName(p.ImportPath)
		if !ours {
			name = path.Base(module)
		}
		allowed, known := may[name]
		if !known && ours {
			faults = append(faults, "package "+name+" is missing from layers.txt")
			continue
		}
		for _, imp := range p.Imports {
			if dep, ours := layerName(imp); ours && !slices.Contains(allowed, dep) {
				faults = append(faults, name+" imports "+dep+", which layers.txt does not allow")
			}
		}
	}
	return faults
}

// parseLayers returns, for each package, the packages that it may import,
// and a sentence for each line that breaks the rules of the file.
func parseLayers(text string) (may map[string][]string, faults []string) {
	may = map[string][]string{}
	var above []string
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		name, allowed := words[0], words[1:]
		if slices.Equal(allowed, []string{"*"}) {
			allowed = slices.DeleteFunc(slices.Clone(above), forTests)
		}
		if slices.Contains(above, name) {
			faults = append(faults, "layers.txt: "+name+" stands there twice")
		}
		if slices.Contains(vague, path.Base(name)) {
			faults = append(faults, "layers.txt: "+name+" is no name: say what the package is")
		}
		for _, dep := range allowed {
			if !slices.Contains(above, dep) {
				faults = append(faults, "layers.txt: "+name+" may not import "+dep+", which is not above it")
			} else if forTests(dep) {
				faults = append(faults, "layers.txt: "+name+" may not import "+dep+", which is for tests alone")
			}
		}
		may[name] = allowed
		above = append(above, name)
	}
	return may, faults
}

// forTests tells a package that exists for tests by its name, dbtest say.
func forTests(name string) bool { return strings.HasSuffix(name, "test") }

func TestParseLayersRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a package below", "a b\nb", "layers.txt: a may not import b, which is not above it"},
		{"itself", "a a", "layers.txt: a may not import a, which is not above it"},
		{"a base name for a path", "platform/db\na db", "layers.txt: a may not import db, which is not above it"},
		{"a second line", "a\na", "layers.txt: a stands there twice"},
		{"a vague name", "platform/utils", "layers.txt: platform/utils is no name: say what the package is"},
		{"a test package", "dbtest\na dbtest", "layers.txt: a may not import dbtest, which is for tests alone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := parseLayers(tt.text); !slices.Equal(got, []string{tt.want}) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStrayImports(t *testing.T) {
	may, faults := parseLayers("# note\nplatform/db\ndbtest\n\naudit platform/db\napi *\ncmd/anxin api")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	tests := []struct{ name, pkg, imports, want string }{
		{"allowed", "internal/audit", "internal/platform/db", ""},
		{"allowed by star", "internal/api", "internal/audit", ""},
		{"outside internal", "cmd/anxin", "internal/api", ""},
		{"upwards", "internal/platform/db", "internal/audit", "platform/db imports audit, which layers.txt does not allow"},
		{"a layer skipped", "cmd/anxin", "internal/audit", "cmd/anxin imports audit, which layers.txt does not allow"},
		{"star leaves tests out", "internal/api", "internal/dbtest", "api imports dbtest, which layers.txt does not allow"},
		{"unknown package", "internal/extra", "internal/audit", "package extra is missing from layers.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pkgs := []goPackage{{ImportPath: module + "/" + tt.pkg, Imports: []string{"fmt", module + "/" + tt.imports}}}
			if got := strings.Join(strayImports(may, pkgs), "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
