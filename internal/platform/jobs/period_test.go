package jobs_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

type happened struct{ ID string }

func (happened) Kind() string { return "test.happened" }

func TestSubscribersEachOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var heard []string
		broken := true
		q := jobs.New(d, options())
		for _, name := range []string{"a", "b", "c"} {
			jobs.Subscribe(q, name, func(_ *db.Tx, e happened) error {
				if name == "b" && broken {
					return errBoom
				}
				heard = append(heard, name+e.ID)
				return nil
			})
		}
		inTx(t, d, func(tx *db.Tx) error { return q.Announce(tx, happened{"1"}) })
		runDue(t, q, start)
		broken = false
		runDue(t, q, start.Add(2*time.Second))
		slices.Sort(heard)
		expect(t, "heard", strings.Join(heard, " "), "a1 b1 c1")
		inTx(t, d, func(tx *db.Tx) error { return q.Announce(tx, write{1}) })
		expect(t, "rows of an event without subscribers", rows(t, d), 0)
	})
}

// everyQueue runs write and send every so often and counts the runs.
func everyQueue(d *db.DB, every time.Duration, runs *int, result *error) *jobs.Queue {
	q := jobs.New(d, options())
	jobs.HandleTx(q, func(*db.Tx, write) error { *runs++; return *result })
	jobs.Handle(q, func(context.Context, send) error { *runs++; return *result })
	jobs.Every(q, write{}, every)
	jobs.Every(q, send{}, every)
	return q
}

func TestEvery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		runs, result := 0, error(nil)
		q := everyQueue(d, time.Hour, &runs, &result)
		steps := []struct {
			what string
			at   time.Duration
			want int
		}{
			{"at once", 0, 2},
			{"not again", time.Hour - 1, 0},
			{"an hour later", time.Hour, 2},
			{"no pile-up after downtime", 100*time.Hour + time.Minute, 2},
			{"an hour after that", 101 * time.Hour, 0},
			{"an hour after that", 101*time.Hour + time.Minute, 2},
		}
		for _, s := range steps {
			expect(t, s.what, runDue(t, q, start.Add(s.at)), s.want)
		}
		expect(t, "rows", rows(t, d), 2)
		expect(t, "runs", runs, 8)
	})
}

func TestEveryTakesAChangedInterval(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		runs, result := 0, error(nil)
		runDue(t, everyQueue(d, 24*time.Hour, &runs, &result), start)
		q := everyQueue(d, time.Minute, &runs, &result)
		expect(t, "at the start", runDue(t, q, start.Add(time.Hour)), 0)
		expect(t, "a minute later", runDue(t, q, start.Add(time.Hour+time.Minute)), 2)
		q = everyQueue(d, time.Hour, &runs, &result)
		expect(t, "the next as planned", runDue(t, q, start.Add(time.Hour+2*time.Minute)), 2)
		expect(t, "then hourly", runDue(t, q, start.Add(2*time.Hour)), 0)
		expect(t, "then hourly", runDue(t, q, start.Add(2*time.Hour+2*time.Minute)), 2)
	})
}

func TestEveryNeverGivesUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		runs, result := 0, errBoom
		q := everyQueue(d, time.Minute, &runs, &result)
		now := start
		for range 40 {
			runDue(t, q, now)
			now = now.Add(time.Minute)
		}
		if runs < 2*40 {
			t.Errorf("%d runs of failing jobs in 40 minutes", runs)
		}
		expect(t, "dead letters", len(dead(t, d, q)), 0)
		result = nil
		expect(t, "runs when it works again", runDue(t, q, now), 2)
		expect(t, "runs a minute later", runDue(t, q, now.Add(time.Minute)), 2)
	})
}

// TestEveryRoundIsFenced has a worker stall through its own round into the next
// one, which is running when its result comes.
func TestEveryRoundIsFenced(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		runs, result := 0, error(nil)
		stalled, quick, next := jobs.New(d, options()), everyQueue(d, time.Minute, &runs, &result), jobs.New(d, options())
		claimed, finish, finished := make(chan int), make(chan int), make(chan int)
		jobs.Handle(next, func(context.Context, send) error { close(claimed); <-finish; return nil })
		jobs.Handle(stalled, func(context.Context, send) error {
			runDue(t, quick, start.Add(30*time.Second))
			go func() { defer close(finished); runDue(t, next, start.Add(90*time.Second)) }()
			<-claimed
			return errBoom
		})
		jobs.Every(stalled, send{}, time.Minute)
		runDue(t, stalled, start)
		expect(t, "running", value(t, d, `SELECT COUNT(*) FROM job WHERE state = 'running'`), 1)
		close(finish)
		<-finished
		expect(t, "failures", value(t, d, `SELECT COUNT(*) FROM job WHERE error = 'boom'`), 0)
	})
}

// TestEveryComesBack has an older program, which does not know the job, bury it.
func TestEveryComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		runs, result := 0, error(nil)
		runDue(t, everyQueue(d, time.Minute, &runs, &result), start)
		old := jobs.New(d, options())
		runDue(t, old, start.Add(time.Hour))
		expect(t, "dead letters", len(dead(t, d, old)), 2)
		q := everyQueue(d, time.Minute, &runs, &result)
		expect(t, "runs", runDue(t, q, start.Add(time.Hour)), 2)
	})
}

func TestRegistrationIsChecked(t *testing.T) {
	d := dbtest.SQLite(t)
	handle := func(q *jobs.Queue) { jobs.HandleTx(q, func(*db.Tx, write) error { return nil }) }
	started := jobs.New(d, options())
	runDue(t, started, start)
	tests := []struct {
		name, want string
		do         func()
	}{
		{"handler too late", "after the queue has started", func() { handle(started) }},
		{"period too late", "after the queue has started", func() { jobs.Every(started, write{}, time.Hour) }},
		{"two handlers", "two handlers", func() { q := jobs.New(d, options()); handle(q); handle(q) }},
		{"no interval", "cannot be done every", func() { jobs.Every(jobs.New(d, options()), write{}, 0) }},
		{"no name", "no name", func() {
			jobs.HandleTx(jobs.New(d, options()), func(*db.Tx, shapeless) error { return nil })
		}},
		{"period without handler", "has no handler", func() {
			q := jobs.New(d, options())
			jobs.Every(q, write{}, time.Hour)
			runDue(t, q, start)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, tt.want) {
					t.Errorf("panic %q", text)
				}
			}()
			tt.do()
			t.Error("accepted")
		})
	}
	err := d.InTx(t.Context(), func(tx *db.Tx) error { return started.Enqueue(tx, write{1}, start) })
	if err == nil {
		t.Error("a job without handler was enqueued")
	}
}
