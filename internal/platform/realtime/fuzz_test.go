package realtime

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// inside finds what only the program's own errors and panics say.
var inside = regexp.MustCompile(`(?i)json:|invalid character|unexpected|unmarshal|parse error|panic|goroutine|runtime|\.go\b|0x[0-9a-f]|secret|error at|offset|EOF|nil pointer`)

// FuzzFrames sends whatever frames to a live hub. It must stay alive, answer
// with fixed words only, and never say more than the frame could ask for.
func FuzzFrames(f *testing.F) {
	connect := `{"id":1,"connect":{"token":"bo"}}`
	for _, seed := range []string{
		"", "{}", "{}\n{}", "null", "[]", "[{}]", "1", `"`, "{", `{"id":1}`, `{"id":-1,"connect":{}}`, connect, connect + "\n" + connect,
		`{"id":1,"connect":{"token":5}}`, `{"id":1,"connect":{"subs":{"x":{"recover":true,"offset":-1}}}}`, `{"id":99999999999999999999,"ping":{}}`,
		connect + `{"id":2,"subscribe":{"channel":"conv:1","recover":true,"epoch":"x","offset":9}}`,
		connect + `{"id":2,"subscribe":{"channel":"conv:2","delta":"fossil","tf":{"op":"and","nodes":[{}]}}}`,
		connect + `{"id":2,"rpc":{"method":"heads","data":{"topics":["conv:1","conv:2"]}}}`,
		connect + `{"id":2,"rpc":{"method":"heads","data":{"topics":[1]}}}`, connect + `{"id":2,"rpc":{"method":"heads"}}`,
		connect + `{"id":2,"publish":{"channel":"conv:1","data":{}}}`, connect + `{"send":{"data":1}}`, connect + `{"id":2,"history":{"channel":"conv:1","limit":-1}}`,
		connect + `{"id":2,"presence":{"channel":"conv:1"}}{"id":3,"presence_stats":{"channel":"conv:1"}}{"id":4,"refresh":{"token":"x"}}`,
		connect + `{"id":2,"unsubscribe":{"channel":"conv:1"}}{"id":3,"sub_refresh":{"channel":"conv:1","token":"x"}}{"id":4,"ping":{}}`,
		"\x00\xff\xfe", strings.Repeat("[", 4000), strings.Repeat(`{"id":2,"rpc":{}}`, 60), strings.Repeat("x", maxFrame+1),
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	w := newWorld(f, Options{})
	f.Fuzz(func(t *testing.T, frame []byte, text bool) {
		kind := websocket.MessageBinary
		if text {
			kind = websocket.MessageText
		}
		said, size := w.provoke(t, kind, frame)
		if found := inside.FindString(said); found != "" {
			t.Errorf("%q was answered with %q: %s", frame, found, said)
		}
		if limit := 2048 + 200*len(frame); size > limit {
			t.Errorf("%d bytes were answered with %d", len(frame), size)
		}
		w.wantAlive(t)
	})
}

// provoke sends one frame, says goodbye, and returns all that came back.
func (w *world) provoke(t *testing.T, kind websocket.MessageType, frame []byte) (said string, size int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, w.url("/buyer"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.CloseNow()
	conn.Write(ctx, kind, frame)
	conn.Write(ctx, websocket.MessageText, []byte("goodbye")) // ends it, if the frame did not
	var b strings.Builder
	for {
		_, answer, err := conn.Read(ctx)
		if err != nil {
			if ctx.Err() != nil {
				t.Errorf("%q left the connection open", frame)
			}
			b.WriteString(closeReason(err))
			return b.String(), b.Len()
		}
		b.Write(answer)
	}
}

func (w *world) wantAlive(t *testing.T) {
	t.Helper()
	client := http.Client{Timeout: time.Second}
	defer client.CloseIdleConnections()
	response, err := client.Get(w.server.URL + "/buyer")
	if err != nil {
		t.Fatalf("the server is gone: %v", err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("a request that is no upgrade got %d", response.StatusCode)
	}
}

// FuzzBytes sends bytes that need not be frames at all, after the upgrade.
func FuzzBytes(f *testing.F) {
	for _, seed := range []string{"", "\x81\x82abcd\x1a\x1f", "\x81\x02{}", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x88\x80abcd", "\x88\x82abcd\xff\xff",
		"\x81\xfe\x7f\xffabcd", "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xffabcd", "\x89\xfdabcd", "\x01\x80abcd\x80\x80abcd", "GET / HTTP/1.1\r\n\r\n"} {
		f.Add([]byte(seed))
	}
	w := newWorld(f, Options{})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		said := w.upgradeAndSend(t, bytes)
		if found := inside.FindString(said); found != "" {
			t.Errorf("%q was answered with %q: %q", bytes, found, said)
		}
		if len(said) > 4096 {
			t.Errorf("%d bytes were answered with %d", len(bytes), len(said))
		}
		w.wantAlive(t)
	})
}
