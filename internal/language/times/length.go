package times

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// Unit is what an amount of time is counted in.
type Unit int

const (
	Second Unit = iota + 1
	Minute
	Hour
	CalendarDay
	Workday
	Week
	Month
	Year
)

// Amount is an amount of time: High of Unit, Low where it is a range.
type Amount struct {
	Low, High float64
	Unit      Unit
	Extra     time.Duration // the minutes of 1小时30分钟
}

// String writes an amount of time as ISO 8601 does: P3D, PT2H30M. Of a range it
// is the longer; workdays count as days.
func (a Amount) String() string {
	n := strconv.FormatFloat(a.High, 'f', -1, 64)
	extra := ""
	if m := a.Extra / time.Minute; m > 0 {
		extra = fmt.Sprintf("%dM", m)
	} else if a.Extra > 0 {
		extra = fmt.Sprintf("%dS", a.Extra/time.Second)
	}
	switch a.Unit {
	case Second, Minute, Hour:
		return "PT" + n + string(" SMH"[a.Unit]) + extra
	case Week, Month, Year:
		return "P" + n + string("WMY"[a.Unit-Week])
	}
	if extra != "" {
		return fmt.Sprintf("P%sDT%dH", n, a.Extra/time.Hour)
	}
	return "P" + n + "D"
}

// maxCount bounds how much of a unit is taken for a time.
const maxCount = 10000

var lengthWords = []struct {
	word string
	unit Unit
}{
	{"工作日", Workday}, {"工作天", Workday}, {"交易日", Workday}, {"银行工作日", Workday}, {"自然日", CalendarDay}, {"自然天", CalendarDay},
	{"小时", Hour}, {"钟头", Hour}, {"h", Hour}, {"hour", Hour}, {"hours", Hour}, {"hr", Hour},
	{"分钟", Minute}, {"min", Minute}, {"mins", Minute}, {"秒", Second}, {"秒钟", Second}, {"天", CalendarDay}, {"days", CalendarDay}, {"day", CalendarDay},
	{"星期", Week}, {"礼拜", Week}, {"周", Week}, {"年", Year},
}

// countedWords are units that take 个; 月 and 钟 mean an amount only with it.
var countedWords = append([]struct {
	word string
	unit Unit
}{{"月", Month}, {"钟", Hour}, {"季度", Month}}, lengthWords...)

// unitAt reads a unit of time at i.
func (r *reader) unitAt(i int) (unit Unit, to int, ok bool) {
	list, at := lengthWords, i
	if r.has(i, "个") {
		list, at = countedWords, i+1
	}
	for _, w := range list {
		n := len([]rune(w.word))
		if at+n <= to || !r.text.Has(at, w.word) || latin(r.text.At(at)) && latin(r.text.At(at+n)) {
			continue
		}
		unit, to, ok = w.unit, at+n, true
	}
	return unit, to, ok
}

// bounds follow an amount of time.
var (
	withins = []string{"之内", "以内", "内", "里", "之间", "时间内", "的时间内", "间内"}
	afters  = []string{"以后", "之后", "过后", "后"}
	agos    = []string{"以前", "之前", "前", "来", "以来"}
)

// length reads an amount of time and what bounds it: 3天内, 两小时后, 1-3个工作日.
func (r *reader) length(i int) (Time, bool) {
	if r.text.At(i) == '第' || r.before(i, "第") {
		return Time{}, false
	}
	at, past := i, false
	if n, _ := r.words(i, []string{"未来", "今后", "接下来", "往后"}); n > 0 {
		at = i + n
		if r.text.At(at) == '的' {
			at++
		}
	}
	if n, _ := r.words(i, []string{"最近", "近", "过去", "过去的", "之前的", "刚过去的"}); n > 0 {
		at, past = i+n, true
	}
	a, to, vague, ok := r.amount(at)
	if !ok || r.has(to, "岁") {
		return Time{}, false
	}
	t := Time{Range: rangeOf(i, to), Kind: Length, Span: a}
	t.Every = r.before(i, "每", "每隔", "隔")
	if r.has(t.To, "左右", "上下") {
		t.About, t.To = true, t.To+2
	}
	r.bound(&t)
	if t.Mod == On && r.ahead(&t) {
		t.Mod = After
	}
	if past && t.Mod == On && !r.before(i, "最") && a.Unit >= CalendarDay && a.Unit != Workday {
		t.Past = true
	}
	if vague || !(a.Unit == Workday && t.Mod == Within) && r.before(i, "这", "那", "头", "哪", "提前", "推迟", "延迟", "延长", "延后", "晚了", "早了", "的前", "期前", "货前", "门前", "的后") {
		t.Kind = Vague
		return t, true
	}
	r.elapsed(&t)
	r.settle(&t)
	return t, true
}

