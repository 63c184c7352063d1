package identity

import (
	"context"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// CreateUser adds a person with their grants. Who does so for some shops only
// must grant something there, or the person would be out of their sight.
func (s *Service) CreateUser(ctx context.Context, n Newcomer) (p Person, err error) {
	actor, scope, err := Require(ctx, UserManage)
	if err != nil {
		return p, err
	}
	if n, err = n.checked(); err != nil {
		return p, err
	}
	if !scope.shows(n.Grants) {
		return p, fault.Field("grants", "identity.grant_needed")
	}
	hash, err := s.passwords.hash(ctx, n.Password)
	if err != nil {
		return p, err
	}
	id := s.o.NewID()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		made, again, err := Once(tx, actor, n.Once, n.told(), id, s.o.Now())
		if err != nil {
			return err
		}
		if again {
			p, err = get(tx, made, "")
			return err
		}
		p, err = s.createIn(tx, actor, id, hash, n)
		return err
	})
	return p, err
}

func (s *Service) createIn(tx *db.Tx, actor Actor, id, hash string, n Newcomer) (Person, error) {
	p := Person{ID: id, Login: n.Login, Name: n.Name, MadeAt: s.o.Now(), Version: 1, Provisional: n.Provisional, password: hash}
	free, err := insert(tx, p)
	if err != nil {
		return p, err
	}
	if !free {
		return p, fault.Field("login", "identity.login_taken")
	}
	for _, g := range n.Grants {
		if err := grant(tx, actor, &p, g); err != nil {
			return p, err
		}
	}
	return p, s.audit(tx, p, actor.ID, "user.create", n.told())
}

// Rename gives a person another name. What they said before keeps the name that
// it was said under.
func (s *Service) Rename(ctx context.Context, id string, version int64, name string) (Person, error) {
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return Person{}, err
	}
	return s.change(ctx, id, version, "user.rename", map[string]any{"name": name}, func(_ *db.Tx, _ Actor, p *Person) error {
		p.Name = name
		return nil
	})
}

// SetPassword gives a person a new password, unlocks their login and ends all
// their sessions. If it is provisional they choose their own when they sign in.
func (s *Service) SetPassword(ctx context.Context, id string, version int64, password string, provisional bool) (Person, error) {
	p, err := s.Get(ctx, id)
	if err != nil {
		return p, err
	}
	if err := checkPassword("password", p.Login, password); err != nil {
		return p, err
	}
	hash, err := s.passwords.hash(ctx, password)
	if err != nil {
		return p, err
	}
	return s.change(ctx, id, version, "user.set_password", map[string]any{"provisional": provisional}, func(tx *db.Tx, _ Actor, p *Person) error {
		p.password, p.Provisional = hash, provisional
		if err := forget(tx, tokenHash(p.Login)); err != nil {
			return err
		}
		return s.revoke(tx, p)
	})
}

// SignOutUser ends all sessions of a person, who may sign in again: for a
// computer that was lost, or a browser that was left open.
func (s *Service) SignOutUser(ctx context.Context, id string, version int64) (Person, error) {
	return s.change(ctx, id, version, "user.sign_out", nil, func(tx *db.Tx, _ Actor, p *Person) error {
		return s.revoke(tx, p)
	})
}

// Disable shuts a person out at once. Nobody can disable themselves, nor the
// last one who administers the house.
func (s *Service) Disable(ctx context.Context, id string, version int64) (Person, error) {
	now := s.o.Now()
	return s.change(ctx, id, version, "user.disable", nil, func(tx *db.Tx, a Actor, p *Person) error {
		if a.ID == p.ID {
			return fault.New(fault.Conflict, "identity.not_yourself")
		}
		if !p.DisabledAt.IsZero() {
			return fault.New(fault.Conflict, "identity.already_disabled")
		}
		return administered(tx, p, func() error {
			p.DisabledAt = now
			return s.revoke(tx, p)
		})
	})
}

// Enable lets a person in again.
func (s *Service) Enable(ctx context.Context, id string, version int64) (Person, error) {
	return s.change(ctx, id, version, "user.enable", nil, func(_ *db.Tx, _ Actor, p *Person) error {
		if p.DisabledAt.IsZero() {
			return fault.New(fault.Conflict, "identity.not_disabled")
		}
		p.DisabledAt = time.Time{}
		return nil
	})
}

// Grant gives a person a role somewhere. Nobody can grant what they do not hold
// there themselves.
func (s *Service) Grant(ctx context.Context, id string, version int64, g Grant) (Person, error) {
	return s.change(ctx, id, version, "user.grant", g, func(tx *db.Tx, a Actor, p *Person) error {
		return grant(tx, a, p, g)
	})
}

// Revoke takes a role from a person. Their sessions go on, but their sockets
// are closed, for these may listen where the person has no business any more.
func (s *Service) Revoke(ctx context.Context, id string, version int64, g Grant) (Person, error) {
	return s.change(ctx, id, version, "user.revoke", g, func(tx *db.Tx, a Actor, p *Person) error {
		if !a.MayIn(UserManage, g.Shop) {
			return errBeyond()
		}
		return administered(tx, p, func() error {
			n, err := deleteGrant(tx, p.ID, g)
			if err == nil && n == 0 {
				err = fault.New(fault.NotFound, "identity.grant_unknown")
			}
			if err != nil {
				return err
			}
			all, err := grantsOf(tx, p.ID)
			if err != nil {
				return err
			}
			p.Grants = all[p.ID]
			return s.kick(tx, p.ID)
		})
	})
}

func grant(tx *db.Tx, a Actor, p *Person, g Grant) error {
	role, err := getRole(tx, g.Role)
	if err != nil {
		return err
	}
	if !a.MayIn(UserManage, g.Shop) {
		return errBeyond()
	}
	for _, permission := range role.Permissions {
		if !a.MayIn(permission, g.Shop) {
			return errBeyond()
		}
	}
	n, err := insertGrant(tx, p.ID, g)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "identity.already_granted")
	}
	p.Grants = append(p.Grants, g)
	return err
}

// Get returns a person within the actor's scope.
func (s *Service) Get(ctx context.Context, id string) (Person, error) {
	return s.find(ctx, func(q db.Queryer) (Person, error) { return get(q, id, "") })
}

// ByLogin returns the person with a login, within the actor's scope.
func (s *Service) ByLogin(ctx context.Context, login string) (Person, error) {
	return s.find(ctx, func(q db.Queryer) (Person, error) { return byLogin(q, NormalLogin(login)) })
}

func (s *Service) find(ctx context.Context, read func(db.Queryer) (Person, error)) (Person, error) {
	_, scope, err := Require(ctx, UserManage)
	if err != nil {
		return Person{}, err
	}
	p, err := read(s.db.Reader(ctx))
	if err == nil && !scope.shows(p.Grants) {
		err = errUnknown()
	}
	if err != nil {
		return Person{}, err
	}
	return p, nil
}
