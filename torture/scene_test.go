package torture

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

const buyersOnStage = 8

// scene is a number of buyers, each with a case, and the team that serves them,
// while the servers are killed. Scenes follow one another, so that what has to
// be compared after every kill stays small.
type scene struct {
	name    string
	ledger  *ledger
	from    int // entries of the ledger before this scene
	choose  *rand.Rand
	buyers  []*program.Buyer
	agents  []*program.Agent
	chief   *program.Agent
	works   string   // a department
	cases   []string // by buyer
	screens []*screen

	end     chan struct{}      // closed: begin nothing new
	leave   context.CancelFunc // the screens go dark
	acting  sync.WaitGroup
	showing sync.WaitGroup
	lastDue time.Time
	mu      sync.Mutex // guards lastDue
}

// cast lets buyers in and opens their cases. Requests are repeated until they
// succeed: the lines are cut already.
func (w *world) cast(ctx context.Context, name string) (*scene, error) {
	s := &scene{name: name, ledger: w.ledger, from: len(w.ledger.since(0)), choose: child(w.choose), agents: w.agents, chief: w.chief, works: w.works, end: make(chan struct{})}
	for i := range buyersOnStage {
		var buyer *program.Buyer
		_, err := wait(ctx, ready, func() (ok bool, err error) {
			buyer, err = program.Visit(ctx, w.door(), fmt.Sprintf("%s-%d", name, i))
			return err == nil, refusal(err)
		})
		if err != nil {
			return nil, err
		}
		var id string
		_, err = wait(ctx, ready, func() (ok bool, err error) {
			id, err = w.agents[i%len(w.agents)].OpenCase(ctx, buyer.Conversation, fmt.Sprintf("case-%s-%d", name, i))
			return err == nil, refusal(err)
		})
		if err != nil {
			return nil, err
		}
		s.buyers, s.cases = append(s.buyers, buyer), append(s.cases, id)
	}
	return s, nil
}

// refusal is the part of an error that trying again does not mend.
func refusal(err error) error {
	if r, ok := errors.AsType[*program.Refusal](err); ok {
		return r
	}
	return nil
}

func (s *scene) conversations() (ids []string) {
	for _, b := range s.buyers {
		ids = append(ids, b.Conversation)
	}
	return ids
}

// play starts the talk and the screens.
func (s *scene) play(ctx context.Context) {
	show, leave := context.WithCancel(ctx)
	s.leave = leave
	for i, b := range s.buyers {
		v := newScreen(s.ledger, s.choose, "conv:", b.Conversation)
		v.dial = func(ctx context.Context) (*program.Socket, error) { return program.DialBuyer(ctx, b.URL(), b.Token()) }
		v.since = func(ctx context.Context, _ string, seq int64) (program.Page, error) { return b.Since(ctx, seq) }
		s.screens = append(s.screens, v)
		r := child(s.choose)
		s.acting.Go(func() { s.buyerActs(ctx, b, i, r) })
	}
	for i, a := range s.agents {
		v := newScreen(s.ledger, s.choose, "team:", s.conversations()...)
		v.dial = func(ctx context.Context) (*program.Socket, error) { return a.Dial(ctx, a.URL()) }
		v.since = a.Since
		s.screens = append(s.screens, v)
		r := child(s.choose)
		s.acting.Go(func() { s.agentActs(ctx, a, i, r) })
	}
	for _, v := range s.screens {
		s.showing.Go(func() { v.run(show) })
	}
}

// calm lets everybody finish what they have begun; the screens stay on.
func (s *scene) calm() {
	close(s.end)
	s.acting.Wait()
}

func (s *scene) close() {
	s.leave()
	s.showing.Wait()
	for _, b := range s.buyers {
		b.Close()
	}
}

func (s *scene) over() bool {
	select {
	case <-s.end:
		return true
	default:
		return false
	}
}

func (s *scene) buyerActs(ctx context.Context, b *program.Buyer, n int, r *rand.Rand) {
	for i := 0; !s.over() && ctx.Err() == nil; i++ {
		key := fmt.Sprintf("%s-buyer-%d-%06d", s.name, n, i)
		s.send(ctx, r, b.Conversation, key, func(text string) (program.Message, error) { return b.Say(ctx, key, text) })
		pause(ctx, between(r, 0, 15*time.Millisecond))
	}
}

