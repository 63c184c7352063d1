package jobs_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// TestLateResultCountsForNothing has a worker stall until another one has taken
// over its job and done it.
func TestLateResultCountsForNothing(t *testing.T) {
	for _, result := range []error{nil, errBoom} {
		t.Run(fmt.Sprint(result), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				slow, quick := jobs.New(d, options()), jobs.New(d, options())
				runs := 0
				jobs.Handle(quick, func(context.Context, send) error { runs++; return nil })
				jobs.Handle(slow, func(context.Context, send) error {
					expect(t, "runs before the lease ends", runDue(t, quick, start.Add(9*time.Second)), 0)
					expect(t, "runs after it", runDue(t, quick, start.Add(10*time.Second)), 1)
					return result
				})
				enqueue(t, d, slow, send{1}, start)
				runDue(t, slow, start)
				expect(t, "runs", runs, 1)
				expect(t, "rows", rows(t, d), 0)
			})
		})
	}
}

// TestLateResultSparesTheSuccessor is the same while the other is still at it.
func TestLateResultSparesTheSuccessor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first, second := jobs.New(d, options()), jobs.New(d, options())
		claimed, finish, finished := make(chan int), make(chan int), make(chan int)
		jobs.Handle(second, func(context.Context, send) error { close(claimed); <-finish; return errBoom })
		jobs.Handle(first, func(context.Context, send) error {
			go func() { defer close(finished); runDue(t, second, start.Add(time.Minute)) }()
			<-claimed
			return nil
		})
		enqueue(t, d, first, send{1}, start)
		runDue(t, first, start)
		expect(t, "rows while the second is at it", rows(t, d), 1)
		close(finish)
		<-finished
		expect(t, "rows after it failed", rows(t, d), 1)
	})
}

func TestRetriesThenDeadLetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		works, runs := false, 0
		o := options()
		o.Jitter = func() float64 { return 0.5 }
		q := jobs.New(d, o)
		try := func() error {
			runs++
			if works {
				return nil
			}
			return errBoom
		}
		jobs.Handle(q, func(context.Context, send) error { return try() })
		jobs.HandleTx(q, func(*db.Tx, write) error { return try() })
		for _, a := range []jobs.Args{send{7}, write{7}} {
			works, runs = false, 0
			enqueue(t, d, q, a, start)
			now := start
			for _, pause := range []time.Duration{0, time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute,
				10 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 18 * time.Hour, 20 * time.Hour} {
				now = now.Add(pause)
				expect(t, "early runs", runDue(t, q, now.Add(-time.Millisecond)), 0)
				expect(t, "runs", runDue(t, q, now), 1)
			}
			expect(t, "runs after the last", runDue(t, q, now.Add(1000*time.Hour)), 0)
			letters := dead(t, d, q)
			want := jobs.DeadJob{Kind: a.Kind(), Args: `{"N":7}`, Error: "boom", Attempts: 12, At: now}
			if len(letters) != 1 {
				t.Fatalf("dead letters %v", letters)
			}
			want.ID = letters[0].ID
			expect(t, "dead letter", letters[0], want)

			works = true
			inTx(t, d, func(tx *db.Tx) error { return q.Retry(tx, want.ID) })
			expect(t, "runs of the retry", runDue(t, q, start), 1)
			expect(t, "rows", rows(t, d), 0)
			err := d.InTx(t.Context(), func(tx *db.Tx) error { return q.Retry(tx, want.ID) })
			expect(t, "code of a second retry", fault.CodeOf(err), "job.not_dead")
		}
	})
}

// shapeless has the kind of write and send but other arguments.
type shapeless struct {
	N    string
	kind string
}

func (s shapeless) Kind() string { return s.kind }

func TestHopelessJobsAreDeadAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		full, empty := newQueue(t, d), jobs.New(d, options())
		jobs.Handle(full, func(context.Context, send) error { return nil })
		for _, a := range []jobs.Args{write{1}, send{1}} {
			enqueue(t, d, full, a, start)
		}
		expect(t, "runs of unknown kinds", runDue(t, empty, start), 2)
		expect(t, "dead letters", len(dead(t, d, empty)), 2)
		for _, kind := range []string{"test.write", "test.send"} {
			enqueue(t, d, full, shapeless{"x", kind}, start)
		}
		expect(t, "runs of unreadable jobs", runDue(t, full, start), 2)
		expect(t, "dead letters", len(dead(t, d, empty)), 4)
	})
}

// TestDeadIsPaged reads the dead letters page by page.
func TestDeadIsPaged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQueue(t, d)
		for range 5 {
			enqueue(t, d, q, shapeless{"x", "test.write"}, start)
		}
		runDue(t, q, start)
		seen, after := 0, ""
		for {
			page, err := q.Dead(d.Reader(t.Context()), after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			seen, after = seen+len(page), page[len(page)-1].ID
		}
		expect(t, "letters", seen, 5)
	})
}

// moved is a kind that was of one lane in an older program.
type moved struct{ N int }

func (moved) Kind() string { return "test.moved" }

func TestKindMayChangeItsLane(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ran := 0
		a, b := jobs.New(d, options()), jobs.New(d, options())
		jobs.HandleTx(a, func(*db.Tx, moved) error { ran++; return nil })
		jobs.Handle(b, func(context.Context, moved) error { ran++; return nil })
		enqueue(t, d, a, moved{1}, start)
		runDue(t, b, start)
		enqueue(t, d, b, moved{1}, start)
		runDue(t, a, start)
		expect(t, "runs", ran, 2)
		expect(t, "rows", rows(t, d), 0)
	})
}

// TestOutsideMayEnqueue runs what an outside job asks for within the same call.
func TestOutsideMayEnqueue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		q := newQueue(t, d)
		jobs.Handle(q, func(ctx context.Context, s send) error {
			return d.InTx(ctx, func(tx *db.Tx) error { return q.Enqueue(tx, write{s.N}, start) })
		})
		enqueue(t, d, q, send{5}, start)
		expect(t, "runs", runDue(t, q, start), 2)
		expect(t, "effects", len(effects(t, d)), 1)
	})
}
