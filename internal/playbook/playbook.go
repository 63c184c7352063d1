// Package playbook holds guided flows for complaints: what is said, asked, looked
// up, decided, handed on and committed to, in which order, and what leads where.
//
// A playbook is data that a merchant may write. It is read from YAML with its
// places, checked as a whole and explained in sentences; a version never changes.
// Guards and branches are conditions over typed facts. A flow only goes forward, so
// that every one of them ends.
//
// The package is pure: it runs nothing and asks nobody.
package playbook

// Text is what people read, in both languages.
type Text struct {
	Zh string `yaml:"zh" json:"zh"`
	En string `yaml:"en" json:"en"`
}

func (t Text) empty() bool { return t == Text{} }

// Kind is what a step does.
type Kind string

// Kinds of steps.
const (
	Say      Kind = "say"      // words to the buyer
	Ask      Kind = "ask"      // a question to the buyer
	Lookup   Kind = "lookup"   // something the agent looks up
	Decide   Kind = "decide"   // remedies, main before fallback; policy says how much
	Evidence Kind = "evidence" // items of a checklist
	Ticket   Kind = "ticket"   // work for a department
	Commit   Kind = "commit"   // a commitment with its due time
	Approve  Kind = "approve"  // somebody else has to agree
	Handoff  Kind = "handoff"  // somebody else takes over or joins
	Close    Kind = "close"    // the end
)

// Kinds are all of them, in the order in which they are shown.
var Kinds = []Kind{Say, Ask, Lookup, Decide, Evidence, Ticket, Commit, Approve, Handoff, Close}

// Act is what words do to whoever hears them.
type Act string

// Acts, in the order of talk: emotion before facts, facts before options, options
// before rules. Safety may come first of all.
const (
	Empathy  Act = "empathy"  // names what happened and how it feels
	Safety   Act = "safety"   // stops harm
	Restate  Act = "restate"  // says back what was understood
	Explain  Act = "explain"  // what was found
	Options  Act = "options"  // what can be done, to be chosen from
	Rules    Act = "rules"    // why something cannot be done
	Progress Act = "progress" // how far it is
	Thanks   Act = "thanks"   // the closing word
)

// Acts are all of them.
var Acts = []Act{Empathy, Safety, Restate, Explain, Options, Rules, Progress, Thanks}

// Stages are those of a case, in their order.
var Stages = []string{"received", "acknowledged", "understood", "investigating", "proposed", "agreed", "fulfilling", "verifying", "closed"}

// Severities are those of a case, the least first.
var Severities = []string{"low", "normal", "high", "critical"}

// Departments are those that a ticket may go to.
var Departments = []string{"warehouse", "logistics", "aftersales", "finance", "quality", "operations", "legal", "risk", "supervisor"}

// TicketTypes are kinds of work.
var TicketTypes = []string{"check", "ship", "intercept", "claim", "repair", "refund", "test", "page", "recall", "system", "invoice", "review", "legal"}

// Roles are who may take over or agree.
var Roles = []string{"supervisor", "quality", "legal", "crisis_lead", "human"}

// Playbook is one version of a flow.
type Playbook struct {
	ID         string   `yaml:"id"`
	Version    int      `yaml:"version"`
	Template   bool     `yaml:"template,omitempty"` // a bare order of talk, for no scenario
	Scenario   string   `yaml:"scenario,omitempty"`
	Title      Text     `yaml:"title"`
	For        For      `yaml:"for,omitempty"`
	Trigger    Trigger  `yaml:"trigger,omitempty"`
	Checklist  []Item   `yaml:"checklist,omitempty"`
	Steps      []Step   `yaml:"steps"`
	Prevention []Text   `yaml:"prevention,omitempty"` // what spares the buyer the next time
	Drills     []string `yaml:"drills,omitempty"`     // personas to practise with

	lines map[string]int // of its parts, none if it was not read from a file
}

// For narrows which cases a playbook is for. What is empty narrows nothing.
type For struct {
	Severity []string `yaml:"severity,omitempty"`
	Goods    []string `yaml:"goods,omitempty"` // values of the fact goods_kind
}

// IsZero implements yaml.IsZeroer.
func (f For) IsZero() bool { return len(f.Severity)+len(f.Goods) == 0 }

// Trigger is what makes a playbook come up, besides its scenario.
type Trigger struct {
	Words []string `yaml:"words,omitempty"` // a…b is a followed by b within a few characters
	Guard string   `yaml:"guard,omitempty"` // over facts of the order
}

// IsZero implements yaml.IsZeroer.
func (t Trigger) IsZero() bool { return len(t.Words) == 0 && t.Guard == "" }

// Item is a piece of evidence.
type Item struct {
	ID       string `yaml:"id"`
	Text     Text   `yaml:",inline"`
	Required bool   `yaml:"required,omitempty"`
}

// Step is one thing to do. Which fields it has depends on its kind.
type Step struct {
	ID         string   `yaml:"id"`
	Kind       Kind     `yaml:"kind"`
	Stage      string   `yaml:"stage"`
	Act        Act      `yaml:"act,omitempty"`      // say
	Fact       string   `yaml:"fact,omitempty"`     // ask
	Open       bool     `yaml:"open,omitempty"`     // ask: lets the buyer tell
	Remedies   []string `yaml:"remedies,omitempty"` // decide
	Items      []string `yaml:"items,omitempty"`    // evidence
	Type       string   `yaml:"type,omitempty"`     // ticket
	Department string   `yaml:"department,omitempty"`
	Public     Text     `yaml:"public,omitempty"` // ticket: what the buyer sees
	Due        string   `yaml:"due,omitempty"`    // commit
	To         string   `yaml:"to,omitempty"`     // approve, handoff
	Text       Text     `yaml:"text,omitempty"`   // ask: the fact's own question if empty
	Required   bool     `yaml:"required,omitempty"`
	When       string   `yaml:"when,omitempty"` // passed over unless this holds
	Branches   []Branch `yaml:"branches,omitempty"`
	Go         string   `yaml:"go,omitempty"` // where it goes on, the next step if empty

	line  int
	lines map[string]int
}

// Branch leads to another step if its condition holds.
type Branch struct {
	If   string `yaml:"if"`
	Step string `yaml:"step"`

	line int
}

// Question is what an ask puts: its own words or those of its fact.
func (s Step) Question() Text {
	if f, ok := FactNamed(s.Fact); ok && s.Text.empty() {
		return f.Ask
	}
	return s.Text
}

// at finds a step, -1 for none.
func (p *Playbook) at(id string) int {
	for i := range p.Steps {
		if p.Steps[i].ID == id {
			return i
		}
	}
	return -1
}

// Line is where a step stands in the file that it was read from, 0 if it was read
// from none.
func (p *Playbook) Line(step string) int {
	if i := p.at(step); i >= 0 {
		return p.Steps[i].line
	}
	return 0
}
