package option

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/policy"
)

// enoughRepairs is how often something is repaired before it is exchanged.
const enoughRepairs = 2

// Weigh works out what may be offered.
func Weigh(m Matter) Options {
	o := Options{Freight: m.Decision.Freight, Left: m.Bought.left(), Bought: m.Bought}
	var all []Option
	for _, offer := range m.Decision.Remedies {
		x := m.option(offer)
		if x.Ready && x.Cap != nil && *x.Cap == 0 {
			continue // nothing
		}
		if code := m.barred(x); code != "" {
			o.LeftOut = append(o.LeftOut, LeftOut{x.Remedy, code})
			continue
		}
		all = append(all, x)
	}
	all = m.keep(all, &o)
	all = m.within(all, &o)
	all = m.words(all)
	all, o.Extras = m.aside(all)
	m.sort(all)
	o.Ranked, o.Others = m.rank(all)
	for _, list := range [][]Option{o.Ranked, o.Others, o.Extras} {
		for i := range list {
			list[i].Cost = m.cost(list[i])
		}
	}
	o.Questions = m.questions(o)
	return o
}

// option is an offer of the policy with its reasons.
func (m Matter) option(offer policy.Offer) Option {
	x := Option{Remedy: offer.Remedy, Rank: Other, Ready: offer.State != policy.Verify, Right: offer.State == policy.Must || offer.Certain,
		Approval: offer.Approval, Questions: slices.Clone(offer.Questions), Note: offer.Note, rows: offer.Rows}
	if _, why := m.place(x.Remedy); why != "" {
		x.Why = append(x.Why, Why{Code: why})
	}
	if x.Right {
		x.Why = append(x.Why, Why{Code: ByRight})
	}
	x.lawful = offer.State == policy.Must && x.damages()
	if x.Ready {
		x.Floor, x.Cap, x.Fen = offer.Floor, offer.Cap, offer.Suggested
		if x.Fen == nil {
			x.Fen = offer.Floor
		}
		if x.Cap == nil {
			x.Cap = x.Fen
		}
	}
	if x.Right && x.Fen != nil && x.Floor != nil && *x.Fen <= *x.Floor {
		x.Approval = "" // nobody has to allow what the buyer may ask for
	}
	if x.Remedy == "return_refund" || x.Remedy == "exchange" || x.Remedy == "repair" {
		x.Freight = m.Decision.Freight.By
	}
	x.askStock(m)
	for _, r := range m.Decision.Reasons {
		if slices.Contains(x.rows, r.Ref) {
			x.Rules = append(x.Rules, Rule{r.Ref, r.Name, r.Article, r.Layer})
		}
	}
	return x
}

// askStock asks whether there is another one before one is offered.
func (x *Option) askStock(m Matter) {
	if (x.Remedy == "resend" || x.Remedy == "exchange") && m.Known.Choice("same_model") == "" {
		x.Ready = false
		if !slices.Contains(x.Questions, "same_model") {
			x.Questions = append(x.Questions, "same_model")
		}
	}
}

// barred says why something is not offered, "" if it is.
func (m Matter) barred(x Option) string {
	again := x.Remedy == "resend" || x.Remedy == "exchange"
	repairs, _ := m.Known.Number("repairs")
	switch {
	case m.Known.Choice("shipped") == "no" && (again || x.Remedy == "repair" || x.Remedy == "loaner"):
		return NotSent
	case again && m.Known.Choice("same_model") == "no":
		return NoStock
	case x.Remedy == "repair" && repairs >= enoughRepairs && !x.Right:
		return Repaired
	case x.Remedy == "repair" && m.unrepairable():
		return NoRepair
	case m.Scenario == "demand.extortion" && !x.Right && (slices.Contains(benefits, x.Remedy) || x.Remedy == "payment"):
		return NoDeal
	}
	return ""
}

// unrepairable tells goods that nobody repairs.
func (m Matter) unrepairable() bool {
	return slices.Contains([]string{"fresh", "digital", "periodical"}, m.Known.Choice("goods_class")) ||
		slices.Contains([]string{"food", "cosmetics", "medicine", "virtual"}, m.Known.Choice("goods_kind")) ||
		slices.Contains([]string{"quality.expired", "quality.foreign_body", "order.wrong_item"}, m.Scenario)
}

