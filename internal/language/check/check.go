// Package check reads an agent's reply before it is sent and says what in it
// will not help: promises without a time, blame, rules before understanding,
// somebody's data, and so on. It gives reasons and better words; only what must
// not be sent at all (insult, unlawful or above-authority promise, another
// person's data, what a platform forbids) has the level that stops a reply.
//
// What it knows stands in packs, which are data: rules of a few kinds over
// patterns of a small regular language. See Pack and node.
package check

import (
	"github.com/anxin-desk/anxin/internal/language"
)

// Level says how much a finding weighs.
type Level string

// Levels, the mildest first. An Error asks the agent to confirm with a reason;
// a Block stops the reply.
const (
	Hint    Level = "hint"
	Warning Level = "warning"
	Error   Level = "error"
	Block   Level = "block"
)

var weight = map[Level]int{Hint: 1, Warning: 2, Error: 3, Block: 4}

// Role is who speaks in a turn.
type Role string

// Roles.
const (
	Customer Role = "customer"
	Agent    Role = "agent"
	System   Role = "system"
)

// Turn is something that was said before.
type Turn struct {
	Role Role
	Text string
}

// Reply is what is to be checked, and what is known about where it goes. Only
// Text is needed.
type Reply struct {
	Text     string
	Speaker  Role   // empty is Agent
	Stage    string // of the case, as received or proposed
	Scenario string // id
	Emotion  string // of the customer, as angry or calm; empty is taken from Turns
	Turns    []Turn // oldest first
	Products []string
	Limits   map[string]int64 // what the speaker may grant, in fen, by the names that policy rules use
}

// Finding is something in a reply that a rule objects to. Span counts runes of
// the reply.
type Finding struct {
	Category string        `json:"category"`
	Rule     string        `json:"rule"`
	Version  int           `json:"-"`
	Level    Level         `json:"level"`
	Text     string        `json:"text"`
	Span     language.Span `json:"span"`
	Message  string        `json:"message"`
	Better   string        `json:"better"`
	Why      string        `json:"-"`

	at    language.Range
	guest bool // of a rule of the shop
}

// Engine checks replies by the rules of its packs. It is immutable and safe for
// concurrent use.
type Engine struct {
	rules                                []*rule
	layers                               []layer
	patterns                             int  // number of all patterns
	second                               bool // whether rules are doubted where words do not sound like them
	common                               lists
	names                                *language.Matcher // of goods; nil for none
	negation                             [][]rune
	report                               [][]rune
	upset, complaint, soothing, shopping patterns
}

// Check returns what the rules object to, in the order of the text. The same
// words are not reported twice in one category. It looks at the first 2,000
// characters of a reply and at the last 60 turns before it.
func (e *Engine) Check(reply Reply) []Finding {
	t := e.talkOf(reply)
	if t.now.Len() == 0 {
		return nil
	}
	var all []Finding
	for _, later := range []bool{false, true} {
		for _, r := range e.rules {
			if r.late() != later {
				continue
			}
			for _, at := range t.run(r, all) {
				all = append(all, r.finding(t, at))
			}
		}
	}
	return merge(t.outshone(all))
}
