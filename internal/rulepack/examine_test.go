package rulepack

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const sound = `pack: tea
title: 茶铺
category: house
version: 1
source: 店内规定
lists:
  slip: |
    小票
    票根
rules:
- id: tea.ticket
  kind: existence
  level: warning
  pattern: |
    看<slip>
    给<slip>
  message: 没有小票
  why: 找不到
  better: 说订单
  bad: [看小票, 看票根, 给小票]
  good: |
    看订单
    给订单
    小票
`

func TestExamine(t *testing.T) {
	tests := []struct {
		name, from, to string // what is replaced in a sound text
		want           string // line rule code, …
	}{
		{"sound", "", "", ""},
		{"no YAML", "title:", "  title:", "2  pack.yaml"},
		{"an alias", "title: 茶铺", "title: &t 茶铺", "2  pack.alias"},
		{"an unknown field", "  why:", "  wyh:", "18  pack.field_unknown"},
		{"a wrong value", "version: 1", "version: 一", "4  pack.value"},
		{"two documents", "pack: tea", "pack: tea\n---\npack: tea", "0  pack.more_documents"},
		{"a name of ours", "pack: tea", "pack: jargon", "1  pack.reserved, 11 tea.ticket pack.rule_prefix"},
		{"a bad name", "pack: tea", "pack: Tea", "1  pack.name, 11 tea.ticket pack.rule_prefix"},
		{"no title", "title: 茶铺", "title: ''", "2  pack.title"},
		{"a platform", "title: 茶铺", "title: 茶铺\nplatform: taobao", "3  pack.platform"},
		{"switching off", "title: 茶铺", "title: 茶铺\noff: rude.insult", "3  pack.off"},
		{"a category", "category: house", "category: mine", "11 tea.ticket pack.category"},
		{"a bracket", "    给<slip>", "    给(<slip>", "16 tea.ticket pattern.bracket"},
		{"a bracket in a list", "    票根", "    票(根", "9 tea.ticket pattern.bracket"},
		{"no such list", "    给<slip>", "    给<slips>", "16 tea.ticket pattern.no_list"},
		{"a bad example that passes", "看票根, ", "看订单, ", "20 tea.ticket pack.bad_missed"},
		{"a good example that is found", "    给订单", "    给小票", "23 tea.ticket pack.good_found"},
		{"too few examples", "    给订单\n", "", "11 tea.ticket rule.examples"},
		{"a strange example", "    给订单", "    买家： ⇒ 给订单", "23 tea.ticket example.part"},
		{"a block", "level: warning", "level: block", "11 tea.ticket rule.block"},
		{"a kind", "kind: existence", "kind: magic", "11 tea.ticket rule.kind"},
		{"a slow rule", "    给<slip>", "    给<slip>\n    ~~60~~60~~60~~60(~|~8|~30)+^", "14 tea.ticket pack.slow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := sound
			if tt.from != "" {
				if text = strings.Replace(sound, tt.from, tt.to, 1); text == sound {
					t.Fatal("nothing was replaced")
				}
			}
			r, err := Examine([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Problems {
				got = append(got, fmt.Sprintf("%d %s %s", p.Line, p.Rule, p.Fault.Code))
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

func TestShippedPacksAreInTheSameForm(t *testing.T) {
	files, err := filepath.Glob("../language/check/data/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		own := strings.Replace(string(text), "\npack: ", "\npack: own_", 1)
		if strings.Contains(own, "rules:") {
			_, p, err := parse(own)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			again, err := write(p)
			if err != nil {
				t.Fatal(err)
			}
			_, q, err := parse(again)
			if changes, wrong := compare(p, q); err != nil || wrong != nil || len(changes) > 0 {
				t.Errorf("%s says something else after it was written: %v, %v, %+v", name, err, wrong, changes)
			}
		}
	}
}

// FuzzExamine reads whatever somebody imports.
func FuzzExamine(f *testing.F) {
	f.Add(sound)
	f.Add("pack: tea\ntitle: t\nrules: [{id: tea.a, kind: policy}]")
	f.Add("a: &a [x,x]\nb: &b [*a,*a]")
	f.Add("pack: [\n")
	f.Add("rules:\n- ~\n- {}\n- 1")
	f.Add(strings.Repeat("{a: ", 3000))
	files, err := filepath.Glob("../language/check/data/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(strings.Replace(string(text), "\npack: ", "\npack: own_", 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		r, err := Examine([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d > 20*time.Second {
			t.Fatalf("it took %v", d)
		}
		if len(r.Problems) == 0 && len(r.Pack.Rules) > MaxRules {
			t.Error("too many rules pass")
		}
		if _, _, err := put(text, RuleDraft{Category: "house", Kind: "existence", Pattern: []string{"a"}}); err == nil {
			if changed, id, err := put(text, RuleDraft{Category: "house", Kind: "existence", Pattern: []string{"a"}}); err == nil {
				if _, err := without(changed, id); err != nil {
					t.Errorf("a rule that was put cannot be taken out: %v\n%s", err, changed)
				}
			}
		}
	})
}
