package stance

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language"
)

// asking are words before an amount that ask for it; told are words that only tell of
// it: what was paid, what it costs, what was offered.
var (
	asking = []string{"赔", "补", "给", "转", "打", "退", "要", "付我", "返", "红包", "拿", "至少", "最少", "起码", "不少于", "少一分"}
	told   = []string{"花了", "花", "付了", "付款", "买", "价格", "原价", "售价", "实付", "标价", "价值", "运费", "差价", "只给", "只赔", "只退", "才给", "才赔", "才退", "已经退", "退了", "赔了", "给了", "补了", "收到"}
	after  = []string{"买的", "的东西", "的货", "块买", "钱买", "的商品", "的订单"}
)

// asksSum returns the largest amount that a message asks for. One of which it only
// tells, such as the price, is none.
func (m Message) asksSum() (at language.Span, fen int64, asks bool) {
	runes := []rune(m.Text)
	for i, s := range m.Sums {
		from := 0
		if i > 0 {
			from = m.Sums[i-1].Span.End
		}
		before := string(runes[max(from, s.Span.Start-10, 0):s.Span.Start])
		behind := string(runes[s.Span.End:min(len(runes), s.Span.End+6)])
		if cut := strings.LastIndexAny(before, "。！？!?；;，,\n"); cut >= 0 {
			_, width := utf8.DecodeRuneInString(before[cut:])
			before = before[cut+width:]
		}
		wants := last(before, asking)
		if strings.HasPrefix(behind, "少一分") || strings.HasPrefix(behind, "，少一分") || strings.HasPrefix(behind, "不然") && m.Extorts {
			wants = max(wants, 0)
		}
		if wants < 0 || last(before, told) >= wants || slices.ContainsFunc(after, func(w string) bool { return strings.HasPrefix(behind, w) }) {
			continue
		}
		if s.Fen > fen {
			at, fen, asks = s.Span, s.Fen, true
		}
	}
	return at, fen, asks
}

// last is where the last of some words ends, -1 for nowhere. The longest counts where
// several end together.
func last(text string, words []string) int {
	at := -1
	for _, w := range words {
		if i := strings.LastIndex(text, w); i >= 0 {
			at = max(at, i+len(w))
		}
	}
	return at
}

// asksMoney returns where a message asks for money besides what was paid, and how much,
// 0 if it does not say.
func (m Message) asksMoney() (at language.Span, fen int64, asks bool) {
	if at, fen, asks = m.asksSum(); asks {
		return at, fen, true
	}
	for _, d := range []string{"compensation", "partial_refund"} {
		if slices.Contains(m.Demands, d) {
			return whole(m.Text), 0, true
		}
	}
	return whole(m.Text), 0, m.Extorts
}

func whole(text string) language.Span { return language.Span{End: utf8.RuneCountInString(text)} }

// refusal is that somebody does not want to show something. Who cannot has not refused.
var (
	refusal = regexp.MustCompile(`(?:不想|不会|不愿意?|拒绝|凭什么|懒得|没必要|没义务|没空|不)(?:再|给你们?|跟你们?|去|配合|要)?(?:拍|提供|上传|给|发)[^，。！？,.!?\n]{0,6}(?:照片|视频|图片|图|凭证|证据|证明|外箱|开箱)`)
	barely  = regexp.MustCompile(`(?:照片|视频|图片|图|凭证|证据|证明)[^，。！？,.!?\n]{0,4}(?:不会给|不给你|不提供|不拍|不想拍|没必要|不发)`)
	unable  = regexp.MustCompile(`不会拍|不会发|不会上传|拍不了|发不了|传不了|发不出|传不上|怎么|吗|？|\?`)
)

// withholds returns where a message says that its writer will not show something.
func (m Message) withholds() (at language.Span, no bool) {
	for _, r := range []*regexp.Regexp{refusal, barely} {
		i := r.FindStringIndex(m.Text)
		if i != nil && !unable.MatchString(clause(m.Text, i)) {
			return spanOf(m.Text, i), true
		}
	}
	return at, false
}

// keeping is that goods do not go back; all is that the whole of the money is wanted.
var (
	keeping = regexp.MustCompile(`(?:东西|货|商品|衣服|鞋子?|机器|产品|它)?(?:我)?(?:不退货(?:[^款]|$)|不会退货|不寄回|不会寄|不退回|留着|留下|我要留|不用退货|不想退货|不退给)`)
	refunds = regexp.MustCompile(`仅退款|全额退|全额退款|全退|退全款|全款退|钱(?:要|得|必须)?(?:全部?)?退|退(?:我)?全部`)
)

// keepsGoods returns where a message asks for all of the money and keeps the goods. One
// that asks whether that is possible does not.
func (m Message) keepsGoods() (at language.Span, keeps bool) {
	kept, all := keeping.FindStringIndex(m.Text), refunds.FindStringIndex(m.Text)
	if kept == nil || all == nil || strings.ContainsAny(clause(m.Text, kept), "吗？?") || strings.ContainsAny(clause(m.Text, all), "吗？?") {
		return at, false
	}
	return spanOf(m.Text, []int{min(kept[0], all[0]), max(kept[1], all[1])}), true
}

// clause is what stands around some bytes up to the next stop, with the stop.
func clause(text string, at []int) string {
	const stops = "，。！？；,!?;\n"
	from, to := strings.LastIndexAny(text[:at[0]], stops), strings.IndexAny(text[at[1]:], stops)
	if to < 0 {
		return text[from+1:]
	}
	_, width := utf8.DecodeRuneInString(text[at[1]+to:])
	return text[from+1 : at[1]+to+width]
}

// spanOf counts bytes as characters.
func spanOf(text string, at []int) language.Span {
	from := utf8.RuneCountInString(text[:at[0]])
	return language.Span{Start: from, End: from + utf8.RuneCountInString(text[at[0]:at[1]])}
}
