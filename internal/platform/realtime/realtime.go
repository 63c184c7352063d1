// Package realtime tells open screens that there is something to ask for.
//
// A hint is a small JSON object without content, published after a commit to
// everybody who hears its topic, on every node. Hints may be lost: the database
// is the truth, and clients compare heads every few seconds and fetch what they
// miss on every (re)connect. So nothing is kept here, and nobody waits for it.
//
// The wire is centrifuge's JSON protocol over WebSocket. Without Redis a hub
// serves one process; with Redis all hubs of the same prefix act as one. While
// Redis is away the program runs on: hints are dropped and counted, clients
// poll, and everything mends itself when Redis is back.
package realtime

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
)

// Limits of one connection and of one node.
const (
	maxFrame       = 16 << 10  // bytes of a frame from a client
	maxTopic       = 128       // bytes of a topic's name
	maxTopics      = 512       // topics that one connection hears
	maxHeads       = 50        // topics in one question for heads
	maxUserSockets = 64        // connections of one user to one node
	maxUnsent      = 128 << 10 // bytes waiting for a slow client before it is cut
	writeTime      = time.Second
	pingEvery      = 25 * time.Second
	pongWithin     = 10 * time.Second
	connectWithin  = 10 * time.Second // from the socket to the connect command
	askTime        = 5 * time.Second  // for one question to the program
)

// Options are what a hub needs from the program around it.
type Options struct {
	Log *slog.Logger
	// RedisURL joins hubs on several nodes: redis://, rediss://, their
	// +sentinel forms or redis+cluster://. Empty: this process alone.
	RedisURL string
	// Prefix begins the names of all Redis channels, "anxin" if empty.
	Prefix string
	// Heads returns the newest number of each of these topics. Topics without
	// one may be left out.
	Heads func(ctx context.Context, topics []string) (map[string]int64, error)
	// Now is the clock of the rate limits, time.Now if nil.
	Now func() time.Time
	// Registerer takes the hub's metrics; nil keeps them unregistered.
	Registerer prometheus.Registerer
}

// Client is what one connection may do, as Auth found it.
type Client struct {
	// UserID is what Kick takes. Users of different kinds need different ids.
	UserID string
	// Topics are heard from the start, without asking.
	Topics []string
	// MaySubscribe and MayAskHead answer for any topic, also made-up ones. nil
	// means no.
	MaySubscribe func(ctx context.Context, topic string) bool
	MayAskHead   func(ctx context.Context, topic string) bool
	// Valid, if set, is asked after connecting and every 25 s. False ends the
	// connection like a kick: it finds those whom a kick missed because Redis
	// was away.
	Valid func(ctx context.Context) bool
}

// Auth says who wants to connect. r is the upgrade request, whose context
// carries the values that middleware put there; token is what the client sent
// in its connect command. Faults of kinds Unauthenticated, Denied, NotFound and
// Invalid refuse the client for good, any other error for the moment.
type Auth func(r *http.Request, token string) (Client, error)

// Origin says which pages may open a connection.
type Origin int

const (
	// SameOrigin is for endpoints that trust cookies: browsers send those from
	// any page, and CORS does not cover WebSocket.
	SameOrigin Origin = iota
	// AnyOrigin is for endpoints that trust the token alone.
	AnyOrigin
)

// Hub keeps the connections of this process and spreads hints.
type Hub struct {
	o      Options
	count  counters
	log    *quietLog
	kicks  kickList
	abroad chan abroad // kicks that other nodes have to hear of
	outbox outbox

	live    atomic.Pointer[running] // nil while starting and after Shutdown
	ready   chan struct{}           // closed when live is set
	stopped context.Context         // ends with Shutdown
	stop    context.CancelFunc
	ran     atomic.Bool
}

// New returns a hub that Run brings to life. It fails on options that can never
// work; a Redis that does not answer is none of those.
func New(o Options) (*Hub, error) {
	if o.Log == nil || o.Heads == nil {
		return nil, errors.New("realtime: Log and Heads are needed")
	}
	if err := checkRedisURL(o.RedisURL); err != nil {
		return nil, err
	}
	if o.Prefix == "" {
		o.Prefix = "anxin"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &Hub{o: o, ready: make(chan struct{}), abroad: make(chan abroad, laneSize), outbox: newOutbox()}
	h.stopped, h.stop = context.WithCancel(context.Background())
	h.log = &quietLog{log: o.Log, now: o.Now}
	h.count = newCounters()
	return h, h.register(o.Registerer)
}

var redisSchemes = []string{"redis", "rediss", "redis+sentinel", "rediss+sentinel", "redis+cluster", "unix", "tcp"}

// checkRedisURL says nothing of what the URL holds: there may be a password in it.
func checkRedisURL(url string) error {
	scheme, rest, found := strings.Cut(url, "://")
	if url == "" || found && rest != "" && slices.Contains(redisSchemes, scheme) {
		return nil
	}
	return errors.New("realtime: the Redis URL should look like redis://user:password@host:6379/0")
}

// Ready is closed once the hub takes connections.
func (h *Hub) Ready() <-chan struct{} { return h.ready }

// Connections is the number of connected clients of this process.
func (h *Hub) Connections() int {
	if r := h.live.Load(); r != nil {
		return r.node.Hub().NumClients()
	}
	return 0
}

// refusal is what a client that is turned away gets to know: a code and a fixed
// word, never the reason itself. 4000–4499 ask it to come back, 4500–4999 not to.
func refusal(code uint32, word string) centrifuge.Disconnect {
	return centrifuge.Disconnect{Code: code, Reason: word}
}

var (
	unavailable = refusal(4000, "unavailable")
	kicked      = refusal(4501, "signed out")
)
