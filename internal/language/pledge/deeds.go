package pledge

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// causing make somebody do a thing: 让师傅过去, 安排专员跟.
var causing = []string{"让", "叫", "派", "喊", "安排", "请", "拜托", "盯着", "盯", "催着", "催", "带"}

// caused adds what we have others do, unless the buyer is to have them.
func (m marks) caused(t language.Text) {
	for _, kind := range []string{"third", "we"} {
		for _, whom := range m[kind] {
			if r := t.At(whom.From); r == '我' || r == '咱' {
				continue
			}
			for _, w := range causing {
				from := whom.From - len([]rune(w))
				if from < 0 || !t.HasBefore(whom.From, w) || t.At(from-1) == '您' || t.At(from-1) == '你' || ends(t.At(whom.To)) || strings.ContainsAny(t.Slice(from-2, from), "已刚") {
					continue
				}
				m["own"] = append(m["own"], language.Range{From: from, To: whom.To})
			}
		}
	}
}

// pronouns are for whom we have do a thing: 让他把您的件找出来.
var pronouns = []string{"让他", "让她", "让他们", "叫他", "叫她", "喊他", "派他", "请他", "请她"}

// meant adds what one of us says to go and do, whatever it is: 我去问, 我来弄.
func (m marks) meant(t language.Text) {
	for i := range t.Len() {
		for _, w := range pronouns {
			if next := t.At(i + 1); next != '他' && next != '她' {
				break
			}
			if t.Has(i, w) && t.At(i-1) != '您' && t.At(i-1) != '你' {
				m["own"] = append(m["own"], language.Range{From: i, To: i + 2})
			}
		}
		if t.At(i) == '出' {
			for _, w := range []string{"结果", "报告", "方案", "结论", "说法"} {
				if at := indexIn(t, i+1, i+5, w); at >= 0 {
					m["own"] = append(m["own"], language.Range{From: i, To: at + len([]rune(w))})
				}
			}
		}
	}
	for _, we := range m["we"] {
		i := we.To
		if t.At(we.From) != '我' && t.At(we.From) != '咱' || t.HasBefore(we.From, "给") || t.HasBefore(we.From, "跟") || t.HasBefore(we.From, "您") {
			continue
		}
		for moved := true; moved; {
			moved = false
			for _, w := range []string{"们", "这边", "现在", "马上", "这就", "就", "先", "再", "立刻", "立马", "赶紧", "亲自", "会"} {
				if t.Has(i, w) {
					i, moved = i+len([]rune(w)), true
				}
			}
		}
		if strings.ContainsRune("去来帮把", t.At(i)) && t.At(i+1) > 0x80 && !ends(t.At(i+1)) && !strings.ContainsRune("年晚了过到说", t.At(i+1)) {
			m["own"] = append(m["own"], language.Range{From: i, To: i + 2})
		}
	}
}

// indexIn returns where a word begins between two places, -1 for nowhere.
func indexIn(t language.Text, from, to int, word string) int {
	for i := from; i < to; i++ {
		if t.Has(i, word) {
			return i
		}
	}
	return -1
}

// embedded tells the 怎么 of 给您看下怎么装, which asks nothing.
func (s *scene) embedded(m, clause language.Range) bool {
	for i := clause.From; i < m.From; i++ {
		if strings.ContainsRune("看问查教", s.text.At(i)) || s.text.Has(i, "告诉") || s.text.Has(i, "讲") || s.text.Has(i, "确认") || s.text.Has(i, "核实") {
			return true
		}
	}
	return false
}

// spoken adds what is done with the buyer in any words: 跟您说清楚, 和您过一遍.
func (m marks) spoken(t language.Text) {
	for _, g := range m["giving"] {
		if strings.ContainsRune("跟和与向同", t.At(g.From)) && !ends(t.At(g.To)) && !slices.ContainsFunc([]string{"之", "保证", "承诺", "打包票", "确定", "说好", "一样", "无关", "没"}, func(w string) bool { return t.Has(g.To, w) }) {
			m["own"] = append(m["own"], language.Range{From: g.From, To: g.To + 1})
		}
	}
}

