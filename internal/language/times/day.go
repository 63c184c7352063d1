package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// day is a day, or several, as written.
type day struct {
	from, to calendar.Date // both included
	end      int           // position after it
	weekday  bool          // 周五
	fixed    bool          // 下周五: never rolls on
	period   bool          // a week, a month, a year
	past     bool
	rolled   bool
	event    bool // 当天, 次日: may count from something else than now
	implied  bool // not written
	exclude  bool // 明天前 ends before it
	unknown  int
	month    time.Month // as far as written, for what is left out later
	year     int
}

// near are the days named by their distance from today.
var near = map[string]struct{ from, to calendar.Date }{
	"大后天": {3, 3}, "大后日": {3, 3}, "后天": {2, 2}, "后日": {2, 2}, "后儿": {2, 2}, "明天": {1, 1}, "明日": {1, 1}, "明儿": {1, 1}, "明儿个": {1, 1}, "明个": {1, 1}, "明个儿": {1, 1}, "赶明儿": {1, 1}, "今个": {0, 0}, "今个儿": {0, 0}, "后儿个": {2, 2}, "昨个": {-1, -1}, "昨儿个": {-1, -1},
	"今天": {0, 0}, "今日": {0, 0}, "今儿": {0, 0}, "今儿个": {0, 0}, "今天内": {0, 0}, "本日": {0, 0}, "即日": {0, 0}, "当天": {0, 0}, "当日": {0, 0},
	"次日": {1, 1}, "第二天": {1, 1}, "第2天": {1, 1}, "翌日": {1, 1}, "隔天": {1, 1}, "隔日": {1, 1},
	"昨天": {-1, -1}, "昨日": {-1, -1}, "昨儿": {-1, -1}, "前天": {-2, -2}, "前日": {-2, -2}, "大前天": {-3, -3},
	"今明两天": {0, 1}, "今明两日": {0, 1}, "今明2天": {0, 1}, "今明天": {0, 1}, "明后两天": {1, 2}, "明后天": {1, 2}, "明后两日": {1, 2}, "明后2天": {1, 2},
}

// sales are days that shops have made known by their numbers.
var sales = []struct {
	words []string
	month time.Month
	day   int
}{
	{[]string{"双11", "双十一"}, time.November, 11}, {[]string{"双12", "双十二"}, time.December, 12},
	{[]string{"平安夜"}, time.December, 24}, {[]string{"跨年夜"}, time.December, 31}, {[]string{"愚人节"}, time.April, 1},
	{[]string{"圣诞节", "圣诞"}, time.December, 25}, {[]string{"情人节"}, time.February, 14}, {[]string{"妇女节", "女神节", "三八节", "三八妇女节", "38节"}, time.March, 8}, {[]string{"儿童节", "六一儿童节", "六一"}, time.June, 1}, {[]string{"教师节"}, time.September, 10},
}

func (r *reader) sale(i int, _ *moment) (day, bool) {
	for _, s := range sales {
		if n, _ := r.words(i, s.words); n > 0 {
			d, ok := r.date(r.now.Year(), s.month, s.day, i+n, false)
			d.exclude = true
			return d, ok
		}
	}
	return day{}, false
}

// lone are 今 and 明 before a part of the day.
var lone = map[rune]calendar.Date{'今': 0, '明': 1, '昨': -1, '当': 0, '次': 1}

func (r *reader) day(i int, other *moment) (day, bool) {
	for _, read := range []func(int, *moment) (day, bool){r.nearDay, r.sale, r.weekday, r.monthDay, r.numeric, r.year} {
		if d, ok := read(i, other); ok {
			return d, true
		}
	}
	return day{}, false
}

func (r *reader) nearDay(i int, _ *moment) (day, bool) {
	for n := 4; n >= 2; n-- {
		word := r.text.Slice(i, i+n)
		off, ok := near[word]
		if !ok || i+n > r.text.Len() {
			continue
		}
		if word == "今个" && r.has(i+2, "礼拜", "星期", "周", "月") {
			return day{}, false
		}
		if word == "后天" && (r.before(i, "以", "之", "大") || r.text.At(i+2) == '天') {
			return day{}, false
		}
		if (word == "前天" || word == "前日") && i > 0 && isNumeral(r.text.At(i-1)) {
			return day{}, false
		}
		if (word == "当天" || word == "当日") && r.dated && r.last > r.today { // 明天我打包,当天寄出
			return day{from: r.last, to: r.last, end: i + n, exclude: true}, true
		}
		event := word == "当天" || word == "当日" || word == "次日" || word == "第二天" || word == "第2天" || word == "隔天" || word == "隔日" || word == "翌日"
		return day{from: r.today + off.from, to: r.today + off.to, end: i + n, past: off.to < 0, event: event, exclude: off.from > 0}, true
	}
	off, ok := lone[r.text.At(i)]
	if !ok || !r.has(i+1, "早", "晚", "晨", "夜", "上午", "下午", "中午", "凌晨", "傍晚") || r.has(i+1, "早已", "晚点") {
		return day{}, false
	}
	return day{from: r.today + off, to: r.today + off, end: i + 1, past: off < 0, event: r.text.At(i) == '当' || r.text.At(i) == '次'}, true
}

