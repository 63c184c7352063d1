package realtime

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// closeReason is what a close frame said. A connection that just broke said
// nothing; the words for that are those of the client's library.
func closeReason(err error) string {
	var end websocket.CloseError
	errors.As(err, &end)
	return end.Reason
}

// upgrade makes a connection without any library.
func (w *world) upgrade(t *testing.T) net.Conn {
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(conn, "GET /buyer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	if head := readHead(t, conn); !strings.HasPrefix(head, "HTTP/1.1 101 ") {
		t.Fatalf("no upgrade: %s", head)
	}
	return conn
}

// upgradeAndSend returns what came back after the upgrade.
func (w *world) upgradeAndSend(t *testing.T, bytes []byte) string {
	conn := w.upgrade(t)
	conn.Write(bytes)
	conn.(*net.TCPConn).CloseWrite()
	said, err := io.ReadAll(conn) // a reset is an answer too
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%q left the connection open", bytes)
	}
	return string(said)
}

// readHead reads up to the empty line and no byte more.
func readHead(t *testing.T, conn net.Conn) string {
	var head []byte
	for b := make([]byte, 1); !strings.HasSuffix(string(head), "\r\n\r\n"); head = append(head, b...) {
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatalf("reading the upgrade: %v", err)
		}
	}
	return string(head)
}
