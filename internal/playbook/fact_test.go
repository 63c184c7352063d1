package playbook

import (
	"encoding/json"
	"testing"

	"github.com/anxin-desk/anxin/internal/policy"
)

func TestFactsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Facts() {
		if seen[f.Name] || f.Title.Zh == "" || f.Title.En == "" || celTypes[f.Type] == nil || f.Type == Choice && len(f.Values) == 0 {
			t.Errorf("%+v", f)
		}
		if f.Phase != Known && (f.Ask.Zh == "" || f.Ask.En == "") {
			t.Errorf("%s: no question in both languages", f.Name)
		}
		if _, is := policy.FactNamed(f.Name); is && !f.Policy {
			t.Errorf("%s: the policy has a fact of that name", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestReadValues(t *testing.T) {
	got, err := ReadValues(map[string]any{"unwell": true, "paid": json.Number("1200"), "contacts": 3.0, "goods_kind": "3C数码", "symptom": "不亮"})
	if err != nil || got["paid"] != int64(1200) || got["contacts"] != int64(3) || got["goods_kind"] != "electronics" {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []map[string]any{
		{"moon": true}, {"unwell": "yes"}, {"paid": 1.5}, {"paid": json.Number("1.5")}, {"contacts": 1e300}, {"goods_kind": "moons"}, {"symptom": 1.0}, {"unwell": nil}, {"paid": true},
	} {
		if got, err := ReadValues(bad); err == nil {
			t.Errorf("%v became %v", bad, got)
		}
	}
}

func TestDueWords(t *testing.T) {
	for rule, want := range map[string]string{"30min": "30 分钟内", "4h": "4 小时内", "2d": "2 天内", "1wd": "1 个工作日内", "18:00": "18:00 前"} {
		if got, ok := DueWords(rule); !ok || got.Zh != want || got.En == "" {
			t.Errorf("%s: %v", rule, got)
		}
	}
	for _, rule := range []string{"", "4", "h", "0h", "24:00", "1000d", "4 h", "-1h"} {
		if got, ok := DueWords(rule); ok {
			t.Errorf("%q: %v", rule, got)
		}
	}
}

// What is not known holds nothing and is named.
func TestNothingRestsOnTheUnknown(t *testing.T) {
	c, err := ParseCondition("unwell || danger")
	if err != nil {
		t.Fatal(err)
	}
	if holds, missing := c.Holds(Values{"unwell": false}); holds || len(missing) != 1 || missing[0] != "danger" {
		t.Errorf("%v, %v", holds, missing)
	}
	if holds, missing := c.Holds(Values{"unwell": true}); !holds || len(missing) != 0 {
		t.Errorf("%v, %v", holds, missing)
	}
}
