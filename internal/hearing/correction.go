package hearing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// What says what a correction is about.
type What string

const (
	Fact     What = "fact"
	Scenario What = "scenario"
	Emotion  What = "emotion"
	Risk     What = "risk"
)

// Sense is what words are taken for: the type and value of a fact, the id of a
// scenario, the kind and level of an emotion, the type of a risk and whether it
// is under way. The zero Sense is nothing: it is no such thing.
type Sense struct {
	Type     string `json:"type"`
	Value    string `json:"value,omitempty"` // of an amount: fen
	Level    int    `json:"level,omitempty"`
	UnderWay bool   `json:"under_way,omitempty"`
}

// Correction says that some words of a buyer mean something else than was heard.
type Correction struct {
	ID             string
	ConversationID string
	ShopID         string
	Seq            int64 // of the message
	FromSeq        int64 // of the first message of its turn
	What           What
	Heard, Right   Sense
	By             string
	At             time.Time
	UndoneBy       string
	UndoneAt       time.Time // zero while it holds
}

// Draft is what somebody says about what was heard.
type Draft struct {
	What         What
	Seq          int64
	Heard, Right Sense
}

// subject names what a correction is about: one of a subject holds.
func (c Correction) subject() string {
	switch c.What {
	case Fact:
		return "fact/" + c.Heard.Type + "/" + c.Heard.Value
	case Emotion:
		return "emotion/" + strconv.FormatInt(c.FromSeq, 10)
	case Risk:
		return "risk/" + c.Heard.Type
	}
	return string(c.What)
}

// factTypes are the types of facts that somebody may name.
var factTypes = []string{facts.Order, facts.Tracking, facts.Product, facts.Batch, facts.Phone, facts.Money, facts.Date,
	facts.Quantity, facts.Contacts, facts.Wait}

// maxValue is how many runes the value of a fact has at most.
const maxValue = 100

// values are the forms of facts that are not just words.
var values = map[string]*regexp.Regexp{
	facts.Money: regexp.MustCompile(`^\d{1,12}$`), facts.Quantity: regexp.MustCompile(`^\d{1,9}$`), facts.Contacts: regexp.MustCompile(`^\d{1,4}$`),
	facts.Date: regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), facts.Wait: regexp.MustCompile(`^P(\d{1,4}D|T\d{1,4}[HM])$`),
}

// clean returns the draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (Draft, error) {
	d.Right.Value = strings.TrimSpace(d.Right.Value)
	bad := fault.Field("right", "hearing.sense_unknown")
	switch {
	case d.Heard == d.Right:
		return d, fault.Field("right", "hearing.same")
	case d.What == Scenario:
		if d.Right.Type != "" && !slices.Contains(complaint.Scenarios, d.Right.Type) {
			return d, bad
		}
		d.Right = Sense{Type: d.Right.Type}
	case d.What == Emotion:
		if !slices.Contains(reading.Kinds, d.Right.Type) || d.Right.Level < 0 || d.Right.Level > 4 {
			return d, bad
		}
		d.Right = Sense{Type: d.Right.Type, Level: d.Right.Level}
	case d.What == Risk:
		if d.Right.Type != "" && !slices.Contains(reading.Risks, d.Right.Type) {
			return d, bad
		}
		d.Right = Sense{Type: d.Right.Type, UnderWay: d.Right.Type != "" && d.Right.UnderWay}
	case d.What == Fact:
		return d.cleanFact()
	default:
		return d, bad
	}
	return d, nil
}

func (d Draft) cleanFact() (Draft, error) {
	if d.Right.Type == "" {
		d.Right = Sense{}
		return d, nil
	}
	value := d.Right.Value
	form := values[d.Right.Type]
	switch {
	case !slices.Contains(factTypes, d.Right.Type):
		return d, fault.Field("right", "hearing.sense_unknown")
	case value == "" || utf8.RuneCountInString(value) > maxValue || strings.ContainsAny(value, "\n\r"):
		return d, fault.Field("value", "hearing.value_length", "limit", maxValue)
	case form != nil && !form.MatchString(value):
		return d, fault.Field("value", "hearing.value_form")
	}
	if d.Right.Type == facts.Phone {
		value = masked(value)
	}
	d.Right = Sense{Type: d.Right.Type, Value: value}
	return d, nil
}

