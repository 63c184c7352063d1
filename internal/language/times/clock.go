package times

import (
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/numbers"
)

func rangeOf(from, to int) language.Range { return language.Range{From: from, To: to} }

// part is a part of a day, in minutes.
type part struct {
	name          string
	start, finish int
	end           int // position after it
}

var parts = []part{
	{name: "凌晨", start: 0, finish: 6 * 60},
	{name: "早上", start: 6 * 60, finish: 10 * 60},
	{name: "上午", start: 8 * 60, finish: 12 * 60},
	{name: "中午", start: 12 * 60, finish: 14 * 60},
	{name: "下午", start: 12 * 60, finish: 18 * 60},
	{name: "傍晚", start: 17 * 60, finish: 19 * 60},
	{name: "晚上", start: 18 * 60, finish: 24 * 60},
	{name: "白天", start: 8 * 60, finish: 18 * 60},
}

// partWords name parts; those of one character need a day before or an hour
// behind.
var partWords = map[string]string{
	"凌晨": "凌晨", "清晨": "早上", "早上": "早上", "早晨": "早上", "清早": "早上", "一早": "早上", "一大早": "早上", "大清早": "早上", "早间": "早上", "早": "早上", "晨间": "早上",
	"上午": "上午", "午前": "上午", "上半天": "上午", "中午": "中午", "午间": "中午", "晌午": "中午", "正午": "中午",
	"下午": "下午", "午后": "下午", "下半天": "下午", "傍晚": "傍晚", "黄昏": "傍晚",
	"晚上": "晚上", "晚间": "晚上", "夜里": "晚上", "夜间": "晚上", "夜晚": "晚上", "晚": "晚上", "半夜": "晚上", "深夜": "晚上", "午夜": "晚上", "大半夜": "晚上", "夜": "晚上",
	"白天": "白天",
}

// part reads a part of the day at i.
func (r *reader) part(i int, dated bool) (part, bool) {
	for n := 3; n >= 1; n-- {
		name, ok := partWords[r.text.Slice(i, i+n)]
		if !ok || i+n > r.text.Len() {
			continue
		}
		if n == 1 && !r.shortPart(i, dated) || n == 2 && r.has(i, "上午茶", "下午茶", "晚上好", "早上好", "中午好", "下午好", "上午好") && !dated {
			return part{}, false
		}
		for _, p := range parts {
			if p.name == name {
				p.end = i + n
				return p, true
			}
		}
	}
	return part{}, false
}

// shortPart tells the 晚 of 周五晚 and 晚8点 from that of 晚点, 最晚 and 晚于.
func (r *reader) shortPart(i int, dated bool) bool {
	next := r.text.At(i + 1)
	if r.has(i+1, "一点") && !r.has(i+3, "钟", "半", "整", "前", "之前") {
		return false
	}
	if next == '班' || next == '点' || next == '于' || next == '一' && !r.hourFollows(i+1) || next == '日' || next == '就' || next == '已' || next == '些' {
		return false
	}
	if dated {
		return true
	}
	return r.hourFollows(i+1) && !r.before(i, "最", "不", "尽", "太", "更", "再")
}

func (r *reader) hourFollows(i int) bool {
	_, ok := r.clockTime(i, true)
	return ok
}

// hour returns which hour of 0 to 29 is meant by one named in the part.
func (p *part) hour(h int) int {
	switch p.name {
	case "凌晨":
		if h == 12 || h == 24 {
			return 0
		}
	case "中午":
		if h >= 1 && h <= 3 {
			return h + 12
		}
	case "下午", "傍晚":
		if h >= 1 && h < 12 {
			return h + 12
		}
	case "晚上":
		switch {
		case h == 12 || h == 0:
			return 24
		case h < 5:
			return h + 24
		case h < 12:
			return h + 12
		}
	}
	return h
}

// clockTime is an hour as written.
type clockTime struct {
	hour, minute int
	highHour     int  // of 七八点, else 0
	exact        bool // 08:30, with a leading zero
	closing      bool // 下班
	about        bool // 8点多
	end          int
}

var closings = []string{"下班", "打烊", "关门", "收工", "闭店", "歇业"}

// sameHour are words for the time of day at which they are said: 明天这个点.
var sameHour = []string{"这个点儿", "这个点", "这个时候", "这个时间", "这时候", "这会儿", "此时"}

// clockTime reads an hour at i. A helped one has a day or part before it;
// others have to look more like an hour: 两点 alone may be two points.
func (r *reader) clockTime(i int, helped bool) (clockTime, bool) {
	if n, which := r.words(i, closings); which >= 0 {
		if r.has(i+n, "后", "了", "以后", "之后") || !helped && !r.has(i+n, "前", "之前", "以前") {
			return clockTime{}, false
		}
		return clockTime{closing: true, end: i + n}, true
	}
	if n, _ := r.words(i, sameHour); n > 0 && helped {
		return clockTime{hour: r.now.Hour(), minute: r.now.Minute(), exact: true, end: i + n}, true
	}
	if isDigit(r.text.At(i-1)) && !r.text.Gap(i) && isDigit(r.text.At(i)) && !helped {
		return clockTime{}, false
	}
	n, ok := numbers.At(r.text, i)
	if !ok || n.Vague || n.Low != float64(int(n.Low)) || n.Low < 0 || n.High > 24 {
		return clockTime{}, false
	}
	c := clockTime{hour: int(n.Low), exact: n.Arabic && r.text.At(i) == '0' && n.To-n.From == 2}
	if n.High > n.Low {
		c.highHour = int(n.High)
	}
	at := n.To
	switch r.text.At(at) {
	case ':':
		return r.digital(c, at+1)
	case '点':
		if !helped && !r.looksLikeHour(n, at+1) {
			return clockTime{}, false
		}
		return r.minutes(c, at+1)
	case '时':
		if r.has(at, "时间", "时候", "时效", "时段", "时常", "时不时") || !n.Arabic && !helped && n.Low < 10 {
			return clockTime{}, false
		}
		return r.minutes(c, at+1)
	}
	return r.sharedUnit(c, n)
}

