package jobs

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Option changes how a job is enqueued.
type Option func(*request)

type request struct {
	key  string
	once bool
}

// Key names a job uniquely over all kinds. Enqueuing the same key again
// replaces the job: its arguments and time are the new ones, its failures are
// forgotten. If the old one is running outside at that moment, its context ends
// soon and its result counts for nothing.
func Key(key string) Option { return func(r *request) { r.key = key } }

// Once changes what [Key] does when there is such a job already, waiting or
// running: the existing one is kept as it is. A dead letter is replaced.
func Once() Option { return func(r *request) { r.once = true } }

// Enqueue has a done at the given time, to the millisecond, or as soon as
// possible if that has passed, provided that tx commits. A handler for its kind
// must be registered.
func (q *Queue) Enqueue(tx *db.Tx, a Args, at time.Time, opts ...Option) error {
	var r request
	for _, o := range opts {
		o(&r)
	}
	if r.once && r.key == "" {
		return fmt.Errorf("enqueuing %s: Once needs a Key", a.Kind())
	}
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("enqueuing %s: %w", a.Kind(), err)
	}
	return q.enqueue(tx, a.Kind(), string(text), at, r)
}

// Cancel removes the job with this key, if there is one. If it is running
// outside at that moment, its context ends soon and its result counts for
// nothing.
func (q *Queue) Cancel(tx *db.Tx, key string) error {
	if err := deleteKey(tx, key); err != nil {
		return fmt.Errorf("cancelling job %s: %w", key, err)
	}
	return nil
}

// Announce tells each subscriber of event, provided that tx commits. An event
// that nobody subscribed to leaves no trace.
func (q *Queue) Announce(tx *db.Tx, event Args) error {
	text, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("announcing %s: %w", event.Kind(), err)
	}
	q.mu.RLock()
	subscribers := q.subscribers[event.Kind()]
	q.mu.RUnlock()
	for _, s := range subscribers {
		if err := q.enqueue(tx, subscription(event.Kind(), s), string(text), q.o.Now(), request{}); err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) enqueue(tx *db.Tx, kind, args string, at time.Time, r request) error {
	h, ok := q.handler(kind)
	if !ok {
		return fmt.Errorf("enqueuing %s: no handler is registered for it", kind)
	}
	made, run := db.Millis(q.o.Now()), db.Millis(at)
	j := job{id: q.o.NewID(), kind: kind, lane: h.lane, args: args, due: max(run, made)}
	if err := insert(tx, j, run, made, r); err != nil {
		return fmt.Errorf("enqueuing %s: %w", kind, err)
	}
	q.ringAfter(tx, h.lane, run)
	return nil
}

// ringAfter wakes this node's runner once tx is durable. Other nodes find out
// by polling.
func (q *Queue) ringAfter(tx *db.Tx, l lane, at int64) {
	b := q.bells[l]
	tx.AfterCommit(func() { b.ring(at) })
}
