package order

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// maxReturnDays is the longest time in which goods may be returned.
const maxReturnDays = 3650

// ClassRule is what counts for goods of a class in a shop.
type ClassRule struct {
	Class   string // "" for all others
	Rule    Rule   // that counts now
	Own     bool   // the shop's own; else the house's, or as for all others
	Others  bool   // as for all others
	Version int64  // of the shop's own, 0 if it never had one
}

// ReturnRules are what counts in a shop for each class, all others first.
func (s *Service) ReturnRules(ctx context.Context, shopID string) ([]ClassRule, error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, err
	}
	if !scope.Sees(shopID, "") {
		return nil, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.GetIn(q, shopID); err != nil {
		return nil, err
	}
	rules, err := rulesOf(q, shopID)
	if err != nil {
		return nil, err
	}
	versions, err := ruleVersions(q, shopID)
	var all []ClassRule
	for _, class := range append([]string{""}, Classes...) {
		r, _ := ruleFor(rules, shopID, class)
		all = append(all, ClassRule{class, r, r.ShopID == shopID && r.Class == class, r.Class != class, versions[class]})
	}
	return all, err
}

// SetReturnRule says for how many days goods of a class may be returned in a
// shop: days as in [Rule]; own false goes back to what the house says. version is
// the one that the caller saw.
func (s *Service) SetReturnRule(ctx context.Context, shopID, class string, version int64, own bool, days *int64) error {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	switch {
	case err != nil:
		return err
	case !scope.Sees(shopID, ""):
		return fault.New(fault.NotFound, "shop.unknown")
	case class != "" && !slices.Contains(Classes, class):
		return fault.Field("goods_class", "product.class_unknown")
	case days != nil && (*days < 0 || *days > maxReturnDays):
		return fault.Field("days", "order.return_days_range", "limit", maxReturnDays)
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.GetIn(tx, shopID); err != nil {
			return err
		}
		n, err := tx.Exec(`INSERT INTO return_rule (shop_id, goods_class, days, own, version) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (shop_id, goods_class) DO UPDATE SET days = excluded.days, own = excluded.own, version = excluded.version
			WHERE return_rule.version = ?`, shopID, class, number(days), own, version+1, version)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "order.return_rule_changed")
		}
		s.hint(tx, shopID, Hint{"order", ""})
		return s.audit(tx, subject{"return_rule/" + shopID + "/" + class, version + 1}, actor.ID, "set_return_rule",
			map[string]any{"shop_id": shopID, "goods_class": class, "own": own, "days": days})
	})
}

func ruleVersions(q db.Queryer, shopID string) (map[string]int64, error) {
	versions := map[string]int64{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var class string
		var version int64
		err := row.Scan(&class, &version)
		versions[class] = version
		return struct{}{}, err
	}, `SELECT goods_class, version FROM return_rule WHERE shop_id = ?`, shopID)
	return versions, err
}