func (s *scene) agentActs(ctx context.Context, a *program.Agent, n int, r *rand.Rand) {
	for i := 0; !s.over() && ctx.Err() == nil; i++ {
		at := r.IntN(len(s.buyers))
		key := fmt.Sprintf("%s-agent-%d-%06d", s.name, n, i)
		switch r.IntN(16) {
		case 0, 1, 2, 3:
			s.commit(ctx, r, a, at, key)
		case 4:
			s.ticket(ctx, r, a, at, key)
		case 5:
			s.order(ctx, r, key)
		default:
			to := s.buyers[at].Conversation
			s.send(ctx, r, to, key, func(text string) (program.Message, error) { return a.Reply(ctx, to, key, text) })
		}
		pause(ctx, between(r, 0, 15*time.Millisecond))
	}
}

// send sends a message until it is acknowledged. Now and then it is sent ten
// times at once, before or after it was acknowledged, and must stay one.
func (s *scene) send(ctx context.Context, r *rand.Rand, conversation, key string, send func(text string) (program.Message, error)) {
	text := fmt.Sprintf("%s 到底什么时候能解决？%d", key, r.Uint64())
	s.ledger.try(key, text)
	dice := r.IntN(60)
	if dice == 0 {
		s.tenTimes(key, func() (program.Message, error) { return send(text) })
	}
	m, ok := insist(ctx, s.ledger, r, key, func() (program.Message, error) { return send(text) })
	if !ok {
		return
	}
	s.ledger.acknowledged(entry{Kind: "message", Conversation: conversation, Key: key, ID: m.ID, Seq: m.Seq, Text: text})
	if dice == 1 {
		again := s.tenTimes(key, func() (program.Message, error) { return send(text) })
		if again.ID != "" && (again.ID != m.ID || again.Seq != m.Seq) {
			s.ledger.wrong("%s: acknowledged as %d (%s), repeated as %d (%s)", key, m.Seq, m.ID, again.Seq, again.ID)
		}
	}
}

// tenTimes sends one message ten times at once and returns one of the answers,
// if any; all must be the same.
func (s *scene) tenTimes(key string, send func() (program.Message, error)) (first program.Message) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			m, err := send()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				if err := refusal(err); err != nil {
					s.ledger.wrong("%s ten times: %v", key, err)
				}
			case first.ID == "":
				first = m
			case m.ID != first.ID || m.Seq != first.Seq:
				s.ledger.wrong("%s ten times: answered as %d and as %d", key, first.Seq, m.Seq)
			}
		})
	}
	all.Wait()
	return first
}

// commit makes a commitment that is due soon, before or after the next kill.
func (s *scene) commit(ctx context.Context, r *rand.Rand, a *program.Agent, at int, key string) {
	due := time.Now().Add(between(r, 300*time.Millisecond, 3*time.Second)).Truncate(time.Millisecond)
	text := fmt.Sprintf("%s 给您回复", key)
	s.ledger.try(key, text)
	late := false
	c, ok := insist(ctx, s.ledger, r, key, func() (program.Commitment, error) {
		c, err := a.Commit(ctx, s.cases[at], key, text, due)
		if r := refusal(err); r != nil && !time.Now().Before(due) {
			// The server was away until after the due time, and rightly refuses.
			late = true
			return c, nil
		}
		return c, err
	})
	if !ok || late {
		return
	}
	s.ledger.acknowledged(entry{Kind: "commitment", Conversation: s.buyers[at].Conversation, Key: key, ID: c.ID, Text: text, Due: due})
	s.mu.Lock()
	defer s.mu.Unlock()
	if due.After(s.lastDue) {
		s.lastDue = due
	}
}

// insist sends until there is an answer. A refusal is none that these requests
// deserve.
func insist[T any](ctx context.Context, l *ledger, r *rand.Rand, key string, send func() (T, error)) (v T, ok bool) {
	for ctx.Err() == nil {
		v, err := send()
		if err == nil {
			return v, true
		}
		if err := refusal(err); err != nil {
			l.wrong("%s: %v", key, err)
			return v, false
		}
		pause(ctx, between(r, 5*time.Millisecond, 30*time.Millisecond))
	}
	return v, false
}
