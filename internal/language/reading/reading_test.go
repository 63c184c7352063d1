package reading

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func blind(t testing.TB) []Example {
	t.Helper()
	examples, err := ReadExamples(os.DirFS("testdata"), "blind")
	if err != nil {
		t.Fatal(err)
	}
	return examples
}

// The figures that the product is held to, on messages that were written before
// any tuning and that nothing is learnt from.
func TestFiguresOnUnseenMessages(t *testing.T) {
	m := Measure(Default(), blind(t))
	for _, figure := range []struct {
		name        string
		got, bounds float64
	}{
		{"scenario first", ratio(m.First, m.Messages), 0.85},
		{"scenario in the first three", ratio(m.FirstThree, m.Messages), 0.95},
		{"playbooks not offered wrongly", 1 - ratio(m.Misoffered, m.Messages), 0.95},
		{"risks F1", Total(m.Risks).F1(), 0.90},
		{"level of emotion within one", ratio(m.Near, m.Messages), 0.85},
	} {
		if figure.got < figure.bounds {
			t.Errorf("%s: %.3f, at least %.2f wanted", figure.name, figure.got, figure.bounds)
		}
	}
}

func TestThreatsAndMentions(t *testing.T) {
	for _, name := range []string{"testdata/risks.tsv", "testdata/risks_2.tsv", "testdata/risks_blind.tsv"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tallies := map[string]Tally{}
		for line := range strings.SplitSeq(string(content), "\n") {
			if risks, text, is := strings.Cut(line, "\t"); is && line[0] != '#' {
				count(tallies, list(risks), Default().Read(text).riskTypes())
			}
		}
		if f1 := Total(tallies).F1(); f1 < 0.90 {
			t.Errorf("%s: F1 %.3f", name, f1)
		}
	}
}

// The shipped layer is what the shipped examples teach, byte for byte.
func TestTrainMakesTheShippedLayer(t *testing.T) {
	shipped, err := data.ReadFile("data/layer.bin")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Train(Examples()).Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), shipped) {
		t.Error("run: anxin assist train --out internal/language/reading/data/layer.bin")
	}
}

func TestConventions(t *testing.T) {
	tests := []struct {
		text, scenario, risks, demands, severity string
	}{
		{"再不退我就打12315", "", "regulator", "return_refund", "high"},
		{"12315我已经打了，他们受理了", "", "regulator", "", "critical"},
		{"12315是多少号", "", "", "", "low"},
		{"我没想给差评，就想问问怎么回事", "", "", "explanation", ""},
		{"抖音我已经发了，播放十万了", "public.exposure", "media", "", "critical"},
		{"米饭里吃出一根铁丝", "quality.foreign_body", "safety", "", "critical"},
		{"面包收到就发霉了，没吃，退货", "quality.foreign_body", "", "return_refund", "high"},
		{"会过敏吗", "inquiry.simple", "", "", "low"},
		{"宝宝用了起红疹了", "quality.foreign_body", "safety", "", "critical"},
		{"发票不给开，我找税务局", "aftersales.price_invoice", "regulator", "", "high"},
		{"衣服收到破了个洞，我要退", "quality.damaged", "", "return_refund", "normal"},
		{"三天了还没发货，退款吧", "order.unshipped", "", "refund", "normal"},
		{"不要退款，给我换一个新的，杯子裂了", "quality.damaged", "", "exchange", "normal"},
		{"在吗", "", "", "", "low"},
		{"谢谢，已经收到退款了", "", "", "", "low"},
		{"", "", "", "", "low"},
	}
	for _, test := range tests {
		got := Default().Read(test.text)
		if risks := strings.Join(got.riskTypes(), ","); risks != test.risks {
			t.Errorf("%s: risks %q, want %q", test.text, risks, test.risks)
		}
		if test.scenario != "" && got.primary() != test.scenario {
			t.Errorf("%s: scenario %v, want %s", test.text, got.Scenarios, test.scenario)
		}
		if demands := strings.Join(got.Demands, ","); test.demands != "" && demands != test.demands {
			t.Errorf("%s: demands %q, want %q", test.text, demands, test.demands)
		}
		if test.severity != "" && got.Severity != test.severity {
			t.Errorf("%s: severity %s, want %s", test.text, got.Severity, test.severity)
		}
	}
}

func TestEmotionLevels(t *testing.T) {
	tests := []struct {
		text        string
		kinds       string
		least, most int
	}{
		{"请问这款有现货吗", "calm", 0, 0},
		{"你们这帮骗子，气死我了！！！垃圾店", "angry", 3, 4},
		{"傻逼客服，妈的会不会说人话", "angry", 3, 4},
		{"急死我了，明天就要用，怎么办啊", "anxious", 2, 4},
		{"唉，太失望了", "disappointed", 1, 3},
		{"呵呵，真厉害，三天发到隔壁小区🙃", "sarcastic", 1, 3},
		{"收到了，特别喜欢，谢谢😍", "pleased", 1, 4},
	}
	for _, test := range tests {
		got := Default().Read(test.text).Emotion
		if got.Kind != test.kinds || got.Level < test.least || got.Level > test.most {
			t.Errorf("%s: %s %d", test.text, got.Kind, got.Level)
		}
	}
}

