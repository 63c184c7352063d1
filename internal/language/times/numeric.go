package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// numeric reads 2026-11-30, 2026.11.30, 11/30 and, where what follows shows
// that it is a date, 11.30 and 11-30.
func (r *reader) numeric(i int, _ *moment) (day, bool) {
	if !isDigit(r.text.At(i)) || isDigit(r.text.At(i-1)) && !r.text.Gap(i) {
		return day{}, false
	}
	if d, ok := r.compact(i); ok {
		return d, true
	}
	first, at := r.digits(i)
	mark := r.text.At(at)
	if mark != '-' && mark != '/' && mark != '.' || r.text.Gap(at) {
		return day{}, false
	}
	second, to := r.digits(at + 1)
	if to == at+1 {
		return day{}, false
	}
	if at-i == 4 {
		if r.text.At(to) != mark {
			return day{}, false
		}
		third, end := r.digits(to + 1)
		if len := end - to - 1; len < 1 || len > 2 {
			return day{}, false
		}
		if r.has(end, "日", "号") {
			end++
		}
		return r.checked(first, second, third, end, true)
	}
	if at-i > 2 || to-at-1 > 2 || isDigit(r.text.At(to)) || r.text.At(to) == '/' || r.text.At(to) == '%' || r.text.At(i-1) == '/' {
		return day{}, false
	}
	shows := r.has(to, "前", "之前", "以前", "当天", "上午", "下午", "晚上", "早上", "中午", "晚", "号", "日")
	if mark == '-' && r.has(to, "日", "号") {
		return day{}, false // 3-5日
	}
	if mark != '/' && !shows || mark == '/' && !shows && (first == 1 && second < 10 || r.has(to, "的", "个", "件")) {
		return day{}, false
	}
	if r.has(to, "日", "号") {
		to++
	}
	return r.checked(0, first, second, to, false)
}

// compact reads 20261130.
func (r *reader) compact(i int) (day, bool) {
	n, to := 0, i
	for ; isDigit(r.text.At(to)) && (to == i || !r.text.Gap(to)) && to < i+9; to++ {
		n = n*10 + int(r.text.At(to)-'0')
	}
	if to-i != 8 || n < 19900101 || n > 20991231 || latin(r.text.At(to)) || r.text.At(to) == '-' {
		return day{}, false
	}
	return r.checked(n/10000, n/100%100, n%100, to, true)
}

func (r *reader) checked(year, month, n, to int, sure bool) (day, bool) {
	if month < 1 || month > 12 || n < 1 || n > 31 || sure && (year < 1900 || year > 2200) {
		return day{}, false
	}
	if !sure {
		year = r.now.Year()
	}
	return r.date(year, time.Month(month), n, to, sure)
}

// digits reads at most four digits, which white space ends.
func (r *reader) digits(i int) (n, to int) {
	for to = i; to < i+4 && isDigit(r.text.At(to)) && (to == i || !r.text.Gap(to)); to++ {
		n = n*10 + int(r.text.At(to)-'0')
	}
	return n, to
}

// year reads 年底, 今年内, 明年 and 2026年.
func (r *reader) year(i int, _ *moment) (day, bool) {
	at, year, ok := r.yearAt(i)
	step := year - r.now.Year()
	if !ok {
		if !r.has(i, "年底", "年末", "年内", "年终") || i > 0 && isNumeral(r.text.At(i-1)) {
			return day{}, false
		}
		at, year = i, r.now.Year()
		if r.text.At(i) == '年' {
			at++
		}
	}
	d := day{from: calendar.NewDate(year, 1, 1), to: calendar.NewDate(year, 12, 31), end: at, period: true, exclude: true}
	switch {
	case r.has(at, "年底", "年末"):
		d.from, d.end, d.exclude = d.to, at+2, false
	case r.has(at, "底", "末", "终"):
		d.from, d.end, d.exclude = d.to, at+1, false
	case r.has(at, "年初"):
		d.to, d.end, d.exclude = calendar.NewDate(year, 3, 1)-1, at+2, false
	case r.has(at, "初"):
		d.to, d.end, d.exclude = calendar.NewDate(year, 3, 1)-1, at+1, false
	}
	d.past = d.to < r.today || ok && step < 0
	return d, true
}
