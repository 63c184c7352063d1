package realtime

import (
	"context"
	"encoding/json"
	"time"

	"github.com/centrifugal/centrifuge"
)

// How much a connection may ask: at once, and each second after that. A client
// asks for heads every 10 s and subscribes when somebody opens a conversation.
var (
	commandRate = rate{atOnce: 40, perSecond: 10}
	headsRate   = rate{atOnce: 5, perSecond: 0.5}
)

type rate struct{ atOnce, perSecond float64 }

// bucket counts what a connection has asked for. Its commands come one by one.
type bucket struct {
	used float64
	at   time.Time
}

func (b *bucket) take(r rate, now time.Time) bool {
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.used = max(0, b.used-passed*r.perSecond)
		b.at = now
	}
	if b.used+1 > r.atOnce {
		return false
	}
	b.used++
	return true
}

// commandRead ends connections that send without pause. An error reply would
// be an amplifier, and before the connect command nobody listens for one.
func (h *Hub) commandRead(c *centrifuge.Client, _ centrifuge.CommandReadEvent) error {
	if v := visitOf(c.Context()); v == nil || !v.commands.take(commandRate, h.o.Now()) {
		return centrifuge.DisconnectTooManyRequests
	}
	return nil
}

// answer handles the one method there is.
func (h *Hub) answer(ctx context.Context, v *visit, e centrifuge.RPCEvent) (centrifuge.RPCReply, error) {
	if e.Method != "heads" {
		return centrifuge.RPCReply{}, centrifuge.ErrorMethodNotFound
	}
	if !v.heads.take(headsRate, h.o.Now()) {
		return centrifuge.RPCReply{}, centrifuge.ErrorTooManyRequests
	}
	var asked struct {
		Topics []string `json:"topics"`
	}
	if json.Unmarshal(e.Data, &asked) != nil {
		return centrifuge.RPCReply{}, centrifuge.ErrorBadRequest
	}
	if len(asked.Topics) > maxHeads {
		return centrifuge.RPCReply{}, centrifuge.ErrorLimitExceeded
	}
	heads, err := h.headsOf(ctx, h.allowed(ctx, v, asked.Topics))
	if err != nil {
		h.log.error("heads not answered", err)
		return centrifuge.RPCReply{}, centrifuge.ErrorInternal
	}
	data, err := json.Marshal(map[string]any{"heads": heads})
	return centrifuge.RPCReply{Data: data}, err
}

// allowed keeps the topics that the visitor may know of. The others are left
// out, just as those that do not exist.
func (h *Hub) allowed(ctx context.Context, v *visit, topics []string) []string {
	seen := make(map[string]bool, len(topics))
	var may []string
	for _, topic := range topics {
		if topic == "" || len(topic) > maxTopic || seen[topic] {
			continue
		}
		seen[topic] = true
		if h.ask(ctx, v.MayAskHead, topic) {
			may = append(may, topic)
		}
	}
	return may
}

// headsOf returns nothing that was not asked for.
func (h *Hub) headsOf(ctx context.Context, topics []string) (heads map[string]int64, err error) {
	heads = make(map[string]int64, len(topics))
	if len(topics) == 0 {
		return heads, nil
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	defer recovered(&err)
	found, err := h.o.Heads(ctx, topics)
	for _, topic := range topics {
		if n, ok := found[topic]; ok {
			heads[topic] = n
		}
	}
	return heads, err
}
