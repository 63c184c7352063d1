package register

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
)

func TestStanding(t *testing.T) {
	for words, want := range map[string]string{
		"已完结": "closed", "完成": "closed", "已解决": "closed", "是": "closed", "关闭": "closed",
		"未完结": "open", "处理中": "open", "待退款": "open", "否": "open", "跟进中": "open", "不同意": "open", "绿色": "unread",
	} {
		closed, err := standing(words, false)
		got := "open"
		switch {
		case err != nil:
			got = "unread"
		case closed:
			got = "closed"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", words, got, want)
		}
	}
	if closed, err := standing("", true); err != nil || !closed {
		t.Errorf("nothing said, but a result: %v, %v", closed, err)
	}
}

func TestGuess(t *testing.T) {
	for words, want := range map[string]string{
		"发错货": "order.wrong_item", "少发/漏发": "order.wrong_item", "物流问题": "logistics.late", "快递破损": "logistics.damaged", "质量问题": "quality.malfunction",
		"服务态度": "service.attitude", "退款": "aftersales.refund_slow", "发票问题": "aftersales.price_invoice", "色差": "quality.not_as_described",
		"order.unshipped": "order.unshipped", "其他": "inquiry.simple", "收到的杯子里有一根头发，太恶心了": "quality.foreign_body",
	} {
		if got := guess(words); got != want {
			t.Errorf("%s: got %q, want %q", words, got, want)
		}
	}
}

func TestSeverity(t *testing.T) {
	for words, want := range map[string]complaint.Severity{"": complaint.Normal, "紧急": complaint.Critical, "严重": complaint.High, "高": complaint.High, "轻微": complaint.Low, "B级": complaint.Normal} {
		if got := severity(words); got != want {
			t.Errorf("%q: got %s", words, got)
		}
	}
}

func TestKeys(t *testing.T) {
	if keyOf("KS-01", "a") != keyOf("KS-01", "b") {
		t.Error("the register's own number does not count")
	}
	if keyOf("", "2026-11-01", "1001", "林", "坏了") != keyOf("", "2026-11-01", "1001 ", "林", "坏了") {
		t.Error("a space makes another row")
	}
	if keyOf("", "a", "bc") == keyOf("", "ab", "c") {
		t.Error("borders move")
	}
}
