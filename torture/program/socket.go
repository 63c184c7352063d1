package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Hint says that there is something to ask for.
type Hint struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Seq  int64  `json:"seq"`
}

// Socket is one realtime connection, in the JSON protocol of centrifuge.
type Socket struct {
	conn *websocket.Conn

	mu    sync.Mutex // guards next and waits
	next  int
	waits map[int]chan reply
}

type reply struct {
	ID    int `json:"id"`
	Error *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	RPC struct {
		Data json.RawMessage `json:"data"`
	} `json:"rpc"`
	Push struct {
		Channel string `json:"channel"`
		Pub     struct {
			Data Hint `json:"data"`
		} `json:"pub"`
	} `json:"push"`
}

// DialBuyer connects a visitor with their token.
func DialBuyer(ctx context.Context, url, token string) (*Socket, error) {
	return dial(ctx, url+"/connection/buyer", nil, token)
}

// Dial connects the agent.
func (a *Agent) Dial(ctx context.Context, url string) (*Socket, error) {
	header := http.Header{}
	request, err := http.NewRequest("GET", a.URL(), nil)
	if err != nil {
		return nil, err
	}
	for _, c := range a.client.Jar.Cookies(request.URL) {
		request.AddCookie(c)
	}
	header["Cookie"] = request.Header["Cookie"]
	return dial(ctx, url+"/connection/console", header, "")
}

func dial(ctx context.Context, url string, header http.Header, token string) (*Socket, error) {
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http"), &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	s := &Socket{conn: conn, waits: map[int]chan reply{}}
	if err := s.connect(ctx, token); err != nil {
		conn.CloseNow()
		return nil, err
	}
	return s, nil
}

// connect is done before anybody reads the connection.
func (s *Socket) connect(ctx context.Context, token string) error {
	s.next = 1
	if err := s.write(ctx, map[string]any{"id": 1, "connect": map[string]string{"token": token}}); err != nil {
		return err
	}
	_, frame, err := s.conn.Read(ctx)
	if err != nil {
		return err
	}
	var r reply
	if err := json.Unmarshal(frame, &r); err != nil {
		return err
	}
	if r.Error != nil {
		return fmt.Errorf("connecting: %d %s", r.Error.Code, r.Error.Message)
	}
	return nil
}

func (s *Socket) write(ctx context.Context, command any) error {
	frame, err := json.Marshal(command)
	if err != nil {
		return err
	}
	return s.conn.Write(ctx, websocket.MessageText, frame)
}

// Listen hands every hint to hear until the connection or ctx ends.
func (s *Socket) Listen(ctx context.Context, hear func(channel string, h Hint)) error {
	defer s.conn.CloseNow()
	for {
		_, frame, err := s.conn.Read(ctx)
		if err != nil {
			return err
		}
		for line := range strings.SplitSeq(string(frame), "\n") {
			if err := s.take(ctx, line, hear); err != nil {
				return err
			}
		}
	}
}

func (s *Socket) take(ctx context.Context, line string, hear func(string, Hint)) error {
	switch line {
	case "":
		return nil
	case "{}":
		return s.conn.Write(ctx, websocket.MessageText, []byte("{}"))
	}
	var r reply
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		return err
	}
	if r.Push.Channel != "" {
		hear(r.Push.Channel, r.Push.Pub.Data)
		return nil
	}
	s.mu.Lock()
	wait := s.waits[r.ID]
	delete(s.waits, r.ID)
	s.mu.Unlock()
	if wait != nil {
		wait <- r
	}
	return nil
}

// Heads asks for the last numbers of topics, while somebody listens.
func (s *Socket) Heads(ctx context.Context, topics []string) (map[string]int64, error) {
	s.mu.Lock()
	s.next++
	id, wait := s.next, make(chan reply, 1)
	s.waits[id] = wait
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := s.write(ctx, map[string]any{"id": id, "rpc": map[string]any{"method": "heads", "data": map[string]any{"topics": topics}}})
	if err != nil {
		return nil, err
	}
	select {
	case r := <-wait:
		var out struct {
			Heads map[string]int64 `json:"heads"`
		}
		if r.Error != nil {
			return nil, errors.New(r.Error.Message)
		}
		err := json.Unmarshal(r.RPC.Data, &out)
		return out.Heads, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close ends the connection at once.
func (s *Socket) Close() { s.conn.CloseNow() }
