package suggest

import (
	"os"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/playbook"
)

func finder() *Finder { return New(reading.Default(), playbook.Shipped()) }

// The figures on messages that nobody looked at. Only sums are shown.
func TestFiguresOnUnseenMessages(t *testing.T) {
	examples, err := reading.ReadExamples(os.DirFS("../../language/reading/testdata"), "blind")
	if err != nil {
		t.Fatal(err)
	}
	m := finder().Measure(examples)
	m.Print(t.Output())
	n := float64(m.Messages)
	if m.Messages < 500 || float64(m.First)/n < 0.85 || float64(m.FirstThree)/n < 0.95 || float64(m.Wrong)/n > 0.05 {
		t.Errorf("%+v", m)
	}
}

func TestOrderAndWordsSayWhy(t *testing.T) {
	for _, c := range []struct {
		text   string
		order  playbook.Values
		id     string
		reason string
	}{
		{"手机充电口坏了，充不进电", playbook.Values{"goods_kind": "electronics"}, "quality.malfunction", "客户提到“充电口”“充不进”，订单为 3C数码 类"},
		{"都付款三天了还没发货", playbook.Values{"shipped": false}, "order.unshipped", "客户提到“还没发”“没发货”，订单并非“已发货”"},
		{"显示签收了可我没拿到", playbook.Values{"shipped": true}, "logistics.signed_not_received", "订单“已发货”"},
		{"东西坏了", nil, "none", ""}, // too little to say
		{"在吗", nil, "none", ""},
		{"谢谢，已经解决了", nil, "none", ""},
		{"", nil, "none", ""},
	} {
		got := finder().Find(c.text, nil, c.order)
		switch {
		case c.id == "none" && len(got) > 0:
			t.Errorf("%s: %+v", c.text, got)
		case c.id != "none" && (len(got) == 0 || got[0].ID != c.id || !strings.Contains(got[0].Reason.Zh, c.reason) || got[0].Reason.En == ""):
			t.Errorf("%s: %+v", c.text, got)
		}
	}
}

// What the order says moves a playbook up or down, and an own playbook for some
// goods comes up for these alone.
func TestOrderMoves(t *testing.T) {
	score := func(order playbook.Values) float64 {
		for _, s := range finder().Find("等了好多天了还没到，发了没有", nil, order) {
			if s.ID == "order.unshipped" {
				return s.Score
			}
		}
		return 0
	}
	if fits, open, differs := score(playbook.Values{"shipped": false}), score(nil), score(playbook.Values{"shipped": true, "fake_tracking": false}); fits <= open || open <= differs {
		t.Errorf("%v, %v, %v", fits, open, differs)
	}
	own := *playbook.Shipped()[0].Playbook
	own.ID, own.Scenario, own.For.Goods = "shop.fruit", "quality.damaged", []string{"food"}
	flow, wrong := playbook.Compile(&own)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	f := New(reading.Default(), append(playbook.Templates(), flow))
	if got := f.Find("鸡蛋碎了一半", nil, playbook.Values{"goods_kind": "food"}); len(got) != 1 || got[0].ID != "shop.fruit" {
		t.Errorf("%+v", got)
	}
	if got := f.Find("鸡蛋碎了一半", nil, playbook.Values{"goods_kind": "clothing"}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
