package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// ready is how soon a killed server must take requests again.
const ready = 5 * time.Second

// world is the servers, the lines to them, and what is known from outside.
type world struct {
	t      *testing.T
	choose *rand.Rand
	ledger *ledger
	truth  database
	nodes  []*program.Node
	lines  []*line // by node
	agents []*program.Agent
	chief  *program.Agent // who pushes orders and knows where work goes
	works  string         // a department

	lives         []life
	boots         []time.Duration // launch to ready
	resyncs       []time.Duration // ready to every screen up to date
	late, booted  []time.Duration // of alarms, while up and after a boot
	behind        []time.Duration // from the end of the talk until search knew all of it
	messages, due int             // that were checked
	work          int             // tickets and orders that were
}

// life is the time between a server's readiness and its end.
type life struct{ launched, ready time.Time }

// newWorld starts count servers with these arguments.
func newWorld(t *testing.T, truth database, count int, args ...string) *world {
	w := &world{t: t, choose: choices(t), ledger: newLedger(t), truth: truth}
	for range count {
		n, err := program.NewNode(binary, args...)
		if err != nil {
			t.Fatal(err)
		}
		w.nodes = append(w.nodes, n)
		t.Cleanup(func() {
			if err := n.Kill(); err != nil {
				t.Error(err)
			}
		})
		w.start(n, 30*time.Second)
		w.boots = nil // the first start makes the demo shop
		w.lines = append(w.lines, newLine(t, child(w.choose), n.URL))
	}
	for _, login := range []string{"chen", "li"} {
		w.agents = append(w.agents, w.signIn(login))
	}
	w.chief = w.signIn("admin")
	if err := again(func() (err error) { w.works, err = w.chief.Department(t.Context()); return err }); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) signIn(login string) (a *program.Agent) {
	w.t.Helper()
	err := again(func() (err error) { a, err = program.SignIn(w.t.Context(), w.door(), login); return err })
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// again asks a few times: the lines are cut.
func again(ask func() error) (err error) {
	for range 10 {
		if err = ask(); err == nil {
			return nil
		}
	}
	return err
}

// door is a way to the servers over the lines, to any of them first.
func (w *world) door() *program.Door {
	var urls []string
	for _, l := range w.lines {
		urls = append(urls, l.url)
	}
	w.choose.Shuffle(len(urls), func(i, j int) { urls[i], urls[j] = urls[j], urls[i] })
	return program.NewDoor(10, urls...)
}

func (w *world) start(n *program.Node, within time.Duration) {
	w.t.Helper()
	launched := time.Now()
	took, err := n.Start(within)
	if err != nil {
		w.t.Fatal(err)
	}
	w.boots = append(w.boots, took)
	w.lives = append(w.lives, life{launched, time.Now()})
}

// strike kills a server, sometimes again while it boots, and starts it.
func (w *world) strike(n *program.Node) {
	w.t.Helper()
	w.kill(n)
	for w.choose.IntN(6) == 0 {
		if err := n.Launch(); err != nil {
			w.t.Fatal(err)
		}
		pause(w.t.Context(), between(w.choose, 0, 80*time.Millisecond))
		w.kill(n)
	}
	w.start(n, ready)
}

func (w *world) kill(n *program.Node) {
	w.t.Helper()
	if err := n.Kill(); err != nil {
		w.t.Fatal(err)
	}
}

const (
	lateAtMost   = time.Second // p99, while the server is up; in a full run
	resyncWithin = time.Second // for nine kills of ten; in a full run
	gapAfter     = 5 * time.Second
	missedAfter  = 10 * time.Second // an alarm this late is a fault on any machine
)

// resync measures how long after readiness the screens lack something that was
// stored by then. More than a moment is a gap, whatever else the machine does.
func (w *world) resync(s *scene) {
	w.t.Helper()
	heads, err := w.truth.heads(s.conversations())
	if err != nil {
		w.t.Fatal(err)
	}
	began := w.lives[len(w.lives)-1].ready
	if _, err := wait(w.t.Context(), gapAfter, func() (bool, error) { return s.shows(heads), nil }); err != nil {
		w.t.Errorf("%v after the server was ready: %s", gapAfter, s.lacking(heads))
	}
	w.resyncs = append(w.resyncs, time.Since(began))
}

// lacking says which screens show less than this.
func (s *scene) lacking(heads map[string]int64) (text string) {
	for i, v := range s.screens {
		for id, view := range v.views {
			if v.behind(id, heads[v.topic+id]) {
				text += fmt.Sprintf("\nscreen %d shows %d of %d in %s", i, view.head, heads[v.topic+id], id)
			}
		}
	}
	return text
}

// shows reports whether every screen shows at least this much.
func (s *scene) shows(heads map[string]int64) bool {
	for _, v := range s.screens {
		for id := range v.views {
			if v.behind(id, heads[v.topic+id]) {
				return false
			}
		}
	}
	return true
}

// percentile returns the value that p of 100 do not exceed.
func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)].Round(time.Millisecond)
}

// prompt wants what people wait for to come soon. The figures are those of a full
// run on a machine that does nothing else: the few alarms of a short run, beside
// other tests, have no percentiles to speak of.
func (w *world) prompt() {
	w.t.Helper()
	if latest := percentile(w.late, 100); latest > missedAfter {
		w.t.Errorf("an alarm was %v late", latest)
	}
	if !full() {
		return
	}
	if p99 := percentile(w.late, 99); p99 > lateAtMost {
		w.t.Errorf("alarms were %v late at the 99th percentile", p99)
	}
	if p90 := percentile(w.resyncs, 90); p90 > resyncWithin {
		w.t.Errorf("screens were up to date %v after readiness at the 90th percentile", p90)
	}
}

// report logs the figures of a run.
func (w *world) report(kills int) {
	var cuts int64
	for _, l := range w.lines {
		cuts += l.cuts.Load()
	}
	w.t.Logf("%d kills, %d connections cut: %d messages acknowledged, 0 lost, 0 doubled, 0 gaps; %d commitments, 0 missed, 0 early, 0 doubled; %d tickets and orders, 0 lost, 0 doubled",
		kills, cuts, w.messages, w.due, w.work)
	for _, f := range []struct {
		what string
		all  []time.Duration
	}{{"ready after launch", w.boots}, {"screens up to date after readiness", w.resyncs},
		{"alarm late, server up", w.late}, {"alarm late after boot, due meanwhile", w.booted},
		{"search complete after the talk", w.behind}} {
		w.t.Logf("%-38s p50 %v  p99 %v  max %v  (%d)", f.what, percentile(f.all, 50), percentile(f.all, 99), percentile(f.all, 100), len(f.all))
	}
}

// stopAll ends the servers in good order.
func (w *world) stopAll() {
	w.t.Helper()
	for _, n := range w.nodes {
		if err := n.Stop(); err != nil {
			w.t.Error(err)
		}
	}
}

// running is a context that ends before the test's time does.
func running(t *testing.T) (context.Context, context.CancelFunc) {
	if deadline, ok := t.Deadline(); ok {
		return context.WithDeadline(t.Context(), deadline.Add(-10*time.Second))
	}
	return context.WithCancel(t.Context())
}
