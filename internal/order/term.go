package order

import (
	"time"
)

// Rule says for how many days goods of a class may be returned.
type Rule struct {
	ShopID string // "" for all
	Class  string // "" for all others
	Days   *int64 // 0: no such right; nil: it depends on what the buyer confirmed
}

// ruleFor is the nearest of the rules for a class in a shop.
func ruleFor(rules []Rule, shopID, class string) (Rule, bool) {
	for _, want := range []Rule{{ShopID: shopID, Class: class}, {Class: class}, {ShopID: shopID}, {}} {
		for _, r := range rules {
			if r.ShopID == want.ShopID && r.Class == want.Class {
				return r, true
			}
		}
	}
	return Rule{}, false
}

// TermState says what is known of a term.
type TermState string

const (
	Running    TermState = "running"    // it ends at Until
	Over       TermState = "over"       // it ended at Until
	Never      TermState = "none"       // there is no such right
	NotReached TermState = "unreceived" // unknown: nobody said when the goods arrived
	Untold     TermState = "unknown"    // unknown: nobody said how long it is
	Depends    TermState = "depends"    // unknown: on whether the buyer confirmed at the purchase
)

// Term is until when something may be asked for.
type Term struct {
	State TermState
	Until time.Time // the first moment after it; zero unless Running or Over
}

func (t Term) at(now time.Time) Term {
	if t.State = Running; !now.Before(t.Until) {
		t.State = Over
	}
	return t
}

// Terms are those of one item.
type Terms struct {
	Product  *Product // nil if the shop has none under the item's code
	Return   Term
	Warranty Term
}

// termsOf computes the terms of an item. A day of receipt does not count: what
// may be returned for seven days and arrived on the first may be returned until
// the end of the eighth, on the shop's clock.
func termsOf(o Order, p *Product, rules []Rule, zone *time.Location, now time.Time) Terms {
	t := Terms{Product: p, Return: Term{State: NotReached}, Warranty: Term{State: Untold}}
	class := ""
	if p != nil {
		class = p.Class
	}
	rule, found := ruleFor(rules, o.ShopID, class)
	day := time.Time{}
	if !o.ReceivedAt.IsZero() {
		y, m, d := o.ReceivedAt.In(zone).Date()
		day = time.Date(y, m, d, 0, 0, 0, 0, zone)
	}
	switch {
	case !found:
		t.Return.State = Untold
	case rule.Days == nil:
		t.Return.State = Depends
	case *rule.Days == 0:
		t.Return.State = Never
	case !day.IsZero():
		t.Return = Term{Until: day.AddDate(0, 0, 1+int(*rule.Days)).UTC()}.at(now)
	}
	switch {
	case p == nil || p.WarrantyMonths == nil:
	case *p.WarrantyMonths == 0:
		t.Warranty.State = Never
	case day.IsZero():
		t.Warranty.State = NotReached
	default:
		t.Warranty = Term{Until: monthsAfter(day, int(*p.WarrantyMonths)).AddDate(0, 0, 1).UTC()}.at(now)
	}
	return t
}

// monthsAfter is the same day n months later, or the last of a shorter month.
func monthsAfter(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, day.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}
