package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestExamples(t *testing.T) {
	failures, err := engine(t).Verify()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Error(f)
	}
}

// TestShippedPacks wants a rule for every category, and enough of them.
func TestShippedPacks(t *testing.T) {
	packs, err := Shipped(Platforms()...)
	if err != nil {
		t.Fatal(err)
	}
	categories := map[string]bool{}
	rules, patterns := 0, 0
	for _, p := range packs {
		for _, r := range p.Rules {
			categories[r.Category] = true
			rules++
			patterns += len(r.Pattern) + len(r.Replace)
		}
	}
	for _, c := range []string{
		"vague_promise", "over_promise", "absolute", "blame_shift", "dismissal", "rule_first", "jargon", "cold_opening", "empty_empathy", "overacted",
		"take_sides", "rude", "interrupt", "repeat_question", "personal_data", "off_platform", "review_reward", "oversell", "offer_mismatch",
	} {
		if !categories[c] {
			t.Errorf("no rule for %s", c)
		}
	}
	t.Logf("%d rules with %d patterns", rules, patterns)
	if patterns < 300 {
		t.Errorf("%d patterns, fewer than 300", patterns)
	}
	if _, err := Shipped("nowhere"); err == nil || !strings.Contains(err.Error(), "taobao") {
		t.Errorf("an unknown platform: %v", err)
	}
}

