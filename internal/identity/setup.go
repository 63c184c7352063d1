package identity

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// setupTime is how long a set-up link is good for.
const setupTime = 24 * time.Hour

// SetupToken returns the token of a new set-up link, or "" once there are
// users. Earlier links end. It is asked for at each start of the program.
func (s *Service) SetupToken(ctx context.Context) (string, error) {
	if any, err := anyUser(s.db.Reader(ctx)); err != nil || any {
		return "", err
	}
	token := rand.Text() // 130 bits
	expiry := db.Millis(s.o.Now().Add(setupTime))
	return token, s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO setup_link (id, token_hash, expires_at) VALUES (1, ?, ?)
			ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
			tokenHash(token), expiry)
		return err
	})
}

// SetupOpen tells whether a set-up link can still be used. The fault is the
// same for a wrong, an expired and a used one: identity.setup_link_over.
func (s *Service) SetupOpen(ctx context.Context, token string) error {
	open, err := db.Value[bool](s.db.Reader(ctx), `
		SELECT EXISTS (SELECT 1 FROM setup_link WHERE token_hash = ? AND expires_at > ?)
			AND NOT EXISTS (SELECT 1 FROM app_user)`, tokenHash(token), db.Millis(s.o.Now()))
	if err == nil && !open {
		err = errLinkOver()
	}
	return err
}

// Setup uses up a set-up link: n becomes the first administrator and is signed
// in, in ctx from Sessions. also is done in the same unit, with the new
// administrator: all of it happens, or nothing.
func (s *Service) Setup(ctx context.Context, token string, n Newcomer, also func(*db.Tx, Actor) error) (Actor, error) {
	if err := s.SetupOpen(ctx, token); err != nil {
		return Actor{}, err
	}
	n, err := n.checked()
	if err != nil {
		return Actor{}, err
	}
	n.Grants = []Grant{{Role: Administrator, Shop: AllShops}}
	hash, err := s.passwords.hash(ctx, n.Password)
	if err != nil {
		return Actor{}, err
	}
	id := s.o.NewID()
	var p Person
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := s.burn(tx, token); err != nil {
			return err
		}
		if p, err = s.createIn(tx, NewSystem(), id, hash, n); err != nil {
			return err
		}
		a, err := actorOf(tx, p)
		if err != nil {
			return err
		}
		return also(tx, a)
	})
	if err != nil {
		return Actor{}, err
	}
	return s.begin(ctx, p)
}

// burn removes the link. Of two who use it at once, one finds it gone.
func (s *Service) burn(tx *db.Tx, token string) error {
	n, err := tx.Exec(`DELETE FROM setup_link WHERE token_hash = ? AND expires_at > ?`, tokenHash(token), db.Millis(s.o.Now()))
	if err != nil {
		return err
	}
	any, err := anyUser(tx)
	if err == nil && (n == 0 || any) {
		err = errLinkOver()
	}
	return err
}

func errLinkOver() error { return fault.New(fault.NotFound, "identity.setup_link_over") }
