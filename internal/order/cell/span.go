package cell

import (
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Days reads for how long something keeps: 18个月, 2年, 365天, or a bare number of
// days. A month has 30 days and a year 365. nil for an empty cell.
func Days(s string) (*int64, error) {
	n, ok := span(s, map[string]int64{"": 1, "天": 1, "日": 1, "day": 1, "days": 1, "周": 7, "个月": 30, "月": 30, "month": 30, "months": 30, "年": 365, "year": 365, "years": 365})
	if !ok {
		return nil, fault.New(fault.Invalid, "order.cell_days", "value", quoted(s))
	}
	return n, nil
}

// Months reads a warranty: 12个月, 1年, 一年, or a bare number of months. 无 and the
// like say nothing; 0 says that there is none. nil for an empty cell.
func Months(s string) (*int64, error) {
	n, ok := span(s, map[string]int64{"": 1, "个月": 1, "月": 1, "month": 1, "months": 1, "年": 12, "year": 12, "years": 12})
	if !ok {
		return nil, fault.New(fault.Invalid, "order.cell_months", "value", quoted(s))
	}
	return n, nil
}

var smallNumbers = strings.NewReplacer("半年", "6个月", "十二", "12", "十八", "18", "一", "1", "二", "2", "两", "2", "三", "3", "五", "5", "六", "6", "十", "10")

func span(s string, units map[string]int64) (*int64, bool) {
	text := plain(s)
	if text == "" {
		return nil, true
	}
	text = strings.ReplaceAll(smallNumbers.Replace(text), " ", "")
	digits := strings.TrimLeft(text, "0123456789")
	n, err := strconv.ParseInt(text[:len(text)-len(digits)], 10, 32)
	unit, known := units[strings.ToLower(strings.TrimPrefix(digits, ".0"))]
	if err != nil || !known {
		return nil, false
	}
	n *= unit
	return &n, true
}
