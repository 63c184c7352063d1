package times

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

var nextWorkdays = []string{
	"下个工作日", "下一工作日", "下一个工作日", "次个工作日", "次工作日", "次一工作日", "下个上班日", "下一个上班日", "下个工作天", "下一个工作天", "最近一个工作日", "最近的工作日",
}

// workday reads 下个工作日, 第三个工作日 and what follows a holiday.
func (r *reader) workday(i int) (Time, bool) {
	if n, _ := r.words(i, []string{"下下个工作日", "下下个上班日"}); n > 0 {
		return r.ofWorkday(i, i+n, r.today, 2)
	}
	if n, which := r.words(i, nextWorkdays); which >= 0 {
		return r.ofWorkday(i, i+n, r.today, 1)
	}
	if r.text.At(i) == '第' {
		n, ok := numbers.At(r.text, i+1)
		if !ok || !n.Single() || n.Low < 1 || n.Low > 60 {
			return Time{}, false
		}
		if r.has(n.To, "个工作日") {
			t, ok := r.ofWorkday(i, n.To+4, r.today, int(n.Low))
			t.Event = r.before(i, "后", "后的", "起", "起的")
			return t, ok
		}
	}
	return Time{}, false
}

// ofWorkday is the n-th workday after a date, with its hour if there is one.
func (r *reader) ofWorkday(from, to int, after calendar.Date, n int) (Time, bool) {
	w, err := calendar.AddWorkdays(after, n)
	if err != nil {
		return Time{}, false
	}
	d := day{from: w.Date, to: w.Date, end: to, fixed: true, unknown: w.UnknownYear}
	return r.withDay(from, d), true
}

// withDay reads the hour behind a day that is found already.
func (r *reader) withDay(from int, d day) Time {
	m := moment{from: from, to: d.end, day: &d}
	at := r.glue(m.to)
	if p, ok := r.part(at, true); ok {
		m.part, m.to = &p, p.end
		at = r.glue(m.to)
	}
	if c, ok := r.clockTime(at, true); ok {
		m.clock, m.to = &c, c.end
	}
	return r.bounded(r.window(m))
}

// holidayNames are how people call the days off, and how the State Council does.
var holidayNames = map[string]string{
	"国庆": "国庆节", "国庆节": "国庆节", "十一": "国庆节", "春节": "春节", "过年": "春节", "年": "春节", "元旦": "元旦", "五一": "劳动节", "五一节": "劳动节", "元旦节": "元旦", "劳动节": "劳动节",
	"端午": "端午节", "端午节": "端午节", "中秋": "中秋节", "中秋节": "中秋节", "清明": "清明节", "清明节": "清明节",
	"节": "", "假期": "", "长假": "", "放假": "", "假": "", "小长假": "", "国庆假期": "国庆节", "国庆长假": "国庆节", "春节假期": "春节", "五一假期": "劳动节", "元旦假期": "元旦",
}

var firstWorkdays = []string{"第一个工作日", "首个工作日", "第1个工作日", "第一天上班", "上班第一天", "第一个上班日", "第一天", "头一天", "首日", "上班首日", "头一个工作日", "开工第一天", "复工第一天"}

// holiday reads 国庆前, 节前, 元旦当天, 节后第一个工作日 and 节后3个工作日内.
func (r *reader) holiday(i int) (Time, bool) {
	for n := 4; n >= 1; n-- {
		name, ok := holidayNames[r.text.Slice(i, i+n)]
		if !ok || i+n > r.text.Len() || n == 1 && i > 0 && (isNumeral(r.text.At(i-1)) || r.has(i, "年前") && r.before(i, "去", "今", "明", "前", "往")) {
			continue
		}
		return r.aroundHoliday(i, i+n, name)
	}
	return Time{}, false
}

func (r *reader) aroundHoliday(i, at int, name string) (Time, bool) {
	first, last, ok := r.daysOff(name)
	if !ok {
		return Time{}, false
	}
	unknown := 0
	if !calendar.Known(last.Year()) {
		unknown = last.Year()
	}
	if n, _ := r.words(at, []string{"后", "之后", "过后", "结束后", "后的", "之后的", "以后", "结束", "结束了", "一结束", "一过", "过完", "过了", "完了", "回来", "收假"}); n > 0 {
		at += n
		if n, which := r.words(at, firstWorkdays); which >= 0 {
			return r.ofWorkday(i, at+n, last, 1)
		}
		a, ok := r.single(at)
		if ok && a.Unit == Workday && !a.vague {
			return r.afterHoliday(i, a, last)
		}
		return Time{}, false
	}
	d := day{from: first - 1, to: first - 1, unknown: unknown, fixed: true}
	if n, which := r.words(at, []string{"前", "之前", "以前", "放假前", "来临前", "到来前", "前夕"}); which >= 0 && name+r.text.Slice(i, at) != "年" && first > r.today {
		d.end = at + n
		t := r.resolve(moment{from: i, to: d.end, day: &d})
		t.Mod = Before
		return t, true
	}
	if r.has(at, "当天", "那天") && name != "" {
		d.from, d.to, d.end = first, first, at+2
		return r.withDay(i, d), true
	}
	return Time{}, false
}

// afterHoliday reads 节后3个工作日内.
func (r *reader) afterHoliday(i int, a reading, last calendar.Date) (Time, bool) {
	t, ok := r.ofWorkday(i, a.to, last, int(a.High))
	if ok && a.Low < a.High {
		if low, ok := r.ofWorkday(i, a.to, last, int(a.Low)); ok {
			t.Earliest = low.End
		}
	}
	if n, which := r.words(t.To, withins); which >= 0 {
		t.Mod, t.To = Within, t.To+n
	}
	return t, ok
}

// daysOff returns the days off that run now or come next, of a holiday or, if
// the name is empty, of any.
func (r *reader) daysOff(name string) (first, last calendar.Date, ok bool) {
	off := func(d calendar.Date) bool {
		h, listed := calendar.HolidayOn(d)
		return listed && h.Off && (name == "" || strings.Contains(h.Name, name))
	}
	for d := r.today; d < r.today+400; d++ {
		if !off(d) {
			continue
		}
		for first = d; off(first - 1); first-- {
		}
		for last = d; off(last + 1); last++ {
		}
		return first, last, true
	}
	return r.fixedHoliday(name)
}

// fixedHoliday returns the first day of a holiday that has its date, or of the
// next one if the name is empty, for years without an announcement.
func (r *reader) fixedHoliday(name string) (first, last calendar.Date, ok bool) {
	months := map[string]time.Month{"元旦": time.January, "劳动节": time.May, "国庆节": time.October}
	for holiday, month := range months {
		if name != "" && name != holiday {
			continue
		}
		next := calendar.NewDate(r.now.Year(), month, 1)
		if next < r.today {
			next = calendar.NewDate(r.now.Year()+1, month, 1)
		}
		if !ok || next < first {
			first, ok = next, true
		}
	}
	return first, first, ok
}
