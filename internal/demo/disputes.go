package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/shop"
)

// outside is a dispute of the demo shop, which came some hours ago.
type outside struct {
	Kind, Platform, Number, Reason, Demand string
	OrderNo                                string `json:"order_no"`
	Amount                                 int64
	Hours                                  int
}

// contest registers the disputes of the demo shop, which its agent owns.
func (p Parts) contest(ctx context.Context, at shop.Shop, login string, all []outside) error {
	owner, err := p.Identity.ByLogin(ctx, login)
	if err != nil {
		return err
	}
	as := identity.With(ctx, identity.NewUser(owner.ID, owner.Name, map[string][]identity.Permission{at.ID: identity.Grantable()}))
	for i, o := range all {
		d := dispute.Draft{ShopID: at.ID, Kind: dispute.Kind(o.Kind), Platform: o.Platform, Number: o.Number, ReceivedAt: p.Now().Add(-time.Duration(o.Hours) * time.Hour),
			Facts: dispute.Facts{Reason: o.Reason, Demand: o.Demand, Amount: o.Amount, OrderNo: o.OrderNo}}
		if _, _, err := p.Disputes.Register(as, fmt.Sprintf("demo-dispute-%d", i), d); err != nil {
			return fmt.Errorf("dispute %s: %w", o.Number, err)
		}
	}
	return nil
}
