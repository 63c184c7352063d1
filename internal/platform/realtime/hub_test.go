package realtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestHintReachesThoseWhoHear(t *testing.T) {
	w := newWorld(t, Options{})
	ann, bo := w.dial("/console", session("ann")), w.dial("/buyer", nil)
	reply := ann.connect("")
	for _, part := range []string{`"user:ann":{`, `"shop:1":{`, `"ping":25`, `"pong":true`} {
		if !strings.Contains(reply, part) {
			t.Errorf("connect reply %s lacks %s", reply, part)
		}
	}
	bo.connect("bo")
	w.hub.Publish("user:other", map[string]int{"n": 1})
	w.hub.Publish("conv:1", map[string]any{"kind": "conversation", "id": "1", "seq": 8})
	w.hub.Publish("shop:1", map[string]any{"kind": "case"})
	if got, want := bo.hears("conv:1"), `{"id":"1","kind":"conversation","seq":8}`; got != want {
		t.Errorf("the buyer heard %s, want %s", got, want)
	}
	if got := ann.hears("shop:1"); got != `{"kind":"case"}` {
		t.Errorf("the agent heard %s", got)
	}
	if len(ann.lines)+len(bo.lines) != 0 {
		t.Error("somebody heard more than their topics")
	}
}

func TestSubscribe(t *testing.T) {
	w := newWorld(t, Options{})
	ann := w.dial("/console", session("ann"))
	ann.connect("")
	for _, tt := range []struct{ channel, want string }{
		{"conv:1", `"subscribe":{}`},
		{"conv:1", `"code":105`},
		{"conv:3", `"code":103`},
		{"user:bo", `"code":103`},
		{strings.Repeat("x", maxTopic+1), `"code":107`},
	} {
		if got := ann.ask("subscribe", map[string]string{"channel": tt.channel}); !strings.Contains(got, tt.want) {
			t.Errorf("subscribe %.20s: %s, want %s", tt.channel, got, tt.want)
		}
	}
	w.hub.Publish("conv:3", 1)
	w.hub.Publish("conv:1", 2)
	if got := ann.hears("conv:1"); got != "2" {
		t.Errorf("heard %s", got)
	}
}

