package facts

import (
	"math"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// ahead are words of a time to come: 下周五要用.
var ahead = []string{"要用", "急用", "等着用", "之前", "前", "结婚", "婚礼", "生日", "出差", "出国", "开学", "必须", "能到", "到不", "才能", "才到", "给我", "预计", "要走", "送人", "过节", "活动", "截止", "再不", "不然", "否则"}

// behind are words of what was: 周五买的.
var behind = []string{"买的", "下的", "下单", "拍的", "付的", "付款", "收到", "签收", "寄的", "寄回", "退的", "申请", "发的", "发货", "说的", "说", "答应", "的单", "了", "过", "就", "订的", "至今", "到现在", "还没", "反馈", "联系"}

// times finds dates and how long the buyer waits.
func (s *search) times() {
	forward := times.Find(s.text, times.Clock{Now: s.now})
	for _, t := range forward {
		if s.taken(t.Range) {
			continue
		}
		if t.Kind == times.Length || t.Kind == times.Vague {
			s.length(t)
			continue
		}
		if t.Every {
			continue
		}
		s.date(t)
	}
}

// date adds the day of a time, on the side of now that its clause speaks of.
func (s *search) date(t times.Time) {
	if t.Event {
		return
	}
	if t.Kind == times.Point && !s.dayIn(t.Range) || t.Kind == times.Part && !s.dayIn(t.Range) {
		return
	}
	if s.text.Slice(t.From, t.To) == "白天" { // 白天有人
		return
	}
	at, last := named(t), t.End
	if told := s.tells(t.Range); told || t.Kind == times.Day && at.Sub(s.now) > 180*24*time.Hour && !s.has(t.From, "20", "明年") {
		if s.back == nil {
			s.back = times.Find(s.text, times.Clock{Now: s.now, Back: true})
		}
		for _, b := range s.back {
			if b.From == t.From {
				at, last = named(b), b.End
			}
		}
	}
	at = s.inYear(t, at)
	value := at.Format(time.DateOnly)
	if t.Kind == times.Period && s.has(t.To-1, "月", "份") {
		value = at.Format("2006-01")
	}
	first, second := s.ends(t)
	s.add(Fact{Range: first, Type: Date, Value: value})
	if second.To > second.From {
		s.add(Fact{Range: second, Type: Date, Value: last.Add(-time.Second).Format(time.DateOnly)})
	}
}

// ends returns the two ends of 3月1号到3月8号, or all of a time that has one.
func (s *search) ends(t times.Time) (first, second language.Range) {
	if t.Kind != times.Day || t.Mod != times.On || t.Earliest.IsZero() {
		return t.Range, language.Range{}
	}
	for i := t.From + 1; i < t.To-1; i++ {
		if n := numbers.Join(s.text, i); n > 0 && i+n < t.To && (s.has(i-1, "日", "号") || isDigit(s.text.At(i-1))) {
			return language.Range{From: t.From, To: i}, language.Range{From: i + n, To: t.To}
		}
	}
	return t.Range, language.Range{}
}

// inYear puts a month and day into the year that was named before it, unless
// that makes it one to come.
func (s *search) inYear(t times.Time, at time.Time) time.Time {
	for i := t.From; i < t.To; i++ {
		if s.has(i, "年") || isDigit(s.text.At(i)) && isDigit(s.text.At(i+1)) && isDigit(s.text.At(i+2)) && isDigit(s.text.At(i+3)) {
			s.year = at.Year()
			return at
		}
	}
	if s.year == 0 || !s.has(t.From+1, "月") && !s.has(t.From+2, "月") {
		return at
	}
	if moved := at.AddDate(s.year-at.Year(), 0, 0); moved.Before(s.now) {
		return moved
	}
	return at
}

// named returns a moment of the day that a time names.
func named(t times.Time) time.Time {
	if t.Mod == times.Before {
		return t.End.Add(-time.Second)
	}
	return t.Start
}

// dayIn reports whether a day is named, not an hour alone.
func (s *search) dayIn(r language.Range) bool {
	for i := r.From; i < r.To; i++ {
		if s.has(i, "天", "日", "号", "周", "星期", "礼拜", "月", "今", "明", "昨", "-", "/") {
			return true
		}
	}
	return false
}

// tells reports whether a time is one of the past, by the words of its clause.
func (s *search) tells(r language.Range) bool {
	clause := language.Around(s.text.Clauses(), r.From)
	for i := r.To - 1; i < clause.To; i++ {
		if s.has(i, ahead...) {
			return false
		}
	}
	for i := clause.From; i < clause.To; i++ {
		if s.has(i, behind...) {
			return true
		}
	}
	return !s.near(r.From, 6, "要", "得", "下", "等到")
}

// length adds 3天前 as a date, and what went by as a wait.
func (s *search) length(t times.Time) {
	if t.Kind == times.Vague || s.text.HasBefore(t.From, "第") {
		return
	}
	if t.Past && t.Mod == times.Before {
		if t.Span.Unit >= times.CalendarDay && s.has(t.To-1, "前") {
			s.add(Fact{Range: t.Range, Type: Date, Value: t.Start.Format(time.DateOnly)})
		}
		return
	}
	if t.Mod == times.After || t.Every || !s.waits(t) {
		return
	}
	s.add(Fact{Range: t.Range, Type: Wait, Value: t.Span.String()})
}

// waits tells 等了3天 and 三天了还没发货 from 用了三天 and 3天内发货.
func (s *search) waits(t times.Time) bool {
	if s.near(t.From, 4, "买了", "用了", "穿了", "戴了", "开了", "吃了", "喝了", "住了", "玩了", "才用", "才穿", "用不到", "用不", "质保", "保修", "承诺", "说好", "说是", "不到", "才", "说的", "说", "距离", "距", "找了", "有效") && !s.near(t.From, 5, "等") {
		return false
	}
	if s.near(t.From, 5, "叫我等", "让我等", "叫等", "让等", "说等", "要等", "再等", "要我等", "得等") {
		return false
	}
	if s.has(t.To, "不能", "不可", "不退", "就不", "无法", "过了", "包退", "保修", "质保", "退换", "以上的", "年龄") || t.Span.Unit == times.Year && !s.near(t.From, 4, "等", "拖") {
		return false
	}
	if s.near(t.From, 5, "等", "拖", "过去", "过", "已经", "都", "快", "超过", "耗", "卡", "整整", "足足", "晾", "耽误", "将近", "停", "压") && t.Mod != times.Within {
		return true
	}
	if t.Elapsed {
		return true
	}
	for i := t.To; i < t.To+6; i++ {
		if s.has(i, "没人", "没发", "没到", "没动", "没给", "没收", "没回", "没处理", "没退", "没消息", "没更新", "没结果", "未", "不回", "不发", "不处理", "过去了", "还没", "都没", "了还", "没有") {
			return true
		}
	}
	return false
}

// nth adds 第九天了 as a wait of nine days.
func (s *search) nth() {
	for i := 0; i < s.text.Len(); i++ {
		if s.text.At(i) != '第' {
			continue
		}
		n, ok := numbers.At(s.text, i+1)
		if !ok || !n.Single() || n.Low != math.Trunc(n.Low) || !s.has(n.To, "天") || !s.has(n.To+1, "了", "还没", "没", "都没") {
			continue
		}
		s.add(Fact{Range: language.Range{From: i, To: n.To + 1}, Type: Wait, Value: times.Amount{High: n.Low, Unit: times.CalendarDay}.String()})
	}
}