// leading are what may stand between a time and the verb of it.
var leading = []string{"先", "就", "会", "再", "能", "马上", "统一", "优先", "直接", "立即", "一定", "肯定", "准时", "必", "我", "我们", "单独", "重新", "咱", "咱们", "这边", "我这边", "亲自", "专门", "第一时间", "一到", "上班", "了", "也", "要", "将", "准", "保证", "一准"}

// meaning are those of them, and the verbs, that show what somebody means to do.
var meaning = "会再先去来把就将拿帮"

// still begin what is no act: 我明天在的, 我今天有空.
const still = "在是有没不的了休放上看收觉想希知也都能可要会还已就再先出忙很才吗呢吧啊哦哈!?,。"

// led adds the verb of one character that follows a time, as in 今天先退差价, and
// any verb where one of us means to do it: 后天我再去跟.
func (m marks) led(t language.Text, from, i int) {
	we, means := strings.ContainsAny(t.Slice(max(from-4, 0), from), "我咱"), false
	for moved := true; moved; {
		moved = false
		for _, w := range leading {
			if t.Has(i, w) {
				we = we || strings.ContainsAny(w, "我咱") || w == "这边"
				means = means || strings.Contains(meaning, w) || len(w) > 9
				i, moved = i+len([]rune(w)), true
			}
		}
	}
	switch r := t.At(i); {
	case strings.ContainsRune("退补发寄赔换修办打送", r) && !strings.ContainsRune("回到达现生收烧", t.At(i+1)):
	case we && strings.ContainsRune("去来把拿帮", r) && !ends(t.At(i+1)):
	case we && means && r > 0x80 && !strings.ContainsRune(still, r):
	default:
		return
	}
	m["own"] = append(m["own"], language.Range{From: i, To: i + 1})
}

// cleft tells 您是27号申请的, which tells of what was.
func (s *scene) cleft(t times.Time, sc scope) bool {
	end := sc.home.To
	for end > t.To && (ends(s.text.At(end-1)) || strings.ContainsRune("哦哈呢吧呀啊嘛", s.text.At(end-1))) {
		end--
	}
	return s.text.HasBefore(t.From, "是") && !s.text.HasBefore(t.From, "还是") && s.text.HasBefore(end, "的") && end > t.To+1 && !s.marks.has("giving", sc.home) && !s.text.Has(t.To, "会") && !s.text.Has(t.To, "能")
}

// forbidden tells 30分钟内别操作, which asks to leave a thing.
func (s *scene) forbidden(t times.Time) bool {
	for _, w := range []string{"别", "先别", "请别", "请勿", "勿", "不要", "先不要", "请不要", "您别", "您先别", "千万别"} {
		if s.text.Has(t.To, w) {
			return true
		}
	}
	return false
}

// comesTo reports whether a stretch before 当天 ends with what comes about: 主管批
// 下来当天.
func (s *scene) comesTo(r language.Range) bool {
	for _, w := range []string{"下来", "出来", "回来", "过来", "上来", "完", "好", "到", "通过", "成功", "了", "齐"} {
		if s.text.HasBefore(r.To, w) && r.To-r.From > len([]rune(w))+1 && !s.text.HasBefore(r.To, "您好") && !s.text.HasBefore(r.To, "好的") {
			return true
		}
	}
	for _, m := range s.marks["event"] {
		if m.To == r.To && r.Holds(m) {
			return true
		}
	}
	return r.To > r.From && s.afterWord(r) == r.To
}

// arrived tells 您寄回来我们收到, an event to come that nothing marks.
func (s *scene) arrived(c language.Range) bool {
	end := c.To
	for end > c.From && ends(s.text.At(end-1)) {
		end--
	}
	if s.marks.has("past", c) || s.marks.has("giving", c) || s.marks.has("neg", c) {
		return false
	}
	for _, w := range []string{"收到", "签收", "收到货", "入库", "到仓", "到库", "通过", "验完", "验好", "批了", "批下来", "出结果", "到货", "到了"} {
		if s.text.HasBefore(end, w) && (end-c.From > len([]rune(w))+1) {
			return w != "到了" || !s.marks.has("we", c)
		}
	}
	return false
}