func TestHeads(t *testing.T) {
	w := newWorld(t, Options{})
	ann := w.dial("/console", session("ann"))
	ann.connect("")
	ask := func(method string, data any) string {
		return ann.ask("rpc", map[string]any{"method": method, "data": data})
	}
	many := make([]string, maxHeads+1)
	for _, tt := range []struct {
		name, method string
		data         any
		want         string
	}{
		{"filtered", "heads", map[string]any{"topics": []string{"conv:1", "conv:2", "shop:1", "conv:none", "", "conv:1"}}, `"data":{"heads":{"conv:1":7,"shop:1":30}}`},
		{"nothing asked", "heads", map[string]any{}, `"data":{"heads":{}}`},
		{"too many", "heads", map[string]any{"topics": many}, `"code":106`},
		{"of another form", "heads", map[string]any{"topics": "conv:1"}, `"code":107`},
		{"other method", "shutdown", nil, `"code":104`},
	} {
		if got := ask(tt.method, tt.data); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	w.set(func() { w.fail = errors.New("pq: secret table") })
	got := ask("heads", map[string]any{"topics": []string{"conv:1"}})
	if !strings.Contains(got, `"code":100`) || strings.Contains(got, "secret") {
		t.Errorf("with the database away: %s", got)
	}
	if !strings.Contains(w.log.String(), "secret table") {
		t.Error("the reason is not in the log")
	}
}

func TestQuestionsAreLimited(t *testing.T) {
	now := time.Unix(0, 0)
	w := newWorld(t, Options{Now: func() time.Time { return now }})
	ann := w.dial("/console", session("ann"))
	ann.connect("")
	heads := map[string]any{"method": "heads", "data": map[string]any{"topics": []string{"conv:1"}}}
	for range 5 {
		if got := ann.ask("rpc", heads); !strings.Contains(got, `"conv:1":7`) {
			t.Fatal(got)
		}
	}
	if got := ann.ask("rpc", heads); !strings.Contains(got, `"code":111`) {
		t.Errorf("sixth question at once: %s", got)
	}
	for range 40 { // it may hang up before we have said all
		ann.conn.Write(context.Background(), websocket.MessageText, []byte(`{"id":9,"rpc":{"method":"x"}}`))
	}
	ann.wantClosed(3013, "too many requests")
}

func TestBucket(t *testing.T) {
	r, start := rate{atOnce: 2, perSecond: 0.5}, time.Unix(100, 0)
	var b bucket
	for i, tt := range []struct {
		after time.Duration
		want  bool
	}{{0, true}, {0, true}, {0, false}, {time.Second, false}, {2 * time.Second, true}, {2 * time.Second, false},
		{time.Second, false}, {time.Hour, true}, {time.Hour, true}, {time.Hour, false}} {
		if got := b.take(r, start.Add(tt.after)); got != tt.want {
			t.Errorf("step %d after %v: %v, want %v", i, tt.after, got, tt.want)
		}
	}
}

func TestWhatClientsMayNotDo(t *testing.T) {
	w := newWorld(t, Options{})
	for command, params := range map[string]map[string]any{
		"publish":        {"channel": "shop:1", "data": 1},
		"presence":       {"channel": "shop:1"},
		"presence_stats": {"channel": "shop:1"},
		"history":        {"channel": "shop:1", "limit": 10},
		"refresh":        {"token": "x"},
		"sub_refresh":    {"channel": "shop:1", "token": "x"},
	} {
		t.Run(command, func(t *testing.T) {
			s := w.dial("/console", session("ann"))
			s.connect("")
			s.send(command, params)
			select {
			case line := <-s.lines:
				if !strings.Contains(line, `"code":108`) && !strings.Contains(line, `"code":103`) {
					t.Errorf("answered %s", line)
				}
			case end := <-s.closed:
				if end.Code < 3500 || end.Code > 3999 {
					t.Errorf("closed with %d", end.Code)
				}
			case <-time.After(patience):
				t.Error("no answer")
			}
		})
	}
}

func TestRefusedAtTheDoor(t *testing.T) {
	w := newWorld(t, Options{})
	for _, tt := range []struct {
		name   string
		err    error
		code   int
		reason string
	}{
		{"unknown", nil, 3500, "invalid token"},
		{"disabled", fault.New(fault.Denied, "identity.disabled"), 3500, "invalid token"},
		{"database away", errors.New("dial tcp: secret"), 4000, "unavailable"},
		{"busy", fault.New(fault.Unavailable, "db.busy"), 4000, "unavailable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.set(func() { w.fail = tt.err })
			s := w.dial("/buyer", nil)
			s.send("connect", map[string]string{"token": "nobody"})
			s.wantClosed(tt.code, tt.reason)
		})
	}
}

func TestOrigin(t *testing.T) {
	w := newWorld(t, Options{})
	own := w.server.URL
	for _, tt := range []struct {
		path, origin string
		want         int
	}{
		{"/console", own, 101}, {"/console", "", 101}, {"/console", "https://evil.example", 403}, {"/console", "null", 403},
		{"/console", own + ".evil.example", 403}, {"/buyer", "https://shop.example", 101},
	} {
		header := session("ann")
		if tt.origin != "" {
			header.Set("Origin", tt.origin)
		}
		_, response, _ := w.tryDial(tt.path, header)
		if response == nil || response.StatusCode != tt.want {
			t.Errorf("%s from %q: %v, want %d", tt.path, tt.origin, response, tt.want)
		}
	}
}

func TestPanicsStayInside(t *testing.T) {
	w := newWorld(t, Options{})
	boom := func(context.Context, string) bool { panic("boom") }
	w.set(func() { w.users["ann"] = Client{UserID: "ann", MaySubscribe: boom, MayAskHead: boom} })
	ann := w.dial("/console", session("ann"))
	ann.connect("")
	if got := ann.ask("subscribe", map[string]string{"channel": "conv:1"}); !strings.Contains(got, `"code":103`) {
		t.Error(got)
	}
	heads := map[string]any{"method": "heads", "data": map[string]any{"topics": []string{"conv:1"}}}
	if got := ann.ask("rpc", heads); !strings.Contains(got, `"heads":{}`) {
		t.Error(got)
	}
	if !strings.Contains(w.log.String(), "boom") {
		t.Error("not logged")
	}
}

func TestFramesHaveASize(t *testing.T) {
	w := newWorld(t, Options{})
	s := w.dial("/buyer", nil)
	s.connect("bo")
	frame := []byte(`{"id":2,"rpc":{"method":"` + strings.Repeat("x", maxFrame) + `"}}`)
	// The server hangs up without reading it all, so that writing may fail and
	// the code, 1009, may get lost on the way.
	s.conn.Write(context.Background(), websocket.MessageText, frame)
	if end := await(t, "the end of the connection", s.closed); end.Code != 0 && end.Code != 1009 || end.Reason != "" {
		t.Errorf("closed with %v", end)
	}
}

