// Package robot tells groups of chat programs what happens to tickets: a
// department hears of its work where it talks anyway.
//
// What is to be said is written into a table in the transaction that follows what
// happened, and sent by a job outside of it. A robot says one thing at a time, and
// what gathers meanwhile becomes one message, so that a storm of tickets is no storm
// of messages. Nothing that people have written leaves the house: a message holds
// the kind of the ticket, the number of the case, and a time.
//
// robot.go and form.go hold the rules and do no I/O.
package robot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Kind is the chat program of a robot.
type Kind string

const (
	WeCom    Kind = "wecom"
	DingTalk Kind = "dingtalk"
	Feishu   Kind = "feishu"
)

// Robot says things in one group.
type Robot struct {
	ID           string
	ShopID       string
	DepartmentID string // "" for one that hears of all departments of the shop
	Kind         Kind
	Name         string
	Language     string // "zh-CN" or "en"
	Hears        []dispatch.What
	Host, Tail   string // of the address, as much as people may see
	Signs        bool
	PausedAt     time.Time // zero while it speaks
	PausedFor    string    // "hand" or "failures"
	Failures     int64     // in a row
	TriedAt      time.Time
	SaidAt       time.Time
	LastError    string // fault code of the last attempt, "" if it went well
	MadeAt       time.Time
	Version      int64

	address, secret   string // sealed
	busyUntil, nextAt time.Time
}

// Line is one thing that a robot has to say, or has said.
type Line struct {
	ID       string
	RobotID  string
	Event    dispatch.What
	TicketID string
	At       time.Time
	State    LineState
	EndedAt  time.Time
	key      string
	doubts   int64
}

// LineState is how far a line is.
type LineState string

const (
	Waiting LineState = "waiting"
	Sending LineState = "sending"
	Said    LineState = "said"
	Unsure  LineState = "unsure" // twice nobody answered: it may have arrived
	Stale   LineState = "stale"  // it could not be said for a day
	Moot    LineState = "moot"   // the ticket had moved on
)

// Limits of robots.
const (
	MaxName     = 30 // runes
	MaxRobots   = 50 // of a shop
	maxSecret   = 200
	tailLen     = 4
	staleAfter  = 24 * time.Hour
	keepLines   = 30 * 24 * time.Hour
	maxDoubts   = 2
	maxFailures = 8 // in a row, about four hours
	maxRefusals = 3 // in a row, when the other side does not want it as it is
)

// How a robot keeps its peace. WeCom and DingTalk take 20 messages a minute of a
// robot, and DingTalk silences it for ten minutes after that; Feishu takes 100, and
// 5 a second (see form.go for where they say so). We stay below the least of them.
const (
	gather    = 2 * time.Second         // what happens within it becomes one message
	spacing   = 3500 * time.Millisecond // between two messages
	afterMany = 20 * time.Second        // after a message about several tickets
	busyFor   = 20 * time.Second        // longer than a message can be on its way
)

// pauses are the times between attempts.
var pauses = [maxFailures - 1]time.Duration{
	time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour,
}

// Draft is what people say about a robot. An empty address keeps the one that
// there is, and an empty secret with it.
type Draft struct {
	Kind         Kind
	DepartmentID string
	Name         string
	Language     string
	Hears        []dispatch.What
	Address      string
	Secret       string
}

func (d Draft) clean() (Draft, error) {
	d.Name, d.Address, d.Secret = strings.Join(strings.Fields(d.Name), " "), strings.TrimSpace(d.Address), strings.TrimSpace(d.Secret)
	switch n := utf8.RuneCountInString(d.Name); {
	case n == 0 || n > MaxName:
		return d, fault.Field("name", "robot.name_length", "limit", MaxName)
	case d.Kind != WeCom && d.Kind != DingTalk && d.Kind != Feishu:
		return d, fault.Field("kind", "robot.kind_unknown")
	case d.Language != "zh-CN" && d.Language != "en":
		return d, fault.Field("language", "robot.language_unknown")
	case len(d.Secret) > maxSecret || d.Kind == WeCom && d.Secret != "":
		return d, fault.Field("secret", "robot.secret_wrong")
	}
	slices.Sort(d.Hears)
	d.Hears = slices.Compact(d.Hears)
	if len(d.Hears) == 0 || slices.ContainsFunc(d.Hears, func(w dispatch.What) bool { return !slices.Contains(dispatch.Whats, w) }) {
		return d, fault.Field("hears", "robot.hears_nothing")
	}
	return d, nil
}

// with returns the robot as a draft describes it, but for its address.
func (r Robot) with(d Draft) Robot {
	r.DepartmentID, r.Name, r.Language, r.Hears = d.DepartmentID, d.Name, d.Language, d.Hears
	return r
}

// hears tells whether a robot says what happened to a ticket of a department.
func (r Robot) hears(departmentID string, what dispatch.What) bool {
	return (r.DepartmentID == "" || r.DepartmentID == departmentID) && slices.Contains(r.Hears, what)
}

// free is from when on a robot may say the next thing.
func (r Robot) free() time.Time {
	if r.busyUntil.After(r.nextAt) {
		return r.busyUntil
	}
	return r.nextAt
}

// moot tells that a ticket has moved on since something happened to it, so that
// nobody needs to hear of that any more.
func moot(what dispatch.What, t ticket.Ticket, now time.Time) bool {
	runs := !t.DueAt.IsZero()
	switch what {
	case dispatch.New:
		return t.State != ticket.Open
	case dispatch.AlmostDue:
		return !runs || t.Late(now)
	case dispatch.PastDue, dispatch.Overdue:
		return !t.Late(now)
	case dispatch.BuyerAnswered:
		return !runs
	case dispatch.HandedBack:
		return t.State != ticket.HandedBack
	}
	return t.State != ticket.Withdrawn
}

// after returns the robot after an attempt, and whether it has to pause now.
func (r Robot) after(v verdict, many bool, now time.Time) (Robot, bool) {
	r.TriedAt, r.busyUntil, r.LastError = now, time.Time{}, fault.CodeOf(v.err)
	if v.outcome == said {
		r.Failures, r.SaidAt, r.LastError, r.nextAt = 0, now, "", now.Add(spacing)
		if many {
			r.nextAt = now.Add(afterMany)
		}
		return r, false
	}
	if v.outcome == tooFast {
		r.nextAt = now.Add(v.wait)
		return r, false
	}
	r.Failures++
	r.nextAt = now.Add(max(pauses[min(r.Failures, maxFailures-1)-1], v.wait, spacing))
	gives := r.Failures >= maxFailures || v.outcome == refused && r.Failures >= maxRefusals
	return r, gives && r.PausedAt.IsZero()
}

// after returns a line after an attempt.
func (l Line) after(v verdict, now time.Time) Line {
	l.State = Waiting
	switch v.outcome {
	case said:
		l.State, l.EndedAt = Said, now
	case unsure:
		if l.doubts++; l.doubts >= maxDoubts {
			l.State, l.EndedAt = Unsure, now
		}
	}
	return l
}
