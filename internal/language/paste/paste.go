// Package paste reads chats that were copied from the tools in which shops
// answer: who spoke, when, and which orders are named.
//
// How each tool writes a chat down stands in tools.txt. A line is the head of a
// message, a part of its words, noise, or unsure; no line is lost. Who reads the
// chat decides about unsure lines, and may correct the rest.
package paste

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
)

// Side is who speaks.
type Side string

const (
	Buyer Side = "buyer"
	Us    Side = "us"
)

// Role is what a line is.
type Role string

const (
	Blank  Role = "blank"
	Head   Role = "head"   // says who speaks, or when
	Body   Role = "body"   // words of a message
	Noise  Role = "noise"  // says nothing of the chat
	Unsure Role = "unsure" // might be either
)

// As is what somebody says that a line is.
type As string

const (
	AsBuyer As = "buyer" // the buyer's words
	AsUs    As = "us"    // our words
	AsBody  As = "body"  // it goes on with the message before it
	AsNoise As = "noise"
)

// Hints are what is known before a chat is read.
type Hints struct {
	Tool  string          // "" to guess it
	Shop  string          // the name of the shop
	Ours  []string        // names of our side: of the team, and those told earlier
	Nick  string          // of the buyer, "" if nobody knows
	Sides map[string]Side // who is whom, by names as they are written
	Lines map[int]As      // what lines are, by their number from 0
	Now   time.Time       // in the zone of the shop
}

// Line is a line as it was pasted, and what it was taken for.
type Line struct {
	Text    string
	Role    Role
	Message int // index of the message that it is part of, -1 for none
}

// Speaker is somebody who says something.
type Speaker struct {
	Name  string
	Side  Side
	Sure  bool // the side was told or can be seen; else it is a guess
	Count int  // messages
}

// Message is one thing that was said.
type Message struct {
	Side   Side
	Who    string // "" if somebody said whose words they are
	Text   string
	At     time.Time     // zero if it is not known
	Grain  time.Duration // how exactly At is known
	Orders []string      // numbers of orders in it

	when stamp
	name string
}

// Chat is a chat that was read.
type Chat struct {
	Tool     string
	Nick     string // of the buyer, "" if the chat does not say
	Speakers []Speaker
	Messages []Message
	Lines    []Line
}

// Wordless is the text of a message of which nothing but its head was copied: a
// picture, a sticker or a card.
const Wordless = "[非文字内容]"

// reading is a chat as it is being read.
type reading struct {
	hints Hints
	told  map[string]Side // by normalised names
	tool  *tool
	texts []language.Text
	heads []head // of lines where a head was taken; size 0 elsewhere
	maybe []bool // lines that look like a head and were not taken for one
	sides map[string]Speaker
	Chat
}

// Read reads a chat.
func Read(text string, h Hints) Chat {
	r := &reading{hints: h, told: map[string]Side{}}
	for _, name := range slices.Sorted(maps.Keys(h.Sides)) {
		r.told[language.Normal(name)] = h.Sides[name]
	}
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n") {
		r.Lines = append(r.Lines, Line{Text: line, Message: -1})
		r.texts = append(r.texts, language.Read(line))
	}
	if r.tool = named(h.Tool); r.tool == nil {
		r.tool = guess(r.texts)
	}
	r.Tool = r.tool.name
	r.findHeads()
	r.takeSides()
	r.gather()
	resolve(r.Messages, h.Now)
	r.finish()
	return r.Chat
}

