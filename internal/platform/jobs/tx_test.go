package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

func TestRollbackLeavesNoJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQueue(t, d)
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			if err := q.Enqueue(tx, write{1}, start); err != nil {
				return err
			}
			return errBoom
		})
		if !errors.Is(err, errBoom) {
			t.Fatal(err)
		}
		expect(t, "runs", runDue(t, q, start), 0)
		expect(t, "rows", rows(t, d), 0)
	})
}

func TestNothingRunsEarly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		q := newQueue(t, d)
		enqueue(t, d, q, write{1}, start.Add(time.Minute))
		expect(t, "runs just before", runDue(t, q, start.Add(time.Minute-time.Millisecond)), 0)
		expect(t, "runs on time", runDue(t, q, start.Add(time.Minute)), 1)
		expect(t, "runs afterwards", runDue(t, q, start.Add(time.Hour)), 0)
		expect(t, "rows", rows(t, d), 0)
	})
}

func TestEachJobRunsOnceAmongRunners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		const total = 300
		var sent [total]atomic.Int32
		queues := make([]*jobs.Queue, 4)
		for i := range queues {
			queues[i] = newQueue(t, d)
			jobs.Handle(queues[i], func(_ context.Context, s send) error {
				sent[s.N].Add(1)
				return nil
			})
		}
		inTx(t, d, func(tx *db.Tx) error {
			for n := range total {
				if err := errors.Join(queues[0].Enqueue(tx, write{n}, start), queues[0].Enqueue(tx, send{n}, start)); err != nil {
					return err
				}
			}
			return nil
		})
		var runs atomic.Int64
		var wg sync.WaitGroup
		for _, q := range queues {
			wg.Go(func() { runs.Add(int64(runDue(t, q, start))) })
		}
		wg.Wait()
		expect(t, "runs", runs.Load(), 2*total)
		expect(t, "effects", len(effects(t, d)), total)
		for n := range sent {
			expect(t, fmt.Sprint("sent ", n), sent[n].Load(), 1)
		}
	})
}