// sharedUnit reads the 9 of 9-12点 and 九到十二点半, which has its 点 at the end.
func (r *reader) sharedUnit(c clockTime, n numbers.Number) (clockTime, bool) {
	join := numbers.Join(r.text, n.To)
	if join == 0 || c.highHour > 0 {
		return clockTime{}, false
	}
	high, ok := numbers.At(r.text, n.To+join)
	if !ok || high.Low != high.High || high.High > 24 || r.text.At(high.To) != '点' || high.High <= n.Low && high.High+12 <= n.Low {
		return clockTime{}, false
	}
	c.end = n.To
	return c, true
}

// looksLikeHour tells 三点前 from 三点建议.
func (r *reader) looksLikeHour(n numbers.Number, i int) bool {
	if n.Arabic && n.Low >= 6 || n.Low >= 6 && n.Low == n.High {
		return !r.has(i, "建议", "问题", "要求", "原因", "意见", "说明")
	}
	next := r.text.At(i)
	if next == 0 || isDigit(next) {
		return true
	}
	return r.has(i, "前", "之前", "以前", "钟", "半", "整", "左右", "后", "之后", "以后", "到", "至", "-", "~", "准时", "准", "一刻", "三刻", "过", "多", "给", "为您", "会", "跟您", "联系", "回", "发", "打", "十", "二十", "三十", "四十", "五十", "零", ",", "。", "!", "?", "吧", "开始", "送", "到账", "的时候", "我", "您", "来", "上门", "再", "快递", "师傅", "仓库", "主管", "财务", "顺丰", "中通", "同事")
}

// digital reads the minutes of 18:30 and 18:30:05.
func (r *reader) digital(c clockTime, i int) (clockTime, bool) {
	if !isDigit(r.text.At(i)) || !isDigit(r.text.At(i+1)) || isDigit(r.text.At(i+2)) && !r.text.Gap(i+2) && r.text.At(i+2) != 0 {
		return clockTime{}, false
	}
	c.minute = int(r.text.At(i)-'0')*10 + int(r.text.At(i+1)-'0')
	if c.minute > 59 || c.hour == 24 && c.minute > 0 {
		return clockTime{}, false
	}
	c.end = i + 2
	if n, which := r.words(c.end, []string{"am", "a.m.", "a.m", "pm", "p.m.", "p.m"}); which >= 0 {
		c.end, c.exact = c.end+n, true
		if which >= 3 && c.hour < 12 {
			c.hour += 12
		}
		return c, true
	}
	if r.text.At(c.end) == ':' && isDigit(r.text.At(c.end+1)) && isDigit(r.text.At(c.end+2)) {
		c.end += 3
	}
	if r.has(c.end, "分", "时", "点") {
		c.end++
	}
	return c, true
}

// minutes reads what follows the 点 of an hour.
func (r *reader) minutes(c clockTime, i int) (clockTime, bool) {
	c.end = i
	if r.has(i, "过") {
		i++
	}
	switch {
	case r.has(i, "半"):
		c.minute, c.end = 30, i+1
	case r.has(i, "整", "钟", "正"):
		c.end = i + 1
	case r.has(i, "一刻", "1刻"):
		c.minute, c.end = 15, i+2
	case r.has(i, "三刻", "3刻"):
		c.minute, c.end = 45, i+2
	case r.has(i, "多", "来钟"):
		c.about, c.end = true, i+1
	default:
		r.minuteNumber(&c, i)
	}
	if c.hour == 24 && c.minute > 0 {
		return clockTime{}, false
	}
	return c, true
}

// minuteNumber reads the 20 of 9点20, the 五分 of 三点零五分.
func (r *reader) minuteNumber(c *clockTime, i int) {
	n, ok := numbers.At(r.text, i)
	if !ok || n.Low != n.High || n.Low > 59 || n.Low != float64(int(n.Low)) || r.text.Gap(i) && !r.has(n.To, "分") {
		return
	}
	if r.has(n.To, "分") && !r.has(n.To, "分钟内", "分钟后") {
		c.minute, c.end = int(n.Low), n.To+1
		if s, ok := numbers.At(r.text, c.end); ok && s.Low == s.High && s.Low < 60 && r.has(s.To, "秒") {
			c.end = s.To + 1
		}
	} else if n.To-n.From >= 2 && !r.has(n.To, "个", "天", "小时", "分钟", "日", "元", "块", "-", "~", "到", "件") {
		c.minute, c.end = int(n.Low), n.To
	}
}
