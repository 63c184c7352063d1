package language

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestRead(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"今天　１８：００ 前", "今天18:00前"},
		{"ＡＢc", "abc"},
		{"貨還沒發，週五說給個說法", "货还没发,周五说给个说法"},
		{"退\u200b款\ufeff！", "退款!"},
		{"一行\n两行\r\n三行", "一行\n两行\n三行"},
		{"二〇二六", "二零二六"},
		{"👍🏻好", "👍好"},
		{"\xff坏", "\ufffd坏"},
	}
	for _, tt := range tests {
		if got := Read(tt.in).String(); got != tt.want {
			t.Errorf("Read(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSpan(t *testing.T) {
	text := Read("您好，　１３８ 1234 5678 是我")
	from := strings.Index(text.String(), "138") - len("您好,") + 3
	got := text.Span(from, from+11)
	if want := (Span{4, 17}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if raw := text.Raw(got); raw != "１３８ 1234 5678" {
		t.Errorf("got %q", raw)
	}
	if !text.Gap(from+3) || text.Gap(from+1) {
		t.Error("gaps are not where the spaces are")
	}
	for _, r := range [][2]int{{-1, 2}, {3, 3}, {0, 99}} {
		if text.Span(r[0], r[1]) != (Span{}) {
			t.Errorf("a span outside of the text for %v", r)
		}
	}
}

func TestSplit(t *testing.T) {
	tests := []struct{ in, sentences, clauses string }{
		{"好的。明天给您1,299.50元，18:30前；可以吗？！", "好的。|明天给您1,299.50元,18:30前;|可以吗?!", "好的。|明天给您1,299.50元,|18:30前;|可以吗?!"},
		{"v1.2版.坏了...退", "v1.2版.|坏了...|退", "v1.2版.|坏了...|退"},
		{"第一\n\n第二", "第一\n\n|第二", "第一\n\n|第二"},
		{"亲~3~5天，好", "亲~3~5天,好", "亲~3~5天,|好"},
		{"", "", ""},
	}
	for _, tt := range tests {
		text := Read(tt.in)
		if got := joined(text, text.Sentences()); got != tt.sentences {
			t.Errorf("sentences of %q: %q, want %q", tt.in, got, tt.sentences)
		}
		if got := joined(text, text.Clauses()); got != tt.clauses {
			t.Errorf("clauses of %q: %q, want %q", tt.in, got, tt.clauses)
		}
	}
}

func joined(t Text, rs []Range) string {
	var all []string
	for _, r := range rs {
		all = append(all, t.Slice(r.From, r.To))
	}
	return strings.Join(all, "|")
}

func TestQuoted(t *testing.T) {
	text := Read(`他说“今天到”，「明天」 "后天" “没完`)
	if got := joined(text, text.Quoted()); got != "今天到|明天|后天" {
		t.Errorf("got %q", got)
	}
}

func TestMatcher(t *testing.T) {
	m := NewMatcher([]string{"退款", "退", "款到", "退款到账", "", "ABC", "不"})
	text := Read("不 退　款到，ａｂｃ")
	var all []string
	for _, found := range m.All(text) {
		all = append(all, text.Slice(found.From, found.To))
	}
	if want := []string{"不", "退款", "退", "款到", "abc"}; !slices.Equal(all, want) {
		t.Errorf("got %q, want %q", all, want)
	}
	if got := m.Longest(text); len(got) != 3 || got[1].Term != 0 {
		t.Errorf("longest: %v", got)
	}
}

// TestMatcherAgainstScan compares with looking for each term at each place.
func TestMatcherAgainstScan(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("退款不a")), 0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(word, 0, 12).Draw(t, "terms")
		text := Read(rapid.StringOfN(rapid.RuneFrom([]rune("退款不a")), 0, 20, -1).Draw(t, "text"))
		want := 0
		for _, term := range terms {
			for i := range text.Runes {
				if term != "" && text.Has(i, term) {
					want++
				}
			}
		}
		got := NewMatcher(terms).All(text)
		for _, found := range got {
			if text.Slice(found.From, found.To) != terms[found.Term] {
				t.Fatalf("%v is no %q", found, terms[found.Term])
			}
		}
		if len(got) != want {
			t.Fatalf("found %d, want %d", len(got), want)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("今天　１８：００ 前，“好”\n\xff👍🏻")
	f.Fuzz(func(t *testing.T, s string) {
		text := Read(s)
		if n := utf8.RuneCountInString(s); text.Len() > n {
			t.Fatalf("%d runes of %d", text.Len(), n)
		}
		for i := range text.Runes {
			if sp := text.Span(i, i+1); sp.End != sp.Start+1 || normal([]rune(text.Raw(sp))[0]) != text.At(i) {
				t.Fatalf("rune %d has span %v", i, sp)
			}
		}
		if again := Read(text.String()); again.String() != text.String() {
			t.Fatalf("%q becomes %q", text.String(), again.String())
		}
		end := 0
		for _, r := range text.Clauses() {
			if r.From != end || r.To <= r.From {
				t.Fatalf("clause %v after %d", r, end)
			}
			end = r.To
		}
		if end != text.Len() {
			t.Fatalf("clauses end at %d of %d", end, text.Len())
		}
	})
}