// fixes are the corrections that hold in a conversation.
type fixes []Correction

// fact returns a fact as it was corrected, and whether it is one at all.
func (x fixes) fact(f facts.Fact) (facts.Fact, bool) {
	for range x { // one may correct another
		i := slices.IndexFunc(x, func(c Correction) bool { return c.What == Fact && c.Heard == senseOf(f) })
		if i < 0 {
			break
		}
		right := x[i].Right
		if right.Type == "" {
			return f, false
		}
		f = facts.Fact{Range: f.Range, Type: right.Type, Value: right.Value}
		if f.Numeric() {
			f.Number, _ = strconv.ParseInt(right.Value, 10, 64) // was checked when it was said
		}
		if f.Type == facts.Money {
			f.Value = yuan(f.Number)
		}
	}
	return f, true
}

// senseOf is what a fact is taken for.
func senseOf(f facts.Fact) Sense {
	if f.Type == facts.Money {
		return Sense{Type: f.Type, Value: strconv.FormatInt(f.Number, 10)}
	}
	return Sense{Type: f.Type, Value: shown(f)}
}

// yuan writes fen as the engines do: 129.9
func yuan(fen int64) string {
	return strings.TrimSuffix(strings.TrimSuffix(strconv.FormatFloat(float64(fen)/100, 'f', 2, 64), "0"), ".0")
}

// scenario returns the id that somebody has said it is, "" for none, while what
// they read is still part of a story that begins with a message.
func (x fixes) scenario(from int64) (id string, is bool) {
	i := slices.IndexFunc(x, func(c Correction) bool { return c.What == Scenario && c.Seq >= from })
	if i < 0 {
		return "", false
	}
	return x[i].Right.Type, true
}

// mood returns what is felt in a turn by what somebody has said up to a message.
func (x fixes) mood(t Turn) (e reading.Emotion, seq int64, is bool) {
	i := slices.IndexFunc(x, func(c Correction) bool { return c.What == Emotion && c.FromSeq == t.From })
	if i < 0 {
		return e, 0, false
	}
	return reading.Emotion{Kind: x[i].Right.Type, Level: x[i].Right.Level}, x[i].Seq, true
}

// risk returns a risk as it was corrected, and whether it is one at all. What is
// said after the words that somebody read is another one.
func (x fixes) risk(d Danger) (Danger, bool) {
	i := slices.IndexFunc(x, func(c Correction) bool { return c.What == Risk && c.Heard.Type == d.Type && d.Seq <= c.Seq })
	if i < 0 {
		return d, true
	}
	right := x[i].Right
	d.Type, d.UnderWay = right.Type, right.UnderWay
	return d, right.Type != ""
}

// touches tells whether somebody has said something about risks of a type.
func (x fixes) touches(kind string) bool {
	return slices.ContainsFunc(x, func(c Correction) bool { return c.What == Risk && c.Heard.Type == kind })
}

// in tells whether something is heard as a draft says it is.
func (d Draft) in(h Heard) (turn Turn, is bool) {
	i := slices.IndexFunc(h.Turns, func(t Turn) bool { return t.From <= d.Seq && d.Seq <= t.To })
	if i < 0 {
		return turn, false
	}
	turn = h.Turns[i]
	switch d.What {
	case Fact:
		is = slices.ContainsFunc(h.Facts, func(t Told) bool { return t.sense() == d.Heard })
	case Risk:
		is = slices.ContainsFunc(h.Risks, func(r Danger) bool { return r.Type == d.Heard.Type && r.UnderWay == d.Heard.UnderWay })
	case Emotion:
		is = turn.Emotion.Kind == d.Heard.Type && turn.Emotion.Level == d.Heard.Level
	case Scenario:
		first := ""
		if len(h.Scenarios) > 0 {
			first = h.Scenarios[0].ID
		}
		is = first == d.Heard.Type
	}
	return turn, is
}

// sense is what a fact is taken for.
func (t Told) sense() Sense {
	if t.Type == facts.Money {
		return Sense{Type: t.Type, Value: strconv.FormatInt(t.Fen, 10)}
	}
	return Sense{Type: t.Type, Value: t.Value}
}
