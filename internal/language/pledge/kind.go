package pledge

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// kind tells our own act from what comes about, and from what the buyer is to
// do, which is no kind.
func (s *scene) kind(t times.Time, sc scope) (Kind, bool) {
	around := s.around(sc)
	own, result := s.marks.has("own", sc.Range), s.result(sc.Range)
	if s.buyers(t, sc) {
		return "", false
	}
	answers := s.answers(sc)
	if t.Kind == times.Part && t.NoDay && s.usual(t, sc.home) {
		return "", false
	}
	switch {
	case (s.hedged(t, around) || s.reported(t, sc) || s.able(t, sc)) && (own || result):
		return Expectation, true
	case s.third(sc) && !s.ours(sc):
		return Expectation, own || result
	case result && !answers && !s.ours(sc):
		return Expectation, true
	case own:
		return Commitment, true
	case result:
		return Commitment, true
	}
	if prev := s.previous(language.Around(s.clauses, t.From), language.Around(s.sentences, t.From)); s.usualLength(t, sc.home, prev) {
		return Expectation, true
	}
	if kind, ok := s.plainly(t, sc.home); ok {
		return kind, true
	}
	return Commitment, s.bare(t, sc.home)
}

// around is the scope, and the clause before if that is a mere 不出意外的话.
func (s *scene) around(sc scope) language.Range {
	r := sc.Range
	if prev := s.previous(language.Around(s.clauses, r.From), language.Around(s.sentences, r.From)); prev.To > 0 && s.marks.has("smooth", prev) {
		r.From = prev.From
	}
	return r
}

// reported tells 师傅说明天到, the word of somebody who is not of the shop.
func (s *scene) reported(t times.Time, sc scope) bool {
	for _, m := range slices.Concat(s.marks["third"], s.marks["we"]) {
		if !sc.home.Holds(language.Range{From: m.From, To: t.To}) || m.To > t.From || s.own(m) {
			continue
		}
		for i := m.To; i < min(m.To+6, t.From); i++ { // 小哥刚回我说
			for _, w := range []string{"说", "表示", "告诉我", "跟我讲", "答应"} {
				if s.text.Has(i, w) && !s.acts(language.Range{From: i + len([]rune(w)), To: t.From}) {
					return true
				}
			}
		}
	}
	return false
}

// able tells 半个月左右能修好, which says what can be and not who sees to it.
func (s *scene) able(t times.Time, sc scope) bool {
	return t.About && t.Kind == times.Length && s.text.At(t.To) == '能' && !s.marks.has("giving", sc.home) && !s.subject(sc.home)
}

// own tells who is of the shop; who comes to repair may be of the maker.
func (s *scene) own(m language.Range) bool {
	return s.text.Slice(m.From, m.To) != "师傅" && slices.Contains(s.marks["we"], m)
}

// usual tells 一般晚上更新, which names no day.
func (s *scene) usual(t times.Time, home language.Range) bool {
	for _, w := range []string{"一般", "通常", "往往", "平时", "都是", "基本", "经常"} {
		if s.text.HasBefore(t.From, w) || s.text.HasBefore(t.From, w+"是") || s.text.HasBefore(t.From, w+"在") {
			return home.Holds(t.Range)
		}
	}
	return false
}

// hedged reports whether a time is what is usual or likely.
func (s *scene) hedged(t times.Time, r language.Range) bool {
	if prev := s.text.At(t.From - 1); t.Kind == times.Length && (prev == '要' || prev == '得' || prev == '需') && !s.marks.has("giving", language.Range{From: t.To, To: r.To}) {
		return true
	}
	for _, m := range s.marks["hedge"] {
		if !r.Holds(m) {
			continue
		}
		if m.From >= t.To && s.acts(language.Range{From: t.To, To: m.From}) {
			continue // 今天给您退款,预计
		}
		word := s.text.Slice(m.From, m.To)
		if (word == "需要" || word == "需") && (m.To != t.From || t.Kind != times.Length) {
			continue
		}
		if word == "约" && (m.To != t.From || t.Kind == times.Day || strings.ContainsRune("预您你相", s.text.At(m.From-1))) || word == "可能" && s.text.HasBefore(m.From, "尽") {
			continue
		}
		return true
	}
	return false
}

// ours reports whether we act on a result: 给您送到, 我们退回.
func (s *scene) ours(sc scope) bool {
	if !s.marks.has("giving", sc.act) && !s.marks.has("giving", sc.home) {
		return s.subject(sc.act) && s.marks.has("own", sc.act) || sc.act != sc.home && s.subject(sc.home)
	}
	return !s.third(sc) || s.subject(sc.act)
}

// subject reports whether one of us does what a clause says.
func (s *scene) subject(r language.Range) bool {
	for _, m := range s.marks["we"] {
		if !r.Holds(m) {
			continue
		}
		if prev := s.text.At(m.From - 1); m.From > r.From && (prev == '给' || prev == '到' || prev == '系' || prev == '复' || prev == '馈' || prev == '找' || prev == '诉') {
			continue
		}
		return true
	}
	return false
}

