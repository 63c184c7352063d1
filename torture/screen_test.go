package torture

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// screen follows conversations as the web apps do: it asks for what came since
// the number it has, on every connection, on every hint, and when the heads that
// it asks for every ten seconds are ahead.
type screen struct {
	ledger *ledger
	choose *rand.Rand
	dial   func(context.Context) (*program.Socket, error)
	since  func(ctx context.Context, conversation string, seq int64) (program.Page, error)

	topic string           // what it hears of a conversation: "conv:" as its buyer does, or "team:"
	views map[string]*view // by conversation, never changed
}

// view is what a screen shows of one conversation.
type view struct {
	mu       sync.Mutex // held while asking, so that answers do not cross
	messages []program.Message
	head     int64
}

func newScreen(l *ledger, r *rand.Rand, topic string, conversations ...string) *screen {
	s := &screen{ledger: l, choose: child(r), topic: topic, views: map[string]*view{}}
	for _, c := range conversations {
		s.views[c] = &view{}
	}
	return s
}

// run keeps the screen connected until ctx ends.
func (s *screen) run(ctx context.Context) {
	for ctx.Err() == nil {
		s.session(ctx)
		pause(ctx, between(s.choose, 20*time.Millisecond, 100*time.Millisecond))
	}
}

// session is one connection, up to its end. Whatever was recovered, it begins by
// asking what came meanwhile.
func (s *screen) session(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	socket, err := s.dial(ctx)
	if err != nil {
		return
	}
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	hints := make(chan string, 1000)
	work.Go(func() {
		for id := range s.views {
			s.ask(ctx, id)
		}
		for s.follow(ctx, cancel, hints, socket) {
		}
	})
	_ = socket.Listen(ctx, func(_ string, h program.Hint) {
		if h.Kind == "conversation" && s.behind(h.ID, h.Seq) {
			select {
			case hints <- h.ID:
			default: // the heads will tell
			}
		}
	})
}

// headsEvery is how often a screen asks for heads, half a second more or less.
const headsEvery = 10 * time.Second

// follow answers one hint or asks for the heads once, and reports whether to go
// on.
func (s *screen) follow(ctx context.Context, cancel func(), hints <-chan string, socket *program.Socket) bool {
	timer := time.NewTimer(headsEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case id := <-hints:
		s.ask(ctx, id)
	case <-timer.C:
		heads, err := socket.Heads(ctx, s.topics())
		if err != nil {
			cancel()
			return false
		}
		for topic, seq := range heads {
			if id := topic[len(s.topic):]; s.behind(id, seq) {
				s.ask(ctx, id)
			}
		}
	}
	return true
}

func (s *screen) topics() (topics []string) {
	for id := range s.views {
		topics = append(topics, s.topic+id)
	}
	return topics
}

// ask reads what a conversation has that the screen has not, as often as it
// takes.
func (s *screen) ask(ctx context.Context, id string) {
	v := s.views[id]
	v.mu.Lock()
	defer v.mu.Unlock()
	for ctx.Err() == nil {
		page, err := s.since(ctx, id, v.head)
		if err != nil {
			pause(ctx, between(s.choose, 10*time.Millisecond, 50*time.Millisecond))
			continue
		}
		s.take(v, page)
		if len(page.Messages) < fullPage {
			return
		}
	}
}

// take adds what was answered. Every message comes once and in its order.
func (s *screen) take(v *view, page program.Page) {
	last := v.head
	for _, m := range page.Messages {
		if m.Seq <= last {
			s.ledger.wrong("asked since %d, got %d after %d", v.head, m.Seq, last)
		}
		last = m.Seq
	}
	v.messages = append(v.messages, page.Messages...)
	v.head = max(last, page.HeadSeq)
}

// fullPage is how many messages one answer holds at most.
const fullPage = 500

// behind reports whether there is something that the screen does not show.
func (s *screen) behind(id string, seq int64) bool {
	v := s.views[id]
	if v == nil {
		return false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.head < seq
}

// shown returns what the screen shows of a conversation.
func (s *screen) shown(id string) []program.Message {
	v := s.views[id]
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]program.Message(nil), v.messages...)
}
