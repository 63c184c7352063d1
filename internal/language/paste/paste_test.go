package paste

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var (
	zone = time.FixedZone("Asia/Shanghai", 8*60*60)
	now  = time.Date(2026, 3, 12, 16, 45, 0, 0, zone) // a Thursday
	us   = Hints{Shop: "安心茶铺", Ours: []string{"小陈", "小李"}, Now: now}
)

// told writes a chat down in lines that can be compared.
func told(c Chat) string {
	var b strings.Builder
	fmt.Fprintf(&b, "tool %s, nick %q\n", c.Tool, c.Nick)
	for _, s := range c.Speakers {
		mark := ""
		if !s.Sure {
			mark = "?"
		}
		fmt.Fprintf(&b, "%s%s %s %d\n", s.Side, mark, s.Name, s.Count)
	}
	for _, m := range c.Messages {
		at := "-"
		switch {
		case m.Grain == time.Minute:
			at = m.At.Format("2006-01-02 15:04")
		case m.Grain > 0:
			at = m.At.Format("2006-01-02 15:04:05")
		}
		fmt.Fprintf(&b, "[%s] %s: %s", at, m.Side, strings.ReplaceAll(m.Text, "\n", " / "))
		if len(m.Orders) > 0 {
			fmt.Fprintf(&b, " {%s}", strings.Join(m.Orders, " "))
		}
		b.WriteString("\n")
	}
	for _, l := range c.Lines {
		if l.Role == Unsure {
			fmt.Fprintf(&b, "unsure %s\n", l.Text)
		}
	}
	return b.String()
}

// The files hold a chat, a line of equals signs, and what is read in it. Lines
// before the first empty line that begin with # say where its look comes from.
func TestChats(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d chats: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, want := chat(t, file)
			if got := told(Read(text, us)); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func chat(t testing.TB, file string) (text, want string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, want, ok := strings.Cut(string(raw), "\n=====\n")
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	if !ok {
		t.Fatal("no line of equals signs")
	}
	return strings.TrimPrefix(text, "\n"), want
}
