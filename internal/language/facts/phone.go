package facts

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// Kinds of phones.
const (
	Mobile   = "mobile"
	Landline = "landline"
	Service  = "service" // 400 and 800
	Masked   = "masked"
)

// Phones returns the phone numbers of a text.
func Phones(t language.Text) []Fact {
	s := &search{text: t}
	s.phones()
	return s.all
}

func (s *search) phones() {
	for i := 0; i < s.text.Len(); i++ {
		f, ok := s.phone(i)
		if ok && s.add(f) {
			i = f.To - 1
		}
	}
}

// phone reads a phone number that begins at i.
func (s *search) phone(i int) (Fact, bool) {
	if i > 0 && !s.text.Gap(i) && (isDigit(s.text.At(i-1)) || (s.text.At(i-1) == '-' || s.text.At(i-1) == '.') && isDigit(s.text.At(i-2))) {
		return Fact{}, false
	}
	if s.near(i, 7, "订单号", "订单编号", "单号", "运单", "批号", "编号", "批次", "流水号", "身份证") {
		return Fact{}, false
	}
	for _, read := range []func(int) (Fact, bool){s.mobile, s.masked, s.landline, s.service, s.spoken, s.local} {
		if f, ok := read(i); ok {
			return f, true
		}
	}
	return Fact{}, false
}

// run reads at least min digits, at most max, from i. Between them may stand
// single separators, or white space. It says where it ends; digits that go on
// make it none.
func (s *search) run(i, least, most int) (digits string, to int, ok bool) {
	var b strings.Builder
	to = i
	for b.Len() < most {
		if isDigit(s.text.At(to)) {
			b.WriteRune(s.text.At(to))
			to++
			continue
		}
		if b.Len() > 0 && (s.text.At(to) == '-' || s.text.At(to) == '.' || s.text.At(to) == ')') && isDigit(s.text.At(to+1)) {
			to++
			continue
		}
		break
	}
	more := isDigit(s.text.At(to)) && !s.text.Gap(to) || s.text.At(to) == '-' && isDigit(s.text.At(to+1)) && b.Len() == most && most == 11
	return b.String(), to, b.Len() >= least && !more
}

// mobile reads 138 1234 5678, also with +86 before.
func (s *search) mobile(i int) (Fact, bool) {
	at := i
	for _, w := range []string{"(+86)", "+86", "0086", "86"} {
		if s.text.Has(i, w) {
			at = i + len(w)
			break
		}
	}
	if at > i && (s.text.At(at) == '-' || s.text.At(at) == ')') {
		at++
	}
	if s.text.At(at) != '1' || s.text.At(at+1) < '3' || s.text.At(at+1) > '9' {
		return Fact{}, false
	}
	digits, to, ok := s.run(at, 11, 11)
	if !ok || isLatin(s.text.At(i-1)) && !s.text.Gap(i) && !s.near(i, 3, "tel", "qq", "vx", "wx") {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: digits, Kind: Mobile}, true
}

// masked reads 138****1234 and 1381234****.
func (s *search) masked(i int) (Fact, bool) {
	if s.text.At(i) != '1' || s.text.At(i+1) < '3' || s.text.At(i+1) > '9' {
		return Fact{}, false
	}
	digits, stars, to := 0, 0, i
	value := strings.Builder{}
	for digits+stars < 11 {
		switch r := s.text.At(to); {
		case isDigit(r):
			digits++
			value.WriteRune(r)
		case r == '*' || r == 'x' || r == '×' || r == '•' || r == '●':
			stars++
			value.WriteByte('*')
		case r == '-':
		default:
			if digits+stars >= 10 && stars >= 3 {
				return s.maskedEnd(i, to, value.String())
			}
			return Fact{}, false
		}
		to++
	}
	if stars < 3 || digits < 5 {
		return Fact{}, false
	}
	return s.maskedEnd(i, to, value.String())
}

func (s *search) maskedEnd(i, to int, value string) (Fact, bool) {
	if isDigit(s.text.At(to)) || s.text.At(to) == '*' {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: value, Kind: Masked}, true
}

// landline reads 010-62288559, (0571)8888 6666 and 075526001234转802.
func (s *search) landline(i int) (Fact, bool) {
	at := i
	if s.text.At(at) == '(' {
		at++
	}
	if s.text.At(at) != '0' || s.text.At(at+1) == '0' || !isDigit(s.text.At(at+1)) {
		return Fact{}, false
	}
	area := 4
	if s.text.At(at+1) <= '2' {
		area = 3
	}
	digits, to, ok := s.run(at, area+7, area+8)
	if !ok || area == 3 && len(digits) != 11 || isLatin(s.text.At(to)) && !s.text.Gap(to) && !s.text.Has(to, "ext") {
		return Fact{}, false
	}
	if i > 0 && isLatin(s.text.At(i-1)) && !s.text.Gap(i) || digits[area] < '1' {
		return Fact{}, false
	}
	f := Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: digits[:area] + "-" + digits[area:], Kind: Landline}
	return s.extension(f), true
}

// extension reads 转802, -802 and 分机802.
func (s *search) extension(f Fact) Fact {
	at := f.To
	for _, w := range []string{"转分机", "转", "分机号", "分机", "-", "ext", "#"} {
		if s.text.Has(at, w) {
			at += len([]rune(w))
			break
		}
	}
	if at == f.To {
		return f
	}
	digits, to, ok := s.run(at, 1, 6)
	if ok {
		f.Value, f.To = f.Value+"-"+digits, to
	}
	return f
}

// service reads 400-820-8820.
func (s *search) service(i int) (Fact, bool) {
	if !s.has(i, "400", "800") {
		return Fact{}, false
	}
	digits, to, ok := s.run(i, 10, 10)
	if !ok {
		return Fact{}, false
	}
	f := Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: digits[:3] + "-" + digits[3:6] + "-" + digits[6:], Kind: Service}
	return s.extension(f), true
}

// spokenDigits are digits as dictated.
var spokenDigits = map[rune]byte{'零': '0', '一': '1', '幺': '1', '二': '2', '两': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9'}

// spoken reads 幺三八零零一三八零零零.
func (s *search) spoken(i int) (Fact, bool) {
	if r := s.text.At(i); r != '一' && r != '幺' || spokenDigits[s.text.At(i-1)] > 0 {
		return Fact{}, false
	}
	var b strings.Builder
	to := i
	for ; b.Len() < 12; to++ {
		r := s.text.At(to)
		if d, ok := spokenDigits[r]; ok {
			b.WriteByte(d)
		} else if isDigit(r) {
			b.WriteRune(r)
		} else {
			break
		}
	}
	digits := b.String()
	if len(digits) != 11 || digits[1] < '3' {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: digits, Kind: Mobile}, true
}

// local reads 7 or 8 digits that are said to be a phone.
func (s *search) local(i int) (Fact, bool) {
	if r := s.text.At(i); r < '2' || r > '8' || !s.near(i, 5, "电话", "座机", "固话", "tel") {
		return Fact{}, false
	}
	digits, to, ok := s.run(i, 7, 8)
	if !ok {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: to}, Type: Phone, Value: digits, Kind: Landline}, true
}
