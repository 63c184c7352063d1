package pledge

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
	"pgregory.net/rapid"
)

var now = time.Date(2025, 9, 24, 14, 30, 0, 0, zone)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"今天18点前回您，可以吗？", "仓库签收后48小时内退款", "“今天18点”，哦不，19点前给您", "如果方便的话，最晚周五", "吗？", "，。！", "您", "后3天内", "等了"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := language.Read(s)
		all := Find(text, times.Clock{Now: now})
		for _, p := range all {
			if p.Words.From < 0 || p.Words.To > text.Len() || !p.Words.Holds(p.When.Range) {
				t.Fatalf("%q: %+v", s, p)
			}
			if (p.Kind == Conditional) != p.Due.IsZero() || !p.Due.IsZero() && !p.Due.After(now) {
				t.Fatalf("%q: %s due %v", s, p.Kind, p.Due)
			}
		}
		if again := Find(text, times.Clock{Now: now}); told(again) != told(all) {
			t.Fatalf("%q: %s, then %s", s, told(all), told(again))
		}
	})
}

// TestWriting holds that white space, width and script change nothing.
func TestWriting(t *testing.T) {
	var texts []string
	readCases(t, "testdata/cases.txt", func(text, _, _ string) { texts = append(texts, text) })
	wide := func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}
	traditional := strings.NewReplacer("点", "點", "时", "時", "间", "間", "后", "後", "个", "個", "周", "週", "号", "號", "给", "給", "发", "發", "货", "貨", "复", "復", "两", "兩", "处", "處")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		want := told(Find(language.Read(text), times.Clock{Now: now}))
		if strings.Contains(text, " ") {
			return // spaces part numbers
		}
		var spaced strings.Builder
		for i, r := range []rune(text) {
			prev := rune(0)
			if i > 0 {
				prev = []rune(text)[i-1]
			}
			if !(ascii(r) && ascii(prev)) && !strings.ContainsRune("哦呢哈啊呀吗吧啦哒嘛噢哟么）)", prev) && rapid.Bool().Draw(t, "space") {
				spaced.WriteString("\u3000")
			}
			spaced.WriteRune(r)
		}
		for _, other := range []string{spaced.String(), strings.Map(wide, text), traditional.Replace(text)} {
			if got := told(Find(language.Read(other), times.Clock{Now: now})); got != want {
				t.Fatalf("%s\n got %s\nwant %s", other, got, want)
			}
		}
	})
}

// ascii tells characters that white space parts, in their full width too.
func ascii(r rune) bool { return r < 0x80 || r >= 0xff01 && r <= 0xff5e }

func BenchmarkFind(b *testing.B) {
	texts := []string{
		"非常抱歉，我马上联系仓库，最晚今晚八点前给您一个准确的说法，您放心。",
		"亲，退款一般1-3个工作日到账，如果3天内没收到，您随时联系我，我这边会在24小时内帮您核实处理的哦~",
		"已为您安排明天上午10点师傅上门维修，师傅会提前电话联系您，请您保持手机畅通，给您带来不便非常抱歉！",
	}
	for b.Loop() {
		for _, s := range texts {
			Find(language.Read(s), times.Clock{Now: now})
		}
	}
}
