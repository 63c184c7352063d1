package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/robot"
)

// Robot tells a group of a chat program what happens to tickets. Its address and
// its secret are never shown again.
type Robot struct {
	ID           string     `json:"id"`
	ShopID       string     `json:"shop_id"`
	DepartmentID string     `json:"department_id" doc:"Empty for one that hears of all departments."`
	Kind         string     `json:"kind" enum:"wecom,dingtalk,feishu"`
	Name         string     `json:"name"`
	Language     string     `json:"language" enum:"zh-CN,en"`
	Hears        []string   `json:"hears" nullable:"false" enum:"new,soon,due,overdue,handed_back,withdrawn,buyer_answered"`
	Host         string     `json:"host" doc:"Of the address."`
	Tail         string     `json:"tail" doc:"The end of the address."`
	Signs        bool       `json:"signs" doc:"There is a secret."`
	PausedAt     *time.Time `json:"paused_at"`
	PausedFor    string     `json:"paused_for" enum:",hand,failures"`
	TriedAt      *time.Time `json:"tried_at"`
	SaidAt       *time.Time `json:"said_at"`
	LastError    string     `json:"last_error" doc:"Why the last attempt failed, as a sentence; empty if it did not."`
	Version      int64      `json:"version"`
}

// RobotList is the robots of a shop, the oldest first.
type RobotList struct {
	Items []Robot `json:"items" nullable:"false"`
}

// RobotDraft is what people say about a robot.
type RobotDraft struct {
	DepartmentID string   `json:"department_id,omitempty" maxLength:"64"`
	Name         string   `json:"name" maxLength:"60"`
	Language     string   `json:"language" enum:"zh-CN,en"`
	Hears        []string `json:"hears" nullable:"false" maxItems:"7" enum:"new,soon,due,overdue,handed_back,withdrawn,buyer_answered"`
	Address      string   `json:"address,omitempty" maxLength:"1000" doc:"Empty keeps the one that there is."`
	Secret       string   `json:"secret,omitempty" maxLength:"200" doc:"With which messages are signed."`
}

// RobotLine is one thing that a robot had to say.
type RobotLine struct {
	ID       string     `json:"id"`
	Event    string     `json:"event" enum:"new,soon,due,overdue,handed_back,withdrawn,buyer_answered"`
	TicketID string     `json:"ticket_id"`
	At       time.Time  `json:"at"`
	State    string     `json:"state" enum:"waiting,sending,said,unsure,stale,moot"`
	EndedAt  *time.Time `json:"ended_at"`
}

// RobotLines are the last of them, the newest first.
type RobotLines struct {
	Items []RobotLine `json:"items" nullable:"false"`
}

func (s *Server) robotRoutes(api huma.API) {
	manage := needs(identity.ShopManage)
	add(api, operation{id: "readRobots", method: http.MethodGet, path: "/api/shops/{id}/robots", tag: "robot",
		summary: "Read the robots of a shop", access: manage}, s.readRobots)
	add(api, operation{id: "createRobot", method: http.MethodPost, path: "/api/shops/{id}/robots", tag: "robot",
		summary: "Add a robot of a group", access: manage, status: http.StatusCreated}, s.createRobot)
	add(api, operation{id: "updateRobot", method: http.MethodPatch, path: "/api/robots/{id}", tag: "robot",
		summary: "Change a robot", access: manage}, s.updateRobot)
	add(api, operation{id: "pauseRobot", method: http.MethodPost, path: "/api/robots/{id}/pause", tag: "robot",
		summary: "Silence a robot, or let it speak again", access: manage}, s.pauseRobot)
	add(api, operation{id: "testRobot", method: http.MethodPost, path: "/api/robots/{id}/test", tag: "robot",
		summary: "Let a robot say that this is a test; last_error tells why nobody heard it", access: manage}, s.testRobot)
	add(api, operation{id: "removeRobot", method: http.MethodPost, path: "/api/robots/{id}/remove", tag: "robot",
		summary: "Remove a robot", access: manage, status: http.StatusNoContent}, s.removeRobot)
	add(api, operation{id: "readRobotLines", method: http.MethodGet, path: "/api/robots/{id}/lines", tag: "robot",
		summary: "Read what a robot had to say last", access: manage}, s.readRobotLines)
}

