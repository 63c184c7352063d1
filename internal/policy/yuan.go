package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parseYuan reads yuan, with at most two decimals, as fen.
func parseYuan(text string) (int64, bool) {
	text = strings.TrimLeft(strings.TrimSpace(text), "¥￥")
	text = strings.TrimSpace(strings.TrimRight(text, "元块"))
	minus := strings.HasPrefix(text, "-")
	whole, part, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if point && (part == "" || len(part) > 2) || whole == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if minus {
		n = -n
	}
	return n, err == nil
}

// Yuan writes fen as people read them: 12.50元, 100元.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	if fen%100 == 0 {
		return fmt.Sprintf("%s%d元", sign, fen/100)
	}
	return fmt.Sprintf("%s%d.%02d元", sign, fen/100, fen%100)
}

// parseInstant reads the day in China of an instant.
func parseInstant(text string) (int64, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, shanghai); err == nil {
			return int64(dateOf(t)), true
		}
	}
	return 0, false
}
