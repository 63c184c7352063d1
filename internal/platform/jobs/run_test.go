package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// bubble runs test on SQLite in a world where time passes only while everybody
// sleeps. path is the file of the database.
func bubble(t *testing.T, test func(t *testing.T, d *db.DB, path string)) {
	t.Helper()
	url := dbtest.SQLiteURL(t)
	synctest.Test(t, func(t *testing.T) {
		d, err := db.Open(context.Background(), url, db.Options{MaxConns: 4})
		if err != nil {
			t.Fatal(err)
		}
		test(t, d, strings.TrimPrefix(url, "sqlite:"))
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

// going are the options of a queue whose time goes on.
func going() jobs.Options {
	return jobs.Options{Log: slog.New(slog.DiscardHandler)}
}

// run starts q and returns what stops it and waits until it is quiet.
func run(t testing.TB, q *jobs.Queue) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- q.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestRunIsOnTime(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		late := make(chan time.Duration, 100)
		q := jobs.New(d, going())
		jobs.HandleTx(q, func(_ *db.Tx, at at) error { late <- time.Since(time.UnixMilli(at.Ms)); return nil })
		stop := run(t, q)
		const total = 50
		for n := range total {
			time.Sleep(7 * time.Millisecond)
			due := time.Now().Add(time.Duration(n*n) * 13 * time.Millisecond)
			enqueue(t, d, q, at{due.UnixMilli()}, due)
		}
		for range total {
			if l := <-late; l < 0 || l > 2*time.Millisecond {
				t.Errorf("late by %v", l)
			}
		}
		stop()
	})
}

// at is a job that knows its time.
type at struct{ Ms int64 }

func (at) Kind() string { return "test.at" }

// TestRunOnRealEngines needs no synctest: it waits for what happens.
func TestRunOnRealEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		late := make(chan time.Duration, 100)
		q := jobs.New(d, going())
		note := func(a at) error { late <- time.Since(time.UnixMilli(a.Ms)); return nil }
		jobs.HandleTx(q, func(_ *db.Tx, a at) error { return note(a) })
		jobs.Handle(q, func(context.Context, send) error { return note(at{time.Now().UnixMilli()}) })
		stop := run(t, q)
		const total = 40
		for n := range total {
			due := time.Now().Add(time.Duration(n) * 5 * time.Millisecond)
			enqueue(t, d, q, at{due.UnixMilli()}, due)
			enqueue(t, d, q, send{n}, due)
		}
		var worst time.Duration
		for range 2 * total {
			l := <-late
			if worst = max(worst, l); l < 0 || l > time.Second {
				t.Errorf("late by %v", l)
			}
		}
		t.Logf("latest by %v", worst)
		stop()
		expect(t, "rows", rows(t, d), 0)
	})
}

func TestIdleWritesNothing(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, path string) {
		q := jobs.New(d, going())
		jobs.HandleTx(q, func(*db.Tx, write) error { return nil })
		jobs.Every(q, write{}, 24*time.Hour)
		enqueue(t, d, q, write{1}, time.Now().Add(48*time.Hour))
		stop := run(t, q)
		time.Sleep(time.Minute)
		before := size(t, path+"-wal")
		time.Sleep(10 * time.Minute)
		expect(t, "bytes of log", size(t, path+"-wal"), before)
		stop()
	})
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestRowsOfOtherNodesAreSeen(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		seen := make(chan time.Time, 1)
		here, there := jobs.New(d, going()), jobs.New(d, going())
		for _, q := range []*jobs.Queue{here, there} {
			jobs.HandleTx(q, func(*db.Tx, write) error { seen <- time.Now(); return nil })
		}
		stop := run(t, here)
		time.Sleep(time.Hour)
		asked := time.Now()
		enqueue(t, d, there, write{1}, asked)
		if l := (<-seen).Sub(asked); l > 500*time.Millisecond {
			t.Errorf("seen after %v", l)
		}
		stop()
	})
}

func TestHeartbeatKeepsALongJob(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		runs := make(chan int, 10)
		var stops []func()
		for n := range 2 {
			q := jobs.New(d, going())
			jobs.Handle(q, func(ctx context.Context, _ send) error {
				runs <- n
				time.Sleep(5 * time.Minute)
				return ctx.Err()
			})
			if n == 0 {
				enqueue(t, d, q, send{1}, time.Now())
			}
			stops = append(stops, run(t, q))
		}
		time.Sleep(10 * time.Minute)
		expect(t, "runs", len(runs), 1)
		expect(t, "rows", rows(t, d), 0)
		for _, stop := range stops {
			stop()
		}
	})
}

func TestLostLeaseEndsTheHandler(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		begun, ended := make(chan int), make(chan time.Time)
		q := jobs.New(d, going())
		jobs.Handle(q, func(ctx context.Context, _ send) error {
			begun <- 1
			<-ctx.Done()
			ended <- time.Now()
			return ctx.Err()
		})
		stop := run(t, q)
		enqueue(t, d, q, send{1}, time.Now(), jobs.Key("k"))
		<-begun
		inTx(t, d, func(tx *db.Tx) error { return q.Cancel(tx, "k") })
		cancelled := time.Now()
		if took := (<-ended).Sub(cancelled); took > 4*time.Second {
			t.Errorf("ended after %v", took)
		}
		stop()
		expect(t, "rows", rows(t, d), 0)
	})
}

