// Package hearing keeps what the language engines hear in a buyer's words: what
// is felt, threatened, told and wanted. It is heard again whenever a buyer has
// said something, stored for the queue, told to whom a risk concerns, and
// corrected by people, from whose corrections the engines learn.
//
// Nothing of it is decided: people see what it was read from, and say what is so.
package hearing

import (
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

// Heard is what is heard in a conversation.
type Heard struct {
	Turns       []Turn
	Facts       []Told
	Risks       []Danger // the gravest first, each type once, as it was said last
	Scenarios   []reading.Guess
	About       int64 // the message that tells most of what it is about, 0 if nothing was said
	Demands     []string
	Severity    string // of the gravest of what was said; "" if nothing was
	Questions   []reading.Question
	Restatement string // "" if there is nothing to say back
	Language    string // zh, en or und, of the last turns
	Corrections []Correction
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
	Text     string // phones masked
	UnderWay bool   // said to have been done
	Seq      int64
	Span     language.Span // in the message
	At       time.Time
	Told     []Audience // who has been told of it
}

// freshFor is how long before a buyer's last message a risk was said that still
// counts: a conversation may go on for years.
const freshFor = 30 * 24 * time.Hour

// Mood returns what is felt in the last turn; calm if nothing was said.
func (h Heard) Mood() reading.Emotion {
	if len(h.Turns) == 0 {
		return reading.Emotion{Kind: "calm"}
	}
	return h.Turns[len(h.Turns)-1].Emotion
}

// marks writes risks as the queue keeps them: ,safety,regulator!,
func (h Heard) marks() string {
	if len(h.Risks) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte(',')
	for _, r := range h.Risks {
		b.WriteString(r.Type)
		if r.UnderWay {
			b.WriteByte('!')
		}
		b.WriteByte(',')
	}
	return b.String()
}

// Mark is a risk as the queue shows it.
type Mark struct {
	Type     string
	UnderWay bool
}

// Marks reads what marks wrote.
func Marks(text string) (all []Mark) {
	for _, each := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		kind, under := strings.CutSuffix(each, "!")
		all = append(all, Mark{kind, under})
	}
	return all
}

// masked leaves the last four digits of a phone.
func masked(phone string) string {
	if len(phone) <= 4 {
		return "****"
	}
	return "****" + phone[len(phone)-4:]
}

// veil masks the phones in some words.
func veil(words string) string {
	text := language.Read(words)
	found := facts.Phones(text)
	for _, f := range slices.Backward(found) {
		span := text.Span(f.From, f.To)
		runes := []rune(words)
		words = string(runes[:span.Start]) + masked(f.Value) + string(runes[span.End:])
	}
	return words
}
