package identity

import (
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Holder returns somebody who can sign in and holds p in a shop; found is false
// for everybody else.
func Holder(q db.Queryer, userID string, p Permission, shopID string) (c Colleague, found bool, err error) {
	c, err = db.One(q, func(row db.Scanner) (c Colleague, err error) {
		err = row.Scan(&c.ID, &c.Name)
		return c, err
	}, `SELECT u.id, u.name FROM app_user u WHERE u.id = ? AND u.disabled_at = 0 AND EXISTS (
		SELECT 1 FROM user_grant g JOIN role_permission p ON p.role_id = g.role_id
		WHERE g.user_id = u.id AND g.shop_id IN ('', ?) AND p.permission = ?)`, userID, shopID, string(p))
	if fault.KindOf(err) == fault.NotFound {
		return c, false, nil
	}
	return c, err == nil, err
}
