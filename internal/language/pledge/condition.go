package pledge

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// conditions looks for what a pledge hangs on. It reports whether one is left.
func (s *scene) conditions(p *Pledge, t times.Time, sc scope) bool {
	sentence := language.Around(s.sentences, t.From)
	if anchor, ok := s.anchor(t, sc, sentence); ok {
		p.Kind, p.Anchor = Conditional, anchor
		p.Words.From = min(p.Words.From, anchor.From)
		p.Due, p.Earliest = time.Time{}, time.Time{}
		return true
	}
	cond, ok := s.condition(t, sc, sentence)
	if !ok {
		return true
	}
	switch {
	case s.agreed(cond):
	case s.marks.has("leave", cond) || s.leaves(cond):
		p.Tentative = p.Kind == Commitment
		return true
	case cond.Holds(t.Range) && !s.after(t, cond):
		return false
	case s.buyerIn(cond):
		return false
	}
	p.Kind, p.Anchor = Conditional, s.trimmed(cond)
	p.Words.From = min(p.Words.From, p.Anchor.From)
	p.Due, p.Earliest = time.Time{}, time.Time{}
	return true
}

// agreed tells 您同意后, an event, from 您同意的话, which asks for leave.
func (s *scene) agreed(cond language.Range) bool {
	for _, m := range s.marks["leave"] {
		if cond.Holds(m) && (s.text.Has(m.To, "后") || s.text.Has(m.To, "之后") || s.text.Has(m.To, "以后") || s.text.Has(m.To, "了之后") || s.text.Has(m.To, "了以后")) {
			return true
		}
	}
	return false
}

// after reports whether the act of a time in a condition follows it there,
// without a comma: 如果有货明天给您发.
func (s *scene) after(t times.Time, cond language.Range) bool {
	return s.marks.has("giving", language.Range{From: t.To, To: cond.To})
}

// leaves tells 方便的话 alone, which asks for leave, from 验货没问题的话.
func (s *scene) leaves(c language.Range) bool {
	body := s.trimmed(c)
	for _, w := range []string{"方便的话", "可以的话", "同意的话", "没问题的话", "不介意的话", "行的话", "ok的话"} {
		if s.text.Has(body.From, w) {
			return true
		}
	}
	for body.To > body.From && ends(s.text.At(body.To-1)) {
		body.To--
	}
	for _, w := range []string{"若", "要是", "假如", "如", "倘若"} {
		if s.text.Has(body.From, w) {
			body.From += len([]rune(w))
		}
	}
	if s.text.At(body.From) != '您' && s.text.At(body.From) != '你' {
		return false
	}
	for _, w := range []string{"有空的话", "有时间的话", "方便的话", "在家的话", "同意的话", "没意见的话", "愿意的话", "接受的话", "可以的话", "不急的话", "方便", "有空", "有时间", "在家", "同意", "不介意", "没意见", "愿意"} {
		if s.text.HasBefore(body.To, w) {
			return true
		}
	}
	return false
}

// buyerIn reports whether a condition is the buyer's to meet.
func (s *scene) buyerIn(c language.Range) bool {
	for i := c.From; i < c.To; i++ {
		if r := s.text.At(i); (r == '您' || r == '你' || r == '亲') && s.text.At(i+1) != '的' && !s.text.HasBefore(i, "给") && !s.text.HasBefore(i, "为") && !s.text.HasBefore(i, "帮") {
			return true
		}
	}
	return false
}

// anchor finds the event that the clock of an amount of time starts at:
// 仓库签收后48小时内, 审核通过后,1-3个工作日.
func (s *scene) anchor(t times.Time, sc scope, sentence language.Range) (language.Range, bool) {
	if t.Kind != times.Length && !t.Event || t.Mod == times.After && t.Kind == times.Length && !s.startsAfter(t) {
		return language.Range{}, false
	}
	clause := language.Around(s.clauses, t.From)
	if end := s.afterWord(language.Range{From: clause.From, To: t.From}); end > clause.From {
		if r := s.trimmed(language.Range{From: clause.From, To: end}); s.marks.has("event", r) || t.From-end <= 6 && r.To-r.From > 2 && s.text.At(end-1) == '后' {
			return r, true
		}
	}
	if r := (language.Range{From: clause.From, To: t.From}); s.awaited(r) || t.Event && s.comesTo(r) {
		return s.trimmed(r), true
	}
	prev := s.previous(clause, sentence)
	if s.sameDay(t) && s.marks.has("event", prev) && s.happensIn(prev) {
		return s.trimmed(prev), true
	}
	if prev.To == 0 || t.From-clause.From > 8 || s.timed(prev) && !(t.Event && s.awaited(prev)) {
		return language.Range{}, false
	}
	body := s.trimmed(prev)
	if s.awaited(prev) || s.arrived(prev) {
		return body, true
	}
	if s.marks.has("event", body) && (s.afterWord(body) == body.To && (s.text.HasBefore(body.To, "后") || s.text.HasBefore(body.To, "起") || s.text.HasBefore(body.To, "当天")) || s.marks.has("if", language.Range{From: body.From, To: min(body.From+3, body.To)}) && !s.marks.has("leave", body) || s.text.HasBefore(body.To, "完") && !s.marks.has("past", prev)) {
		return body, true
	}
	return language.Range{}, false
}

