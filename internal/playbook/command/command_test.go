package command

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/anxin-desk/anxin/internal/playbook"
)

// run runs a command and returns what it printed and what was wrong.
func run(t *testing.T, input string, args ...string) (out, wrong string) {
	t.Helper()
	var o bytes.Buffer
	var cli Commands
	parser, err := kong.New(&cli, kong.Writers(&o, &o))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(args)
	if err == nil {
		err = parsed.Run(Console{strings.NewReader(input), &o})
	}
	if err != nil {
		return o.String(), err.Error()
	}
	return o.String(), ""
}

func TestPlaybooksAreSuggestedLineByLine(t *testing.T) {
	out, wrong := run(t, `{"id":1,"text":"手机充电口坏了，充不进电","order":{"goods_kind":"electronics"}}
{"id":2,"text":"在吗"}
oops
{"id":"d"}
{"id":5,"text":"没收到货","order":{"moon":1}}
{"id":6,"text":"没收到货","order":{"shipped":"maybe"}}
{"id":7,"text":"两个","context":[{"role":"customer","text":"我买的杯子碎了"}]}
{"id":8,"text":"水果烂了一半","order":{"goods_kind":"食品"}}
{"id":9,"text":3}
`, "suggest")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if wrong != "" || len(lines) != 9 {
		t.Fatalf("%s, %q", wrong, lines)
	}
	type answer struct {
		ID        any
		Error     string
		Playbooks []suggested
	}
	answers := make([]answer, len(lines))
	for i, l := range lines {
		if err := json.Unmarshal([]byte(l), &answers[i]); err != nil {
			t.Fatal(err)
		}
	}
	if first := answers[0].Playbooks[0]; first.ID != "quality.malfunction" || !first.PopUp || first.Reason != "客户提到“充电口”“充不进”，订单为 3C数码 类" {
		t.Errorf("%+v", first)
	}
	if !strings.Contains(lines[1], `"playbooks":[]`) {
		t.Errorf("small talk: %s", lines[1])
	}
	for i, want := range map[int]string{2: "no JSON object", 3: "text is missing", 4: `no fact is called "moon"`, 5: "it is true or false", 8: "wrong type"} {
		if !strings.Contains(answers[i].Error, want) {
			t.Errorf("line %d: %s", i, lines[i])
		}
	}
	if answers[3].ID != "d" || answers[8].ID != 9.0 || answers[2].ID != nil {
		t.Errorf("ids: %q", lines)
	}
	for i, want := range map[int]string{6: "quality.damaged", 7: "quality.foreign_body"} {
		if len(answers[i].Playbooks) == 0 || answers[i].Playbooks[0].ID != want {
			t.Errorf("line %d: %s", i, lines[i])
		}
	}
}

func TestPlaybookIsValidatedAndCompared(t *testing.T) {
	dir := t.TempDir()
	text, _ := run(t, "", "show", "quality.malfunction", "--yaml")
	fine, bad := filepath.Join(dir, "fine.yaml"), filepath.Join(dir, "bad.yaml")
	changed := strings.Replace(strings.Replace(text, "version: 1", "version: 2", 1), "due: 4h", "due: soon", 1)
	changed = strings.Replace(changed, "您选的办法我{due}办好，单号发到这里。", "你自己不会看吗，听不懂吗。", 1)
	for name, text := range map[string]string{fine: text, bad: changed} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, wrong := run(t, "", "validate", fine, "--platform", "taobao"); wrong != "" || !strings.Contains(out, "没有问题") {
		t.Errorf("%s, %s", out, wrong)
	}
	out, wrong := run(t, "", "validate", bad, fine)
	for _, want := range []string{"步骤“find_out”：“soon”不是时限", "错误：「", "bad.yaml:", "fine.yaml: 没有问题"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	if !strings.HasPrefix(wrong, "problems: ") {
		t.Error(wrong)
	}
	if out, _ := run(t, "", "diff", "quality.malfunction", bad, "--lang", "en"); !strings.Contains(out, "Changed due of step find_out from “4h” to “soon”.") {
		t.Error(out)
	}
	if out, _ := run(t, "", "diff", "quality.malfunction", fine); !strings.Contains(out, "两个版本一样") {
		t.Error(out)
	}
	for _, args := range [][]string{{"show", "nowhere"}, {"show", "quality.damaged", "--fact", "moon=1"}, {"diff", "nowhere", fine}, {"validate", filepath.Join(dir, "none.yaml")}, {"suggest", "--file", bad}} {
		if _, wrong := run(t, "", args...); wrong == "" {
			t.Errorf("%v: nothing wrong", args)
		}
	}
}

func TestPlaybookIsShownAndListed(t *testing.T) {
	out, _ := run(t, "", "show", "quality.malfunction", "--fact", "danger=true", "--fact", "symptom=冒烟")
	if !strings.Contains(out, "请马上断电") || !strings.Contains(out, "已知，不再问") || strings.Contains(out, "video") {
		t.Error(out)
	}
	if out, _ := run(t, "", "show", "quality.malfunction", "--lang", "en"); !strings.Contains(out, "video, serial") || !strings.Contains(out, "within 4 hours") {
		t.Error(out)
	}
	if out, _ := run(t, "", "list"); strings.Count(out, "\n") != 31 {
		t.Error(out)
	}
	if out, _ := run(t, "", "facts"); strings.Count(out, "\n") != len(playbook.Facts()) {
		t.Error(out)
	}
	if out, wrong := run(t, "", "measure", "../../language/reading/testdata/blind"); wrong != "" || !strings.HasPrefix(out, "messages 509\n") {
		t.Errorf("%s, %s", out, wrong)
	}
}