// TestFailureHarmsNoNeighbour has one job of a batch go wrong in every way.
func TestFailureHarmsNoNeighbour(t *testing.T) {
	ways := map[string]func(tx *db.Tx) error{
		"error": func(*db.Tx) error { return errBoom },
		"panic": func(*db.Tx) error { panic("boom\x00\xff") },
		"sql": func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO nowhere (id) VALUES (1)`)
			return err
		},
		"hidden": func(tx *db.Tx) error { // leaves a broken transaction behind on PostgreSQL
			_, _ = tx.Exec(`INSERT INTO nowhere (id) VALUES (1)`)
			return effect(tx, 2)
		},
		"unseen": func(tx *db.Tx) error {
			_, _ = tx.Exec(`INSERT INTO effect (id) VALUES (3)`)
			_, err := tx.Exec(`INSERT INTO effect (id) VALUES (3)`)
			if d := tx.SkipLocked(); d == "" { // SQLite only undoes the statement
				return err
			}
			return nil
		},
		"commit": func(tx *db.Tx) error { // shows only at the very end
			_, err := tx.Exec(`INSERT INTO debt (id) VALUES (999)`)
			return err
		},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		inTx(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`CREATE TABLE debt (id BIGINT REFERENCES effect (id) DEFERRABLE INITIALLY DEFERRED)`)
			return err
		})
		for name, way := range ways {
			inTx(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(`DELETE FROM effect`)
				return err
			})
			broken := true
			q := jobs.New(d, options())
			jobs.HandleTx(q, func(tx *db.Tx, w write) error {
				if err := effect(tx, w.N); err != nil {
					return err
				}
				if w.N == 2 && broken {
					return way(tx)
				}
				return nil
			})
			for n := range 5 {
				enqueue(t, d, q, write{n}, start)
			}
			runDue(t, q, start)
			if got := effects(t, d); !slices.Equal(got, []int{0, 1, 3, 4}) {
				t.Errorf("%s: effects %v", name, got)
			}
			expect(t, name+": waiting", rows(t, d), 1)
			broken = false
			expect(t, name+": retries", runDue(t, q, start.Add(2*time.Second)), 1)
			expect(t, name+": effects in the end", len(effects(t, d)), 5)
			expect(t, name+": rows in the end", rows(t, d), 0)
		}
	})
}

func TestNeighbourStopsJob(t *testing.T) {
	stops := map[string]func(q *jobs.Queue, tx *db.Tx) error{
		"cancel": func(q *jobs.Queue, tx *db.Tx) error { return q.Cancel(tx, "k") },
		"reschedule": func(q *jobs.Queue, tx *db.Tx) error {
			return q.Enqueue(tx, write{2}, start.Add(time.Hour), jobs.Key("k"))
		},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, stop := range stops {
			var ran []int
			q := jobs.New(d, options())
			jobs.HandleTx(q, func(tx *db.Tx, w write) error {
				ran = append(ran, w.N)
				if w.N == 0 {
					return stop(q, tx)
				}
				return nil
			})
			enqueue(t, d, q, write{0}, start.Add(-time.Second))
			enqueue(t, d, q, write{1}, start, jobs.Key("k"))
			runDue(t, q, start)
			if !slices.Equal(ran, []int{0}) {
				t.Errorf("%s: ran %v", name, ran)
			}
			inTx(t, d, func(tx *db.Tx) error { return q.Cancel(tx, "k") })
		}
	})
}

// TestHooksFollowTheCommit checks that a job's AfterCommit runs if, and only
// if, the job succeeded.
func TestHooksFollowTheCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		hooks := make(chan int, 10)
		q := jobs.New(d, options())
		jobs.HandleTx(q, func(tx *db.Tx, w write) error {
			tx.AfterCommit(func() { hooks <- w.N })
			if w.N == 1 {
				return errBoom
			}
			return nil
		})
		for n := range 3 {
			enqueue(t, d, q, write{n}, start)
		}
		runDue(t, q, start)
		expect(t, "first hook", <-hooks, 0)
		expect(t, "second hook", <-hooks, 2)
		expect(t, "further hooks", len(hooks), 0)
	})
}

// TestCollisionIsNoFailure has a job and a transaction wait for each other. The
// job is made to give way: it runs again, and does not count it as an attempt.
func TestCollisionIsNoFailure(t *testing.T) {
	d := dbtest.Postgres(t)
	makeEffects(t, d)
	inTx(t, d, func(tx *db.Tx) error { return errors.Join(effect(tx, 1), effect(tx, 2)) })
	patience := func(tx *db.Tx, ms string) error {
		_, err := tx.Exec(`SET LOCAL deadlock_timeout = ` + ms)
		return err
	}
	lock := func(tx *db.Tx, n int) error {
		_, err := tx.Exec(`UPDATE effect SET id = id WHERE id = ?`, n)
		return err
	}
	var both sync.WaitGroup
	both.Add(2)
	var once [2]sync.Once
	meet := func(i int) { once[i].Do(both.Done); both.Wait() }
	q := jobs.New(d, options())
	jobs.HandleTx(q, func(tx *db.Tx, w write) error {
		if err := errors.Join(patience(tx, "50"), lock(tx, 1)); err != nil {
			return err
		}
		meet(0)
		return lock(tx, 2)
	})
	enqueue(t, d, q, write{0}, start)
	var wg sync.WaitGroup
	wg.Go(func() {
		inTx(t, d, func(tx *db.Tx) error {
			if err := errors.Join(patience(tx, "60000"), lock(tx, 2)); err != nil {
				return err
			}
			meet(1)
			return lock(tx, 1)
		})
	})
	expect(t, "runs", runDue(t, q, start), 1)
	wg.Wait()
	expect(t, "rows", rows(t, d), 0)
}
