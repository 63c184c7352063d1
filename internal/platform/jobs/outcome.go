package jobs

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// maxAttempts is after how many failures a job becomes a dead letter.
const maxAttempts = 12

// pauses are the times between attempts, two days and a half together: long
// enough to outlive a weekend's outage of somebody else's service.
var pauses = [maxAttempts - 1]time.Duration{
	time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 18 * time.Hour, 20 * time.Hour,
}

// pause is how long to wait after so many failed tries; jitter in [0,1) spreads
// it by a fifth to either side.
func pause(tries int64, jitter float64) time.Duration {
	p := pauses[min(max(tries, 1), int64(len(pauses)))-1]
	return time.Duration(float64(p) * (0.8 + 0.4*jitter))
}

// nextRound is when a periodic job runs next: one interval after it was due,
// or after now if that has passed too.
func nextRound(due, every, now int64) int64 {
	if due+every > now {
		return due + every
	}
	return now + every
}

// hopeless is an error that no later attempt can avoid.
type hopeless struct{ error }

func (h hopeless) Unwrap() error { return h.error }

var errUnknownKind = hopeless{errors.New("no handler is registered for this kind of job")}

// end takes a finished job off the list, or puts it down for its next round.
func (q *Queue) end(tx *db.Tx, j job, now time.Time) (bool, error) {
	if j.every == 0 {
		return remove(tx, j)
	}
	return comeRound(tx, j, q.o.NewID(), nextRound(j.due, j.every, db.Millis(now)))
}

// fail writes down that a job failed and when it is tried again, if ever.
func (q *Queue) fail(tx *db.Tx, j job, now time.Time, why error) error {
	tries := j.attempts
	if j.state == waiting { // the claim of a lease has counted already
		tries++
	}
	if isHopeless(why) || tries >= maxAttempts && j.every == 0 {
		mine, err := bury(tx, j, tries, now, printable(why))
		if mine {
			tx.AfterCommit(func() { q.died(j, tries, why) })
		}
		return err
	}
	at := db.Millis(now.Add(pause(tries, q.o.Jitter())))
	if j.every > 0 {
		at = min(at, nextRound(j.due, j.every, db.Millis(now)))
	}
	mine, err := again(tx, j, tries, at, printable(why))
	if mine {
		tx.AfterCommit(func() { q.failed(j, tries, at, why) })
	}
	return err
}

func (q *Queue) died(j job, tries int64, why error) {
	q.metrics.died()
	q.o.Log.Error("job given up, see the dead letters", "kind", j.kind, "job", j.id, "attempts", tries, "error", why)
}

func (q *Queue) failed(j job, tries, at int64, why error) {
	q.metrics.failed(j)
	q.o.Log.Warn("job failed, will be tried again", "kind", j.kind, "job", j.id, "attempts", tries, "at", db.Time(at), "error", why)
}

func isHopeless(err error) bool {
	_, ok := errors.AsType[hopeless](err)
	return ok
}

// maxError bounds the text that is kept about a failure, in bytes.
const maxError = 2000

// printable is the text of err in a form that every database takes.
func printable(err error) string {
	s := strings.ReplaceAll(err.Error(), "\x00", " ")
	return strings.ToValidUTF8(s[:min(len(s), maxError)], "")
}

// calm runs f and turns a panic into an error that carries the stack.
func calm(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return f()
}
