package pledge

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// read says what the i-th time is the time of.
func (s *scene) read(i int) (Pledge, bool) {
	t := s.times[i]
	if s.isQuoted(t) {
		return Pledge{}, false
	}
	scope, ok := s.scope(i)
	if !ok || s.excluded(t, scope) {
		return Pledge{}, false
	}
	p := Pledge{When: t, Due: t.End, Earliest: t.Earliest, Words: s.words(t, scope)}
	asked, tag := s.asked(t, scope)
	if asked {
		return Pledge{}, false
	}
	p.Tentative = tag
	if p.Kind, ok = s.kind(t, scope); !ok || tag && p.Kind != Commitment {
		return Pledge{}, false
	}
	if !s.conditions(&p, t, scope) {
		return Pledge{}, false
	}
	if p.Kind == Conditional {
		p.Due, p.Earliest = time.Time{}, time.Time{}
	}
	return p, true
}

func (s *scene) isQuoted(t times.Time) bool {
	for _, q := range s.quoted {
		if q.Holds(t.Range) {
			return true
		}
	}
	return false
}

// scope is the stretch of clauses that says what happens at a time: its own
// clause, or if nothing happens there, a neighbour without a time of its own.
type scope struct {
	language.Range
	home language.Range // the clause of the time
	act  language.Range // the clause of what happens
}

func (s *scene) scope(i int) (scope, bool) {
	t := s.times[i]
	sentence := language.Around(s.sentences, t.From)
	home := s.share(i, language.Around(s.clauses, t.From))
	if s.acts(home) || s.demands(t, home) {
		return scope{home, home, home}, true
	}
	next, prev := s.next(home, sentence), s.previous(home, sentence)
	if s.waiting(t) { // 正在查询,请稍等两分钟
		prev = language.Range{}
	}
	for _, other := range []language.Range{next, prev} {
		if other.To > other.From && s.acts(other) && !s.timed(other) && !s.questions(other) && !(other == prev && s.marks.has("if", other)) {
			return scope{language.Range{From: min(home.From, other.From), To: max(home.To, other.To)}, home, other}, true
		}
	}
	for from := prev; from.To > from.From; from = s.previous(from, sentence) { // 今天18点,哦不,19点前
		if s.acts(from) && !s.questions(from) && s.marks.has("fix", language.Range{From: from.From, To: t.From}) {
			return scope{language.Range{From: from.From, To: home.To}, home, from}, true
		}
	}
	_, plain := s.plainly(t, home)
	return scope{home, home, home}, plain || s.bare(t, home) || s.usualLength(t, home, prev)
}

// demands reports whether the buyer is asked for something in a clause, beyond
// an event that the time counts from: 您签收之后3天.
func (s *scene) demands(t times.Time, home language.Range) bool {
	for _, m := range s.marks["asked"] {
		if home.Holds(m) && (m.From >= t.From || s.afterWord(language.Range{From: m.From, To: t.From}) == 0) {
			return true
		}
	}
	return false
}

// waiting reports whether a time is how long the buyer is asked to wait.
func (s *scene) waiting(t times.Time) bool {
	for _, w := range []string{"等", "等待", "等我", "等候", "等您", "等上", "等个", "稍等一下"} {
		if s.text.HasBefore(t.From, w) {
			return true
		}
	}
	return false
}

// share cuts a clause with several times to the part of the i-th.
func (s *scene) share(i int, clause language.Range) language.Range {
	t := s.times[i]
	if i > 0 && clause.Holds(s.times[i-1].Range) && s.acts(language.Range{From: s.times[i-1].To, To: t.From}) {
		clause.From = t.From
	}
	if i+1 < len(s.times) && clause.Holds(s.times[i+1].Range) && s.acts(language.Range{From: t.To, To: s.times[i+1].From}) {
		clause.To = s.times[i+1].From
	}
	return clause
}

func (s *scene) next(c, sentence language.Range) language.Range {
	if n := language.Around(s.clauses, c.To); sentence.Holds(n) {
		return n
	}
	return language.Range{}
}

func (s *scene) previous(c, sentence language.Range) language.Range {
	if n := language.Around(s.clauses, c.From-1); c.From > 0 && sentence.Holds(n) {
		return n
	}
	return language.Range{}
}

// timed reports whether a clause has a time of its own.
func (s *scene) timed(r language.Range) bool {
	for _, t := range s.times {
		if r.Holds(t.Range) {
			return true
		}
	}
	return false
}

