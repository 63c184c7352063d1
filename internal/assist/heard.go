package assist

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/language/restate"
)

// Heard is what the engines hear in a conversation. Nothing of it is decided:
// people see what it was read from, and say what is so.
type Heard struct {
	Turns       []Turn
	Facts       []Told
	Risks       []Danger // the gravest first, each type once, as it was said last
	Scenarios   []reading.Guess
	Demands     []string
	Severity    string // of the gravest of what was said; "" if nothing was
	Questions   []reading.Question
	Restatement string // "" if there is nothing to say back
}

// Turn is what a buyer said without being answered, however many messages that
// were, and what is felt in it.
type Turn struct {
	From, To int64 // first and last message
	At       time.Time
	Emotion  reading.Emotion // without spans
}

// Told is a fact and where it was told last. A phone is masked.
type Told struct {
	Type    string
	Value   string
	Fen     int64  // of an amount
	Carrier string // of a tracking number, if that can be told
	Seq     int64
	Span    language.Span // in the message
}

// Danger is a risk and the words that show it.
type Danger struct {
	Type     string
	Text     string
	UnderWay bool // said to have been done
	Seq      int64
	Span     language.Span // in the message
}

// listener hears a conversation.
type listener struct {
	reader  *reading.Reader
	finder  *facts.Reader
	zone    *time.Location
	told    []facts.Fact // of the buyer, as the restatement wants them
	turns   []Turn
	words   []string // of each turn
	heard   Heard
	byTeam  map[string]bool // types of facts that the team has named
	present bool            // the last message was the buyer's
}

// storyTurns is how many of the last turns tell what it is about now.
const storyTurns = 8

// hear reads messages in their order. known are types of facts that are known
// from elsewhere, such as the order of an open case.
func hear(messages []conversation.Message, finder *facts.Reader, zone *time.Location, known map[string]bool) Heard {
	l := &listener{reader: reading.Default(), finder: finder, zone: zone, byTeam: map[string]bool{}}
	for _, m := range messages {
		l.message(m)
	}
	for i, t := range l.turns {
		if t.To > t.From { // what is felt grows over the messages of a turn
			l.turns[i].Emotion = l.reader.Read(l.words[i]).Emotion
		}
		l.turns[i].Emotion.Spans = nil
	}
	l.heard.Turns = l.turns
	l.story(known)
	slices.SortStableFunc(l.heard.Risks, func(a, b Danger) int {
		return cmp.Compare(slices.Index(reading.Risks, a.Type), slices.Index(reading.Risks, b.Type))
	})
	return l.heard
}

func (l *listener) message(m conversation.Message) {
	if m.Internal || m.Kind == conversation.Event || !m.RecalledAt.IsZero() || m.Text == "" {
		return
	}
	text := language.Read(m.Text)
	found := l.finder.Find(text, m.At.In(l.zone))
	if m.Sender.Kind != conversation.Buyer {
		for _, f := range found {
			l.byTeam[f.Type] = true
		}
		l.present = false
		return
	}
	r := l.reader.Read(m.Text)
	if !l.present {
		l.turns, l.words = append(l.turns, Turn{From: m.Seq, At: m.At, Emotion: r.Emotion}), append(l.words, "")
	}
	l.present = true
	last := len(l.turns) - 1
	l.turns[last].To = m.Seq
	l.words[last] = strings.TrimSpace(l.words[last] + "\n" + m.Text)
	for _, f := range found {
		l.fact(m, text, f)
	}
	for _, risk := range r.Risks {
		d := Danger{risk.Type, risk.Text, risk.UnderWay, m.Seq, risk.Span}
		l.heard.Risks = latest(l.heard.Risks, d, func(o Danger) bool { return o.Type == d.Type })
	}
}

func (l *listener) fact(m conversation.Message, text language.Text, f facts.Fact) {
	if f.Type != facts.Phone {
		l.told = latest(l.told, f, func(o facts.Fact) bool { return o.Type == f.Type && o.Value == f.Value })
	}
	t := Told{Type: f.Type, Value: f.Value, Carrier: f.Carrier, Seq: m.Seq, Span: text.Span(f.From, f.To)}
	if f.Type == facts.Money {
		t.Fen = f.Number
	}
	if f.Type == facts.Phone {
		t.Value = masked(f.Value)
	}
	l.heard.Facts = latest(l.heard.Facts, t, func(o Told) bool { return o.Type == t.Type && o.Value == t.Value })
}

// latest puts one in the place of an earlier one that is the same, at the end.
func latest[T any](all []T, one T, same func(T) bool) []T {
	return append(slices.DeleteFunc(all, same), one)
}

// masked leaves the last four digits of a phone.
func masked(phone string) string {
	if len(phone) <= 4 {
		return "****"
	}
	return "****" + phone[len(phone)-4:]
}

// story reads the last turns together: what it is about, what is wanted, and
// what to ask next.
func (l *listener) story(known map[string]bool) {
	words := l.words[max(0, len(l.words)-storyTurns):]
	if len(words) == 0 {
		return
	}
	r := l.reader.Read(tail(strings.Join(words, "\n")))
	if len(r.Scenarios) > 0 && r.Scenarios[0].Score < likely {
		r.Scenarios = nil
	}
	l.heard.Scenarios, l.heard.Demands, l.heard.Severity = r.Scenarios, r.Demands, r.Severity
	l.heard.Questions = r.Missing(func(ask string) bool {
		return known[ask] || l.byTeam[ask] || slices.ContainsFunc(l.heard.Facts, func(t Told) bool { return t.Type == ask })
	})
	l.heard.Restatement = restate.Compose("zh-CN", r, l.told)
	if r.Language == "en" {
		l.heard.Restatement = restate.Compose("en", r, l.told)
	}
}

// likely is how sure of a scenario one has to be, 0 to 1, to speak of it.
const likely = 0.5

// longStory is how many runes of the last turns are read together.
const longStory = 2000

func tail(text string) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-longStory):])
}
