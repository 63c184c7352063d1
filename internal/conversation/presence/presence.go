// Package presence tells open screens what people are doing in a conversation
// right now. It is written down nowhere; screens forget it after a while, unless
// it is told again.
package presence

import (
	"context"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service tells what people do.
type Service struct {
	Now           func() time.Time
	Hint          func(topic string, hint any) // tells open screens
	Conversations *conversation.Service

	pace pace
}

// Doing is what a member of the team does in a conversation.
type Doing string

const (
	Viewing Doing = "viewing"
	Typing  Doing = "typing" // an answer, which the buyer may see coming
	Noting  Doing = "noting" // a note
	Left    Doing = "left"
)

// Hint tells the team's screens what a colleague does.
type Hint struct {
	Kind   string `json:"kind"` // "presence"
	ID     string `json:"id"`   // of the conversation
	UserID string `json:"user_id"`
	Name   string `json:"name"`
	Doing  Doing  `json:"doing"`
	First  bool   `json:"first"` // they have just come: who is there says so again
}

// TypingHint tells that the other side is writing just now.
type TypingHint struct {
	Kind string `json:"kind"` // "typing"
	ID   string `json:"id"`   // of the conversation
	Name string `json:"name"` // of the agent, "" for a buyer
}

// Show tells what the actor does in a conversation. That somebody writes an
// answer reaches the buyer too.
func (s *Service) Show(ctx context.Context, id string, doing Doing, first bool) error {
	actor, _ := identity.From(ctx)
	c, err := s.Conversations.Get(ctx, id)
	if err != nil {
		return err
	}
	if !s.pace.allow(actor.ID, s.Now()) {
		return fault.New(fault.TooMany, "request.too_many")
	}
	s.Hint("team:"+id, Hint{"presence", id, actor.ID, actor.Name, doing, first})
	if doing == Typing && actor.MayIn(identity.ConversationReply, c.ShopID) {
		s.Hint("conv:"+id, TypingHint{"typing", id, actor.Name})
	}
	return nil
}

// ShowBuyer tells the team that the buyer who asks is writing.
func (s *Service) ShowBuyer(ctx context.Context) error {
	actor, _ := identity.From(ctx)
	id, err := s.Conversations.IDOfBuyer(ctx)
	if err != nil {
		return err
	}
	if !s.pace.allow(actor.ID, s.Now()) {
		return fault.New(fault.TooMany, "request.too_many")
	}
	s.Hint("team:"+id, TypingHint{"typing", id, ""})
	return nil
}

// pace is how often each person may tell what they do: thirty times at once and
// two times a second. Its zero value is ready.
type pace struct {
	mu   sync.Mutex
	used map[string]usage
}

type usage struct {
	n  float64
	at time.Time
}

const (
	paceAtOnce    = 30
	pacePerSecond = 2
	paceKept      = 10_000 // people remembered
)

func (p *pace) allow(id string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.used) >= paceKept {
		p.used = nil // who has just been slowed down is lucky once
	}
	if p.used == nil {
		p.used = map[string]usage{}
	}
	u := p.used[id]
	u.n = max(0, u.n-now.Sub(u.at).Seconds()*pacePerSecond)
	u.at = now
	if u.n+1 > paceAtOnce {
		p.used[id] = u
		return false
	}
	u.n++
	p.used[id] = u
	return true
}
