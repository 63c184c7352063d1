package numbers

import (
	"math"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// Amount is an amount of money, in hundredths of its currency: fen.
type Amount struct {
	language.Range
	Low, High int64
	Vague     bool
	Currency  string // ISO 4217
}

// most is more money than any text is about, in fen; larger sums are cut to it.
const most = 1e17

func fen(yuan float64) int64 { return int64(math.Round(min(max(yuan*100, -most), most))) }

// money are the words for units of money after a number, the longer first.
var money = []struct{ word, currency string }{
	{"块钱", "CNY"}, {"元钱", "CNY"}, {"元整", "CNY"}, {"人民币", "CNY"}, {"元人民币", "CNY"}, {"圆", "CNY"}, {"元", "CNY"}, {"块", "CNY"},
	{"rmb", "CNY"}, {"cny", "CNY"}, {"¥", "CNY"}, {"大洋", "CNY"},
	{"美元", "USD"}, {"美金", "USD"}, {"美刀", "USD"}, {"刀", "USD"}, {"usd", "USD"}, {"$", "USD"},
	{"港元", "HKD"}, {"港币", "HKD"}, {"欧元", "EUR"}, {"英镑", "GBP"}, {"日元", "JPY"}, {"韩元", "KRW"}, {"韩币", "KRW"},
	{"台币", "TWD"}, {"新台币", "TWD"}, {"泰铢", "THB"}, {"瑞士法郎", "CHF"}, {"卢布", "RUB"}, {"澳元", "AUD"}, {"加元", "CAD"}, {"新元", "SGD"},
}

// signs stand before the number.
var signs = []struct{ word, currency string }{
	{"¥", "CNY"}, {"人民币", "CNY"}, {"rmb", "CNY"}, {"cny", "CNY"}, {"$", "USD"}, {"usd", "USD"}, {"港币", "HKD"}, {"hk$", "HKD"}, {"€", "EUR"}, {"£", "GBP"},
}

func init() {
	slices.SortStableFunc(money, func(a, b struct{ word, currency string }) int { return len(b.word) - len(a.word) })
}

// AmountAt reads an amount of money that begins at i: 129.9元, ¥50, 三块五, 百来块,
// 10到20元, 5毛.
func AmountAt(t language.Text, i int) (Amount, bool) {
	at, currency := i, ""
	for _, s := range signs {
		if t.Has(i, s.word) && !isLatin(t.At(i-1)) {
			at, currency = i+len([]rune(s.word)), s.currency
			if t.At(at) == ':' {
				at++
			}
			break
		}
	}
	n, ok := Between(t, at)
	if !ok {
		return Amount{}, false
	}
	a := Amount{Range: language.Range{From: i, To: n.To}, Low: fen(n.Low), High: fen(n.High), Vague: n.Vague, Currency: currency}
	if word, cur := unitOf(t, n.To); word > 0 && counts(t, i, n, word) {
		a.Currency, a.To = cur, n.To+word
		return a.withSmall(t), true
	}
	if currency != "" {
		return a, true
	}
	return cents(t, i, n)
}

func unitOf(t language.Text, i int) (length int, currency string) {
	for _, m := range money {
		if t.Has(i, m.word) {
			if m.word == "块" && t.Has(i+1, "多钱") {
				return 3, m.currency
			}
			return len([]rune(m.word)), m.currency
		}
	}
	return 0, ""
}

// counts tells money from what only looks like it: 一块屏幕, 元旦, 五角大楼.
func counts(t language.Text, from int, n Number, word int) bool {
	next := t.At(n.To + word)
	switch t.Slice(n.To, n.To+word) {
	case "元":
		return next != '旦' && next != '宵' && next != '素' && next != '件'
	case "刀":
		return next != '具' && next != '片' && next != '叉' && next != '刃' && n.Arabic
	case "块":
		if next == '儿' || from > 0 && strings.ContainsRune("碎裂坏破烂断", t.At(from-1)) { // 砖碎了30块
			return false
		}
		if t.At(from-1) == '了' && from > 1 && strings.ContainsRune("碎裂坏破烂断", t.At(from-2)) {
			return false
		}
		return n.Arabic && n.Low >= 10 || !n.Arabic && n.High > 10 || n.Vague || paying(t, from, n.To+word)
	}
	return true
}

// spent are words before a small 块 that make it money, goes those after it.
var (
	spent = []string{"退", "赔", "补", "差", "便宜", "降", "涨", "花", "贵", "付", "收", "扣", "减", "价", "费", "要", "给", "返", "抵", "赚", "亏", "才", "仅", "共", "计", "少"}
	goes  = []string{"的", "吧", "吗", "呢", "了", "左右", "以上", "以下", "以内", "多", "半", "运费", "邮费", "差价", "红包", "券", "优惠"}
)

func paying(t language.Text, from, to int) bool {
	next := t.At(to)
	if next == 0 || strings.ContainsRune("。,!?;…\n、:)]-~/", next) || digits[next] > 0 || isDigit(next) {
		return true
	}
	for _, w := range goes {
		if t.Has(to, w) {
			return true
		}
	}
	before := t.Slice(from-4, from)
	for _, w := range spent {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// withSmall adds 角 and 分: the 五 of 三块五, the 九毛五 of 12块九毛五, the 半 of 两块半.
func (a Amount) withSmall(t language.Text) Amount {
	if a.Low != a.High || a.Currency != "CNY" {
		return a
	}
	if t.At(a.To) == '半' {
		a.Low += 50
		a.High, a.To = a.Low, a.To+1
		return a
	}
	if t.At(a.To) == '多' {
		a.Vague, a.To = true, a.To+1
		return a
	}
	jiao, ok := At(t, a.To)
	if !ok || !jiao.Single() || jiao.High > 9 || jiao.Low != float64(int(jiao.Low)) {
		return a
	}
	if w := t.At(jiao.To); w == '毛' || w == '角' {
		a.Low, a.To = a.Low+int64(jiao.Low)*10, jiao.To+1
		if fen, ok := At(t, a.To); ok && fen.Single() && fen.High <= 9 && (t.At(fen.To) == '分' || !measures[t.At(fen.To)]) {
			a.Low, a.To = a.Low+int64(fen.Low), fen.To
			if t.At(a.To) == '分' {
				a.To++
			}
		}
	} else if w == '分' {
		a.Low, a.To = a.Low+int64(jiao.Low), jiao.To+1
	} else if t.Slice(a.To-1, a.To) == "块" && !measures[w] && !isDigit(w) {
		a.Low, a.To = a.Low+int64(jiao.Low)*10, jiao.To
	}
	a.High = a.Low
	return a
}

// cents reads amounts below one yuan: 五毛, 2角5分, 八分钱.
func cents(t language.Text, i int, n Number) (Amount, bool) {
	a := Amount{Range: language.Range{From: i, To: n.To + 1}, Vague: n.Vague, Currency: "CNY"}
	switch t.At(n.To) {
	case '毛', '角':
		if strings.ContainsRune("大星形落线衣巾绒", t.At(n.To+1)) && t.At(n.To+1) != 0 || n.High > 99 {
			return Amount{}, false
		}
		a.Low, a.High = fen(n.Low/10), fen(n.High/10)
		if f, ok := At(t, a.To); ok && f.Single() && f.High <= 9 && a.Low == a.High && !measures[t.At(f.To)] {
			a.Low, a.To = a.Low+int64(f.Low), f.To
			a.High = a.Low
		}
		if t.At(a.To) == '分' {
			a.To++
		}
	case '分':
		if t.At(n.To+1) != '钱' {
			return Amount{}, false
		}
		a.Low, a.High = fen(n.Low/100), fen(n.High/100)
	default:
		return Amount{}, false
	}
	if t.At(a.To) == '钱' {
		a.To++
	}
	return a, true
}
