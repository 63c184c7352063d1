package reading

import (
	"bufio"
	"bytes"
	"strings"
	"sync"
)

// A Question asks for what a scenario needs to know and the message does not
// say. Ask names it; the words are for whoever asks.
type Question struct {
	Ask  string `json:"ask"`
	Open bool   `json:"open"` // lets the buyer tell, instead of asking for one thing
}

// atOnce is how many questions one may put at a time.
const atOnce = 3

// Missing returns the best next questions for a scenario, open ones before
// closed ones. known holds what has been said: types of facts, and demand.
func Missing(scenario string, known func(ask string) bool) []Question {
	var all []Question
	for _, q := range questions()[scenario] {
		if len(all) < atOnce && !known(q.Ask) {
			all = append(all, q)
		}
	}
	return all
}

var questions = sync.OnceValue(func() map[string][]Question {
	content, err := data.ReadFile("data/questions.txt")
	if err != nil {
		panic(err)
	}
	all := map[string][]Question{}
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		scenario, asks, _ := strings.Cut(line, ":")
		for _, ask := range strings.Fields(asks) {
			name, open := strings.CutPrefix(ask, "?")
			all[scenario] = append(all[scenario], Question{name, open})
		}
	}
	return all
})