// topics are what 的话 sets a thing apart with, and no condition: 微信零钱的话.
var topics = []string{"微信", "支付宝", "零钱", "银行卡", "信用卡", "储蓄卡", "花呗", "余额", "白条", "省内", "省外", "同城", "偏远地区", "新疆", "西藏", "现货", "退款", "物流", "快递", "发货", "补发", "换货", "发票", "维修", "安装", "这款", "这种情况", "赔付", "差价", "运费", "我们", "我", "我这边", "仓库", "财务", "今天", "明天"}

// topical drops the 的话 that only names what is spoken of.
func (m marks) topical(t language.Text) {
	kept := m["if"][:0]
	for _, r := range m["if"] {
		topic := false
		for _, w := range topics {
			n := len([]rune(w))
			topic = topic || t.Slice(r.From, r.To) == "的话" && t.HasBefore(r.From, w) && r.From-n < 8 && !strings.ContainsAny(t.Slice(max(r.From-n-8, 0), r.From), "如若假要有能")
		}
		if !topic {
			kept = append(kept, r)
		}
	}
	m["if"] = kept
}

// usualLength tells 信用卡退回慢点,通常3至7个工作日, where only how long it takes
// follows what comes about.
func (s *scene) usualLength(t times.Time, home, prev language.Range) bool {
	if t.Kind != times.Length || t.Mod == times.After {
		return false
	}
	rest := t.To
	for rest < home.To && (ends(s.text.At(rest)) || strings.ContainsRune("的哦哈呢呀啊左右吧", s.text.At(rest))) {
		rest++
	}
	hedged := false
	for _, m := range s.marks["hedge"] {
		hedged = hedged || home.Holds(m) && m.To <= t.From && t.From-m.To <= 2
	}
	return hedged && rest == home.To && (s.marks.has("own", prev) || s.marks.has("result", prev) || s.marks.has("own", home) || s.marks.has("result", home))
}

// chosen tells 今天下午还是明天上午, which leaves the choice to the buyer.
func (s *scene) chosen(t times.Time, sc scope) bool {
	for i := sc.home.From; i < sc.home.To; i++ {
		if !s.text.Has(i, "还是") && !s.text.Has(i, "或者") {
			continue
		}
		for _, o := range s.times {
			if o.From == i+2 || o.To == i && o.From != t.From || o.To == i {
				return s.questions(sc.home) || s.tag(language.Around(s.clauses, sc.home.To-1)) >= 0 || strings.ContainsRune(s.text.Slice(sc.home.From, sc.home.To), '?')
			}
		}
	}
	return false
}

// attends tells 我两点到店 and 下午两点我要开会, which say where one of us is.
func (s *scene) attends(t times.Time, sc scope) bool {
	if !s.subject(sc.home) || s.marks.has("giving", sc.home) {
		return false
	}
	for _, w := range []string{"到店", "到岗", "到公司", "到仓库", "开会", "值班", "上班", "开播", "出差", "在店", "有个会"} {
		if at := indexIn(s.text, t.To, sc.home.To, w); at >= 0 && !s.marks.has("own", language.Range{From: at + len([]rune(w)), To: sc.home.To}) {
			return sc.act == sc.home
		}
	}
	return false
}

// allows tells 月底前寄回都可以退, which the buyer may do until then.
func (s *scene) allows(t times.Time, sc scope) bool {
	if s.marks.has("giving", sc.home) || s.subject(sc.home) {
		return false
	}
	for _, w := range []string{"都行", "都可以", "都成", "都能", "均可", "都来得及", "都算", "都有效"} {
		if indexIn(s.text, t.To, min(t.To+6, sc.home.To), w) >= 0 {
			return true
		}
	}
	return false
}
