package realtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
)

// running is a node that works. One that did not start cannot be started again,
// so each attempt makes a new one.
type running struct {
	node  *centrifuge.Node
	shard *centrifuge.RedisShard // nil without Redis
	doors map[Origin]http.Handler
}

// firstRetry and lastRetry bound the wait between attempts to start.
const (
	firstRetry = 250 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// Run serves until ctx or the hub ends. With Redis away it keeps trying and
// meanwhile turns connections away with 503, so that clients poll. It may be
// called once, and then returns nil.
func (h *Hub) Run(ctx context.Context) error {
	if !h.ran.CompareAndSwap(false, true) {
		return errors.New("realtime: Run was called before")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.stopped, cancel)()
	r := h.startUntil(ctx)
	if r == nil {
		return nil
	}
	var work sync.WaitGroup
	h.outbox.run(ctx, &work, h.send)
	work.Go(func() { h.tellOthers(ctx, r.node) })
	work.Wait()
	return nil
}

// startUntil returns a running node, or nil when ctx ended first.
func (h *Hub) startUntil(ctx context.Context) *running {
	for wait := firstRetry; ctx.Err() == nil; wait = min(2*wait, lastRetry) {
		r, err := h.start(ctx)
		if err == nil {
			h.live.Store(r)
			close(h.ready)
			if h.stopped.Err() != nil { // Shutdown may not have seen it
				h.end(ctx, h.live.Swap(nil))
			}
			return r
		}
		h.log.error("realtime does not start yet", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

// start makes a node and starts it. What a failed attempt began is ended.
func (h *Hub) start(ctx context.Context) (*running, error) {
	r, err := h.make()
	if err != nil {
		return nil, err
	}
	r.node.OnConnecting(h.connecting)
	r.node.OnConnect(h.connected)
	r.node.OnCommandRead(h.commandRead)
	r.node.OnNotification(h.notified)
	if err := r.node.Run(); err != nil {
		h.end(ctx, r)
		return nil, fmt.Errorf("starting a node: %w", err)
	}
	r.doors = map[Origin]http.Handler{SameOrigin: door(r.node, SameOrigin), AnyOrigin: door(r.node, AnyOrigin)}
	return r, nil
}

// make asks Redis first: a node is a few megabytes, and attempts may be many.
func (h *Hub) make() (*running, error) {
	r := &running{}
	var err error
	if h.o.RedisURL != "" {
		if r.shard, err = centrifuge.NewRedisShard(nil, centrifuge.RedisShardConfig{Address: h.o.RedisURL}); err != nil {
			return nil, fmt.Errorf("connecting to Redis: %w", err)
		}
	}
	if r.node, err = centrifuge.New(h.nodeConfig()); err != nil {
		return nil, fmt.Errorf("making a node: %w", err)
	}
	if r.shard == nil {
		return r, nil
	}
	broker, err := centrifuge.NewRedisBroker(r.node, centrifuge.RedisBrokerConfig{
		Shards: []*centrifuge.RedisShard{r.shard}, Prefix: h.o.Prefix,
	})
	if err != nil {
		r.shard.Close()
		return nil, fmt.Errorf("making a Redis broker: %w", err)
	}
	r.node.SetBroker(broker)
	return r, nil
}

func (h *Hub) nodeConfig() centrifuge.Config {
	return centrifuge.Config{
		LogLevel:              centrifuge.LogLevelWarn,
		LogHandler:            h.log.handle,
		ClientStaleCloseDelay: connectWithin,
		ClientQueueMaxSize:    maxUnsent,
		ClientChannelLimit:    maxTopics,
		ChannelMaxLength:      maxTopic,
		UserConnectionLimit:   maxUserSockets,
		// The library's own figures stay here: hubs of one process would share them.
		Metrics: centrifuge.MetricsConfig{RegistererGatherer: prometheus.NewRegistry()},
	}
}

// Shutdown sends clients away with a code that brings them back, to another
// node or to the next process, and frees everything. It returns when all
// sockets are closed or ctx ends, then with ctx's error.
func (h *Hub) Shutdown(ctx context.Context) error {
	h.stop()
	return h.end(ctx, h.live.Swap(nil))
}

// end may be called with nil and more than once.
func (h *Hub) end(ctx context.Context, r *running) error {
	if r == nil {
		return nil
	}
	err := r.node.Shutdown(ctx)
	if r.shard != nil {
		r.shard.Close()
	}
	return err
}
