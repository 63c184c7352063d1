package stance

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

// Kind is a kind of thing that can be seen in a case.
type Kind string

const (
	ThreatForMoney  Kind = "threat_for_money" // a bad review or exposure, and money, in one turn or in two that follow each other
	AboveCeiling    Kind = "above_ceiling"    // asks for more than policy and law give
	OptionsRefused  Kind = "options_refused"  // said no to all that was offered
	EvidenceRefused Kind = "evidence_refused" // does not want to show what was asked for
	GoodsKept       Kind = "goods_kept"       // wants all of the money and keeps the goods
	AskedAgain      Kind = "asked_again"      // asks for more again after the last answer
)

// Feature is something that can be seen, and what shows it. It says what happened and
// nothing of who did it.
type Feature struct {
	Kind    Kind
	At      time.Time // of the last source
	Fen     int64     // asked for at most, 0 if no amount was named
	Sources []Source  // the oldest first
}

// Source is what shows something: a message with what was said, a card with options,
// a request for evidence, or an order.
type Source struct {
	Type string // message, option, request or order
	Ref  string // id; of a message none
	Seq  int64  // of a message
	Span language.Span
	Text string // the words, or what was offered or asked
	At   time.Time
}

// Message is a message as the rules read it.
type Message struct {
	Seq     int64
	At      time.Time
	Ours    bool
	Text    string
	Demands []string
	Threat  *language.Span // of a bad review or exposure
	Extorts bool           // money for a review or for silence
	Sums    []Sum
}

// Sum is an amount of money in a message.
type Sum struct {
	Fen  int64
	Span language.Span
}

// Offered is a card with options that a buyer got.
type Offered struct {
	ID         string
	Remedies   []string
	Titles     string
	SentAt     time.Time
	Refused    bool
	AnsweredAt time.Time
	Taken      bool // chosen, taken back, or still waiting for an answer
}

// Requested is evidence that a buyer was asked for.
type Requested struct {
	ID    string
	Text  string
	At    time.Time
	Given bool // something came
}

// Known is what features are seen in: one case and nothing else.
type Known struct {
	Messages []Message // of both sides, in their order
	Basis    Basis
	Demands  []string // of the case
	Offered  []Offered
	Asked    []Requested
	OrderID  string
	SignedAt time.Time // zero if the goods have not arrived
	FinalAt  time.Time
}

// maxSources is how many sources of a feature are shown, the latest.
const maxSources = 20

// Features returns what can be seen.
func Features(k Known) (all []Feature) {
	turns := turnsOf(k.Messages)
	for _, one := range []Feature{
		threatForMoney(turns, k.Basis), aboveCeiling(k), optionsRefused(k), evidenceRefused(k), goodsKept(k), askedAgain(k),
	} {
		if len(one.Sources) == 0 {
			continue
		}
		slices.SortStableFunc(one.Sources, func(a, b Source) int { return a.At.Compare(b.At) })
		one.Sources = one.Sources[max(0, len(one.Sources)-maxSources):]
		one.At = one.Sources[len(one.Sources)-1].At
		all = append(all, one)
	}
	return all
}

// turnsOf puts together what a buyer said without being answered.
func turnsOf(messages []Message) (turns [][]Message) {
	ours := true
	for _, m := range messages {
		switch {
		case m.Ours:
		case ours:
			turns = append(turns, []Message{m})
		default:
			turns[len(turns)-1] = append(turns[len(turns)-1], m)
		}
		ours = m.Ours
	}
	return turns
}

// threatForMoney sees a threat and a demand for money in one turn, or in two turns that
// follow each other. Who asks for a refund, or for no more than is due, asks for what is
// theirs.
func threatForMoney(turns [][]Message, b Basis) Feature {
	f := Feature{Kind: ThreatForMoney}
	for i, turn := range turns {
		near := slices.Concat(turns[max(0, i-1):min(len(turns), i+2)]...)
		var threats []Source
		for _, m := range turn {
			if m.Threat != nil {
				threats = append(threats, m.source(*m.Threat))
			}
		}
		asks, fen := demands(near, b)
		if len(threats) > 0 && len(asks) > 0 {
			f.add(threats...)
			f.add(asks...)
			f.Fen = max(f.Fen, fen)
		}
	}
	return f
}

