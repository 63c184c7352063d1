package jobs

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

type step struct{ N int }

func (step) Kind() string { return "test.step" }

type post struct{ N int }

func (post) Kind() string { return "test.post" }

var start = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func quiet() Options {
	return Options{
		Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler),
		Jitter: func() float64 { return 0.5 },
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestClaimKeepsItsLimit asks for few of many, under every plan that PostgreSQL
// can be talked into.
func TestClaimKeepsItsLimit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := New(d, quiet())
		Handle(q, func(context.Context, post) error { return nil })
		HandleTx(q, func(*db.Tx, step) error { return nil })
		must(t, d.InTx(t.Context(), func(tx *db.Tx) error {
			for n := range 500 {
				if err := errors.Join(q.Enqueue(tx, post{n}, start), q.Enqueue(tx, step{n}, start)); err != nil {
					return err
				}
			}
			return nil
		}))
		var settings [][]string
		if d.Engine() == "postgres" {
			plans := []string{"enable_hashjoin", "enable_mergejoin", "enable_nestloop", "enable_indexscan", "enable_seqscan", "enable_hashagg", "enable_material"}
			for bits := range 1 << len(plans) {
				var off []string
				for i, p := range plans {
					if bits&(1<<i) != 0 {
						off = append(off, "SET LOCAL "+p+" = off")
					}
				}
				settings = append(settings, off)
			}
		} else {
			settings = make([][]string, 3)
		}
		undo := errors.New("the next plan finds the same rows")
		for _, off := range settings {
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				for _, s := range off {
					if _, err := tx.Exec(s); err != nil {
						return err
					}
				}
				claimed, err := claim(tx, start, time.Minute, 5)
				picked, err2 := pick(tx, start, 5)
				if len(claimed) != 5 || len(picked) != 5 {
					t.Errorf("%v: claimed %d, picked %d", off, len(claimed), len(picked))
				}
				return errors.Join(err, err2, undo)
			})
			if err.Error() != undo.Error() {
				t.Fatal(err)
			}
		}
	})
}

// TestCrashLoopEnds has a process die with its job each time.
func TestCrashLoopEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, runs := New(d, quiet()), 0
		Handle(q, func(context.Context, post) error { runs++; return nil })
		must(t, d.InTx(t.Context(), func(tx *db.Tx) error { return q.Enqueue(tx, post{1}, start) }))
		now := start
		for range maxAttempts {
			js, err := q.claimOutside(t.Context(), now, 10)
			must(t, err)
			if len(js) != 1 {
				t.Fatalf("claimed %d", len(js))
			}
			now = now.Add(q.o.Lease)
		}
		if _, err := q.RunDue(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		dead, err := q.Dead(d.Reader(t.Context()), "", 10)
		must(t, err)
		if runs != 0 || len(dead) != 1 {
			t.Errorf("%d runs, %d dead letters", runs, len(dead))
		}
	})
}

func TestMetrics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		hooked := make(chan struct{})
		q := New(d, quiet())
		HandleTx(q, func(_ *db.Tx, s step) error {
			if s.N == 2 {
				return errors.New("boom")
			}
			return nil
		})
		Handle(q, func(context.Context, post) error { return nil })
		must(t, d.InTx(t.Context(), func(tx *db.Tx) error {
			return errors.Join(q.Enqueue(tx, step{1}, start), q.Enqueue(tx, step{2}, start), q.Enqueue(tx, step{3}, start),
				q.Enqueue(tx, post{1}, start.Add(time.Second)), q.Enqueue(tx, post{2}, start.Add(2*time.Hour)))
		}))
		registry := prometheus.NewPedanticRegistry()
		must(t, registry.Register(q))
		if got := gather(t, registry)["jobs_waiting"]; got != 3 {
			t.Errorf("jobs_waiting %v", got)
		}
		if _, err := q.RunDue(t.Context(), start.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		must(t, d.InTx(t.Context(), func(tx *db.Tx) error { tx.AfterCommit(func() { close(hooked) }); return nil }))
		<-hooked
		got := gather(t, registry)
		want := map[string]float64{"jobs_waiting": 0, "jobs_done_total": 3, "jobs_failed_total": 1, "jobs_dead_total": 0, "job_lateness_seconds": 3}
		if !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// gather returns the sum of each metric over its labels, the number of
// observations for histograms.
func gather(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	must(t, err)
	sums := map[string]float64{}
	for _, f := range families {
		sums[f.GetName()] = 0
		for _, m := range f.GetMetric() {
			sums[f.GetName()] += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return sums
}

func TestPause(t *testing.T) {
	if got := pause(1, 0.5); got != time.Second {
		t.Errorf("first pause %v", got)
	}
	if got := pause(99, 0); got != 16*time.Hour {
		t.Errorf("late pause %v", got)
	}
	for tries := int64(1); tries < maxAttempts; tries++ {
		low, high := pause(tries, 0), pause(tries, 0.999)
		if low < pauses[tries-1]*4/5 || high > pauses[tries-1]*6/5 {
			t.Errorf("pause %d from %v to %v", tries, low, high)
		}
	}
}

func TestNextRound(t *testing.T) {
	tests := []struct{ due, every, now, want int64 }{
		{100, 10, 100, 110},
		{100, 10, 105, 110},
		{100, 10, 109, 110},
		{100, 10, 110, 120},
		{100, 10, 999, 1009},
	}
	for _, tt := range tests {
		if got := nextRound(tt.due, tt.every, tt.now); got != tt.want {
			t.Errorf("nextRound(%d, %d, %d) = %d, want %d", tt.due, tt.every, tt.now, got, tt.want)
		}
	}
}

func TestPrintable(t *testing.T) {
	got := printable(errors.New("a\x00b\xff" + strings.Repeat("错", 1000)))
	if !utf8.ValidString(got) || strings.Contains(got, "\x00") || len(got) > maxError || !strings.HasPrefix(got, "a b错") {
		t.Errorf("%q", got)
	}
}

func TestBellLetsOnlyEarlierJobsThrough(t *testing.T) {
	b := newBell()
	b.listen(100)
	var heard []int
	for _, at := range []int64{100, 200, 99} {
		b.ring(at)
		heard = append(heard, len(b.rung))
	}
	if !slices.Equal(heard, []int{0, 0, 1}) {
		t.Errorf("rings %v", heard)
	}
}
