package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const (
	sealEvery = time.Second
	sealBatch = 500 // records under one seal: a transaction that others hardly notice
)

// Errors of a sealer that a person has to look into.
var (
	ErrOtherKey  = errors.New("audit: the last seal was not made with this key: copy audit.key from the node that made it, or see whether the seal was altered")
	ErrOtherPast = errors.New("audit: the database does not contain the seal in audit.head: it was altered, or restored from a backup; verify, then move audit.head away")
)

// Sealer puts seals on what was written. Several may run on one database.
type Sealer struct {
	DB  *db.DB
	Key Key
	Dir string // where the head file is kept
	Now func() time.Time
	Log *slog.Logger
}

// Run seals every second what was written since, until ctx ends, and once more
// then. It writes nothing while nothing was written. What goes wrong is logged
// when it changes, and tried again.
func (s *Sealer) Run(ctx context.Context) error {
	tick := time.NewTicker(sealEvery)
	defer tick.Stop()
	var last string
	for ended := false; !ended; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			ended = true
		}
		said := ""
		if _, err := s.Seal(context.WithoutCancel(ctx)); err != nil {
			said = err.Error()
		}
		if said != "" && said != last {
			s.Log.Error("audit records wait for their seal", "error", said)
		}
		last = said
	}
	return nil
}

// Seal seals all that waits, and returns the number of records. It returns
// [ErrOtherPast] if the seals were put on, but the file keeps the head that the
// database has lost.
func (s *Sealer) Seal(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := s.batch(ctx)
		if errors.Is(err, errLost) {
			continue
		}
		total += n
		if err != nil || n < sealBatch {
			return total, err
		}
	}
}

// errLost says that another sealer has just made the seal of the same number.
var errLost = errors.New("audit: another sealer was faster")

func (s *Sealer) batch(ctx context.Context) (n int, err error) {
	if waiting, err := anyUnsealed(s.DB.Reader(ctx)); err != nil || !waiting {
		return 0, err
	}
	now := db.Time(db.Millis(s.Now()))
	var head Head
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		head, n, err = s.sealIn(tx, now)
		return err
	})
	if err != nil || n == 0 {
		return 0, err
	}
	return n, s.keep(ctx, head)
}

func (s *Sealer) sealIn(tx *db.Tx, now time.Time) (Head, int, error) {
	last, err := lastHead(tx)
	if err != nil {
		return Head{}, 0, err
	}
	if !s.Key.signed(last) {
		return Head{}, 0, ErrOtherKey
	}
	links, err := take(tx, last.Number+1, sealBatch)
	if err != nil || len(links) == 0 {
		return Head{}, 0, err
	}
	head := s.Key.extend(last, links, now)
	first, err := insertHead(tx, head)
	if err == nil && !first {
		err = errLost
	}
	return head, len(links), err
}

// keep writes the head file, unless the one that is there shows something that
// the database does not have any more: then it is evidence.
func (s *Sealer) keep(ctx context.Context, head Head) error {
	old, err := LoadHead(s.Dir)
	if err != nil {
		return err
	}
	if old != nil && old.Number != 0 {
		there, err := headAt(s.DB.Reader(ctx), old.Number)
		if err != nil {
			return fmt.Errorf("looking for the last head: %w", err)
		}
		if there != *old {
			return ErrOtherPast
		}
		if old.Number > head.Number {
			return nil // another sealer of this directory was faster
		}
	}
	return saveHead(s.Dir, head)
}
