package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/desk"
)

// hears lets a buyer say something that the engines then hear.
func (w *world) hears(text string) *buyer {
	w.t.Helper()
	b := w.visit("first", "")
	w.say(b, text)
	w.must(w.Hearing.CatchUp(context.Background()))
	w.pass(time.Minute)
	return b
}

func TestMostUrgentFirst(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		calm := w.hears("你好，请问什么时候发货")
		angry := w.hears("台灯坏了，气死我了！！你们太过分了！！")
		threat := w.hears("再不退我就打12315")
		harm := w.hears("孩子吃了上吐下泻，现在在医院")
		answered := w.hears("再不退我就打12315")
		w.reply(w.agent, answered, "给您添麻烦了")
		grave := w.hears("你好，请问什么时候发货")
		_, err := w.Complaints.Open(w.boss, grave.talk, "case-key-1", complaint.Facts{Scenario: "logistics.late", Severity: complaint.Critical})
		w.must(err)
		read := func(f desk.Filter, v desk.View, size int) (ids []string) {
			for after := ""; ; {
				p, err := w.Desk.Queue(w.agent, desk.Ask{View: v, Filter: f, Order: desk.Urgent, After: after, Limit: size})
				w.must(err)
				ids = append(ids, talks(p.Rows)...)
				if after = p.Next; after == "" {
					return ids
				}
			}
		}
		names := map[string]string{calm.talk: "calm", angry.talk: "angry", threat.talk: "threat", harm.talk: "harm", answered.talk: "answered", grave.talk: "grave"}
		for _, tt := range []struct {
			name string
			f    desk.Filter
			v    desk.View
			want []string
		}{
			{"all", desk.Filter{}, desk.All, []string{"harm", "grave", "angry", "threat", "calm", "answered"}},
			{"waiting", desk.Filter{}, desk.Waiting, []string{"harm", "grave", "angry", "threat", "calm"}},
			{"mine", desk.Filter{}, desk.Mine, []string{"answered"}},
			{"regulator", desk.Filter{Risks: []string{"regulator"}}, desk.All, []string{"threat", "answered"}},
			{"two risks", desk.Filter{Risks: []string{"regulator", "safety"}}, desk.Waiting, []string{"harm", "threat"}},
			{"critical cases", desk.Filter{Severities: []string{"critical"}}, desk.All, []string{"grave"}},
			{"unread", desk.Filter{Unread: true}, desk.All, []string{"harm", "grave", "angry", "threat", "calm", "answered"}},
		} {
			for _, size := range []int{1, 2, 100} {
				var got []string
				for _, id := range read(tt.f, tt.v, size) {
					got = append(got, names[id])
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("%s in pages of %d: %v, want %v", tt.name, size, got, tt.want)
				}
			}
		}
		p, err := w.Desk.Queue(w.agent, desk.Ask{View: desk.All, Order: desk.Urgent, Limit: 1})
		w.must(err)
		if h := p.Rows[0].Heard; h.Severity != "critical" || len(h.Risks) != 1 || h.Risks[0].Type != "safety" || h.Kind == "" {
			t.Errorf("%+v", h)
		}
		newest, err := w.Desk.Queue(w.agent, desk.Ask{View: desk.All, Filter: desk.Filter{Risks: []string{"regulator"}}})
		w.must(err)
		if got := talks(newest.Rows); !slices.Equal(got, []string{answered.talk, threat.talk}) {
			t.Errorf("newest first: %v", got)
		}
	})
}
