package check

import (
	"os"
	"strings"
	"testing"
)

func TestDebug(t *testing.T) {
	in := os.Getenv("REPLY")
	if in == "" {
		t.Skip()
	}
	e := engine(t)
	rule, text, _ := strings.Cut(in, "::")
	reply, _ := parseExample(text)
	tk := e.talkOf(reply)
	for _, r := range e.rules {
		if !strings.HasPrefix(r.ID, rule) {
			continue
		}
		for _, at := range r.candidates(tk) {
			t.Logf("%s candidate %q applies %v excused %v", r.ID, tk.now.Slice(at.From, at.To), r.applies(tk), r.excused(tk, at, nil))
			for name, ps := range map[string]patterns{"clause": r.clause, "sentence": r.sentence, "text": r.text} {
				for _, p := range ps {
					if m, ok := p.find(tk.now, 0); ok && p.possible(tk.now) {
						t.Logf("  %s %s: %q", name, p.src, tk.now.Slice(m.From, m.To))
					}
				}
			}
		}
		if len(r.candidates(tk)) == 0 && strings.HasSuffix(in, "!") {
			t.Logf("%s: none", r.ID)
		}
	}
}
