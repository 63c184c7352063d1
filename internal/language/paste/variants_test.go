package paste

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

// variants write the same chat in other characters.
var variants = map[string]func(string) string{
	"wide": func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f && r != '*' {
				return r + 0xfee0
			}
			return r
		}, s)
	},
	"traditional": strings.NewReplacer("买", "買", "没", "沒", "还", "還", "发", "發", "单", "單", "订", "訂", "碎", "碎", "门", "門", "旧", "舊", "历", "歷", "会话", "會話", "顾", "顧", "铺", "鋪", "陈", "陳").Replace,
	"spaces": func(s string) string {
		var b strings.Builder
		for line := range strings.Lines(s) {
			b.WriteString("\u3000 " + strings.TrimRight(strings.ReplaceAll(line, " ", " \u00a0\t"), "\n") + " \u200b\r\n")
		}
		return b.String()
	},
}

// shape is what must be the same of two chats.
func shape(c Chat) string {
	for i := range c.Messages {
		c.Messages[i].Text = language.Normal(c.Messages[i].Text)
	}
	for i := range c.Speakers {
		c.Speakers[i].Name = language.Normal(c.Speakers[i].Name)
	}
	for i := range c.Lines {
		c.Lines[i].Text = language.Normal(c.Lines[i].Text)
	}
	c.Nick = language.Normal(c.Nick)
	return told(c)
}

func TestVariantsReadTheSame(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, _ := chat(t, file)
		want := shape(Read(text, us))
		for name, vary := range variants {
			if got := shape(Read(strings.TrimSuffix(vary(text), "\r\n"), us)); got != want {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", file, name, got, want)
			}
		}
	}
}

// What people say of lines and speakers goes before what was read.
func TestCorrections(t *testing.T) {
	const text = "你们的茶怎么这么碎\n能退吗\n小陈:可以的\n随便一行"
	h := us
	h.Lines = map[int]As{0: AsBuyer, 1: AsBody, 3: AsNoise}
	want := "tool generic, nick \"\"\nus 小陈 1\n[-] buyer: 你们的茶怎么这么碎 / 能退吗\n[-] us: 可以的\n"
	if got := told(Read(text, h)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	h = us
	h.Sides = map[string]Side{"白云": Buyer, "爱喝茶的猫": Us}
	c := Read("爱喝茶的猫 10:00\n您好\n白云 10:01\n在吗", h)
	if c.Nick != "白云" || c.Messages[0].Side != Us || !c.Speakers[1].Sure {
		t.Errorf("got %s", told(c))
	}
	h = us
	h.Tool = "dongdong"
	if c := Read("a (2026-03-12 10:00:00):\n您好", h); c.Tool != "dongdong" {
		t.Errorf("tool %s", c.Tool)
	}
}

func TestStamps(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-12 10:23:45": "2026-03-12 10:23:45", "2026/3/2 9:05": "2026-03-02 09:05:00", "2026年3月2日 下午3:20": "2026-03-02 15:20:00",
		"3月2日 09:05": "2026-03-02 09:05:00", "12-30 21:00": "2025-12-30 21:00:00", "今天 08:00": "2026-03-12 08:00:00",
		"昨天 晚上11:30": "2026-03-11 23:30:00", "前天 00:10": "2026-03-10 00:10:00", "星期三 10:00": "2026-03-11 10:00:00",
		"周四 10:00": "2026-03-05 10:00:00", "10:23": "2026-03-12 10:23:00", "18:00": "2026-03-11 18:00:00", "12:05 am": "2026-03-12 00:05:00",
		"2026-03-12 周四 10:23": "2026-03-12 10:23:00", "3:20PM": "2026-03-12 15:20:00", "2026.03.12 10:23:45.123": "2026-03-12 10:23:45",
		"25:00": "", "10:7": "", "1:2:3": "", "13812345678": "",
	} {
		c := Read("小陈 "+text+"\n好", us)
		got := ""
		if len(c.Messages) == 1 && c.Messages[0].Grain > 0 {
			got = c.Messages[0].At.Format(time.DateTime)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, _ := chat(f, file)
		f.Add(text, "", 3, "buyer")
	}
	f.Add("a:b\n:\n小陈\n10:00\n10:00\n小陈\n\xff 10:00\n", "feige", 1, "body")
	f.Fuzz(func(t *testing.T, text, tool string, line int, as string) {
		h := us
		h.Tool, h.Lines = tool, map[int]As{line: As(as)}
		c := Read(text, h)
		whole(t, text, c)
		if told(Read(text, h)) != told(c) {
			t.Fatalf("%q: twice read, twice different", text)
		}
	})
}

// whole fails unless every line of a chat is somewhere.
func whole(t *testing.T, text string, c Chat) {
	t.Helper()
	words := make([]string, len(c.Messages))
	for i, m := range c.Messages {
		if words[i] = language.Normal(m.Who + m.Text); m.Text == "" || m.Side != Buyer && m.Side != Us {
			t.Fatalf("%q: message %+v", text, m)
		}
	}
	for _, l := range c.Lines {
		normal := language.Normal(l.Text)
		switch l.Role {
		case Blank:
			if normal != "" {
				t.Fatalf("%q: %q is not blank", text, l.Text)
			}
		case Body:
			if !strings.Contains(words[l.Message], normal) {
				t.Fatalf("%q: %q is not in %q", text, l.Text, words[l.Message])
			}
		case Head:
			if l.Message < 0 {
				t.Fatalf("%q: %q is the head of nothing", text, l.Text)
			}
		case Noise, Unsure:
		default:
			t.Fatalf("%q: %q is nothing", text, l.Text)
		}
	}
}