// keep lets the buyer keep goods that cannot go back, or are not worth the way, if
// the way is ours to pay. Goods that have to be tested are asked for all the same.
func (m Matter) keep(all []Option, o *Options) []Option {
	at := slices.IndexFunc(all, func(x Option) bool { return x.Remedy == "return_refund" })
	if at < 0 || m.Scenario == "quality.foreign_body" {
		return all
	}
	x := all[at]
	why := m.keptBecause(x)
	if why == "" {
		return all
	}
	has := slices.ContainsFunc(all, func(y Option) bool { return y.Remedy == "refund" && (y.Ready || !x.Ready) })
	if has {
		o.LeftOut = append(o.LeftOut, LeftOut{x.Remedy, SameThing})
		return slices.Delete(all, at, at+1)
	}
	all = slices.DeleteFunc(all, func(y Option) bool { return y.Remedy == "refund" })
	at = slices.IndexFunc(all, func(x Option) bool { return x.Remedy == "return_refund" })
	x.Why = append(m.reasons("refund", x.Right), Why{Code: why})
	x.Remedy, x.Kept, x.Freight = "refund", true, ""
	all[at] = x
	return all
}

// keptBecause says why goods do not go back, "" if they do.
func (m Matter) keptBecause(x Option) string {
	paid, known := m.Known.Number("paid")
	ours := m.Decision.Freight.By == "merchant"
	switch {
	case m.Known.Choice("shipped") == "no":
		return Unsent
	case ours && (m.Known.Choice("unreturnable") == "yes" || m.Known.Choice("goods_class") == "fresh"):
		return KeptFresh
	case ours && known && x.Ready && paid <= m.Cheap:
		return KeptCheap
	}
	return ""
}

func (m Matter) reasons(remedy string, right bool) (all []Why) {
	if _, why := m.place(remedy); why != "" {
		all = append(all, Why{Code: why})
	}
	if right {
		all = append(all, Why{Code: ByRight})
	}
	return all
}

// within lets no option go beyond what is left to give, except by law.
func (m Matter) within(all []Option, o *Options) []Option {
	if o.Left == nil {
		return all
	}
	var kept []Option
	for _, x := range all {
		if *o.Left == 0 && x.money() && !x.damages() && !slices.Contains(benefits, x.Remedy) {
			o.LeftOut = append(o.LeftOut, LeftOut{x.Remedy, AllGiven})
			continue
		}
		if x.Fen != nil && !x.lawful && x.money() {
			if *x.Fen > *o.Left {
				x.Why = append(x.Why, Why{Shortened, *o.Left})
			}
			x.Fen, x.Floor, x.Cap = atMost(x.Fen, *o.Left), atMost(x.Floor, *o.Left), atMost(x.Cap, *o.Left)
		}
		kept = append(kept, x)
	}
	return kept
}

func atMost(fen *int64, most int64) *int64 {
	if fen == nil {
		return nil
	}
	n := min(*fen, most)
	return &n
}

// money tells that an option gives money, or what stands for it.
func (x Option) money() bool {
	return !slices.Contains(goodsAgain, x.Remedy) && x.Remedy != "apology" && x.Remedy != "invoice"
}

// damages tells money that the law asks for beyond the price.
func (x Option) damages() bool { return x.Remedy == "compensation" || x.Remedy == "damages" }

// words adds that somebody says sorry and explains, which every matter may have.
func (m Matter) words(all []Option) []Option {
	if slices.ContainsFunc(all, func(x Option) bool { return x.Remedy == "apology" }) {
		return all
	}
	return append(all, Option{Remedy: "apology", Rank: Other, Ready: true, Why: m.reasons("apology", false)})
}

