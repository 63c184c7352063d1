package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a reply with what it should be found for, as the files in testdata
// hold them: lines of 买：(customer) and 客：(agent) before a line that begins
// with "- "; after ## the categories that it has besides that of its file.
type sample struct {
	reply      Reply
	categories []string
}

func readSamples(t testing.TB, dir string) map[string][]sample {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", dir, err)
	}
	all := map[string][]sample{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		category := strings.TrimSuffix(filepath.Base(file), ".txt")
		all[category] = parseSamples(category, string(text))
	}
	return all
}

func parseSamples(category, text string) []sample {
	var all []sample
	var turns []Turn
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if turn, ok := parseTurn(line); ok {
			turns = append(turns, turn)
			continue
		}
		reply, ok := strings.CutPrefix(line, "- ")
		if !ok {
			continue
		}
		s := sample{}
		if category != "clean" {
			s.categories = []string{category}
		}
		reply, more, _ := strings.Cut(reply, " ## ")
		s.categories = append(s.categories, strings.Fields(more)...)
		s.reply = Reply{Text: reply, Turns: turns}
		all, turns = append(all, s), nil
	}
	return all
}

func (s sample) String() string {
	var b strings.Builder
	for _, t := range s.reply.Turns {
		fmt.Fprintf(&b, "[%s] ", t.Text)
	}
	return b.String() + s.reply.Text
}

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := Default(Platforms()...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
