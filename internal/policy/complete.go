package policy

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// later are pairs of dates of which the second is not before the first.
var later = [][2]string{{"ordered_on", "signed_on"}, {"ordered_on", "claimed_on"}, {"signed_on", "confirmed_on"}, {"signed_on", "claimed_on"},
	{"signed_on", "returned_on"}, {"signed_on", "installed_on"}, {"ordered_on", "requested_on"}, {"confirmed_on", "claimed_on"}}

// opposed are facts that cannot both be so.
var opposed = [][4]string{{"shipped", "no", "delivered", "yes"}, {"scenario", "order.unshipped", "delivered", "yes"}, {"fraud", "no", "fraud_act", "five_rest"}}

// complete fills in what follows from what is known, and refuses what cannot be.
func (k *Known) complete() error {
	all := registry()
	if s := &k.slots[all.byName["claimed_on"].at]; !s.known {
		*s = slot{known: true, n: int64(k.at)}
	}
	for _, f := range all.all {
		if s := k.slots[f.at]; f.Kind == Date && s.known && calendar.Date(s.n) > k.at {
			return fault.Field(f.Name, "policy.date_future", "fact", f.Zh, "name", f.Name, "date", calendar.Date(s.n).String())
		}
	}
	for _, pair := range later {
		a, b := all.byName[pair[0]], all.byName[pair[1]]
		if k.slots[a.at].known && k.slots[b.at].known && k.slots[a.at].n > k.slots[b.at].n {
			return contradicts(a, b)
		}
	}
	if err := k.opposed(); err != nil {
		return err
	}
	for _, f := range all.all {
		if err := k.compute(f); err != nil {
			return err
		}
	}
	return nil
}

func (k *Known) opposed() error {
	all := registry()
	for _, o := range opposed {
		a, b := all.byName[o[0]], all.byName[o[2]]
		i, _ := a.value(o[1])
		j, _ := b.value(o[3])
		if k.slots[a.at].mask == 1<<i && k.slots[b.at].mask == 1<<j {
			return contradicts(a, b)
		}
	}
	paid, part := all.byName["paid"], all.byName["reasonable_paid"]
	if k.slots[paid.at].known && k.slots[part.at].known && k.slots[part.at].n > k.slots[paid.at].n {
		return contradicts(paid, part)
	}
	if shipped, signed := k.get("shipped"), k.get("signed_on"); shipped.mask == 1 && signed.known {
		return contradicts(all.byName["shipped"], all.byName["signed_on"])
	}
	return nil
}

func contradicts(a, b *Fact) error {
	return fault.Field(b.Name, "policy.facts_contradict", "a", a.Zh, "b", b.Zh, "names", a.Name+", "+b.Name)
}

// compute counts the days or months between two dates. The first day does not
// count, so what was signed for on the first is one day old on the second.
func (k *Known) compute(f *Fact) error {
	if len(f.From) == 0 {
		return nil
	}
	from, to := k.get(f.From[0]), slot{known: true, n: int64(k.at)}
	if f.From[1] != "at" {
		to = k.get(f.From[1])
	}
	if !from.known || !to.known {
		return nil
	}
	n := to.n - from.n
	if f.How == "months" {
		n = monthsBetween(calendar.Date(from.n), calendar.Date(to.n))
	}
	s := &k.slots[f.at]
	if s.known && s.n != n {
		return contradicts(registry().byName[f.From[0]], f)
	}
	*s = slot{known: true, n: n}
	return nil
}

// monthsBetween is the least number of months that reach from a to b: 6 on the
// same day half a year later, 7 on the day after.
func monthsBetween(a, b calendar.Date) int64 {
	n := int64(0)
	for monthsAfter(a, n) < b {
		n++
	}
	return n
}

// monthsAfter is the same day n months later, or the last of a shorter month.
func monthsAfter(d calendar.Date, n int64) calendar.Date {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return calendar.NewDate(first.Year(), first.Month(), min(t.Day(), last))
}
