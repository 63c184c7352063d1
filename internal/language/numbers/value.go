package numbers

import "github.com/anxin-desk/anxin/internal/language"

// spoken splits what names two numbers: 三五天 is three or five, 二三十 twenty or
// thirty, 十七八 seventeen or eighteen.
func spoken(tokens []token) (first, second []token, two bool) {
	pair := -1
	for i := 0; i+1 < len(tokens); i++ {
		if !plain(tokens[i]) || !plain(tokens[i+1]) {
			continue
		}
		if pair >= 0 {
			return tokens, nil, false // 二零二六: digits one by one
		}
		pair = i
	}
	if pair < 0 || !follows(tokens[pair].value, tokens[pair+1].value) {
		return tokens, nil, false
	}
	first = append(append(first, tokens[:pair+1]...), tokens[pair+2:]...)
	second = append(append(second, tokens[:pair]...), tokens[pair+1:]...)
	return first, second, true
}

func plain(t token) bool { return !t.unit && !t.arabic }

// follows tells neighbours as people name them.
func follows(a, b float64) bool { return a > 0 && (b == a+1 || a == 3 && b == 5) }

// sum is a number under way: what the larger units hold, and what the
// digits since then come to.
type sum struct {
	total, section, digit float64
	digits                int
	unit, big             float64 // last unit seen, last of 万 and above
	zero                  bool    // 零 since the last unit
}

// evaluate returns what tokens come to, and whether they are a number at all.
func evaluate(tokens []token) (float64, bool) {
	s := sum{unit: 1}
	for i, t := range tokens {
		switch {
		case !t.unit && t.arabic:
			s.digit, s.digits = t.value, 2 // 3万5 apart, never shifted further
			if t.value < 10 && t.value == float64(int(t.value)) {
				s.digits = 1
			}
		case !t.unit:
			if s.digits > 0 && s.unit > 1 && !s.zero {
				return 0, false // 三百二五
			}
			s.digit, s.digits = s.digit*10+t.value, s.digits+1
			s.zero = s.zero || t.zero
		case t.value >= 1e4:
			s.large(t.value)
		default:
			if !s.small(t.value, i == 0) {
				return 0, false
			}
		}
	}
	return s.end(), true
}

// small takes 十, 百 or 千.
func (s *sum) small(unit float64, first bool) bool {
	if unit == 20 || unit == 30 { // 廿 and 卅
		s.section, s.unit = s.section+unit, 10
		return true
	}
	if s.digits == 0 && !first && (s.section > 0 && unit != 10 || s.zero && unit > 10) {
		return false
	}
	if s.digits == 0 || s.zero && s.digit == 0 {
		s.digit = 1
	}
	s.section += s.digit * unit
	s.digit, s.digits, s.unit, s.zero = 0, 0, unit, false
	return true
}

// large takes 万 and above.
func (s *sum) large(unit float64) {
	section := s.section + s.digit
	switch {
	case s.big > 0 && unit >= s.big: // 二十万亿
		s.total = (s.total + section) * unit
	case section == 0:
		s.total = max(s.total, 1) * unit
	default:
		s.total += section * unit
	}
	s.section, s.digit, s.digits, s.unit, s.big, s.zero = 0, 0, 0, unit, unit, false
}

// end adds what is left: the 五 of 三百五 are fifty.
func (s *sum) end() float64 {
	if s.digits == 1 && s.unit >= 100 && !s.zero {
		return s.total + s.section + s.digit*s.unit/10
	}
	return s.total + s.section + s.digit
}

// headless reads what begins with its unit: 百来, 千把, 百八十.
func headless(t language.Text, i int) (Number, bool) {
	unit, ok := units[t.At(i)]
	if !ok || unit < 100 || unit > 1e4 || isDigit(t.At(i-1)) {
		return Number{}, false
	}
	switch next := t.At(i + 1); {
	case (next == '来' || next == '把' || next == '十' && unit == 100) && measures[t.At(i+2)]:
		return Number{language.Range{From: i, To: i + 2}, unit, unit, true, false}, true
	case next == '八' && (t.At(i+2) == '十' && unit == 100 || t.At(i+2) == '百' && unit == 1000):
		return Number{language.Range{From: i, To: i + 3}, unit * 0.8, unit, true, false}, true
	}
	return Number{}, false
}

// Decimal reads what At reads, and decimals in words: 三点五, 零点五.
func Decimal(t language.Text, i int) (Number, bool) {
	n, ok := At(t, i)
	if !ok || !n.Single() || n.Arabic || t.At(n.To) != '点' {
		return n, ok
	}
	scale, v, to := 1.0, 0.0, n.To+1
	for {
		d, is := digits[t.At(to)]
		if !is || scale >= 1e9 {
			break
		}
		v, scale, to = v*10+d, scale*10, to+1
	}
	if to == n.To+1 {
		return n, ok
	}
	n.Low += v / scale
	n.High, n.To = n.Low, to
	return n, true
}

// joins are the words between the ends of a range.
var joins = []string{"到", "至", "-", "~", "或", "--", "或者", "、"}

// Join returns the length of the word at i that joins the ends of a range, 0
// for none.
func Join(t language.Text, i int) int {
	n := 0
	for _, word := range joins {
		if t.Has(i, word) {
			n = max(n, len([]rune(word)))
		}
	}
	return n
}

// Between reads a number or a range of numbers: 3-5, 三到五, 1至3, 两三.
func Between(t language.Text, i int) (Number, bool) {
	low, ok := Decimal(t, i)
	if !ok || low.Low != low.High {
		return low, ok
	}
	n := Join(t, low.To)
	if n == 0 {
		return low, true
	}
	high, ok := Decimal(t, low.To+n)
	if !ok || high.High <= low.Low {
		return low, true
	}
	return low.upTo(t, high), true
}

// upTo makes the range from n to high. In 两到三万 and 八到九百 the unit belongs to
// both.
func (n Number) upTo(t language.Text, high Number) Number {
	last := t.At(high.To - 1)
	if unit, ok := units[last]; ok && (n.Low < 100 || unit >= 1e4 && n.Low < 1e4) && n.Low*unit < high.High && !n.Arabic == !high.Arabic {
		if _, own := units[t.At(n.To-1)]; !own || unit >= 1e4 {
			n.Low *= unit
		}
	}
	n.High, n.To = high.High, high.To
	n.Vague = n.Vague || high.Vague
	return n
}