// answers tells 收到我们的回复, which is our act after all.
func (s *scene) answers(sc scope) bool {
	for i := sc.act.From; i < sc.act.To; i++ {
		for _, w := range []string{"收到我", "收到客服的", "收到专员的", "接到我", "收到本店"} {
			if s.text.Has(i, w) {
				return true
			}
		}
	}
	return false
}

// third reports whether somebody else does what a clause says.
func (s *scene) third(sc scope) bool {
	for _, r := range []language.Range{sc.act, sc.home} {
		for _, m := range s.marks["third"] {
			if r.Holds(m) && !s.object(m) && !s.addressed(m) && !s.served(m, r) && !(s.text.At(m.To) == '的' && s.marks.has("own", language.Range{From: m.To, To: r.To})) {
				return true
			}
		}
	}
	return false
}

// served tells the 物流 of 给您发最新物流, which is what is given and not who.
func (s *scene) served(m, r language.Range) bool {
	if !ends(s.text.At(m.To)) && m.To < r.To {
		return false
	}
	return s.marks.has("giving", language.Range{From: r.From, To: m.From})
}

// addressed tells the 微信 of 发您微信, which is where to and not who.
func (s *scene) addressed(m language.Range) bool {
	word := s.text.Slice(m.From, m.To)
	if word != "微信" && word != "支付宝" && word != "银行" && word != "平台" {
		return false
	}
	switch s.text.At(m.From - 1) {
	case '您', '你', '的', '到', '加':
		return m.From > 0
	}
	return false
}

// object reports whether we act upon somebody or something: 联系快递, 让仓库, 查好物流.
func (s *scene) object(m language.Range) bool {
	if s.text.Slice(m.From, m.To) == "物流" {
		for _, o := range s.marks["own"] {
			if o.To == m.From {
				return true
			}
		}
	}
	for _, u := range s.marks["upon"] {
		if u.To == m.From || u.To == m.From-1 && (s.text.At(u.To) == '下' || s.text.At(u.To) == '了') {
			return true
		}
	}
	return false
}

// buyers reports whether the buyer is to act by the time.
func (s *scene) buyers(t times.Time, sc scope) bool {
	anchor, anchored := s.anchor(t, sc, language.Around(s.sentences, t.From))
	tag := s.tag(language.Around(s.clauses, max(sc.home.To, sc.act.To)-1))
	for _, m := range s.marks["asked"] {
		if tag >= 0 && m.From >= tag { // 您可以么
			continue
		}
		if anchored && anchor.Overlaps(m) && !strings.ContainsRune("请麻辛烦劳务记还建", s.text.At(m.From)) {
			continue
		}
		if !sc.home.Holds(m) && !sc.act.Holds(m) {
			continue
		}
		between := language.Range{From: m.To, To: t.From}
		if m.To <= t.From && s.acts(between) && sc.home.Holds(m) {
			continue
		}
		if m.From >= t.To && s.marks.has("giving", language.Range{From: t.To, To: m.From}) {
			continue
		}
		if word := s.text.Slice(m.From, m.To); strings.HasSuffix(word, "回来") && (s.third(sc) || s.text.HasBefore(m.From, "会")) {
			continue
		}
		if word := s.text.Slice(m.From, m.To); word == "有空" || word == "领取" || word == "自提" || word == "自取" {
			if s.marks.has("giving", sc.Range) {
				continue
			}
		}
		return true
	}
	return s.buyerFirst(t, sc) || s.suffices(t, sc)
}

// suffices tells 48小时内提交照片即可, which the buyer may do until then.
func (s *scene) suffices(t times.Time, sc scope) bool {
	end := sc.home.To
	for end > t.To && (ends(s.text.At(end-1)) || strings.ContainsRune("的了哦哈呢呀", s.text.At(end-1))) {
		end--
	}
	for _, w := range []string{"即可", "就行", "就可以", "便可", "就好", "都可以"} {
		if s.text.HasBefore(end, w) && end > t.To {
			return !s.marks.has("giving", sc.Range) && !s.subject(sc.home)
		}
	}
	return false
}

// buyerFirst tells 您3天内寄回即可, where the buyer is named before the time and
// what follows is the buyer's to do.
func (s *scene) buyerFirst(t times.Time, sc scope) bool {
	from := t.From - 1
	for from >= sc.home.From && (s.text.At(from) == '在' || s.text.At(from) == '于' || s.text.At(from) == '亲') {
		from--
	}
	if r := s.text.At(from); r != '您' && r != '你' || from < sc.home.From {
		return false
	}
	if s.text.HasBefore(from, "给") || s.text.HasBefore(from, "为") || s.text.HasBefore(from, "帮") {
		return false
	}
	if s.text.At(t.To) == '能' || s.text.At(t.To) == '会' || s.text.At(t.To+1) == '能' || s.text.At(t.To+1) == '会' || s.text.At(t.To) == '可' {
		return false
	}
	for i := t.To; i < sc.home.To; i++ {
		for _, w := range []string{"寄", "提供", "提交", "上传", "申请", "付款", "支付", "下单", "退货", "确认", "取消", "来", "操作", "填", "联系", "回复", "看", "查", "试", "登录", "刷新", "关注", "留意"} {
			if s.text.Has(i, w) && !s.answers(sc) && !s.marks.has("giving", language.Range{From: t.To, To: sc.home.To}) {
				return true
			}
		}
	}
	return false
}
