package hearing

import (
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Said is what one message of a buyer says by itself, as people have corrected it.
type Said struct {
	Seq     int64
	Demands []string
	Risks   []Danger
	Sums    []Sum // amounts of money, in their order
}

// Sum is an amount in a message.
type Sum struct {
	Fen  int64
	Span language.Span // in the message
}

// EachIn reads the messages of buyers among some of a conversation, each by itself.
func (s *Service) EachIn(q db.Queryer, conversationID string, messages []conversation.Message) ([]Said, error) {
	held, err := holding(q, conversationID)
	if err != nil {
		return nil, err
	}
	reader := s.Reader
	if reader == nil {
		reader = reading.Default()
	}
	return Each(reader, held, messages), nil
}

// Each reads the messages of buyers among some, with the corrections that hold.
func Each(reader *reading.Reader, held []Correction, messages []conversation.Message) (all []Said) {
	finder := facts.NewReader(nil)
	for _, m := range messages {
		if m.Sender.Kind == conversation.Buyer && m.Text != "" {
			all = append(all, fixes(held).said(m, reader.Read(m.Text), finder))
		}
	}
	return all
}

func (x fixes) said(m conversation.Message, r reading.Reading, finder *facts.Reader) Said {
	one := Said{Seq: m.Seq, Demands: r.Demands}
	for _, risk := range r.Risks {
		d := Danger{Type: risk.Type, Text: veil(risk.Text), UnderWay: risk.UnderWay, Seq: m.Seq, Span: risk.Span, At: m.At}
		if d, is := x.risk(d); is {
			one.Risks = append(one.Risks, d)
		}
	}
	text := language.Read(m.Text)
	for _, f := range finder.Find(text, m.At) {
		if f, is := x.fact(f); is && f.Type == facts.Money {
			one.Sums = append(one.Sums, Sum{f.Number, text.Span(f.From, f.To)})
		}
	}
	return one
}
