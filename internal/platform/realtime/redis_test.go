package realtime

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

// sharedRedis is the server of this test run.
func sharedRedis(t *testing.T) Options {
	url := os.Getenv("ANXIN_TEST_REDIS")
	if url == "" {
		t.Fatal("ANXIN_TEST_REDIS is not set: start Redis with `scripts/test-env.sh start && . .testenv/env`, " +
			"or run one command beside it with `scripts/test-env.sh run go test ./...`")
	}
	return Options{RedisURL: url, Prefix: "anxin-test-" + uuid.NewString()}
}

// ownRedis is a server of one test, which may kill it.
type ownRedis struct {
	t    *testing.T
	port int
	cmd  *exec.Cmd
}

func newOwnRedis(t *testing.T) *ownRedis {
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("redis-server is missing: run scripts/install-test-deps.sh")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := &ownRedis{t: t, port: l.Addr().(*net.TCPAddr).Port}
	t.Cleanup(r.kill)
	return r
}

func (r *ownRedis) url() string     { return fmt.Sprintf("redis://127.0.0.1:%d/0", r.port) }
func (r *ownRedis) address() string { return fmt.Sprintf("127.0.0.1:%d", r.port) }

// start returns when the server takes connections.
func (r *ownRedis) start() {
	r.t.Helper()
	r.cmd = exec.Command("redis-server", "--port", fmt.Sprint(r.port), "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", r.t.TempDir())
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	until(r.t, "Redis to answer", func() bool {
		c, err := net.Dial("tcp", r.address())
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

func (r *ownRedis) kill() {
	if r.cmd != nil {
		r.cmd.Process.Kill()
		r.cmd.Wait()
		r.cmd = nil
	}
}

func TestNodesActAsOne(t *testing.T) {
	o := sharedRedis(t)
	one, two := newWorld(t, o), newWorld(t, o)
	bo, ann := one.dial("/buyer", nil), two.dial("/console", session("ann"))
	bo.connect("bo")
	ann.connect("")

	two.hub.Publish("conv:1", map[string]int{"seq": 8})
	if got := bo.hears("conv:1"); got != `{"seq":8}` {
		t.Errorf("heard %s", got)
	}
	ann.ask("subscribe", map[string]string{"channel": "conv:2"})
	one.hub.Publish("conv:2", 3)
	if got := ann.hears("conv:2"); got != "3" {
		t.Errorf("heard %s", got)
	}

	start := time.Now()
	one.hub.Kick("ann") // who is on the other node
	ann.wantClosed(4501, "signed out")
	if d := time.Since(start); d > time.Second {
		t.Errorf("the kick took %v to the other node", d)
	}
}

func TestInstallationsDoNotHearEachOther(t *testing.T) {
	one, other := newWorld(t, sharedRedis(t)), newWorld(t, sharedRedis(t))
	bo, same := one.dial("/buyer", nil), other.dial("/buyer", nil)
	bo.connect("bo")
	same.connect("bo")
	one.hub.Publish("conv:1", "mine")
	bo.hears("conv:1")
	other.hub.Publish("conv:1", "yours")
	if got := same.hears("conv:1"); got != `"yours"` {
		t.Errorf("heard %s of another installation", got)
	}
}

func TestRedisGoesAwayAndComesBack(t *testing.T) {
	redis := newOwnRedis(t)
	redis.start()
	o := Options{RedisURL: redis.url()}
	one, two := newWorld(t, o), newWorld(t, o)
	bo := one.dial("/buyer", nil)
	bo.connect("bo")
	two.hub.Publish("conv:1", "before")
	bo.hears("conv:1")

	redis.kill()
	longest := time.Duration(0)
	until(t, "hints to be dropped", func() bool {
		start := time.Now()
		two.hub.Publish("conv:1", "lost")
		longest = max(longest, time.Since(start))
		return two.total("anxin_realtime_dropped_total") > 0
	})
	if longest > 50*time.Millisecond {
		t.Errorf("Publish took %v with Redis away", longest)
	}
	newcomer := one.dial("/console", session("ann"))
	newcomer.send("connect", map[string]string{"token": ""})
	if end := await(t, "the newcomer to be turned away", newcomer.closed); end.Code != 3004 {
		t.Errorf("a newcomer got %v, want 3004, which asks to come back", end)
	}
	one.hub.Kick("eve") // waits for Redis in the background

	redis.start()
	start := time.Now()
	until(t, "hints to come again", func() bool {
		two.hub.Publish("conv:1", "after")
		select {
		case <-bo.lines:
			return true
		case end := <-bo.closed:
			t.Fatalf("the socket was closed: %v", end)
		default:
		}
		return false
	})
	t.Logf("hints came again %v after Redis", time.Since(start).Round(time.Millisecond))
	until(t, "the kick to reach the other node", func() bool { return two.hub.kicks.since(0, "eve") })
}

func TestStartWhileRedisIsAway(t *testing.T) {
	redis := newOwnRedis(t)
	w := build(t, Options{RedisURL: redis.url()})
	until(t, "a first failed attempt", func() bool { return len(w.log.String()) > 0 })
	if _, response, _ := w.tryDial("/buyer", nil); response == nil || response.StatusCode != 503 {
		t.Errorf("connecting: %v, want 503", response)
	}
	redis.start()
	await(t, "the hub to start", w.hub.Ready())
	bo := w.dial("/buyer", nil)
	bo.connect("bo")
	w.hub.Publish("conv:1", 1)
	bo.hears("conv:1")
}

func TestShutdownWhileRedisIsAway(t *testing.T) {
	w := build(t, Options{RedisURL: "redis://127.0.0.1:1"})
	until(t, "a first failed attempt", func() bool { return len(w.log.String()) > 0 })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.hub.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

func TestPublishDoesNotWaitForAHungRedis(t *testing.T) {
	redis := newOwnRedis(t)
	redis.start()
	w := newWorld(t, Options{RedisURL: redis.url()})
	bo := w.dial("/buyer", nil)
	bo.connect("bo")
	if err := redis.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for i := range 10 * laneSize {
		w.hub.Publish("conv:1", i)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("%d hints took %v", 10*laneSize, d)
	}
	if w.total("anxin_realtime_dropped_total") == 0 {
		t.Error("a full lane is not counted")
	}
	if err := redis.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	until(t, "hints to come again", func() bool {
		w.hub.Publish("conv:1", "after")
		for range len(bo.lines) {
			if strings.Contains(<-bo.lines, "after") {
				return true
			}
		}
		return false
	})
}
