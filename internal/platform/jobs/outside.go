package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// errLost is why a handler's context ends when its job is not its own any more.
var errLost = errors.New("the job was cancelled, rescheduled or taken over")

// claimOutside leases up to limit due jobs for this node.
func (q *Queue) claimOutside(ctx context.Context, now time.Time, limit int) (js []job, err error) {
	err = q.db.InTx(ctx, func(tx *db.Tx) error {
		js, err = claim(tx, now, q.o.Lease, limit)
		return err
	})
	return js, err
}

// startOutside waits for a free worker, claims as many jobs as there are free
// workers, and sets them to work. work is the context of the handlers.
func (q *Queue) startOutside(ctx, work context.Context) (int, error) {
	select {
	case q.slots <- struct{}{}:
		<-q.slots
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	now := q.o.Now()
	js, err := q.claimOutside(ctx, now, cap(q.slots)-len(q.slots))
	if err != nil {
		return 0, err
	}
	for _, j := range js {
		q.slots <- struct{}{}
		q.workers.Go(func() {
			defer func() { <-q.slots }()
			q.doOutside(work, j, now)
		})
	}
	return len(js), nil
}

// doOutside does a claimed job while it keeps the lease, and writes down how it
// ended for as long as it takes to get that written.
func (q *Queue) doOutside(work context.Context, j job, claimed time.Time) {
	ctx, cancel := context.WithCancelCause(work)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		q.keepLease(ctx, j, cancel)
	}()
	result := q.callOutside(ctx, j)
	interrupted := result != nil && work.Err() != nil
	cancel(nil)
	<-kept
	for tries := 1; ; tries++ {
		err := q.db.InTx(context.WithoutCancel(work), func(tx *db.Tx) error {
			return q.settle(tx, j, q.o.Now(), claimed, result, interrupted)
		})
		if err == nil {
			return
		}
		q.o.Log.Warn("the end of a job could not be written", "kind", j.kind, "job", j.id, "error", err)
		if work.Err() != nil && tries >= 5 {
			return // its lease will run out
		}
		time.Sleep(troublePause(tries, q.o.Jitter()))
	}
}

// callOutside runs the handler. A job that was claimed too often has taken its
// process down with it each time, and is not run again.
func (q *Queue) callOutside(ctx context.Context, j job) error {
	h, ok := q.handler(j.kind)
	switch {
	case !ok:
		return errUnknownKind
	case h.lane != outside:
		return errOtherLane
	case j.attempts > maxAttempts && j.every == 0:
		return hopeless{errors.New("the process ended during each of the last attempts")}
	}
	return calm(func() error { return h.outside(ctx, j.args) })
}

// errOtherLane says that the job is to be handed over.
var errOtherLane = errors.New("the job belongs to the other lane")

// settle writes down how a claimed job ended. It is a no-op when the job was
// lost meanwhile.
func (q *Queue) settle(tx *db.Tx, j job, now, claimed time.Time, result error, interrupted bool) error {
	switch {
	case result == nil:
		mine, err := q.end(tx, j, now)
		if mine {
			tx.AfterCommit(func() { q.metrics.done(j, claimed) })
		}
		return err
	case errors.Is(result, errOtherLane):
		return q.changeLane(tx, j, inTx)
	case interrupted && !isHopeless(result):
		_, err := putBack(tx, j, now)
		return err
	}
	return q.fail(tx, j, now, result)
}

// keepLease extends the lease until ctx ends. It ends ctx itself when the job
// turns out to be lost, or may be lost because the lease could not be extended
// in time, be it that the database hangs.
func (q *Queue) keepLease(ctx context.Context, j job, cancel context.CancelCauseFunc) {
	lapse := time.AfterFunc(q.o.Lease, func() { cancel(errLost) })
	defer lapse.Stop()
	tick := time.NewTicker(q.o.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		asked, mine := time.Now(), false
		err := q.db.InTx(ctx, func(tx *db.Tx) (err error) {
			mine, err = extend(tx, j, q.o.Now().Add(q.o.Lease))
			return err
		})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			q.o.Log.Warn("the lease of a job could not be extended", "kind", j.kind, "job", j.id, "error", err)
		case !mine:
			cancel(errLost)
			return
		default:
			lapse.Reset(q.o.Lease - time.Since(asked))
		}
	}
}
