package anxin

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Budgets in lines, except maxMethods. They are ceilings, not targets; the
// medians are what keeps the whole readable.
const (
	maxFile       = 400
	maxFunc       = 60
	maxPackage    = 2500
	maxMethods    = 7 // of an interface
	maxMedianFunc = 14
	maxMedianFile = 180
)

// roomier names the packages that may hold more: internal/api has a file for
// every noun and no rules of its own, so it grows with the product and stays as
// easy to find one's way in.
var roomier = map[string]int{"internal/api": 15700}

// TestGoSizes keeps files, functions, interfaces and packages small enough to
// be read in one sitting. What outgrows its budget has two subjects. Test
// files count as files alone: a long table is no long function.
func TestGoSizes(t *testing.T) {
	var all measure
	packages := map[string]int{}
	for _, name := range sources(t, ".", ".go") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := measureGo(name, src)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range m.faults {
			t.Error(f)
		}
		all.files = append(all.files, m.files...)
		all.funcs = append(all.funcs, m.funcs...)
		for _, n := range m.files {
			packages[filepath.Dir(name)] += n
		}
	}
	for dir, n := range packages {
		if budget := max(maxPackage, roomier[dir]); n > budget {
			t.Errorf("package %s has %d lines, budget %d", dir, n, budget)
		}
	}
	checkMedian(t, "function", all.funcs, maxMedianFunc)
	checkMedian(t, "file", all.files, maxMedianFile)
}

// TestWebSizes holds the browser's sources to the same size of file.
func TestWebSizes(t *testing.T) {
	for _, dir := range []string{"web/src", "web/customer/src"} {
		for _, name := range sources(t, dir, ".ts", ".tsx") {
			if strings.HasSuffix(name, ".gen.ts") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(src, []byte("\n")); n > maxFile {
				t.Errorf("%s has %d lines, budget %d", name, n, maxFile)
			}
		}
	}
}

// A measure holds what was counted and what was over budget. Test and
// generated files leave files and funcs empty.
type measure struct {
	files, funcs []int
	faults       []string
}

func measureGo(name string, src []byte) (measure, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil || ast.IsGenerated(file) {
		return measure{}, err
	}
	var m measure
	lines := bytes.Count(src, []byte("\n"))
	m.limit(name, "lines", lines, maxFile)
	if strings.HasSuffix(name, "_test.go") {
		return m, nil
	}
	m.files = []int{lines}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			length := fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1
			m.funcs = append(m.funcs, length)
			m.limit(name, "lines of func "+n.Name.Name, length, maxFunc)
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok {
				m.limit(name, "methods of interface "+n.Name.Name, i.Methods.NumFields(), maxMethods)
			}
		}
		return true
	})
	return m, nil
}

func (m *measure) limit(file, what string, n, budget int) {
	if n > budget {
		m.faults = append(m.faults, fmt.Sprintf("%s: %s %d, budget %d", file, what, n, budget))
	}
}

func checkMedian(t *testing.T, what string, lengths []int, budget int) {
	t.Helper()
	if len(lengths) == 0 {
		return
	}
	slices.Sort(lengths)
	median, longest := lengths[len(lengths)/2], lengths[len(lengths)-1]
	t.Logf("%d %ss: median %d lines, longest %d", len(lengths), what, median, longest)
	if median > budget {
		t.Errorf("the median %s has %d lines, budget %d", what, median, budget)
	}
}

// sources returns the files below dir with one of these extensions, without
// what git ignores or what others wrote. A dir that does not exist is an error.
func sources(t *testing.T, dir string, extensions ...string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && slices.Contains([]string{".git", ".testenv", "node_modules", "dist", "testdata"}, e.Name()) {
			return filepath.SkipDir
		}
		if slices.Contains(extensions, filepath.Ext(name)) {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestMeasureGo(t *testing.T) {
	long := "func f() {" + strings.Repeat("\n", maxFunc) + "}\n"
	wide := "type I interface{" + strings.Repeat("M();", maxMethods+1) + "}\n"
	tests := []struct{ name, file, src, want string }{
		{"small", "a.go", "func f() {\n}\n", ""},
		{"long function", "a.go", long, "a.go: lines of func f 61, budget 60"},
		{"long function of a test", "a_test.go", long, ""},
		{"wide interface", "a.go", wide, "a.go: methods of interface I 8, budget 7"},
		{"long file", "a.go", strings.Repeat("\n", maxFile), "a.go: lines 401, budget 400"},
		{"long test file", "a_test.go", strings.Repeat("\n", maxFile), "a_test.go: lines 401, budget 400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := measureGo(tt.file, []byte("package a\n"+tt.src))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(m.faults, "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGeneratedGoIsNotMeasured(t *testing.T) {
	src := "// Code generated by a test. DO NOT EDIT.\n\npackage a\n" + strings.Repeat("\n", maxFile)
	m, err := measureGo("a.go", []byte(src))
	if err != nil || len(m.files) > 0 || len(m.faults) > 0 {
		t.Errorf("got %+v, %v", m, err)
	}
}
