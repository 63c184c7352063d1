package hearing

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// lesson is a correction as the engines learn from it: what was said, and which
// scenario or emotion a person reads in it.
type lesson struct {
	Text     string   `json:"text"`
	Scenario *string  `json:"scenario,omitempty"` // "" for none
	Emotion  *feeling `json:"emotion,omitempty"`
}

type feeling struct {
	Kind  string `json:"kind"`
	Level int    `json:"level"`
}

// Export writes the corrections of scenarios and emotions that hold, the oldest
// first, a JSON object a line, phones masked, as [reading.ReadCorrections] reads
// them. The same corrections are the same lines. Facts and risks are read by
// rules, which learn nothing.
func Export(q db.Queryer, w io.Writer) (n int, err error) {
	all, err := db.All(q, scanCorrection, `SELECT `+correctionColumns+` FROM hearing_correction
		WHERE undone_at = 0 AND what IN ('scenario', 'emotion') ORDER BY made_at, id`)
	if err != nil {
		return 0, err
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, c := range all {
		l, err := c.lesson(q)
		if err != nil {
			return n, err
		}
		if l.Text == "" {
			continue
		}
		if err := out.Encode(l); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (c Correction) lesson(q db.Queryer) (l lesson, err error) {
	from := c.FromSeq
	if c.What == Scenario {
		from, l.Scenario = c.Seq, &c.Right.Type
	} else {
		l.Emotion = &feeling{c.Right.Type, c.Right.Level}
	}
	var words []string
	for seq := from; seq <= c.Seq; seq++ {
		m, err := conversation.MessageIn(q, c.ConversationID, seq)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return l, err
		}
		if m.Sender.Kind == conversation.Buyer && m.RecalledAt.IsZero() && m.Text != "" {
			words = append(words, veil(m.Text))
		}
	}
	l.Text = strings.Join(words, "\n")
	return l, nil
}
