package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(tortureVariable); url != "" {
		os.Exit(tortureWorker(url))
	}
	goleak.VerifyTestMain(m)
}

var (
	start   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	errBoom = errors.New("boom")
)

// write is a job of the tx lane, send one of the outside lane.
type (
	write struct{ N int }
	send  struct{ N int }
)

func (write) Kind() string { return "test.write" }
func (send) Kind() string  { return "test.send" }

func frozen() time.Time { return start }

// options are those of a queue whose time stands still and which keeps quiet.
func options() jobs.Options {
	return jobs.Options{Now: frozen, Log: slog.New(slog.DiscardHandler)}
}

// newQueue returns a queue on which write(n) inserts n as an effect.
func newQueue(t *testing.T, d *db.DB) *jobs.Queue {
	t.Helper()
	q := jobs.New(d, options())
	jobs.HandleTx(q, func(tx *db.Tx, w write) error { return effect(tx, w.N) })
	return q
}

func inTx(t *testing.T, d *db.DB, unit func(tx *db.Tx) error) {
	t.Helper()
	if err := d.InTx(context.WithoutCancel(t.Context()), unit); err != nil {
		t.Fatal(err)
	}
}

func makeEffects(t *testing.T, d *db.DB) {
	t.Helper()
	inTx(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`CREATE TABLE effect (id BIGINT PRIMARY KEY)`)
		return err
	})
}

func effect(tx *db.Tx, n int) error {
	_, err := tx.Exec(`INSERT INTO effect (id) VALUES (?)`, n)
	return err
}

func effects(t *testing.T, d *db.DB) []int {
	t.Helper()
	all, err := db.All(d.Reader(t.Context()), func(row db.Scanner) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	}, `SELECT id FROM effect ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func enqueue(t *testing.T, d *db.DB, q *jobs.Queue, a jobs.Args, at time.Time, opts ...jobs.Option) {
	t.Helper()
	inTx(t, d, func(tx *db.Tx) error { return q.Enqueue(tx, a, at, opts...) })
}

func runDue(t *testing.T, q *jobs.Queue, now time.Time) int {
	t.Helper()
	n, err := q.RunDue(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rows is how many jobs are in the table in any state.
func rows(t *testing.T, d *db.DB) int64 {
	t.Helper()
	return value(t, d, `SELECT COUNT(*) FROM job`)
}

func value(t *testing.T, d *db.DB, query string) int64 {
	t.Helper()
	n, err := db.Value[int64](d.Reader(context.WithoutCancel(t.Context())), query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func dead(t *testing.T, d *db.DB, q *jobs.Queue) []jobs.DeadJob {
	t.Helper()
	all, err := q.Dead(d.Reader(t.Context()), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
