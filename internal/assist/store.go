package assist

import (
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// key names a version of a rule.
type key struct {
	rule    string
	version int64
}

// count adds a reaction to those of a shop.
func count(tx *db.Tx, shopID string, r Reaction) error {
	_, err := tx.Exec(`INSERT INTO reply_rule_reaction AS r (shop_id, rule, version, response, n) VALUES (?, ?, ?, ?, 1)
		ON CONFLICT (shop_id, rule, version, response) DO UPDATE SET n = r.n + 1`, shopID, r.Rule, r.Version, string(r.Response))
	return err
}

// counted returns the reactions within a scope.
func counted(q db.Queryer, scope identity.Scope) (map[key]map[Response]int64, error) {
	where, args := scope.Where("shop_id", "")
	all := map[key]map[Response]int64{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var k key
		var response string
		var n int64
		err := row.Scan(&k.rule, &k.version, &response, &n)
		if all[k] == nil {
			all[k] = map[Response]int64{}
		}
		all[k][Response(response)] = n
		return struct{}{}, err
	}, `SELECT rule, version, response, CAST(SUM(n) AS BIGINT) FROM reply_rule_reaction WHERE `+where+` GROUP BY rule, version, response`, args...)
	return all, err
}
