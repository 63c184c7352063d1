package realtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestMain(m *testing.M) {
	code := m.Run()
	// Who serves thousands has as many topics to leave, which takes its time.
	if code == 0 && os.Getenv(servesSockets) == "" {
		code = leaked()
	}
	os.Exit(code)
}

// leaked waits for what goes on after Shutdown, at most 1.5 s: the library
// leaves a topic a second after its last listener, and half a second later if
// Redis is away.
func leaked() int {
	for deadline := time.Now().Add(patience); ; {
		// The library aggregates its figures until the process ends.
		err := goleak.Find(goleak.IgnoreAnyFunction("github.com/FZambia/eagle.(*Eagle).aggregate"))
		if err == nil {
			return 0
		}
		if time.Now().After(deadline) {
			fmt.Println(err)
			return 1
		}
	}
}

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// world is one node: a hub behind a real server on 127.0.0.1.
type world struct {
	t        testing.TB
	hub      *Hub
	server   *httptest.Server
	registry *prometheus.Registry
	log      *logBook

	mu    sync.Mutex
	heads map[string]int64
	fail  error // what Heads and auth answer, if set
	users map[string]Client
}

// logBook keeps what a hub logged.
type logBook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func only(topics ...string) func(context.Context, string) bool {
	return func(_ context.Context, topic string) bool { return slices.Contains(topics, topic) }
}

// newWorld starts a node that knows agent "ann" (session "ann") and buyer "bo"
// (token "bo").
func newWorld(t testing.TB, o Options) *world {
	w := build(t, o)
	await(t, "the hub to start", w.hub.Ready())
	return w
}

// build does not wait for the hub to start.
func build(t testing.TB, o Options) *world {
	w := &world{t: t, registry: prometheus.NewRegistry(), log: &logBook{}}
	w.heads = map[string]int64{"conv:1": 7, "conv:2": 9, "shop:1": 30}
	w.users = map[string]Client{
		"ann": {UserID: "ann", Topics: []string{"user:ann", "shop:1"}, MaySubscribe: only("conv:1", "conv:2"), MayAskHead: only("conv:1", "shop:1", "conv:none")},
		"bo":  {UserID: "buyer/bo", Topics: []string{"conv:1"}, MaySubscribe: only("conv:1"), MayAskHead: only("conv:1")},
	}
	o.Log, o.Heads, o.Registerer = slog.New(slog.NewTextHandler(w.log, nil)), w.answerHeads, w.registry
	hub, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.hub = hub
	mux := http.NewServeMux()
	mux.Handle("/console", hub.Handler(SameOrigin, func(r *http.Request, _ string) (Client, error) {
		return w.user(r.Header.Get("X-Session"), r.Context())
	}))
	mux.Handle("/buyer", hub.Handler(AnyOrigin, func(r *http.Request, token string) (Client, error) {
		return w.user(token, r.Context())
	}))
	w.server = httptest.NewServer(mux)
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(context.Background()) }()
	t.Cleanup(func() { w.close(ended) })
	return w
}

func (w *world) close(ended <-chan error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.hub.Shutdown(ctx); err != nil {
		w.t.Errorf("shutdown: %v", err)
	}
	if err := await(w.t, "Run to return", ended); err != nil {
		w.t.Errorf("run: %v", err)
	}
	w.server.Close()
}

func (w *world) answerHeads(_ context.Context, topics []string) (map[string]int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := map[string]int64{"conv:not_asked": 1}
	for _, topic := range topics {
		if n, ok := w.heads[topic]; ok {
			found[topic] = n
		}
	}
	return found, w.fail
}

func (w *world) user(name string, ctx context.Context) (Client, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := errors.Join(w.fail, ctx.Err()); err != nil {
		return Client{}, err
	}
	if c, ok := w.users[name]; ok {
		return c, nil
	}
	return Client{}, fault.New(fault.Unauthenticated, "identity.signed_out")
}

func (w *world) set(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *world) url(path string) string {
	return "ws" + strings.TrimPrefix(w.server.URL, "http") + path
}

// total adds up a metric over its labels.
func (w *world) total(name string) float64 {
	families, err := w.registry.Gather()
	if err != nil {
		w.t.Fatal(err)
	}
	var sum float64
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == name {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

// socket is a client of the wire protocol, without a library that helps it.
type socket struct {
	t      testing.TB
	conn   *websocket.Conn
	lines  chan string // what came, pings left out
	closed chan websocket.CloseError
	done   chan struct{} // nobody listens any more
	id     int
}

func (w *world) dial(path string, header http.Header) *socket {
	w.t.Helper()
	s, _, err := w.tryDial(path, header)
	if err != nil {
		w.t.Fatalf("dialling %s: %v", path, err)
	}
	return s
}

func (w *world) tryDial(path string, header http.Header) (*socket, *http.Response, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, response, err := websocket.Dial(ctx, w.url(path), &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, response, err
	}
	s := &socket{t: w.t, conn: conn, lines: make(chan string, 256), closed: make(chan websocket.CloseError, 1), done: make(chan struct{})}
	go s.read()
	w.t.Cleanup(func() { close(s.done); conn.CloseNow() })
	return s, response, nil
}

func (s *socket) read() {
	for {
		_, frame, err := s.conn.Read(context.Background())
		if err != nil {
			var end websocket.CloseError
			errors.As(err, &end)
			s.closed <- end
			return
		}
		for line := range strings.SplitSeq(string(frame), "\n") {
			if line != "" && line != "{}" {
				select {
				case s.lines <- line:
				case <-s.done:
				}
			}
		}
	}
}

// connect sends a connect command and returns its reply.
func (s *socket) connect(token string) string {
	s.t.Helper()
	return s.ask("connect", map[string]string{"token": token})
}

// ask sends a command and returns the next line that is no push.
func (s *socket) ask(command string, params any) string {
	s.t.Helper()
	s.send(command, params)
	for {
		if line := s.next(); !strings.HasPrefix(line, `{"push"`) {
			return line
		}
	}
}

func (s *socket) send(command string, params any) {
	s.t.Helper()
	s.id++
	frame, err := json.Marshal(map[string]any{"id": s.id, command: params})
	if err != nil {
		s.t.Fatal(err)
	}
	s.raw(websocket.MessageText, frame)
}

func (s *socket) raw(kind websocket.MessageType, frame []byte) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.conn.Write(ctx, kind, frame); err != nil {
		s.t.Fatalf("writing: %v", err)
	}
}

func (s *socket) next() string {
	s.t.Helper()
	return await(s.t, "a message", s.lines)
}

// hears waits for one hint on a topic and returns what it says.
func (s *socket) hears(topic string) string {
	s.t.Helper()
	for {
		var m struct {
			Push struct {
				Channel string
				Pub     struct{ Data json.RawMessage }
			}
		}
		line := s.next()
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			s.t.Fatal(err)
		}
		if m.Push.Channel == topic {
			return string(m.Push.Pub.Data)
		}
	}
}

func (s *socket) wantClosed(code int, reason string) {
	s.t.Helper()
	end := await(s.t, "the end of the connection", s.closed)
	if int(end.Code) != code || end.Reason != reason {
		s.t.Errorf("closed with %d %q, want %d %q", end.Code, end.Reason, code, reason)
	}
}

func await[T any](t testing.TB, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited %v for %s", patience, what)
		panic("unreachable")
	}
}

// until waits for a condition that nobody announces.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(2 * patience); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for %s", 2*patience, what)
		}
	}
}

func session(name string) http.Header { return http.Header{"X-Session": {name}} }
