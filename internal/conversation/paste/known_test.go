package paste

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/conversation"
	read "github.com/anxin-desk/anxin/internal/language/paste"
)

var noon = time.Date(2026, 3, 12, 4, 0, 0, 0, time.UTC)

// thread is what is known, as the service keeps it.
type thread struct {
	all []said
	at  []time.Time
}

// paste adds what is new and returns how much that was.
func (t *thread) paste(pasted []said, now time.Time) (added int) {
	found := align(t.all, pasted)
	times := place(t.at, pasted, found, now)
	type entry struct {
		said
		t time.Time
	}
	var all []entry
	for i, s := range t.all {
		all = append(all, entry{s, t.at[i]})
	}
	for i, s := range pasted {
		if found[i] < 0 {
			all = append(all, entry{s, times[i]})
			added++
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.t.Compare(b.t) })
	t.all, t.at = nil, nil
	for _, e := range all {
		t.all, t.at = append(t.all, e.said), append(t.at, e.t)
	}
	return added
}

func words(all []said) (text []string) {
	for _, s := range all {
		text = append(text, string(s.side)+" "+s.words)
	}
	return text
}

// drawChat draws a chat in which the same few words come again and again.
func drawChat(t *rapid.T, grain time.Duration) (chat []said) {
	at := noon
	for i := range rapid.IntRange(1, 30).Draw(t, "messages") {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 1, 7, 40, 90, 4000}).Draw(t, "seconds")) * time.Second)
		text := rapid.SampledFrom([]string{"在吗", "好的", "嗯", fmt.Sprint("第", i, "句")}).Draw(t, "words")
		s := said{side: rapid.SampledFrom([]read.Side{read.Buyer, read.Us}).Draw(t, "side"), words: text}
		if grain > 0 {
			s.at, s.grain = at.Truncate(grain), grain
		} else {
			s.words = fmt.Sprint(s.words, i) // without times only words can tell
		}
		chat = append(chat, s)
	}
	return chat
}

// twins tells whether nothing but their places tell two neighbours apart.
func twins(chat []said, i int) bool {
	if i <= 0 || i >= len(chat) {
		return false
	}
	a, b := chat[i-1], chat[i]
	return a.grain > 0 && a.at.Equal(b.at)
}

// Whoever copies stretches of a chat that overlap, forwards or backwards, has
// the chat once and in order in the end; the same again adds nothing. Where a
// stretch begins or ends among messages that have the same time, it has all of
// them: what is shown of two equal ones cannot be told from one.
func TestWindowsMakeTheChat(t *testing.T) {
	for name, grain := range map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "none": 0} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			chat := drawChat(t, grain)
			now := noon.Add(48 * time.Hour)
			edge := func(i int) int {
				for twins(chat, i) {
					i++
				}
				return i
			}
			from := edge(rapid.IntRange(0, len(chat)-1).Draw(t, "from"))
			for from == len(chat) {
				from = edge(0)
			}
			to := edge(rapid.IntRange(from+1, len(chat)).Draw(t, "to"))
			var have thread
			have.paste(chat[from:to], now)
			for from > 0 || to < len(chat) {
				a, b := rapid.IntRange(0, to-1).Draw(t, "a"), rapid.IntRange(from+1, len(chat)).Draw(t, "b")
				for twins(chat, a) {
					a--
				}
				if b = edge(max(b, a+1)); a < from && b <= from || a >= to {
					continue
				}
				have.paste(chat[a:b], now)
				from, to = min(from, a), max(to, b)
				if got, want := words(have.all), words(chat[from:to]); !slices.Equal(got, want) {
					t.Fatalf("after [%d:%d]: got %q, want %q", a, b, got, want)
				}
				if n := have.paste(chat[a:b], now); n != 0 {
					t.Fatalf("[%d:%d] again adds %d", a, b, n)
				}
			}
		}))
	}
}

