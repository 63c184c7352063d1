package identity

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Options are what a Service is made of besides its database.
type Options struct {
	Now   func() time.Time
	NewID func() string

	// Queue, if not nil, announces [Revoked] to other processes.
	Queue *jobs.Queue
	// OnRevoked, if not nil, is called after the commit, so that the sockets of a
	// user are closed at once.
	OnRevoked func(userID string)

	// Hint, if not nil, tells open screens, after a commit.
	Hint func(topic string, hint any)
}

// Service is what the rest of the program may ask of identity.
type Service struct {
	// Sessions keeps who is signed in, behind a cookie. Its LoadAndSave wraps
	// the requests of the console; whether the cookie is Secure is for whoever
	// knows the public address.
	Sessions *scs.SessionManager

	db        *db.DB
	o         Options
	passwords passwords
	seen      sightings
}

// New returns a Service on d.
func New(d *db.DB, o Options) *Service {
	s := &Service{db: d, o: o, passwords: newPasswords(2)}
	s.Sessions = newSessions(d, o.Now)
	return s
}

// Revoked is announced when the sockets of a user must be closed: their sessions
// have ended, or a role was taken from them.
type Revoked struct {
	UserID string `json:"user_id"`
}

// Kind implements jobs.Args.
func (Revoked) Kind() string { return "identity.revoked" }

// revoke ends all sessions of p as part of tx.
func (s *Service) revoke(tx *db.Tx, p *Person) error {
	p.epoch++
	if err := deleteSessionsOf(tx, p.ID); err != nil {
		return err
	}
	return s.kick(tx, p.ID)
}

// kick tells whoever holds sockets of a user to close them.
func (s *Service) kick(tx *db.Tx, userID string) error {
	if s.o.OnRevoked != nil {
		tx.AfterCommit(func() { s.o.OnRevoked(userID) })
	}
	if s.o.Queue == nil {
		return nil
	}
	return s.o.Queue.Announce(tx, Revoked{UserID: userID})
}

// write stores p as its next version, with its entry in the record.
func (s *Service) write(tx *db.Tx, p *Person, by, verb string, payload any) error {
	if err := update(tx, p); err != nil {
		return err
	}
	return s.audit(tx, *p, by, verb, payload)
}

func (s *Service) audit(tx *db.Tx, p Person, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{
		Subject: "user/" + p.ID, Version: p.Version, At: s.o.Now(), Actor: by, Verb: verb, Payload: payload,
	})
}

// change loads a person whom the actor may manage, in the version that they
// have seen, lets rule change them, and stores the outcome.
func (s *Service) change(ctx context.Context, id string, version int64, verb string, payload any, rule func(*db.Tx, Actor, *Person) error) (p Person, err error) {
	actor, scope, err := Require(ctx, UserManage)
	if err != nil {
		return p, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if p, err = manageable(tx, actor, scope, id); err != nil {
			return err
		}
		if p.Version != version {
			return errChanged()
		}
		if err := rule(tx, actor, &p); err != nil {
			return err
		}
		return s.write(tx, &p, actor.ID, verb, payload)
	})
	return p, err
}

// manageable returns the person if the actor may manage them. Somebody of other
// shops is not found; somebody who may do more than the actor is out of reach.
func manageable(tx *db.Tx, actor Actor, scope Scope, id string) (Person, error) {
	p, err := get(tx, id, tx.ForUpdate())
	if err != nil {
		return p, err
	}
	if !scope.shows(p.Grants) {
		return Person{}, errUnknown()
	}
	other, err := actorOf(tx, p)
	if err == nil && !actor.covers(other) {
		err = errBeyond()
	}
	return p, err
}

func errUnknown() error { return fault.New(fault.NotFound, "identity.user_unknown") }
func errChanged() error { return fault.New(fault.Conflict, "identity.user_changed") }
func errBeyond() error  { return fault.New(fault.Denied, "identity.beyond_you") }
