package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const (
	batchSize = 64                    // jobs of the tx lane in one commit
	batchTime = 10 * time.Millisecond // after which a batch takes no further job
)

// workTx does a batch of the tx lane and returns how many jobs that were. If
// the batch as a whole cannot commit, the first job is tried alone; if that
// cannot commit either, the failure is that job's.
func (q *Queue) workTx(ctx context.Context, now time.Time) (int, error) {
	n, _, err := q.batch(ctx, now, batchSize)
	if err == nil || ctx.Err() != nil {
		return n, err
	}
	n, last, err := q.batch(ctx, now, 1)
	if err == nil || ctx.Err() != nil || last == nil {
		return n, err
	}
	return 1, q.db.InTx(ctx, func(tx *db.Tx) error { return q.fail(tx, *last, now, err) })
}

// batch does up to limit jobs in one commit. last is the one that was being
// done at the end, nil if it did not come to that.
func (q *Queue) batch(ctx context.Context, now time.Time, limit int) (n int, last *job, err error) {
	err = q.db.InTx(ctx, func(tx *db.Tx) error {
		n, last = 0, nil
		due, err := pick(tx, now, limit)
		if err != nil {
			return err
		}
		started := time.Now()
		for i := range due {
			last = &due[i]
			if err := q.doTx(tx, due[i], now); err != nil {
				return err
			}
			n++
			if time.Since(started) > batchTime {
				break
			}
		}
		return nil
	})
	if err != nil {
		n = 0
	}
	return n, last, err
}

// failure is what a handler answered, as opposed to what the database said
// about the transaction around it.
type failure struct{ error }

// doTx does one job. An error means that the transaction is of no use any more.
func (q *Queue) doTx(tx *db.Tx, j job, now time.Time) error {
	h, known := q.handler(j.kind)
	if known && h.lane != inTx {
		return q.changeLane(tx, j, h.lane)
	}
	err := tx.Savepoint(func() error {
		// First the end, then the effect: a neighbour in this batch may have
		// cancelled or rescheduled the job, and the handler may enqueue it anew.
		mine, err := q.end(tx, j, now)
		if err != nil || !mine {
			return err
		}
		if err := calm(func() error { return h.callTx(tx, j) }); collided(err) {
			return err
		} else if err != nil {
			return failure{err}
		}
		tx.AfterCommit(func() { q.metrics.done(j, now) })
		return nil
	})
	if f, ok := errors.AsType[failure](err); ok {
		return q.fail(tx, j, now, f.error)
	}
	return err
}

func (h *handler) callTx(tx *db.Tx, j job) error {
	if h == nil {
		return errUnknownKind
	}
	return h.tx(tx, j.args)
}

// changeLane hands over a job that an older version of the program enqueued
// for the other lane.
func (q *Queue) changeLane(tx *db.Tx, j job, to lane) error {
	_, err := move(tx, j, to)
	q.ringAfter(tx, to, j.due)
	return err
}

// collided reports that another transaction got in the way of this one. That is
// nobody's failure: the unit is run again by InTx.
func collided(err error) bool {
	var e interface{ SQLState() string }
	return errors.As(err, &e) && slices.Contains([]string{"40001", "40P01", "55P03"}, e.SQLState())
}
