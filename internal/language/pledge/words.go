package pledge

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

//go:embed words.tsv
var wordsText string

// vocabulary finds all words of the list in one pass, and knows the kind of
// each.
var vocabulary = sync.OnceValues(func() (*language.Matcher, []string) { return readWords(wordsText) })

func readWords(text string) (*language.Matcher, []string) {
	var terms, kinds []string
	for line := range strings.Lines(text) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			terms, kinds = append(terms, w), append(kinds, kind)
		}
	}
	return language.NewMatcher(terms), kinds
}

// marks are the places of words, by kind.
type marks map[string][]language.Range

func mark(t language.Text) marks {
	all := marks{}
	words, kinds := vocabulary()
	words.Each(t, func(m language.Match) {
		all[kinds[m.Term]] = append(all[kinds[m.Term]], m.Range)
	})
	all.short(t)
	all.without("asked", "calm")
	all.without("asked", "giving")
	all.without("neg", "fine")
	all.without("hedge", "fix")
	all.without("told", "giving")
	all.without("if", "smooth")
	all.calm(t)
	all.moved(t)
	all.reach(t)
	all.caused(t)
	all.spoken(t)
	all.meant(t)
	all.topical(t)
	all.deny(t)
	all.ourselves(t)
	return all
}

// without drops words of a kind that a word of another kind covers.
func (m marks) without(kind, cover string) {
	kept := m[kind][:0]
	for _, r := range m[kind] {
		covered := false
		for _, c := range m[cover] {
			covered = covered || c.Overlaps(r)
		}
		if !covered {
			kept = append(kept, r)
		}
	}
	m[kind] = kept
}

// in returns the first word of a kind within a range.
func (m marks) in(kind string, within language.Range) (language.Range, bool) {
	for _, r := range m[kind] {
		if within.Holds(r) {
			return r, true
		}
	}
	return language.Range{}, false
}

func (m marks) has(kind string, within language.Range) bool {
	_, ok := m.in(kind, within)
	return ok
}

// last returns the end of the last word of a kind within a range.
func (m marks) last(kind string, within language.Range) (end int, ok bool) {
	for _, r := range m[kind] {
		if within.Holds(r) && r.To > end {
			end, ok = r.To, true
		}
	}
	return end, ok
}

// short adds the verbs of one character that end a clause: 明天寄, 中午给.
func (m marks) short(t language.Text) {
	for i := 1; i < t.Len(); i++ {
		if !strings.ContainsRune("给退发寄补办弄修回换赔送装", t.At(i)) || t.At(i) == '送' && strings.ContainsRune("派配赠投", t.At(i-1)) {
			continue
		}
		end := i + 1
		for end < t.Len() && strings.ContainsRune("的了哦哈呢吧呀啊哟您你亲", t.At(end)) {
			end++
		}
		if ends(t.At(end)) {
			m["own"] = append(m["own"], language.Range{From: i, To: i + 1})
		}
	}
}

// calmly are what a buyer is asked that is no act: to wait, to rest assured.
var calmly = []string{"等", "耐心", "放心", "留意", "注意", "保持", "谅解", "理解", "见谅", "查收", "知悉", "相信", "包涵", "体谅", "海涵", "别着急", "别急", "勿急"}

// calm drops the asking words that ask for no act.
func (m marks) calm(t language.Text) {
	kept := m["asked"][:0]
	for _, r := range m["asked"] {
		idle := false
		for i := r.To; i < r.To+5 && !ends(t.At(i)); i++ {
			for _, w := range calmly {
				idle = idle || t.Has(i, w)
			}
		}
		if !idle {
			kept = append(kept, r)
		}
	}
	m["asked"] = kept
}

// moved drops the 到您 of what somebody sends: 发送到您的邮箱.
func (m marks) moved(t language.Text) {
	kept := m["result"][:0]
	for _, r := range m["result"] {
		if w := t.Slice(r.From, r.To); (w == "到您" || w == "到你" || w == "送到") && strings.ContainsRune("发送寄打转补退", t.At(r.From-1)) && r.From > 0 {
			continue
		}
		kept = append(kept, r)
	}
	m["result"] = kept
	for _, kind := range []string{"own", "giving"} {
		kept := m[kind][:0]
		for _, r := range m[kind] { // the 回您 of 返回您的账户
			if w := t.Slice(r.From, r.To); (w == "回您" || w == "回你") && r.From > 0 && strings.ContainsRune("返退寄", t.At(r.From-1)) {
				continue
			}
			kept = append(kept, r)
		}
		m[kind] = kept
	}
}

// reach adds the turning to somebody that we do: 联系网点, 催仓库. What the
// buyer is to do so is none.
func (m marks) reach(t language.Text) {
	for _, kind := range []string{"third", "we"} {
		for _, whom := range m[kind] {
			for _, w := range []string{"联系", "联系下", "联系一下", "催", "催促", "催一下", "对接", "督促", "协调", "去找", "通知"} {
				from := whom.From - len([]rune(w))
				if from >= 0 && t.HasBefore(whom.From, w) && t.At(from-1) != '您' && t.At(from-1) != '你' {
					m["own"] = append(m["own"], language.Range{From: from, To: whom.From})
				}
			}
		}
	}
}

// deny adds the 不 of 不揽收, not that of 能不能寄 and 要不退.
func (m marks) deny(t language.Text) {
	for _, kind := range []string{"own", "result"} {
		for _, r := range m[kind] {
			if r.From > 0 && t.At(r.From-1) == '不' && !strings.ContainsRune("能要会是可得差了", t.At(r.From-2)) {
				m["neg"] = append(m["neg"], language.Range{From: r.From - 1, To: r.From})
			}
		}
	}
}

// ourselves drops the 再来 of 我再来跟您同步, and the 上班 of 上班后给您办.
func (m marks) ourselves(t language.Text) {
	kept := m["asked"][:0]
	for _, r := range m["asked"] {
		if strings.HasSuffix(t.Slice(r.From, r.To), "那边") && t.At(r.From-1) == '到' {
			continue
		}
		if t.Slice(r.From, r.To) == "再来" && strings.ContainsRune("跟给回和向看找查", t.At(r.To)) {
			continue
		}
		if prev := t.At(r.From - 1); r.From == 0 || prev != '我' && prev != '们' || t.At(r.From) == '请' {
			kept = append(kept, r)
		}
	}
	m["asked"] = kept
	kept = m["rule"][:0]
	for _, r := range m["rule"] {
		if t.Slice(r.From, r.To) != "上班" || !strings.ContainsRune("后就第了再先", t.At(r.To)) && t.At(r.From-1) != '我' {
			kept = append(kept, r)
		}
	}
	m["rule"] = kept
}
