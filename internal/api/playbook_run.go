package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/run"
)

// PlaybookGuide is what a conversation is guided by.
type PlaybookGuide struct {
	CaseID      string             `json:"case_id" doc:"The newest open case; empty for none."`
	FastLane    bool               `json:"fast_lane" doc:"Its severity allows the one form."`
	Run         *PlaybookRun       `json:"run,omitempty"`
	Proposals   []PlaybookProposal `json:"proposals" nullable:"false" doc:"None while a playbook is followed."`
	Restatement string             `json:"restatement" doc:"What was understood, to be said back; empty for nothing."`
	Tips        []BothTexts        `json:"tips" nullable:"false" doc:"That spare the buyer the next time."`
	TipGiven    bool               `json:"tip_given"`
}

// PlaybookRun is a playbook being followed in a case.
type PlaybookRun struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Title     BothTexts      `json:"title"`
	Edition   int64          `json:"edition" doc:"0 for the shipped one."`
	Newer     int64          `json:"newer" doc:"Edition that was published since; 0 for none."`
	Retired   bool           `json:"retired" doc:"The playbook is not in use any more."`
	Reason    BothTexts      `json:"reason" doc:"Why it was proposed; empty if it was chosen by hand."`
	Steps     []GuideStep    `json:"steps" nullable:"false"`
	Next      string         `json:"next" doc:"The first open step; empty for none."`
	Known     []GuideFact    `json:"known" nullable:"false"`
	Facts     []PlaybookFact `json:"facts" nullable:"false" doc:"Of which its steps and conditions speak."`
	Checklist []PlaybookItem `json:"checklist" nullable:"false"`
	StartedAt time.Time      `json:"started_at"`
	Version   int64          `json:"version"`
}

// GuideStep is a step as it stands.
type GuideStep struct {
	PlaybookStep
	DueWords BothTexts  `json:"due_words"`
	State    string     `json:"state" enum:"open,put,done,skipped"`
	Reason   string     `json:"reason" doc:"Why it was skipped."`
	Note     string     `json:"note"`
	Made     string     `json:"made" doc:"What was made: id of a ticket, a commitment, a claim or an owner, or a remedy."`
	Got      []string   `json:"got" nullable:"false" doc:"Items of evidence that are there."`
	At       *time.Time `json:"at,omitempty"`
	Here     bool       `json:"here" doc:"On the way, as far as is known."`
	Heard    bool       `json:"heard" doc:"A question whose answer is known already."`
	Missing  []string   `json:"missing" nullable:"false" doc:"Facts that would have to be known to be sure of the way."`
}

// GuideFact is a fact with where it is known from.
type GuideFact struct {
	Name  string `json:"name"`
	Value string `json:"value" doc:"A text, a code, a number, true or false; money in fen."`
	From  string `json:"from" enum:"order,heard,case,merged,entered"`
	Seq   int64  `json:"seq" doc:"Message in which it was said; 0 for none."`
}

// PlaybookChoices are the playbooks that may be followed by hand.
type PlaybookChoices struct {
	Playbooks []PlaybookChoice `json:"playbooks" nullable:"false"`
}

// PlaybookChoice is one of them.
type PlaybookChoice struct {
	Name     string    `json:"name"`
	Title    BothTexts `json:"title"`
	Scenario string    `json:"scenario"`
}

func (s *Server) playbookRunRoutes(api huma.API) {
	read, write := needs(identity.CaseRead), needs(identity.CaseWrite)
	add(api, operation{id: "readGuide", method: http.MethodGet, path: "/api/conversations/{id}/guide", tag: "playbooks",
		summary: "Read which playbook a conversation follows or might follow", access: read}, s.readGuide)
	add(api, operation{id: "readPlaybookChoices", method: http.MethodGet, path: "/api/conversations/{id}/playbooks", tag: "playbooks",
		summary: "Read the playbooks that may be followed by hand", access: write}, s.readPlaybookChoices)
	add(api, operation{id: "dismissPlaybook", method: http.MethodPost, path: "/api/conversations/{id}/guide/dismiss", tag: "playbooks",
		summary: "Say that a proposed playbook is not wanted here", access: write, status: http.StatusNoContent}, s.dismissPlaybook)
	add(api, operation{id: "startRun", method: http.MethodPost, path: "/api/cases/{id}/runs", tag: "playbooks",
		summary: "Begin to follow a playbook in a case, or another one instead", access: write, status: http.StatusCreated}, s.startRun)
	add(api, operation{id: "changeRun", method: http.MethodPost, path: "/api/runs/{id}", tag: "playbooks",
		summary: "Take down what was found out and what became of steps", access: write}, s.changeRun)
	add(api, operation{id: "leaveRun", method: http.MethodPost, path: "/api/runs/{id}/leave", tag: "playbooks",
		summary: "Stop following a playbook", access: write, status: http.StatusNoContent}, s.leaveRun)
}

func (s *Server) readGuide(ctx context.Context, in *idInput) (*body[PlaybookGuide], error) {
	g, err := s.Runs.Guide(ctx, in.ID)
	out := PlaybookGuide{CaseID: g.CaseID, FastLane: g.FastLane, Proposals: []PlaybookProposal{}, Restatement: g.Restatement, Tips: wireTexts(g.Tips), TipGiven: g.TipGiven}
	for _, p := range g.Proposals {
		out.Proposals = append(out.Proposals, PlaybookProposal{p.Name, wireText(p.Title), wireText(p.Reason), p.Score, p.PopUp})
	}
	if g.Followed != nil {
		out.Run = wireFollowed(*g.Followed)
	}
	return answer(out, err)
}