func TestPatterns(t *testing.T) {
	known := newLists()
	known.entries["parcel"] = Lines{"快递", "(顺|中)(丰|通)", "包裹"}
	tests := []struct{ pattern, text, want string }{
		{"尽快", "我尽 快办", "尽快"},
		{"(尽快|尽早)处理", "我们尽早处理", "尽早处理"},
		{"会(给您)?退", "会退的", "会退"},
		{"会(给您)?退", "会给您退的", "会给您退"},
		{"退{2,3}", "退退退退", "退退退"},
		{"[0-9]+天", "要15天", "15天"},
		{"[^不]能", "不能，也能", "也能"},
		{"找<parcel>", "您找中通吧", "找中通"},
		{"找~问", "找他们去问", "找他们去问"},
		{"找~问", "找，问", ""},
		{"找~~问", "找，问", "找,问"},
		{"找~~问", "找。问", ""},
		{"找~2问", "找他们去问", ""},
		{"^在$", "亲，在的哦~", "在"},
		{"^在$", "在吗，您说", ""},
		{"/好的", "行，好的", "好的"},
		{"/好的", "还好的", ""},
		{"/好的", "行 好的", "好的"},
		{"是!(要|很)", "是要，是的", "是"},
		{"-(不|没)能", "不能能", "能"},
		{`\(x\)`, "（Ｘ）", "(x)"},
		{"#{3}", "a12b345", "345"},
	}
	for _, tt := range tests {
		t.Run(tt.pattern+" "+tt.text, func(t *testing.T) {
			p, err := compile(tt.pattern, known)
			if err != nil {
				t.Fatal(err)
			}
			r := newReading(tt.text)
			got := ""
			if m, ok := p.find(r, 0); ok {
				got = r.Slice(m.From, m.To)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPatternsThatAreWrong(t *testing.T) {
	known := newLists()
	known.entries["loop"] = Lines{"x<loop>"}
	for _, p := range []string{"(a", "a)", "[a", "<none>", "<loop>", "a{9,2}", "a{99}", "~99", "?a", "-(a?)b", `a\`, "((((((ab){40}){40}){40}){40}){40}){40}", "!((a?){9}(b?){9})"} {
		if _, err := compile(p, known); err == nil {
			t.Errorf("%q compiles", p)
		}
	}
}

// kinds is a pack with a rule of each kind that the shipped packs do not need
// all of.
const kinds = `
pack: kinds
category: test
version: 1
source: test
rules:
- {id: t.exists, kind: existence, level: hint, pattern: "苹果", unless: {clause: "红"}, message: m, why: w, better: b, bad: [苹果, 大苹果, 小苹果], good: [梨, 红苹果, 没有苹果]}
- {id: t.plain, kind: substitution, level: hint, replace: {SKU: 规格, 逆向: 退货}, message: "{text}", why: w, better: "{plain}", bad: [SKU, 这个SKU, 逆向], good: [skulls, 规格, 退货]}
- {id: t.often, kind: occurrence, level: hint, count: 3, pattern: "抱歉|对不起", message: m, why: w, better: b, bad: [抱歉抱歉抱歉, 抱歉，对不起，抱歉, 对不起对不起对不起], good: [抱歉, 抱歉抱歉, 好]}
- {id: t.pair, kind: require_pair, level: hint, within: 6, pattern: 尽快, pair: "[0-9]+点", message: m, why: w, better: b, bad: [尽快, 尽快哦, 尽快，也许隔了很久以后才在9点], good: [尽快，9点, 9点前尽快, 好]}
- {id: t.miss, kind: require, level: hint, scope: {stage: closed}, pattern: 再见, message: m, why: w, better: b, bad: [stage=closed ⇒ 好, stage=closed ⇒ 嗯, stage=closed ⇒ 行], good: [stage=closed ⇒ 再见, 好, stage=received ⇒ 好]}
- {id: t.order, kind: order, level: hint, pattern: 方案, first: 抱歉, message: m, why: w, better: b, bad: [方案, 方案抱歉, 这个方案], good: [抱歉，方案, 抱歉, 好]}
- {id: t.again, kind: repeat, level: hint, count: 2, pattern: 久等, message: m, why: w, better: b, bad: [客：久等了 ⇒ 久等了, 客：久等 / 买：嗯 ⇒ 让您久等, 客：久等 / 客：久等 ⇒ 久等], good: [久等了, 客：好 ⇒ 久等了, 买：久等 ⇒ 久等]}
- {id: t.limit, kind: policy, level: hint, limit: gift, pattern: "送~8元", message: m, why: w, better: b, bad: [limit gift=500 ⇒ 送6元, limit gift=500 ⇒ 送您20元, limit gift=0 ⇒ 送1元], good: [limit gift=500 ⇒ 送5元, 送6元, limit gift=500 ⇒ 送一个]}
`

func TestKinds(t *testing.T) {
	p, err := ReadPack([]byte(kinds + "lists: {}\n"))
	if err != nil {
		t.Fatal(err)
	}
	common, err := ReadPack([]byte("pack: common\nlists: {negation: 没有}\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(common, p)
	if err != nil {
		t.Fatal(err)
	}
	failures, err := e.Verify()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Error(f)
	}
	found := e.Check(Reply{Text: "这个ＳＫＵ"})
	if len(found) != 1 || found[0].Better != "规格" || found[0].Message != "ＳＫＵ" {
		t.Errorf("a substitution says %+v", found)
	}
}

func TestPacksThatAreWrong(t *testing.T) {
	const rule = "{id: a.b, version: 1, category: rude, kind: existence, level: hint, pattern: x, message: m, why: w, better: b, source: s, bad: [x, x, x], good: [y, y, y]}"
	tests := []struct{ name, from, to, want string }{
		{"no id", "id: a.b", "id: a", "an id looks like"},
		{"no reason", "why: w", "why: ''", "needs category"},
		{"no such level", "level: hint", "level: grave", "no level"},
		{"a block where none may be", "level: hint", "level: block", ""},
		{"a block elsewhere", "category: rude, kind: existence, level: hint", "category: jargon, kind: existence, level: block", "may stop a reply"},
		{"too few examples", "bad: [x, x, x]", "bad: [x, x]", "three bad"},
		{"no such kind", "kind: existence", "kind: magic", "no kind"},
		{"a pair without distance", "kind: existence", "kind: require_pair, pair: z", "lacks"},
		{"a bad pattern", "pattern: x", "pattern: (x", "( without )"},
		{"an unknown field", "pattern: x", "pattern: x, code: y", "not found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := ReadPack([]byte("pack: p\nrules:\n- " + strings.Replace(rule, tt.from, tt.to, 1) + "\n"))
			if err == nil {
				_, err = New(p)
			}
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	p, _ := ReadPack([]byte("pack: p\nrules:\n- " + rule + "\n- " + rule + "\n"))
	if _, err := New(p); err == nil {
		t.Error("two rules of one id compile")
	}
}

func TestPackSwitchesOff(t *testing.T) {
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	off, err := ReadPack([]byte("pack: mine\noff: |\n  vague_promise.wait\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(append(packs, off)...)
	if err != nil {
		t.Fatal(err)
	}
	if found := e.Check(Reply{Text: "请您耐心等待"}); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestConversation(t *testing.T) {
	e := engine(t)
	tests := []struct {
		name, reply string
		want        []string
	}{
		{"a rule to somebody upset", "买：气死我了 ⇒ 根据规定不能退", []string{"rule_first.cites"}},
		{"a refusal to somebody upset", "买：气死我了 ⇒ 不好意思退不了", []string{"dismissal.refuse"}},
		{"a rule to somebody calm", "emotion=calm ⇒ 根据规定，七天内可以退", nil},
		{"a rule after empathy", "emotion=angry ⇒ 等了三天确实让人着急。按照平台规则今天就能退，我给您提交", nil},
		{"asked for what is known", "买：订单号2837465910283746 ⇒ 麻烦提供订单号", []string{"repeat_question.order"}},
		{"asked for what is unknown", "买：杯子碎了 ⇒ 麻烦提供订单号", nil},
		{"quoted", "您说的“没办法”我能理解，我们一起看看还有哪些办法，今天18点前给您结果", nil},
		{"negated", "我们不会让您加微信", nil},
		{"a fact in a blaming sentence rescues no formula", "非常理解您的心情，但快递三天没派送是快递的事，您找快递吧", []string{"empty_empathy.understand", "blame_shift.party", "blame_shift.send"}},
		{"our return address", "退货地址：佛山市狮山镇工业大道18号，电话18900000000", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply, err := parseExample(tt.reply)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range e.Check(reply) {
				got = append(got, f.Rule)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLongTexts(t *testing.T) {
	e := engine(t)
	long := strings.Repeat("好的，", 700)
	if found := e.Check(Reply{Text: long + "请耐心等待"}); len(found) > 0 {
		t.Errorf("found %v behind the end of what is looked at", found)
	}
	turns := []Turn{{Customer, "订单号2837465910283746"}}
	for range 70 {
		turns = append(turns, Turn{Customer, "在吗"})
	}
	if found := e.Check(Reply{Text: "麻烦提供订单号", Turns: turns}); len(found) > 0 {
		t.Errorf("found %v before the beginning of what is looked at", found)
	}
}

func TestOneCategoryReportsWordsOnce(t *testing.T) {
	e := engine(t)
	for _, list := range readSamples(t, "testdata/dev") {
		for _, s := range list {
			sound(t, s.reply.Text, e.Check(s.reply))
		}
	}
}

// sound wants findings inside of the text, with its words, that do not overlap
// in one category.
func sound(t testing.TB, text string, found []Finding) {
	t.Helper()
	runes := []rune(text)
	for i, f := range found {
		if f.Span.Start < 0 || f.Span.Start >= f.Span.End || f.Span.End > len(runes) || f.Text != string(runes[f.Span.Start:f.Span.End]) {
			t.Fatalf("finding %+v does not stand in %q", f, text)
		}
		for _, g := range found[:i] {
			if g.Category == f.Category && g.Span.Start < f.Span.End && f.Span.Start < g.Span.End {
				t.Fatalf("%s and %s report the same words of %q", g.Rule, f.Rule, text)
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	e := engine(f)
	for _, list := range readSamples(f, "testdata/dev") {
		for _, s := range list[:5] {
			f.Add(s.reply.Text, "客户：气死了")
		}
	}
	f.Add("", "")
	f.Add("\xff尽快\x00\u200d", "订单号12345678901")
	f.Fuzz(func(t *testing.T, text, before string) {
		reply := Reply{Text: text, Turns: []Turn{{Customer, before}, {Agent, text}, {Customer, before}}, Products: []string{before}}
		found := e.Check(reply)
		if utf8.ValidString(text) {
			sound(t, text, found)
		}
		if again := e.Check(reply); fmt.Sprint(again) != fmt.Sprint(found) {
			t.Fatalf("first %v, then %v", found, again)
		}
	})
}

func FuzzPattern(f *testing.F) {
	f.Add("(尽快|<a>)~3处理!(了){1,2}[^x-z]/$", "尽快给您处理")
	f.Add("-(不)能^#{2,3}", "不能")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		known := newLists()
		known.entries["a"] = Lines{"x", "y?z"}
		p, err := compile(pattern, known)
		if err != nil || len(text) > 500 {
			return
		}
		r := newReading(text)
		if m, ok := p.find(r, 0); ok && (m.From < 0 || m.From > m.To || m.To > r.Len()) {
			t.Fatalf("%q matches %v in %q", pattern, m, text)
		}
	})
}

// TestWriting wants the same findings however a reply is typed.
func TestWriting(t *testing.T) {
	e := engine(t)
	var replies []Reply
	samples := readSamples(t, "testdata/dev")
	for _, c := range []string{"vague_promise", "blame_shift", "dismissal", "off_platform", "clean"} {
		for _, s := range samples[c] {
			replies = append(replies, s.reply)
		}
	}
	wide := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r + 0xfee0
			}
			return r
		}, s)
	}
	traditional := strings.NewReplacer("们", "們", "个", "個", "这", "這", "给", "給", "会", "會", "处", "處", "联", "聯", "系", "係", "问", "問", "题", "題", "没", "沒", "办", "辦", "发", "發", "货", "貨", "快递", "快遞")
	rules := func(reply Reply) (all []string) {
		for _, f := range e.Check(reply) {
			all = append(all, f.Rule)
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		reply := rapid.SampledFrom(replies).Draw(t, "reply")
		want := rules(reply)
		text := reply.Text
		if rapid.Bool().Draw(t, "wide") {
			text = wide(text)
		}
		if rapid.Bool().Draw(t, "traditional") {
			text = traditional.Replace(text)
		}
		if rapid.Bool().Draw(t, "spaces") {
			text = " \t" + strings.ReplaceAll(text, "，", "， ") + "　"
		}
		reply.Text = text
		if got := rules(reply); !slices.Equal(got, want) {
			t.Fatalf("%q: %v, written otherwise %q: %v", reply.Text, want, text, got)
		}
	})
}

func TestFindingJSON(t *testing.T) {
	found := engine(t).Check(Reply{Text: "请耐心等待"})
	text, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"category":"vague_promise"`, `"rule":"vague_promise.wait"`, `"level":"warning"`, `"text":"耐心等待"`, `"span":[1,5]`, `"message":"`, `"better":"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
}
