package rulebook

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/complaint/past"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Bounds of a simulation.
const (
	pastDays   = 180
	mostCases  = 500
	mostChange = 100 // shown
)

// extras are remedies that cost money on top of what the goods cost anyway. Of one
// case the highest counts, for the others are its alternatives.
var extras = []string{"partial_refund", "price_refund", "freight", "damages", "compensation", "payment", "coupon", "gift"}

// Simulation is what a draft would have changed.
type Simulation struct {
	Cases            int   // closed cases that were looked at
	More             bool  // there were more
	Skipped          int   // whose facts contradict each other
	OldFen, NewFen   int64 // the suggested extras of all cases
	OldOpen, NewOpen int   // cases with a question open
	Refunded         int64 // what was given back in fact, as the orders say
	Remedies         []Sum
	Changed          int
	Changes          []Change // the greatest difference first, not all
	Granted          Granted
}

// Sum is one remedy over all cases.
type Sum struct {
	Remedy             string
	OldCases, NewCases int
	OldFen, NewFen     int64
}

// Change is a case for which the draft decides otherwise.
type Change struct {
	CaseID, Number, Scenario string
	Old, New                 []policy.Offer
	Difference               int64 // fen, of the extras
}

// Simulate compares the draft of a table with what is in force, on the closed cases
// of its shop and on what was granted in it, and notes that it did: the draft may be
// published then.
func (s *Service) Simulate(ctx context.Context, id string, version int64) (out Simulation, b Book, err error) {
	b, err = s.Get(ctx, id)
	if err != nil {
		return out, b, err
	}
	fresh, err := publishable(b.Draft)
	if err != nil {
		return out, b, err
	}
	books, err := booksOf(s.DB.Reader(ctx), b.ShopID)
	if err != nil {
		return out, b, err
	}
	old, next := on(today(s.Now()).String(), inForce(books)), []policy.Table{}
	for _, t := range old {
		if t.ID != b.ID && !(b.Draft.Layer == policy.Merchant && builtIn(t)) {
			next = append(next, t)
		}
	}
	before, after := compile(old), append(compile(next), fresh)
	if out, err = s.compare(ctx, b.ShopID, before, after); err != nil {
		return out, b, err
	}
	if out.Granted, err = s.granted(ctx, b.ShopID, before, after); err != nil {
		return out, b, err
	}
	b, err = s.edit(ctx, id, version, func(tx *db.Tx, b Book, _ identity.Actor) (Book, error) {
		b.Simulated = b.Version
		return b, update(tx, b)
	})
	return out, b, err
}

// builtIn tells the tables that come with the product.
func builtIn(t policy.Table) bool {
	return slices.ContainsFunc(policy.Defaults(), func(d policy.Table) bool { return d.ID == t.ID })
}

func (s *Service) compare(ctx context.Context, shopID string, old, next []*policy.Compiled) (out Simulation, err error) {
	cases, err := past.ClosedIn(s.DB.Reader(ctx), shopID, s.Now().AddDate(0, 0, -pastDays), mostCases+1)
	if err != nil {
		return out, err
	}
	out.More, cases = len(cases) > mostCases, cases[:min(len(cases), mostCases)]
	var numbers []string
	for _, c := range cases {
		numbers = append(numbers, c.OrderNo)
	}
	orders, err := s.ordersOf(ctx, shopID, numbers)
	if err != nil {
		return out, err
	}
	sums := map[string]*Sum{}
	for _, c := range cases {
		out.one(c, orders[c.OrderNo], old, next, sums)
	}
	for _, r := range policy.Remedies {
		if sum := sums[r.Code]; sum != nil {
			out.Remedies = append(out.Remedies, *sum)
		}
	}
	slices.SortStableFunc(out.Changes, func(a, b Change) int { return int(abs(b.Difference) - abs(a.Difference)) })
	out.Changes = out.Changes[:min(len(out.Changes), mostChange)]
	return out, nil
}

// one decides about a case twice.
func (out *Simulation) one(c past.Handled, o *order.Detail, old, next []*policy.Compiled, sums map[string]*Sum) {
	m := matterOf(c.Scenario, c.Demands, c.OpenedAt, o)
	before, err := decide(m.Facts, old, c.ClosedAt)
	if err != nil {
		out.Skipped++
		return
	}
	after, err := decide(m.Facts, next, c.ClosedAt)
	if err != nil {
		out.Skipped++
		return
	}
	out.Cases++
	if o != nil {
		out.Refunded += o.Refunded.N
	}
	a, b := total(before, sums, false), total(after, sums, true)
	out.OldFen, out.NewFen = out.OldFen+a, out.NewFen+b
	if before.Decision == policy.Verify {
		out.OldOpen++
	}
	if after.Decision == policy.Verify {
		out.NewOpen++
	}
	if was, is := differing(before, after); len(was)+len(is) > 0 {
		out.Changed++
		out.Changes = append(out.Changes, Change{c.ID, c.Number, c.Scenario, was, is, b - a})
	}
}

// total is the highest extra that is suggested, and counts each.
func total(d policy.Decision, sums map[string]*Sum, fresh bool) (most int64) {
	for _, o := range d.Remedies {
		if o.State == policy.Verify {
			continue
		}
		sum := sums[o.Remedy]
		if sum == nil {
			sum = &Sum{Remedy: o.Remedy}
			sums[o.Remedy] = sum
		}
		fen := int64(0)
		if o.Suggested != nil {
			fen = *o.Suggested
		}
		if fresh {
			sum.NewCases, sum.NewFen = sum.NewCases+1, sum.NewFen+fen
		} else {
			sum.OldCases, sum.OldFen = sum.OldCases+1, sum.OldFen+fen
		}
		if slices.Contains(extras, o.Remedy) {
			most = max(most, fen)
		}
	}
	return most
}

// differing are the offers that are not the same in both.
func differing(a, b policy.Decision) (was, is []policy.Offer) {
	for _, o := range a.Remedies {
		if !slices.ContainsFunc(b.Remedies, func(p policy.Offer) bool { return sameOffer(o, p) }) {
			was = append(was, o)
		}
	}
	for _, o := range b.Remedies {
		if !slices.ContainsFunc(a.Remedies, func(p policy.Offer) bool { return sameOffer(o, p) }) {
			is = append(is, o)
		}
	}
	return was, is
}

func sameOffer(a, b policy.Offer) bool {
	return a.Remedy == b.Remedy && a.State == b.State && a.Approval == b.Approval && equal(a.Floor, b.Floor) && equal(a.Suggested, b.Suggested) && equal(a.Cap, b.Cap)
}

func equal(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

func abs(n int64) int64 { return max(n, -n) }
