// Package wording checks what a playbook would say to a buyer by the rules that
// replies of agents are checked by.
package wording

import (
	"regexp"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// Finding is something in a text that the rules object to.
type Finding struct {
	Step string // id
	Said string // the text, as it was checked
	check.Finding
}

// Grave tells findings that would stop a reply or ask the agent for a reason.
func (f Finding) Grave() bool { return f.Level == check.Error || f.Level == check.Block }

// Check checks all that is said to a buyer, in the order of the flow: to a buyer
// who is angry and to one who is calm. The engine reads Chinese.
func Check(e *check.Engine, p *playbook.Playbook) []Finding {
	var all []Finding
	seen := map[[3]string]bool{}
	for _, mood := range []string{"angry", "calm"} {
		turns := []check.Turn{{Role: check.Customer, Text: words[mood]}}
		for _, s := range p.Steps {
			text := said(s)
			if text == "" {
				continue
			}
			for _, f := range e.Check(check.Reply{Text: text, Stage: s.Stage, Scenario: p.Scenario, Emotion: mood, Turns: turns}) {
				if key := [3]string{s.ID, f.Rule, f.Text}; !seen[key] {
					all, seen[key] = append(all, Finding{s.ID, text, f}), true
				}
			}
			turns = append(turns, check.Turn{Role: check.Agent, Text: text})
		}
	}
	return all
}

// words is what such a buyer might have said.
var words = map[string]string{"angry": "等了这么多天，气死我了，你们到底管不管！", "calm": "你好，麻烦帮我看一下这个订单"}

// said is what a buyer reads of a step, "" for nothing.
func said(s playbook.Step) string {
	switch s.Kind {
	case playbook.Say, playbook.Commit, playbook.Ask:
		return fill(s.Question().Zh, s.Due)
	case playbook.Ticket:
		return s.Public.Zh
	}
	return ""
}

var blank = regexp.MustCompile(`\{[a-z_]*\}`)

// fill puts the due time into a text, and leaves out what only a case knows.
func fill(text, due string) string {
	when, _ := playbook.DueWords(due)
	return blank.ReplaceAllStringFunc(text, func(name string) string {
		if name == "{due}" {
			return when.Zh
		}
		return ""
	})
}