func wireFollowed(f run.Followed) *PlaybookRun {
	out := &PlaybookRun{ID: f.ID, Name: f.Name, Title: wireText(f.Flow.Playbook.Title), Edition: f.Edition, Newer: f.Newer, Retired: f.Retired, Reason: wireText(f.Reason),
		Steps: []GuideStep{}, Next: f.Next, Known: []GuideFact{}, Facts: []PlaybookFact{}, Checklist: wirePlaybookForm(f.Flow.Playbook).Checklist,
		StartedAt: f.StartedAt.UTC(), Version: f.Version}
	speaks := map[string]bool{}
	for _, v := range f.Steps {
		out.Steps = append(out.Steps, wireSeen(v))
		speaks[v.Fact] = true
		for _, m := range v.Missing {
			speaks[m] = true
		}
	}
	for _, k := range f.Known {
		out.Known = append(out.Known, GuideFact{k.Name, fmt.Sprint(k.Value), string(k.From), k.Seq})
		speaks[k.Name] = true
	}
	for _, fact := range playbook.Facts() {
		if speaks[fact.Name] {
			out.Facts = append(out.Facts, wireFact(fact))
		}
	}
	return out
}

func wireSeen(v run.Seen) GuideStep {
	step := wireStep(v.Step)
	step.Text = wireText(v.Question())
	due, _ := playbook.DueWords(v.Due)
	out := GuideStep{PlaybookStep: step, DueWords: wireText(due), State: string(v.State), Reason: v.Reason, Note: v.Note, Made: v.Made,
		Got: full(v.Mark.Items), Here: v.Here, Heard: v.Heard, Missing: full(v.Missing)}
	if !v.At.IsZero() {
		at := v.At.UTC()
		out.At = &at
	}
	return out
}

func (s *Server) readPlaybookChoices(ctx context.Context, in *idInput) (*body[PlaybookChoices], error) {
	all, err := s.Runs.Of(ctx, in.ID)
	out := PlaybookChoices{Playbooks: []PlaybookChoice{}}
	for _, v := range all {
		out.Playbooks = append(out.Playbooks, PlaybookChoice{v.Playbook.ID, wireText(v.Playbook.Title), v.Playbook.Scenario})
	}
	return answer(out, err)
}

type dismissPlaybookInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name string `json:"name" maxLength:"100"`
	}
}

func (s *Server) dismissPlaybook(ctx context.Context, in *dismissPlaybookInput) (*empty, error) {
	return nil, s.Runs.Dismiss(ctx, in.ID, in.Body.Name)
}

// RunMade is a run as it was made or changed.
type RunMade struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

type startRunInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name    string    `json:"name" maxLength:"100"`
		How     string    `json:"how" enum:"suggested,hand"`
		Reason  BothTexts `json:"reason,omitempty" required:"false" doc:"Why it was proposed."`
		Instead int64     `json:"instead,omitempty" doc:"Version of the run that is left for it."`
	}
}

func (s *Server) startRun(ctx context.Context, in *startRunInput) (*body[RunMade], error) {
	b := in.Body
	r, err := s.Runs.Start(ctx, in.ID, in.Key, run.Begin{Name: b.Name, How: b.How, Reason: playbook.Text(b.Reason), Instead: b.Instead})
	return answer(RunMade{r.ID, r.Version}, err)
}

// RunFact is something that was found out.
type RunFact struct {
	Name  string `json:"name" maxLength:"100"`
	Value string `json:"value" maxLength:"4000" doc:"A text, a code, a number, true or false; money in fen. Empty takes it back."`
	Seq   int64  `json:"seq,omitempty" doc:"The buyer's message that says it."`
}

// RunStep is what became of a step.
type RunStep struct {
	ID     string   `json:"id" maxLength:"100" doc:"\"tip\" for the prevention tip."`
	State  string   `json:"state" enum:"open,put,done,skipped"`
	Reason string   `json:"reason,omitempty" maxLength:"40" doc:"already_done, not_applicable, buyer_declined, urgent or other; a required step is not skipped without."`
	Note   string   `json:"note,omitempty" maxLength:"1000"`
	Made   string   `json:"made,omitempty" maxLength:"100" doc:"What was made: id of a ticket, a commitment, a claim or the new owner, \"escalation\", or a remedy."`
	Seq    int64    `json:"seq,omitempty" doc:"The message in which it was said."`
	Got    []string `json:"got,omitempty" maxItems:"50" doc:"Items of evidence that are there."`
}

type changeRunInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		Facts   []RunFact `json:"facts,omitempty" maxItems:"100"`
		Steps   []RunStep `json:"steps,omitempty" maxItems:"130"`
	}
}

func (s *Server) changeRun(ctx context.Context, in *changeRunInput) (*body[RunMade], error) {
	var c run.Change
	for _, f := range in.Body.Facts {
		c.Facts = append(c.Facts, run.Found{Name: f.Name, Value: factValue(f.Name, f.Value), Seq: f.Seq})
	}
	for _, st := range in.Body.Steps {
		c.Steps = append(c.Steps, run.Step{ID: st.ID, State: run.State(st.State), Reason: st.Reason, Note: st.Note, Made: st.Made, Seq: st.Seq, Items: st.Got})
	}
	r, err := s.Runs.Change(ctx, in.ID, in.Body.Version, c)
	return answer(RunMade{r.ID, r.Version}, err)
}

func (s *Server) leaveRun(ctx context.Context, in *versionInput) (*empty, error) {
	return nil, s.Runs.Leave(ctx, in.ID, in.Body.Version)
}
