package rulebook

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/complaint/past"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Granted is what a draft would have meant for the compensations that were really
// granted: approved, on their way or paid. Amounts are fen.
type Granted struct {
	Claims  int
	More    bool // there were more, which are older
	OldFen  int64
	NewFen  int64
	Unasked int // that were claimed without the policy, so that no table changes them
	Open    int // that cannot be decided by what was recorded; they count as they were
	Changed int
	Changes []Regrant // the greatest difference first, not all
}

// Regrant is a compensation that would have been another amount.
type Regrant struct {
	ClaimID, Number string // of the claim, and of its case
	Remedy          compensation.Remedy
	OldFen, NewFen  int64
}

// pays are the remedies of the policy that a claim can bring to a buyer: money is
// money, whatever the law calls it.
var pays = map[compensation.Remedy][]string{
	compensation.Payment:       {"payment", "compensation", "damages", "price_refund"},
	compensation.PartialRefund: {"partial_refund", "price_refund", "refund", "return_refund"},
	compensation.Coupon:        {"coupon"},
	compensation.Freight:       {"freight"},
	compensation.Gift:          {"gift"},
}

// OfferTo picks the offer of a decision that comes to most for a remedy of claims,
// with the most that it may be in fen, and one that depends on facts which nobody
// has told; nil where there is none.
func OfferTo(remedy compensation.Remedy, d policy.Decision) (best, open *policy.Offer, most int64) {
	most = -1
	for i, o := range d.Remedies {
		if !slices.Contains(pays[remedy], o.Remedy) {
			continue
		}
		switch fen, known := largest(o); {
		case o.State == policy.Verify:
			open = &d.Remedies[i]
		case known && fen > most:
			most, best = fen, &d.Remedies[i]
		}
	}
	return best, open, most
}

// largest is the most that an offer comes to, if it comes to a number.
func largest(o policy.Offer) (fen int64, known bool) {
	for _, n := range []*int64{o.Cap, o.Suggested, o.Floor} {
		if n != nil && (!known || *n > fen) {
			fen, known = *n, true
		}
	}
	return fen, known
}

// granted looks at what was granted in a shop lately. Who may not read
// compensations compares without.
func (s *Service) granted(ctx context.Context, shopID string, old, next []*policy.Compiled) (g Granted, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationRead)
	if fault.KindOf(err) == fault.Denied || err == nil && !scope.Sees(shopID, "") {
		return g, nil
	}
	if err != nil {
		return g, err
	}
	claims, err := compensation.MadeIn(s.DB.Reader(ctx), scope, compensation.Filter{ShopID: shopID, From: s.Now().AddDate(0, 0, -pastDays),
		States: []compensation.State{compensation.Approved, compensation.Paying, compensation.Paid}}, compensation.Spot{}, mostCases+1)
	if err != nil {
		return g, err
	}
	g.More, claims = len(claims) > mostCases, claims[:min(len(claims), mostCases)]
	slices.Reverse(claims) // the first of a case takes its room first
	cases, orders, err := s.casesOf(ctx, shopID, claims)
	if err != nil {
		return g, err
	}
	used := map[string]int64{} // of cases, in fen
	for _, c := range claims {
		of := cases[c.CaseID]
		fen := g.one(c, of, orders[of.OrderNo], [2][]*policy.Compiled{old, next}, used[c.CaseID])
		used[c.CaseID] += fen
		g.Claims, g.OldFen, g.NewFen = g.Claims+1, g.OldFen+c.Fen, g.NewFen+fen
		if fen != c.Fen {
			g.Changes = append(g.Changes, Regrant{c.ID, c.CaseNumber, c.Remedy, c.Fen, fen})
		}
	}
	g.Changed = len(g.Changes)
	slices.SortStableFunc(g.Changes, func(a, b Regrant) int { return int(abs(b.NewFen-b.OldFen) - abs(a.NewFen-a.OldFen)) })
	g.Changes = g.Changes[:min(len(g.Changes), mostChange)]
	return g, nil
}

// casesOf reads the cases of claims, open ones too, and their orders by number.
func (s *Service) casesOf(ctx context.Context, shopID string, claims []compensation.Claim) (map[string]past.Handled, map[string]*order.Detail, error) {
	var ids, numbers []string
	for _, c := range claims {
		ids = append(ids, c.CaseID)
	}
	all, err := past.TheseIn(s.DB.Reader(ctx), slices.Compact(slices.Sorted(slices.Values(ids))))
	if err != nil {
		return nil, nil, err
	}
	cases := map[string]past.Handled{}
	for _, c := range all {
		cases[c.ID] = c
		numbers = append(numbers, c.OrderNo)
	}
	orders, err := s.ordersOf(ctx, shopID, numbers)
	return cases, orders, err
}

// one is what would have been granted by the next tables, in fen; used is what the
// case would have got before.
func (g *Granted) one(c compensation.Claim, of past.Handled, o *order.Detail, tables [2][]*policy.Compiled, used int64) int64 {
	if c.Policy.Cap < 0 {
		g.Unasked++
		return c.Fen
	}
	m := matterOf(of.Scenario, of.Demands, of.OpenedAt, o)
	m.hear(Recalled(c.Policy.Reasons), m.unknown)
	var by [2]policy.Decision
	for i := range tables {
		var err error
		if by[i], err = decide(m.Facts, tables[i], c.MadeAt); err != nil {
			g.Open++
			return c.Fen
		}
	}
	fen, known := regrant(c, by[0], by[1], used)
	if !known {
		g.Open++
	}
	return fen
}

// regrant is a claim under another decision: what was given as it was suggested is
// given as it is suggested now, and all of a case stays between floor and cap.
func regrant(c compensation.Claim, was, is policy.Decision, used int64) (fen int64, known bool) {
	best, open, most := OfferTo(c.Remedy, is)
	switch {
	case best == nil && open != nil:
		return c.Fen, false
	case best == nil:
		return 0, true
	}
	fen = c.Fen
	if before, _, _ := OfferTo(c.Remedy, was); before != nil && before.Suggested != nil && *before.Suggested == fen && best.Suggested != nil {
		fen = *best.Suggested
	}
	if best.Floor != nil {
		fen = max(fen, *best.Floor-used)
	}
	return max(min(fen, most-used), 0), true
}
