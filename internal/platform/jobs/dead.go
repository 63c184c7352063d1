package jobs

import (
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// DeadJob is a dead letter: work that was given up.
type DeadJob struct {
	ID       string
	Kind     string
	Args     string // JSON
	Error    string // of the last attempt
	Attempts int64
	At       time.Time // when it was given up
}

// Dead returns dead letters by id, at most limit of those after the given id.
func (q *Queue) Dead(r db.Queryer, after string, limit int) ([]DeadJob, error) {
	dead, err := listDead(r, after, limit)
	if err != nil {
		return nil, fmt.Errorf("listing dead jobs: %w", err)
	}
	return dead, nil
}

// Retry sends a dead letter back to be done now, with all its attempts before
// it. It answers NotFound "job.not_dead" if there is no such dead letter.
func (q *Queue) Retry(tx *db.Tx, id string) error {
	now := db.Millis(q.o.Now())
	l, found, err := revive(tx, id, q.o.NewID(), now)
	if err != nil {
		return fmt.Errorf("sending job %s back: %w", id, err)
	}
	if !found {
		return fault.New(fault.NotFound, "job.not_dead")
	}
	q.ringAfter(tx, l, now)
	return nil
}
