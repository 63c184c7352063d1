package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

const (
	soakBuyers    = 200
	soakPerSecond = 20 // messages
	soakLooks     = 12 // how often the server is looked at
)

// soak lets buyers with open sockets write at a steady pace for a long time and
// looks at the server in between: what it must not do is grow.
func (b *bench) soak(ctx context.Context) error {
	if b.soakFor == 0 {
		return nil
	}
	return b.serve(nil, func(n *program.Node) error {
		people, err := visit(ctx, n, soakBuyers)
		if err != nil {
			return err
		}
		listening, leave := context.WithCancel(ctx)
		var sockets sync.WaitGroup
		defer sockets.Wait()
		defer leave()
		for _, p := range people {
			s, err := program.DialBuyer(ctx, n.URL, p.Token())
			if err != nil {
				return err
			}
			sockets.Go(func() { _ = s.Listen(listening, func(string, program.Hint) {}) }) // it ends with the soak
		}
		for look := range soakLooks {
			if err := b.soakOnce(ctx, n, people, look); err != nil {
				return err
			}
		}
		return nil
	})
}

// soakOnce is one stretch of the soak, and the look after it.
func (b *bench) soakOnce(ctx context.Context, n *program.Node, people []*program.Buyer, look int) error {
	stretch := b.soakFor / soakLooks
	began, err := cpu(n)
	if err != nil {
		return err
	}
	var times []time.Duration
	pace := time.NewTicker(time.Second / soakPerSecond)
	defer pace.Stop()
	for i := range int(stretch.Seconds() * soakPerSecond) {
		<-pace.C
		sent := time.Now()
		p := people[i%len(people)]
		if _, err := p.Say(ctx, fmt.Sprintf("soak-%d-%08d", look, i), "请问今天能发货吗？"); err != nil {
			return err
		}
		p.Close()
		times = append(times, time.Since(sent))
	}
	used, err := cpu(n)
	if err != nil {
		return err
	}
	at := (time.Duration(look+1) * stretch).Round(time.Second)
	b.percentiles(times, "soak, after %s: message sent to acknowledged", at)
	b.found(float64(used-began)/float64(stretch)*100, "%", "soak, after %s: of one processor", at)
	if files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", n.PID())); err == nil {
		b.found(float64(len(files)), "", "soak, after %s: open files", at)
	}
	return b.memory(n, "soak, after %s: memory", at)
}
