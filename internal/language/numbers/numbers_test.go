package numbers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/language"
)

func TestBetween(t *testing.T) {
	tests := []struct {
		text      string
		low, high float64
	}{
		{"三百五", 350, 350}, {"一百二十", 120, 120}, {"一千零三", 1003, 1003}, {"两万四", 24000, 24000}, {"3万5", 35000, 35000},
		{"1,299.50", 1299.5, 1299.5}, {"１２", 12, 12}, {"二〇二六", 2026, 2026}, {"三五", 3, 5}, {"两三", 2, 3}, {"二三十", 20, 30}, {"十七八", 17, 18},
		{"3-5", 3, 5}, {"三到五", 3, 5}, {"1至3", 1, 3}, {"十几", 11, 19}, {"几十", 20, 90}, {"20多", 20, 20}, {"廿五", 25, 25}, {"1w", 10000, 10000}, {"2.5k", 2500, 2500},
		{"零点五", 0.5, 0.5}, {"三点一四", 3.14, 3.14}, {"壹佰贰拾", 120, 120}, {"两到三万", 20000, 30000}, {"百来块", 100, 100}, {"五亿零三十万", 500300000, 500300000},
	}
	for _, tt := range tests {
		n, ok := Between(language.Read(tt.text), 0)
		if !ok || n.Low != tt.low || n.High != tt.high {
			t.Errorf("%s: got %v to %v (%v), want %v to %v", tt.text, n.Low, n.High, ok, tt.low, tt.high)
		}
	}
	for _, text := range []string{"几个", "一二三四五六七八九十百", "多", "", "块", "三百二五"} {
		if n, ok := Between(language.Read(text), 0); ok && n.To > 9 {
			t.Errorf("%s: read %+v", text, n)
		}
	}
}

func TestAmountAt(t *testing.T) {
	tests := []struct {
		text, words string
		low, high   int64
	}{
		{"129.9元", "129.9元", 12990, 12990}, {"￥50退我", "￥50", 5000, 5000}, {"三块五", "三块五", 350, 350}, {"12块九毛五", "12块九毛五", 1295, 1295},
		{"两块半", "两块半", 250, 250}, {"五毛钱", "五毛钱", 50, 50}, {"一百多块钱", "一百多块钱", 10000, 10000}, {"百来块钱", "百来块钱", 10000, 10000}, {"10-20元", "10-20元", 1000, 2000},
		{"1w块", "1w块", 1000000, 1000000}, {"人民币100", "人民币100", 10000, 10000}, {"八分钱", "八分钱", 8, 8}, {"3000圆", "3000圆", 300000, 300000}, {"50rmb", "50rmb", 5000, 5000},
	}
	for _, tt := range tests {
		text := language.Read(tt.text)
		a, ok := AmountAt(text, 0)
		if !ok || a.Low != tt.low || a.High != tt.high || text.Words(a.From, a.To) != tt.words {
			t.Errorf("%s: got %+v %q (%v)", tt.text, a, text.Words(a.From, a.To), ok)
		}
	}
	for _, text := range []string{"两块电池", "三元素", "五角星", "一块儿来", "3个", "2分", "十元旦"} {
		if a, ok := AmountAt(language.Read(text), 0); ok {
			t.Errorf("%s: read %+v", text, a)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ text, want string }{
		{"买了3件，打八折，退一半", "quantity 3 件; percent 80 %"},
		{"第三次了，退我65%", "ordinal 3 ; percent 65 %"},
		{"百分之十五，三分之一，负3.9%", "percent 15 %; number 0.3333333333333333 ; percent -3.9 %"},
		{"万一不行，十分生气，一下就坏", ""},
		{"七五折，三成半", "percent 75 %; percent 35 %"},
		{"型号ab123", ""},
	}
	for _, tt := range tests {
		var all []string
		for _, f := range Find(language.Read(tt.text)) {
			all = append(all, fmt.Sprintf("%s %v %s", f.Kind, f.Low, f.Unit))
		}
		if got := strings.Join(all, "; "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"一百二十块五毛", "3万5千到八折", "¥1,299.50", "百来块", "十几万几千几", "第零十", "廿卅百千万亿兆"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := language.Read(s)
		end := 0
		for _, n := range Find(text) {
			if n.From < end || n.To <= n.From || n.To > text.Len() || n.Low != n.Low {
				t.Fatalf("%q: %+v after %d of %d", s, n, end, text.Len())
			}
			end = n.To
		}
	})
}
