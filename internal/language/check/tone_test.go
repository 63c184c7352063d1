package check

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/anxin-desk/anxin/internal/language/tone"
)

// lessons are what the shipped layer of tones is learnt from: the sample replies
// that rules were written by, and the examples of all shipped rules.
func lessons(t testing.TB, e *Engine) []tone.Example {
	t.Helper()
	var all []tone.Example
	sets := readSamples(t, "testdata/dev")
	names := make([]string, 0, len(sets))
	for name := range sets {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, s := range sets[name] {
			if name == "interrupt" && len(s.reply.Turns) > 0 {
				continue // what interrupts only there and then
			}
			all = append(all, tone.Example{Text: s.reply.Text, Categories: s.categories})
		}
	}
	for _, r := range e.rules {
		for _, x := range append(slices.Clone(r.Bad), r.Good...) {
			reply, err := parseExample(x)
			if err != nil {
				t.Fatal(err)
			}
			example := tone.Example{Text: reply.Text}
			if slices.Contains(r.Bad, x) {
				example.Categories = []string{r.Category}
			}
			all = append(all, example)
		}
	}
	return all
}

// The shipped layer of tones is what the samples and examples teach, byte for
// byte. ANXIN_LEARN=1 writes it anew.
func TestTonesAreLearntFromTheSamples(t *testing.T) {
	const name = "../tone/layer.bin"
	learnt := tone.Train(lessons(t, engine(t)))
	if os.Getenv("ANXIN_LEARN") != "" {
		if err := os.WriteFile(name, learnt, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	shipped, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, learnt) {
		t.Error("run: ANXIN_LEARN=1 go test -run TonesAreLearnt ./internal/language/check")
	}
}