// aside takes out what only goes with something else.
func (m Matter) aside(all []Option) (rest, extras []Option) {
	for _, x := range all {
		_, why := m.place(x.Remedy)
		benefit := slices.Contains(benefits, x.Remedy)
		switch {
		case benefit && m.needsGoods():
			x.Why = append(x.Why, Why{Code: NeedGoods})
			extras = append(extras, x)
		case x.Remedy == "loaner" || slices.Contains(beside, x.Remedy) && why == "":
			extras = append(extras, x)
		default:
			rest = append(rest, x)
		}
	}
	return rest, extras
}

// sort puts what the buyer asked for first. What has to be found out first stands
// behind what is sure, what was asked for itself only behind what is near to it; and
// words alone do not stand first when they were not enough the last time.
func (m Matter) sort(all []Option) {
	contacts, _ := m.Known.Number("contacts")
	weight := func(x Option) int {
		n, why := m.place(x.Remedy)
		switch {
		case slices.Contains(m.Refused, x.Remedy):
			n += 5000
		case x.Remedy == "apology" && contacts >= 2 && why != Asked:
			n += 2000
		case !x.Ready && why == Asked:
			n += 150 // what is sure and near stands before it
		case !x.Ready:
			n += 1000
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b Option) int { return weight(a) - weight(b) })
	for i := range all {
		if slices.Contains(m.Refused, all[i].Remedy) {
			all[i].Why = append(all[i].Why, Why{Code: SaidNo})
		}
	}
}

// rank takes the three. The last is a way to the money back, if neither of the first
// two is one.
func (m Matter) rank(all []Option) (ranked, others []Option) {
	var taken []int
	back := func(x Option) bool { return slices.Contains(moneyBack, x.Remedy) }
	fits := func(x Option) bool {
		_, why := m.place(x.Remedy)
		return (why != "" || x.Right && x.Remedy != "repair") && !slices.Contains(m.Refused, x.Remedy)
	}
	for i, x := range all {
		if len(taken) == 2 && !back(all[taken[0]]) && !back(all[taken[1]]) {
			if j := slices.IndexFunc(all, func(y Option) bool { return back(y) && fits(y) }); j >= 0 {
				i, x = j, all[j]
			}
		}
		if len(taken) < len(ranks) && fits(x) && !slices.Contains(taken, i) {
			taken = append(taken, i)
		}
	}
	if len(taken) == 0 {
		taken = append(taken, slices.IndexFunc(all, func(x Option) bool { return x.Ready })) // words are always ready
	}
	for n, i := range taken {
		x := all[i]
		x.Rank = ranks[n]
		ranked = append(ranked, x)
	}
	for i, x := range all {
		if !slices.Contains(taken, i) {
			others = append(others, x)
		}
	}
	return ranked, others
}

// questions are those of the policy that options wait for, in its order, and whether
// there is stock; those of the three first.
func (m Matter) questions(o Options) []policy.Question {
	wanted, first := map[string][]string{}, map[string]bool{}
	for _, x := range slices.Concat(o.Ranked, o.Others, o.Extras) {
		for _, q := range x.Questions {
			wanted[q] = append(wanted[q], x.Remedy)
			if x.Rank != Other {
				first[q] = true
			}
		}
	}
	all := []policy.Question{}
	for _, q := range m.Decision.Questions {
		if _, ok := wanted[q.Fact]; ok || slices.Contains(q.For, "freight") || slices.Contains(q.For, "scenario") {
			all = append(all, q)
			delete(wanted, q.Fact)
		}
	}
	for _, f := range policy.Facts() {
		if of, ok := wanted[f.Name]; ok {
			all = append(all, policy.Question{Fact: f.Name, Name: f.Zh, Ask: f.Ask, AskEn: f.AskEn, Kind: f.Kind, For: of, Rows: []string{}})
		}
	}
	slices.SortStableFunc(all, func(a, b policy.Question) int {
		switch {
		case first[a.Fact] == first[b.Fact]:
			return 0
		case first[a.Fact]:
			return -1
		}
		return 1
	})
	return all
}

// Articles are those of the laws that an option rests on.
func (x Option) Articles() string {
	var all []string
	for _, r := range x.Rules {
		if r.Article != "" && !slices.Contains(all, r.Article) {
			all = append(all, r.Article)
		}
	}
	return strings.Join(all, "；")
}
