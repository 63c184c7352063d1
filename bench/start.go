package main

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

const starts = 7 // of which the median counts

// start measures the file and how long it takes to take requests.
func (b *bench) start(ctx context.Context) error {
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	b.found(float64(info.Size())/1e6, "MB", "size of the program")
	var cold, warm []time.Duration
	for range starts {
		dir, err := b.data()
		if err != nil {
			return err
		}
		n, err := program.NewNode(b.binary, "--data", dir)
		if err != nil {
			return err
		}
		for _, times := range []*[]time.Duration{&cold, &warm} {
			took, err := n.Start(startWithin)
			if err != nil {
				return err
			}
			*times = append(*times, took)
			if err := n.Stop(); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	b.found(milliseconds(median(cold)), "ms", "first start with empty data, demo shop made, to ready")
	b.found(milliseconds(median(warm)), "ms", "later start to ready")
	return b.serve(nil, func(n *program.Node) error {
		time.Sleep(2 * time.Second) // what starting needed is given back
		return b.memory(n, "memory, idle")
	})
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