// gather puts the lines together as messages.
func (r *reading) gather() {
	var before stamp // of a line that says only when
	open, dated := -1, false
	for _, h := range r.heads {
		dated = dated || h.size > 0 && h.when.dated && h.when.timed
	}
	for i := 0; i < len(r.Lines); i++ {
		as, told := r.hints.Lines[i]
		h := r.heads[i]
		switch when, alone := r.lone(i); {
		case told && as == AsNoise:
			r.Lines[i].Role = Noise
		case told && (as == AsBuyer || as == AsUs) && h.size == 0:
			open, before = r.begin(i, r.wordsOf(i, Side(as), before), Head), stamp{}
		case told && as == AsBody && open >= 0:
			r.body(i, open)
		case r.texts[i].Len() == 0:
			r.Lines[i].Role = Blank
			if open >= 0 {
				r.Messages[open].Text += "\n"
			}
		case h.size > 0:
			m := Message{Side: r.sides[h.name].Side, Who: h.who, name: h.name, Text: h.words, when: h.when.after(before)}
			if told && (as == AsBuyer || as == AsUs) {
				m.Side = Side(as)
			}
			open, before = r.begin(i, m, Head), stamp{}
			for ; h.size > 1; h.size-- {
				i++
				r.Lines[i].Role, r.Lines[i].Message = Head, open
			}
		case r.tool.noise(r.texts[i]):
			r.Lines[i].Role = Noise
		case alone && !(dated && open >= 0):
			r.Lines[i].Role, before, open = Noise, when.after(before), -1
		case r.maybe[i] || open < 0:
			r.unsure(i, open)
		default:
			r.body(i, open)
		}
	}
}

// lone tells whether a line says when, and nothing else.
func (r *reading) lone(i int) (stamp, bool) {
	s, end, ok := readStamp(r.texts[i], 0)
	return s, ok && end == r.texts[i].Len()
}

// after adds what a line before said about the time.
func (s stamp) after(before stamp) stamp {
	switch {
	case !s.dated && !s.timed:
		return before
	case !s.dated && before.dated:
		t := before
		t.timed, t.hour, t.min, t.sec, t.grain = true, s.hour, s.min, s.sec, s.grain
		return t
	case !s.timed && before.timed && !before.dated:
		s.timed, s.hour, s.min, s.sec, s.grain = true, before.hour, before.min, before.sec, before.grain
	}
	return s
}

// begin adds a message that line i begins.
func (r *reading) begin(i int, m Message, role Role) int {
	r.Messages = append(r.Messages, m)
	r.Lines[i].Role, r.Lines[i].Message = role, len(r.Messages)-1
	return len(r.Messages) - 1
}

// body adds a line to an open message.
func (r *reading) body(i, open int) {
	r.Lines[i].Role, r.Lines[i].Message = Body, open
	m := &r.Messages[open]
	if m.Text != "" {
		m.Text += "\n"
	}
	m.Text += strings.TrimSpace(r.Lines[i].Text)
}

// unsure leaves a line to whoever reads the chat. Until then it goes on with the
// message before it, if there is one.
func (r *reading) unsure(i, open int) {
	if open >= 0 {
		r.body(i, open)
	}
	r.Lines[i].Role = Unsure
}

// wordsOf makes a message of a line of which somebody said whose it is. If it
// begins with a name and a colon, the words are what follows.
func (r *reading) wordsOf(i int, side Side, when stamp) Message {
	if h, ok := r.weak(i); ok && h.words != "" {
		return Message{Side: side, Who: h.who, Text: h.words, when: when}
	}
	return Message{Side: side, Text: strings.TrimSpace(r.Lines[i].Text), when: when}
}

// finder knows no products: orders are known by their form.
var finder = facts.NewReader(nil)

func (r *reading) finish() {
	counts := map[string]int{}
	for i := range r.Messages {
		m := &r.Messages[i]
		if m.Text = strings.TrimSpace(m.Text); m.Text == "" {
			m.Text = Wordless
		}
		for _, f := range finder.Find(language.Read(m.Text), r.hints.Now) {
			if f.Type == facts.Order {
				m.Orders = append(m.Orders, f.Value)
			}
		}
		counts[m.name]++
	}
	most := 0
	for i := range r.Speakers {
		s := &r.Speakers[i]
		s.Count = counts[language.Normal(s.Name)]
		if s.Side == Buyer && s.Count > most && isNick(s.Name) {
			r.Nick, most = s.Name, s.Count
		}
	}
}

// isNick tells whether a name tells one buyer from others: 买家 does not, nor
// one of which the platform shows only the ends.
func isNick(name string) bool {
	normal := language.Normal(name)
	for _, word := range common.buyer {
		if normal == word {
			return false
		}
	}
	return !strings.Contains(normal, "*")
}
