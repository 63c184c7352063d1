package storytest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// Socket is a client of the realtime protocol, without a library that helps it.
type Socket struct {
	passed []string // pushes that came while a reply was waited for
	w      *World
	conn   *websocket.Conn
	lines  chan string // what came, pings left out
	id     int

	// Closed gets the code with which the server ended the connection.
	Closed chan int
}

// Dial opens a socket at a path as somebody's browser does. Further headers are
// pairs of name and value. It returns nil and the status if it is refused.
func (w *World) Dial(who, path string, header ...string) (*Socket, int) {
	w.T.Helper()
	ctx, cancel := context.WithTimeout(w.T.Context(), patience)
	defer cancel()
	h := http.Header{}
	if cookie := w.Cookie(who); cookie != "" {
		h.Set("Cookie", cookie)
	}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	conn, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(w.Server.URL, "http")+path, &websocket.DialOptions{HTTPHeader: h})
	if err != nil {
		if response == nil {
			w.T.Fatalf("dialling %s: %v", path, err)
		}
		return nil, response.StatusCode
	}
	s := &Socket{w: w, conn: conn, lines: make(chan string, 256), Closed: make(chan int, 1)}
	go s.read()
	w.T.Cleanup(func() { conn.CloseNow() })
	return s, http.StatusSwitchingProtocols
}

func (s *Socket) read() {
	for {
		_, frame, err := s.conn.Read(context.Background())
		if err != nil {
			var end websocket.CloseError
			errors.As(err, &end)
			s.Closed <- int(end.Code)
			return
		}
		for line := range strings.SplitSeq(string(frame), "\n") {
			if line != "" && line != "{}" {
				s.lines <- line
			}
		}
	}
}

// Ask sends a command and returns the reply, or "" if the server ends the
// connection instead.
func (s *Socket) Ask(command string, params any) string {
	s.w.T.Helper()
	s.id++
	frame, err := json.Marshal(map[string]any{"id": s.id, command: params})
	s.w.must(err)
	ctx, cancel := context.WithTimeout(s.w.T.Context(), patience)
	defer cancel()
	s.w.must(s.conn.Write(ctx, websocket.MessageText, frame))
	for {
		line := s.Next()
		if line == "" || !strings.HasPrefix(line, `{"push"`) {
			return line
		}
		s.passed = append(s.passed, line)
	}
}

// Next returns what comes next, "" at the end.
func (s *Socket) Next() string {
	s.w.T.Helper()
	select {
	case line := <-s.lines:
		return line
	case code := <-s.Closed:
		s.Closed <- code
		return ""
	case <-time.After(patience):
		s.w.T.Fatal("nothing came over the socket")
		return ""
	}
}

// Connect introduces whoever dialled, with a visitor token if they have one.
func (s *Socket) Connect(token string) string {
	s.w.T.Helper()
	return s.Ask("connect", map[string]string{"token": token})
}

// Subscribe asks to hear a topic, and returns the reply without its number.
func (s *Socket) Subscribe(topic string) string {
	s.w.T.Helper()
	return s.unnumbered(s.Ask("subscribe", map[string]string{"channel": topic}))
}

// Heads asks for the heads of topics.
func (s *Socket) Heads(topics ...string) string {
	s.w.T.Helper()
	return s.unnumbered(s.Ask("rpc", map[string]any{"method": "heads", "data": map[string]any{"topics": topics}}))
}

func (s *Socket) unnumbered(reply string) string {
	s.w.T.Helper()
	var m map[string]json.RawMessage
	if reply == "" {
		return ""
	}
	s.w.must(json.Unmarshal([]byte(reply), &m))
	delete(m, "id")
	return string(JSON(m))
}

// Hint waits for the next hint on a topic and returns it. Hints that came while
// a reply was waited for are passed over; see AnyHint.
func (s *Socket) Hint(topic string) string {
	s.w.T.Helper()
	for {
		line := s.Next()
		if line == "" {
			s.w.T.Fatalf("the socket ended before a hint on %s", topic)
		}
		if hint, ok := s.hintOn(topic, line); ok {
			return hint
		}
	}
}

// AnyHint returns a hint on a topic that came while a reply was waited for, or
// else waits for the next one.
func (s *Socket) AnyHint(topic string) string {
	s.w.T.Helper()
	for len(s.passed) > 0 {
		line := s.passed[0]
		s.passed = s.passed[1:]
		if hint, ok := s.hintOn(topic, line); ok {
			return hint
		}
	}
	return s.Hint(topic)
}

func (s *Socket) hintOn(topic, line string) (hint string, ok bool) {
	s.w.T.Helper()
	var m struct {
		Push struct {
			Channel string
			Pub     struct{ Data json.RawMessage }
		}
	}
	s.w.must(json.Unmarshal([]byte(line), &m))
	return string(m.Push.Pub.Data), m.Push.Channel == topic
}

// Cut ends the connection without a word.
func (s *Socket) Cut() { s.conn.CloseNow() }
