package reading

import (
	"slices"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

// A Risk is a threat or a harm in a message.
type Risk struct {
	Type     string
	Span     language.Span
	Text     string
	UnderWay bool // said to have been done: posted, filed, called
}

// Risks are the types of risks, the gravest first.
var Risks = []string{"safety", "regulator", "media", "lawsuit", "privacy", "extortion", "platform", "bad_review", "abuse"}

var riskWords = sync.OnceValue(func() *lexicon { return readLexicon(data, "data/risks.txt") })

// riskReader looks for risks in one text.
type riskReader struct {
	text    language.Text
	clauses []language.Range
	words   *lexicon
	hits    [][]language.Range // by group
	quotes  []language.Range
}

func newRiskReader(t language.Text) *riskReader {
	words := riskWords()
	r := &riskReader{text: t, clauses: t.Clauses(), words: words, hits: make([][]language.Range, len(words.names)), quotes: t.Quoted()}
	found := words.find(t)
	spare := words.group("spare")
	for _, h := range found {
		if h.group != spare {
			continue
		}
		r.hits[spare] = append(r.hits[spare], h.Range)
	}
	for _, h := range found {
		if h.group != spare && !r.insideWord(h.Range) && !slices.ContainsFunc(r.hits[spare], func(s language.Range) bool {
			return s.Overlaps(h.Range) && s.To-s.From >= h.To-h.From
		}) {
			r.hits[h.group] = append(r.hits[h.group], h.Range)
		}
	}
	return r
}

// insideWord reports whether what was found is part of a longer number or
// word.
func (r *riskReader) insideWord(at language.Range) bool {
	first, last := r.text.At(at.From), r.text.At(at.To-1)
	if digit(first) && digit(r.text.At(at.From-1)) || digit(last) && digit(r.text.At(at.To)) {
		return true
	}
	if latin(first) && latin(r.text.At(at.From-1)) || latin(last) && latin(r.text.At(at.To)) {
		return true
	}
	return r.text.Slice(at.From, at.To) == "妈的" && hasAny(r.text.Slice(at.From-1, at.From), "我", "她", "姨", "舅", "姑", "妈", "爸")
}

func digit(r rune) bool { return r >= '0' && r <= '9' }
func latin(r rune) bool { return r >= 'a' && r <= 'z' }

func (r *riskReader) of(group string) []language.Range { return r.hits[r.words.group(group)] }

// risks returns one risk a type.
func (r *riskReader) risks() []Risk {
	found := map[string]Risk{}
	keep := func(kind string, at language.Range, underWay bool) {
		if known, is := found[kind]; is && (known.UnderWay || !underWay) {
			return
		}
		found[kind] = Risk{kind, r.text.Span(at.From, at.To), r.text.Words(at.From, at.To), underWay}
	}
	for _, kind := range []string{"regulator", "media", "lawsuit", "platform", "bad_review"} {
		for _, at := range r.of(kind) {
			if r.threatens(kind, at) {
				keep(kind, at, r.underWay(at))
			}
		}
	}
	for _, at := range r.of("abuse") {
		if !r.reported(at) {
			keep("abuse", at, false)
		}
	}
	for _, at := range r.of("media") {
		if r.againstMe(at) {
			keep("privacy", at, false)
		}
	}
	for _, at := range r.of("privacy") {
		if !r.negated(at) && !r.wondered(at) {
			keep("privacy", at, false)
		}
	}
	if at, is := r.harm(); is {
		keep("safety", at, false)
	}
	if at, is := r.extorts(); is {
		keep("extortion", at, false)
		if words := r.text.Slice(at.From, at.To); hasAny(words, "评", "刷") {
			keep("bad_review", at, false)
		} else if hasAny(words, "举报") {
			keep("regulator", at, false)
		} else if r.silence() {
			keep("platform", at, false)
		} else if hasAny(r.text.String(), "粉丝", "万粉", "探店", "博主", "这条不发", "视频", "笔记", "账号") {
			keep("media", at, false)
		}
	}
	var all []Risk
	for _, kind := range Risks {
		if risk, is := found[kind]; is {
			all = append(all, risk)
		}
	}
	return all
}

// threatens tells a threat, or what was done already, from a mention.
func (r *riskReader) threatens(kind string, at language.Range) bool {
	switch {
	case r.negated(at) && !r.turns(at):
		return false
	case r.asked(at), r.heard(at), r.settled(at), r.place(at), r.neverDid(at):
		return false
	case kind == "bad_review" && r.browsed(at), kind == "media" && r.againstMe(at):
		return false
	case kind == "platform" && (r.aboutPerson(at) || r.toRegulator(at)):
		return false
	}
	return true
}

// neverDid tells 12315那种电话我没打过, which denies behind.
func (r *riskReader) neverDid(at language.Range) bool {
	return hasAny(r.text.Slice(at.To, min(at.To+14, r.clause(at).To)), "没打过", "没投过", "没用过", "没给过", "没找过", "没写过", "没去过", "没发过", "不想打", "不想闹")
}

// clause returns the clause in which at begins.
func (r *riskReader) clause(at language.Range) language.Range {
	return language.Around(r.clauses, at.From)
}

// near reports whether a term of the group lies in the clause of at, at most
// before runes in front of it or after runes behind it.
func (r *riskReader) near(group string, at language.Range, before, after int) bool {
	c := r.clause(at)
	for _, h := range r.of(group) {
		if h.From >= c.From && h.To <= max(c.To, at.To) && h.To >= at.From-before && h.From <= at.To+after {
			return true
		}
	}
	return false
}

// negated reports whether the thing is denied: 没想给差评.
func (r *riskReader) negated(at language.Range) bool {
	c := r.clause(at)
	for _, h := range r.of("beside") {
		if h.From >= c.From && h.To <= at.From && at.From-h.To <= 2 && !hasAny(r.text.Slice(h.To, at.From), "退", "我", "就") {
			return true
		}
	}
	if r.text.At(at.From-1) == '不' && !hasAny(r.text.Slice(at.To, at.To+4), "不行", "不可", "不罢") && !hasAny(r.text.Slice(at.From-3, at.From), "不得不", "能不", "要不", "敢不", "是不") { // 也不打差评
		return true
	}
	for _, h := range r.of("negate") {
		if h.From < c.From || h.To > at.From || at.From-h.To > 5 {
			continue
		}
		if between := r.text.Slice(h.To, at.From); hasAny(between, "就", "再", "才", "便", "只能", "只好", "直接") {
			continue
		}
		if !slices.ContainsFunc(r.of("insist"), func(i language.Range) bool { return i.From >= c.From && i.From <= at.From }) {
			return true
		}
	}
	return false
}

// turns reports whether a denial is taken back: 不想给差评，但是再不处理…
func (r *riskReader) turns(at language.Range) bool {
	for _, word := range []string{"但", "可是", "可你", "不过", "除非", "逼", "前提", "只要你", "如果"} {
		if hasAny(r.text.Slice(at.To, at.To+20), word) {
			return true
		}
	}
	return false
}

// asked reports whether the clause only asks about the thing.
func (r *riskReader) asked(at language.Range) bool {
	return r.near("query", at, 12, 12) && len(r.of("rhetoric")) == 0
}

// heard reports whether somebody else said or did the thing.
func (r *riskReader) heard(at language.Range) bool {
	if r.near("elsewhere", at, 12, 5) || r.near("hearsay", at, 12, 5) && !r.near("done", at, 3, 0) {
		return true
	}
	return slices.ContainsFunc(r.quotes, func(q language.Range) bool {
		return q.Holds(at) && !hasAny(r.text.Slice(q.From-2, q.From-1), "点", "按", "选")
	})
}

func (r *riskReader) settled(at language.Range) bool { return r.near("settled", at, 6, 6) }

// place reports whether an office or its people are only a place or a thing:
// 法院的地址, 警察帽子.
func (r *riskReader) place(at language.Range) bool {
	if hasAny(r.text.Slice(at.To, at.To+4), "上班", "工作", "样板", "模板", "范本", "打印", "实习", "退休") {
		return true
	}
	for _, word := range []string{"的地址", "地址", "门口", "帽", "旁边", "对面", "附近", "宿舍", "小区", "家属", "上班", "工作", "玩具", "制服", "路", "大楼", "那边上班", "门卫", "收发室", "的单位", "蓝", "给你们看", "给你看", "给您看", "你们看下", "给客服看", "同事", "朋友", "也买", "也在用", "家也", "邻居", "同学"} {
		if r.text.Has(at.To, word) {
			return true
		}
	}
	return false
}

// browsed reports whether reviews were read, not written: 看了差评.
func (r *riskReader) browsed(at language.Range) bool {
	if r.text.At(at.To) == '后' || r.text.At(at.To) == '区' && hasAny(r.text.Slice(at.To+1, at.To+4), "好多", "很多", "有人", "都", "里", "看", "说") || r.text.Has(at.To, "之后") || r.text.At(at.To) == '里' || r.text.At(at.To) == '率' || r.text.Has(at.To, "那么多") || r.text.Has(at.To, "好多") || r.text.Has(at.To, "很多") || r.text.Has(at.To, "这么多") || r.text.Has(at.To, "怎么") || r.text.Has(at.To, "说") || r.text.Has(at.To, "写") || r.text.Has(at.To, "讲") || r.text.Has(at.To, "还不信") || r.text.Has(at.To, "没说错") {
		return true
	}
	return slices.ContainsFunc(r.of("browse"), func(h language.Range) bool {
		return h.To <= at.From && at.From-h.To <= 2
	})
}

// aboutPerson reports whether the complaint is about an agent or the carrier,
// to us.
func (r *riskReader) aboutPerson(at language.Range) bool {
	for _, word := range []string{"客服", "工号", "快递员", "他", "她", "这个人", "那个", "员工", "号客服", "售后人员"} {
		if r.text.Has(at.To, word) {
			return true
		}
	}
	return false
}

// againstMe reports whether it is the shop that made something public: 你们把我
// 的差评发到朋友圈.
func (r *riskReader) againstMe(at language.Range) bool {
	before := r.text.Slice(r.clause(at).From, at.From)
	return hasAny(before, "把我的", "你们把我", "商家把我", "店家把我", "主播把我", "卖家把我", "客服把我", "被你们", "被商家", "被客服", "被主播", "被店家")
}

// toRegulator reports whether 投诉 goes on with an office: 投诉到物价局.
func (r *riskReader) toRegulator(at language.Range) bool {
	if hasAny(r.text.Slice(at.From, at.To), "平台", "介入", "小二", "淘宝", "京东", "天猫", "拼多多", "抖音", "官方") {
		return false
	}
	c := r.clause(at)
	return slices.ContainsFunc(slices.Concat(r.of("regulator"), r.of("media")), func(h language.Range) bool {
		return h.From >= c.From && h.To <= c.To && h.From-at.To <= 4
	})
}

// underWay reports whether the thing is done, not only threatened.
func (r *riskReader) underWay(at language.Range) bool {
	return r.near("done", at, 6, 10) && !r.near("condition", at, 40, 4) && !r.near("hypothetical", at, 8, 0)
}

// reported reports whether an insult is quoted: 骂我废物.
func (r *riskReader) reported(at language.Range) bool {
	before := r.text.Slice(r.clause(at).From, at.From)
	return strings.HasSuffix(before, "我家") || strings.HasSuffix(before, "我们家") || hasAny(before, "骂我", "说我", "居然说", "竟然说", "骂人", "叫我", "说什么", "骂了句", "喊我") ||
		slices.ContainsFunc(r.quotes, func(q language.Range) bool { return q.Holds(at) })
}

// wondered reports whether one asks if the thing may happen: 会泄露吗.
func (r *riskReader) wondered(at language.Range) bool {
	return r.near("whether", at, 4, 0) && (r.near("query", at, 12, 12)) && len(r.of("rhetoric")) == 0
}
