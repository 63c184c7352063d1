package command

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/jsonlines"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

type proposal struct{ files }

// Run implements kong's command.
func (s proposal) Run(c Console) error {
	flows, err := s.flows()
	if err != nil {
		return err
	}
	finder := suggest.New(reading.Default(), flows)
	return jsonlines.Answer(c.In, c.Out, func(line []byte) (json.RawMessage, any, error) {
		q, err := readQuestion(line)
		if err != nil {
			return jsonlines.ID(line), nil, err
		}
		order, err := playbook.ReadValues(q.Order)
		if err != nil {
			return q.ID, nil, err
		}
		return q.ID, map[string]any{"playbooks": q.answer(finder, order)}, nil
	})
}

// question is a line that asks for playbooks.
type question struct {
	ID      json.RawMessage `json:"id"`
	Text    *string         `json:"text"`
	Context []turn          `json:"context"`
	Order   map[string]any  `json:"order"`
}

// turn is what was said before.
type turn struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

func readQuestion(line []byte) (q question, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&q); err != nil || d.More() {
		return q, errors.New("no JSON object with text, or a field of the wrong type")
	}
	if q.Text == nil {
		return q, errors.New("text is missing")
	}
	return q, nil
}

// suggested is a playbook as the command line shows it. PopUp tells that we are
// sure enough to show it unasked.
type suggested struct {
	ID     string  `json:"id"`
	Score  float64 `json:"score"`
	Reason string  `json:"reason"`
	PopUp  bool    `json:"pop_up,omitempty"`
}

func (q question) answer(finder *suggest.Finder, order playbook.Values) []suggested {
	var before []string
	for _, t := range q.Context {
		if t.Role != "agent" {
			before = append(before, t.Text)
		}
	}
	all := []suggested{}
	for i, s := range finder.Find(*q.Text, before, order) {
		all = append(all, suggested{s.ID, s.Score, s.Reason.Zh, i == 0 && s.Score >= suggest.Sure})
	}
	return all
}
