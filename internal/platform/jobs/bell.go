package jobs

import (
	"context"
	"sync/atomic"
	"time"
)

// bell wakes the loops of a lane when a job is enqueued that is due before they
// would look again anyway.
type bell struct {
	until atomic.Int64  // when a loop looks again by itself
	rung  chan struct{} // holds one ring
}

func newBell() *bell { return &bell{rung: make(chan struct{}, 1)} }

// listen lets rings through for jobs due before until. A loop listens to all of
// them before it reads the table: what is committed after the read rings.
func (b *bell) listen(until int64) { b.until.Store(until) }

func (b *bell) ring(at int64) {
	if at >= b.until.Load() {
		return
	}
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// sleep returns after d, when the bell rings, or when ctx ends.
func (b *bell) sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-b.rung:
	case <-t.C:
	}
}
