package torture

import (
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// line is a TCP proxy that cuts connections, in the middle of whatever is said.
type line struct {
	url    string
	target atomic.Value // string, the address behind it
	cuts   atomic.Int64

	mu     sync.Mutex
	choose *rand.Rand
	open   map[net.Conn]bool
}

// lifetime is after how many bytes a connection is cut: anywhere up to this.
const lifetime = 60_000

func newLine(t *testing.T, choose *rand.Rand, to string) *line {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{url: "http://" + listener.Addr().String(), choose: choose, open: map[net.Conn]bool{}}
	l.connect(to)
	t.Cleanup(func() { listener.Close(); l.cut() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(near)
		}
	}()
	return l
}

// connect changes the server behind the line.
func (l *line) connect(url string) { l.target.Store(strings.TrimPrefix(url, "http://")) }

// cut ends every connection.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.Close()
	}
}

func (l *line) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", l.target.Load().(string))
	if err != nil {
		return
	}
	defer far.Close()
	left := l.enter(near)
	defer l.leave(near)
	done := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{far, near}, {near, far}} {
		go func() {
			l.pass(way[0], way[1], left)
			done <- struct{}{}
		}()
	}
	<-done
}

// pass carries bytes until the connection's life is over.
func (l *line) pass(to io.Writer, from io.Reader, left *atomic.Int64) {
	buf := make([]byte, 2048)
	for {
		n, err := from.Read(buf)
		over := left.Add(-int64(n))
		if over < 0 {
			l.cuts.Add(1)
			n = max(0, n+int(over))
		}
		if _, failed := to.Write(buf[:n]); err != nil || failed != nil || over < 0 {
			return
		}
	}
}

func (l *line) enter(c net.Conn) *atomic.Int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[c] = true
	left := new(atomic.Int64)
	left.Store(l.choose.Int64N(lifetime))
	return left
}

func (l *line) leave(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}
