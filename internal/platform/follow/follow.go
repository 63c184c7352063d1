// Package follow does what others have announced, step by step, behind their backs:
// it never holds up who announces.
package follow

import (
	"context"
	"time"
)

const (
	poll      = 250 * time.Millisecond // until something new is seen
	longPause = 10 * time.Second       // after many failures
)

// Loop is a step that is taken again and again.
type Loop struct {
	// Step does what is next and returns how much that was; 0 where nothing is.
	Step func(context.Context) (int, error)
	// Rest is how long to leave the machine to others after some work.
	Rest func(worked time.Duration) time.Duration
	// Failed hears of a step that failed, of so many in a row.
	Failed func(tries int, err error)
}

// Run takes steps until ctx ends; while there is nothing to do it only looks. After
// failures it tries again, ever more slowly.
func (l Loop) Run(ctx context.Context) {
	failures := 0
	for ctx.Err() == nil {
		began := time.Now()
		n, err := l.Step(ctx)
		pause := poll
		switch {
		case err != nil && ctx.Err() == nil:
			failures++
			pause = min(poll<<min(failures, 6), longPause)
			l.Failed(failures, err)
		case n > 0:
			failures = 0
			pause = l.Rest(time.Since(began))
		}
		sleep(ctx, pause)
	}
}

// CatchUp takes steps until nothing is left to do.
func (l Loop) CatchUp(ctx context.Context) error {
	for {
		if n, err := l.Step(ctx); n == 0 || err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
