package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/identity"
)

// AutomationDraft is what people say about an automation.
type AutomationDraft struct {
	Name       string                `json:"name" maxLength:"200"`
	When       string                `json:"when" enum:"begins,writes,waited,opened,staged,broken,overdue,returned"`
	Minutes    int64                 `json:"minutes,omitempty" doc:"Of opening hours, for waited."`
	Every      bool                  `json:"every" doc:"All conditions must hold; else one is enough."`
	Conditions []AutomationCondition `json:"conditions" nullable:"false" maxItems:"20" doc:"None for always."`
	Expression string                `json:"expression,omitempty" maxLength:"2000" doc:"A condition in CEL that must hold too."`
	Acts       []AutomationAct       `json:"acts" nullable:"false" maxItems:"20"`
}

// AutomationCondition is one row of the form.
type AutomationCondition struct {
	Field  string   `json:"field" enum:"channel,scenario,severity,stage,level,tags,language,words,assigned,paid,hours"`
	Op     string   `json:"op" enum:"in,not_in,at_least,below,has,has_none,is"`
	Values []string `json:"values" nullable:"false" maxItems:"40" doc:"Amounts in fen; yes or no."`
}

// AutomationAct is one thing to be done.
type AutomationAct struct {
	Kind       string `json:"kind" enum:"assign_person,assign_skill,tag,severity,notify,ticket,propose"`
	To         string `json:"to,omitempty" maxLength:"64" doc:"A user; owner, assignee or supervisors of notify; a skill; a severity."`
	Text       string `json:"text,omitempty" maxLength:"2000" doc:"A tag, the words of a notice or proposal, the title of a ticket."`
	TypeID     string `json:"type_id,omitempty" maxLength:"64" doc:"Of a ticket."`
	Department string `json:"department,omitempty" maxLength:"64" doc:"Of a ticket."`
}

// Automation is what a shop has done by itself.
type Automation struct {
	AutomationDraft
	ID      string `json:"id"`
	ShopID  string `json:"shop_id"`
	On      bool   `json:"on"`
	Version int64  `json:"version"`
}

// AutomationList is the automations of a shop, in the order in which they act.
type AutomationList struct {
	Items []Automation `json:"items" nullable:"false"`
}

// AutomationRun is what an automation did about an event.
type AutomationRun struct {
	ID             string             `json:"id"`
	Name           string             `json:"name" doc:"Of the automation then."`
	ConversationID string             `json:"conversation_id"`
	At             time.Time          `json:"at"`
	Results        []AutomationResult `json:"results" nullable:"false" doc:"Empty until it has acted."`
}

// AutomationResult is what came of an act.
type AutomationResult struct {
	Act  AutomationAct `json:"act"`
	Done bool          `json:"done"`
	Who  string        `json:"who" doc:"Whom or what it reached."`
	Why  string        `json:"why" doc:"A sentence, if it was not done."`
}

// AutomationLog is a run of what automations did, newest first.
type AutomationLog struct {
	Items []AutomationRun `json:"items" nullable:"false"`
	Next  string          `json:"next" doc:"Cursor of the following page; empty if there is none."`
}

// DryRun is what an automation would have done.
type DryRun struct {
	Talks  int     `json:"talks" doc:"Conversations looked at."`
	More   bool    `json:"more" doc:"There were more."`
	Events int     `json:"events" doc:"Things that happened of which it waits."`
	Hits   int     `json:"hits" doc:"Of these, those that matched."`
	Trials []Trial `json:"trials" nullable:"false" doc:"Newest first, not all."`
}

// Trial is an event of the past, and what an automation would have made of it.
type Trial struct {
	ConversationID string    `json:"conversation_id"`
	Buyer          string    `json:"buyer"`
	At             time.Time `json:"at"`
	Words          string    `json:"words"`
	Matched        bool      `json:"matched"`
	Failed         []int     `json:"failed" nullable:"false" doc:"Conditions that did not hold, by their index; one more for the expression."`
}

func (s *Server) automationRoutes(api huma.API) {
	add(api, operation{id: "readAutomations", method: http.MethodGet, path: "/api/shops/{id}/automations", tag: "automation",
		summary: "Read the automations of a shop", access: needs(identity.ShopManage)}, s.readAutomations)
	add(api, operation{id: "createAutomation", method: http.MethodPost, path: "/api/shops/{id}/automations", tag: "automation",
		summary: "Add an automation, which is off", access: needs(identity.ShopManage), status: http.StatusCreated}, s.createAutomation)
	add(api, operation{id: "tryAutomation", method: http.MethodPost, path: "/api/shops/{id}/automations/try", tag: "automation",
		summary: "Read what an automation would have done; does nothing", access: needs(identity.ShopManage)}, s.tryAutomation)
	add(api, operation{id: "readAutomationLog", method: http.MethodGet, path: "/api/shops/{id}/automations/log", tag: "automation",
		summary: "Read what automations did", access: needs(identity.ShopManage)}, s.readAutomationLog)
	add(api, operation{id: "changeAutomation", method: http.MethodPut, path: "/api/automations/{id}", tag: "automation",
		summary: "Change an automation", access: needs(identity.ShopManage)}, s.changeAutomation)
	add(api, operation{id: "switchAutomation", method: http.MethodPost, path: "/api/automations/{id}/switch", tag: "automation",
		summary: "Turn an automation on or off", access: needs(identity.ShopManage)}, s.switchAutomation)
	add(api, operation{id: "moveAutomation", method: http.MethodPost, path: "/api/automations/{id}/move", tag: "automation",
		summary: "Have an automation act earlier or later", access: needs(identity.ShopManage)}, s.moveAutomation)
	add(api, operation{id: "removeAutomation", method: http.MethodPost, path: "/api/automations/{id}/remove", tag: "automation",
		summary: "Take an automation away", access: needs(identity.ShopManage), status: http.StatusNoContent}, s.removeAutomation)
}

