// Package program runs the real binary and talks to it from outside, as
// browsers do: over HTTP and over WebSockets. It knows nothing of the inside.
// The tests of package torture and the load tool of package bench drive it.
package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Build compiles the binary into dir and returns its path. The flags are those
// of make build, so that its cache serves both.
func Build(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "anxin")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-gcflags=github.com/anxin-desk/anxin/internal/api=-l", "-ldflags", "-s -w", "-o", path, "github.com/anxin-desk/anxin/cmd/anxin")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return path, nil
}

// Node is one server process, started again and again on the same address.
type Node struct {
	URL string
	Log Tail

	binary string
	args   []string
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the process has ended
}

// NewNode prepares a server on a free port with these arguments besides.
func NewNode(binary string, args ...string) (*Node, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	args = append([]string{"serve", "--demo", "--listen", address, "--sign-ins-per-minute", "100000"}, args...)
	return &Node{URL: "http://" + address, binary: binary, args: args}, nil
}

var ports atomic.Int32 // handed out so far

// FreeAddress is one of this machine below the ports that outgoing connections
// take: who dials a dead server there could otherwise reach itself. No address
// is handed out twice.
func FreeAddress() (string, error) {
	for range 1000 {
		port := 20000 + (os.Getpid()*16+int(ports.Add(1)))%12000
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		if l, err := net.Listen("tcp", address); err == nil {
			return address, l.Close()
		}
	}
	return "", errors.New("no free port between 20000 and 32000")
}

// Launch starts the process and does not wait for it.
func (n *Node) Launch() error {
	n.cmd = exec.Command(n.binary, n.args...)
	n.cmd.Stdout, n.cmd.Stderr = &n.Log, &n.Log
	n.ended = make(chan struct{})
	if err := n.cmd.Start(); err != nil {
		return err
	}
	go func(cmd *exec.Cmd, ended chan struct{}) {
		_ = cmd.Wait() // how it ended is in cmd.ProcessState
		close(ended)
	}(n.cmd, n.ended)
	return nil
}

// Start launches the process and returns how long it took to be ready.
func (n *Node) Start(within time.Duration) (time.Duration, error) {
	began := time.Now()
	if err := n.Launch(); err != nil {
		return 0, err
	}
	for time.Since(began) < within {
		select {
		case <-n.ended:
			return 0, fmt.Errorf("the program ended: %v\n%s", n.cmd.ProcessState, n.Log.String())
		case <-time.After(2 * time.Millisecond):
		}
		if n.Ready() {
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("not ready within %v\n%s", within, n.Log.String())
}

var readyClient = &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// Ready asks the server whether it takes requests.
func (n *Node) Ready() bool {
	answer, err := readyClient.Get(n.URL + "/readyz")
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// PID is the process's id.
func (n *Node) PID() int { return n.cmd.Process.Pid }

// Signal sends the process a signal.
func (n *Node) Signal(s os.Signal) error { return n.cmd.Process.Signal(s) }

// Kill ends the process at once, without a chance to finish anything.
func (n *Node) Kill() error { return n.end(syscall.SIGKILL) }

// Stop ends the process in good order.
func (n *Node) Stop() error {
	if err := n.end(syscall.SIGTERM); err != nil {
		return err
	}
	if code := n.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("the program did not stop in good order: %v\n%s", n.cmd.ProcessState, n.Log.String())
	}
	return nil
}

func (n *Node) end(s os.Signal) error {
	if n.cmd == nil {
		return nil
	}
	if err := n.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-n.ended:
		return nil
	case <-time.After(30 * time.Second):
		return errors.Join(fmt.Errorf("the program did not end on %v", s), n.cmd.Process.Kill())
	}
}

// Tail keeps the end of what a process wrote.
type Tail struct {
	mu   sync.Mutex
	text []byte
}

const tailSize = 16 << 10

// Write implements io.Writer.
func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if len(t.text) > 2*tailSize {
		t.text = bytes.Clone(t.text[len(t.text)-tailSize:])
	}
	return len(p), nil
}

// String returns what was kept.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
