package realtime

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// servesSockets is set in the environment of the process that serves.
const servesSockets = "ANXIN_SERVE_SOCKETS"

// TestMemoryOfConnections holds connections of buyers open and compares the
// memory of the process that serves them, which is not the one that dials, with
// the budget: 10,000 in 600 MB. ANXIN_SOCKETS sets their number, 500 by default.
func TestMemoryOfConnections(t *testing.T) {
	if os.Getenv(servesSockets) != "" {
		serveSockets(t)
		return
	}
	n := 500
	if s := os.Getenv("ANXIN_SOCKETS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	server := startServer(t)
	before := server.ask("memory")
	start := time.Now()
	conns := server.dialMany(n)
	up := time.Since(start)
	if got := server.ask("connections"); got != n {
		t.Fatalf("%d connected, want %d", got, n)
	}
	after := server.ask("memory")
	each := (after - before) / n
	spread := server.spread(conns)
	t.Logf("%d connections in %v: %d -> %d KB, %d bytes each; a hint to all of them: p50 %v, p99 %v",
		n, up.Round(time.Millisecond), before>>10, after>>10, each, spread[len(spread)/2], spread[len(spread)*99/100])
	if each > 40<<10 && !raceDetector { // which needs several times as much
		t.Errorf("%d bytes a connection, budget 40 KB", each)
	}
}

// serveSockets is the other process: it answers questions on its output until
// its input ends.
func serveSockets(t *testing.T) {
	w := newWorld(t, Options{})
	for i := range 20_000 {
		name := fmt.Sprint("b", i)
		w.users[name] = Client{UserID: name, Topics: []string{"conv:" + name, "all"}}
	}
	fmt.Println("answer", w.server.URL)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		switch lines.Text() {
		case "memory":
			fmt.Println("answer", residentBytes(t))
		case "connections":
			fmt.Println("answer", w.hub.Connections())
		case "publish":
			fmt.Println("answer 0")
			w.hub.Publish("all", map[string]any{"kind": "conversation", "id": "1", "seq": 8})
		}
	}
}

func residentBytes(t *testing.T) int {
	runtime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

type otherProcess struct {
	t       *testing.T
	url     string
	in      *os.File
	answers *bufio.Scanner
}

func startServer(t *testing.T) *otherProcess {
	in, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestMemoryOfConnections$", "-test.v")
	cmd.Env, cmd.Stdin, cmd.Stderr = append(os.Environ(), servesSockets+"=1"), in, os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &otherProcess{t: t, in: write, answers: bufio.NewScanner(out)}
	t.Cleanup(func() {
		write.Close()
		in.Close()
		for p.answers.Scan() {
		}
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	p.url = p.answer()
	return p
}

func (p *otherProcess) answer() string {
	for p.answers.Scan() {
		if answer, ok := strings.CutPrefix(p.answers.Text(), "answer "); ok {
			return answer
		}
	}
	p.t.Fatal("the serving process ended")
	return ""
}

func (p *otherProcess) ask(question string) int {
	p.t.Helper()
	fmt.Fprintln(p.in, question)
	n, err := strconv.Atoi(p.answer())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// dialMany connects n buyers, 32 at a time.
func (p *otherProcess) dialMany(n int) []*websocket.Conn {
	conns := make([]*websocket.Conn, n)
	var group sync.WaitGroup
	slots := make(chan struct{}, 32)
	for i := range conns {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			conns[i] = p.dial(i)
		})
	}
	group.Wait()
	if slices.Contains(conns, nil) {
		p.t.FailNow()
	}
	return conns
}

func (p *otherProcess) dial(i int) *websocket.Conn {
	ctx, cancel := context.WithTimeout(context.Background(), 3*patience)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.url, "http")+"/buyer", nil)
	if err != nil {
		p.t.Error(err)
		return nil
	}
	p.t.Cleanup(func() { conn.CloseNow() })
	err = conn.Write(ctx, websocket.MessageText, fmt.Appendf(nil, `{"id":1,"connect":{"token":"b%d","name":"widget"}}`, i))
	if err == nil {
		_, _, err = conn.Read(ctx)
	}
	if err != nil {
		p.t.Error(err)
		return nil
	}
	return conn
}

// spread sends one hint to all and returns how long each took, sorted.
func (p *otherProcess) spread(conns []*websocket.Conn) []time.Duration {
	took := make([]time.Duration, len(conns))
	ready, start := make(chan struct{}), time.Time{}
	var group, waiting sync.WaitGroup
	waiting.Add(len(conns))
	for i, c := range conns {
		group.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			waiting.Done()
			<-ready
			if _, _, err := c.Read(ctx); err != nil {
				p.t.Error(err)
			}
			took[i] = time.Since(start)
		})
	}
	waiting.Wait()
	start = time.Now()
	close(ready)
	p.ask("publish")
	group.Wait()
	slices.Sort(took)
	return took
}
