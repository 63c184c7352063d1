package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/language/numbers"
)

// reading is an amount of time as written.
type reading struct {
	Amount
	to    int  // position after it
	vague bool // 几天
}

// amount reads how much time: 三天, 一个半小时, 两天半, 1小时30分钟, 半个月, 3日内.
func (r *reader) amount(i int) (Amount, int, bool, bool) {
	a, ok := r.single(i)
	if !ok {
		return Amount{}, 0, false, false
	}
	if join := numbers.Join(r.text, a.to); join > 0 && a.Low == a.High && !a.vague { // 3天到5天
		if b, ok := r.single(a.to + join); ok && b.Unit == a.Unit && b.High > a.High && b.Low == b.High && !b.vague {
			a.High, a.to, a.Extra = b.High, b.to, b.Extra
		}
	}
	return a.Amount, a.to, a.vague, true
}

func (r *reader) single(i int) (reading, bool) {
	if a, ok := r.half(i); ok {
		return a, true
	}
	if n, _ := r.words(i, []string{"几", "好几", "数", "若干"}); n > 0 {
		unit, to, ok := r.unitAt(i + n)
		return reading{Amount{Low: 2, High: 9, Unit: unit}, to, true}, ok && unit != Year
	}
	if n, _ := r.words(i, []string{"个把"}); n > 0 {
		unit, to, ok := r.unitAt(i + 1 + n - 1)
		return reading{Amount{Low: 1, High: 1, Unit: unit}, to, false}, ok
	}
	n, ok := numbers.Between(r.text, i)
	if !ok || n.High > maxCount || n.Low < 0 {
		return reading{}, false
	}
	a := reading{Amount: Amount{Low: n.Low, High: n.High}, to: n.To, vague: n.Vague && n.Low != n.High}
	switch {
	case r.has(n.To, "个半"):
		return r.andHalf(a)
	case r.has(n.To, "个多", "个来"):
		unit, to, ok := r.unitAt(n.To + 2)
		if !ok && r.has(n.To+2, "月") {
			unit, to, ok = Month, n.To+3, true
		}
		a.Unit, a.to = unit, to
		return a, ok
	case r.has(n.To, "刻钟"):
		a.Low, a.High, a.Unit, a.to = 15*n.Low, 15*n.High, Minute, n.To+2
		return a, true
	}
	unit, to, ok := r.unitAt(n.To)
	if !ok {
		return r.written(n, a)
	}
	if unit == Year && (n.Low > 100 || n.Arabic && r.text.At(i) == '0' || r.text.At(n.To) == '个' || r.yearOnly(i, n.To, to)) || unit == Week && r.weekdayFollows(to) && n.Low == 1 {
		return reading{}, false
	}
	a.Unit = unit
	if r.has(n.To, "个季度") {
		a.Low, a.High = 3*a.Low, 3*a.High
	}
	a.to = to
	return r.more(a), true
}

// yearOnly tells 18年10月 and 一年级 from amounts of years.
func (r *reader) yearOnly(from, unit, to int) bool {
	if r.has(to, "份", "轻", "级", "代", "度", "货", "纪", "龄") {
		return true
	}
	_, _, _, month := r.monthAt(to)
	return unit-from == 2 && month && !r.has(to, "月")
}

func (r *reader) weekdayFollows(i int) bool {
	_, ok := weekdays[r.text.At(i)]
	return ok && !r.has(i, "一次", "天")
}

