package numbers

import "github.com/anxin-desk/anxin/internal/language"

// Kinds of what Find finds.
const (
	KindNumber   = "number"
	KindOrdinal  = "ordinal"
	KindPercent  = "percent" // values count hundredths: 65% is 65, 六五折 too
	KindAmount   = "amount"
	KindQuantity = "quantity" // a number with its measure word or unit
)

// Found is a number with what it counts.
type Found struct {
	language.Range
	Kind      string
	Low, High float64
	Vague     bool
	Unit      string // currency, or measure word
}

// Find returns the numbers of a text from left to right. Where several
// readings begin together, the longest counts.
func Find(t language.Text) []Found {
	var all []Found
	for i := 0; i < t.Len(); i++ {
		f, ok := at(t, i)
		if !ok {
			if isDigit(t.At(i)) { // a digit inside of a word such as sku12
				for isDigit(t.At(i + 1)) {
					i++
				}
			}
			continue
		}
		all = append(all, f)
		i = f.To - 1
	}
	return all
}

func at(t language.Text, i int) (Found, bool) {
	if isLatin(t.At(i-1)) && isDigit(t.At(i)) && !t.Gap(i) {
		return Found{}, false
	}
	if a, ok := AmountAt(t, i); ok {
		return Found{a.Range, KindAmount, float64(a.Low) / 100, float64(a.High) / 100, a.Vague, a.Currency}, true
	}
	if p, ok := PercentAt(t, i); ok {
		return p, true
	}
	if t.At(i) == '第' {
		if n, ok := At(t, i+1); ok && n.Low == n.High {
			return Found{language.Range{From: i, To: n.To}, KindOrdinal, n.Low, n.High, n.Vague, ""}, true
		}
		return Found{}, false
	}
	return counted(t, i)
}

// counted reads a number with or without sign and measure word.
func counted(t language.Text, i int) (Found, bool) {
	from, sign := i, 1.0
	if t.At(i) == '负' || t.At(i) == '-' && !isDigit(t.At(i-1)) && isDigit(t.At(i+1)) {
		from, sign = i+1, -1
	}
	n, ok := Between(t, from)
	if !ok || idle(t, i, n) || isLatin(t.At(n.To)) && n.Arabic && t.Slice(n.To, n.To+2) != "kg" {
		return Found{}, false
	}
	if f, ok := fraction(t, n); ok {
		f.From, f.Low, f.High = i, f.Low*sign, f.High*sign
		return f, true
	}
	f := Found{language.Range{From: i, To: n.To}, KindNumber, n.Low * sign, n.High * sign, n.Vague, ""}
	if unit := Measure(t, n.To); unit > 0 {
		f.Kind, f.Unit, f.To = KindQuantity, t.Slice(n.To, n.To+unit), n.To+unit
	}
	return f, true
}

// idle tells characters of other words from numbers: 一下, 万一, 十分, 第一.
func idle(t language.Text, i int, n Number) bool {
	if n.Arabic || n.To-n.From > 1 {
		return false
	}
	word, next := t.At(n.From), t.At(n.To)
	switch word {
	case '一', '两', '万', '千', '百', '零', '陆', '伍', '肆', '拾', '壹', '俩', '兆', '亿':
		return Measure(t, n.To) == 0 || next == '次' && t.At(n.To+1) == '性'
	case '十':
		return next == '分' || next == '足' || next == '字'
	case '四', '三', '五', '六', '七', '八', '九':
		return Measure(t, n.To) == 0 && next != 0 && !stops[next]
	}
	return false
}

var stops = runeSet("。,!?;…\n、:)]-~的吧吗呢啊了是不")

// fraction reads 三分之一: n parts of which so many.
func fraction(t language.Text, n Number) (Found, bool) {
	if !t.Has(n.To, "分之") || n.Low != n.High || n.Low == 0 {
		return Found{}, false
	}
	top, ok := Decimal(t, n.To+2)
	if !ok || top.Low != top.High {
		return Found{}, false
	}
	v := top.Low / n.Low
	return Found{language.Range{From: n.From, To: top.To}, KindNumber, v, v, n.Vague, ""}, true
}

// PercentAt reads 65%, 百分之六十五, 六五折, 九成 and 五个百分点.
func PercentAt(t language.Text, i int) (Found, bool) {
	if word := "百分之"; t.Has(i, word) || t.Has(i, "千分之") {
		n, ok := Decimal(t, i+3)
		if !ok {
			return Found{}, false
		}
		if t.At(i) == '千' {
			n.Low, n.High = n.Low/10, n.High/10
		}
		return Found{language.Range{From: i, To: n.To}, KindPercent, n.Low, n.High, n.Vague, "%"}, true
	}
	from, sign := i, 1.0
	if t.At(i) == '负' || t.At(i) == '-' && !isDigit(t.At(i-1)) {
		from, sign = i+1, -1
	}
	n, ok := Between(t, from)
	if !ok {
		return Found{}, false
	}
	f := Found{language.Range{From: i, To: n.To + 1}, KindPercent, sign * n.Low, sign * n.High, n.Vague, "%"}
	switch {
	case t.At(n.To) == '%':
	case t.Has(n.To, "个百分点"):
		f.To = n.To + 4
	case t.Has(n.To, "个点"):
		f.To = n.To + 2
	default:
		return tenths(t, n, f)
	}
	return f, true
}

// tenths reads 折 and 成: 七折, 七五折 and 75折; 三成, 三成半.
func tenths(t language.Text, n Number, f Found) (Found, bool) {
	switch t.At(n.To) {
	case '折':
		if t.At(n.To+1) == '叠' || t.At(n.To+1) == '断' || t.At(n.To+1) == '腾' {
			return Found{}, false
		}
		if n.High < 10 {
			f.Low, f.High = n.Low*10, n.High*10
		} else if !n.Arabic && n.To-n.From == 2 && n.Low != n.High {
			return Found{}, false
		}
	case '成':
		if strings := "本分功熟员为了长立"; n.High > 10 || runeSet(strings)[t.At(n.To+1)] {
			return Found{}, false
		}
		f.Low, f.High = n.Low*10, n.High*10
		if t.At(n.To+1) == '半' {
			f.Low, f.High, f.To = f.Low+5, f.High+5, n.To+2
		} else if d, ok := digits[t.At(n.To+1)]; ok && n.Low == n.High {
			f.Low, f.High, f.To = f.Low+d, f.High+d, n.To+2
		}
	default:
		return Found{}, false
	}
	return f, true
}

// Measure returns the length of the measure word or unit at i, 0 for none.
func Measure(t language.Text, i int) int {
	if unitWords[t.Slice(i, i+2)] {
		return 2
	}
	if measureWords[t.At(i)] {
		return 1
	}
	return 0
}

var (
	measureWords = runeSet("个件盒箱瓶袋双套台包条只支张本斤份单桶罐片次回遍趟根把副对盘颗粒块枚卷部辆家位名人种款组提板听串捆筐篮杯碗枝朵株棵匹头口顿场层批克两升米天日年月周岁点分秒打")
	unitWords    = map[string]bool{"公斤": true, "千克": true, "毫升": true, "厘米": true, "毫米": true, "小时": true, "分钟": true, "kg": true, "ml": true, "cm": true, "mm": true, "个月": true, "星期": true, "个人": true}
)
