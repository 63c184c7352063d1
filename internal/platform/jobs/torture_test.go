package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// tortureVariable makes the test binary a worker on the database that it names.
const tortureVariable = "ANXIN_JOBS_TORTURE_WORKER"

// TestTorture kills real worker processes at random while they work, and stops
// one now and then for longer than its leases last. Every effect in the database
// must be there once, everything sent outside at least once. ANXIN_TORTURE is
// the number of blows, or "full"; a few by default.
func TestTorture(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { torture(t, dbtest.SQLiteURL(t), 1) })
	t.Run("postgres", func(t *testing.T) { torture(t, dbtest.PostgresURL(t), 3) })
}

func torture(t *testing.T, url string, workers int) {
	kills := 5
	if text := os.Getenv("ANXIN_TORTURE"); text == "full" {
		kills = 200
	} else if n, err := strconv.Atoi(text); err == nil {
		kills = n
	}
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	makeEffects(t, d)
	ledger := filepath.Join(t.TempDir(), "ledger")
	fleet := make([]*exec.Cmd, workers)
	for i := range fleet {
		fleet[i] = startWorker(t, url, ledger)
	}
	q, total := tortureQueue(d, ledger), 0
	for blow := range kills {
		for range 10 {
			time.Sleep(rand.N(15 * time.Millisecond))
			total += enqueueSome(t, d, q, total)
		}
		i := rand.N(workers)
		if blow%5 == 2 {
			stall(t, fleet[i])
			continue
		}
		if err := fleet[i].Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = fleet[i].Wait()
		fleet[i] = startWorker(t, url, ledger)
	}
	drain(t, d)
	for _, w := range fleet {
		stopWorker(t, w)
	}
	sent := countSent(t, ledger)
	repeated := 0
	for n := range total {
		if sent[n] == 0 {
			t.Errorf("job %d never reached the outside", n)
		}
		repeated += max(sent[n]-1, 0)
	}
	expect(t, "effects", len(effects(t, d)), total)
	t.Logf("%d blows, %d effects in the database, 0 missed, 0 twice; outside %d repeated", kills, total, repeated)
	if most := kills * 8; repeated > most {
		t.Errorf("%d outside jobs were repeated, at most %d were running when hit", repeated, most)
	}
}

// enqueueSome adds jobs numbered from first that are due now or soon, and
// returns how many.
func enqueueSome(t *testing.T, d *db.DB, q *jobs.Queue, first int) int {
	t.Helper()
	n := 1 + rand.N(20)
	inTx(t, d, func(tx *db.Tx) error {
		for i := range n {
			if err := q.Enqueue(tx, write{first + i}, time.Now().Add(rand.N(200*time.Millisecond))); err != nil {
				return err
			}
		}
		return nil
	})
	return n
}

const tortureLease = time.Second

// tortureQueue is the same in all processes: write puts down its effect, which
// can be there once only, and asks for a send, which writes to the ledger.
func tortureQueue(d *db.DB, ledger string) *jobs.Queue {
	q := jobs.New(d, jobs.Options{Log: slog.New(slog.DiscardHandler), Lease: tortureLease, Poll: 50 * time.Millisecond})
	jobs.HandleTx(q, func(tx *db.Tx, w write) error {
		if err := effect(tx, w.N); err != nil {
			return err
		}
		return q.Enqueue(tx, send{w.N}, time.Time{})
	})
	jobs.Handle(q, func(_ context.Context, s send) error {
		f, err := os.OpenFile(ledger, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(f, s.N)
		return errors.Join(err, f.Close())
	})
	return q
}

// tortureWorker is the life of a worker process, up to its exit code. One that
// is asked to stop before it has opened the database has ended well too.
func tortureWorker(url string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	d, err := db.Open(ctx, url, db.Options{MaxConns: 4})
	if err != nil && ctx.Err() != nil {
		return 0
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	err = tortureQueue(d, os.Getenv(tortureVariable+"_LEDGER")).Run(ctx)
	if err := errors.Join(err, d.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func startWorker(t *testing.T, url, ledger string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := exec.Command(self)
	w.Env = append(os.Environ(), tortureVariable+"="+url, tortureVariable+"_LEDGER="+ledger)
	w.Stderr = os.Stderr
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Process.Kill() })
	return w
}

// stall stops a worker until others have taken over its jobs.
func stall(t *testing.T, w *exec.Cmd) {
	t.Helper()
	for _, s := range []os.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
		if err := w.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		time.Sleep(tortureLease + 200*time.Millisecond)
	}
}

func stopWorker(t *testing.T, w *exec.Cmd) {
	t.Helper()
	if err := w.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := w.Wait(); err != nil {
		t.Errorf("a worker did not end well: %v", err)
	}
}

// drain waits until no job is left. One whose effect was there already would
// fail again and again, and stay.
func drain(t *testing.T, d *db.DB) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-tick.C {
		if rows(t, d) == 0 {
			return
		}
	}
	left, err := db.All(d.Reader(t.Context()), func(row db.Scanner) (string, error) {
		var kind, state, why string
		var attempts int
		err := row.Scan(&kind, &state, &attempts, &why)
		return fmt.Sprint(kind, " ", state, " ", attempts, " ", why), err
	}, `SELECT kind, state, attempts, error FROM job LIMIT 10`)
	t.Fatalf("jobs are left after a minute (%v):\n%s", err, strings.Join(left, "\n"))
}

func countSent(t *testing.T, ledger string) map[int]int {
	t.Helper()
	text, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	sent := map[int]int{}
	for line := range strings.Lines(string(text)) {
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		sent[n]++
	}
	return sent
}
