package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// hall is a group with a robot. It counts how often it hears of each ticket, which
// it knows by its link, and can have the sender killed while a message is on its way.
type hall struct {
	mu       sync.Mutex
	heard    map[string]int
	messages int
	kill     func() // once, before the next message is answered
}

var taskLink = regexp.MustCompile(`/t/#(\w+)`)

func (h *hall) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m struct{ Text struct{ Content string } }
	_ = json.NewDecoder(r.Body).Decode(&m)
	h.mu.Lock()
	h.messages++
	for _, found := range taskLink.FindAllStringSubmatch(m.Text.Content, -1) {
		h.heard[found[1]]++
	}
	kill := h.kill
	h.kill = nil
	h.mu.Unlock()
	if kill != nil {
		kill()
	}
	fmt.Fprint(w, `{"errcode":0}`)
}

func (h *hall) count() (tickets, extra int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, n := range h.heard {
		extra += n - 1
	}
	return len(h.heard), extra
}

// TestTortureRobots kills the server each time a message of a robot has gone out and
// is not noted yet. Each ticket is heard of, and none more often than once for each
// kill besides.
func TestTortureRobots(t *testing.T) {
	h := &hall{heard: map[string]int{}}
	group := httptest.NewServer(h)
	defer group.Close()
	node, err := program.NewNode(binary, "--data", t.TempDir(), "--outgoing-allow", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := node.Kill(); err != nil {
			t.Error(err)
		}
	})
	if _, err := node.Start(30 * time.Second); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	send := sender(ctx, t, node.URL, group.URL)
	kills := size(1, 100)
	for n := range kills {
		dead := make(chan struct{})
		h.mu.Lock()
		h.kill = func() {
			if err := node.Kill(); err != nil {
				t.Error(err)
			}
			close(dead)
		}
		h.mu.Unlock()
		send(2 * n)
		<-dead
		if _, err := node.Start(30 * time.Second); err != nil {
			t.Fatal(err)
		}
		send(2*n + 1)
		h.until(t, 2*n+2)
	}
	if _, extra := h.count(); extra > kills {
		t.Errorf("%d tickets were told of once more after %d kills", extra, kills)
	}
	tickets, extra := h.count()
	t.Logf("%d kills: %d tickets, %d messages, %d told of once more", kills, tickets, h.messages, extra)
}

// until waits until so many tickets were heard of, and a little longer for what must
// not come.
func (h *hall) until(t *testing.T, tickets int) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		h.mu.Lock()
		n, again := len(h.heard), 0
		for _, times := range h.heard {
			again += times - 1
		}
		h.mu.Unlock()
		if n == tickets && again == tickets/2 {
			return
		}
	}
	n, extra := h.count()
	t.Fatalf("%d of %d tickets were heard of, %d once more", n, tickets, extra)
}

// sender gives the warehouse of the demo shop a robot, and returns what sends it
// tickets.
func sender(ctx context.Context, t *testing.T, url, group string) func(n int) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	admin, err := program.SignIn(ctx, program.NewDoor(2, url), "admin")
	must(err)
	to, err := admin.Department(ctx)
	must(err)
	must(admin.Call(ctx, "POST", "/api/shops/"+admin.Shop+"/robots", "robot-key-1", map[string]any{"kind": "dingtalk", "name": "hall", "language": "zh-CN",
		"department_id": to, "hears": []string{"new"}, "address": group + "/robot/send"}, nil))
	buyer, err := program.Visit(ctx, program.NewDoor(2, url), "buyer")
	must(err)
	_, err = buyer.Say(ctx, "first-word", "it broke")
	must(err)
	of, err := admin.OpenCase(ctx, buyer.Conversation, "case-key-1")
	must(err)
	return func(n int) {
		t.Helper()
		_, err := admin.SendTicket(ctx, of, fmt.Sprintf("ticket-key-%d", n), to, fmt.Sprintf("ticket %d", n))
		must(err)
	}
}
