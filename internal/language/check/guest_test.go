package check

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

const shopPack = `
pack: tea
title: 茶铺
category: house
version: 3
source: 店内规定
lists: {blend: "龙井|碧螺春"}
rules:
- {id: tea.blend, kind: existence, level: error, pattern: "陈年<blend>", message: m, why: w, better: b, bad: [陈年龙井, 陈年碧螺春, 有陈年龙井], good: [龙井, 陈年普洱, 好]}
- {id: tea.rude, category: rude, kind: existence, level: block, pattern: 毛猴子, message: m, why: w, better: b, bad: [毛猴子, 你个毛猴子, 毛猴子啊], good: [猴子, 毛衣, 好]}
`

func changed(t *testing.T, c Changes) *Engine {
	t.Helper()
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	base, err := New(packs...)
	if err != nil {
		t.Fatal(err)
	}
	e, err := base.With(c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func read(t *testing.T, text string) Pack {
	t.Helper()
	p, err := ReadPack([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatAShopChanges(t *testing.T) {
	own := read(t, shopPack)
	platforms, err := Shipped("taobao")
	if err != nil {
		t.Fatal(err)
	}
	taobao := platforms[len(platforms)-1]
	tests := []struct {
		name, reply string
		c           Changes
		want        string // rule:level, … of what is found
	}{
		{"nothing", "亲，我们会尽快为您处理的", Changes{}, "vague_promise.soon:warning"},
		{"off", "亲，我们会尽快为您处理的", Changes{Off: []string{"vague_promise.soon", "vague_promise.will"}}, ""},
		{"another level", "亲，我们会尽快为您处理的", Changes{Levels: map[string]Level{"vague_promise.soon": Error}}, "vague_promise.soon:error"},
		{"no block where none may be", "亲，我们会尽快为您处理的", Changes{Levels: map[string]Level{"vague_promise.soon": Block}}, "vague_promise.soon:warning"},
		{"no such level", "亲，我们会尽快为您处理的", Changes{Levels: map[string]Level{"vague_promise.soon": "none"}}, "vague_promise.soon:warning"},
		{"an own rule", "有陈年龙井", Changes{Packs: []Pack{own}}, "tea.blend:error"},
		{"an own block", "你个毛猴子", Changes{Packs: []Pack{own}}, "tea.rude:block"},
		{"an own block is off", "你个毛猴子", Changes{Packs: []Pack{own}, Off: []string{"tea.rude"}}, ""},
		{"a platform", "差价微信转给我", Changes{Packs: []Pack{taobao}}, "platform_taobao.outside_pay:block"},
		{"a platform's block stays", "差价微信转给我", Changes{Packs: []Pack{taobao}, Off: []string{"platform_taobao.outside_pay"}}, "platform_taobao.outside_pay:block"},
		{"a plain word", "这批货在做杀青", Changes{Plain: map[string]string{"杀青": "炒茶"}}, "house_words.plain:warning"},
		{"our word for it wins", "这个SKU没有", Changes{Plain: map[string]string{"SKU": "款式"}}, "house_words.plain:warning"},
		{"a name of goods", "尽快处理牌茶壶有货，今天18点发出", Changes{Names: []string{"尽快处理牌茶壶"}}, ""},
		{"all at once", "有陈年龙井，在做杀青", Changes{Packs: []Pack{own}, Plain: map[string]string{"杀青": "炒茶"}, Levels: map[string]Level{"tea.blend": Hint}}, "tea.blend:hint, house_words.plain:warning"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range changed(t, tt.c).Check(Reply{Text: tt.reply}) {
				got = append(got, f.Rule+":"+string(f.Level))
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}

// TestNobodyDoesAwayWithWhatBlocks tries every way a shop has, on every bad example
// of every rule that stops a reply.
func TestNobodyDoesAwayWithWhatBlocks(t *testing.T) {
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	c := Changes{Levels: map[string]Level{}, Plain: map[string]string{}}
	var blocking []Rule
	for _, p := range packs {
		for _, r := range p.Rules {
			c.Off = append(c.Off, r.ID)
			c.Levels[r.ID] = Hint
			if r.Level == Block {
				blocking = append(blocking, r)
			}
		}
	}
	for _, r := range blocking {
		if len(r.Unless.Found)+len(r.Unless.Ignoring) > 0 {
			t.Errorf("%s yields to what other rules find, and a shop could make one of these", r.ID)
		}
		for _, x := range r.Bad {
			reply, err := parseExample(x)
			if err != nil {
				t.Fatal(err)
			}
			c.Names = append(c.Names, reply.Text)
			c.Plain[reply.Text] = "好"
		}
	}
	plain := changed(t, Changes{})
	e := changed(t, c)
	stops := func(e *Engine, r Reply) bool {
		return slices.ContainsFunc(e.Check(r), func(f Finding) bool { return f.Level == Block })
	}
	n := 0
	for _, r := range blocking {
		for _, x := range r.Bad {
			reply, err := parseExample(x)
			if err != nil {
				t.Fatal(err)
			}
			if n++; stops(plain, reply) && !stops(e, reply) {
				t.Errorf("%s is not stopped any more: %s", r.ID, x)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d examples", n)
	}
}

func TestPacksThatAreRefused(t *testing.T) {
	rule := func(part string) string {
		return "pack: own\ntitle: t\ncategory: house\nversion: 1\nsource: s\nrules:\n- {id: own.a, kind: existence, level: hint, message: m, why: w, better: b, bad: [a,b,c], good: [x,y,z], " + part + "}\n"
	}
	tests := []struct{ name, text, code, field string }{
		{"a bracket", rule(`pattern: "(a"`), "pattern.bracket", "pattern"},
		{"no such list", rule(`pattern: a, unless: {clause: "<none>"}`), "pattern.no_list", "unless.clause"},
		{"too few examples", strings.Replace(rule(`pattern: a`), "bad: [a,b,c]", "bad: [a]", 1), "rule.examples", ""},
		{"may not block", strings.Replace(rule(`pattern: a`), "level: hint", "level: block", 1), "rule.block", ""},
		{"an id of ours", strings.Replace(rule(`pattern: a`), "own.a", "vague_promise.soon", 1), "rule.twice", ""},
		{"nothing to look for", rule(`pair: a`), "rule.lacks", ""},
		{"brackets inside brackets", rule(`pattern: "` + strings.Repeat("(", 90) + "a" + strings.Repeat(")", 90) + `"`), "pattern.nested", "pattern"},
		{"negative looks inside negative looks", rule(`pattern: "x!(` + strings.Repeat("(a|b)", 8) + `!(` + strings.Repeat("(a|b)", 8) + `))"`), "pattern.ahead", "pattern"},
		{"repeated repetitions", rule(`pattern: "((((ab){40}){40}){40}){40}"`), "pattern.too_large", "pattern"},
		{"lists that double", "lists: {a: '(b|c|d)(b|c|d)', b0: '<a><a><a><a>', b1: '<b0><b0><b0><b0><b0><b0><b0><b0>', b2: '<b1><b1><b1><b1><b1><b1><b1><b1>', b3: '<b2><b2><b2><b2><b2><b2><b2><b2>', b4: '<b3><b3><b3><b3><b3><b3><b3><b3>'}\n" + rule(`pattern: "<b4>"`), "pattern.too_large", "pattern"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			packs, err := Shipped()
			if err != nil {
				t.Fatal(err)
			}
			base, err := New(packs...)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, err = base.With(Changes{Packs: []Pack{read(t, tt.text)}})
			if d := time.Since(began); d > 2*time.Second {
				t.Errorf("it took %v", d)
			}
			faults, ok := errors.AsType[Faults](err)
			if !ok || faults[0].Code != tt.code || faults[0].Field != tt.field {
				t.Errorf("got %v", err)
			}
		})
	}
}

// hostile are patterns that look harmless and are made to take long.
var hostile = []string{
	"~60a~60a~60a~60a~60a~60b", "(a?){40}(a?){40}(a?){40}(a?){40}b", "a!(~40~40b)", "(~|~8|~30)+c", "~~60~~60~~60~~60x", "[^b]{40}[^b]{40}[^b]{40}b",
	"(a|aa|aaa|aaaa|aaaaa)+(a|aa|aaa)+(a|aa|aaa)+(a|aa)+b", "<time>?<act>?<time>?<own>?<carrier>?<elsewhere>?<upset>?<complaint>?b",
}

// TestHostilePatternsDoNotStallACheck gives a shop as many slow rules as it may
// have, and replies made for them. A generous limit: what counts is that it does not
// grow with their number.
func TestHostilePatternsDoNotStallACheck(t *testing.T) {
	p := Pack{Name: "slow", Title: "t"}
	for i := range 200 {
		at := hostile[i%len(hostile)]
		p.Rules = append(p.Rules, Rule{ID: "slow.r" + strings.Repeat("i", i+1), Version: 1, Category: "house", Kind: RequirePair, Level: Hint,
			Pattern: Lines{at}, Pair: Lines{at + "b"}, Within: 2000, Unless: Unless{Text: Lines{at + "c"}, Sentence: Lines{at}}, When: When{Customer: Lines{at + "?"}},
			Message: "m", Why: "w", Better: "b", Source: "s", Bad: Lines{"a", "b", "c"}, Good: Lines{"x", "y", "z"}})
	}
	p.Lists = map[string]Lines{"act": {"处理|解决"}}
	for i := range p.Rules {
		p.Rules[i].Pattern = Lines{strings.ReplaceAll(p.Rules[i].Pattern[0], "<act>", "(处理|解决)")}
	}
	e := changed(t, Changes{})
	e, err := e.With(Changes{Packs: []Pack{p}})
	if err != nil { // the limit of all together is one answer
		var faults Faults
		if !errors.As(err, &faults) || faults[0].Code != "pack.too_large" {
			t.Fatal(err)
		}
		p.Rules = p.Rules[:60]
		if e, err = changed(t, Changes{}).With(Changes{Packs: []Pack{p}}); err != nil {
			t.Fatal(err)
		}
	}
	reply := Reply{Text: strings.Repeat("a", maxReply)}
	for range maxTurns {
		reply.Turns = append(reply.Turns, Turn{Customer, strings.Repeat("a", maxTurn)})
	}
	without := time.Duration(1 << 62)
	plain := changed(t, Changes{})
	for range 3 {
		began := time.Now()
		plain.Check(reply)
		without = min(without, time.Since(began))
	}
	began := time.Now()
	e.Check(reply)
	took := time.Since(began)
	t.Logf("%v without the shop's rules, %v with %d slow ones", without, took, len(p.Rules))
	if took > without+time.Second {
		t.Errorf("a check took %v, %v without the rules of the shop", took, without)
	}
	if _, slow := e.Try("slow"); len(slow) == 0 {
		t.Error("no rule is called slow")
	}
}

func TestARuleThatRunsOutFindsNothing(t *testing.T) {
	e := changed(t, Changes{Packs: []Pack{read(t, shopPack)}})
	r := e.rules[0]
	talk := e.talkOf(Reply{Text: "有陈年龙井"})
	if len(talk.run(r, nil)) != 1 {
		t.Fatal("nothing is found with time enough")
	}
	talk.guest = 2
	if found := talk.run(r, nil); len(found) > 0 || talk.guest > 0 {
		t.Errorf("found %v, %d steps left", found, talk.guest)
	}
	if found := e.Check(Reply{Text: "亲，我们会尽快为您处理的"}); len(found) == 0 {
		t.Error("our rules do not go on")
	}
}

func FuzzGuestPattern(f *testing.F) {
	packs, err := Shipped()
	if err != nil {
		f.Fatal(err)
	}
	base, err := New(packs...)
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range hostile {
		f.Add(p, strings.Repeat("a", 300))
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		e, err := base.With(Changes{Packs: []Pack{{Name: "own", Title: "t", Rules: []Rule{{ID: "own.a", Version: 1, Category: "house", Kind: Existence,
			Level: Hint, Pattern: Lines{pattern}, Message: "m", Why: "w", Better: "b", Source: "s", Bad: Lines{"a", "b", "c"}, Good: Lines{"x", "y", "z"}}}}}})
		if err != nil {
			if _, ok := errors.AsType[Faults](err); !ok {
				t.Fatal(err)
			}
			return
		}
		began := time.Now()
		e.Check(Reply{Text: text})
		if d := time.Since(began); d > 5*time.Second {
			t.Fatalf("%q took %v", pattern, d)
		}
	})
}
