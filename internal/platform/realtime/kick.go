package realtime

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
)

// kickOp names the notification that tells other nodes of a kick.
const kickOp = "kick"

// Other nodes are told again and again for a while if Redis is away.
const (
	kickRetry  = 500 * time.Millisecond
	kickGiveUp = 30 * time.Second
)

// kickList remembers who was kicked while they were connecting: the database
// may have called them welcome just before.
type kickList struct {
	mu   sync.Mutex
	seq  uint64
	last map[string]kick
}

type kick struct {
	seq uint64
	at  time.Time
}

// keepKicks is longer than any connection takes to connect.
const keepKicks = 2 * (connectWithin + askTime)

func (l *kickList) add(user string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for u, k := range l.last {
		if now.Sub(k.at) > keepKicks {
			delete(l.last, u)
		}
	}
	if l.last == nil {
		l.last = map[string]kick{}
	}
	l.seq++
	l.last[user] = kick{l.seq, now}
}

// mark returns a point in the list that since compares with.
func (l *kickList) mark() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seq
}

func (l *kickList) since(mark uint64, user string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last[user].seq > mark
}

// Kick ends all connections of a user, on all nodes, with code 4501, after
// which clients do not come back by themselves. Call it when the database no
// longer lets the user in. It does not wait.
func (h *Hub) Kick(userID string) {
	h.kickHere(userID)
	if h.o.RedisURL == "" {
		return
	}
	select {
	case h.abroad <- abroad{userID, time.Now()}:
	default:
		h.log.error("other nodes do not know that a user was signed out", errors.New("too many kicks are waiting"))
	}
}

// abroad is a kick on its way to other nodes.
type abroad struct {
	userID string
	since  time.Time
}

// tellOthers passes kicks on until ctx ends.
func (h *Hub) tellOthers(ctx context.Context, node *centrifuge.Node) {
	for {
		select {
		case <-ctx.Done():
			return
		case k := <-h.abroad:
			h.tell(ctx, node, k)
		}
	}
}

// tell repeats itself while Redis is away, for a while.
func (h *Hub) tell(ctx context.Context, node *centrifuge.Node, k abroad) {
	for {
		err := node.Notify(kickOp, []byte(k.userID), "")
		if err == nil {
			return
		}
		h.log.error("other nodes do not know yet that a user was signed out", err)
		if time.Since(k.since) > kickGiveUp {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(kickRetry):
		}
	}
}

// notified hears of kicks on this node and on others.
func (h *Hub) notified(e centrifuge.NotificationEvent) {
	if e.Op == kickOp {
		h.kickHere(string(e.Data))
	}
}

func (h *Hub) kickHere(userID string) {
	h.kicks.add(userID, h.o.Now())
	r := h.live.Load()
	if r == nil || userID == "" {
		return
	}
	for _, c := range r.node.Hub().UserConnections(userID) {
		c.Disconnect(kicked)
	}
}
