package api_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
)

// use is one place that makes a fault.
type use struct {
	code string
	args []string // names of its values
	at   string
}

// source is the code of internal/, tests left out.
type source struct {
	fset  *token.FileSet
	files map[string]*ast.File
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{token.NewFileSet(), map[string]*ast.File{}}
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		s.files[name], err = parser.ParseFile(s.fset, name, nil, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// text returns the constant text of an expression: a literal, a constant of the
// same package, or a sum that begins with one; whole is false for the last.
func (s source) text(file string, e ast.Expr) (text string, whole, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, true, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		text, _, ok = s.text(file, e.X)
		return text, false, ok
	case *ast.Ident:
		return s.constant(file, e.Name)
	}
	return "", false, false
}

func (s source) constant(file, name string) (text string, whole, ok bool) {
	for other, f := range s.files {
		if filepath.Dir(other) != filepath.Dir(file) {
			continue
		}
		for _, d := range f.Decls {
			g, isGen := d.(*ast.GenDecl)
			if !isGen || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, n := range v.Names {
					if n.Name == name && i < len(v.Values) {
						return s.text(other, v.Values[i])
					}
				}
			}
		}
	}
	return "", false, false
}

// calls hands every call of a function or method with one of these names to see.
func (s source) calls(see func(file, name string, c *ast.CallExpr), names ...string) {
	for file, f := range s.files {
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			called := ""
			switch fun := c.Fun.(type) {
			case *ast.SelectorExpr:
				called = fun.Sel.Name
				if x, ok := fun.X.(*ast.Ident); ok {
					called = x.Name + "." + called
				}
			case *ast.Ident:
				called = fun.Name
			}
			if slices.Contains(names, called) {
				see(file, called, c)
			}
			return true
		})
	}
}

