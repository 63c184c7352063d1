package facts

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/language"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"淘宝订单号 3912 4567 8901 2345 678", "SF1234567890123", "+86-139-1234-5678", "(0571)8888-6666转1", "138****1234", "260310-123456789012345", "找了三次等了5天", "幺三八零零一三八零零零", "批号：A-1-", "－－1", "0-0-0", "400"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := language.Read(s)
		all := shop.Find(text, now)
		for i, fact := range all {
			if fact.From < 0 || fact.To <= fact.From || fact.To > text.Len() || fact.Value == "" {
				t.Fatalf("%q: %+v", s, fact)
			}
			for _, other := range all[i+1:] {
				if fact.Overlaps(other.Range) {
					t.Fatalf("%q: %+v and %+v", s, fact, other)
				}
			}
		}
		if told(shop.Find(text, now)) != told(all) {
			t.Fatalf("%q: twice read, twice different", s)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := language.Read("我3月8号买的安心保温杯，订单号260310-123456789012345，快递YT8812345678901，找了你们三次客服，等了5天，退我129元，电话13812345678")
	for b.Loop() {
		shop.Find(text, now)
	}
}
