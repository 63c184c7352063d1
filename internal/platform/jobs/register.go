package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// handler runs the jobs of one kind; one of its functions is set.
type handler struct {
	lane    lane
	tx      func(tx *db.Tx, args string) error
	outside func(ctx context.Context, args string) error
}

// period is a job that comes back.
type period struct {
	args  Args
	every time.Duration
}

// HandleTx registers f for jobs of type A. f runs inside the transaction that
// ends the job: do no I/O and take no time, for on SQLite nobody else writes
// meanwhile. An error undoes what f did and has it tried again later.
func HandleTx[A Args](q *Queue, f func(tx *db.Tx, a A) error) {
	var zero A
	q.register(zero.Kind(), txHandler(f))
}

// Handle registers f for jobs of type A that need the outside world. f runs
// outside any transaction and may be repeated if the process dies. Its context
// ends when the job was cancelled, rescheduled or taken over by another node,
// or when the program shuts down.
func Handle[A Args](q *Queue, f func(ctx context.Context, a A) error) {
	var zero A
	q.register(zero.Kind(), &handler{lane: outside, outside: func(ctx context.Context, text string) error {
		a, err := decode[A](text)
		if err != nil {
			return err
		}
		return f(ctx, a)
	}})
}

// Subscribe registers f for events of type A under a name that is unique for
// this event. Each subscriber gets a job of its own for each event, which
// succeeds or fails alone. f works like that of [HandleTx].
func Subscribe[A Args](q *Queue, subscriber string, f func(tx *db.Tx, a A) error) {
	var zero A
	event := zero.Kind()
	q.register(subscription(event, subscriber), txHandler(f))
	q.mu.Lock()
	defer q.mu.Unlock()
	q.subscribers[event] = append(q.subscribers[event], subscriber)
}

func subscription(event, subscriber string) string { return event + "@" + subscriber }

// Every has a job done at once when it is first seen, and then once in every
// interval, by one node. Time slept through is not caught up with. A failed run
// is tried again with the usual pauses, but no later than the next interval. A
// handler for A must be registered too.
func Every[A Args](q *Queue, a A, every time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refuseLate(a.Kind())
	if every < time.Millisecond {
		panic(fmt.Sprintf("jobs: %q cannot be done every %v", a.Kind(), every))
	}
	q.periods = append(q.periods, period{a, every})
}

func txHandler[A Args](f func(tx *db.Tx, a A) error) *handler {
	return &handler{lane: inTx, tx: func(tx *db.Tx, text string) error {
		a, err := decode[A](text)
		if err != nil {
			return err
		}
		return f(tx, a)
	}}
}

func decode[A Args](text string) (a A, err error) {
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return a, hopeless{fmt.Errorf("the arguments cannot be read: %w", err)}
	}
	return a, nil
}

func (q *Queue) register(kind string, h *handler) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refuseLate(kind)
	if kind == "" || strings.Count(kind, "@") > 1 {
		panic(fmt.Sprintf("jobs: %q is no name for a kind of job", kind))
	}
	if q.handlers[kind] != nil {
		panic(fmt.Sprintf("jobs: %q has two handlers", kind))
	}
	q.handlers[kind] = h
}

func (q *Queue) refuseLate(kind string) {
	if q.sealed {
		panic(fmt.Sprintf("jobs: %q is registered after the queue has started; register everything first", kind))
	}
}

// seal ends registration and checks that it is complete.
func (q *Queue) seal() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sealed = true
	for _, p := range q.periods {
		if q.handlers[p.args.Kind()] == nil {
			panic(fmt.Sprintf("jobs: %q is to be done every %v, but has no handler", p.args.Kind(), p.every))
		}
	}
}

func (q *Queue) handler(kind string) (*handler, bool) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	h, ok := q.handlers[kind]
	return h, ok
}
