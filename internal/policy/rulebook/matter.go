package rulebook

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Matter is what is known of a case, and from where.
type Matter struct {
	Facts map[string]any    // as policy reads them
	From  map[string]string // "case", "order", "product" or "said"
}

func (m Matter) put(name, from string, value any) { m.Facts[name], m.From[name] = value, from }

// platforms are those of orders that policy calls otherwise.
var platforms = map[string]string{"pdd": "pinduoduo"}

// matterOf puts together what a case and its order say. What contradicts itself
// because an order is corrected late is left out: a parcel that was signed for
// after the complaint says nothing of it.
func matterOf(scenario string, demands []string, opened time.Time, o *order.Detail) Matter {
	m := Matter{map[string]any{}, map[string]string{}}
	m.put("scenario", "case", scenario)
	m.put("claimed_on", "case", day(opened))
	if len(demands) > 0 {
		m.put("demand", "case", demands[0])
	}
	if o == nil {
		return m
	}
	if f, ok := policy.FactNamed("platform"); ok && o.Platform != "" {
		name := o.Platform
		if other := platforms[name]; other != "" {
			name = other
		}
		for _, v := range f.Values() {
			if v.Code == name {
				m.put("platform", "order", name)
			}
		}
	}
	if o.Paid.Known {
		m.put("paid", "order", o.Paid.N)
	}
	if o.Freight.Known {
		m.put("freight_paid", "order", o.Freight.N)
	}
	m.times(o, opened)
	m.class(o)
	return m
}

func (m Matter) times(o *order.Detail, opened time.Time) {
	claimed := day(opened)
	if !o.PlacedAt.IsZero() && day(o.PlacedAt) <= claimed {
		m.put("ordered_on", "order", day(o.PlacedAt))
	}
	signed := !o.ReceivedAt.IsZero()
	if signed && day(o.ReceivedAt) <= claimed && (o.PlacedAt.IsZero() || !o.ReceivedAt.Before(o.PlacedAt)) {
		m.put("signed_on", "order", day(o.ReceivedAt))
	}
	switch {
	case !o.ShippedAt.IsZero() || signed || o.Status == order.ShippedOut || o.Status == order.Done:
		m.put("shipped", "order", true)
	case o.Status == order.ToShip || o.Status == order.Unpaid:
		m.put("shipped", "order", false)
	}
}

// class is that of the goods, if all items have one.
func (m Matter) class(o *order.Detail) {
	class := ""
	for _, t := range o.Terms {
		if t.Product == nil || t.Product.Class == "" || class != "" && class != t.Product.Class {
			return
		}
		class = t.Product.Class
	}
	if class != "" {
		m.put("goods_class", "product", class)
	}
}

func day(t time.Time) string { return t.In(shanghai).Format(time.DateOnly) }

// Weighed is a decision about a matter, with the tables that it was made by.
type Weighed struct {
	Matter   Matter
	Decision policy.Decision
}

// ForCase decides about a case that the actor may read: by its facts, those of its
// order, and what the agent has found out. A fact that was said outranks one that
// was looked up.
func (s *Service) ForCase(ctx context.Context, caseID string, said map[string]any) (Weighed, error) {
	return s.weigh(ctx, caseID, said, func(Matter, policy.Fact) bool { return true })
}

// ForClaim is ForCase where money hangs on it: what was looked up outranks what is
// said, and so do the dates that a fact is computed from.
func (s *Service) ForClaim(ctx context.Context, caseID string, said map[string]any) (Weighed, error) {
	return s.weigh(ctx, caseID, said, Matter.unknown)
}

// unknown tells that a fact was not looked up, nor any that it is computed from.
func (m Matter) unknown(f policy.Fact) bool {
	return !slices.ContainsFunc(append([]string{f.Name}, f.From...), func(n string) bool {
		from := m.From[n]
		return from != "" && from != "said"
	})
}

// hear adds what was said, as far as it counts.
func (m Matter) hear(said map[string]any, counts func(policy.Fact) bool) {
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if f, ok := policy.FactNamed(name); ok && said[name] != nil && said[name] != "" && counts(f) {
			m.put(f.Name, "said", said[name])
		}
	}
}

// weigh decides about a case by what is known and by what is said, as far as that
// counts beside it.
func (s *Service) weigh(ctx context.Context, caseID string, said map[string]any, counts func(Matter, policy.Fact) bool) (w Weighed, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return w, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return w, err
	}
	found, err := s.ordersOf(ctx, c.ShopID, []string{c.OrderNo})
	if err != nil {
		return w, err
	}
	w.Matter = matterOf(c.Scenario, c.Demands, c.OpenedAt, found[c.OrderNo])
	for name := range said {
		if _, ok := policy.FactNamed(name); !ok {
			return w, fault.Field(name, "policy.fact_unknown", "fact", name)
		}
	}
	w.Matter.hear(said, func(f policy.Fact) bool { return counts(w.Matter, f) })
	books, err := booksOf(q, c.ShopID)
	if err != nil {
		return w, err
	}
	w.Decision, err = decide(w.Matter.Facts, compile(inForce(books)), s.Now())
	return w, err
}

// Try decides about facts that somebody types, by the tables of a shop that are in
// force.
func (s *Service) Try(ctx context.Context, shopID string, facts map[string]any) (policy.Decision, error) {
	if _, err := s.shop(ctx, shopID, identity.CaseRead); err != nil {
		return policy.Decision{}, err
	}
	books, err := booksOf(s.DB.Reader(ctx), shopID)
	if err != nil {
		return policy.Decision{}, err
	}
	return decide(facts, compile(inForce(books)), s.Now())
}

func decide(facts map[string]any, tables []*policy.Compiled, now time.Time) (policy.Decision, error) {
	k, err := policy.Read(facts, now)
	if err != nil {
		return policy.Decision{}, err
	}
	return policy.Decide(k, tables, now), nil
}

// batch is how many orders are asked for at once.
const batch = 20

// ordersOf looks orders up by number. Who may not read orders decides without.
func (s *Service) ordersOf(ctx context.Context, shopID string, numbers []string) (map[string]*order.Detail, error) {
	found := map[string]*order.Detail{}
	var asked []string
	for _, n := range numbers {
		if n != "" {
			asked = append(asked, n)
		}
	}
	for len(asked) > 0 {
		n := min(batch, len(asked))
		some, err := s.Orders.OfShop(ctx, shopID, asked[:n])
		if fault.KindOf(err) == fault.Denied {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		for _, d := range some {
			found[d.Number] = &d
		}
		asked = asked[n:]
	}
	return found, nil
}
