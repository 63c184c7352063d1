package option

import "slices"

// steps are what answers a demand, the nearest first; the first is what was asked
// for itself.
var steps = map[string][]string{
	"refund":         {"refund", "return_refund", "partial_refund", "price_refund"},
	"return_refund":  {"return_refund", "refund"},
	"exchange":       {"exchange", "resend", "substitute"},
	"resend":         {"resend", "exchange", "substitute"},
	"repair":         {"repair", "exchange"},
	"compensation":   {"compensation", "damages", "price_refund", "payment", "partial_refund", "freight"},
	"partial_refund": {"partial_refund", "price_refund", "payment"},
	"coupon":         {"coupon", "gift", "member", "payment"},
	"apology":        {"apology"},
	"explanation":    {"apology"},
	"progress":       {"apology"},
	"punish":         {"apology"},
	"invoice":        {"invoice"},
}

var (
	goodsAgain = []string{"resend", "exchange", "repair", "substitute", "loaner"}
	moneyBack  = []string{"refund", "return_refund"}
	// benefits are kind, and no answer to who needs goods or money.
	benefits = []string{"coupon", "gift", "warranty", "member"}
	// beside are those that go with something else.
	beside = []string{"loaner", "freight", "coupon", "gift", "warranty", "member", "payment"}
)

// broken is the ladder of goods that cannot be used.
var broken = []string{"resend", "exchange", "return_refund", "refund", "partial_refund", "damages"}

// ladders say what is usual for each scenario, the main option first. Keep them in
// step with the scenarios of the product.
var ladders = map[string][]string{
	"quality.damaged":               {"payment", "partial_refund", "resend", "exchange", "return_refund", "refund"},
	"quality.malfunction":           {"exchange", "repair", "return_refund", "refund"},
	"quality.not_as_described":      {"return_refund", "refund", "partial_refund", "compensation"},
	"quality.counterfeit":           {"return_refund", "refund", "compensation"},
	"quality.expired":               {"return_refund", "refund", "resend", "compensation", "damages"},
	"quality.foreign_body":          {"damages", "return_refund", "refund", "compensation"},
	"order.wrong_item":              {"resend", "price_refund", "exchange", "return_refund", "refund", "partial_refund", "payment"},
	"order.unshipped":               {"payment", "substitute", "refund", "damages"},
	"order.change":                  {"apology", "refund"},
	"logistics.late":                {"payment", "refund", "return_refund", "damages", "apology"},
	"logistics.lost":                {"resend", "refund", "return_refund"},
	"logistics.damaged":             {"payment", "partial_refund", "resend", "exchange", "return_refund", "refund"},
	"logistics.signed_not_received": {"resend", "refund", "return_refund"},
	"logistics.not_to_door":         {"apology", "payment"},
	"aftersales.refund_slow":        {"refund", "apology", "coupon", "payment"},
	"aftersales.return":             {"return_refund", "refund", "exchange", "repair", "partial_refund"},
	"aftersales.return_refused":     {"return_refund", "refund", "repair", "partial_refund", "exchange"},
	"aftersales.exchange_repair":    {"exchange", "repair", "return_refund", "refund"},
	"aftersales.price_invoice":      {"price_refund", "invoice", "freight"},
	"service.attitude":              {"apology", "coupon"},
	"service.system_fault":          {"refund", "apology"},
	"service.broken_promise":        {"payment", "refund", "apology", "coupon"},
	"marketing.promo":               {"price_refund", "refund", "return_refund", "compensation", "gift", "apology"},
	"demand.unreasonable":           {"return_refund", "refund", "exchange", "repair", "partial_refund", "warranty", "member", "apology"},
	"demand.extortion":              {"return_refund", "refund", "exchange", "repair", "compensation", "apology"},
	"public.exposure":               {"exchange", "resend", "return_refund", "refund", "apology", "gift"},
	"privacy.leak":                  {"damages", "compensation", "apology"},
	"inquiry.simple":                {"apology"},
}

// ladder is what is usual for a matter.
func (m Matter) ladder() []string {
	if m.Known.Choice("usable") == "no" && slices.Contains([]string{"quality.damaged", "logistics.damaged"}, m.Scenario) {
		return broken
	}
	return ladders[m.Scenario]
}

// needsGoods tells that the buyer asked for goods, or for the money for them.
func (m Matter) needsGoods() bool {
	return slices.ContainsFunc(m.Demands, func(d string) bool {
		return slices.Contains(goodsAgain, d) || slices.Contains(moneyBack, d)
	})
}

// place says how near a remedy is to what the buyer asked for, the least first, and
// with which reason it is there.
func (m Matter) place(remedy string) (n int, why string) {
	for i, d := range m.Demands {
		if at := slices.Index(steps[d], remedy); at == 0 {
			return i, Asked
		}
	}
	for i, d := range m.Demands {
		if at := slices.Index(steps[d], remedy); at > 0 {
			return 100 + 10*i + at, Near
		}
	}
	if at := slices.Index(m.ladder(), remedy); at >= 0 {
		return 200 + at, Usual
	}
	return 300, ""
}
