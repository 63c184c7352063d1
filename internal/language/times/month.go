package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

var (
	monthWords = []string{"上上个月", "上个月", "上月", "本月", "这个月", "这月", "当月", "下下个月", "下个月", "下月"}
	monthSteps = []int{-2, -1, -1, 0, 0, 0, 0, 2, 1, 1}
	yearWords  = []string{"去年", "前年", "今年", "本年", "明年", "后年"}
	yearSteps  = []int{-1, -2, 0, 0, 1, 2}
)

// monthDay reads 11月30日, 下月5号, 月底, 12月内 and 5号.
func (r *reader) monthDay(i int, other *moment) (day, bool) {
	at, year, sure := r.yearAt(i)
	month, at, step, named := r.monthAt(at)
	if !named {
		if sure {
			return day{}, false
		}
		return r.bareDay(i, other)
	}
	y := r.now.Year()
	switch {
	case step != noStep:
		first := time.Date(y, r.now.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		y, month, sure = first.Year(), first.Month(), true
	case sure:
		y = year
	case other != nil && other.day != nil && other.day.year > 0:
		y = other.day.year
	}
	days := at
	if r.text.At(at) == '的' {
		days++
	}
	if n, to, ok := r.dayNumber(days, r.dayShows(days)); ok {
		return r.date(y, month, n, to, sure)
	}
	return r.wholeMonth(at, y, month, step, sure)
}

// noStep says that a month was named by its number.
const noStep = 99

// yearAt reads 2026年 and 明年, if there is one.
func (r *reader) yearAt(i int) (at, year int, ok bool) {
	if n, which := r.words(i, yearWords); which >= 0 {
		return i + n, r.now.Year() + yearSteps[which], true
	}
	n, ok := numbers.At(r.text, i)
	if !ok || !r.has(n.To, "年") || n.Low != n.High || n.Vague || n.Low != float64(int(n.Low)) {
		return i, 0, false
	}
	switch size := n.To - n.From; {
	case size == 4 && n.Low >= 1900 && n.Low < 2200:
		return n.To + 1, int(n.Low), true
	case size == 2 && n.Low < 100 && (n.Arabic || r.text.At(i) != '十' && r.text.At(i+1) != '十'):
		if n.Low > 70 {
			n.Low -= 100
		}
		return n.To + 1, 2000 + int(n.Low), true
	}
	return i, 0, false
}

// monthAt reads 11月 and 下个月; of the 月 in 月底 it says this month.
func (r *reader) monthAt(i int) (month time.Month, at, step int, ok bool) {
	if n, which := r.words(i, monthWords); which >= 0 {
		return 0, i + n, monthSteps[which], true
	}
	if r.has(i, "月底", "月末", "月初", "月中", "月内") && !(i > 0 && isNumeral(r.text.At(i-1))) {
		return 0, i + 1, 0, true
	}
	n, found := numbers.At(r.text, i)
	if !found || n.Low != n.High || n.Vague || n.Low < 1 || n.Low > 12 || n.Low != float64(int(n.Low)) || !r.has(n.To, "月") {
		return 0, i, 0, false
	}
	at = n.To + 1
	if r.has(at, "份") {
		at++
	}
	return time.Month(n.Low), at, noStep, true
}

// dayShows reports whether a number at i is a day though no 日 follows: 11月30前.
func (r *reader) dayShows(i int) bool {
	n, ok := numbers.At(r.text, i)
	return ok && (r.has(n.To, "日", "号", "前", "之前", "以前", "上午", "下午", "晚上", "早上", "中午", "-", "~", "到", "至") || n.To == r.text.Len())
}

// date checks a date, and rolls one without a year to the side of now that is
// asked for.
func (r *reader) date(year int, month time.Month, n, to int, sure bool) (day, bool) {
	for tries := 0; tries < 9; tries++ {
		d := calendar.NewDate(year, month, n)
		exists := time.Date(year, month, n, 0, 0, 0, 0, time.UTC).Day() == n
		switch {
		case !exists && sure:
			return day{}, false
		case !exists || !sure && !r.clock.Back && d < r.today:
			year++
			continue
		case !sure && r.clock.Back && d > r.today:
			year--
			continue
		}
		return day{from: d, to: d, end: to, month: month, year: year, past: d < r.today}, true
	}
	return day{}, false
}

// wholeMonth reads what follows a month: 底, 初, 上旬, 内.
func (r *reader) wholeMonth(at, year int, month time.Month, step int, sure bool) (day, bool) {
	if step == noStep && !sure && month < r.now.Month() && !r.clock.Back {
		year++
	}
	if step == noStep && !sure && month > r.now.Month() && r.clock.Back {
		year--
	}
	last := calendar.NewDate(year, month+1, 1) - 1
	d := day{from: calendar.NewDate(year, month, 1), to: last, end: at, period: true, month: month, year: year, exclude: step == noStep || step > 0}
	ends := []struct {
		word     string
		from, to calendar.Date
	}{
		{"上旬", d.from, d.from + 9}, {"中旬", d.from + 10, d.from + 19}, {"下旬", d.from + 20, last},
		{"底", last, last}, {"月底", last, last}, {"月末", last, last}, {"末", last, last}, {"初", d.from, d.from + 4}, {"月初", d.from, d.from + 4},
		{"中", d.from + 14, d.from + 14}, {"内", d.from, last},
	}
	for _, e := range ends {
		if r.has(at, e.word) {
			d.from, d.to, d.exclude = e.from, e.to, false
			if e.word != "内" {
				d.end = at + len([]rune(e.word))
			}
			break
		}
	}
	if d.end == at && step == noStep && !sure && r.has(at, "饼", "亮", "季", "子") {
		return day{}, false
	}
	d.past = d.to < r.today
	return d, true
}

// bareDay reads 5号 and 15日, of this month or the next.
func (r *reader) bareDay(i int, other *moment) (day, bool) {
	if i > 0 && (isDigit(r.text.At(i)) && isDigit(r.text.At(i-1)) || r.before(i, "月", "第", "单", "工", "账", "编", "型", "批", "订", "房", "周岁", "满")) {
		return day{}, false
	}
	n, to, ok := r.dayNumber(i, false)
	if !ok && other == nil {
		return r.sharedDay(i)
	}
	if !ok {
		return day{}, false
	}
	year, month := r.now.Year(), r.now.Month()
	if other != nil && other.day != nil && other.day.year > 0 {
		year, month = other.day.year, other.day.month
		if d, ok := r.date(year, month, n, to, true); ok && d.from >= other.day.from {
			return d, true
		}
	}
	for step := 0; step < 13; step++ {
		if r.clock.Back {
			step = -step
		}
		first := time.Date(year, month+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		d, ok := r.date(first.Year(), first.Month(), n, to, true)
		if ok && (!r.clock.Back && d.from >= r.today || r.clock.Back && d.from <= r.today) {
			d.past = d.from < r.today
			return d, true
		}
		step = max(step, -step)
	}
	return day{}, false
}

// sharedDay reads the 3 of 3-5号, which has its 号 at the end.
func (r *reader) sharedDay(i int) (day, bool) {
	low, ok := numbers.At(r.text, i)
	if !ok || low.Low < 1 || low.High > 31 || low.Vague {
		return day{}, false
	}
	join := numbers.Join(r.text, low.To)
	_, to, ok := r.dayNumber(low.To+join, false)
	if !ok || join == 0 || r.text.At(to-1) != '号' && !r.before(i, "月") {
		return day{}, false
	}
	for step := range 13 {
		first := time.Date(r.now.Year(), r.now.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		if d, ok := r.date(first.Year(), first.Month(), int(low.Low), low.To, true); ok && d.from >= r.today {
			return d, true
		}
	}
	return day{}, false
}
