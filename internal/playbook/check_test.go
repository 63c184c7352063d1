package playbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	if _, wrong := Load([]byte(good)); len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	for _, c := range []struct {
		name, replace, by string
		code, step        string
		line              int
	}{
		{"unknown kind", "kind: handoff", "kind: shout", "kind_unknown", "lead", 25},
		{"id twice", "id: lead", "id: hurt", "id_twice", "hurt", 24},
		{"unknown scenario", "quality.damaged", "quality.blue", "scenario_unknown", "", 3},
		{"guard that does not compile", `'!eligible'`, `'eligible &&'`, "guard_wrong", "why", 61},
		{"guard over what is not known", `'!eligible'`, `'moon == 1'`, "guard_wrong", "why", 61},
		{"guard that is no yes or no", `'!eligible'`, `'paid + 1'`, "guard_no_bool", "why", 61},
		{"guard of the trigger", `'goods_kind == "household"'`, `'goods_kind + "x"'`, "guard_no_bool", "", 8},
		{"guard that is too long", `'!eligible'`, `'` + strings.Repeat("eligible || ", 60) + `eligible'`, "guard_long", "why", 61},
		{"branch to nowhere", "step: lead", "step: led", "step_missing", "hurt", 22},
		{"going on nowhere", "go: proof", "go: prof", "step_missing", "hurt", 23},
		{"going back", "go: proof", "go: sorry", "goes_back", "hurt", 23},
		{"never", `'!eligible'`, `'false'`, "never_taken", "why", 61},
		{"branch never", "{if: unwell", "{if: 1 > 2", "never_taken", "hurt", 22},
		{"branch without condition", "{if: unwell, step", "{step", "branch_bare", "hurt", 22},
		{"not reached", "{if: unwell, step: lead}", "{if: unwell, step: proof}", "unreachable", "lead", 24},
		{"unknown fact", "fact: unwell", "fact: moon", "fact_unknown", "hurt", 20},
		{"open question for yes or no", "fact: unwell", "fact: unwell\n    open: true", "open_needs_text", "hurt", 21},
		{"question for what nobody asks", "fact: unwell", "fact: eligible", "text_missing", "hurt", 20},
		{"commitment without a time", "    due: 4h\n", "", "due_missing", "by", 41},
		{"no due time", "due: 4h", "due: soon", "due_form", "by", 44},
		{"missing Chinese", "{zh: 要照片, en: Ask for the photo}", "{en: Ask for the photo}", "language_missing", "proof", 33},
		{"missing English", "en: Broken cup", "en: ''", "language_missing", "", 4},
		{"missing text", "    text: {zh: 核对, en: Check}\n", "", "text_missing", "look", 34},
		{"missing public wording", "    public: {zh: 正在核对, en: Checking}\n", "", "text_missing", "look", 34},
		{"evidence before empathy", "act: empathy", "act: explain", "evidence_first", "proof", 29},
		{"facts before empathy", "act: empathy", "act: explain", "facts_first", "hurt", 17},
		{"rule before options", "act: options", "act: explain", "rule_first", "why", 56},
		{"rule before empathy", "act: empathy", "act: safety", "rule_first", "why", 56},
		{"unknown act", "act: options", "act: sing", "value_unknown", "offer", 54},
		{"unknown remedy", "[resend, refund]", "[resend, moon]", "value_unknown", "what", 49},
		{"no remedy", "[resend, refund]", "[]", "list_empty", "what", 49},
		{"unknown item", "items: [photo]", "items: [film]", "value_unknown", "proof", 32},
		{"unknown department", "department: warehouse", "department: kitchen", "value_unknown", "look", 38},
		{"unknown role", "to: supervisor", "to: nobody", "value_unknown", "lead", 27},
		{"unknown stage", "stage: closed", "stage: done", "value_unknown", "end", 64},
		{"stage going back", "    stage: proposed\n    act: rules", "    stage: received\n    act: rules", "stage_back", "why", 58},
		{"unknown severity", "[normal, high]", "[normal, awful]", "value_unknown", "", 5},
		{"unknown goods", "[household]", "[moons]", "value_unknown", "", 5},
		{"no close", "kind: close", "kind: lookup", "no_close", "end", 62},
		{"something after the close", "    stage: closed", "    stage: closed\n    go: end", "close_goes_on", "end", 62},
		{"field that says nothing", "    act: options", "    act: options\n    due: 4h", "field_stray", "offer", 55},
		{"unknown field", "version: 2", "version: 2\ncolour: red", "unknown_field", "", 3},
		{"field twice", "version: 2", "version: 2\nversion: 3", "field_twice", "", 3},
		{"version", "version: 2", "version: 0", "version", "", 2},
		{"wrong form", "version: 2", "version: two", "wrong_form", "", 2},
		{"wrong form of a list", "items: [photo]", "items: photo", "wrong_form", "proof", 32},
		{"id", "id: shop.cup", "id: Shop", "id_form", "", 1},
		{"template with a scenario", "version: 2", "version: 2\ntemplate: true", "template_trigger", "", 3},
		{"empty word", "[杯子…碎]", "['…碎']", "word_empty", "", 7},
		{"no YAML", "version: 2", "version: [", "not_yaml", "", 1},
		{"long text", "zh: 原因", "zh: " + strings.Repeat("长", 1001), "text_long", "why", 60},
	} {
		text := strings.Replace(good, c.replace, c.by, 1)
		if text == good {
			t.Fatalf("%s: nothing replaced", c.name)
		}
		f, wrong := Load([]byte(text))
		if !slices.ContainsFunc(wrong, func(x Problem) bool { return x.Code == c.code && x.Step == c.step && x.Line == c.line }) || f != nil {
			t.Errorf("%s: want %s in %q on line %d, got %+v", c.name, c.code, c.step, c.line, wrong)
		}
		for _, x := range wrong {
			if x.Says.Zh == "" || x.Says.En == "" || strings.Contains(x.Says.Zh+x.Says.En, "%!") {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
	}
}

func TestWholesThatAreNone(t *testing.T) {
	for text, code := range map[string]string{
		"": "not_yaml", "a: b\n---\nc: d": "two_documents", "- a": "wrong_form", "a: &x [1]\nsteps: *x": "wrong_form",
		"steps: []": "steps_count", strings.Repeat("#", maxBytes+1): "too_long",
		"steps:\n" + strings.Repeat("- {id: a, kind: close}\n", maxSteps+1): "steps_count",
	} {
		p, wrong := Read([]byte(text))
		if len(wrong) == 0 {
			_, wrong = Compile(p)
		}
		if !slices.ContainsFunc(wrong, func(x Problem) bool { return x.Code == code }) {
			t.Errorf("%.20q: want %s, got %+v", text, code, wrong)
		}
	}
}

func TestAskOrder(t *testing.T) {
	for code, steps := range map[string][2]string{
		"ask_order":     {"  - id: end\n", "  - {id: pick, kind: ask, stage: proposed, fact: choice}\n  - {id: late, kind: ask, stage: proposed, fact: order_no}\n  - id: end\n"},
		"options_first": {"  - id: hurt\n", "  - {id: quick, kind: say, stage: acknowledged, act: options, text: {zh: 退款, en: Refund}}\n  - id: hurt\n"},
	} {
		text := strings.Replace(good, steps[0], steps[1], 1)
		if _, wrong := Load([]byte(text)); len(wrong) != 1 || wrong[0].Code != code {
			t.Errorf("%s: %+v", code, wrong)
		}
	}
}

// A guard that would cost too much to ask is refused, and soon.
func TestHostileGuardIsRefused(t *testing.T) {
	all := "[1,2,3,4,5,6,7,8]"
	text := strings.Replace(good, `'!eligible'`, fmt.Sprintf(`'%[1]s.all(a, %[1]s.all(b, %[1]s.all(c, %[1]s.all(d, %[1]s.all(e, a+b+c+d+e < paid)))))'`, all), 1)
	if f, wrong := Load([]byte(text)); f != nil || len(wrong) != 1 || wrong[0].Code != "never_taken" {
		t.Errorf("%+v", wrong)
	}
}
