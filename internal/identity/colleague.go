package identity

import "github.com/anxin-desk/anxin/internal/platform/db"

// ColleagueIn returns a user who can sign in and holds p in a shop; anybody else
// is not found.
func ColleagueIn(q db.Queryer, userID string, p Permission, shopID string) (Colleague, error) {
	return db.One(q, func(row db.Scanner) (c Colleague, err error) {
		err = row.Scan(&c.ID, &c.Name)
		return c, err
	}, `SELECT DISTINCT u.id, u.name
		FROM user_grant g JOIN app_user u ON u.id = g.user_id JOIN role_permission p ON p.role_id = g.role_id
		WHERE u.id = ? AND u.disabled_at = 0 AND g.shop_id IN ('', ?) AND p.permission = ?`, userID, shopID, string(p))
}