func isNumeral(r rune) bool {
	switch r {
	case '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '几', '半', '数', '多', '个':
		return true
	}
	return isDigit(r)
}

// weeks are words before 周 by how many weeks they are away.
var (
	weekWords = []string{"上上个", "上上", "上一个", "上一", "上个", "上", "本", "今个", "这个", "这一", "这", "当", "下下个", "下下", "下一个", "下一", "下个", "下"}
	weekSteps = []int{-2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 2, 2, 1, 1, 1, 1}
	weekUnits = []string{"周", "星期", "礼拜"}
	weekdays  = map[rune]int{'一': 0, '二': 1, '三': 2, '四': 3, '五': 4, '六': 5, '日': 6, '天': 6, '1': 0, '2': 1, '3': 2, '4': 3, '5': 4, '6': 5, '7': 6}
)

// weekday reads 周五, 下周三, 本周内 and 周末.
func (r *reader) weekday(i int, other *moment) (day, bool) {
	at, step, named := i, 0, false
	if n, which := r.words(i, weekWords); which >= 0 {
		at, step, named = i+n, weekSteps[which], true
	}
	n, which := r.words(at, weekUnits)
	if which < 0 {
		if other != nil && other.day != nil && other.day.weekday && other.part == nil && other.clock == nil && !r.has(i+1, "点", "时", ":", "号", "个", "天", "楼") { // 周六日, 周一到五
			return r.weekdayAt(i, i, 0, other.day.fixed, other)
		}
		return day{}, false
	}
	if !named && i > 0 && isNumeral(r.text.At(i-1)) && !r.before(i, "周一", "周二", "周三", "周四", "周五", "周六", "号", "期一", "期二", "期三") {
		return day{}, false
	}
	at += n
	if r.text.At(at) == '周' || r.text.At(at) == '的' && named { // 下周周六
		at++
	}
	if _, ok := weekdays[r.text.At(at)]; ok && !r.has(at, "一次", "一个", "一共") {
		return r.weekdayAt(i, at, step, named && step != 0, other)
	}
	monday := r.today - calendar.Date((int(r.today.Weekday())+6)%7) + calendar.Date(7*step)
	return r.week(at, monday, step, named)
}

// weekdayAt returns the day of the week that stands at a position.
func (r *reader) weekdayAt(_, at, step int, fixed bool, other *moment) (day, bool) {
	number, ok := weekdays[r.text.At(at)]
	if !ok {
		return day{}, false
	}
	monday := r.today - calendar.Date((int(r.today.Weekday())+6)%7) + calendar.Date(7*step)
	d := day{from: monday + calendar.Date(number), end: at + 1, weekday: true, fixed: fixed, past: step < 0}
	if other != nil && other.day != nil && other.day.weekday && !fixed {
		for d.from < other.day.from {
			d.from += 7
		}
		for d.from > other.day.from+6 {
			d.from -= 7
		}
	} else if !fixed && d.from < r.today && !r.clock.Back {
		d.from, d.rolled = d.from+7, r.before(at, "本周", "这周", "这个星期", "本星期", "这星期", "这个周", "这礼拜")
	} else if r.clock.Back && !fixed && d.from > r.today {
		d.from -= 7
	}
	d.to = d.from
	return d, true
}

// week reads what follows a week: 内, 末, 初, 底.
func (r *reader) week(at int, monday calendar.Date, step int, named bool) (day, bool) {
	d := day{from: monday, to: monday + 6, end: at, period: true, fixed: true, past: step < 0, exclude: step > 0}
	switch {
	case r.has(at, "末"):
		d.from, d.end, d.exclude = monday+5, at+1, false
	case !named && !r.has(at, "内"):
		return day{}, false
	case r.has(at, "初"):
		d.to, d.end, d.exclude = monday+1, at+1, false
	case r.has(at, "中"):
		d.from, d.to, d.end = monday+2, monday+2, at+1
	case r.has(at, "底"):
		d.from, d.end, d.exclude = monday+4, at+1, false
	}
	if step == 0 && d.to < r.today { // 周初 on a Friday
		d.from, d.to = d.from+7, d.to+7
	}
	return d, true
}

// dayNumber reads the 5号 of a month; bare accepts 5 alone, where what follows
// shows that it is a day.
func (r *reader) dayNumber(i int, bare bool) (n, to int, ok bool) {
	number, ok := numbers.At(r.text, i)
	if !ok || number.Low != number.High || number.Vague || number.Low < 1 || number.Low > 31 || number.Low != float64(int(number.Low)) {
		return 0, 0, false
	}
	n, to = int(number.Low), number.To
	switch {
	case r.has(to, "日"):
		return n, to + 1, !r.has(to, "日内", "日之内", "日以内", "日后", "日元", "日期", "日本", "日用", "日常") || bare
	case r.has(to, "号"):
		return n, to + 1, !oddNumber[r.text.At(to+1)] || r.has(to+1, "院子", "店里", "单子")
	}
	return n, to, bare
}

// oddNumber follows a 号 that is no day: 3号楼, 5号线, 43号鞋.
var oddNumber = runeSet("楼线仓店库门桌床机柜铺码色链口院客鞋衣裤字球馆电线针胶砂铁包箱")

func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}