func TestBinaryProtocolIsNotSpoken(t *testing.T) {
	w := newWorld(t, Options{})
	s, response, err := w.tryDial("/buyer?format=protobuf&cf_ws_frame_ping_pong=true", http.Header{"Sec-Websocket-Protocol": {"centrifuge-protobuf"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := response.Header.Get("Sec-Websocket-Protocol"); got != "" {
		t.Errorf("agreed on %s", got)
	}
	if got := s.connect("bo"); !strings.Contains(got, `"ping":25`) {
		t.Error(got)
	}
}

func TestPublishNeverWaits(t *testing.T) {
	w := build(t, Options{RedisURL: "redis://127.0.0.1:1"}) // nobody listens there
	w.hub.Publish("shop:1", 1)
	w.hub.Publish("shop:1", func() {})
	if got := w.total("anxin_realtime_dropped_total"); got != 2 {
		t.Errorf("%v dropped, want 2", got)
	}
	_, response, _ := w.tryDial("/buyer", nil)
	if response == nil || response.StatusCode != 503 {
		t.Errorf("connecting: %v, want 503", response)
	}
	if w.total("anxin_realtime_up") != 0 || w.total("anxin_realtime_refused_total") != 1 {
		t.Error("metrics do not tell that the hub is not up")
	}
}

func TestFullLanesDrop(t *testing.T) {
	o := newOutbox()
	for i := range laneSize {
		if !o.add(hint{topic: "a"}) {
			t.Fatalf("no room for hint %d", i)
		}
	}
	if o.add(hint{topic: "a"}) {
		t.Error("more than a lane holds")
	}
}

func TestMetrics(t *testing.T) {
	w := newWorld(t, Options{})
	s := w.dial("/buyer", nil)
	s.connect("bo")
	w.hub.Publish("conv:1", 1)
	s.hears("conv:1")
	until(t, "the hint to be counted", func() bool { return w.total("anxin_realtime_published_total") == 1 })
	if w.total("anxin_realtime_connections") != 1 || w.total("anxin_realtime_up") != 1 {
		t.Error("the connection is not counted")
	}
	s.conn.CloseNow()
	until(t, "the connection to be gone", func() bool { return w.total("anxin_realtime_connections") == 0 })
}

func TestShutdownSendsClientsToAnother(t *testing.T) {
	w := newWorld(t, Options{})
	s := w.dial("/buyer", nil)
	s.connect("bo")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.hub.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	s.wantClosed(3001, "shutdown")
	if _, response, _ := w.tryDial("/buyer", nil); response == nil || response.StatusCode != 503 {
		t.Errorf("connecting afterwards: %v, want 503", response)
	}
	w.hub.Publish("conv:1", 1)
	if got := w.total("anxin_realtime_dropped_total"); got != 1 {
		t.Errorf("%v dropped, want 1", got)
	}
}

func TestOptionsThatCannotWork(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	heads := func(context.Context, []string) (map[string]int64, error) { return nil, nil }
	for _, url := range []string{"localhost:6379", "http://u:secret@h", "redis://", "://secret"} {
		_, err := New(Options{Log: log, Heads: heads, RedisURL: url})
		if err == nil || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%s: %v", url, err)
		}
	}
	if _, err := New(Options{}); err == nil {
		t.Error("a hub without heads")
	}
}

func TestRunIsForOnce(t *testing.T) {
	w := newWorld(t, Options{})
	if err := w.hub.Run(context.Background()); err == nil {
		t.Error("ran twice")
	}
}

func TestSlowClientsAreCut(t *testing.T) {
	w := newWorld(t, Options{})
	conn := w.upgrade(t) // and nobody reads from it
	frame := append([]byte{0x81, 0x80 | 32, 0, 0, 0, 0}, `{"id":1,"connect":{"token":"bo"}}`...)
	frame[1] = 0x80 | byte(len(frame)-6)
	if _, err := conn.Write(frame); err != nil {
		t.Fatal(err)
	}
	until(t, "the client to connect", func() bool { return w.hub.Connections() == 1 })
	much := strings.Repeat("x", 32<<10)
	until(t, "the client to be cut", func() bool {
		for range 100 {
			w.hub.Publish("conv:1", much)
		}
		return w.hub.Connections() == 0
	})
}
