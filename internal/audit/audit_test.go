package audit

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestIncompleteEntriesAreRefused(t *testing.T) {
	whole := Entry{Subject: "case/1", Version: 1, At: time.Unix(1, 0), Actor: "ada", Verb: "case.open"}
	tests := []struct {
		name  string
		spoil func(*Entry)
		ok    bool
	}{
		{"whole", func(*Entry) {}, true},
		{"no subject", func(e *Entry) { e.Subject = "" }, false},
		{"no actor", func(e *Entry) { e.Actor = "" }, false},
		{"no verb", func(e *Entry) { e.Verb = "" }, false},
		{"no time", func(e *Entry) { e.At = time.Time{} }, false},
		{"payload that is no JSON", func(e *Entry) { e.Payload = func() {} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := whole
			tt.spoil(&e)
			if _, err := e.record(); (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSamePayloadHasAnotherDigestEachTime(t *testing.T) {
	e := Entry{Subject: "case/1", Version: 1, At: time.Unix(1, 0), Actor: "ada", Verb: "case.open", Payload: "138 0000 0000"}
	a, _ := e.record()
	b, _ := e.record()
	if a.Digest == b.Digest {
		t.Error("a guess of the payload could be checked against the digest")
	}
}

// No two lists of fields may be framed alike, or text could move from one
// field to its neighbour unseen.
func TestFramesNeverMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.SliceOf(rapid.StringMatching(`[0-9:a]{0,4}`))
		a, b := fields.Draw(t, "a"), fields.Draw(t, "b")
		same := len(a) == len(b) && strings.Join(a, "|") == strings.Join(b, "|")
		if (framed(a...) == framed(b...)) != same {
			t.Fatalf("%q and %q", a, b)
		}
	})
}

func TestHeadTextForm(t *testing.T) {
	head := Key("k").extend(Head{}, []link{{"case/1", 1, "aa"}}, time.UnixMilli(1_700_000_000_123).UTC())
	line := head.String()
	if back, err := ParseHead(line + "\n"); err != nil || back != head {
		t.Errorf("got %+v, %v", back, err)
	}
	for _, bad := range []string{"", "hello", line + " x", strings.Replace(line, "head-1", "head-2", 1),
		strings.Replace(line, headMark+" 1", headMark+" one", 1)} {
		if _, err := ParseHead(bad); err == nil {
			t.Errorf("accepted %q", bad)
		}
	}
}

func TestSignatureCoversTheWholeHead(t *testing.T) {
	key := Key("secret")
	head := key.extend(Head{}, []link{{"case/1", 1, "aa"}}, time.UnixMilli(1000).UTC())
	if !key.signed(head) || !key.signed(Head{}) {
		t.Fatal("own seals are refused")
	}
	for name, spoil := range map[string]func(*Head){
		"number":  func(h *Head) { h.Number++ },
		"time":    func(h *Head) { h.At = h.At.Add(time.Millisecond) },
		"entries": func(h *Head) { h.Entries-- },
		"root":    func(h *Head) { h.Root = "" },
		"mac":     func(h *Head) { h.MAC = "" },
	} {
		h := head
		if spoil(&h); key.signed(h) {
			t.Errorf("%s is not covered", name)
		}
	}
	if Key("other").signed(head) {
		t.Error("any key will do")
	}
}

func TestRootDoesNotDependOnTheOrderOfReading(t *testing.T) {
	a, b, c := link{"case/1", 1, "aa"}, link{"case/1", 2, "bb"}, link{"case/10", 1, "cc"}
	if root("", []link{a, b, c}) != root("", []link{c, b, a}) {
		t.Error("roots differ")
	}
}