// Where some messages have no time, as those of which only the words were copied,
// the rest keep theirs, and the same copy again adds nothing.
func TestMessagesWithoutTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chat := drawChat(t, time.Second)
		for i := range chat {
			if rapid.Bool().Draw(t, "untimed") {
				chat[i].at, chat[i].grain, chat[i].words = time.Time{}, 0, fmt.Sprint(chat[i].words, i)
			}
		}
		now := noon.Add(48 * time.Hour)
		var have thread
		have.paste(chat, now)
		if got, want := words(have.all), words(chat); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		for i, s := range have.all {
			if off := have.at[i].Sub(s.at); s.grain > 0 && (off < 0 || off > 2*time.Minute) {
				t.Fatalf("%s is %v off", s.words, off)
			}
		}
		if n := have.paste(chat, now); n != 0 {
			t.Fatalf("again adds %d", n)
		}
	})
}

// Stretches that do not meet are put together by their times, and what lies
// between comes between.
func TestGapsAreFilled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chat := drawChat(t, time.Second)
		for i := range chat {
			chat[i].words = fmt.Sprint(chat[i].words, i)
		}
		cut := rapid.IntRange(0, len(chat)).Draw(t, "cut")
		back := rapid.IntRange(cut, len(chat)).Draw(t, "back")
		for twins(chat, cut) {
			cut--
		}
		for twins(chat, back) {
			back++
		}
		var have thread
		for _, window := range rapid.Permutation([][]said{chat[:cut], chat[back:], chat[max(0, cut-1):min(len(chat), back+1)]}).Draw(t, "order") {
			if len(window) > 0 {
				have.paste(window, noon.Add(48*time.Hour))
			}
		}
		if got, want := words(have.all), words(chat); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// What was written here and sent there is known when it is pasted, also when the
// clocks differ a little; what was never sent is passed over.
func TestOurOwnWordsAreKnown(t *testing.T) {
	live := func(text string, at time.Time) said {
		return said{side: read.Us, words: text, at: at, grain: time.Second, live: true}
	}
	buyer := func(text string, at time.Time) said {
		return said{side: read.Buyer, words: text, at: at, grain: time.Second}
	}
	us := func(text string, at time.Time, grain time.Duration) said {
		return said{side: read.Us, words: text, at: at.Truncate(grain), grain: grain}
	}
	have := thread{all: []said{buyer("碎了", noon), live("抱歉", noon.Add(time.Minute)), live("没有发出去", noon.Add(70*time.Second))},
		at: []time.Time{noon, noon.Add(time.Minute), noon.Add(70 * time.Second)}}
	pasted := []said{buyer("碎了", noon), buyer("在吗", noon.Add(50*time.Second)), us("抱歉", noon.Add(100*time.Second), time.Minute), buyer("嗯", noon.Add(3*time.Minute))}
	if n := have.paste(pasted, noon.Add(time.Hour)); n != 2 {
		t.Errorf("added %d", n)
	}
	want := []string{"buyer 碎了", "buyer 在吗", "us 抱歉", "us 没有发出去", "buyer 嗯"}
	if got := words(have.all); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	card := thread{all: []said{{side: read.Us, words: "今天18点前补发", at: noon, grain: time.Second, live: true, card: true}}, at: []time.Time{noon}}
	if n := card.paste([]said{us("我们的承诺:今天18点前补发,有变化会提前告诉您", noon.Add(time.Minute), time.Minute)}, noon.Add(time.Hour)); n != 0 {
		t.Errorf("a card comes back as %d messages", n)
	}
	untimed := []said{{side: read.Us, words: "抱歉"}, {side: read.Buyer, words: "嗯"}, {side: read.Buyer, words: "谢谢"}}
	if n := have.paste(untimed, noon.Add(time.Hour)); n != 1 {
		t.Errorf("added %d", n)
	}
}

func TestKeysKeepTimes(t *testing.T) {
	for _, m := range []read.Message{{At: noon, Grain: time.Second}, {At: noon, Grain: time.Minute}, {}} {
		m.Text, m.Side = "好", read.Us
		key := keyOf(m, "0198c0de-id")
		back := knownOf(message(key, m))
		if back.grain != m.Grain || back.live || m.Grain > 0 && !back.at.Equal(m.At) {
			t.Errorf("%s: %+v", key, back)
		}
	}
	if k := knownOf(message("some-other-key", read.Message{Text: "好"})); !k.live {
		t.Errorf("%+v", k)
	}
}

func message(key string, m read.Message) conversation.Message {
	return conversation.Message{Key: key, Text: m.Text, At: m.At.Add(123 * time.Millisecond), Sender: conversation.Sender{Kind: conversation.Agent}}
}
