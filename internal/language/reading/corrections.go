package reading

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// ReadCorrections reads what agents corrected, a JSON object a line: text, the
// scenario (empty for small talk) and the emotion, each where they said it.
func ReadCorrections(r io.Reader) ([]Example, error) {
	var all []Example
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if len(in.Bytes()) == 0 {
			continue
		}
		var c struct {
			Text     string
			Scenario *string
			Emotion  Emotion
		}
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		e := Example{Text: c.Text, Emotion: c.Emotion, Corrected: true, Unsaid: c.Scenario == nil}
		switch {
		case c.Text == "":
			return nil, fmt.Errorf("line %d: no text", n)
		case !e.Unsaid && *c.Scenario != "" && !slices.Contains(Scenarios, *c.Scenario):
			return nil, fmt.Errorf("line %d: no scenario %q", n, *c.Scenario)
		case c.Emotion.Kind != "" && !slices.Contains(Kinds, c.Emotion.Kind) || c.Emotion.Level < 0 || c.Emotion.Level > maxLevel:
			return nil, fmt.Errorf("line %d: no emotion %q %d", n, c.Emotion.Kind, c.Emotion.Level)
		case !e.Unsaid && *c.Scenario != "":
			e.Scenarios = []string{*c.Scenario}
		}
		all = append(all, e)
	}
	return all, in.Err()
}
