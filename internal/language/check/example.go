package check

import (
	"fmt"
	"strconv"
	"strings"
)

// A Failure is an example of a rule that does not come out as it is written
// down.
type Failure struct {
	Rule    string
	Example string
	Found   bool // the example is a good one, and the rule found something
}

// String says what is wrong.
func (f Failure) String() string {
	if f.Found {
		return fmt.Sprintf("%s finds something in a good example: %s", f.Rule, f.Example)
	}
	return fmt.Sprintf("%s finds nothing in a bad example: %s", f.Rule, f.Example)
}

// Verify runs the examples of all rules.
func (e *Engine) Verify() ([]Failure, error) {
	var all []Failure
	for _, r := range e.rules {
		for _, good := range []bool{false, true} {
			examples := r.Bad
			if good {
				examples = r.Good
			}
			for _, x := range examples {
				reply, err := parseExample(x)
				if err != nil {
					return nil, fmt.Errorf("rule %s: %w", r.ID, err)
				}
				if found := e.finds(r, reply); found == good {
					all = append(all, Failure{r.ID, x, found})
				}
			}
		}
	}
	return all, nil
}

func (e *Engine) finds(r *rule, reply Reply) bool {
	t := e.talkOf(reply)
	return len(t.run(r, nil)) > 0
}

// parseExample reads "买：… / 客：… ⇒ reply": what was said before stands before
// the arrow, between slashes; emotion=…, stage=…, scenario=… and limit NAME=FEN
// may, too.
func parseExample(s string) (Reply, error) {
	before, text, found := strings.Cut(s, "⇒")
	if !found {
		return Reply{Text: s}, nil
	}
	reply := Reply{Text: strings.TrimSpace(text)}
	for part := range strings.SplitSeq(before, " / ") {
		part = strings.TrimSpace(part)
		if turn, ok := parseTurn(part); ok {
			reply.Turns = append(reply.Turns, turn)
			continue
		}
		if err := reply.set(part); err != nil {
			return Reply{}, err
		}
	}
	return reply, nil
}

func parseTurn(s string) (Turn, bool) {
	if text, ok := strings.CutPrefix(s, "买："); ok {
		return Turn{Customer, text}, true
	}
	text, ok := strings.CutPrefix(s, "客：")
	return Turn{Agent, text}, ok
}

func (r *Reply) set(part string) error {
	name, value, _ := strings.Cut(part, "=")
	limit, isLimit := strings.CutPrefix(name, "limit ")
	switch {
	case name == "emotion":
		r.Emotion = value
	case name == "stage":
		r.Stage = value
	case name == "scenario":
		r.Scenario = value
	case isLimit:
		fen, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return wrong("example.limit part", "an example has the limit %q", part)
		}
		r.Limits = map[string]int64{limit: fen}
	default:
		return wrong("example.part part parts", "an example says %q; it may say %s", part, "买：, 客：, emotion=, stage=, scenario=, limit NAME=")
	}
	return nil
}
