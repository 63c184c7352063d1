package cell

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// forms are the spellings of times after dateMarks, most usual first.
var forms = []string{
	"2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2", "2006-1-2 15:4:5.999", "2006-1-2T15:4:5", "2006-1-2T15:4",
	"20060102150405", "20060102 15:4:5", "20060102 15:4", "20060102",
}

// zoned are those that say their zone.
var zoned = []string{time.RFC3339, "2006-1-2 15:4:5Z07:00", "2006-1-2 15:4:5 -0700", "2006-1-2 15:4:5 -0700 MST"}

var dateMarks = strings.NewReplacer("年", "-", "月", "-", "日", " ", "号", " ", "时", ":", "点", ":", "分", ":", "秒", "", "/", "-", "上午", "", "T", "T")

var (
	noDate    = regexp.MustCompile(`^0{4}-0{1,2}-0{1,2}`)
	dotted    = regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})`)
	afternoon = regexp.MustCompile(`^(.* ?)下午 ?(\d{1,2})(:.*)$`)
	serial    = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// Times are between these, or misread.
var (
	earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Time reads a time on the shop's clock: 2026-11-29 20:52, 2026/11/29,
// 2026年11月29日, 20261129, the serial number of a spreadsheet, or seconds or
// milliseconds since 1970. The zero time is not known. 11/29/26 and the like
// are refused: nobody can tell the day from the month.
func Time(s string, zone *time.Location) (time.Time, error) {
	text := plain(s)
	if text == "" || text[0] == '0' && noDate.MatchString(text) {
		return time.Time{}, nil
	}
	t, ok := timeOf(text, zone)
	if t = t.UTC(); !ok || t.Before(earliest) || t.After(latest) {
		return time.Time{}, fault.New(fault.Invalid, "order.cell_time", "value", quoted(s))
	}
	return t, nil
}

func timeOf(text string, zone *time.Location) (time.Time, bool) {
	if t, err := time.ParseInLocation(time.DateTime, text, zone); err == nil { // as most exports write it
		return t, true
	}
	if t, ok := counted(text, zone); ok {
		return t, true
	}
	for _, form := range zoned {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	text = dotted.ReplaceAllString(dateMarks.Replace(text), "$1-$2-$3")
	if m := afternoon.FindStringSubmatch(text); m != nil {
		if hour, err := strconv.Atoi(m[2]); err == nil && hour < 12 {
			m[2] = strconv.Itoa(hour + 12)
		}
		text = m[1] + m[2] + m[3]
	}
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), ": ")
	for _, form := range forms {
		if t, err := time.ParseInLocation(form, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// counted reads days since 1899-12-30 on the shop's clock, as spreadsheets
// count, and seconds or milliseconds since 1970.
func counted(text string, zone *time.Location) (time.Time, bool) {
	if serial.MatchString(text) {
		days, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return time.Time{}, false
		}
		whole := math.Floor(days)
		seconds := int(math.Round((days - whole) * 86400))
		return time.Date(1899, 12, 30+int(whole), 0, 0, seconds, 0, zone), true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
	case len(text) == 10:
		return time.Unix(n, 0), true
	case len(text) == 13:
		return time.UnixMilli(n), true
	}
	return time.Time{}, false
}
