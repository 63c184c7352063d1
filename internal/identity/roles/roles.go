// Package roles reads who holds which roles.
package roles

import (
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// OfIn returns the ids of the roles that somebody who can sign in, and holds p in a
// shop, has there; none for everybody else.
func OfIn(q db.Queryer, userID string, p identity.Permission, shopID string) ([]string, error) {
	holds, err := identity.Holds(q, userID, p, shopID)
	if err != nil || !holds {
		return nil, err
	}
	return db.All(q, scan, `SELECT DISTINCT role_id FROM user_grant WHERE user_id = ? AND shop_id IN ('', ?) ORDER BY role_id`, userID, shopID)
}

// AllIn returns the ids of all roles.
func AllIn(q db.Queryer) ([]string, error) { return db.All(q, scan, `SELECT id FROM role ORDER BY id`) }

// Role is what one is called.
type Role struct{ ID, Name string }

// NamesIn returns what all roles are called, by id.
func NamesIn(q db.Queryer) ([]Role, error) {
	return db.All(q, func(row db.Scanner) (r Role, err error) {
		err = row.Scan(&r.ID, &r.Name)
		return r, err
	}, `SELECT id, name FROM role ORDER BY id`)
}

func scan(row db.Scanner) (id string, err error) {
	err = row.Scan(&id)
	return id, err
}
