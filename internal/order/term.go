package order

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"

	"github.com/anxin-desk/anxin/internal/order/cell"
)

// Goods classes, by what the law says of returning them without a reason
// (消法 25, 七日办法 6 and 7): the four that are excepted, and the three that
// are when the buyer confirmed so at the purchase.
const (
	General    = "general"
	Custom     = "custom"      // made for the buyer
	Fresh      = "fresh"       // perishable
	Digital    = "digital"     // downloaded, or opened recordings and software
	Periodical = "periodical"  // papers and journals
	Sealed     = "sealed"      // not safe or good any more once opened
	Activated  = "activated"   // worth much less once used
	NearExpiry = "near_expiry" // sold as near its end, or as flawed
)

// Classes are all goods classes.
var Classes = []string{General, Custom, Fresh, Digital, Periodical, Sealed, Activated, NearExpiry}

// Product is something that a shop sells.
type Product struct {
	ID     string
	ShopID string
	ProductDraft
	Version int64
}

// ProductDraft is what people say about a product.
type ProductDraft struct {
	Code           string // as orders call it
	Name           string
	Class          string // one of Classes, "" if nobody said
	WarrantyMonths *int64 // nil if nobody said
	Spec           string
}

// maxWarranty is the longest warranty, in months.
const maxWarranty = 600

func (d ProductDraft) Clean() (ProductDraft, error) {
	d.Code, d.Name, d.Spec = cell.Text(d.Code, MaxWords), cell.Text(d.Name, MaxTitle), cell.Text(d.Spec, 2000)
	switch {
	case d.Code == "":
		return d, fault.Field("code", "product.code_missing")
	case d.Name == "":
		return d, fault.Field("name", "product.name_missing")
	case d.Class != "" && !slices.Contains(Classes, d.Class):
		return d, fault.Field("goods_class", "product.class_unknown")
	case d.WarrantyMonths != nil && (*d.WarrantyMonths < 0 || *d.WarrantyMonths > maxWarranty):
		return d, fault.Field("warranty_months", "product.warranty_range", "limit", maxWarranty)
	}
	return d, nil
}

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
