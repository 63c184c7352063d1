package lately

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/complaint"
)

// claims is what the team does about compensations, by the verbs of the script.
var claims = map[string]func(p *player, as context.Context, c complaint.Case, l line) error{
	"补偿": (*player).claim,
	"批准": func(p *player, as context.Context, c complaint.Case, l line) error {
		return p.ofCase(as, c, compensation.Waiting, func(it compensation.Claim) error {
			_, err := p.Compensation.Approvals.Approve(as, it.ID, it.Version, l.words)
			return err
		})
	},
	"拒绝": func(p *player, as context.Context, c complaint.Case, l line) error {
		return p.ofCase(as, c, compensation.Waiting, func(it compensation.Claim) error {
			_, err := p.Compensation.Approvals.Refuse(as, it.ID, it.Version, l.words)
			return err
		})
	},
	"系统付款": (*player).system,
	"停用系统": (*player).off,
	"发券": func(p *player, as context.Context, c complaint.Case, _ line) error {
		return p.ofCase(as, c, compensation.Approved, func(it compensation.Claim) error {
			_, err := p.Compensation.Payouts.Pay(as, it.ID, it.Version, payout.How{Channel: payout.Coupon, PoolID: p.pool})
			return err
		})
	},
}

// system pays through the merchant's own system, whose answer never comes.
func (p *player) system(as context.Context, c complaint.Case, l line) error {
	if _, err := p.Compensation.ERP.Save(as, c.ShopID, 0, erp.Draft{Address: "https://" + l.words, Secret: rand.Text()}); err != nil {
		return err
	}
	return p.ofCase(as, c, compensation.Approved, func(it compensation.Claim) error {
		_, err := p.Compensation.Payouts.Pay(as, it.ID, it.Version, payout.How{Channel: payout.ERP})
		return err
	})
}

// off stops paying through that system, until somebody has found out.
func (p *player) off(as context.Context, c complaint.Case, _ line) error {
	link, err := p.Compensation.ERP.Read(as, c.ShopID)
	if err != nil {
		return err
	}
	_, err = p.Compensation.ERP.Save(as, c.ShopID, link.Version, erp.Draft{Off: true})
	return err
}

// claim asks for a compensation: yuan, remedy, why.
func (p *player) claim(as context.Context, c complaint.Case, l line) error {
	amount, rest, _ := strings.Cut(l.words, " ")
	remedy, why, _ := strings.Cut(rest, " ")
	yuan, err := strconv.ParseInt(amount, 10, 64)
	if err != nil {
		return err
	}
	_, err = p.Compensation.Approvals.Claim(as, c.ID, p.key(), compensation.Draft{Remedy: compensation.Remedy(remedy), Fen: yuan * 100, Reason: why, Policy: compensation.NoPolicy})
	return err
}

// ofCase does something with the claim of a case that has come so far.
func (p *player) ofCase(as context.Context, c complaint.Case, state compensation.State, do func(compensation.Claim) error) error {
	all, err := compensation.OfCaseIn(p.DB.Reader(as), c.ID)
	if err != nil {
		return err
	}
	for _, it := range all {
		if it.State == state {
			return do(it)
		}
	}
	return fmt.Errorf("no claim is %s", state)
}
