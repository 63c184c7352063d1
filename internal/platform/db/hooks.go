package db

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
)

// hookQueue runs the functions that wait for a commit, one after the other and
// in order, on one goroutine. It never makes the adder wait.
type hookQueue struct {
	mu     sync.Mutex
	wake   *sync.Cond
	todo   []func()
	closed bool
	done   chan struct{}
}

func newHookQueue() *hookQueue {
	q := &hookQueue{done: make(chan struct{})}
	q.wake = sync.NewCond(&q.mu)
	go q.loop()
	return q
}

func (q *hookQueue) add(hooks []func()) {
	if len(hooks) == 0 {
		return
	}
	q.mu.Lock()
	q.todo = append(q.todo, hooks...)
	q.mu.Unlock()
	q.wake.Signal()
}

func (q *hookQueue) loop() {
	defer close(q.done)
	for {
		q.mu.Lock()
		for len(q.todo) == 0 && !q.closed {
			q.wake.Wait()
		}
		hooks := q.todo
		q.todo = nil
		q.mu.Unlock()
		if len(hooks) == 0 {
			return
		}
		for _, h := range hooks {
			h()
		}
	}
}

// close runs what is left and stops.
func (q *hookQueue) close() error {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.wake.Signal()
	<-q.done
	return nil
}

// goroutineID reads the number in "goroutine 12 [running]". It serves one
// purpose: to refuse a transaction inside a transaction at once. On SQLite that
// would wait for itself for ever, and a context cannot tell, because a closure
// may capture the outer one.
func goroutineID() int64 {
	var buf [40]byte
	text := buf[:runtime.Stack(buf[:], false)]
	text = bytes.TrimPrefix(text, []byte("goroutine "))
	n, _ := strconv.ParseInt(string(text[:bytes.IndexByte(text, ' ')]), 10, 64)
	return n
}
