package restate

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

func TestCompose(t *testing.T) {
	now := time.Date(2026, 5, 6, 10, 0, 0, 0, time.UTC)
	tests := []struct{ tongue, text, want string }{
		{"zh-CN", "在吗", ""},
		{"zh-CN", "收到的保温杯碎了，给我换一个", "跟您核对一下：保温杯，收到的商品有破损或瑕疵，您希望换货。我这样理解对吗？"},
		{"en", "收到的保温杯碎了，给我换一个", "Let me check that I have this right: 保温杯, the goods arrived broken or flawed, you would like an exchange. Is that right?"},
		{"fr", "退款什么时候到账啊，等了5天了", "跟您核对一下：退款还没有到账，已经等了5天，您希望尽快知道进展。我这样理解对吗？"},
	}
	find := facts.NewReader(map[string]string{"保温杯": "保温杯"})
	for _, test := range tests {
		got := Compose(test.tongue, reading.Default().Read(test.text), find.Find(language.Read(test.text), now))
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

// Every scenario and demand has its words in every language.
func TestWordsAreWhole(t *testing.T) {
	for _, tongue := range Tongues {
		words := tongues()[tongue]
		for _, key := range append(append([]string{}, reading.Scenarios...), reading.Demands...) {
			if words[key] == "" {
				t.Errorf("%s: nothing for %s", tongue, key)
			}
		}
		for key := range tongues()["zh-CN"] {
			if _, is := words[key]; !is {
				t.Errorf("%s: no %s", tongue, key)
			}
		}
	}
}

func TestComposeKeepsPhonesBack(t *testing.T) {
	text := "我电话13800138000，订单20261103887412，杯子碎了"
	got := Compose("zh-CN", reading.Default().Read(text), facts.NewReader(nil).Find(language.Read(text), time.Now()))
	if strings.Contains(got, "13800138000") || strings.Contains(got, "20261103887412") || !strings.Contains(got, "7412") {
		t.Error(got)
	}
}

func TestLengthAndYuan(t *testing.T) {
	d := draft{words: tongues()["zh-CN"]}
	for iso, want := range map[string]string{"P3D": "3天", "PT2H": "2小时", "PT30M": "30分钟", "P1M": "1个月", "P2W": "2周", "": "", "P": "", "PT": "", "P1DT2H": "", "PxD": ""} {
		if got := d.length(iso); got != want {
			t.Errorf("%s: %q, want %q", iso, got, want)
		}
	}
	for fen, want := range map[int64]string{100: "1", 12990: "129.9", 5: "0.05", 12345: "123.45", 0: "0"} {
		if got := yuan(fen); got != want {
			t.Errorf("%d: %s, want %s", fen, got, want)
		}
	}
}
