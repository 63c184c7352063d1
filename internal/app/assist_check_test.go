package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func runCheck(t *testing.T, in string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(context.Background(), "test", append([]string{"assist"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestAssistCheck(t *testing.T) {
	in := strings.Join([]string{
		`{"id":1,"text":"亲，请您耐心等待"}`,
		`{"id":"two","text":"好的，今天18点前给您答复"}`,
		`not JSON`,
		`{"id":4,"text":"根据规定不能退","emotion":{"kind":"angry","level":3}}`,
		`{"id":5,"text":"根据规定不能退","emotion":{"kind":"angry","level":0}}`,
		`{"id":6,"text":"麻烦提供订单号","context":[{"role":"customer","text":"订单号2837465910283746"}]}`,
		`{"id":7,"text":"给您赔偿200元","limits":{"compensation":5000}}`,
	}, "\n")
	code, out, errOut := runCheck(t, in, "check")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 7 {
		t.Fatalf("exit %d, %q, %q", code, out, errOut)
	}
	for i, want := range []string{
		`{"id":1,"findings":[{"category":"vague_promise","rule":"vague_promise.wait","level":"warning","text":"耐心等待","span":[4,8],`,
		`{"id":"two","findings":[]}`,
		`{"id":null,"error":`,
		`"category":"rule_first"`,
		`{"id":5,"findings":[`,
		`"category":"repeat_question"`,
		`"rule":"over_promise.amount","level":"block","text":"给您赔偿200元"`,
	} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d is %s, without %s", i+1, lines[i], want)
		}
	}
	if strings.Contains(lines[4], "rule_first") {
		t.Errorf("somebody calm is told of a rule: %s", lines[4])
	}
}

func TestAssistCheckWithPacks(t *testing.T) {
	const own = "pack: mine\nversion: 1\nsource: us\ncategory: house\nrules:\n" +
		"- {id: house.dear, kind: existence, level: hint, pattern: 亲爱的, message: m, why: w, better: b, bad: [亲爱的, 好的亲爱的, 亲爱的您], good: [亲, GOOD, 您好]}\n"
	name := filepath.Join(t.TempDir(), "own.yaml")
	write := func(text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(own)
	code, out, errOut := runCheck(t, `{"id":1,"text":"亲爱的，抖音店里买便宜"}`, "check", "--pack", name, "--platform", "taobao")
	if code != 0 || !strings.Contains(out, "house.dear") || !strings.Contains(out, "platform_taobao.other_shops") {
		t.Errorf("exit %d, %q, %q", code, out, errOut)
	}
	write(strings.Replace(own, "GOOD", "亲爱的", 1))
	if code, _, errOut = runCheck(t, "", "check", "--pack", name); code != 1 || !strings.Contains(errOut, "finds something in a good example") {
		t.Errorf("a pack whose examples fail: exit %d, %q", code, errOut)
	}
	if code, _, errOut = runCheck(t, "", "check", "--platform", "nowhere"); code != 1 || !strings.Contains(errOut, "taobao") {
		t.Errorf("an unknown platform: exit %d, %q", code, errOut)
	}
}

func TestAssistLintFile(t *testing.T) {
	dir := t.TempDir()
	const table = "分组,快捷短语,备注\n售后,\"亲，\n请您耐心等待\",\n\n售后,今天18点前给您答复,这是一段很长很长很长很长很长很长很长的备注，加我微信\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	rows := [][]any{{"标题", "说明"}, {"催", "这件事请您耐心等待哦"}, {"好", "好的，今天18点前给您答复"}}
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(dir, "book.xlsx")); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"utf8.csv": "\ufeff" + table, "gb.csv": gb, "tabs.csv": strings.ReplaceAll(table, ",", "\t"), "empty.csv": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		file string
		args []string
		code int
		want string
	}{
		{"utf8.csv", nil, 0, "2 replies, 1 with findings, 0 with errors"},
		{"gb.csv", []string{"--json"}, 0, `{"row":2,"text":"亲，\n请您耐心等待","findings":[{"category":"vague_promise"`},
		{"tabs.csv", nil, 0, "2 replies, 1 with findings"},
		{"utf8.csv", []string{"--column", "备注"}, 0, "1 replies, 1 with findings, 1 with errors"},
		{"utf8.csv", []string{"--column", "没有"}, 1, "no column is titled 没有"},
		{"book.xlsx", nil, 0, "Sheet1!2: 这件事请您耐心等待哦"},
		{"empty.csv", nil, 1, "no reply found"},
	}
	for _, tt := range tests {
		t.Run(tt.file+strings.Join(tt.args, " "), func(t *testing.T) {
			code, out, errOut := runCheck(t, "", append([]string{"lint-file", filepath.Join(dir, tt.file)}, tt.args...)...)
			if code != tt.code || !strings.Contains(out+errOut, tt.want) {
				t.Errorf("exit %d, %q, %q, want %q", code, out, errOut, tt.want)
			}
		})
	}
}

func TestAssistLintPack(t *testing.T) {
	const pack = "pack: mine\ntitle: 自己的\ncategory: house\nversion: 1\nsource: us\nrules:\n" +
		"- id: mine.dear\n  kind: existence\n  level: hint\n  pattern: 亲爱的\n  message: m\n  why: w\n  better: b\n  bad: [亲爱的, 好的亲爱的, 亲爱的您]\n  good: [亲, GOOD, 您好]\n"
	name := filepath.Join(t.TempDir(), "mine.yaml")
	for _, tt := range []struct {
		text string
		args []string
		code int
		want string
	}{
		{pack, nil, 0, "1 rules, 6 examples, no problem"},
		{strings.Replace(pack, "GOOD", "亲爱的", 1), nil, 1, "mine.yaml:15: mine.dear: "},
		{strings.Replace(pack, "亲爱的\n", "(亲爱的\n", 1), nil, 1, "mine.yaml:10: mine.dear: "},
		{strings.Replace(pack, "level: hint", "level: loud", 1), []string{"--json"}, 1, `{"line":7,"rule":"mine.dear","code":"rule.level"`},
		{"title: [", nil, 1, "1 problems"},
	} {
		if err := os.WriteFile(name, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errOut := runCheck(t, "", append([]string{"lint-pack", name}, tt.args...)...)
		if code != tt.code || !strings.Contains(out+errOut, tt.want) {
			t.Errorf("exit %d, %q, %q, want %d and %q", code, out, errOut, tt.code, tt.want)
		}
	}
}