// faults returns every place that makes a fault.
func (s source) faults(t *testing.T) (uses []use) {
	s.calls(func(file, name string, c *ast.CallExpr) {
		at := s.fset.Position(c.Pos()).String()
		if len(c.Args) < 2 || c.Ellipsis.IsValid() {
			t.Errorf("%s: a fault whose code and values cannot be read", at)
			return
		}
		code, whole, ok := s.text(file, c.Args[1])
		if !ok || !whole {
			t.Errorf("%s: the code of a fault is no text that stands there", at)
			return
		}
		u := use{code: code, at: at}
		for i := 2; i < len(c.Args); i += 2 {
			arg, _, ok := s.text(file, c.Args[i])
			if !ok {
				t.Errorf("%s: value %d of the fault has no name that stands there", at, (i-2)/2+1)
			}
			u.args = append(u.args, arg)
		}
		uses = append(uses, u)
	}, "fault.New", "fault.Field")
	s.calls(func(file, name string, c *ast.CallExpr) {
		// The engine of reply rules knows no faults: "code name name" becomes one at the door.
		if text, whole, ok := s.text(file, c.Args[0]); ok && whole && strings.Contains(file, "language/check") {
			words := strings.Fields(text)
			uses = append(uses, use{words[0], words[1:], s.fset.Position(c.Pos()).String()})
		}
	}, "wrong")
	return uses
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func placeholders(sentence string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func catalogue(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sentences := map[string]string{}
	if err := json.Unmarshal(text, &sentences); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if n := strings.Count(string(text), "\": \""); n != len(sentences) {
		t.Errorf("%s: %d lines for %d sentences; does one stand there twice?", file, n, len(sentences))
	}
	return sentences
}

// ownCodes are made by the HTTP layer from what its library reports, and used
// as text without a fault.
var ownCodes = []string{"request.malformed", "request.no_such_address", "request.too_slow", "request.too_large", "request.not_json",
	"request.invalid", "request.failed", "request.field_invalid"}

// quoted are names in braces that a sentence shows as they are, because people
// are to write them.
var quoted = map[string][]string{"shop.text_place": {"agent", "minutes", "opens_at"}}

func TestEveryFaultHasItsSentences(t *testing.T) {
	source := readSource(t)
	zh, en := catalogue(t, "catalogue/zh-CN.json"), catalogue(t, "catalogue/en.json")
	used := map[string]bool{}
	for _, code := range ownCodes {
		used[code] = true
	}
	uses := source.faults(t)
	if len(uses) < 50 {
		t.Fatalf("only %d faults were found", len(uses))
	}
	for _, u := range uses {
		used[u.code] = true
		for language, sentences := range map[string]map[string]string{"zh-CN": zh, "en": en} {
			sentence, ok := sentences[u.code]
			if !ok {
				t.Errorf("%s: %s has no sentence in %s", u.at, u.code, language)
			}
			for _, name := range placeholders(sentence) {
				if !slices.Contains(u.args, name) && !slices.Contains(quoted[u.code], name) {
					t.Errorf("%s: the sentence of %s in %s needs {%s}, which is not given", u.at, u.code, language, name)
				}
			}
		}
	}
	for code := range used {
		if zh[code] == "" || en[code] == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(zh)) {
		if !used[code] {
			t.Errorf("nothing uses the sentence %s", code)
		}
	}
	sameSentences(t, zh, en)
}

// sameSentences compares two catalogues.
func sameSentences(t *testing.T, zh, en map[string]string) {
	t.Helper()
	if a, b := slices.Sorted(maps.Keys(zh)), slices.Sorted(maps.Keys(en)); !slices.Equal(a, b) {
		t.Errorf("the catalogues differ in their codes:\n%v\n%v", a, b)
	}
	han := regexp.MustCompile(`\p{Han}`)
	for code, sentence := range zh {
		if a, b := placeholders(sentence), placeholders(en[code]); !slices.Equal(a, b) {
			t.Errorf("%s has values %v in zh-CN and %v in en", code, a, b)
		}
		if !han.MatchString(sentence) || han.MatchString(en[code]) {
			t.Errorf("%s is not in its language: %q, %q", code, sentence, en[code])
		}
	}
}

// endings are what follows a beginning that the code puts before a variable.
var endings = map[string][]string{
	"commitment.":       {"kept", "waived"},
	"case.":             {string(complaint.Confirmed), string(complaint.Declined)},
	"case.closed_":      {string(complaint.ClosedVerified), string(complaint.ClosedReason)},
	"case.restatement_": {string(complaint.RestatementConfirmed), string(complaint.RestatementCorrected)},
	"close_":            {string(complaint.ClosedVerified), string(complaint.ClosedReason)},
}

// TestEveryEventHasItsWords finds the codes of event lines, of notices and of
// the record that screens show, and looks for their words in the console.
func TestEveryEventHasItsWords(t *testing.T) {
	source := readSource(t)
	zh, en := catalogue(t, "../../web/src/i18n/zh-CN.json"), catalogue(t, "../../web/src/i18n/en.json")
	want := map[string]string{} // key: place
	add := func(start, file string, c *ast.CallExpr, arg int) {
		at := source.fset.Position(c.Pos()).String()
		code, whole, ok := source.text(file, c.Args[arg])
		if _, variable := c.Args[arg].(*ast.Ident); !ok && variable {
			return // passed on: where it comes from is looked at instead
		}
		codes := []string{code}
		if ok && !whole {
			codes = nil
			for _, ending := range endings[code] {
				codes = append(codes, code+ending)
			}
		}
		if !ok || len(codes) == 0 {
			t.Errorf("%s: the code of an event or a notice cannot be read", at)
		}
		for _, code := range codes {
			want[start+code] = at
		}
	}
	source.calls(func(file, name string, c *ast.CallExpr) {
		switch {
		case strings.Contains(file, "compensation"):
			at, known := map[string]struct {
				start string
				arg   int
			}{
				"s.change": {"verb.compensation.", 4}, "s.StoreIn": {"verb.compensation.", 3}, "s.aside": {"verb.compensation.", 2}, "s.recordDeputy": {"verb.compensation.", 3},
				"s.Line": {"event.", 2}, "s.decided": {"event.", 3}, "s.tell": {"event.", 3}, "s.tellLevel": {"event.", 3}, "s.tellPayers": {"event.", 3},
				"s.store": {"verb.payout.", 3}, "s.record": {"verb." + strings.TrimPrefix(filepath.Base(filepath.Dir(file))+".", "approval."), 3},
			}[name]
			if name == "s.change" && strings.Contains(file, "payout") {
				at.start, at.arg = "verb.payout.", 3
			}
			if name == "s.record" && strings.Contains(file, "approval") {
				at.start = "verb.compensation."
			}
			if known {
				add(at.start, file, c, at.arg)
			}
		case strings.Contains(file, "dispatch"):
			switch name {
			case "s.change", "s.storeIn", "s.audit", "s.aside":
				add("verb.ticket.", file, c, map[string]int{"s.change": 4, "s.storeIn": 3, "s.audit": 3, "s.aside": 3}[name])
			case "s.line", "s.tellCrew", "s.tellAll":
				add("event.", file, c, 2)
			case "s.tellOwner":
				add("event.", file, c, 3)
			case "s.tell":
				add("event.", file, c, 4)
			}
		case !strings.Contains(file, "complaint") && !strings.Contains(file, "commitment"):
		case name == "s.event":
			add("event.", file, c, 3)
		case name == "s.rings":
			add("event.", file, c, 2)
		case name == "s.change" && strings.Contains(file, "complaint"):
			add("verb.complaint.", file, c, 3)
		case name == "s.recordAside":
			add("verb.complaint.", file, c, 3)
		case name == "s.changeAs":
			add("verb.complaint.", file, c, 4)
		case name == "s.byBuyer":
			add("verb.complaint.", file, c, 2)
		case name == "s.tellBuyersWord":
			add("event.", file, c, 2)
		case name == "s.tellTeam":
			add("event.", file, c, 3)
		case name == "s.record" && len(c.Args) < 4: // the verb stands in an entry
		case name == "s.store" && strings.Contains(file, "complaint"), name == "s.record":
			add("verb."+filepath.Base(filepath.Dir(file))+".", file, c, 3)
		case name == "s.change":
			add("verb.commitment.", file, c, 3)
		case name == "s.audit":
			add("verb."+filepath.Base(filepath.Dir(file))+".", file, c, 3)
		}
	}, "s.event", "s.rings", "s.tellBuyersWord", "s.tellTeam", "s.change", "s.changeAs", "s.byBuyer", "s.store", "s.record", "s.recordAside", "s.audit",
		"s.storeIn", "s.StoreIn", "s.Line", "s.decided", "s.tellLevel", "s.tellPayers", "s.recordDeputy", "s.aside", "s.line", "s.tellCrew", "s.tellAll", "s.tellOwner", "s.tell")
	if len(want) < 15 {
		t.Fatalf("only %d codes were found: %v", len(want), want)
	}
	for key, at := range want {
		if zh[key] == "" || en[key] == "" {
			t.Errorf("%s: the console has no words for %s", at, key)
		}
	}
}
