package reading

import (
	"slices"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

// Demands are what a buyer may want.
var Demands = []string{
	"refund", "return_refund", "exchange", "resend", "repair", "compensation", "partial_refund", "coupon",
	"apology", "progress", "explanation", "invoice", "punish", "other",
}

var demandWords = sync.OnceValue(func() *lexicon { return readLexicon(data, "data/demands.txt") })

// demands returns what is asked for. scenario decides whether 退 is about goods
// in hand; who extorts asks for money.
func demands(t language.Text, scenario string, extorted bool) []string {
	words := demandWords()
	hits := words.find(t)
	spare, not := words.group("spare"), words.group("not")
	said := map[string]bool{}
	clauses := t.Clauses()
	for _, h := range hits {
		name := words.names[h.group]
		if h.group == spare || h.group == not || covered(h, hits, spare) || denied(h, hits, not, clauses) {
			continue
		}
		said[name] = true
	}
	if said["coupon"] && said["resend"] && !inHand(scenario) { // 券用不了,补我一张
		delete(said, "resend")
	}
	settleRefund(said, scenario)
	settleProgress(said, scenario)
	if said["waiting"] && !slices.ContainsFunc(Demands, func(d string) bool { return said[d] }) && scenario != "" && scenario != inquiry {
		said["progress"] = true
	}
	if scenario == "order.change" && !said["refund"] {
		said["other"] = true // whatever it is, it is wanted
		delete(said, "exchange")
		delete(said, "resend")
	}
	if extorted {
		said["compensation"] = true
	}
	if scenario == inquiry {
		for _, name := range []string{"explanation", "refund", "exchange", "repair", "compensation", "coupon", "resend"} {
			delete(said, name)
		}
	}
	var all []string
	for _, d := range Demands {
		if said[d] {
			all = append(all, d)
		}
	}
	return all
}

// inHand tells the scenarios in which the buyer holds the goods.
func inHand(scenario string) bool {
	switch scenario {
	case "order.wrong_item", "logistics.damaged", "aftersales.return", "aftersales.return_refused", "aftersales.exchange_repair":
		return true
	}
	return strings.HasPrefix(scenario, "quality.")
}

// settleRefund decides between money back and goods back.
func settleRefund(said map[string]bool, scenario string) {
	unpaidFor := scenario == "order.unshipped" || scenario == "order.change"
	if said["cancel"] && unpaidFor {
		said["refund"] = true
	}
	switch back := said["return"] || said["bare"]; {
	case said["refund_only"]:
		said["refund"] = true
	case said["return"] && scenario != "aftersales.refund_slow" && !unpaidFor, back && (inHand(scenario) || scenario == ""):
		said["return_refund"], said["refund"] = true, false
	case back:
		said["refund"] = true
	case said["refund"] && inHand(scenario) && scenario != "order.wrong_item":
		said["return_refund"], said["refund"] = true, false
	}
	if said["partial_refund"] && !said["return"] {
		said["refund"], said["return_refund"] = false, false
	}
}

// settleProgress takes the name of what is under way for no demand: who waits for
// a refund, an exchange or a repair wants to know when.
func settleProgress(said map[string]bool, scenario string) {
	switch scenario {
	case "aftersales.refund_slow":
		if said["refund"] || said["return_refund"] || said["waiting"] {
			said["progress"] = true
			delete(said, "refund")
			delete(said, "return_refund")
		}
	case "aftersales.exchange_repair":
		if said["progress"] {
			for _, name := range []string{"exchange", "repair", "return_refund", "resend"} {
				delete(said, name)
			}
		}
	}
}

// covered reports whether a longer harmless word holds h.
func covered(h hit, hits []hit, spare int) bool {
	return slices.ContainsFunc(hits, func(s hit) bool {
		return s.group == spare && s.Overlaps(h.Range) && s.To-s.From > h.To-h.From
	})
}

// denied reports whether it is just what is not wanted: 不要退款.
func denied(h hit, hits []hit, not int, clauses []language.Range) bool {
	c := language.Around(clauses, h.From)
	far := 1
	if demandWords().names[h.group] == "apology" {
		far = 4 // 别再跟我道歉
	}
	return slices.ContainsFunc(hits, func(n hit) bool {
		return n.group == not && n.From >= c.From && n.From < h.From && h.From-n.To <= far
	})
}