// bare reports whether an answer is the time alone: 好的,最晚今天18点前.
func (s *scene) bare(t times.Time, home language.Range) bool {
	for _, w := range []string{"给我", "给我们", "给咱"} {
		if s.text.HasBefore(t.From, w) && t.Kind == times.Length {
			return true
		}
	}
	if t.Mod != times.Before && t.Mod != times.Within {
		return false
	}
	rest := home.To - home.From - (t.To - t.From)
	return rest <= 4 && len(s.clauses) <= 4 && !s.marks.has("neg", home) && t.End.After(s.now)
}

// excluded tells times of rules, of what was done, of what is denied, and of
// what the buyer said.
func (s *scene) excluded(t times.Time, sc scope) bool {
	both := []language.Range{sc.home, sc.act}
	for _, r := range both {
		if s.denied(t, r) || s.marks.has("told", r) || s.toldBefore(t, r) {
			return true
		}
	}
	for _, m := range s.marks["rule"] { // 有效期30天
		if m.To == t.From || m.To == t.From-1 && s.text.At(m.To) == '是' {
			return true
		}
	}
	if s.marks.has("rule", sc.home) && !s.marks.has("giving", sc.Range) && !s.marks.has("rule", language.Range{From: t.From, To: t.To}) {
		return true
	}
	for _, m := range s.marks["past"] { // 10月10日已经收到, 已于9月20日退款
		if m.From >= t.To && m.From <= t.To+1 || m.To <= t.From && m.To >= t.From-1 && t.End.Sub(s.now) > 180*24*time.Hour {
			return true
		}
	}
	if s.text.HasBefore(t.To, "截止") && !s.marks.has("giving", sc.Range) && !s.subject(sc.home) {
		return true
	}
	if s.text.Has(t.To, "期间") { // 双11期间发货慢
		return true
	}
	for _, w := range []string{"下单", "付款", "拍下", "拍今", "拍明", "拍,"} { // 17点前下单当天发货
		if s.text.Has(t.To, w) {
			return true
		}
	}
	if t.Event && (s.text.Has(t.To, "签收") || s.text.Has(t.To, "收到")) {
		return true
	}
	if t.Kind == times.Length && t.Span.Unit == times.Year {
		return true
	}
	for i := sc.home.From; i < t.From; i++ {
		if s.text.At(i) == '每' && s.text.At(i+1) != '一' {
			return true
		}
	}
	for _, c := range s.every {
		if c.Holds(t.Range) {
			return true
		}
	}
	if t.Kind == times.Day && t.Mod == times.On && t.End.Sub(s.now) > 300*24*time.Hour { // 是12月8日到账的, said two days after
		return true
	}
	if !t.End.After(s.now) || s.attribute(t, sc) || s.failed(sc) || s.cleft(t, sc) || s.forbidden(t) || s.attends(t, sc) || s.allows(t, sc) {
		return true
	}
	return s.done(t, sc)
}

// failed tells 承诺48小时发货,已经超了, which owns up to what was not kept.
func (s *scene) failed(sc scope) bool {
	next := s.next(language.Around(s.clauses, sc.To-1), language.Around(s.sentences, sc.From))
	if !s.marks.has("past", next) {
		return false
	}
	for i := next.From; i < next.To; i++ {
		for _, w := range []string{"超了", "超时", "超期", "超出", "没做到", "没兑现", "晚了", "耽误", "延误", "逾期"} {
			if s.text.Has(i, w) {
				return true
			}
		}
	}
	return false
}

// denied reports whether what happens in a clause at a time is denied: what
// lies beyond another act does not count.
func (s *scene) denied(t times.Time, clause language.Range) bool {
	for _, m := range s.marks["neg"] {
		if !clause.Holds(m) {
			continue
		}
		switch {
		case m.To <= t.From && s.acts(language.Range{From: m.To, To: t.From}):
		case m.From >= t.To && s.acts(language.Range{From: t.To, To: m.From}) && !s.text.HasBefore(m.To, "不了") && !s.undone(m.From):
		default:
			return true
		}
	}
	return s.failing(t, clause)
}

// undone reports whether an act ends at i, where 不完 or 不成 undoes it.
func (s *scene) undone(i int) bool {
	for _, m := range s.marks["own"] {
		if m.To == i {
			return s.text.At(i) == '不'
		}
	}
	return false
}

