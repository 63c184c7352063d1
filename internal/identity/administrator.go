package identity

import (
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// administers tells whether a can let people in everywhere and say what roles
// allow. Without anybody like that a house could never be changed again.
func (a Actor) administers() bool {
	return a.MayIn(UserManage, AllShops) && a.MayIn(RoleManage, AllShops)
}

// administered makes a change to p and refuses it if nobody is left who
// administers the house.
func administered(tx *db.Tx, p *Person, change func() error) error {
	before, err := actorOf(tx, *p)
	if err != nil {
		return err
	}
	mattered := p.DisabledAt.IsZero() && before.administers()
	if err := change(); err != nil || !mattered {
		return err
	}
	after, err := actorOf(tx, *p)
	if err != nil || p.DisabledAt.IsZero() && after.administers() {
		return err
	}
	if err := lockAdministration(tx); err != nil {
		return err
	}
	return needAdministrator(tx, p.ID)
}

// needAdministrator is a fault if nobody besides one user administers the house.
func needAdministrator(tx *db.Tx, besides string) error {
	some, err := anyAdministrator(tx, besides)
	if err == nil && !some {
		err = fault.New(fault.Conflict, "identity.last_administrator")
	}
	return err
}

// lockAdministration makes others who ask wait for the end of tx, so that of
// the last two administrators only one can go.
func lockAdministration(tx *db.Tx) error {
	_, err := db.Value[string](tx, `SELECT id FROM role WHERE id = 'administrator' `+tx.ForUpdate())
	return err
}

// anyAdministrator tells whether somebody besides one user can sign in and
// administers the house.
func anyAdministrator(tx *db.Tx, besides string) (bool, error) {
	return db.Value[bool](tx, `SELECT EXISTS (
		SELECT 1 FROM app_user u WHERE u.id <> ? AND u.disabled_at = 0 AND 2 = (
			SELECT COUNT(DISTINCT p.permission) FROM user_grant g JOIN role_permission p ON p.role_id = g.role_id
			WHERE g.user_id = u.id AND g.shop_id = '' AND p.permission IN ('user.manage', 'role.manage')))`, besides)
}
