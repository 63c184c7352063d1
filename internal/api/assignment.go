package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/identity"
)

// AssignmentPlan is how a shop hands out waiting conversations.
type AssignmentPlan struct {
	On           bool              `json:"on"`
	Capacity     int64             `json:"capacity" doc:"Conversations at once, for who has no number of their own."`
	QuietMinutes int64             `json:"quiet_minutes" doc:"After its last message, a conversation in which nobody waits takes room for so long."`
	Skills       []AssignmentSkill `json:"skills" nullable:"false" maxItems:"20"`
	Version      int64             `json:"version" doc:"0 if the shop has not said."`
}

// AssignmentSkill is something that conversations may need and people may have.
type AssignmentSkill struct {
	Name      string   `json:"name" maxLength:"60"`
	Words     []string `json:"words" nullable:"false" maxItems:"60" doc:"Of a buyer that ask for it."`
	Scenarios []string `json:"scenarios" nullable:"false" maxItems:"40" doc:"Of an open case that ask for it."`
}

// Assignee is what somebody can do for the buyers of a shop, and how they stand
// now.
type Assignee struct {
	Person
	State     string   `json:"state" enum:"online,break,offline"`
	Takes     bool     `json:"takes"`
	Skills    []string `json:"skills" nullable:"false"`
	Languages []string `json:"languages" nullable:"false"`
	VIP       bool     `json:"vip"`
	Capacity  int64    `json:"capacity" doc:"0 for that of the shop."`
	Load      int64    `json:"load" doc:"Conversations that take their room now, in all shops."`
	Room      int64    `json:"room" doc:"How many they can take at once."`
	Version   int64    `json:"version" doc:"0 if nobody has said."`
}

// AssignmentSetting is all that a shop says of it.
type AssignmentSetting struct {
	Plan    AssignmentPlan `json:"plan"`
	Members []Assignee     `json:"members" nullable:"false"`
}

// AssignmentChoice is who would get a conversation, and how all others stand.
type AssignmentChoice struct {
	On       bool                `json:"on" doc:"The shop hands out."`
	Free     bool                `json:"free" doc:"A buyer waits in the conversation and nobody looks after it."`
	To       *Person             `json:"to" doc:"Missing for nobody."`
	Reason   string              `json:"reason" enum:",previous,skilled,least,longest,nobody_takes,nobody_online,all_full,nobody_fits,only_gave_back"`
	Needs    []string            `json:"needs" nullable:"false" doc:"Skills by their names, lang.en and the like, and vip."`
	Ignored  []string            `json:"ignored" nullable:"false" doc:"Needs for which there is nobody at all."`
	Verdicts []AssignmentVerdict `json:"verdicts" nullable:"false"`
}

// AssignmentVerdict is how one person stands for a conversation.
type AssignmentVerdict struct {
	Assignee
	Standing string   `json:"standing" enum:"chosen,fits,gave_back,lacks,full,away,no_taking"`
	Missing  []string `json:"missing" nullable:"false"`
}

func (s *Server) assignmentRoutes(api huma.API) {
	add(api, operation{id: "readAssignment", method: http.MethodGet, path: "/api/shops/{id}/assignment", tag: "assignment",
		summary: "Read how a shop hands out conversations", access: needs(identity.ShopManage)}, s.readAssignment)
	add(api, operation{id: "saveAssignment", method: http.MethodPut, path: "/api/shops/{id}/assignment", tag: "assignment",
		summary: "Change how a shop hands out conversations", access: needs(identity.ShopManage)}, s.saveAssignment)
	add(api, operation{id: "saveAssignee", method: http.MethodPut, path: "/api/shops/{id}/assignment/member", tag: "assignment",
		summary: "Change what somebody can do for the buyers of a shop", access: needs(identity.ShopManage)}, s.saveAssignee)
	add(api, operation{id: "previewAssignment", method: http.MethodGet, path: "/api/shops/{id}/assignment/preview", tag: "assignment",
		summary: "Read who would get the next conversation, and why", access: needs(identity.ShopManage)}, s.previewAssignment)
	add(api, operation{id: "explainWaiting", method: http.MethodGet, path: "/api/conversations/{id}/assignment", tag: "assignment",
		summary: "Read why a conversation still waits for somebody", access: needs(identity.ConversationRead)}, s.explainWaiting)
}

