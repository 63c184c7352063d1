package hearing

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var plainEars = ears{reading.Default(), facts.NewReader(nil), time.UTC, nil}

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
	return ears{reading.Default(), facts.NewReader(names), time.FixedZone("", 8*3600), nil}.hear(talk(lines...), known)
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
	if h := plainEars.hear(note, nil); len(h.Turns) != 0 {
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

func TestCorrections(t *testing.T) {
	said := talk("b 订单6937021846473的北欧陶瓷台灯收到，底座裂了一道口子，再不换我就打12315！", "a 给您添麻烦了", "b 快点吧，气死我了", "b 裂了的台灯到底换不换")
	with := func(x ...Correction) Heard {
		e := plainEars
		e.fixes = x
		return e.hear(said, nil)
	}
	before := with()
	if len(before.Risks) != 1 || before.Risks[0].Type != "regulator" || before.Severity != "high" || len(before.Scenarios) == 0 || before.Scenarios[0].ID != "quality.damaged" {
		t.Fatalf("%+v", before)
	}
	h := with(Correction{What: Risk, Seq: 1, Heard: Sense{Type: "regulator"}})
	if len(h.Risks) != 0 || h.Severity == "critical" {
		t.Errorf("no threat, but %+v, %s", h.Risks, h.Severity)
	}
	h = with(Correction{What: Risk, Seq: 1, Heard: Sense{Type: "regulator"}, Right: Sense{Type: "regulator", UnderWay: true}})
	if len(h.Risks) != 1 || !h.Risks[0].UnderWay || h.Severity != "critical" {
		t.Errorf("they have called already, but %+v, %s", h.Risks, h.Severity)
	}
	h = with(Correction{What: Fact, Seq: 1, Heard: Sense{Type: "order_no", Value: "6937021846473"}, Right: Sense{Type: "batch", Value: "6937021846473"}})
	if len(h.Facts) == 0 || h.Facts[0].Type != "batch" || strings.Contains(h.Restatement, "订单") {
		t.Errorf("%+v, %s", h.Facts, h.Restatement)
	}
	h = with(Correction{What: Fact, Seq: 1, Heard: Sense{Type: "order_no", Value: "6937021846473"}})
	for _, f := range h.Facts {
		if f.Type == "order_no" {
			t.Errorf("not this, but %+v", h.Facts)
		}
	}
	h = with(Correction{What: Scenario, Seq: 1, Heard: Sense{Type: "quality.damaged"}, Right: Sense{Type: "logistics.damaged"}})
	if len(h.Scenarios) != 1 || h.Scenarios[0].ID != "logistics.damaged" {
		t.Errorf("%+v", h.Scenarios)
	}
	h = with(Correction{What: Emotion, FromSeq: 3, Seq: 3, Heard: Sense{Type: "angry", Level: 3}, Right: Sense{Type: "anxious", Level: 1}})
	if h.Mood().Kind != "anxious" || h.Mood().Level != 1 {
		t.Errorf("%+v", h.Mood())
	}
	said = append(said, talk("b 你们再不处理我真的要疯了！！！气死了！！！")...)
	said[4].Seq = 5
	if h = with(Correction{What: Emotion, FromSeq: 3, Seq: 4, Right: Sense{Type: "calm"}}); h.Mood().Level < 2 {
		t.Errorf("what is said later raises nothing: %+v", h.Mood())
	}
}

func TestDrafts(t *testing.T) {
	for _, tt := range []struct {
		d    Draft
		want string
	}{
		{Draft{What: Fact, Heard: Sense{Type: "amount", Value: "100"}, Right: Sense{Type: "amount", Value: "12.5"}}, "hearing.value_form"},
		{Draft{What: Fact, Heard: Sense{Type: "amount", Value: "100"}, Right: Sense{Type: "amount", Value: "100"}}, "hearing.same"},
		{Draft{What: Fact, Heard: Sense{Type: "amount", Value: "100"}, Right: Sense{Type: "order_no", Value: " "}}, "hearing.value_length"},
		{Draft{What: Fact, Heard: Sense{Type: "amount", Value: "100"}, Right: Sense{Type: "moon", Value: "1"}}, "hearing.sense_unknown"},
		{Draft{What: Fact, Heard: Sense{Type: "amount", Value: "100"}}, ""},
		{Draft{What: Emotion, Heard: Sense{Type: "angry", Level: 3}, Right: Sense{Type: "angry", Level: 5}}, "hearing.sense_unknown"},
		{Draft{What: Scenario, Heard: Sense{Type: "quality.damaged"}, Right: Sense{Type: "quality.moon"}}, "hearing.sense_unknown"},
		{Draft{What: Scenario, Heard: Sense{Type: "quality.damaged"}}, ""},
		{Draft{What: Risk, Heard: Sense{Type: "media"}, Right: Sense{Type: "moon"}}, "hearing.sense_unknown"},
		{Draft{What: "moon", Heard: Sense{Type: "media"}}, "hearing.sense_unknown"},
	} {
		if _, err := tt.d.clean(); fault.CodeOf(err) != tt.want {
			t.Errorf("%+v: %v, want %s", tt.d, err, tt.want)
		}
	}
	d, err := Draft{What: Fact, Heard: Sense{Type: "order_no", Value: "1"}, Right: Sense{Type: "phone", Value: "13812345678"}}.clean()
	if err != nil || d.Right.Value != "****5678" {
		t.Errorf("%+v %v", d, err)
	}
}

func TestRisksAreToldOnce(t *testing.T) {
	day := 24 * time.Hour
	threat := func(at time.Time) Danger { return Danger{Type: "regulator", Seq: 1, At: at} }
	done := threat(monday)
	done.UnderWay = true
	for name, tt := range map[string]struct {
		before known
		d      Danger
		tell   bool
		stage  stage
	}{
		"the first time":             {known{}, threat(monday), true, asThreat},
		"said again":                 {known{stage: asThreat, saidAt: monday.Add(-day)}, threat(monday), false, asThreat},
		"turned true":                {known{stage: asThreat, saidAt: monday.Add(-day)}, done, true, asUnderWay},
		"done, then a threat":        {known{stage: asUnderWay, saidAt: monday.Add(-day)}, threat(monday), false, asUnderWay},
		"anew after a long time":     {known{stage: asUnderWay, saidAt: monday.Add(-31 * day)}, threat(monday), true, asThreat},
		"pasted, said some time ago": {known{}, threat(monday.Add(-4 * day)), false, asThreat},
	} {
		k, tell := tt.d.follow(tt.before, monday)
		if tell != tt.tell || k.stage != tt.stage {
			t.Errorf("%s: tell %v, stage %d", name, tell, k.stage)
		}
	}
}

func TestPhonesAreVeiled(t *testing.T) {
	if got := veil("打13812345678曝光你们，或者 138 1234 5670"); strings.Contains(got, "138") || !strings.Contains(got, "****5678曝光") {
		t.Error(got)
	}
}

func TestMarks(t *testing.T) {
	h := Heard{Risks: []Danger{{Type: "safety"}, {Type: "regulator", UnderWay: true}}}
	if got := Marks(h.marks()); len(got) != 2 || got[0] != (Mark{"safety", false}) || got[1] != (Mark{"regulator", true}) {
		t.Errorf("%q: %+v", h.marks(), got)
	}
	if Marks(Heard{}.marks()) != nil {
		t.Error("nothing marks something")
	}
}

func BenchmarkHear(b *testing.B) {
	var lines []string
	for i := range 100 {
		lines = append(lines, "b 昨天收到的北欧陶瓷台灯，底座裂了一道口子，订单号 6937021846473", fmt.Sprintf("a 今天%d点前给您答复", 10+i%10))
	}
	messages := talk(lines...)
	b.ReportAllocs()
	for b.Loop() {
		plainEars.hear(messages, nil)
	}
}
