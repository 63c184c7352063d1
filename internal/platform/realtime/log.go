package realtime

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
)

// quietEvery is how often the same message is logged: while Redis is away the
// same one would come several times a second.
const quietEvery = 10 * time.Second

// quietLog says each thing once in a while, and how often it kept silent.
type quietLog struct {
	log *slog.Logger
	now func() time.Time

	mu   sync.Mutex
	said map[string]*repeated
}

type repeated struct {
	at     time.Time
	silent int
}

func (q *quietLog) error(message string, err error) { q.write(slog.LevelError, message, "error", err) }

// handle takes what the library logs. Its fields name clients and channels and
// are of no use to an administrator; the error is.
func (q *quietLog) handle(e centrifuge.LogEntry) {
	level := slog.LevelError
	if e.Level < centrifuge.LogLevelError {
		level = slog.LevelWarn
	}
	q.write(level, "realtime: "+e.Message, "error", e.Fields["error"])
}

func (q *quietLog) write(level slog.Level, message string, args ...any) {
	if silent, ok := q.due(message); ok {
		q.log.Log(context.Background(), level, message, append(args, "not_logged", silent)...)
	}
}

func (q *quietLog) due(message string) (silent int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.now()
	last := q.said[message]
	if last != nil && now.Sub(last.at) < quietEvery {
		last.silent++
		return 0, false
	}
	if last != nil {
		silent = last.silent
	}
	if q.said == nil {
		q.said = map[string]*repeated{}
	}
	q.said[message] = &repeated{at: now}
	return silent, true
}
