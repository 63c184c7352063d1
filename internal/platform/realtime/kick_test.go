package realtime

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestKickEndsAllConnectionsOfAUser(t *testing.T) {
	w := newWorld(t, Options{})
	var anns []*socket
	for range 3 {
		s := w.dial("/console", session("ann"))
		s.connect("")
		anns = append(anns, s)
	}
	bo := w.dial("/buyer", nil)
	bo.connect("bo")
	start := time.Now()
	w.hub.Kick("ann")
	for _, s := range anns {
		s.wantClosed(4501, "signed out")
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %v", d)
	}
	w.hub.Publish("conv:1", 1)
	bo.hears("conv:1")
}

func TestKickWhileConnecting(t *testing.T) {
	w := newWorld(t, Options{})
	s := w.dial("/console", session("ann"))
	w.hub.Kick("ann") // the socket is open, the connect command not yet sent
	s.connect("")
	s.wantClosed(4501, "signed out")

	again := w.dial("/console", session("ann"))
	if got := again.connect(""); !strings.Contains(got, `"user:ann"`) {
		t.Errorf("somebody who was let in again: %s", got)
	}
	if got := again.ask("rpc", map[string]string{"method": "x"}); !strings.Contains(got, `"code":104`) {
		t.Errorf("somebody who was let in again: %s", got)
	}
}

func TestThoseWhoAreNotValidLeave(t *testing.T) {
	w := newWorld(t, Options{})
	var valid atomic.Bool
	w.set(func() {
		w.users["eve"] = Client{UserID: "eve", Valid: func(context.Context) bool { return valid.Load() }}
	})
	s := w.dial("/console", session("eve"))
	s.connect("")
	s.wantClosed(4501, "signed out")
	valid.Store(true)
	s = w.dial("/console", session("eve"))
	s.connect("")
	if got := s.ask("rpc", map[string]string{"method": "x"}); !strings.Contains(got, `"code":104`) {
		t.Error(got)
	}
}

func TestTooManyConnectionsOfAUser(t *testing.T) {
	w := newWorld(t, Options{})
	for range maxUserSockets {
		w.dial("/buyer", http.Header{}).connect("bo")
	}
	s := w.dial("/buyer", nil)
	s.send("connect", map[string]string{"token": "bo"})
	s.wantClosed(3504, "connection limit")
}

func TestKickListForgets(t *testing.T) {
	var l kickList
	now := time.Unix(1000, 0)
	mark := l.mark()
	l.add("a", now)
	if !l.since(mark, "a") || l.since(l.mark(), "a") || l.since(mark, "b") {
		t.Error("a kick counts for those who came before it, and for nobody else")
	}
	l.add("b", now.Add(keepKicks+time.Second))
	if len(l.last) != 1 {
		t.Errorf("%d remembered, want 1", len(l.last))
	}
}
