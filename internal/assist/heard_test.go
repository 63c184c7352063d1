package assist

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language/facts"
)

var monday = time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)

// talk makes messages of lines that begin with who speaks: "b " or "a ".
func talk(lines ...string) (all []conversation.Message) {
	for i, line := range lines {
		m := conversation.Message{Seq: int64(i + 1), Kind: conversation.Text, Sender: conversation.Sender{Kind: conversation.Buyer}, At: monday, Text: line[2:]}
		if line[0] == 'a' {
			m.Sender.Kind = conversation.Agent
		}
		all = append(all, m)
	}
	return all
}

func heardIn(known map[string]bool, lines ...string) Heard {
	names := map[string]string{"北欧陶瓷台灯": "北欧陶瓷台灯", "TD-2201": "北欧陶瓷台灯"}
	return hear(talk(lines...), facts.NewReader(names), time.FixedZone("", 8*3600), known)
}

func TestHear(t *testing.T) {
	h := heardIn(nil,
		"b 昨天收到的北欧陶瓷台灯，底座裂了一道口子", "b 订单号 6937021846473，电话13812345678",
		"a 给您添麻烦了，我马上核对", "b 都三天了没人管，再不换我就打12315了！！")
	var turns, told, risks []string
	for _, turn := range h.Turns {
		turns = append(turns, fmt.Sprintf("%d-%d", turn.From, turn.To))
	}
	for _, f := range h.Facts {
		told = append(told, fmt.Sprintf("%s %s @%d", f.Type, f.Value, f.Seq))
	}
	for _, r := range h.Risks {
		risks = append(risks, fmt.Sprintf("%s @%d", r.Type, r.Seq))
	}
	if fmt.Sprint(turns) != "[1-2 4-4]" || h.Turns[1].Emotion.Level <= h.Turns[0].Emotion.Level {
		t.Errorf("turns %v: %+v", turns, h.Turns)
	}
	for _, want := range []string{"product 北欧陶瓷台灯 @1", "order_no 6937021846473 @2", "phone ****5678 @2", "date 2026-11-29 @1"} {
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("%s is not in %v", want, told)
		}
	}
	if fmt.Sprint(risks) != "[regulator @4]" || h.Risks[0].UnderWay || h.Severity != "high" {
		t.Errorf("risks %v, severity %s", risks, h.Severity)
	}
	if len(h.Scenarios) == 0 || h.Scenarios[0].ID != "quality.damaged" {
		t.Errorf("scenarios %+v", h.Scenarios)
	}
	if fmt.Sprint(h.Demands) != "[exchange]" || !strings.Contains(h.Restatement, "订单尾号6473") {
		t.Errorf("demands %v, %s", h.Demands, h.Restatement)
	}
	if strings.Contains(fmt.Sprintf("%+v", h), "13812345678") {
		t.Error("the phone is shown")
	}
	for _, q := range h.Questions {
		if q.Ask == "order_no" || q.Ask == "demand" {
			t.Errorf("asks what was said: %+v", h.Questions)
		}
	}
}

func TestHearsNothingWhereNothingIsSaid(t *testing.T) {
	if h := heardIn(nil, "a 您好，在的"); len(h.Turns)+len(h.Facts)+len(h.Risks)+len(h.Scenarios) != 0 || h.Severity != "" || h.Restatement != "" {
		t.Errorf("%+v", h)
	}
	note := talk("b 我要给差评")
	note[0].Internal = true
	if h := hear(note, facts.NewReader(nil), time.UTC, nil); len(h.Turns) != 0 {
		t.Errorf("a note was heard: %+v", h)
	}
}

func TestWhatTheCaseKnowsIsNotAsked(t *testing.T) {
	asked := func(known map[string]bool) (asks string) {
		for _, q := range heardIn(known, "b 台灯充不进电，开不了机").Questions {
			asks += q.Ask + " "
		}
		return asks
	}
	if got := asked(nil); !strings.Contains(got, "order_no") {
		t.Errorf("asks %s", got)
	}
	if got := asked(map[string]bool{"order_no": true}); strings.Contains(got, "order_no") {
		t.Errorf("asks %s", got)
	}
}

func TestAFactIsWhereItWasToldLast(t *testing.T) {
	h := heardIn(nil, "b 订单6937021846473", "a 收到", "b 就是6937021846473这个订单")
	if len(h.Facts) != 1 || h.Facts[0].Seq != 3 {
		t.Errorf("%+v", h.Facts)
	}
}

func BenchmarkHear(b *testing.B) {
	var lines []string
	for i := range 100 {
		lines = append(lines, "b 昨天收到的北欧陶瓷台灯，底座裂了一道口子，订单号 6937021846473", fmt.Sprintf("a 今天%d点前给您答复", 10+i%10))
	}
	messages, finder := talk(lines...), facts.NewReader(nil)
	b.ReportAllocs()
	for b.Loop() {
		hear(messages, finder, time.UTC, nil)
	}
}
