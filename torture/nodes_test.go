package torture

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/torture/program"
)

const (
	nodes = 2
	// headsWithin is how long a screen may miss what a killed node stored and did
	// not tell: until the next question for heads.
	headsWithin = headsEvery + 2*time.Second
	// takeOverWithin is how long what a node that hangs had begun may be out of
	// reach.
	takeOverWithin = 15 * time.Second
)

// newNodes starts two servers on a PostgreSQL database of their own and the
// test's Redis.
func newNodes(t *testing.T) *world {
	t.Helper()
	redis := os.Getenv("ANXIN_TEST_REDIS")
	if redis == "" {
		t.Fatal("ANXIN_TEST_REDIS is not set: run scripts/test-env.sh run go test ./torture/")
	}
	url := dbtest.PostgresURL(t)
	return newWorld(t, database{"pgx", url}, nodes, "--data", t.TempDir(), "--database", url, "--redis", redis)
}

// TestTortureNodes kills one of two servers at random, under load; the other
// goes on.
func TestTortureNodes(t *testing.T) {
	w := newNodes(t)
	ctx, cancel := running(t)
	defer cancel()
	kills := size(5, 200)
	for done := 0; done < kills; {
		s, err := w.cast(ctx, fmt.Sprintf("n%03d", done/killsOfAScene))
		if err != nil {
			t.Fatal(err)
		}
		s.play(ctx)
		for range min(killsOfAScene, kills-done) {
			pause(ctx, between(w.choose, 20*time.Millisecond, 700*time.Millisecond))
			w.strike(w.nodes[w.choose.IntN(nodes)])
			w.verify(w.ledger.since(s.from), s.conversations())
			done++
		}
		w.settle(s, headsWithin)
	}
	w.everything()
	w.stopAll()
	w.report(kills)
	w.prompt()
}

// TestTortureHangingNode stops one of two servers in the middle of what it does,
// as a frozen machine would, for longer than others may wait for it. The buyers
// go on through the other one; nothing rings twice when the first one wakes up.
func TestTortureHangingNode(t *testing.T) {
	w := newNodes(t)
	ctx, cancel := running(t)
	defer cancel()
	hangs := size(1, 20)
	for i := range min(hangs, 20) {
		s, err := w.cast(ctx, fmt.Sprintf("h%03d", i))
		if err != nil {
			t.Fatal(err)
		}
		s.play(ctx)
		pause(ctx, between(w.choose, 300*time.Millisecond, time.Second))
		node, other := w.nodes[i%nodes], w.nodes[(i+1)%nodes]
		signal(t, node, syscall.SIGSTOP)
		for _, l := range w.lines { // the balancer in front has noticed
			l.connect(other.URL)
			l.cut()
		}
		took := w.reachable(s, other)
		signal(t, node, syscall.SIGCONT)
		t.Logf("all conversations go on %v after a node froze", took.Round(time.Millisecond))
		for j, l := range w.lines {
			l.connect(w.nodes[j].URL)
		}
		w.settle(s, headsWithin)
	}
	w.everything()
	w.stopAll()
	w.report(0)
}

func signal(t *testing.T, n *program.Node, s syscall.Signal) {
	t.Helper()
	if err := n.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// reachable measures until every conversation of a scene takes a message.
func (w *world) reachable(s *scene, at *program.Node) time.Duration {
	w.t.Helper()
	began := time.Now()
	agent, err := program.SignIn(w.t.Context(), program.NewDoor(8, at.URL), "li")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, id := range s.conversations() {
		key := fmt.Sprintf("%s-reach-%s", s.name, id)
		w.ledger.try(key, "还在吗")
		_, err := wait(w.t.Context(), takeOverWithin, func() (bool, error) {
			_, err := agent.Reply(w.t.Context(), id, key, "还在吗")
			return err == nil, refusal(err)
		})
		if err != nil {
			w.t.Errorf("conversation %s is out of reach: %v", id, err)
			break
		}
	}
	took := time.Since(began)
	if took > takeOverWithin {
		w.t.Errorf("a frozen node held conversations for %v, at most %v", took, takeOverWithin)
	}
	return took
}
