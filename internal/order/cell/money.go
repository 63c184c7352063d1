package cell

import (
	"math"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var moneyMarks = strings.NewReplacer("¥", "", "￥", "", "元", "", "RMB", "", "CNY", "", ",", "", " ", "")

// Money reads an amount of yuan and returns fen, rounded half up. found is
// false for an empty cell. It may be negative.
func Money(s string) (fen int64, found bool, err error) {
	m := plain(s)
	if m == "" {
		return 0, false, nil
	}
	fen, ok := fenOf(moneyMarks.Replace(m))
	if !ok || fen > MaxMoney || fen < -MaxMoney {
		return 0, false, fault.New(fault.Invalid, "order.cell_money", "value", quoted(s))
	}
	return fen, true, nil
}

func fenOf(m string) (int64, bool) {
	negative := strings.HasPrefix(m, "-")
	m = strings.TrimPrefix(strings.TrimPrefix(m, "-"), "+")
	if m == "" || len(m) > 32 || m[0] == '.' {
		return 0, false
	}
	var fen int64
	var ok bool
	if strings.ContainsAny(m, "eE") {
		fen, ok = fromFloat(m)
	} else {
		fen, ok = fromDigits(m)
	}
	if negative {
		fen = -fen
	}
	return fen, ok
}

// fromFloat reads what a spreadsheet writes for very small parts: 1E-2.
func fromFloat(m string) (int64, bool) {
	f, err := strconv.ParseFloat(m, 64)
	if err != nil || math.Abs(f) > MaxMoney/100 || strings.Trim(m, "0123456789.eE+-") != "" {
		return 0, false
	}
	return int64(math.Round(f * 100)), true
}

func fromDigits(m string) (int64, bool) {
	whole, part, _ := strings.Cut(m, ".")
	if len(whole) > 12 || strings.Trim(whole, "0123456789") != "" || strings.Trim(part, "0123456789") != "" {
		return 0, false
	}
	yuan, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, false
	}
	part += "000"
	fen := yuan*100 + int64(part[0]-'0')*10 + int64(part[1]-'0')
	if part[2] >= '5' {
		fen++
	}
	return fen, true
}