// bound reads 内, 后 and 前 after an amount.
func (r *reader) bound(t *Time) {
	if n, which := r.words(t.To, withins); which >= 0 && !r.has(t.To, "里面", "内容", "内部") {
		t.Mod, t.To = Within, t.To+n
	} else if n, which := r.words(t.To, afters); which >= 0 && !r.has(t.To, "后台", "后续", "后面") {
		t.Mod, t.To = After, t.To+n
	} else if n, which := r.words(t.To, agos); which >= 0 && !r.has(t.To, "前台", "前面", "来看", "来的", "来电") {
		t.Mod, t.To, t.Past = Before, t.To+n, true
	}
	if !t.About && r.has(t.To, "左右") {
		t.About, t.To = true, t.To+2
	}
}

// ahead tells 过一个小时我来找您, which lies ahead, from 过了一个小时. 过两天 is no
// time that could be kept.
func (r *reader) ahead(t *Time) bool {
	if !r.before(t.From, "过") || r.before(t.From, "超过", "通过", "不过", "经过", "没过", "已过", "都过", "早过") {
		return false
	}
	return t.Span.Unit <= Hour && r.before(t.From, "再过") || t.Span.Unit <= Hour && r.has(t.To, "我", "咱", "再", "就", "给您", "给你", "跟您", "回您", "来", "您再", "联系您", ",我", ",给您") && !r.has(t.To, "再不", "就没", "我还", "我也")
}

// elapsed tells 等了3天 and 3天了 from 3天到账.
func (r *reader) elapsed(t *Time) {
	if t.Mod == Within || t.Mod == After { // also what lies ahead
		return
	}
	t.Elapsed = r.before(t.From, "了", "过", "已经", "已", "都", "快", "近", "最近", "过去", "好", "超过了", "满", "整整", "拖", "花") && !r.before(t.From, "不会超过", "不用超过", "别超过", "没超过", "不超过", "超不过", "通过", "好的", "最快", "不过", "受理了", "要不了", "用不了", "花不了") ||
		r.has(t.To, "了", "多了", "过去了", "没", "都没", "还没", "没有", "都不") && !r.has(t.To, "了解")
}

// settle says when the amount is over, counted from now.
func (r *reader) settle(t *Time) {
	t.Start = r.now
	if t.Past {
		t.End = r.now
		t.Start = r.back(t.Span)
		t.date, t.dated = calendar.DateOf(t.Start), true
		return
	}
	t.End = r.over(t, t.Span.High)
	if t.Span.Low < t.Span.High {
		t.Earliest = r.over(t, t.Span.Low)
	}
	if t.Mod == After {
		t.Start = t.End
		if t.Span.Unit >= CalendarDay {
			t.Start = t.End.AddDate(0, 0, -1)
		}
	}
	t.date, t.dated = calendar.DateOf(t.End.Add(-time.Second)), true
}

// over returns when n units are over.
func (r *reader) over(t *Time, n float64) time.Time {
	whole := int(math.Ceil(n))
	switch t.Span.Unit {
	case Second, Minute, Hour:
		return r.now.Add(r.clocked(n, t.Span))
	case Workday:
		day, err := calendar.AddWorkdays(r.today, whole)
		if err != nil {
			return r.instant(r.today+calendar.Date(whole), dayMinutes)
		}
		t.UnknownYear = max(t.UnknownYear, day.UnknownYear)
		return r.instant(day.Date, dayMinutes)
	case Week:
		return r.instant(r.today+calendar.Date(math.Round(7*n)), dayMinutes)
	case Month:
		return r.instant(r.months(int(n))+calendar.Date(math.Round(30*(n-math.Floor(n)))), dayMinutes)
	case Year:
		return r.instant(r.months(int(n*12)), dayMinutes)
	}
	if n < 1 { // 半天
		return r.now.Add(time.Duration(n * 24 * float64(time.Hour)))
	}
	if t.Span.Extra > 0 {
		return r.now.AddDate(0, 0, whole).Add(t.Span.Extra)
	}
	return r.instant(r.today+calendar.Date(whole), dayMinutes)
}

// clocked is how long n units of the clock are.
func (r *reader) clocked(n float64, a Amount) time.Duration {
	unit := map[Unit]time.Duration{Second: time.Second, Minute: time.Minute, Hour: time.Hour}[a.Unit]
	return time.Duration(n*float64(unit)) + a.Extra
}

// months returns today n months on, cut to the end of that month.
func (r *reader) months(n int) calendar.Date {
	first := time.Date(r.now.Year(), r.now.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := calendar.NewDate(first.Year(), first.Month()+1, 1) - 1
	return min(calendar.DateOf(first)+calendar.Date(r.now.Day()-1), last)
}

// back returns when an amount ago was.
func (r *reader) back(a Amount) time.Time {
	n := a.High
	switch a.Unit {
	case Second, Minute, Hour:
		return r.now.Add(-r.clocked(n, a))
	case Month:
		return r.instant(r.months(-int(n)), 0)
	case Year:
		return r.instant(r.months(-int(n*12)), 0)
	case Week:
		n *= 7
	}
	return r.instant(r.today-calendar.Date(math.Ceil(n)), 0)
}
