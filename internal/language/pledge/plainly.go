package pledge

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// idly begins what no deadline is kept by: 7天内无理由, 12号前有效, 3天内可退.
const idly = "无有没不未别勿免可能都均是为算属在的了包享限请麻如若要还仍未按超内外前后个元件块才最以也被您你亲,。!?;:、…~ "

// comesAbout stand between a thing and what comes of it: 系统就修好了, 款能下来.
var comesAbout = []string{"就能", "就会", "就可以", "应该能", "能", "会", "就", "可以", "应该", "肯定", "一定"}

// plainly tells what happens by a deadline in words that no list has: 今天18点前把
// 款项结清. It is somebody's to do unless a thing stands before it.
func (s *scene) plainly(t times.Time, home language.Range) (Kind, bool) {
	deadline := t.Mod == times.Before || t.Mod == times.Within
	if t.Kind == times.Vague || home.To-home.From > 30 {
		return "", false
	}
	for _, kind := range []string{"rule", "asked", "neg", "past", "told", "ask"} {
		if s.marks.has(kind, home) {
			return "", false
		}
	}
	if from := t.From - 1; from >= home.From && strings.ContainsRune("您你亲期的", s.text.At(from)) {
		return "", false
	}
	i, ours := t.To, s.subject(home)
	for moved := true; moved; {
		moved = false
		for _, w := range leading {
			if s.text.Has(i, w) {
				ours = ours || strings.ContainsAny(w, "我咱") || w == "这边"
				i, moved = i+len([]rune(w)), true
			}
		}
	}
	end := home.To
	for end > i && (ends(s.text.At(end-1)) || strings.ContainsRune("的了哦哈呢吧呀啊哟", s.text.At(end-1))) {
		end--
	}
	if end-i < 2 || strings.ContainsRune(idly, s.text.At(i)) || s.text.At(i) < 0x80 {
		return "", false
	}
	for _, w := range []string{"有效", "以上", "以下", "即可", "都行", "为准", "范围", "内容"} {
		if indexIn(s.text, i, end, w) >= 0 {
			return "", false
		}
	}
	switch {
	case deadline && ours || s.text.At(i) == '把' || s.text.At(i) == '将':
		return Commitment, true
	case deadline && s.thingFirst(i, end):
		return Expectation, true
	}
	return "", false
}

// thingFirst reports whether a thing comes about between two places: 页面就能打开,
// 货到齐.
func (s *scene) thingFirst(from, to int) bool {
	for _, w := range comesAbout {
		if at := indexIn(s.text, from+1, min(from+6, to-1), w); at >= 0 && s.text.At(at-1) != '不' {
			return true
		}
	}
	return false
}
