package reading

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// harm returns where somebody was hurt, fell ill, or found in their food what
// does not belong there.
func (r *riskReader) harm() (language.Range, bool) {
	for _, group := range []string{"hurt", "ill"} {
		for _, at := range r.of(group) {
			if !r.unharmed(at) && !r.wondered(at) && !r.feared(at) && !r.elsewhere(at) {
				return at, true
			}
		}
	}
	for _, at := range r.of("alien") {
		if r.inFood(at) && !r.negated(at) && !r.wondered(at) {
			return at, true
		}
	}
	return language.Range{}, false
}

// unharmed reports whether the harm did not come about: 没过敏, 差点划到手.
func (r *riskReader) unharmed(at language.Range) bool {
	before := r.text.Slice(max(r.clause(at).From, at.From-5), at.From)
	for _, word := range []string{"没", "没有", "未", "不会", "别", "防止", "以免", "免得", "避免", "没啥", "没出现", "不曾", "也没", "不"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	if hasAny(before, "没有", "没出现", "没发生", "没人", "幸好没", "还好没", "没什么") {
		return true
	}
	return hasAny(before, "差点", "险些", "差一点") && hasAny(r.text.Slice(at.From, at.To), "划", "割", "扎", "摔", "夹")
}

// feared reports whether the harm is only feared: 怕过敏.
func (r *riskReader) feared(at language.Range) bool {
	before := r.text.Slice(max(r.clause(at).From, at.From-4), at.From)
	return hasAny(before, "怕", "担心", "容易", "会不会", "万一", "以防", "如果", "要是", "治", "缓解", "预防")
}

// elsewhere reports whether the harm was there before or is of another thing.
func (r *riskReader) elsewhere(at language.Range) bool {
	c := r.clause(at)
	if hasAny(r.text.Slice(at.To, at.To+3), "的孩子", "的宝宝", "的人", "的皮肤", "体质", "肌", "史", "人群") {
		return true
	}
	if r.text.Slice(at.From, at.To) == "过敏" && strings.Contains(r.text.Slice(max(c.From, at.From-6), at.From), "对") {
		return true
	}
	return hasAny(r.text.Slice(c.From, c.To), "本来就", "天生", "从小", "体质", "别人", "朋友家", "新闻", "听说", "看评论", "评论说")
}

// inFood reports whether something strange was found in what is eaten.
func (r *riskReader) inFood(at language.Range) bool {
	from, to := at.From-14, at.To+10
	inside := func(h language.Range) bool { return h.From >= from && h.To <= to && !h.Overlaps(at) }
	if !slices.ContainsFunc(r.of("foods"), inside) {
		return false
	}
	around := r.text.Slice(from, to)
	if !hasAny(around, "里", "中", "出", "有", "发现", "咬", "嚼", "死", "活", "爬", "吃", "喝", "加餐", "蛋白质", "漂", "浮", "切开", "夹", "嗑", "扯", "冲开", "掰开", "捞", "混") {
		return false
	}
	broken := hasAny(r.text.Slice(at.From-10, at.To+10), "瓶碎", "罐碎", "瓶子碎", "罐子碎", "瓶破", "瓶子破", "瓶裂", "碎了", "碎成", "摔碎", "全碎", "包装袋破")
	return !broken || hasAny(around, "吃出", "喝出", "咬到", "嚼到", "吃到", "喝到")
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