// sameDay tells 当天 and 当日, which count from what was told before.
func (s *scene) sameDay(t times.Time) bool {
	word := s.text.Slice(t.From, t.To)
	return strings.HasPrefix(word, "当天") || strings.HasPrefix(word, "当日")
}

// happensIn reports whether a clause has an event with 后: 您寄出后把单号给我.
func (s *scene) happensIn(c language.Range) bool {
	for _, m := range s.marks["event"] {
		if c.Holds(m) && (s.text.Has(m.To, "后") || s.text.Has(m.To, "之后") || s.text.Has(m.To, "以后")) {
			return true
		}
	}
	return false
}

// awaited tells 等快递核实完 from 等我查一下.
func (s *scene) awaited(c language.Range) bool {
	from := c.From
	for from < c.To && !s.text.Has(from, "等") && from < c.From+3 {
		from++
	}
	if !s.text.Has(from, "等") && !s.text.Has(from, "待") {
		return false
	}
	for _, w := range []string{"等我", "等待", "等一", "等下", "等候", "等等", "等咱"} {
		if s.text.Has(from, w) {
			return false
		}
	}
	end := c.To
	for end > from && ends(s.text.At(end-1)) {
		end--
	}
	for _, w := range []string{"完", "了", "好", "过", "毕", "到", "出来", "回来", "下来", "通过", "结果", "回复", "答复", "反馈", "消息"} {
		if s.text.HasBefore(end, w) {
			return true
		}
	}
	return false
}

// startsAfter tells 签收后3天后, which counts from the signing.
func (s *scene) startsAfter(t times.Time) bool {
	return s.afterWord(language.Range{From: language.Around(s.clauses, t.From).From, To: t.From}) > 0
}

// afterWord returns the end of the last 后, 之后, 起 in a range that has little
// behind it, 0 for none.
func (s *scene) afterWord(r language.Range) int {
	for i := r.To - 1; i > r.From; i-- {
		if r.To-i > 14 {
			return 0
		}
		switch s.text.At(i) {
		case '后':
			if s.lonelyAfter(i) && !s.acts(language.Range{From: i + 1, To: r.To}) {
				return i + 1
			}
		case '起', '的':
			if s.text.At(i) == '起' && s.text.At(i-1) != '一' && s.text.At(i+1) != '来' {
				return i + 1
			}
			for _, m := range s.marks["event"] {
				if m.To == i && s.text.At(i) == '的' && i+1 == r.To {
					return i + 1
				}
			}
		}
	}
	for _, w := range []string{"签收", "收到", "收货", "通过", "付款", "支付", "下单", "发货", "入库", "到仓", "到货", "到达", "送达", "成功", "结束", "揽收", "出库"} {
		if s.text.HasBefore(r.To, w) && !s.text.HasBefore(r.To, "可以收到") && !s.text.HasBefore(r.To, "能收到") && !s.text.HasBefore(r.To, "赔付款") && !s.text.HasBefore(r.To, "退付款") {
			return r.To
		}
	}
	return 0
}

// lonelyAfter tells 签收后 from 售后 and 然后.
func (s *scene) lonelyAfter(i int) bool {
	for _, w := range []string{"售后", "然后", "最后", "随后", "稍后", "今后", "背后", "往后", "先后", "前后", "落后", "此后"} {
		if s.text.HasBefore(i+1, w) {
			return false
		}
	}
	return !s.text.Has(i, "后台") && !s.text.Has(i, "后续") && !s.text.Has(i, "后天") && !s.text.Has(i, "后面")
}

// condition finds an 如果 that what happens hangs on: in its own clause, or in
// the clause before.
func (s *scene) condition(t times.Time, sc scope, sentence language.Range) (language.Range, bool) {
	home := language.Around(s.clauses, t.From)
	if s.marks.has("if", home) || s.marks.has("leave", home) {
		return home, true
	}
	first := language.Around(s.clauses, min(sc.From, t.From))
	if prev := s.previous(first, sentence); prev.To > prev.From && (s.marks.has("if", prev) || s.marks.has("leave", prev)) && !s.acted(prev) {
		return prev, true
	}
	if next := s.next(language.Around(s.clauses, max(sc.To, t.To)-1), sentence); next.To > next.From && s.marks.has("leave", next) {
		return next, true
	}
	return language.Range{}, false
}

// acted reports whether a condition has its own consequence in its clause.
func (s *scene) acted(c language.Range) bool { return s.marks.has("giving", c) }

// trimmed cuts marks and small words off a clause.
func (s *scene) trimmed(c language.Range) language.Range {
	for c.To > c.From && ends(s.text.At(c.To-1)) {
		c.To--
	}
	for moved := true; moved; {
		moved = false
		for _, w := range []string{"亲", "您好", "好的", "那", "这边", "嗯", "等", "待", "一旦", "如果", "只要", "在", "自", "从", "是"} {
			if n := len([]rune(w)); s.text.Has(c.From, w) && c.To-c.From > n+1 {
				c.From, moved = c.From+n, true
			}
		}
	}
	return c
}
