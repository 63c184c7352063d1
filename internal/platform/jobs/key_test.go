package jobs_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

func TestKeyReplaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		q := newQueue(t, d)
		enqueue(t, d, q, write{1}, start, jobs.Key("k"))
		enqueue(t, d, q, write{2}, start.Add(time.Minute), jobs.Key("k"))
		enqueue(t, d, q, write{3}, start, jobs.Key("other"))
		runDue(t, q, start)
		expect(t, "first effect", effects(t, d)[0], 3)
		runDue(t, q, start.Add(time.Minute))
		if got := effects(t, d); !slices.Equal(got, []int{2, 3}) {
			t.Errorf("effects %v", got)
		}
	})
}

func TestOnceKeeps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		q := newQueue(t, d)
		enqueue(t, d, q, write{1}, start, jobs.Key("k"), jobs.Once())
		enqueue(t, d, q, write{2}, start.Add(-time.Minute), jobs.Key("k"), jobs.Once())
		expect(t, "rows", rows(t, d), 1)
		expect(t, "runs", runDue(t, q, start), 1)
		expect(t, "effect", effects(t, d)[0], 1)

		enqueue(t, d, q, shapeless{"x", "test.write"}, start, jobs.Key("k"))
		runDue(t, q, start)
		expect(t, "dead letters", len(dead(t, d, q)), 1)
		enqueue(t, d, q, write{4}, start, jobs.Key("k"), jobs.Once())
		expect(t, "runs after a dead letter", runDue(t, q, start), 1)

		err := d.InTx(t.Context(), func(tx *db.Tx) error { return q.Enqueue(tx, write{1}, start, jobs.Once()) })
		if err == nil {
			t.Error("Once without Key was accepted")
		}
	})
}

func TestCancel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQueue(t, d)
		enqueue(t, d, q, write{1}, start, jobs.Key("k"))
		for range 2 {
			inTx(t, d, func(tx *db.Tx) error { return q.Cancel(tx, "k") })
		}
		expect(t, "runs", runDue(t, q, start), 0)
	})
}

// TestRescheduleWhileRunning replaces a job from within itself, in both lanes:
// the result of the old one must not touch the new one.
func TestRescheduleWhileRunning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		later := start.Add(time.Hour)
		for _, result := range []error{nil, errBoom} {
			var ran []int
			q := jobs.New(d, options())
			jobs.Handle(q, func(ctx context.Context, s send) error {
				if ran = append(ran, s.N); s.N > 1 {
					return nil
				}
				if err := d.InTx(ctx, func(tx *db.Tx) error { return q.Enqueue(tx, send{2}, later, jobs.Key("s")) }); err != nil {
					return err
				}
				return result
			})
			jobs.HandleTx(q, func(tx *db.Tx, w write) error {
				if ran = append(ran, 10*w.N); w.N > 1 {
					return nil
				}
				return q.Enqueue(tx, write{2}, later, jobs.Key("w"))
			})
			enqueue(t, d, q, send{1}, start, jobs.Key("s"))
			enqueue(t, d, q, write{1}, start, jobs.Key("w"))
			expect(t, "first runs", runDue(t, q, start), 2)
			expect(t, "runs in between", runDue(t, q, later.Add(-time.Millisecond)), 0)
			expect(t, "second runs", runDue(t, q, later), 2)
			if !slices.Equal(ran, []int{10, 1, 20, 2}) {
				t.Errorf("ran %v", ran)
			}
			expect(t, "rows", rows(t, d), 0)
		}
	})
}

func TestCancelWhileRunning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobs.New(d, options())
		jobs.Handle(q, func(ctx context.Context, s send) error {
			inTx(t, d, func(tx *db.Tx) error { return q.Cancel(tx, "s") })
			return errBoom
		})
		enqueue(t, d, q, send{1}, start, jobs.Key("s"))
		runDue(t, q, start)
		expect(t, "rows", rows(t, d), 0)
	})
}
