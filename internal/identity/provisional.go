package identity

import (
	"context"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// withheld is a without permissions if p has to choose a password first. What
// they will hold then stays out of sight, and what others may do to them goes by
// what they will hold: see manageable.
func (a Actor) withheld(p Person) Actor {
	if p.Provisional {
		a.Provisional, a.held = true, map[string]permissions{}
	}
	return a
}

// own makes sure that who replaces a provisional password chooses another one.
func (s *Service) own(ctx context.Context, userID, next string) error {
	p, err := get(s.db.Reader(ctx), userID, "")
	if err != nil {
		return err
	}
	same, err := s.passwords.match(ctx, next, p.password)
	if err == nil && same {
		err = fault.Field("new", "identity.password_same")
	}
	return err
}
