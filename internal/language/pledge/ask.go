package pledge

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// consents are what a question asks for that proposes a time: 可以吗.
var consents = []string{"可以", "行", "好", "成", "ok", "okay", "中", "妥", "方便", "没问题", "同意", "接受", "合适", "没意见", "来得及", "能接受", "同不同意"}

var (
	consentEnds = []string{"吗", "么", "不", "吧", "呢", "嘛", "否", "嘞", "啵", "没", "哈", "噻", "哇"}
	consentAsks = []string{"可不可以", "行不行", "好不好", "成不成", "可否", "能否", "您看呢", "您觉得呢", "怎么样", "如何", "您意下如何", "中不中", "要得不", "得行不", "方不方便", "您看怎么样", "您看如何", "能行吗", "能不能行", "您说呢", "ok不ok"}
	consentLead = []string{"您看", "你看", "您觉得", "你觉得", "这样", "这么", "安排", "处理", "亲", "您", "你", "那", "您这边", "这个时间", "时间上", "可能", "您看这样", "接听", "接电话", "都", "也", "还", "哈", "能", "会", "就", "呀"}
)

// tag returns where a question for consent begins that ends at the end of a
// clause, -1 for none.
func (s *scene) tag(c language.Range) int {
	end := c.To
	for end > c.From && (ends(s.text.At(end-1)) || s.text.At(end-1) == '哦' || s.text.At(end-1) == '亲' || s.text.At(end-1) == '呀' || s.text.At(end-1) == '啊') {
		end--
	}
	for _, w := range consentAsks {
		if s.text.HasBefore(end, w) {
			return s.lead(c, end-len([]rune(w)))
		}
	}
	asks := strings.ContainsRune(s.text.Slice(end, c.To), '?')
	for _, e := range consentEnds {
		if s.text.HasBefore(end, e) && e != "中" {
			if start := s.consent(end - len([]rune(e))); start >= c.From && (asks || e == "吗" || e == "么" || e == "不" || e == "吧" || e == "否") {
				return s.lead(c, start)
			}
		}
	}
	if start := s.consent(end); asks && start >= c.From {
		return s.lead(c, start)
	}
	return -1
}

func (s *scene) consent(end int) int {
	best := -1
	for _, w := range consents {
		if n := len([]rune(w)); s.text.HasBefore(end, w) && (best < 0 || end-n < best) {
			best = end - n
		}
	}
	return best
}

// lead moves before what leads a tag in: 您看这样.
func (s *scene) lead(c language.Range, start int) int {
	for moved := true; moved; {
		moved = false
		for _, w := range consentLead {
			if n := len([]rune(w)); s.text.HasBefore(start, w) && start-n >= c.From {
				start, moved = start-n, true
			}
		}
	}
	return start
}

// asked reports whether a time is asked about, and whether it is proposed with
// a tag instead.
func (s *scene) asked(t times.Time, sc scope) (asked, tag bool) {
	if s.chosen(t, sc) {
		return true, false
	}
	end := max(sc.home.To, sc.act.To)
	last := language.Around(s.clauses, end-1)
	if start := s.tag(last); start >= 0 {
		if start > t.To && s.acts(language.Range{From: min(t.From, sc.From), To: start}) || start == t.To && s.acts(language.Range{From: sc.From, To: t.From}) {
			return false, true
		}
		return true, false
	}
	if s.suggests(sc.home) || s.suggests(sc.act) {
		return false, true
	}
	if s.questions(sc.home) || s.questions(sc.act) {
		return true, false
	}
	sentence := language.Around(s.sentences, t.From)
	for c := s.previous(language.Around(s.clauses, min(sc.From, t.From)), sentence); c.To > c.From; c = s.previous(c, sentence) {
		if s.tagAlone(c) {
			return false, true
		}
	}
	if s.tagAlone(language.Around(s.clauses, sentence.To-1)) {
		return false, true
	}
	after := language.Around(s.clauses, end)
	if after.To > after.From && s.text.Len() > end {
		if s.verifies(after) {
			return true, false
		}
		tag = s.tagAlone(after)
	}
	return false, tag
}

// suggests tells 要不我明天给您看看?, which proposes and asks nothing else.
func (s *scene) suggests(c language.Range) bool {
	for i := c.From; i < min(c.From+4, c.To); i++ {
		for _, w := range []string{"要不", "要么", "不如", "要不然", "不然"} {
			if n := len([]rune(w)); s.text.Has(i, w) && !s.text.Has(i, "要不要") && !s.text.Has(i, "要不是") && !s.text.Has(i, "要不了") {
				return s.subject(c) && !s.marks.has("ask", language.Range{From: i + n, To: c.To})
			}
		}
	}
	return false
}

// tagAlone reports whether a clause does nothing but ask for consent.
func (s *scene) tagAlone(c language.Range) bool {
	start := s.tag(c)
	return start >= c.From && c.To > c.From && start-c.From <= 4 && !s.acts(language.Range{From: c.From, To: start})
}

// verifies tells 对吗, which asks whether a thing is so.
func (s *scene) verifies(c language.Range) bool {
	for _, w := range []string{"对吗", "对吧", "是吗", "是吧", "对不对", "是不是", "没错吧", "没记错吧"} {
		if s.text.Has(c.From, w) && ends(s.text.At(c.From+len([]rune(w)))) {
			return true
		}
	}
	return false
}

// questions reports whether a clause asks.
func (s *scene) questions(c language.Range) bool {
	end := c.To
	asks := false
	for _, m := range s.marks["ask"] {
		if c.Holds(m) && !s.marks.has("if", c) && !(s.embedded(m, c) && s.marks.has("giving", c)) {
			return true
		}
	}
	for end > c.From && ends(s.text.At(end-1)) {
		asks = asks || s.text.At(end-1) == '?'
		end--
	}
	switch s.text.At(end - 1) {
	case '吗', '么':
		return !s.text.HasBefore(end, "什么") && !s.text.HasBefore(end, "那么")
	case '不', '否':
		return end-1 > c.From
	}
	return asks
}
