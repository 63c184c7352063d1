package identity

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const (
	maxFailures = 5 // wrong passwords in a row, then
	lockTime    = 15 * time.Minute
)

// SignIn checks a password and begins a session in ctx, which must come from
// Sessions. Faults: identity.wrong_login, the same for an unknown login and a
// wrong password; identity.locked with minutes after five of them in a row;
// identity.disabled, which only who knows the password gets to see.
func (s *Service) SignIn(ctx context.Context, login, password string) (Actor, error) {
	p, err := s.prove(ctx, NormalLogin(login), password)
	if err != nil {
		return Actor{}, err
	}
	if !p.DisabledAt.IsZero() {
		return Actor{}, fault.New(fault.Denied, "identity.disabled")
	}
	return s.begin(ctx, p)
}

// prove returns the person of login if the password is theirs.
func (s *Service) prove(ctx context.Context, login, password string) (Person, error) {
	key := tokenHash(login)
	tries, err := s.try(ctx, key)
	if err != nil {
		return Person{}, err
	}
	p, known, err := s.candidate(ctx, login)
	if err != nil {
		return p, err
	}
	ok, err := s.passwords.match(ctx, password, p.password)
	switch {
	case err != nil:
		return p, err
	case ok && known:
		return p, s.db.InTx(ctx, func(tx *db.Tx) error {
			if err := arrive(tx, p.ID, s.o.Now()); err != nil {
				return err
			}
			if err := s.moved(tx, p.ID); err != nil {
				return err
			}
			return forget(tx, key)
		})
	case tries < maxFailures:
		return p, fault.New(fault.Unauthenticated, "identity.wrong_login")
	case known:
		err = s.recordLock(ctx, p.ID)
	}
	if err == nil {
		err = errLocked(lockTime)
	}
	return p, err
}

// candidate returns the person of login or, if there is none, nobody: somebody
// whose password nobody knows.
func (s *Service) candidate(ctx context.Context, login string) (p Person, known bool, err error) {
	nobody := Person{password: nobodysHash}
	if !possibleLogin(login) {
		return nobody, false, nil
	}
	p, err = byLogin(s.db.Reader(ctx), login)
	if fault.KindOf(err) == fault.NotFound {
		return nobody, false, nil
	}
	return p, err == nil, err
}

// try counts a try, and refuses it while the login is locked.
func (s *Service) try(ctx context.Context, key string) (tries int64, err error) {
	now := s.o.Now()
	var locked time.Time
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		tries, locked, err = attempt(tx, key, now)
		return err
	})
	if err == nil && tries > maxFailures {
		err = errLocked(locked.Sub(now))
	}
	return tries, err
}

func (s *Service) recordLock(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		p, err := get(tx, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		return s.write(tx, &p, SystemID, "user.lock", map[string]any{"minutes": lockTime.Minutes()})
	})
}

func errLocked(left time.Duration) error {
	return fault.New(fault.TooMany, "identity.locked", "minutes", int(math.Ceil(left.Minutes())))
}

// begin starts a new session for p in ctx. The token changes, so that one known
// from before the sign-in is worth nothing.
func (s *Service) begin(ctx context.Context, p Person) (Actor, error) {
	a, err := actorOf(s.db.Reader(ctx), p)
	if err != nil {
		return a, err
	}
	if err := s.Sessions.RenewToken(ctx); err != nil {
		return a, err
	}
	now := s.o.Now()
	s.Sessions.Remove(ctx, keyStored)
	s.Sessions.SetDeadline(ctx, now.Add(wholeTime))
	s.Sessions.Put(ctx, keyUser, p.ID)
	s.Sessions.Put(ctx, keyEpoch, strconv.FormatInt(p.epoch, 10))
	s.Sessions.Put(ctx, keySeen, strconv.FormatInt(db.Millis(now), 10))
	s.see(ctx, p.ID)
	return a.withheld(p), nil
}

// Authenticate returns the user of the session in ctx, as they are now. The
// fault is identity.signed_out for whatever reason there is none.
func (s *Service) Authenticate(ctx context.Context) (Actor, error) {
	id := s.Sessions.GetString(ctx, keyUser)
	if id == "" {
		return Actor{}, errSignedOut()
	}
	epoch, _ := strconv.ParseInt(s.Sessions.GetString(ctx, keyEpoch), 10, 64)
	a, err := s.Recheck(ctx, Actor{ID: id, Kind: User, epoch: epoch})
	if err != nil {
		return Actor{}, err
	}
	now := db.Millis(s.o.Now())
	if seen, _ := strconv.ParseInt(s.Sessions.GetString(ctx, keySeen), 10, 64); now-seen >= touchTime.Milliseconds() {
		s.Sessions.Put(ctx, keySeen, strconv.FormatInt(now, 10))
	}
	return a, nil
}

// Recheck returns a user as they are now, if the sessions of the time when a
// was read still hold: for connections that outlive a request.
func (s *Service) Recheck(ctx context.Context, a Actor) (Actor, error) {
	if a.Kind != User {
		return Actor{}, errSignedOut()
	}
	fresh, p, err := actorByID(s.db.Reader(ctx), a.ID)
	if fault.KindOf(err) == fault.NotFound || err == nil && (!p.DisabledAt.IsZero() || p.epoch != a.epoch) {
		return Actor{}, errSignedOut()
	}
	if err == nil {
		s.see(ctx, a.ID)
	}
	return fresh.withheld(p), err
}

// SignOut ends the session in ctx.
func (s *Service) SignOut(ctx context.Context) error {
	err := s.Sessions.Destroy(ctx)
	if err == nil && s.o.Hint != nil {
		s.o.Hint(TeamTopic, TeamHint{"team"})
	}
	return err
}

// SignOutEverywhere ends all sessions of the actor.
func (s *Service) SignOutEverywhere(ctx context.Context) error {
	if _, err := s.changeSelf(ctx, "user.sign_out_everywhere", func(*Person) {}); err != nil {
		return err
	}
	return s.Sessions.Destroy(ctx)
}

// ChangePassword replaces the actor's own password and ends all their sessions
// but the one in ctx. Wrong current passwords count like those of sign-ins. Who
// replaces a provisional one has just signed in with it, and is not asked again.
func (s *Service) ChangePassword(ctx context.Context, current, next string) error {
	a, ok := From(ctx)
	if !ok || a.Kind != User {
		return errSignedOut()
	}
	if a.Provisional {
		if err := s.own(ctx, a.ID, next); err != nil {
			return err
		}
	} else if _, err := s.prove(ctx, a.Login, current); fault.CodeOf(err) == "identity.wrong_login" {
		return fault.Field("current", "identity.wrong_password")
	} else if err != nil {
		return err
	}
	if err := checkPassword("new", a.Login, next); err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, next)
	if err != nil {
		return err
	}
	p, err := s.changeSelf(ctx, "user.change_password", func(p *Person) { p.password, p.Provisional = hash, false })
	if err == nil {
		_, err = s.begin(ctx, p)
	}
	return err
}

// changeSelf changes the actor's own row, and ends their sessions.
func (s *Service) changeSelf(ctx context.Context, verb string, rule func(*Person)) (p Person, err error) {
	a, ok := From(ctx)
	if !ok || a.Kind != User {
		return p, errSignedOut()
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if p, err = get(tx, a.ID, tx.ForUpdate()); err != nil {
			return err
		}
		if p.epoch != a.epoch || !p.DisabledAt.IsZero() {
			return errSignedOut()
		}
		rule(&p)
		if err := s.revoke(tx, &p); err != nil {
			return err
		}
		return s.write(tx, &p, p.ID, verb, nil)
	})
	return p, err
}
