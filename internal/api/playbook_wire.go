package api

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

// BothTexts is what people read, in both languages.
type BothTexts struct {
	Zh string `json:"zh" maxLength:"4000"`
	En string `json:"en" maxLength:"4000"`
}

// PlaybookItem is a piece of evidence.
type PlaybookItem struct {
	ID       string `json:"id" maxLength:"100"`
	Zh       string `json:"zh" maxLength:"4000"`
	En       string `json:"en" maxLength:"4000"`
	Required bool   `json:"required,omitempty"`
}

// PlaybookBranch leads to another step if its condition holds.
type PlaybookBranch struct {
	If   string `json:"if" maxLength:"2000"`
	Step string `json:"step" maxLength:"100"`
}

// PlaybookStep is one thing to do. Which fields it has depends on its kind.
type PlaybookStep struct {
	ID         string           `json:"id" maxLength:"100"`
	Kind       string           `json:"kind" maxLength:"20"`
	Stage      string           `json:"stage" maxLength:"20"`
	Act        string           `json:"act,omitempty" maxLength:"20"`
	Fact       string           `json:"fact,omitempty" maxLength:"100"`
	Open       bool             `json:"open,omitempty" doc:"An ask that lets the buyer tell."`
	Remedies   []string         `json:"remedies,omitempty" maxItems:"30"`
	Items      []string         `json:"items,omitempty" maxItems:"50"`
	Type       string           `json:"type,omitempty" maxLength:"20"`
	Department string           `json:"department,omitempty" maxLength:"20"`
	Public     BothTexts        `json:"public" doc:"What the buyer sees of a ticket."`
	Due        string           `json:"due,omitempty" maxLength:"20"`
	To         string           `json:"to,omitempty" maxLength:"20"`
	Text       BothTexts        `json:"text"`
	Required   bool             `json:"required,omitempty"`
	When       string           `json:"when,omitempty" maxLength:"2000" doc:"Passed over unless this holds."`
	Branches   []PlaybookBranch `json:"branches,omitempty" maxItems:"50"`
	Go         string           `json:"go,omitempty" maxLength:"100" doc:"Where it goes on; the next step if empty."`
}

// PlaybookForm is a playbook as people fill it in.
type PlaybookForm struct {
	ID         string         `json:"id" maxLength:"100"`
	Version    int            `json:"version"`
	Template   bool           `json:"template,omitempty" doc:"A bare order of talk, for no scenario."`
	Scenario   string         `json:"scenario,omitempty" maxLength:"100"`
	Title      BothTexts      `json:"title"`
	Severity   []string       `json:"severity" nullable:"false" maxItems:"10"`
	Goods      []string       `json:"goods" nullable:"false" maxItems:"50"`
	Words      []string       `json:"words" nullable:"false" maxItems:"300" doc:"Of buyers, by which it comes up."`
	Guard      string         `json:"guard,omitempty" maxLength:"2000"`
	Checklist  []PlaybookItem `json:"checklist" nullable:"false" maxItems:"50"`
	Steps      []PlaybookStep `json:"steps" nullable:"false" maxItems:"150"`
	Prevention []BothTexts    `json:"prevention" nullable:"false" maxItems:"20"`
	Drills     []string       `json:"drills" nullable:"false" maxItems:"20"`
}

func wireText(t playbook.Text) BothTexts { return BothTexts(t) }

func wirePlaybookForm(p *playbook.Playbook) PlaybookForm {
	f := PlaybookForm{ID: p.ID, Version: p.Version, Template: p.Template, Scenario: p.Scenario, Title: wireText(p.Title), Severity: full(p.For.Severity),
		Goods: full(p.For.Goods), Words: full(p.Trigger.Words), Guard: p.Trigger.Guard, Checklist: []PlaybookItem{}, Steps: []PlaybookStep{},
		Prevention: wireTexts(p.Prevention), Drills: full(p.Drills)}
	for _, i := range p.Checklist {
		f.Checklist = append(f.Checklist, PlaybookItem{i.ID, i.Text.Zh, i.Text.En, i.Required})
	}
	for _, s := range p.Steps {
		f.Steps = append(f.Steps, wireStep(s))
	}
	return f
}

func wireTexts(all []playbook.Text) []BothTexts {
	out := make([]BothTexts, 0, len(all))
	for _, t := range all {
		out = append(out, wireText(t))
	}
	return out
}

