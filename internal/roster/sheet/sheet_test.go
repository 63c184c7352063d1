package sheet

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestDrafts(t *testing.T) {
	good := Draft{ToID: "li", Note: " 早班交接 ", Items: []Pick{{Kind: Case, ID: "c", Version: 1, Note: " 等仓库 "}}}
	for name, tt := range map[string]struct {
		change      func(*Draft)
		code, field string
	}{
		"good":      {func(*Draft) {}, "", ""},
		"no note":   {func(d *Draft) { d.Note = " " }, "handover.note_missing", "note"},
		"long note": {func(d *Draft) { d.Note = strings.Repeat("字", 501) }, "handover.text_too_long", "note"},
		"nobody":    {func(d *Draft) { d.ToID = "" }, "handover.taker_missing", "to"},
		"oneself":   {func(d *Draft) { d.ToID = "chen" }, "handover.to_oneself", "to"},
		"nothing":   {func(d *Draft) { d.Items = nil }, "handover.items_range", "items"},
		"too much":  {func(d *Draft) { d.Items = make([]Pick, MaxItems+1) }, "handover.items_range", "items"},
		"twice":     {func(d *Draft) { d.Items = append(d.Items, d.Items[0]) }, "handover.items_twice", "items"},
		"odd kind":  {func(d *Draft) { d.Items = []Pick{{Kind: "ticket", ID: "t"}} }, "handover.items_twice", "items"},
		"long item": {func(d *Draft) { d.Items = []Pick{{Kind: Case, ID: "c", Note: strings.Repeat("字", 501)}} }, "handover.text_too_long", "items"},
	} {
		d := good
		tt.change(&d)
		got, err := d.Clean("chen")
		f, _ := err.(*fault.Fault)
		if fault.CodeOf(err) != tt.code || f != nil && f.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (got.Note != "早班交接" || got.Items[0].Note != "等仓库" || good.Items[0].Note != " 等仓库 ") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Whatever is done in whatever order: what has become of an item stays, and a sheet
// is settled exactly when none waits.
func TestWhatBecameOfAnItemStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1, 0)
		s := Sheet{ID: "s"}
		for n := range rapid.IntRange(1, 5).Draw(t, "items") {
			s.Items = append(s.Items, Item{N: int64(n + 1), State: Waiting})
		}
		pick := func(t *rapid.T) int64 { return int64(rapid.IntRange(1, len(s.Items)).Draw(t, "n")) }
		before := s
		try := func(t *rapid.T, next Sheet, err error) {
			if err != nil {
				return
			}
			before, s = s, next
			for i := range s.Items {
				if was := before.Items[i].State; was != Waiting && was != s.Items[i].State {
					t.Fatalf("item %d was %s and is %s", i+1, was, s.Items[i].State)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				if (s.Waits() == 0) != !s.SettledAt.IsZero() {
					t.Fatalf("%d wait, settled %v", s.Waits(), s.SettledAt)
				}
				now = now.Add(time.Second)
			},
			"accept": func(t *rapid.T) {
				next, err := s.Settle(pick(t), Accepted, "", now)
				try(t, next, err)
			},
			"pass over": func(t *rapid.T) {
				next, err := s.Settle(pick(t), Passed, "case.changed", now)
				try(t, next, err)
			},
			"hand back": func(t *rapid.T) {
				next, err := s.HandBack(pick(t), rapid.SampledFrom([]string{"", "不懂"}).Draw(t, "reason"), now)
				try(t, next, err)
			},
			"withdraw": func(t *rapid.T) {
				waited := s.Waits()
				next, err := s.Withdraw(now)
				if (err == nil) != (waited > 0) || err == nil && next.Waits() > 0 {
					t.Fatalf("%d waited: %v", waited, err)
				}
				try(t, next, err)
			},
			"call": func(t *rapid.T) {
				next, calls := s.Call(now)
				if calls && (s.Waits() == 0 || !s.CalledAt.IsZero()) {
					t.Fatal("called for nothing, or twice")
				}
				s = next
			},
		})
	})
}
