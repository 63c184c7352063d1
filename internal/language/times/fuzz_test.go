package times

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"今天18点前", "下周三到周五9:00-18:00", "1-3个工作日内", "9999年99月99日24:00", "一个半小时三刻钟后", "节后第99个工作日", "13月32号", "00:00", "二〇二六年二月三十", "半个半月", "每周一早", "3.5.7前"} {
		f.Add(s, int64(1758695400))
	}
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		text := language.Read(s)
		now := time.Unix(unix%4e9, 0).In(wednesday.Location())
		for _, back := range []bool{false, true} {
			end := 0
			for _, found := range Find(text, Clock{Now: now, Back: back}) {
				if found.From < end || found.To <= found.From || found.To > text.Len() {
					t.Fatalf("%q: %v after %d of %d", s, found.Range, end, text.Len())
				}
				if !found.Earliest.IsZero() && found.Earliest.After(found.End) {
					t.Fatalf("%q: earliest %v after due %v", s, found.Earliest, found.End)
				}
				end = found.To
			}
		}
	})
}
