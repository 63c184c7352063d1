// Package numbers reads numbers, amounts of money, percentages and quantities
// in Chinese and mixed writing: 一百二, 1,299.5, 3万5, 两三, 十几, 百来块, 三块五.
//
// Positions are runes of the normalised text.
package numbers

import (
	"math"

	"github.com/anxin-desk/anxin/internal/language"
)

// Number is a number or a range of numbers in a text.
type Number struct {
	language.Range
	Low, High float64 // the same unless the words leave room: 三五, 十几, 3-5
	Vague     bool    // 十几, 百来, 20多
	Arabic    bool    // begins with a digit 0 to 9
}

// Single reports whether there is one number only.
func (n Number) Single() bool { return n.Low == n.High && !n.Vague }

const maxTokens = 48 // of one number; nobody writes longer ones

// token is a step of a written number: a digit (or several in Arabic), or a
// unit to multiply with.
type token struct {
	value  float64
	unit   bool
	arabic bool
	zero   bool // 零, which may stand between units
	to     int
}

var digits = map[rune]float64{
	'零': 0, '一': 1, '二': 2, '两': 2, '俩': 2, '三': 3, '仨': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '幺': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

var units = map[rune]float64{
	'十': 10, '拾': 10, '廿': 20, '卅': 30, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 1e4, '亿': 1e8, '兆': 1e12,
}

// At reads one number, 12.5 or 三百五 say, that begins at i. It may be vague
// (十几) or leave room as spoken numbers do (三五, 七八十).
func At(t language.Text, i int) (Number, bool) {
	if head, ok := headless(t, i); ok {
		return head, true
	}
	var buf [maxTokens]token
	tokens, vague, to := scan(t, i, buf[:0])
	if len(tokens) == 0 {
		return Number{}, false
	}
	n := Number{Range: language.Range{From: i, To: to}, Vague: vague != "", Arabic: tokens[0].arabic}
	first, second, two := spoken(tokens)
	low, ok := evaluate(first)
	if !ok {
		return Number{}, false
	}
	n.Low, n.High = low, low
	if two {
		if n.High, ok = evaluate(second); !ok || n.High <= n.Low {
			return Number{}, false
		}
	}
	if vague == "几" {
		n.Low, n.High = few(tokens, low)
	}
	return n, true
}

// few is the room that 几 leaves after tokens: 十几 is 11 to 19, 几十 20 to 90.
func few(tokens []token, low float64) (float64, float64) {
	last := tokens[len(tokens)-1]
	if last.unit && last.value >= 1e4 && tokens[0].value != fewMark {
		return low, low
	}
	if last.unit && tokens[0].value != fewMark {
		return low + 1, low + 9
	}
	return math.Round(low) * 2, math.Round(low) * 9
}

// fewMark stands for 几 where a digit was expected.
const fewMark = 1.0000001

// scan reads tokens from i. Vague says which word left room: 几, 多, 来 or 余.
func scan(t language.Text, i int, tokens []token) (_ []token, vague string, to int) {
	to = i
	for len(tokens) < maxTokens {
		r := t.At(to)
		switch {
		case r == '几' && fewFits(t, to, tokens):
			if len(tokens) == 0 {
				tokens = append(tokens, token{value: fewMark, to: to + 1})
			}
			vague, to = "几", to+1
			continue
		case (r == '多' || r == '余' || r == '来' || r == '把') && moreFits(t, to, tokens):
			vague, to = string(r), to+1
			if _, unit := units[t.At(to)]; unit {
				continue
			}
			return tokens, vague, to
		}
		next, ok := read(t, to, tokens)
		if !ok || vague == "几" && !next.unit {
			return tokens, vague, to
		}
		tokens = append(tokens, next)
		to = next.to
	}
	return tokens, vague, to
}

// fewFits tells 几十 and 十几 from 几 alone, which is no number.
func fewFits(t language.Text, i int, tokens []token) bool {
	_, unit := units[t.At(i+1)]
	return len(tokens) == 0 && unit || len(tokens) > 0 && tokens[len(tokens)-1].unit && !tokens[0].arabic
}

// moreFits tells 20多天 and 十来个 from 三多 and 十来.
func moreFits(t language.Text, i int, tokens []token) bool {
	if len(tokens) == 0 {
		return false
	}
	last := tokens[len(tokens)-1]
	round := last.unit || last.arabic && last.value >= 10
	if t.At(i) == '多' || t.At(i) == '余' {
		return round
	}
	_, unit := units[t.At(i+1)]
	return round && (unit || measures[t.At(i+1)])
}

// measures are what follows 十来 and 百把.
var measures = runeSet("天块元个件次分小年月周斤单条盒箱瓶包袋双套台人岁回号毛工")

func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}

// read reads the next token of a number.
func read(t language.Text, i int, before []token) (token, bool) {
	r := t.At(i)
	if '0' <= r && r <= '9' || r == '.' && len(before) == 0 && isDigit(t.At(i+1)) && !t.Gap(i+1) && !isDigit(t.At(i-1)) {
		if len(before) > 0 && !before[len(before)-1].unit && !(before[len(before)-1].zero && len(before) > 1) {
			return token{}, false
		}
		return arabic(t, i), true
	}
	if v, ok := digits[r]; ok {
		if len(before) > 0 && before[len(before)-1].arabic {
			return token{}, false
		}
		return token{value: v, zero: v == 0, to: i + 1}, true
	}
	v, ok := units[r]
	if !ok {
		v, ok = latinUnit(t, i, before)
	}
	if !ok || len(before) == 0 && v > 30 || len(before) > 0 && v <= 30 && v > 10 {
		return token{}, false
	}
	return token{value: v, unit: true, to: i + 1}, true
}

// latinUnit reads the w of 3w and the k of 2.5k.
func latinUnit(t language.Text, i int, before []token) (float64, bool) {
	if len(before) == 0 || !before[len(before)-1].arabic || isLatin(t.At(i+1)) || isDigit(t.At(i+1)) && (isDigit(t.At(i+2)) || isLatin(t.At(i+2)) || t.At(i+2) == '.') { // 1w2 is 12,000
		return 0, false
	}
	switch t.At(i) {
	case 'w':
		return 1e4, true
	case 'k':
		return 1e3, true
	}
	return 0, false
}

// arabic reads 1299, 1,299 and 12.50. A gap ends it.
func arabic(t language.Text, i int) token {
	v, scale, to := 0.0, 1.0, i
	for ; isDigit(t.At(to)) && (to == i || !t.Gap(to)); to++ {
		v = v*10 + float64(t.At(to)-'0')
	}
	if to-i <= 3 {
		for ; thousands(t, to); to += 4 {
			v = v*1000 + group(t, to+1)
		}
	}
	if t.At(to) == '.' && isDigit(t.At(to+1)) && !t.Gap(to+1) {
		for to++; isDigit(t.At(to)) && !t.Gap(to); to++ {
			v, scale = v*10+float64(t.At(to)-'0'), scale*10
		}
	}
	return token{value: v / scale, arabic: true, to: to}
}

// thousands reports whether a comma and just three digits stand at i.
func thousands(t language.Text, i int) bool {
	return t.At(i) == ',' && !t.Gap(i+1) && isDigit(t.At(i+1)) && isDigit(t.At(i+2)) && isDigit(t.At(i+3)) && !isDigit(t.At(i+4))
}

func group(t language.Text, i int) float64 {
	return float64(t.At(i)-'0')*100 + float64(t.At(i+1)-'0')*10 + float64(t.At(i+2)-'0')
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func isLatin(r rune) bool { return 'a' <= r && r <= 'z' }
