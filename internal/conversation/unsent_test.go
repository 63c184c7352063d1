package conversation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation/unsent"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestWhatIsBeingWrittenIsKept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		save := func(text string, note bool) {
			_, err := w.Drafts.Save(w.agent, b.talk, unsent.Draft{Text: text, Note: note})
			w.must(err)
		}
		want := func(text string, note bool) {
			t.Helper()
			u, err := w.Drafts.Get(w.agent, b.talk)
			if err != nil || u.Text != text || u.Note != note {
				t.Errorf("kept %+v, %v, want %q", u, err, text)
			}
		}
		want("", false)
		save("您好，", false)
		save("您好，我查一下 ", true)
		want("您好，我查一下 ", true)
		if u, err := w.Drafts.Get(w.colleague, b.talk); err != nil || u.Text != "" {
			t.Errorf("a colleague reads %+v, %v", u, err)
		}
		_, err := w.Drafts.Get(w.stranger, b.talk)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Drafts.Save(w.stranger, b.talk, unsent.Draft{Text: "x"})
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Drafts.Save(w.agent, b.talk, unsent.Draft{Text: strings.Repeat("字", 20_001)})
		wantFault(t, err, fault.Invalid, "draft.too_long")

		w.reply("agent-key-1", b, "别的话")
		want("您好，我查一下 ", true) // it is not what was sent
		w.reply("agent-key-2", b, "您好，我查一下")
		want("", false)
		save("已经", false)
		w.reply("agent-key-2", b, "您好，我查一下") // once more, late
		want("已经", false)
		save("  ", false)
		want("", false)

		save("放着", false)
		w.after(59 * 24 * time.Hour)
		want("放着", false)
		w.after(3 * 24 * time.Hour)
		want("", false)
	})
}
