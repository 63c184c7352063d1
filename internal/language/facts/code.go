package facts

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

// code is a run of letters and digits as one would copy it.
type code struct {
	language.Range
	text           string // capitals, without separators
	raw            string // capitals, with hyphens
	digits, others int
}

// codes finds order, tracking and batch numbers.
func (s *search) codes() {
	for i := 0; i < s.text.Len(); {
		c, ok := s.code(i)
		if !ok {
			i++
			continue
		}
		if f, ok := s.classify(c); ok {
			s.add(f)
		}
		i = c.To
	}
}

// code reads the run that begins at i. White space joins short groups of
// digits, but parts two long ones.
func (s *search) code(i int) (code, bool) {
	if r := s.text.At(i); !isDigit(r) && !isLatin(r) || s.taken(language.Range{From: i, To: i + 1}) {
		return code{}, false
	}
	c := code{Range: language.Range{From: i, To: i}}
	var b, raw strings.Builder
	group := 0
	for at := i; ; at++ {
		r := s.text.At(at)
		if s.taken(language.Range{From: at, To: at + 1}) {
			break
		}
		if at > i && s.text.Gap(at) && (isDigit(r) || isLatin(r)) && !s.joins(at, group, c) {
			break
		}
		if at > i && s.text.Gap(at) {
			group = 0
		}
		switch {
		case isDigit(r):
			c.digits++
		case isLatin(r):
			c.others++
		case (r == '-' || r == '_') && at > i && (isDigit(s.text.At(at+1)) || isLatin(s.text.At(at+1))):
			raw.WriteRune(r)
			continue
		default:
			c.text, c.raw = strings.ToUpper(b.String()), strings.ToUpper(raw.String())
			return c, true
		}
		group++
		b.WriteRune(r)
		raw.WriteRune(r)
		c.To = at + 1
	}
	c.text, c.raw = strings.ToUpper(b.String()), strings.ToUpper(raw.String())
	return c, c.To > c.From
}

// joins reports whether a group of digits goes on behind white space: in
// 3123 4567 8901 2345 678, but not between two numbers.
func (s *search) joins(at, group int, c code) bool {
	next := at
	for next < s.text.Len() && isDigit(s.text.At(next)) && (next == at || !s.text.Gap(next)) {
		next++
	}
	if size := next - at; size == 0 || size > 5 || group > 6 {
		return false
	}
	return !s.has(next, "件", "个", "元", "块", "月", "号", "年", "天", "盒", "次", "瓶", "点", "日") || c.digits < 3
}

var (
	orderWords    = []string{"订单", "单号", "单子", "交易号", "订单号", "订单编号", "编号", "order"}
	trackingWords = []string{"快递", "运单", "物流", "单号查", "包裹", "面单", "退货单号", "寄回", "回寄"}
	batchWords    = []string{"批号", "批次", "批次号", "lot", "batch", "生产批"}
	otherWords    = []string{"身份证", "银行卡", "卡号", "条码", "条形码", "型号", "货号", "sku", "款号", "序列号", "sn", "imei", "微信", "vx", "qq", "验证码", "邮编", "税号", "发票", "版本", "工号"}
)

// classify says what a code is.
func (s *search) classify(c code) (Fact, bool) {
	if s.near(c.From, 6, batchWords...) && len(c.text) >= 4 {
		return Fact{Range: c.Range, Type: Batch, Value: c.raw}, true
	}
	if c.digits < 6 || s.near(c.From, 6, otherWords...) && !s.near(c.From, 5, "订单", "单号", "运单") {
		return Fact{}, false
	}
	if f, ok := s.tracking(c); ok {
		return f, true
	}
	return s.order(c)
}

// order tells order numbers by the shapes that platforms give them, or by
// being called one.
func (s *search) order(c code) (Fact, bool) {
	f := Fact{Range: c.Range, Type: Order, Value: c.text}
	if pinduoduo(c.raw) {
		f.Value = c.raw
		return f, true
	}
	named := s.near(c.From, 8, orderWords...) || s.has(c.To, "这个订单", "这单", "的订单", "这个单", "订单", "的单子")
	if c.others > 0 {
		if prefix := strings.IndexAny(c.text, "0123456789"); prefix > 0 && prefix <= 6 && (named || c.digits >= 8) && c.digits >= 6 && !strings.Contains(c.raw, "_") {
			f.Value = c.raw
			return f, true
		}
		f.Value = c.raw
		return f, named && c.digits >= 6
	}
	switch n := len(c.text); {
	case n > 20 || day(c.raw) && !(n == len(c.raw) && s.near(c.From, 4, "号")):
		return f, false
	case n == 18 && identity(c.text):
		return f, s.near(c.From, 8, "订单")
	case n >= 16:
		return f, true
	case n >= 12 && n <= 15:
		return f, named || !barcode(c.text) && !dated(c.text)
	}
	return f, named && len(c.text) >= 6 && (s.near(c.From, 8, "订单", "单号", "order") && !strings.Contains(c.raw, "-") || len(c.text) >= 8)
}

// pinduoduo tells 260312-123456789012345.
func pinduoduo(raw string) bool {
	date, rest, ok := strings.Cut(raw, "-")
	if !ok || len(date) != 6 || len(rest) != 15 || strings.Trim(date+rest, "0123456789") != "" {
		return false
	}
	_, err := time.Parse("060102", date)
	return err == nil
}

// barcode tells the 13 digits of goods sold in China.
func barcode(s string) bool {
	if len(s) != 13 || s[:2] != "69" {
		return false
	}
	sum := 0
	for i := range 12 {
		sum += int(s[i]-'0') * (1 + 2*(i%2))
	}
	return (10-sum%10)%10 == int(s[12]-'0')
}

// dated tells 20260312143000 and 202603121430, which are times.
func dated(s string) bool {
	for _, layout := range []string{"20060102150405", "200601021504"} {
		if len(s) == len(layout) {
			_, err := time.Parse(layout, s)
			return err == nil && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
		}
	}
	return false
}

// day tells 2026-03-12 and 20260312.
func day(raw string) bool {
	for _, layout := range []string{"2006-01-02", "2006-1-2", "20060102"} {
		if t, err := time.Parse(layout, raw); err == nil && t.Year() > 1990 && t.Year() < 2100 {
			return true
		}
	}
	return false
}

// identity tells an identity number by its date and check digit.
func identity(s string) bool {
	if _, err := time.Parse("20060102", s[6:14]); err != nil {
		return false
	}
	weights, sum := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}, 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return "10X98765432"[sum%11] == s[17]
}
