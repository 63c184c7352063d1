package option

import (
	"context"
	"strconv"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Follow is what has to be done for what a buyer chose: a compensation to claim, or
// work for a department. It is done when somebody says so, under a key that does it
// once.
type Follow struct {
	Key     string
	Kind    string // "claim" or "ticket"
	Remedy  string // of the option
	Claim   compensation.Remedy
	Fen     int64
	Ticket  string // the type of the ticket
	Title   string
	Text    string
	Made    string // id of the claim or ticket, "" as long as there is none
	Settled bool
}

// claims are the compensations that bring remedies to a buyer.
var claims = map[string]compensation.Remedy{
	"refund": compensation.PartialRefund, "return_refund": compensation.PartialRefund, "partial_refund": compensation.PartialRefund,
	"price_refund": compensation.PartialRefund, "payment": compensation.Payment, "compensation": compensation.Payment,
	"damages": compensation.Payment, "coupon": compensation.Coupon, "freight": compensation.Freight, "gift": compensation.Gift,
}

// tickets are the types of the work that remedies need.
var tickets = map[string]string{
	"resend": "resend", "exchange": "resend", "substitute": "resend", "repair": "other", "loaner": "other",
	"warranty": "other", "member": "other", "invoice": "other",
}

// Follows is what has to be done for what the buyer chose, nothing for words alone.
func (c Card) Follows() (all []Follow) {
	p, ok := c.ChosenPick()
	if !ok {
		return nil
	}
	parts := []Pick{{Remedy: p.Remedy, Fen: p.Fen, Text: p.Text}}
	if p.Extra != "" {
		parts = append(parts, Pick{Remedy: p.Extra, Fen: p.ExtraFen})
	}
	for i, part := range parts {
		f := Follow{Key: "option-" + c.ID + "-" + strconv.Itoa(i+1), Remedy: part.Remedy, Fen: part.Fen, Title: part.Title(), Text: part.Text}
		switch {
		case claims[part.Remedy] != "" && part.Fen > 0:
			f.Kind, f.Claim = "claim", claims[part.Remedy]
		case tickets[part.Remedy] != "" || part.Remedy == "gift":
			f.Kind, f.Ticket = "ticket", tickets[part.Remedy]
			if f.Ticket == "" {
				f.Ticket = "other"
			}
		default:
			continue
		}
		all = append(all, f)
	}
	return all
}

// Follow says how far what follows from a card is. The caller has made sure that the
// actor may read the case; who may not read claims or tickets learns only that there
// is one.
func (s *Service) Follow(ctx context.Context, c Card) ([]Follow, error) {
	if _, _, err := identity.Require(ctx, identity.CaseRead); err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	all := c.Follows()
	for i, f := range all {
		var err error
		if f.Kind == "claim" {
			var made compensation.Claim
			made, err = compensation.ByKeyIn(q, c.CaseID, f.Key)
			all[i].Made, all[i].Settled = made.ID, made.State.Settled()
		} else {
			var made ticket.Ticket
			made, err = ticket.ByKeyIn(q, c.CaseID, f.Key)
			all[i].Made, all[i].Settled = made.ID, made.State.Settled()
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	return all, nil
}
