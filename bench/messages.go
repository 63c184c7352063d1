package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// warmUp is how long a load runs before it counts.
const warmUp = time.Second

// messages measures durable messages: each is acknowledged after its commit is
// on disk, and each buyer sends the next one then.
func (b *bench) messages(ctx context.Context) error {
	stop, err := b.startPostgres(ctx)
	if err != nil {
		return err
	}
	defer stop()
	for _, engine := range []struct {
		name string
		args []string
	}{{"SQLite", nil}, {"PostgreSQL", []string{"--database", b.postgres}}} {
		err := b.serve(engine.args, func(n *program.Node) error {
			for _, buyers := range []int{1, 8, 64} {
				if err := b.load(ctx, n, engine.name, buyers); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) load(ctx context.Context, n *program.Node, engine string, buyers int) error {
	people, err := visit(ctx, n, buyers)
	if err != nil {
		return err
	}
	from := time.Now().Add(warmUp)
	until := from.Add(b.length)
	times := make([][]time.Duration, buyers)
	failed := make([]error, buyers)
	before, err := cpu(n)
	if err != nil {
		return err
	}
	sent := make([]int, buyers)
	var all sync.WaitGroup
	for i, p := range people {
		all.Go(func() {
			defer p.Close()
			sent[i], times[i], failed[i] = talk(ctx, p, from, until)
		})
	}
	all.Wait()
	used, err := cpu(n)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(failed, func(err error) bool { return err != nil }); i >= 0 {
		return failed[i]
	}
	taken := slices.Concat(times...)
	name := fmt.Sprintf("%s, %d buyers", engine, buyers)
	b.found(float64(len(taken))/b.length.Seconds(), "/s", "%s: durable messages", name)
	b.percentiles(taken, "%s: message sent to acknowledged", name)
	total := 0
	for _, n := range sent {
		total += n
	}
	b.found(milliseconds(used-before)/float64(total), "ms", "%s: server's CPU time a message", name)
	return nil
}

// talk sends one message after the other. It returns how many, and how long
// those took that were sent while it counts.
func talk(ctx context.Context, p *program.Buyer, from, until time.Time) (sent int, times []time.Duration, err error) {
	for began := time.Now(); began.Before(until); began = time.Now() {
		key := fmt.Sprintf("load-%s-%d", p.Conversation, sent)
		if _, err := p.Say(ctx, key, "昨天收到的台灯，底座裂了一道口子，灯罩也有划痕"); err != nil {
			return sent, times, err
		}
		sent++
		if ended := time.Now(); began.After(from) && ended.Before(until) {
			times = append(times, ended.Sub(began))
		}
	}
	return sent, times, nil
}

func (b *bench) percentiles(times []time.Duration, what string, args ...any) {
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	for _, p := range []int{50, 99} {
		b.found(milliseconds(times[len(times)*p/100]), "ms", what+fmt.Sprintf(", p%d", p), args...)
	}
}

// visit lets buyers in, a few at a time.
func visit(ctx context.Context, n *program.Node, count int) ([]*program.Buyer, error) {
	people := make([]*program.Buyer, count)
	err := each(count, func(i int) (err error) {
		people[i], err = program.Visit(ctx, program.NewDoor(1, n.URL), fmt.Sprint("买家", i))
		people[i].Close()
		return err
	})
	return people, err
}

// each calls do for 0 to count-1, on a few goroutines, and returns an error of
// one of them.
func each(count int, do func(i int) error) error {
	const hands = 32
	var all sync.WaitGroup
	failed := make([]error, hands)
	for h := range hands {
		all.Go(func() {
			for i := h; i < count && failed[h] == nil; i += hands {
				failed[h] = do(i)
			}
		})
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}