func TestShutdownReleasesWhatItInterrupts(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		begun := make(chan int, 2)
		q := jobs.New(d, going())
		jobs.Handle(q, func(ctx context.Context, s send) error {
			begun <- 1
			select {
			case <-time.After(time.Duration(s.N) * time.Second):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		stop := run(t, q)
		enqueue(t, d, q, send{9}, time.Now())
		enqueue(t, d, q, send{60}, time.Now())
		<-begun
		<-begun
		enqueue(t, d, q, send{1}, time.Now().Add(time.Second))
		asked := time.Now()
		stop()
		expect(t, "time to stop", time.Since(asked), 10*time.Second)
		expect(t, "rows: one interrupted, one never begun", rows(t, d), 2)
		expect(t, "waiting rows without an attempt", value(t, d, `SELECT COUNT(*) FROM job WHERE state = 'waiting' AND attempts = 0`), 2)

		next := jobs.New(d, going())
		jobs.Handle(next, func(context.Context, send) error { return nil })
		expect(t, "runs after the restart", runDue(t, next, time.Now()), 2)
	})
}

// TestGoesOnWhenTheDatabaseIsBack takes the table away for a while, before and
// during the run.
func TestGoesOnWhenTheDatabaseIsBack(t *testing.T) {
	rename := func(t *testing.T, d *db.DB, from, to string) {
		inTx(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`ALTER TABLE ` + from + ` RENAME TO ` + to)
			return err
		})
	}
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		done := make(chan int, 10)
		q := jobs.New(d, going())
		jobs.HandleTx(q, func(*db.Tx, write) error { done <- 1; return nil })
		jobs.Handle(q, func(_ context.Context, s send) error {
			if s.N == 3 {
				rename(t, d, "job", "away") // its end cannot be written
				go func() { time.Sleep(5 * time.Second); rename(t, d, "away", "job") }()
			}
			done <- 1
			return nil
		})
		jobs.Every(q, write{}, 24*time.Hour)
		rename(t, d, "job", "away")
		stop := run(t, q)
		time.Sleep(time.Minute)
		rename(t, d, "away", "job")
		<-done
		rename(t, d, "job", "away")
		time.Sleep(time.Minute)
		rename(t, d, "away", "job")
		enqueue(t, d, q, send{3}, time.Now())
		<-done
		time.Sleep(time.Minute)
		expect(t, "rows but the periodic one", rows(t, d), 1)
		expect(t, "further runs", len(done), 0)
		stop()
	})
}

// TestGoesOnAfterLostConnections cuts every connection while jobs are done.
func TestGoesOnAfterLostConnections(t *testing.T) {
	d := dbtest.Postgres(t)
	makeEffects(t, d)
	const total = 300
	o := going()
	o.Lease = time.Second
	q := jobs.New(d, o)
	jobs.HandleTx(q, func(tx *db.Tx, w write) error { return effect(tx, w.N) })
	done := make(chan int, 2*total)
	jobs.Handle(q, func(_ context.Context, s send) error { done <- s.N; return nil })
	inTx(t, d, func(tx *db.Tx) error {
		for n := range total {
			if err := errors.Join(q.Enqueue(tx, write{n}, time.Now()), q.Enqueue(tx, send{n}, time.Now())); err != nil {
				return err
			}
		}
		return nil
	})
	stop := run(t, q)
	for range 5 {
		for range total / 10 {
			<-done
		}
		_, _ = db.All(d.Reader(t.Context()), func(row db.Scanner) (ok bool, err error) { return ok, row.Scan(&ok) },
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()`)
	}
	for deadline := time.Now().Add(30 * time.Second); ; {
		n, err := db.Value[int64](d.Reader(t.Context()), `SELECT COUNT(*) FROM job`)
		if err == nil && n == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs are left (%v)", n, err)
		}
	}
	stop()
	expect(t, "effects", len(effects(t, d)), total)
}

func TestRunTwiceIsRefused(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		q := jobs.New(d, going())
		stop := run(t, q)
		synctest.Wait()
		if err := q.Run(context.Background()); err == nil {
			t.Error("ran twice")
		}
		stop()
	})
}

func TestWorkersAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T, d *db.DB, _ string) {
		busy, most := make(chan int, 100), make(chan int, 100)
		q := jobs.New(d, going())
		jobs.Handle(q, func(context.Context, send) error {
			busy <- 1
			most <- len(busy)
			time.Sleep(time.Second)
			<-busy
			return nil
		})
		for n := range 40 {
			enqueue(t, d, q, send{n}, time.Now())
		}
		stop := run(t, q)
		for range 40 {
			if n := <-most; n > 8 {
				t.Errorf("%d at the same time", n)
			}
		}
		time.Sleep(2 * time.Second)
		stop()
		expect(t, "rows", rows(t, d), 0)
	})
}
