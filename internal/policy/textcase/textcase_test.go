package textcase_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/textcase"
)

func defaults(t testing.TB) []*policy.Compiled {
	t.Helper()
	var all []*policy.Compiled
	for _, table := range policy.Defaults() {
		c, problems := policy.Compile(table)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		all = append(all, c)
	}
	return all
}

// TestCases plays what is written down for the law, platforms and scenarios, and
// says which rows and scenarios nobody has written a case for.
func TestCases(t *testing.T) {
	tables, played := defaults(t), 0
	rows, scenarios, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, file := range []string{"law.txt", "scenarios.txt"} {
		f, err := os.Open("../testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		cases, err := textcase.Read(f)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range cases {
			played++
			if names[c.Name] {
				t.Errorf("%s:%d: %s stands there twice", file, c.Line, c.Name)
			}
			names[c.Name] = true
			_, failures := textcase.Play(c, tables)
			for _, x := range failures {
				t.Errorf("%s:%d: %s: %s", file, x.Line, x.Case, x.Says)
			}
			for _, w := range c.Wants {
				if w.Words[0] == "依据" || w.Words[0] == "例外" {
					for _, id := range strings.Split(strings.Join(w.Words[1:], "、"), "、") {
						rows[id] = true
					}
				}
			}
			if s, ok := c.Facts["场景"].(string); ok && c.Tables {
				scenarios[s] = true
			}
		}
	}
	if played < 150 {
		t.Errorf("%d cases, want 150", played)
	}
	for _, r := range policy.Rules() {
		if !r.Off && !rows[r.ID] {
			t.Errorf("no case for row %s %s", r.ID, r.Name)
		}
		if r.Off && rows[r.ID] {
			t.Errorf("row %s is off and cannot be a reason", r.ID)
		}
	}
	f, _ := policy.FactNamed("scenario")
	for _, v := range f.Values() {
		if !scenarios[v.Zh] {
			t.Errorf("no case for scenario %s", v.Zh)
		}
	}
	t.Logf("%d cases", played)
}

func TestWhatIsWrongWithAFileIsSaidWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"实付 = 1元":            "第 1 行",
		"案例：a\n金额多少":         "第 2 行",
		"案例：a\n火星 = 1":       "第 2 行：没有叫“火星”的事实",
		"案例：a\n实付 = 100":     "第 2 行：“实付 = 100”要写成 100元",
		"案例：a\n今天 = 明天":      "第 2 行：“明天”不是日期",
		"案例：a\n实付 = 1元\n→  ": "第 3 行",
	} {
		if _, err := textcase.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestAWrongExpectationFails(t *testing.T) {
	for _, want := range []string{"→ 退货退款 必须 99元", "→ 没有 退货退款", "→ 运费 买家", "→ 依据 xf25-no-reason", "→ 例外 qr6-excepted", "→ 不涉及 xf24-fix",
		"→ 赔偿 必须", "→ 期限 退款 2026-11-11", "→ 结论 已定", "→ 不成立", "→ 要问 无", "→ 要问 平台二", "→ 火星 必须", "→ 补发 待查证 火星"} {
		cases, err := textcase.Read(strings.NewReader("案例：a\n场景 = 商品破损；质量问题 = 是；签收天数 = 2；实付 = 100元\n" + want))
		if err != nil {
			t.Fatal(err)
		}
		if _, failures := textcase.Play(cases[0], nil); len(failures) != 1 {
			t.Errorf("%s: %v", want, failures)
		}
	}
	cases, _ := textcase.Read(strings.NewReader("案例：a"))
	if _, failures := textcase.Play(cases[0], nil); !slices.ContainsFunc(failures, func(f textcase.Failure) bool { return f.Line == 1 }) {
		t.Error("a case without expectations passes")
	}
}
