package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

const hintsPerSecond = 200

// open measures visitors who keep a page open: the server's memory, and how soon
// they hear of a message while 200 a second come in.
func (b *bench) open(ctx context.Context) error {
	for _, count := range b.sockets {
		err := b.serve(nil, func(n *program.Node) error { return b.crowd(ctx, n, count) })
		if err != nil {
			return err
		}
	}
	return nil
}

// audience is visitors with their sockets.
type audience struct {
	people []*program.Buyer

	mu    sync.Mutex // guards what follows
	sent  map[string]time.Time
	times []time.Duration
}

func (b *bench) crowd(ctx context.Context, n *program.Node, count int) error {
	people, err := visit(ctx, n, count)
	if err != nil {
		return err
	}
	a := &audience{people: people, sent: map[string]time.Time{}}
	listening, leave := context.WithCancel(ctx)
	var sockets sync.WaitGroup
	defer sockets.Wait()
	defer leave()
	err = each(count, func(i int) error {
		s, err := program.DialBuyer(ctx, n.URL, people[i].Token())
		if err == nil {
			sockets.Go(func() { _ = s.Listen(listening, a.hear) }) // it ends with the measurement
		}
		return err
	})
	if err != nil {
		return err
	}
	time.Sleep(5 * time.Second) // what connecting needed is given back
	if err := b.memory(n, "memory, %d visitors connected", count); err != nil {
		return err
	}
	if err := a.talk(ctx, b.length); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if missing := len(a.sent); missing > 0 {
		return fmt.Errorf("%d hints did not come", missing)
	}
	b.percentiles(a.times, "%d visitors, %d messages/s: sent to heard on the socket", count, hintsPerSecond)
	return b.memory(n, "memory, %d visitors after that load", count)
}

func (a *audience) hear(_ string, h program.Hint) {
	now := time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if began, ok := a.sent[h.ID]; ok {
		delete(a.sent, h.ID)
		a.times = append(a.times, now.Sub(began))
	}
}

// talk lets one visitor after the other send a message, at a steady pace.
func (a *audience) talk(ctx context.Context, length time.Duration) error {
	pace := time.NewTicker(time.Second / hintsPerSecond)
	defer pace.Stop()
	var all sync.WaitGroup
	var failed error
	for i := range int(length.Seconds() * hintsPerSecond) {
		<-pace.C
		p := a.people[i%len(a.people)]
		a.mu.Lock()
		a.sent[p.Conversation] = time.Now()
		a.mu.Unlock()
		all.Go(func() {
			if _, err := p.Say(ctx, fmt.Sprintf("hint-%08d", i), "请问今天能发货吗？"); err != nil {
				a.mu.Lock()
				failed = err
				a.mu.Unlock()
			}
			p.Close()
		})
	}
	all.Wait()
	time.Sleep(time.Second) // for the last hints
	return failed
}