func (s *Server) readAutomations(ctx context.Context, in *idInput) (*body[AutomationList], error) {
	all, err := s.Automations.List(ctx, in.ID)
	out := AutomationList{make([]Automation, 0, len(all))}
	for _, r := range all {
		out.Items = append(out.Items, wireAutomation(r))
	}
	return answer(out, err)
}

type createAutomationInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body AutomationDraft
}

func (s *Server) createAutomation(ctx context.Context, in *createAutomationInput) (*body[Automation], error) {
	r, err := s.Automations.Create(ctx, in.ID, in.Key, in.Body.draft())
	return answer(wireAutomation(r), err)
}

type tryAutomationInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		AutomationDraft
		Days int `json:"days" doc:"At most 30."`
	}
}

func (s *Server) tryAutomation(ctx context.Context, in *tryAutomationInput) (*body[DryRun], error) {
	d, err := s.Automations.Try(ctx, in.ID, in.Body.draft(), in.Body.Days)
	out := DryRun{d.Talks, d.More, d.Events, d.Hits, make([]Trial, 0, len(d.Trials))}
	for _, t := range d.Trials {
		if t.Failed == nil {
			t.Failed = []int{}
		}
		out.Trials = append(out.Trials, Trial{t.ConversationID, t.Buyer, t.At.UTC(), t.Words, t.Matched, t.Failed})
	}
	return answer(out, err)
}

type automationLogInput struct {
	ID    string `path:"id" maxLength:"64"`
	After string `query:"after" maxLength:"64"`
}

func (s *Server) readAutomationLog(ctx context.Context, in *automationLogInput) (*body[AutomationLog], error) {
	runs, more, err := s.Automations.Log(ctx, in.ID, in.After)
	out := AutomationLog{Items: make([]AutomationRun, 0, len(runs))}
	for _, r := range runs {
		out.Items = append(out.Items, wireRun(ctx, r))
	}
	if more {
		out.Next = runs[len(runs)-1].ID
	}
	return answer(out, err)
}

type changeAutomationInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		AutomationDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) changeAutomation(ctx context.Context, in *changeAutomationInput) (*body[Automation], error) {
	r, err := s.Automations.Change(ctx, in.ID, in.Body.Version, in.Body.draft())
	return answer(wireAutomation(r), err)
}

type switchAutomationInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		On      bool  `json:"on"`
	}
}

func (s *Server) switchAutomation(ctx context.Context, in *switchAutomationInput) (*body[Automation], error) {
	r, err := s.Automations.Switch(ctx, in.ID, in.Body.Version, in.Body.On)
	return answer(wireAutomation(r), err)
}

type moveAutomationInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Up      bool  `json:"up"`
	}
}

func (s *Server) moveAutomation(ctx context.Context, in *moveAutomationInput) (*body[Automation], error) {
	r, err := s.Automations.Move(ctx, in.ID, in.Body.Version, in.Body.Up)
	return answer(wireAutomation(r), err)
}

type removeAutomationInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeAutomation(ctx context.Context, in *removeAutomationInput) (*empty, error) {
	return nil, s.Automations.Remove(ctx, in.ID, in.Body.Version)
}

func (d AutomationDraft) draft() automation.Draft {
	out := automation.Draft{Name: d.Name, When: automation.Trigger(d.When), Minutes: d.Minutes, Every: d.Every, Expression: d.Expression}
	for _, c := range d.Conditions {
		out.Conditions = append(out.Conditions, automation.Condition{Field: c.Field, Op: c.Op, Values: c.Values})
	}
	for _, a := range d.Acts {
		out.Acts = append(out.Acts, automation.Act{Kind: automation.ActKind(a.Kind), To: a.To, Text: a.Text, TypeID: a.TypeID, Department: a.Department})
	}
	return out
}

func wireAutomation(r automation.Rule) Automation {
	d := AutomationDraft{r.Name, string(r.When), r.Minutes, r.Every, []AutomationCondition{}, r.Expression, []AutomationAct{}}
	for _, c := range r.Conditions {
		d.Conditions = append(d.Conditions, AutomationCondition{c.Field, c.Op, full(c.Values)})
	}
	for _, a := range r.Acts {
		d.Acts = append(d.Acts, wireAct(a))
	}
	return Automation{d, r.ID, r.ShopID, r.On, r.Version}
}

func wireAct(a automation.Act) AutomationAct {
	return AutomationAct{string(a.Kind), a.To, a.Text, a.TypeID, a.Department}
}

func wireRun(ctx context.Context, r automation.Run) AutomationRun {
	out := AutomationRun{r.ID, r.Name, r.ConversationID, r.At.UTC(), []AutomationResult{}}
	for i, result := range r.Results {
		one := AutomationResult{Act: wireAct(r.Acts[i]), Done: result.Done, Who: result.Who}
		if result.Code != "" {
			one.Why = sentence(readerLanguage(ctx), result.Code, result.Args)
		}
		out.Results = append(out.Results, one)
	}
	return out
}
