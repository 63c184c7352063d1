package search

import (
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/language"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		query, text string
		keys        []string
		want        string // what is shown as hits, joined by |
	}{
		{"退款", "我要退款！", nil, "退款"},
		{"退款", "退 款", nil, "退 款"},
		{"退款", "退了款", nil, ""},
		{"款", "退款", nil, "款"},
		{"退", "不要", nil, ""},
		{"快递破损", "快递的外箱破损", nil, ""},
		{"快递 破损", "快递的外箱破损", nil, "快递|破损"},
		{"“快递 破损”", "快递的外箱破损", nil, ""},
		{`"快递 破损"`, "快递破损了", nil, "快递破损"},
		{"退款", "請退款，還沒退款", nil, "退款|退款"},
		{"还没", "還沒收到", nil, "還沒"},
		{"ＳＦ１２３４", "单号 sf1234567", nil, "sf1234"},
		{"6937021846473", "订单6937021846473的灯罩", nil, "6937021846473"},
		{"6937", "订单6937021846473的灯罩", nil, "6937"},
		{"6473", "订单6937021846473的灯罩", nil, "6473"},
		{"0218", "订单6937021846473的灯罩", nil, ""},
		{"473", "订单6937021846473的灯罩", nil, ""},
		{"5678", "电话 13812345678", nil, "5678"},
		{"5678", "电话138****5678", nil, "5678"},
		{"iPhone", "买了IPHONE手机", nil, "IPHONE"},
		{"phone", "买了IPHONE手机", nil, ""},
		{"iphon", "买了IPHONE手机", nil, "IPHON"},
		{"ip", "买了IPHONE手机", nil, ""},
		{"iphone手机", "买了 iPhone 手机", nil, "iPhone 手机"},
		{"了iphone", "买了 iPhone 手机", nil, "了 iPhone"},
		{"A261123-001", "A261123-001\n灯罩", nil, "A261123-001"},
		{"a261123-00", "A261123-001", nil, "A261123-00"},
		{"1123-001", "A261123-001", nil, "1123-001"},
		{"hello world", "Hello, world", nil, "Hello|world"},
		{`"hello world"`, "hello world", nil, "hello world"},
		{"zs", "张三", []string{"san", "zhangsan", "zs"}, "-"},
		{"zhang", "张三", []string{"san", "zhangsan", "zs"}, "-"},
		{"zhang san", "张三", []string{"san", "zhangsan", "zs"}, "-"},
		{"hang", "张三", []string{"san", "zhangsan", "zs"}, ""},
		{"！！", "！！", nil, ""},
		{"，退款。", "退款", nil, "退款"},
	} {
		spans, ok := Parse(tt.query).Match(tt.text, tt.keys)
		var shown []string
		for _, s := range spans {
			shown = append(shown, string([]rune(tt.text)[s.Start:s.End]))
		}
		got := strings.Join(shown, "|")
		if ok && got == "" {
			got = "-"
		}
		if got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.query, tt.text, got, tt.want)
		}
	}
}

// TestWhatMatchesIsIndexed holds the index to the texts: whatever a query finds
// in a text, the index must name the text for it.
func TestWhatMatchesIsIndexed(t *testing.T) {
	alphabet := []rune("退款快递破损了的請还還ａＢab1234567，-。 \n＂😀é")
	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 24)
		text := string(some.Draw(rt, "text"))
		query := string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 8).Draw(rt, "query"))
		if runes := []rune(text); len(runes) > 1 && rapid.Bool().Draw(rt, "part") {
			from := rapid.IntRange(0, len(runes)-1).Draw(rt, "from")
			query = string(runes[from:rapid.IntRange(from, len(runes)).Draw(rt, "to")])
		}
		keys := []string{"zhangsan", "san", "zs"}
		q := Parse(query)
		if _, ok := q.Match(text, keys); ok && !indexedFor(q, terms(language.Read(text), keys)) {
			rt.Fatalf("%q is in %q, but the index would not say so: %q", query, text, terms(language.Read(text), keys))
		}
	})
}

// indexedFor is what an engine does.
func indexedFor(q Query, terms []string) bool {
	for _, p := range q.phrases {
		for _, n := range p.needs {
			found := slices.ContainsFunc(terms, func(have string) bool {
				return slices.ContainsFunc(n, func(want term) bool {
					return have == want.text || (want.prefix || want.names) && strings.HasPrefix(have, want.text)
				})
			})
			if !found {
				return false
			}
		}
	}
	return true
}

// TestCharactersAreFoundInRuns says that whatever stands together in Chinese
// characters is found, wherever it begins and ends.
func TestCharactersAreFoundInRuns(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]rune("我要退款快递破损的了吗呢")), 1, 20).Draw(rt, "text")
		from := rapid.IntRange(0, len(text)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(text)).Draw(rt, "to")
		q := Parse(string(text[from:to]))
		if _, ok := q.Match(string(text), nil); !ok || !indexedFor(q, terms(language.Read(string(text)), nil)) {
			rt.Fatalf("%s is not found in %s", string(text[from:to]), string(text))
		}
	})
}

func TestSnippetShowsTheHit(t *testing.T) {
	long := strings.Repeat("前面的话", 40) + "要退款\n谢谢<b>" + strings.Repeat("后面的话", 40)
	spans, _ := Parse("退款").Match(long, nil)
	parts := Snippet(long, spans)
	if len(parts) != 5 || parts[0].Text != "…" || !parts[2].Hit || parts[2].Text != "退款" || parts[4].Text != "…" ||
		!strings.HasPrefix(parts[3].Text, " 谢谢<b>后面") || !strings.HasSuffix(parts[1].Text, "的话要") {
		t.Errorf("got %+v", parts)
	}
	if got := Snippet("短", nil); !slices.Equal(got, []Part{{Text: "短"}}) {
		t.Errorf("got %+v", got)
	}
}
