package app

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/policy"
)

func runPolicy(t *testing.T, input string, args ...string) (code int, lines []string, errs string) {
	t.Helper()
	var out, errOut bytes.Buffer
	code = Main(t.Context(), "test", append([]string{"policy"}, args...), strings.NewReader(input), &out, &errOut)
	return code, strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n"), errOut.String()
}

func TestPolicyDecidesLineByLine(t *testing.T) {
	code, lines, errs := runPolicy(t, `{"id":1,"facts":{"scenario":"quality.malfunction","quality":true,"paid":10000,"signed_on":"2026-11-01","claimed_on":"2026-11-08"},"at":"2026-11-30"}
oops
{"id":"b","facts":{"moon":1}}
{"id":3}
{"id":4,"facts":{"paid":-5}}
{"id":5,"facts":{"paid":1},"at":"someday"}
{"id":6,"facts":{}}
`, "decide")
	if code != 0 || errs != "" || len(lines) != 7 {
		t.Fatalf("exit %d, %s, %q", code, errs, lines)
	}
	var d struct {
		ID int
		policy.Decision
	}
	if err := json.Unmarshal([]byte(lines[0]), &d); err != nil || d.ID != 1 || d.On != "2026-11-08" || d.Freight.By != "merchant" || len(d.Articles) == 0 {
		t.Errorf("%v, %s", err, lines[0])
	}
	for i, want := range []string{
		1: `{"id":null,"error":"no JSON object with facts, or a field of the wrong type"}`,
		2: `{"id":"b","error":"No fact is called “moon”; ` + "`anxin policy facts`" + ` lists them"}`,
		3: `{"id":3,"error":"facts is missing"}`,
		4: `{"id":4,"error":"paid (实付) cannot be negative"}`,
		5: `{"id":5,"error":"at is no time such as 2026-05-01T09:30:00+08:00"}`,
	} {
		if want != "" && lines[i] != want {
			t.Errorf("line %d: %s, want %s", i, lines[i], want)
		}
	}
	if !strings.Contains(lines[6], `"decision":"verify"`) || !strings.Contains(lines[6], `"fact":"scenario"`) {
		t.Errorf("nothing known: %s", lines[6])
	}
}

func TestPolicyTablesCount(t *testing.T) {
	table := filepath.Join(t.TempDir(), "table.json")
	write := func(text string) {
		if err := os.WriteFile(table, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"id":"t","name":"表","version":1,"layer":"merchant","hit":"FIRST","columns":["paid"],"rows":[{"id":"r1","cells":[">= 50元"],"remedy":"coupon","amount":"5元"}]}`)
	if _, lines, _ := runPolicy(t, `{"id":1,"facts":{"scenario":"inquiry.simple","paid":5000}}`, "decide", "--table", table); !strings.Contains(lines[0], `"suggested_by":"merchant/t@1/r1"`) {
		t.Errorf("got %s", lines[0])
	}
	write(`{"id":"t","name":"表","version":1,"layer":"merchant","hit":"FIRST","columns":["paid"],"rows":[{"id":"r1","cells":["lots"],"remedy":"coupon"}]}`)
	if code, _, errs := runPolicy(t, ``, "decide", "--table", table); code != 1 || !strings.Contains(errs, "row 1, cells.0") {
		t.Errorf("exit %d, %s", code, errs)
	}
	write(`oops`)
	if code, _, errs := runPolicy(t, ``, "decide", "--table", table); code != 1 || !strings.Contains(errs, "table.json") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

func TestPolicyPlaysCases(t *testing.T) {
	code, lines, errs := runPolicy(t, "", "test", "../policy/testdata/law.txt", "../policy/testdata/scenarios.txt")
	if code != 0 || !strings.HasSuffix(lines[len(lines)-1], "0 例不符") {
		t.Errorf("exit %d, %q, %s", code, lines, errs)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.txt")
	if err := os.WriteFile(wrong, []byte("案例：甲\n场景 = 简单咨询\n→ 赔偿 必须 1元\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, lines, _ := runPolicy(t, "", "test", wrong); code != 1 || !strings.Contains(lines[0], "wrong.txt:3: 甲: 没有赔偿") {
		t.Errorf("exit %d, %q", code, lines)
	}
}

func TestPolicyListsFactsAndRows(t *testing.T) {
	if _, lines, _ := runPolicy(t, "", "facts"); len(lines) != len(policy.Facts()) || !strings.HasPrefix(lines[0], "scenario") {
		t.Errorf("%q", lines)
	}
	_, lines, _ := runPolicy(t, "", "facts", "--json")
	var f struct{ Name, Zh, Type string }
	if err := json.Unmarshal([]byte(lines[1]), &f); err != nil || f.Name != "platform" || f.Type != "choice" {
		t.Errorf("%v, %s", err, lines[1])
	}
	if _, lines, _ := runPolicy(t, "", "rules"); len(lines) != len(policy.Rules()) || !strings.Contains(strings.Join(lines, "\n"), "待法务确认") {
		t.Errorf("%d lines", len(lines))
	}
}
