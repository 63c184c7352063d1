package conversation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var now = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func TestDraftClean(t *testing.T) {
	files := func(n int) []string { return slices.Repeat([]string{"f"}, n) }
	tests := []struct {
		name string
		in   Draft
		text string
		code string
	}{
		{"trimmed", Draft{Text: " \n你好\t "}, "你好", ""},
		{"lines within stay", Draft{Text: "你\n\n好"}, "你\n\n好", ""},
		{"nothing", Draft{}, "", "message.empty"},
		{"only spaces", Draft{Text: " \u3000\n"}, "", "message.empty"},
		{"only a file", Draft{FileIDs: files(1)}, "", ""},
		{"most files", Draft{FileIDs: files(MaxFiles)}, "", ""},
		{"too many files", Draft{Text: "看", FileIDs: files(MaxFiles + 1)}, "", "message.too_many_files"},
		{"longest", Draft{Text: strings.Repeat("字", MaxTextLen)}, strings.Repeat("字", MaxTextLen), ""},
		{"longest with spaces around", Draft{Text: "  " + strings.Repeat("字", MaxTextLen) + "\n"}, strings.Repeat("字", MaxTextLen), ""},
		{"too long", Draft{Text: strings.Repeat("字", MaxTextLen+1)}, "", "message.too_long"},
		{"not text", Draft{Text: "a\xffb"}, "", "message.not_text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := tt.in.clean()
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err == nil && d.Text != tt.text {
				t.Errorf("got %q", d.Text)
			}
		})
	}
}

func TestTake(t *testing.T) {
	before := now.Add(-time.Hour)
	buyer := Message{Seq: 8, Sender: Sender{Kind: Buyer, ID: "b"}, At: now}
	agent := Message{Seq: 8, Sender: Sender{Kind: Agent, ID: "a"}, At: now}
	internal, system := agent, Message{Seq: 8, Sender: Sender{Kind: System}, Internal: true, At: now}
	internal.Internal = true
	tests := []struct {
		name     string
		c        Conversation
		m        Message
		waiting  time.Time
		unread   int64
		assignee string
		version  int64
	}{
		{"a buyer begins to wait", Conversation{Version: 1}, buyer, now, 1, "", 1},
		{"a buyer waits on", Conversation{Version: 1, WaitingSince: before, Unread: 3}, buyer, before, 4, "", 1},
		{"the first answer is assigned", Conversation{Version: 1, WaitingSince: before, Unread: 3}, agent, time.Time{}, 3, "a", 2},
		{"an answer by a colleague", Conversation{Version: 5, WaitingSince: before, AssigneeID: "c"}, agent, time.Time{}, 0, "c", 5},
		{"an answer without a question", Conversation{Version: 1}, agent, time.Time{}, 0, "a", 2},
		{"an internal word", Conversation{Version: 1, WaitingSince: before}, internal, before, 0, "", 1},
		{"a line by the system", Conversation{Version: 1, WaitingSince: before}, system, before, 0, "", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.c.take(tt.m)
			if got.HeadSeq != 8 || !got.WaitingSince.Equal(tt.waiting) || got.Unread != tt.unread ||
				got.AssigneeID != tt.assignee || got.Version != tt.version {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestWaitForTeam(t *testing.T) {
	if got := (Conversation{}).waitForTeam(now); !got.WaitingSince.Equal(now) {
		t.Errorf("waits since %v", got.WaitingSince)
	}
	before := now.Add(-time.Hour)
	if got := (Conversation{WaitingSince: before}).waitForTeam(now); !got.WaitingSince.Equal(before) {
		t.Errorf("waits since %v, not any more since %v", got.WaitingSince, before)
	}
}

func TestPreview(t *testing.T) {
	long := strings.Repeat("字", previewLen)
	tests := []struct {
		name string
		in   Message
		want string
	}{
		{"one line", Message{Text: "你\n 好\t吗"}, "你 好 吗"},
		{"as long as fits", Message{Text: long}, long},
		{"cut", Message{Text: long + "多"}, long + "…"},
		{"a file", Message{Files: []File{{Name: "照片.jpg"}, {Name: "b.png"}}}, "照片.jpg"},
		{"a file with words", Message{Text: "看", Files: []File{{Name: "照片.jpg"}}}, "看"},
		{"nothing", Message{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.in.preview(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckKey(t *testing.T) {
	for key, want := range map[string]string{
		"":                       "request.key_missing",
		"1234567":                "request.key_missing",
		"12345678":               "",
		strings.Repeat("k", 100): "",
		strings.Repeat("k", 101): "request.key_missing",
	} {
		if got := fault.CodeOf(checkKey(key)); got != want {
			t.Errorf("key of %d: got %q, want %q", len(key), got, want)
		}
	}
}