func (s *Server) readAssignment(ctx context.Context, in *idInput) (*body[AssignmentSetting], error) {
	got, err := s.Assignments.Read(ctx, in.ID)
	out := AssignmentSetting{Plan: wirePlan(got.Plan), Members: make([]Assignee, 0, len(got.Members))}
	for _, m := range got.Members {
		out.Members = append(out.Members, wireAssignee(m))
	}
	return answer(out, err)
}

type saveAssignmentInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body AssignmentPlan
}

func (s *Server) saveAssignment(ctx context.Context, in *saveAssignmentInput) (*body[AssignmentPlan], error) {
	p := assignment.Plan{On: in.Body.On, Capacity: in.Body.Capacity, QuietMinutes: in.Body.QuietMinutes, Version: in.Body.Version}
	for _, skill := range in.Body.Skills {
		p.Skills = append(p.Skills, assignment.Skill{Name: skill.Name, Words: skill.Words, Scenarios: skill.Scenarios})
	}
	p, err := s.Assignments.SavePlan(ctx, in.ID, p)
	return answer(wirePlan(p), err)
}

type saveAssigneeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		UserID    string   `json:"user_id" maxLength:"64"`
		Takes     bool     `json:"takes"`
		Skills    []string `json:"skills" nullable:"false" maxItems:"20"`
		Languages []string `json:"languages" nullable:"false" maxItems:"20"`
		VIP       bool     `json:"vip"`
		Capacity  int64    `json:"capacity"`
		Version   int64    `json:"version"`
	}
}

func (s *Server) saveAssignee(ctx context.Context, in *saveAssigneeInput) (*body[AssignmentSetting], error) {
	_, err := s.Assignments.SaveMember(ctx, in.ID, assignment.Member{UserID: in.Body.UserID, Takes: in.Body.Takes, Skills: in.Body.Skills,
		Languages: in.Body.Languages, VIP: in.Body.VIP, Capacity: in.Body.Capacity, Version: in.Body.Version})
	if err != nil {
		return nil, err
	}
	return s.readAssignment(ctx, &idInput{in.ID})
}

type previewAssignmentInput struct {
	ID    string `path:"id" maxLength:"64"`
	Words string `query:"words" maxLength:"500" doc:"What the buyer says."`
	VIP   bool   `query:"vip"`
}

func (s *Server) previewAssignment(ctx context.Context, in *previewAssignmentInput) (*body[AssignmentChoice], error) {
	c, err := s.Assignments.Preview(ctx, in.ID, in.Words, in.VIP)
	return answer(wireChoice(assignment.Outlook{On: true, Free: true, Choice: c}), err)
}

func (s *Server) explainWaiting(ctx context.Context, in *idInput) (*body[AssignmentChoice], error) {
	o, err := s.Assignments.Why(ctx, in.ID)
	return answer(wireChoice(o), err)
}

func wirePlan(p assignment.Plan) AssignmentPlan {
	out := AssignmentPlan{p.On, p.Capacity, p.QuietMinutes, []AssignmentSkill{}, p.Version}
	for _, skill := range p.Skills {
		out.Skills = append(out.Skills, AssignmentSkill{skill.Name, full(skill.Words), full(skill.Scenarios)})
	}
	return out
}

func wireAssignee(c assignment.Candidate) Assignee {
	return Assignee{Person{c.UserID, c.Name}, string(c.State), c.Takes, full(c.Skills), full(c.Languages), c.VIP, c.Capacity, c.Load, c.Room, c.Version}
}

func wireChoice(o assignment.Outlook) AssignmentChoice {
	out := AssignmentChoice{On: o.On, Free: o.Free, Reason: string(o.Reason), Needs: full(o.Needs), Ignored: full(o.Ignored), Verdicts: []AssignmentVerdict{}}
	if o.ToID != "" {
		out.To = &Person{o.ToID, o.ToName}
	}
	for _, v := range o.Verdicts {
		out.Verdicts = append(out.Verdicts, AssignmentVerdict{wireAssignee(v.Candidate), string(v.Standing), full(v.Missing)})
	}
	return out
}

// full is a list that is not missing.
func full(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
