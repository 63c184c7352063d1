package realtime

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"sync"
)

// hint is one publication on its way.
type hint struct {
	topic string
	data  []byte
}

// The outbox stands between a commit and a broker that may be slow or hang.
// Hints of one topic stay in order; a lane that is full drops.
type outbox struct {
	seed  maphash.Seed
	lanes [8]chan hint
}

const laneSize = 1024 // hints

func newOutbox() outbox {
	o := outbox{seed: maphash.MakeSeed()}
	for i := range o.lanes {
		o.lanes[i] = make(chan hint, laneSize)
	}
	return o
}

// add reports whether there was room.
func (o *outbox) add(next hint) bool {
	select {
	case o.lanes[maphash.String(o.seed, next.topic)%uint64(len(o.lanes))] <- next:
		return true
	default:
		return false
	}
}

// run sends with one goroutine a lane until ctx ends.
func (o *outbox) run(ctx context.Context, work *sync.WaitGroup, send func(hint)) {
	for _, lane := range o.lanes {
		work.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case next := <-lane:
					send(next)
				}
			}
		})
	}
}

// Publish tells everybody who hears topic that there is something to ask for.
// Call it after the commit, never before. It does not wait and does not fail:
// a hint that cannot be sent is counted and dropped, and clients find out by
// comparing heads.
func (h *Hub) Publish(topic string, what any) {
	if h.live.Load() == nil {
		h.count.dropped.WithLabelValues("not_running").Inc()
		return
	}
	data, err := json.Marshal(what)
	if err != nil {
		h.count.dropped.WithLabelValues("encoding").Inc()
		h.log.error("hint cannot be encoded", err)
		return
	}
	if !h.outbox.add(hint{topic, data}) {
		h.count.dropped.WithLabelValues("full").Inc()
	}
}

func (h *Hub) send(next hint) {
	r := h.live.Load()
	if r == nil {
		h.count.dropped.WithLabelValues("not_running").Inc()
		return
	}
	if _, err := r.node.Publish(next.topic, next.data); err != nil {
		h.count.dropped.WithLabelValues("broker").Inc()
		h.log.error("hint not published", err)
		return
	}
	h.count.published.Inc()
}
