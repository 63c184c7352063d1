// Package register brings in the past cases of a shop that moves in, from the
// table in which it kept its complaints until then. It is a matter of package
// intake, which takes files and works them off.
//
// A row becomes one case. What is over comes in closed, and is told apart from
// what was handled here; what is still open comes in open, with an owner. No
// buyer hears of any of it.
package register

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// entry is a row of a register, as it is about to become a case.
type entry struct {
	key      string
	facts    complaint.Facts
	name     string
	handles  []profile.Handle
	owner    string
	opened   time.Time
	closed   time.Time // zero if it is still open
	proposal string
	note     string
	shown    []string
}

func (entry) Items() int        { return 1 }
func (e entry) Shown() []string { return e.shown }

// Shown are the fields of what a preview shows.
var Shown = []columns.Field{columns.Told, columns.Who, columns.Number, columns.Type, columns.Standing, columns.Text}

// keyOf names a row for good: by the number that the register gave it, or by
// what it says of when, which order, who and what.
func keyOf(number string, parts ...string) string {
	if number != "" {
		return "n:" + number
	}
	for i, p := range parts {
		parts[i] = columns.Fold(p)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "h:" + hex.EncodeToString(sum[:16])
}

// Words of a state. What is open is looked for first: 未完结 has both.
var (
	openWords   = []string{"未", "没", "处理中", "进行", "跟进", "待", "等", "不", "open", "pending", "no"}
	closedWords = []string{"已", "完", "结", "关闭", "解决", "处理", "是", "好", "√", "closed", "done", "yes", "ok"}
)

// standing reads whether a case is over. Who says nothing has put it down as
// past: over tells that there is a result.
func standing(words string, over bool) (closed bool, err error) {
	low := strings.ToLower(words)
	has := func(w string) bool { return strings.Contains(low, w) }
	switch {
	case low == "否":
		return false, nil
	case low == "":
		return over, nil
	case slices.ContainsFunc(openWords, has):
		return false, nil
	case slices.ContainsFunc(closedWords, has):
		return true, nil
	}
	return false, fault.New(fault.Invalid, "register.standing_unread", "value", cell.Text(words, 40))
}

// severity reads how bad a register says that it was; normal if it does not.
func severity(words string) complaint.Severity {
	for _, s := range []struct {
		severity complaint.Severity
		words    string
	}{
		{complaint.Critical, "紧急 特急 重大 critical"}, {complaint.High, "严重 高 high"}, {complaint.Low, "轻 低 low"},
	} {
		for w := range strings.FieldsSeq(s.words) {
			if words != "" && strings.Contains(strings.ToLower(words), w) {
				return s.severity
			}
		}
	}
	return complaint.Normal
}

// typeWords are parts of what registers call kinds of complaints; the first that
// fits counts.
var typeWords = []struct{ scenario, words string }{
	{"order.wrong_item", "发错 错发 漏发 少发 少件 多发 缺件 发漏 wrong"},
	{"logistics.damaged", "运输破损 物流破损 快递破损 破损 压坏 碎 damaged"},
	{"quality.foreign_body", "异物"},
	{"quality.expired", "过期 临期 变质 发霉"},
	{"quality.counterfeit", "假货 假冒 仿品 正品"},
	{"quality.not_as_described", "描述不符 不符 色差 实物 尺寸 尺码"},
	{"logistics.signed_not_received", "未收到 没收到 虚假签收 签收"},
	{"logistics.lost", "丢件 丢失 遗失 lost"},
	{"logistics.not_to_door", "上门 驿站 代收"},
	{"order.unshipped", "未发货 不发货 没发货 缺货 延迟发货 发货慢 发货"},
	{"order.change", "改地址 修改订单 改单 取消订单"},
	{"logistics.late", "物流 快递 延误 超时 配送 late"},
	{"aftersales.refund_slow", "退款"},
	{"aftersales.return_refused", "拒绝退 不给退 拒退"},
	{"aftersales.exchange_repair", "换货 维修 返修 保修"},
	{"aftersales.return", "退货 退换"},
	{"aftersales.price_invoice", "价格 差价 保价 发票 价保"},
	{"service.broken_promise", "承诺 未兑现"},
	{"service.attitude", "态度 服务 客服"},
	{"service.system_fault", "系统"},
	{"marketing.promo", "活动 优惠 赠品 促销 宣传"},
	{"demand.extortion", "敲诈 勒索 恶意 职业打假"},
	{"public.exposure", "曝光 媒体 12315 监管 差评"},
	{"privacy.leak", "隐私 泄露 信息泄"},
	{"quality.malfunction", "质量 故障 瑕疵 损坏 坏 不能用 品质 功能 quality"},
	{"inquiry.simple", "咨询 建议 其他 其它 other"},
}

// guess is the kind of complaint that words are about, "" if nothing fits.
func guess(words string) string {
	low := strings.ToLower(words)
	if slices.Contains(complaint.Scenarios, low) {
		return low
	}
	if utf8.RuneCountInString(low) <= 12 {
		for _, t := range typeWords {
			for w := range strings.FieldsSeq(t.words) {
				if strings.Contains(low, w) {
					return t.scenario
				}
			}
		}
	}
	if read := reading.Default().Read(words).Scenarios; len(read) > 0 && slices.Contains(complaint.Scenarios, read[0].ID) {
		return read[0].ID
	}
	return ""
}

// lines joins what is said under headings of the file, in its own words, cut to
// max runes.
func lines(max int, said ...[2]string) string {
	var all []string
	for _, s := range said {
		switch {
		case s[1] == "":
		case s[0] == "":
			all = append(all, s[1])
		default:
			all = append(all, s[0]+"："+s[1])
		}
	}
	text := []rune(strings.Join(all, "\n"))
	return string(text[:min(len(text), max)])
}