func wireStep(s playbook.Step) PlaybookStep {
	out := PlaybookStep{ID: s.ID, Kind: string(s.Kind), Stage: s.Stage, Act: string(s.Act), Fact: s.Fact, Open: s.Open, Remedies: s.Remedies, Items: s.Items,
		Type: s.Type, Department: s.Department, Public: wireText(s.Public), Due: s.Due, To: s.To, Text: wireText(s.Text), Required: s.Required,
		When: s.When, Go: s.Go}
	for _, b := range s.Branches {
		out.Branches = append(out.Branches, PlaybookBranch{b.If, b.Step})
	}
	return out
}

func (f PlaybookForm) playbook() *playbook.Playbook {
	p := &playbook.Playbook{ID: f.ID, Version: max(f.Version, 1), Template: f.Template, Scenario: f.Scenario, Title: playbook.Text(f.Title),
		For: playbook.For{Severity: f.Severity, Goods: f.Goods}, Trigger: playbook.Trigger{Words: f.Words, Guard: f.Guard}, Drills: f.Drills}
	for _, i := range f.Checklist {
		p.Checklist = append(p.Checklist, playbook.Item{ID: i.ID, Text: playbook.Text{Zh: i.Zh, En: i.En}, Required: i.Required})
	}
	for _, t := range f.Prevention {
		p.Prevention = append(p.Prevention, playbook.Text(t))
	}
	for _, s := range f.Steps {
		p.Steps = append(p.Steps, s.step())
	}
	return p
}

func (s PlaybookStep) step() playbook.Step {
	out := playbook.Step{ID: s.ID, Kind: playbook.Kind(s.Kind), Stage: s.Stage, Act: playbook.Act(s.Act), Fact: s.Fact, Open: s.Open, Remedies: s.Remedies,
		Items: s.Items, Type: s.Type, Department: s.Department, Public: playbook.Text(s.Public), Due: s.Due, To: s.To, Text: playbook.Text(s.Text),
		Required: s.Required, When: s.When, Go: s.Go}
	for _, b := range s.Branches {
		out.Branches = append(out.Branches, playbook.Branch{If: b.If, Step: b.Step})
	}
	return out
}

// PlaybookProblem is what keeps a playbook from being published.
type PlaybookProblem struct {
	Line int       `json:"line" doc:"Of the text, from 1; 0 if it is not known."`
	Step string    `json:"step" doc:"Empty for the whole."`
	Says BothTexts `json:"says"`
}

// PlaybookFinding is what the rules of replies object to.
type PlaybookFinding struct {
	Step    string `json:"step"`
	Text    string `json:"text" doc:"The words in question."`
	Message string `json:"message"`
	Better  string `json:"better"`
	Grave   bool   `json:"grave" doc:"Keeps it from being published."`
}

// PlaybookReport is what a playbook is like.
type PlaybookReport struct {
	Text     string            `json:"text" doc:"YAML."`
	Form     PlaybookForm      `json:"form" doc:"What could be read of it."`
	Problems []PlaybookProblem `json:"problems" nullable:"false"`
	Findings []PlaybookFinding `json:"findings" nullable:"false"`
	Changes  []BothTexts       `json:"changes" nullable:"false" doc:"Against what is in force, in sentences."`
	Ready    bool              `json:"ready" doc:"It may be published."`
}

func wireReport(text string, r shelf.Report, before string) PlaybookReport {
	out := PlaybookReport{Text: text, Problems: []PlaybookProblem{}, Findings: []PlaybookFinding{}, Changes: []BothTexts{}, Ready: r.Ready()}
	if r.Playbook != nil {
		out.Form = wirePlaybookForm(r.Playbook)
	}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, PlaybookProblem{p.Line, p.Step, wireText(p.Says)})
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, PlaybookFinding{f.Step, f.Text, f.Message, f.Better, f.Grave()})
	}
	if before != "" {
		out.Changes = wireTexts(shelf.Differences(before, text))
	}
	return out
}

// PlaybookProposal is a playbook that may fit.
type PlaybookProposal struct {
	Name   string    `json:"name"`
	Title  BothTexts `json:"title"`
	Reason BothTexts `json:"reason"`
	Score  float64   `json:"score"`
	PopUp  bool      `json:"pop_up" doc:"Sure enough to come up unasked, and not dismissed here."`
}

// PlaybookVisit is a step on the way through a playbook.
type PlaybookVisit struct {
	Step    string   `json:"step"`
	Taken   bool     `json:"taken"`
	Known   bool     `json:"known" doc:"A question whose answer is known."`
	Missing []string `json:"missing" nullable:"false" doc:"Facts that would have to be known to be sure."`
}