// demands are the words of some messages that ask for money beyond what is due.
func demands(messages []Message, b Basis) (all []Source, most int64) {
	for _, m := range messages {
		at, fen, asks := m.asksMoney()
		switch {
		case !asks || m.Ours:
		case fen > 0 && b.covers(fen):
		case fen == 0 && b.Due && !m.Extorts:
		default:
			all, most = append(all, m.source(at)), max(most, fen)
		}
	}
	return all, most
}

func aboveCeiling(k Known) Feature {
	f := Feature{Kind: AboveCeiling}
	for _, m := range k.Messages {
		if at, fen, asks := m.asksSum(); asks && !m.Ours && k.Basis.beyond(fen) {
			f.add(m.source(at))
			f.Fen = max(f.Fen, fen)
		}
	}
	return f
}

// optionsRefused sees that of two ways at least each was refused, and that what the
// buyer may ask for was among them.
func optionsRefused(k Known) Feature {
	f := Feature{Kind: OptionsRefused}
	var offered []string
	for _, o := range k.Offered {
		if o.Taken {
			return f
		}
		for _, r := range o.Remedies {
			if !slices.Contains(offered, r) {
				offered = append(offered, r)
			}
		}
	}
	withheld := slices.ContainsFunc(k.Demands, func(d string) bool {
		return slices.Contains(k.Basis.Rights, d) && !slices.Contains(offered, d)
	})
	if len(offered) < 2 || withheld {
		return f
	}
	for _, o := range k.Offered {
		if o.Refused {
			f.add(Source{Type: "option", Ref: o.ID, Text: o.Titles, At: o.AnsweredAt})
		}
	}
	return f
}

// evidenceRefused sees that something was asked for, that the buyer said they will not
// show it, and that nothing has come.
func evidenceRefused(k Known) Feature {
	f := Feature{Kind: EvidenceRefused}
	for _, asked := range k.Asked {
		if asked.Given {
			continue
		}
		for _, m := range k.Messages {
			if at, no := m.withholds(); no && !m.Ours && m.At.After(asked.At) {
				f.add(Source{Type: "request", Ref: asked.ID, Text: asked.Text, At: asked.At}, m.source(at))
			}
		}
	}
	return f
}

// goodsKept sees that the goods have arrived, that all of the money is asked for, and
// that the goods will not come back, where nobody lets the buyer keep them.
func goodsKept(k Known) Feature {
	f := Feature{Kind: GoodsKept}
	if k.SignedAt.IsZero() || k.Basis.MayKeep {
		return f
	}
	for _, m := range k.Messages {
		if at, keeps := m.keepsGoods(); keeps && !m.Ours && m.At.After(k.SignedAt) {
			f.add(Source{Type: "order", Ref: k.OrderID, At: k.SignedAt}, m.source(at))
		}
	}
	return f
}

// askedAgain sees what goes beyond the last answer, after it.
func askedAgain(k Known) Feature {
	f := Feature{Kind: AskedAgain}
	if k.FinalAt.IsZero() {
		return f
	}
	for _, m := range k.Messages {
		if m.At.After(k.FinalAt) {
			asks, fen := demands([]Message{m}, k.Basis)
			f.add(asks...)
			f.Fen = max(f.Fen, fen)
		}
	}
	return f
}

// add keeps each source once, whichever words of a message it is seen in.
func (f *Feature) add(all ...Source) {
	for _, s := range all {
		if !slices.ContainsFunc(f.Sources, func(one Source) bool { return one.Type == s.Type && one.Ref == s.Ref && one.Seq == s.Seq }) {
			f.Sources = append(f.Sources, s)
		}
	}
}

// maxQuote is how many characters of a message are quoted.
const maxQuote = 120

// source is a message that shows something: all of it, or what stands around the words,
// for a few words alone say little.
func (m Message) source(at language.Span) Source {
	runes := []rune(m.Text)
	at.Start, at.End = max(0, at.Start), min(at.End, len(runes))
	s := Source{Type: "message", Seq: m.Seq, Span: at, Text: m.Text, At: m.At}
	if len(runes) <= maxQuote {
		return s
	}
	from := max(0, min(at.Start-maxQuote/3, len(runes)-maxQuote))
	to := from + maxQuote
	if s.Text = string(runes[from:to]); from > 0 {
		s.Text = "…" + s.Text
	}
	if to < len(runes) {
		s.Text += "…"
	}
	return s
}
