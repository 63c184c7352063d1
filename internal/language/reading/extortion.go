package reading

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// extorts returns where money is asked for silence or a review: more than the
// refund or the damages one has a right to.
func (r *riskReader) extorts() (language.Range, bool) {
	pay, asks := r.first("pay_me")
	sum := r.asksSum() || hasAny(r.text.String(), "不给我就", "不给就", "不赔就", "少一分") && r.namesSum()
	if back, is := r.first("take_back"); is && (asks || sum || r.namesSum()) && !hasAny(r.text.String(), "骚扰", "打电话", "求我", "天天让", "一直让") {
		return back, true
	}
	if gang, is := r.first("gang"); is && (asks || sum || r.namesSum()) && len(r.of("lawful")) == 0 {
		return gang, true
	}
	if asks && hasAny(r.text.Slice(pay.From, pay.To), "封口费", "私了", "买断", "摆平") && !r.negated(pay) {
		return pay, true
	}
	lever, is := r.lever()
	if !is || len(r.of("lawful")) > 0 || len(r.of("refunds")) > 0 && !r.surcharge() || r.negated(lever) {
		return language.Range{}, false
	}
	tied := hasAny(r.text.String(), "不然", "否则", "要不", "就", "不给", "不赔", "不转", "不打", "不返", "不送", "不补", "才", "换", "猜")
	if tied && (sum || asks && !hasAny(r.text.Slice(pay.From, pay.To), "转账", "付钱", "多少钱", "收费", "赔钱", "给钱")) {
		return lever, true
	}
	return language.Range{}, false
}

// silence tells 给八百我就不投诉 by what is offered not to be done.
func (r *riskReader) silence() bool {
	return hasAny(r.text.String(), "不投诉", "不找平台", "撤投诉", "撤诉", "取消投诉")
}

// lever returns what is threatened with where a shop is blackmailed.
func (r *riskReader) lever() (language.Range, bool) {
	for _, group := range []string{"bad_review", "media"} {
		for _, at := range r.of(group) {
			if !r.heard(at) && !r.underWay(at) {
				return at, true
			}
		}
	}
	return language.Range{}, false
}

func (r *riskReader) first(group string) (language.Range, bool) {
	if hits := r.of(group); len(hits) > 0 {
		return hits[0], true
	}
	return language.Range{}, false
}

// asksSum reports whether a sum is asked for: 给我五百, 转两千, 一万块封口费.
func (r *riskReader) asksSum() bool {
	for i := 0; i < r.text.Len(); i++ {
		if !strings.ContainsRune("给赔打转返要来出付每加拿", r.text.At(i)) {
			continue
		}
		if n := r.sumAfter(i + 1); n {
			return true
		}
	}
	for i := 0; i < r.text.Len(); i++ {
		if end := r.numeral(i); end > i && hasAny(r.text.Slice(end, end+4), "红包", "封口费", "私了", "买断", "不举报", "摆平", "我撤", "我就不", "这事", "换") {
			return true
		}
	}
	return false
}

// surcharge reports whether money is asked on top of a refund: 退款加三百.
func (r *riskReader) surcharge() bool {
	return hasAny(r.text.String(), "加", "另外", "外加", "还要", "再给", "再转", "再赔")
}

// namesSum reports whether the text names a sum of money at all.
func (r *riskReader) namesSum() bool {
	for i := 0; i < r.text.Len(); i++ {
		if end := r.numeral(i); end > i {
			if hasAny(r.text.Slice(i, end), "百", "千", "万") || hasAny(r.text.Slice(end, end+1), "块", "元") {
				return true
			}
			i = end
		}
	}
	return false
}

// sumAfter reports whether a sum stands within four runes of i.
func (r *riskReader) sumAfter(i int) bool {
	for at := i; at <= i+4 && at < r.text.Len(); at++ {
		if ends(r.text.At(at)) {
			return false
		}
		if end := r.numeral(at); end > at {
			money := hasAny(r.text.Slice(at, end), "百", "千", "万") || end-at >= 2
			unit := hasAny(r.text.Slice(end, end+1), "块", "元", "个", "次", "天", "件", "倍", "星", "条", "张", "粉", "人", "播", "赞", "浏", "阅")
			return hasAny(r.text.Slice(end, end+1), "块", "元") || money && !unit
		}
	}
	return false
}

// numeral returns where the numeral that begins at i ends, i for none.
func (r *riskReader) numeral(i int) int {
	end := i
	for strings.ContainsRune("0123456789一二两三四五六七八九十百千万", r.text.At(end)) && r.text.At(end) != 0 {
		end++
	}
	return end
}
