package commitment

import (
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// The clocks of a commitment. A commitment never changes its due time (a new
// one takes its place), so a clock that comes after settling finds nothing to
// do.
type (
	// Remind tells the owner that the due time is near.
	Remind struct{ ID string }
	// Due sounds the alarm at the due time.
	Due struct{ ID string }
	// GraceEnd records a breach when the grace has ended too.
	GraceEnd struct{ ID string }
)

func (Remind) Kind() string   { return "commitment.remind" }
func (Due) Kind() string      { return "commitment.due" }
func (GraceEnd) Kind() string { return "commitment.grace_end" }

// What the package announces; packages above subscribe.
type (
	// Near says that an open commitment is about to be due.
	Near struct{ Commitment Commitment }
	// Alarm says that a commitment was open at its due time.
	Alarm struct{ Commitment Commitment }
	// Breach says that a commitment was open when its grace ended.
	Breach struct{ Commitment Commitment }
)

func (Near) Kind() string   { return "commitment.near" }
func (Alarm) Kind() string  { return "commitment.alarm" }
func (Breach) Kind() string { return "commitment.broken" }

// Register tells the queue who answers the clocks.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.remind)
	jobs.HandleTx(s.Queue, s.due)
	jobs.HandleTx(s.Queue, s.graceEnd)
}

func (s *Service) remind(tx *db.Tx, j Remind) error {
	c, err := s.load(tx, j.ID)
	if err != nil || c.State != Open || !s.Now().Before(c.DueAt) {
		return err
	}
	return s.Queue.Announce(tx, Near{c})
}

func (s *Service) due(tx *db.Tx, j Due) error {
	c, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	_, err = s.ring(tx, c)
	return err
}

// ring sounds the alarm of c unless it has sounded or is not due.
func (s *Service) ring(tx *db.Tx, c Commitment) (Commitment, error) {
	c, rings := c.alarm(s.Now())
	if !rings {
		return c, nil
	}
	if err := s.record(tx, c, 1, "alarm"); err != nil {
		return c, err
	}
	return c, s.Queue.Announce(tx, Alarm{c})
}

func (s *Service) graceEnd(tx *db.Tx, j GraceEnd) error {
	c, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	if c, err = s.ring(tx, c); err != nil {
		return err
	}
	c, broken := c.breach(s.Now())
	if !broken {
		return nil
	}
	if err := s.record(tx, c, 2, "break"); err != nil {
		return err
	}
	return s.Queue.Announce(tx, Breach{c})
}

// record stores what a clock found. It leaves the version alone, so that a
// person who is just settling the commitment is not told that it has changed;
// the clocks have an audit chain of their own, of at most two entries.
func (s *Service) record(tx *db.Tx, c Commitment, entry int64, verb string) error {
	if err := update(tx, c, c.Version); err != nil {
		return err
	}
	s.hintAfter(tx, c)
	return audit.Write(tx, audit.Entry{
		Subject: "commitment-clock/" + c.ID, Version: entry, At: s.Now(), Actor: identity.SystemID,
		Verb: "commitment." + verb, Payload: map[string]any{"due_at": c.DueAt},
	})
}

// load returns the commitment of a clock. One that is gone has no clock any
// more: the zero commitment is not open, so that nothing happens.
func (s *Service) load(tx *db.Tx, id string) (Commitment, error) {
	c, err := get(tx, identity.Everything, id, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return Commitment{}, nil
	}
	return c, err
}
