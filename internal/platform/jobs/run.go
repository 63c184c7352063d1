package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Run does jobs as they become due until ctx ends. Then it takes no more, gives
// running outside jobs their grace, interrupts those that are still at it and
// puts them back, and returns nil once all is quiet. The database may go away
// and come back meanwhile. A handler that ignores its context delays the return.
func (q *Queue) Run(ctx context.Context) error {
	q.seal()
	if err := q.enter(); err != nil {
		return err
	}
	defer q.leave()
	work, interrupt := context.WithCancel(context.WithoutCancel(ctx))
	defer interrupt()
	q.insist(ctx, func() error { return q.startPeriods(ctx, q.o.Now()) })

	var loops sync.WaitGroup
	for range q.txRunners() {
		loops.Go(func() {
			q.loop(ctx, inTx, func() (int, error) { return q.workTx(ctx, q.o.Now()) })
		})
	}
	loops.Go(func() {
		q.loop(ctx, outside, func() (int, error) { return q.startOutside(ctx, work) })
	})
	loops.Wait()
	grace := time.AfterFunc(q.o.Grace, interrupt)
	defer grace.Stop()
	q.workers.Wait()
	return nil
}

// RunDue does everything that is due at now, one after the other, with what
// becomes due by it, and returns how many runs that took. It serves tests: time
// stands still at now, and no lease is extended. An error is the database's;
// those of handlers are logged, and their jobs wait for their next attempt.
func (q *Queue) RunDue(ctx context.Context, now time.Time) (total int, err error) {
	q.seal()
	if err := q.startPeriods(ctx, now); err != nil {
		return 0, err
	}
	for {
		n, err := q.workTx(ctx, now)
		if err == nil && n == 0 {
			n, err = q.oneOutside(ctx, now)
		}
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}

func (q *Queue) oneOutside(ctx context.Context, now time.Time) (int, error) {
	js, err := q.claimOutside(ctx, now, 1)
	for _, j := range js {
		result := q.callOutside(ctx, j)
		err = q.db.InTx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
			return q.settle(tx, j, now, now, result, result != nil && ctx.Err() != nil)
		})
	}
	return len(js), err
}

// txRunners is one on SQLite, where there is one writer anyway.
func (q *Queue) txRunners() int {
	if q.db.Engine() == "sqlite" {
		return 1
	}
	return 2
}

func (q *Queue) enter() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.running {
		return errors.New("jobs: the queue is running already")
	}
	q.running = true
	return nil
}

func (q *Queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running = false
}

// startPeriods makes the rows of periodic jobs agree with the program.
func (q *Queue) startPeriods(ctx context.Context, now time.Time) error {
	return q.db.InTx(ctx, func(tx *db.Tx) error {
		for _, p := range q.periods {
			text, err := json.Marshal(p.args)
			if err != nil {
				return fmt.Errorf("periodic job %s: %w", p.args.Kind(), err)
			}
			h, _ := q.handler(p.args.Kind())
			j := job{id: q.o.NewID(), kind: p.args.Kind(), lane: h.lane, args: string(text), every: p.every.Milliseconds()}
			if err := insertPeriod(tx, j, db.Millis(now)); err != nil {
				return fmt.Errorf("periodic job %s: %w", p.args.Kind(), err)
			}
		}
		return nil
	})
}

// busyPause is for jobs that are due but in the hands of another node's
// transaction.
const busyPause = 10 * time.Millisecond

// loop calls step whenever a job of the lane is due, and sleeps in between. It
// only reads until there is something to do.
func (q *Queue) loop(ctx context.Context, l lane, step func() (int, error)) {
	b := q.bells[l]
	for ctx.Err() == nil {
		wait := time.Duration(0)
		q.insist(ctx, func() error {
			b.listen(math.MaxInt64)
			now := q.o.Now()
			next, ok, err := nextAt(q.db.Reader(ctx), l)
			if err != nil {
				return err
			}
			if ok && next <= db.Millis(now) {
				n, err := step()
				if n == 0 {
					wait = busyPause
				}
				return err
			}
			wait = q.o.Poll
			if ok {
				wait = min(wait, db.Time(next).Sub(now))
			}
			b.listen(db.Millis(now.Add(wait)))
			return nil
		})
		b.sleep(ctx, wait)
	}
}

// insist calls f until it succeeds or ctx ends, with growing pauses.
func (q *Queue) insist(ctx context.Context, f func() error) {
	for tries := 1; ; tries++ {
		err := calm(f)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			if tries > 1 {
				q.o.Log.Info("jobs go on", "after", tries)
			}
			return
		}
		q.o.Log.Warn("jobs cannot go on, will try again", "tries", tries, "error", err)
		sleep(ctx, troublePause(tries, q.o.Jitter()))
	}
}

// troublePause is how long to leave a database alone that gave an error.
func troublePause(tries int, jitter float64) time.Duration {
	return time.Duration(float64(min(50*time.Millisecond<<min(tries, 10), 5*time.Second)) * (0.5 + 0.5*jitter))
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