// languageInput says in which language a sentence in the answer is wanted.
type languageInput struct {
	Language string `header:"Accept-Language"`
}

type readRobotsInput struct {
	languageInput
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) readRobots(ctx context.Context, in *readRobotsInput) (*body[RobotList], error) {
	all, err := s.Robots.List(ctx, in.ID)
	out := RobotList{Items: make([]Robot, 0, len(all))}
	for _, r := range all {
		out.Items = append(out.Items, wireRobot(r, in.Language))
	}
	return answer(out, err)
}

type createRobotInput struct {
	Keyed
	languageInput
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		RobotDraft
		Kind string `json:"kind" enum:"wecom,dingtalk,feishu"`
	}
}

func (s *Server) createRobot(ctx context.Context, in *createRobotInput) (*body[Robot], error) {
	d := in.Body.draft()
	d.Kind = robot.Kind(in.Body.Kind)
	r, err := s.Robots.Create(ctx, in.Key, in.ID, d)
	return answer(wireRobot(r, in.Language), err)
}

type updateRobotInput struct {
	languageInput
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		RobotDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) updateRobot(ctx context.Context, in *updateRobotInput) (*body[Robot], error) {
	r, err := s.Robots.Change(ctx, in.ID, in.Body.Version, in.Body.draft())
	return answer(wireRobot(r, in.Language), err)
}

type pauseRobotInput struct {
	languageInput
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Silent  bool  `json:"silent"`
	}
}

func (s *Server) pauseRobot(ctx context.Context, in *pauseRobotInput) (*body[Robot], error) {
	r, err := s.Robots.Pause(ctx, in.ID, in.Body.Version, in.Body.Silent)
	return answer(wireRobot(r, in.Language), err)
}

type testRobotInput struct {
	languageInput
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) testRobot(ctx context.Context, in *testRobotInput) (*body[Robot], error) {
	r, err := s.Robots.Test(ctx, in.ID)
	return answer(wireRobot(r, in.Language), err)
}

type removeRobotInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeRobot(ctx context.Context, in *removeRobotInput) (*empty, error) {
	return &empty{}, s.Robots.Remove(ctx, in.ID, in.Body.Version)
}

func (s *Server) readRobotLines(ctx context.Context, in *idInput) (*body[RobotLines], error) {
	all, err := s.Robots.Lines(ctx, in.ID)
	out := RobotLines{Items: make([]RobotLine, 0, len(all))}
	for _, l := range all {
		out.Items = append(out.Items, RobotLine{l.ID, string(l.Event), l.TicketID, l.At.UTC(), string(l.State), optional(l.EndedAt)})
	}
	return answer(out, err)
}

func (d RobotDraft) draft() robot.Draft {
	out := robot.Draft{DepartmentID: d.DepartmentID, Name: d.Name, Language: d.Language, Address: d.Address, Secret: d.Secret}
	for _, w := range d.Hears {
		out.Hears = append(out.Hears, dispatch.What(w))
	}
	return out
}

func wireRobot(r robot.Robot, accept string) Robot {
	w := Robot{
		ID: r.ID, ShopID: r.ShopID, DepartmentID: r.DepartmentID, Kind: string(r.Kind), Name: r.Name, Language: r.Language, Hears: []string{},
		Host: r.Host, Tail: r.Tail, Signs: r.Signs, PausedAt: optional(r.PausedAt), PausedFor: r.PausedFor, TriedAt: optional(r.TriedAt),
		SaidAt: optional(r.SaidAt), Version: r.Version,
	}
	for _, h := range r.Hears {
		w.Hears = append(w.Hears, string(h))
	}
	if r.LastError != "" {
		w.LastError = strings.TrimSpace(sentence(languageOf(accept), r.LastError, nil))
	}
	return w
}
