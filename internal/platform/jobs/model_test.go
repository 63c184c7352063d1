package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// TestModel plays random scenes on the queue and on a model so simple that it
// can be believed, and compares the table and what ran after every step.
func TestModel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			m := newModel(t, d)
			rt.Repeat(map[string]func(*rapid.T){
				"enqueue": m.enqueue,
				"cancel":  m.cancel,
				"crash":   m.crash,
				"advance": m.advance,
				"retry":   m.retry,
				"":        m.compare,
			})
		})
	})
}

// model is what the queue should hold.
type model struct {
	t    *testing.T
	d    *db.DB
	q    *Queue
	now  time.Time
	last int              // number of the last job
	jobs map[int]*planned // by number
	fail map[int]int      // how often a job is still going to fail

	ran, wanted []string // number@time
}

type planned struct {
	lane     lane
	key      string
	at       int64
	due      int64
	attempts int64
	state    string
}

func newModel(t *testing.T, d *db.DB) *model {
	m := &model{t: t, d: d, now: start, jobs: map[int]*planned{}, fail: map[int]int{}}
	o := quiet()
	o.Now = func() time.Time { return m.now }
	m.q = New(d, o)
	HandleTx(m.q, func(_ *db.Tx, s step) error { return m.run(s.N) })
	Handle(m.q, func(_ context.Context, p post) error { return m.run(p.N) })
	m.unit(func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM job`); return err })
	return m
}

func (m *model) unit(f func(tx *db.Tx) error) {
	m.t.Helper()
	must(m.t, m.d.InTx(context.WithoutCancel(m.t.Context()), f))
}

// run is the handler of every job.
func (m *model) run(n int) error {
	m.ran = append(m.ran, fmt.Sprint(n, "@", m.now.UnixMilli()))
	if m.fail[n] > 0 {
		m.fail[n]--
		if m.fail[n]%2 == 0 {
			panic("boom")
		}
		return errors.New("boom")
	}
	return nil
}

// enqueue plans a job, perhaps under a key that is taken, and perhaps in a
// transaction that fails.
func (m *model) enqueue(rt *rapid.T) {
	m.last++
	n, p := m.last, &planned{state: waiting, lane: rapid.SampledFrom([]lane{inTx, outside}).Draw(rt, "lane")}
	at := m.now.Add(time.Duration(rapid.IntRange(-5000, 60_000).Draw(rt, "in ms")) * time.Millisecond)
	p.key = rapid.SampledFrom([]string{"", "", "a", "b", "c"}).Draw(rt, "key")
	once := p.key != "" && rapid.Bool().Draw(rt, "once")
	m.fail[n] = rapid.SampledFrom([]int{0, 0, 0, 1, 2, 5, 20}).Draw(rt, "failures")
	p.at, p.due = at.UnixMilli(), max(at.UnixMilli(), m.now.UnixMilli())
	var opts []Option
	if p.key != "" {
		opts = append(opts, Key(p.key))
	}
	if once {
		opts = append(opts, Once())
	}
	torn := rapid.IntRange(0, 4).Draw(rt, "torn") == 0
	err := m.d.InTx(m.t.Context(), func(tx *db.Tx) error {
		var a Args = step{n}
		if p.lane == outside {
			a = post{n}
		}
		if err := m.q.Enqueue(tx, a, at, opts...); err != nil || !torn {
			return err
		}
		return context.Canceled
	})
	if torn {
		return
	}
	must(m.t, err)
	old := m.keyed(p.key)
	if once && old != 0 && m.jobs[old].state != "dead" {
		return
	}
	delete(m.jobs, old)
	m.jobs[n] = p
}

// keyed is the number of the job with this key, 0 if there is none.
func (m *model) keyed(key string) int {
	for n, p := range m.jobs {
		if key != "" && p.key == key {
			return n
		}
	}
	return 0
}

func (m *model) cancel(rt *rapid.T) {
	key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "key")
	m.unit(func(tx *db.Tx) error { return m.q.Cancel(tx, key) })
	delete(m.jobs, m.keyed(key))
}

// crash claims outside jobs and forgets them, as a killed process does.
func (m *model) crash(rt *rapid.T) {
	limit := rapid.IntRange(1, 3).Draw(rt, "limit")
	js, err := m.q.claimOutside(m.t.Context(), m.now, limit)
	must(m.t, err)
	due := m.due(outside)
	if len(js) != min(limit, len(due)) {
		rt.Fatalf("claimed %d of %d with limit %d", len(js), len(due), limit)
	}
	for _, j := range js {
		var n int
		if _, err := fmt.Sscanf(j.args, `{"N":%d}`, &n); err != nil || m.jobs[n] == nil || m.jobs[n].at > m.now.UnixMilli() {
			rt.Fatalf("claimed %v", j)
		}
		p := m.jobs[n]
		p.state, p.attempts, p.at = running, p.attempts+1, m.now.Add(m.q.o.Lease).UnixMilli()
	}
}

func (m *model) due(l lane) (due []int) {
	for n, p := range m.jobs {
		if p.lane == l && p.state != "dead" && p.at <= m.now.UnixMilli() {
			due = append(due, n)
		}
	}
	return due
}

// advance lets time pass and does what is due.
func (m *model) advance(rt *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 999, 5000, 30_000, 3_600_000, 80_000_000}).Draw(rt, "ms")) * time.Millisecond)
	m.ran, m.wanted = nil, nil
	failing := map[int]int{}
	for n, f := range m.fail {
		failing[n] = f
	}
	runs, err := m.q.RunDue(m.t.Context(), m.now)
	must(m.t, err)
	due := append(m.due(inTx), m.due(outside)...)
	for _, n := range due {
		m.expectRun(n, failing[n])
	}
	slices.Sort(m.ran)
	slices.Sort(m.wanted)
	if runs != len(due) || !slices.Equal(m.ran, m.wanted) {
		rt.Fatalf("%d runs %v, want %d: %v", runs, m.ran, len(due), m.wanted)
	}
}

func (m *model) expectRun(n, failures int) {
	p := m.jobs[n]
	p.attempts++
	worn := p.lane == outside && p.attempts > maxAttempts
	if !worn {
		m.wanted = append(m.wanted, fmt.Sprint(n, "@", m.now.UnixMilli()))
	}
	switch {
	case failures == 0 && !worn:
		delete(m.jobs, n)
	case p.attempts >= maxAttempts:
		p.state, p.at = "dead", m.now.UnixMilli()
	default:
		p.state, p.at = waiting, m.now.Add(pauses[p.attempts-1]).UnixMilli()
		p.due = p.at
	}
}

// retry sends every dead letter back.
func (m *model) retry(*rapid.T) {
	dead, err := m.q.Dead(m.d.Reader(m.t.Context()), "", 1000)
	must(m.t, err)
	for _, j := range dead {
		m.unit(func(tx *db.Tx) error { return m.q.Retry(tx, j.ID) })
	}
	for _, p := range m.jobs {
		if p.state == "dead" {
			*p = planned{lane: p.lane, key: p.key, state: waiting, at: m.now.UnixMilli(), due: m.now.UnixMilli()}
		}
	}
}

func (m *model) compare(rt *rapid.T) {
	got, err := db.All(m.d.Reader(m.t.Context()), func(row db.Scanner) (string, error) {
		var l lane
		var args, key, state string
		var at, due, attempts int64
		err := row.Scan(&l, &args, &key, &state, &at, &due, &attempts)
		return fmt.Sprint(args, " ", planned{l, key, at, due, attempts, state}), err
	}, `SELECT lane, args, COALESCE(key, ''), state, run_at, due_at, attempts FROM job`)
	must(m.t, err)
	var want []string
	for n, p := range m.jobs {
		want = append(want, fmt.Sprintf(`{"N":%d} %v`, n, *p))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		rt.Fatalf("the table holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
