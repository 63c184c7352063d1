// Package jobs runs work at its time, and tells other packages what happened.
//
// Both are the same thing here: a row written in the transaction that made it
// necessary. If the transaction commits, the job runs, however often the
// process dies in between; if it rolls back, the job never existed.
//
// There are two lanes. A job of the tx lane ([HandleTx], [Subscribe]) changes
// this database only: taking the job, its effect and its end are one commit, so
// the effect happens exactly once. A job of the outside lane ([Handle]) talks
// to the world: it holds a lease while it works, and may be repeated if its
// process dies or stalls. It must be safe to repeat.
//
// A job that fails is tried again with growing pauses and finally kept as a
// dead letter, which a person can look at and send back; see [Queue.Dead].
package jobs

import (
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Args describes a job. The kind is stored: it must not change once jobs of it
// wait, and must not depend on the fields. The fields are stored as JSON.
type Args interface{ Kind() string }

// Options are what a program may choose about its queue.
type Options struct {
	Now    func() time.Time // time.Now if nil; for Run it must go on by itself
	Log    *slog.Logger     // slog.Default() if nil
	NewID  func() string    // unique over all nodes; time-ordered UUIDs if nil
	Jitter func() float64   // in [0,1), spreads retries; random if nil

	Workers int           // outside jobs at the same time; 8 if 0
	Lease   time.Duration // after which the job of a dead process is taken over; 10 s if 0
	Poll    time.Duration // longest time until rows of other nodes are seen; 500 ms if 0
	Grace   time.Duration // for running outside jobs when Run is told to stop; 10 s if 0, none if negative
}

// Queue holds the handlers of a program and runs its jobs. Register handlers
// first, then call [Queue.Run], or [Queue.RunDue] in tests.
type Queue struct {
	db *db.DB
	o  Options

	mu          sync.RWMutex
	handlers    map[string]*handler
	subscribers map[string][]string // by kind of event
	periods     []period
	sealed      bool // no registration any more
	running     bool

	bells   map[lane]*bell
	slots   chan struct{} // one element for each busy outside worker
	workers sync.WaitGroup
	metrics *metrics
}

// lane says how a job is run, see the package comment.
type lane string

const (
	inTx    lane = "tx"
	outside lane = "outside"
)

// New returns a queue without handlers.
func New(d *db.DB, o Options) *Queue {
	o = o.withDefaults()
	return &Queue{
		db: d, o: o,
		handlers:    map[string]*handler{},
		subscribers: map[string][]string{},
		bells:       map[lane]*bell{inTx: newBell(), outside: newBell()},
		slots:       make(chan struct{}, o.Workers),
		metrics:     newMetrics(),
	}
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Workers <= 0 {
		o.Workers = 8
	}
	o.Lease = orDefault(o.Lease, 10*time.Second)
	o.Poll = orDefault(o.Poll, 500*time.Millisecond)
	o.Grace = orDefault(o.Grace, 10*time.Second)
	return o
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}