// toldBefore tells 您昨天说今天给, and what is only awaited.
func (s *scene) toldBefore(t times.Time, clause language.Range) bool {
	if !clause.Holds(t.Range) {
		return false
	}
	if s.awaited(clause) && s.text.At(clause.To-1) == ',' && !s.marks.has("giving", clause) {
		return true
	}
	for _, w := range []string{"说", "说是", "说的", "答应", "承诺", "讲", "说会"} {
		if !s.text.HasBefore(t.From, w) {
			continue
		}
		for _, p := range s.past {
			if clause.Holds(p) && p.From < t.From {
				return true
			}
		}
		for _, then := range []string{"当时", "之前", "上次", "那会", "原来", "上回", "先前", "前面", "刚才", "刚刚", "方才"} {
			if indexIn(s.text, clause.From, t.From, then) >= 0 {
				return true
			}
		}
		return s.text.At(clause.From) == '您' || s.text.At(clause.From) == '你'
	}
	return false
}

// failing tells 两小时内没回您, which says what follows if nothing happens.
func (s *scene) failing(t times.Time, clause language.Range) bool {
	if !clause.Holds(t.Range) {
		return false
	}
	for i := t.To; i < min(t.To+6, clause.To); i++ {
		if r := s.text.At(i); (r == '没' || r == '未' || s.text.Has(i, "有问题") || s.text.Has(i, "有质量") || s.text.Has(i, "有任何") || s.text.Has(i, "有瑕疵") || s.text.Has(i, "有破损") || s.text.Has(i, "坏了") || s.text.Has(i, "出问题") || s.text.Has(i, "出现") || s.text.Has(i, "发现") || s.text.Has(i, "不满意") || s.text.Has(i, "有异常")) && !s.text.Has(i, "没问题") && !s.text.Has(i, "没关系") && !s.text.Has(i, "没事") && !s.acts(language.Range{From: t.To, To: i}) {
			return true
		}
	}
	return false
}

// attribute tells the day of 3月8号反馈的问题, which is told of a thing.
func (s *scene) attribute(t times.Time, sc scope) bool {
	for i := t.To; i < sc.home.To-1; i++ {
		if s.text.At(i) != '的' || ends(s.text.At(i+1)) || i+1 >= sc.home.To || strings.ContainsRune("哦哈呢呀啊哟噢", s.text.At(i+1)) {
			continue
		}
		before, after := language.Range{From: t.To, To: i}, language.Range{From: i, To: max(sc.home.To, sc.act.To)}
		if end, ok := s.marks.last("own", before); ok && end == i && !strings.ContainsRune("您你我们", s.text.At(i-1)) && !s.marks.has("giving", before) && (!s.acts(after) || s.text.HasBefore(t.From, "您")) {
			return true
		}
	}
	return false
}

// done tells what was done: 今天已经退了, 刚给您发了.
func (s *scene) done(t times.Time, sc scope) bool {
	if t.Mod == times.Before || t.Mod == times.Within || t.Kind == times.Length {
		return false
	}
	today := t.Start.Before(s.now) && (t.Kind == times.Day || t.Kind == times.Part)
	if s.marks.has("past", language.Range{From: t.To, To: sc.act.To}) && today {
		return true
	}
	if !today {
		return false
	}
	end := sc.act.To
	for end > sc.act.From && (ends(s.text.At(end-1)) || s.text.At(end-1) == '的' || s.text.At(end-1) == '哦' || s.text.At(end-1) == '哈') {
		end--
	}
	for i := t.To; i < end; i++ {
		if r := s.text.At(i); (r == '了' || r == '过' && s.text.At(i+1) != '去' && s.text.At(i+1) != '来') && s.marks.has("own", language.Range{From: t.To, To: i}) && !s.text.HasBefore(i, "为") && s.text.At(i+1) != '解' {
			return true
		}
	}
	return false
}

// words is from the time to the end of what happens, without marks behind.
func (s *scene) words(t times.Time, sc scope) language.Range {
	w := language.Range{From: t.From, To: max(t.To, sc.home.To)}
	if sc.act != sc.home {
		w = language.Range{From: min(t.From, sc.act.From), To: max(t.To, sc.act.To)}
	}
	for w.To > t.To && ends(s.text.At(w.To-1)) {
		w.To--
	}
	return w
}