func TestEarlierMessagesHelpOnlyWhereOneSaysTooLittle(t *testing.T) {
	before := []string{"我的快递显示签收了但是没收到"}
	if got := Default().ReadAfter("单号是 7788990011223", before); got.primary() != "logistics.signed_not_received" {
		t.Error(got.Scenarios)
	}
	if got := Default().ReadAfter("谢谢，解决了", before); len(got.Scenarios) != 0 {
		t.Error(got.Scenarios)
	}
	if got := Default().ReadAfter("发票什么时候开给我，催了三次了", before); got.primary() != "aftersales.price_invoice" {
		t.Error(got.Scenarios)
	}
}

func TestCorrectionsAreLearnt(t *testing.T) {
	text := "桃木剑的穗子褪了魂"
	corrections, err := ReadCorrections(strings.NewReader(strings.Repeat(
		`{"text":"桃木剑的穗子褪了魂","scenario":"quality.not_as_described"}`+"\n\n", 3)))
	if err != nil || len(corrections) != 3 {
		t.Fatal(len(corrections), err)
	}
	got := NewReader(Train(slices.Concat(Examples(), corrections))).Read(text)
	if got.primary() != "quality.not_as_described" || got.Scenarios[0].Score < Sure {
		t.Error(got.Scenarios)
	}
	for _, bad := range []string{"x", `{"scenario":"order.change"}`, `{"text":"a","scenario":"nowhere"}`,
		`{"text":"a","emotion":{"kind":"glad","level":1}}`, `{"text":"a","emotion":{"kind":"calm","level":9}}`} {
		if _, err := ReadCorrections(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestReadLayerRefusesDamage(t *testing.T) {
	var b bytes.Buffer
	if err := Default().layer.Write(&b); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	for _, n := range []int{0, 5, len(layerMark), len(layerMark) + 20, len(whole) / 2, len(whole) - 1} {
		if _, err := ReadLayer(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("%d bytes: no error", n)
		}
	}
	if _, err := ReadLayer(bytes.NewReader(bytes.Replace(whole, []byte("order.change"), []byte("order.charge"), 1))); err == nil {
		t.Error("answers of other scenarios: no error")
	}
	layer, err := ReadLayer(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := layer.Write(&again); err != nil || !bytes.Equal(again.Bytes(), whole) {
		t.Error("written, read and written again, it differs", err)
	}
}

func TestMissingAsksOpenQuestionsFirst(t *testing.T) {
	for _, scenario := range Scenarios {
		all := Missing(scenario, func(string) bool { return false })
		if len(all) == 0 || len(all) > atOnce {
			t.Errorf("%s: %v", scenario, all)
		}
	}
	got := Default().Read("收到的杯子碎了，给我换一个").Missing(func(ask string) bool { return ask == "order_no" })
	if len(got) == 0 || slices.ContainsFunc(got, func(q Question) bool { return q.Ask == "order_no" || q.Ask == "demand" }) {
		t.Error(got)
	}
}

// White space and width of letters change nothing but the spans.
func TestHowItIsTypedDoesNotMatter(t *testing.T) {
	examples := blind(t)
	full := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r + 0xfee0
			}
			return r
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := examples[rapid.IntRange(0, len(examples)-1).Draw(t, "example")].Text
		runes := []rune(text)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		other := full(string(runes[:at]) + rapid.SampledFrom([]string{" ", "\u3000", "\u200b", "  "}).Draw(t, "space") + string(runes[at:]))
		a, b := Default().Read(text), Default().Read(other)
		if a.primary() != b.primary() || a.Severity != b.Severity || a.Emotion.Kind != b.Emotion.Kind ||
			a.Emotion.Level != b.Emotion.Level || !slices.Equal(a.riskTypes(), b.riskTypes()) || !slices.Equal(a.Demands, b.Demands) {
			t.Errorf("%q and %q read differently", text, other)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, e := range blind(f)[:60] {
		f.Add(e.Text)
	}
	f.Add("\xff\xfe12315\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := Default().Read(text)
		n := len([]rune(text))
		for _, r := range got.Risks {
			if r.Span.Start < 0 || r.Span.Start >= r.Span.End || r.Span.End > n || r.Text != string([]rune(text)[r.Span.Start:r.Span.End]) {
				t.Errorf("%q: risk %v", text, r)
			}
		}
		for _, s := range got.Emotion.Spans {
			if s.Start < 0 || s.Start >= s.End || s.End > n {
				t.Errorf("%q: emotion %v", text, got.Emotion)
			}
		}
		if again := Default().Read(text); again.Severity != got.Severity || again.primary() != got.primary() {
			t.Errorf("%q is read differently the second time", text)
		}
	})
}