// half reads what begins with 半, and 个半小时.
func (r *reader) half(i int) (reading, bool) {
	at, n := i, 0.5
	switch {
	case r.has(i, "大半", "小半", "多半"):
		at = i + 2
	case r.has(i, "个半") && !r.before(i, "上", "下"):
		at, n = i+2, 1.5
	case r.has(i, "半") && (!r.before(i, "上", "下", "前", "后", "上个", "下个") || r.before(i, "稍后", "之后", "然后")):
		at = i + 1
	default:
		return reading{}, false
	}
	if r.has(at, "个月", "月") && n == 0.5 {
		to := at + 1
		if r.has(at, "个") {
			to++
		}
		return reading{Amount{Low: 15, High: 15, Unit: CalendarDay}, to, false}, true
	}
	if r.has(at, "日") && n == 0.5 {
		return reading{Amount{Low: n, High: n, Unit: CalendarDay}, at + 1, false}, true
	}
	unit, to, ok := r.unitAt(at)
	if !ok && n == 1.5 && r.has(at, "月", "钟") {
		unit, to, ok = map[bool]Unit{true: Month, false: Hour}[r.has(at, "月")], at+1, true
	}
	return reading{Amount{Low: n, High: n, Unit: unit}, to, false}, ok
}

// andHalf reads the 个半小时 of 一个半小时.
func (r *reader) andHalf(a reading) (reading, bool) {
	at := a.to + 2
	unit, to, ok := r.unitAt(at)
	switch {
	case r.has(at, "月"):
		unit, to, ok = Month, at+1, true
	case !ok && r.has(at, "钟"):
		unit, to, ok = Hour, at+1, true
	}
	a.Low, a.High, a.Unit, a.to = a.Low+0.5, a.High+0.5, unit, to
	return a, ok
}

// written reads amounts whose unit means one only by what follows: 3日内, 5分半.
func (r *reader) written(n numbers.Number, a reading) (reading, bool) {
	switch {
	case r.has(n.To, "日") && (r.daysBounded(n.To+1) || n.Low != n.High && !r.has(n.To+1, "前", "之前")):
		a.Unit, a.to = CalendarDay, n.To+1
		return a, true
	case r.has(n.To, "分") && (r.has(n.To+1, "半", "内", "之内", "后", "之后") || n.Arabic && r.has(n.To+1, "左右")):
		a.Unit, a.to = Minute, n.To+1
		return r.more(a), true
	case r.has(n.To, "月") && r.has(n.To+1, "之内", "以内") && n.Low <= 3:
		a.Unit, a.to = Month, n.To+1
		return a, true
	}
	return reading{}, false
}

// daysBounded reports whether what follows a 日 makes it an amount of days.
func (r *reader) daysBounded(i int) bool {
	return r.has(i, "内", "之内", "以内", "后", "之后", "以后") && !r.has(i, "后台", "内容")
}

// more reads what goes on: the 半 of 两天半, the 30分钟 of 1小时30分钟.
func (r *reader) more(a reading) reading {
	if a.Low != a.High {
		return a
	}
	if r.has(a.to, "半") && !r.has(a.to, "半个", "半小时", "半天", "半年", "半月", "半夜") {
		a.Low, a.High, a.to = a.Low+0.5, a.High+0.5, a.to+1
		if r.has(a.to, "钟") {
			a.to++
		}
		return a
	}
	if r.has(a.to, "多") && !r.has(a.to, "多次", "多少") {
		a.to++
		return a
	}
	at := a.to
	if r.has(at, "零", "又", "加", "和") {
		at++
	}
	n, ok := numbers.At(r.text, at)
	if !ok || n.Low != n.High || n.Low > 59 {
		return a
	}
	unit, to, ok := r.unitAt(n.To)
	if !ok && a.Unit == Hour && r.has(n.To, "分") {
		unit, to, ok = Minute, n.To+1, true
	}
	if ok && (a.Unit == Week && unit == CalendarDay || a.Unit == Year && unit == Month) {
		per := map[Unit]float64{Week: 7, Year: 12}[a.Unit]
		a.Low = a.Low*per + n.Low
		a.High, a.Unit, a.to = a.Low, unit, to
		return a
	}
	if a.Unit != Hour && a.Unit != CalendarDay && a.Unit != Minute {
		return a
	}
	length := map[Unit]time.Duration{Second: time.Second, Minute: time.Minute, Hour: time.Hour}[unit]
	if !ok || length == 0 || unit >= a.Unit {
		return a
	}
	a.Extra, a.to = time.Duration(n.Low*float64(length)), to
	return a
}