// PlaybookTrial is what a sample complaint would come to.
type PlaybookTrial struct {
	Proposals []PlaybookProposal `json:"proposals" nullable:"false"`
	Path      []PlaybookVisit    `json:"path" nullable:"false"`
}

func wireTrial(t shelf.Trial, titles map[string]playbook.Text) PlaybookTrial {
	out := PlaybookTrial{Proposals: []PlaybookProposal{}, Path: []PlaybookVisit{}}
	for i, s := range t.Suggestions {
		out.Proposals = append(out.Proposals, PlaybookProposal{s.ID, wireText(titles[s.ID]), wireText(s.Reason), s.Score, i == 0 && s.Score >= suggest.Sure})
	}
	for _, v := range t.Path {
		out.Path = append(out.Path, PlaybookVisit{v.Step.ID, v.Taken, v.Known, full(v.Missing)})
	}
	return out
}

// PlaybookFact is something that playbooks ask for and that their conditions speak
// of.
type PlaybookFact struct {
	Name   string          `json:"name"`
	Title  BothTexts       `json:"title"`
	Type   string          `json:"type" enum:"text,yesno,count,money,choice"`
	Phase  string          `json:"phase" enum:"fact,need,preference,outcome,known"`
	Ask    BothTexts       `json:"ask"`
	Values []PlaybookValue `json:"values" nullable:"false" doc:"Of a choice."`
}

// PlaybookValue is one that a fact may have.
type PlaybookValue struct {
	Code string `json:"code"`
	Name string `json:"name" doc:"In Chinese."`
}

func wireFact(f playbook.Fact) PlaybookFact {
	out := PlaybookFact{f.Name, wireText(f.Title), string(f.Type), string(f.Phase), wireText(f.Ask), []PlaybookValue{}}
	for _, v := range f.Values {
		out.Values = append(out.Values, PlaybookValue{v.Code, v.Zh})
	}
	return out
}

// factValue is a value of a fact as it stands in JSON; nil for none.
func factValue(name, text string) any {
	f, _ := playbook.FactNamed(name)
	switch {
	case text == "":
		return nil
	case f.Type == playbook.YesNo && (text == "true" || text == "false"):
		return text == "true"
	case f.Type == playbook.Count || f.Type == playbook.Money:
		return json.Number(text)
	}
	return text
}

// Playbook is one of a shop: its own, or one that comes with the program.
type Playbook struct {
	ID       string     `json:"id" doc:"Empty for a shipped one that the shop has not changed."`
	Name     string     `json:"name"`
	Title    BothTexts  `json:"title"`
	Scenario string     `json:"scenario"`
	Template bool       `json:"template"`
	Steps    int        `json:"steps"`
	Shipped  bool       `json:"shipped" doc:"One of this name comes with the program."`
	On       bool       `json:"on"`
	Ahead    bool       `json:"ahead" doc:"The draft is not what is in force."`
	Edition  int64      `json:"edition" doc:"The one that is in force; 0 for the shipped one, or none."`
	MadeAt   *time.Time `json:"made_at,omitempty"`
	Version  int64      `json:"version"`
}

func wirePlaybook(e shelf.Entry) Playbook {
	p, _ := playbook.Read([]byte(e.Draft))
	made := e.MadeAt.UTC()
	_, shipped := playbook.Named(e.Name)
	return Playbook{e.ID, e.Name, wireText(p.Title), p.Scenario, p.Template, len(p.Steps), shipped, e.On, e.Ahead, e.Edition, &made, e.Version}
}

// wirePlaybooks puts a shop's own playbooks in the places of the shipped ones, and
// the others at the end.
func wirePlaybooks(own []shelf.Entry) []Playbook {
	out := []Playbook{}
	for _, f := range slices.Concat(playbook.Shipped(), playbook.Templates()) {
		p := f.Playbook
		i := slices.IndexFunc(own, func(e shelf.Entry) bool { return e.Name == p.ID })
		if i < 0 {
			out = append(out, Playbook{Name: p.ID, Title: wireText(p.Title), Scenario: p.Scenario, Template: p.Template, Steps: len(p.Steps), Shipped: true, On: !p.Template})
			continue
		}
		out = append(out, wirePlaybook(own[i]))
	}
	for _, e := range own {
		if _, shipped := playbook.Named(e.Name); !shipped {
			out = append(out, wirePlaybook(e))
		}
	}
	return out
}
