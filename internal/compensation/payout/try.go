package payout

import (
	"context"

	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Try asks the system of a shop about a payout that never was, so that nothing can be
// paid. It returns what is wrong with the answer, nil if the system said that it
// knows nothing of it.
func (s *Service) Try(ctx context.Context, shopID string) (problem error, err error) {
	link, err := s.ERP.Read(ctx, shopID)
	if err != nil {
		return nil, err
	}
	to, err := s.ERP.TargetIn(s.DB.Reader(ctx), link.ShopID)
	switch {
	case err != nil:
		return nil, err
	case to.Address == "":
		return nil, fault.New(fault.Conflict, "payout.no_erp")
	case to.Status == "":
		return nil, fault.New(fault.Conflict, "payout.cannot_try")
	}
	r := erp.Request{Action: "status", Key: "anxin-try-" + s.NewID(), Shop: link.ShopID}
	body, headers, err := erp.Signed(r, to.Secret, s.Now())
	if err != nil {
		return nil, err
	}
	switch v := erp.JudgeStatus(s.Sender.Send(ctx, to.Status, headers, body)); {
	case v.Outcome == erp.NotFound:
		return nil, nil
	case v.Err != nil:
		return v.Err, nil
	}
	return fault.New(fault.Unavailable, "payout.nonsense"), nil
}
