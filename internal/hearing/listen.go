package hearing

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/language/restate"
)

// ears are what a conversation is heard with.
type ears struct {
	reader *reading.Reader
	finder *facts.Reader
	zone   *time.Location
	fixes  fixes
}

// listener hears a conversation.
type listener struct {
	ears
	told    []facts.Fact // of the buyer, as the restatement wants them
	turns   []Turn
	said    [][]conversation.Message // of each turn
	heard   Heard
	byTeam  map[string]bool // types of facts that the team has named
	present bool            // the last message was the buyer's
}

// storyTurns is how many of the last turns tell what it is about now.
const storyTurns = 8

// hear reads messages in their order. known are types of facts that are known
// from elsewhere, such as the order of an open case.
func (e ears) hear(messages []conversation.Message, known map[string]bool) Heard {
	l := &listener{ears: e, byTeam: map[string]bool{}}
	for _, m := range messages {
		l.message(m)
	}
	for i := range l.turns {
		l.turns[i].Emotion = l.mood(l.turns[i], l.said[i])
	}
	l.heard.Turns = l.turns
	l.forget()
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
		l.turns, l.said = append(l.turns, Turn{From: m.Seq, At: m.At, Emotion: r.Emotion}), append(l.said, nil)
	}
	l.present = true
	last := len(l.turns) - 1
	l.turns[last].To = m.Seq
	l.said[last] = append(l.said[last], m)
	for _, f := range found {
		l.fact(m, text, f)
	}
	for _, risk := range r.Risks {
		d := Danger{Type: risk.Type, Text: veil(risk.Text), UnderWay: risk.UnderWay, Seq: m.Seq, Span: risk.Span, At: m.At}
		if d, is := l.fixes.risk(d); is {
			l.heard.Risks = latest(l.heard.Risks, d, func(o Danger) bool { return o.Type == d.Type })
		}
	}
}

// mood is what is felt in a turn: it grows over the messages. Where somebody has
// corrected it, what was said after the words that they read may still raise it.
func (l *listener) mood(t Turn, said []conversation.Message) reading.Emotion {
	felt := t.Emotion
	if t.To > t.From {
		felt = l.reader.Read(joined(said)).Emotion
	}
	if right, seq, is := l.fixes.mood(t); is {
		felt = right
		later := slices.DeleteFunc(slices.Clone(said), func(m conversation.Message) bool { return m.Seq <= seq })
		if len(later) > 0 {
			if after := l.reader.Read(joined(later)).Emotion; after.Level > felt.Level {
				felt = after
			}
		}
	}
	felt.Spans = nil
	return felt
}

func joined(said []conversation.Message) string {
	words := make([]string, len(said))
	for i, m := range said {
		words[i] = m.Text
	}
	return strings.Join(words, "\n")
}

func (l *listener) fact(m conversation.Message, text language.Text, f facts.Fact) {
	f, is := l.fixes.fact(f)
	if !is {
		return
	}
	if f.Type != facts.Phone {
		l.told = latest(l.told, f, func(o facts.Fact) bool { return o.Type == f.Type && o.Value == f.Value })
	}
	t := Told{Type: f.Type, Value: shown(f), Carrier: f.Carrier, Seq: m.Seq, Span: text.Span(f.From, f.To)}
	if f.Type == facts.Money {
		t.Fen = f.Number
	}
	l.heard.Facts = latest(l.heard.Facts, t, func(o Told) bool { return o.Type == t.Type && o.Value == t.Value })
}

// shown is the value of a fact as people see it.
func shown(f facts.Fact) string {
	if f.Type == facts.Phone {
		return masked(f.Value)
	}
	return f.Value
}

// latest puts one in the place of an earlier one that is the same, at the end.
func latest[T any](all []T, one T, same func(T) bool) []T {
	return append(slices.DeleteFunc(all, same), one)
}

// forget drops risks of long ago.
func (l *listener) forget() {
	if len(l.said) == 0 {
		return
	}
	last := l.said[len(l.said)-1]
	since := last[len(last)-1].At.Add(-freshFor)
	l.heard.Risks = slices.DeleteFunc(l.heard.Risks, func(d Danger) bool { return d.At.Before(since) })
}

// story reads the last turns together: what it is about, what is wanted, and
// what to ask next.
func (l *listener) story(known map[string]bool) {
	last := slices.Concat(l.said[max(0, len(l.said)-storyTurns):]...)
	if len(last) == 0 {
		return
	}
	words := tail(joined(last))
	r := l.reader.Read(words)
	if len(r.Scenarios) > 0 && r.Scenarios[0].Score < likely {
		r.Scenarios = nil
	}
	if id, is := l.fixes.scenario(last[0].Seq); is {
		r.Scenarios = nil
		if id != "" {
			r.Scenarios = []reading.Guess{{ID: id, Score: 1}}
		}
	}
	r.Risks = l.risks(r.Risks)
	r.Emotion = l.heard.Mood()
	l.heard.About = slices.MaxFunc(last, func(a, b conversation.Message) int {
		return cmp.Compare(utf8.RuneCountInString(a.Text), utf8.RuneCountInString(b.Text))
	}).Seq
	l.heard.Scenarios, l.heard.Demands, l.heard.Severity, l.heard.Language = r.Scenarios, r.Demands, r.Weigh(words), r.Language
	l.heard.Questions = r.Missing(func(ask string) bool {
		return known[ask] || l.byTeam[ask] || slices.ContainsFunc(l.heard.Facts, func(t Told) bool { return t.Type == ask })
	})
	in := "zh-CN"
	if r.Language == "en" {
		in = "en"
	}
	l.heard.Restatement = restate.Compose(in, r, l.told)
}

// risks are those by which the story is weighed: what was heard in messages, and
// what only their sum shows, but for what somebody has said is none.
func (l *listener) risks(ofAll []reading.Risk) (all []reading.Risk) {
	for _, d := range l.heard.Risks {
		all = append(all, reading.Risk{Type: d.Type, Text: d.Text, UnderWay: d.UnderWay})
	}
	for _, r := range ofAll {
		known := slices.ContainsFunc(l.heard.Risks, func(d Danger) bool { return d.Type == r.Type })
		if !known && !l.fixes.touches(r.Type) {
			all = append(all, r)
		}
	}
	return all
}

// likely is how sure of a scenario one has to be, 0 to 1, to speak of it.
const likely = 0.5

// longStory is how many runes of the last turns are read together.
const longStory = 2000

func tail(text string) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-longStory):])
}
