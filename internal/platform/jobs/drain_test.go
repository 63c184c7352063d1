package jobs_test

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// How many are overdue: more than one claim takes, and what a benchmark is about.
const (
	someOverdue = 2_000
	manyOverdue = 10_000
)

// TestOverdueAreAllDone starts a node that was away while many clocks ran
// out. How long it takes is the benchmark's business.
func TestOverdueAreAllDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeEffects(t, d)
		took := catchUp(t, d, someOverdue)
		t.Logf("%d overdue jobs in %v", someOverdue, took)
		expect(t, "effects", len(effects(t, d)), someOverdue)
		expect(t, "rows", rows(t, d), 0)
	})
}

// catchUp enqueues overdue jobs, starts a node, and returns how long it took
// until the last was done.
func catchUp(t testing.TB, d *db.DB, overdue int) time.Duration {
	t.Helper()
	q := jobs.New(d, going())
	done := make(chan struct{}, overdue)
	jobs.HandleTx(q, func(tx *db.Tx, w write) error {
		tx.AfterCommit(func() { done <- struct{}{} })
		return effect(tx, w.N)
	})
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		for n := range overdue {
			if err := q.Enqueue(tx, write{n}, time.Now().Add(-time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	stop := run(t, q)
	for range overdue {
		<-done
	}
	took := time.Since(began)
	stop()
	return took
}

// BenchmarkCatchUp measures a node's start with 10,000 overdue jobs.
func BenchmarkCatchUp(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			exec := func(statement string) {
				if err := d.InTx(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
					b.Fatal(err)
				}
			}
			exec(`CREATE TABLE effect (id BIGINT PRIMARY KEY)`)
			var total time.Duration
			for b.Loop() {
				total += catchUp(b, d, manyOverdue)
				exec(`DELETE FROM effect`)
			}
			b.ReportMetric(total.Seconds()/float64(b.N), "s/10k")
		})
	}
}

// BenchmarkLateness measures how long after its time a lone job is started.
func BenchmarkLateness(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			late := make(chan time.Duration, 1)
			q := jobs.New(d, going())
			jobs.HandleTx(q, func(_ *db.Tx, a at) error { late <- time.Since(time.UnixMilli(a.Ms)); return nil })
			stop := run(b, q)
			var worst time.Duration
			for b.Loop() {
				due := time.Now().Add(20 * time.Millisecond)
				if err := d.InTx(b.Context(), func(tx *db.Tx) error { return q.Enqueue(tx, at{due.UnixMilli()}, due) }); err != nil {
					b.Fatal(err)
				}
				worst = max(worst, <-late)
			}
			stop()
			b.ReportMetric(float64(worst.Microseconds())/1000, "ms-worst")
		})
	}
}
