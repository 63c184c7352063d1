// Package option works out what may be offered to a buyer, from what they asked for:
// a main option, an alternative and a fallback, each with its amount, why it is
// there, and what it costs the shop.
//
// What the buyer asked for comes first: nobody who needs the goods is put off with a
// coupon. The policy says what there is and how much it may be; where it asks a
// question, the option has the question and no number. Nothing that is offered goes
// beyond what was paid and not given back yet, unless a law says so.
//
// The agent chooses among the options and sends them as a card; the buyer takes one
// with a tap, once. What follows is done by claims and tickets.
//
// The files option.go, ladder.go, weigh.go, cost.go, card.go and words.go hold the
// rules and do no I/O; service.go, choose.go and store.go are the rest.
package option

import "github.com/anxin-desk/anxin/internal/policy"

// Matter is what options are worked out from.
type Matter struct {
	Scenario string
	Demands  []string // what the buyer asked for, the first first
	Known    policy.Known
	Decision policy.Decision
	Bought   Bought
	Cheap    int64    // fen up to which goods are not asked back where the way back is the shop's to pay
	Refused  []string // remedies that the buyer has said no to, as they were offered
}

// Bought is what is known of the money and the goods of a case. Amounts are fen.
type Bought struct {
	Paid     *int64 // nil if nobody knows
	Refunded int64  // given back by other ways than claims
	Given    int64  // in claims that stand for the order or the case
	Goods    *int64 // what the items of the order sold for
}

// left is what was paid and not given back, nil if nobody knows what was paid.
func (b Bought) left() *int64 {
	if b.Paid == nil {
		return nil
	}
	fen := max(*b.Paid-b.Refunded-b.Given, 0)
	return &fen
}

// Rank is the place of an option.
type Rank string

const (
	Main        Rank = "main"
	Alternative Rank = "alternative"
	Fallback    Rank = "fallback"
	Other       Rank = "other" // allowed, but not among the three
)

var ranks = []Rank{Main, Alternative, Fallback}

// Option is something that may be offered.
type Option struct {
	Rank      Rank
	Remedy    string // a code of policy.Remedies
	Ready     bool   // nothing has to be found out first
	Fen       *int64 // suggested; nil without a number, or while one is not known
	Floor     *int64 // the least, nil without
	Cap       *int64 // the most, nil without
	Right     bool   // the buyer may ask for it
	Approval  string // who has to agree, in the words of the table; "" for nobody
	Questions []string
	Kept      bool   // the buyer keeps the goods, although a return would be due
	Freight   string // who bears the way back: "merchant", "buyer", "verify", or "" where nothing goes back
	Why       []Why
	Rules     []Rule
	Note      string // of the table
	Cost      Cost

	lawful bool // a law, a platform or our own word asks for this money whatever was paid
	rows   []string
}

// Why is a reason in a word that catalogues know.
type Why struct {
	Code string
	Fen  int64 // 0 if it says nothing of money
}

// Reasons that options have.
const (
	Asked     = "asked"       // it is what the buyer asked for
	Near      = "near"        // it is near to what they asked for
	Usual     = "usual"       // it is usual for such a matter
	ByRight   = "right"       // they may ask for it
	KeptFresh = "kept_fresh"  // the goods cannot go back
	KeptCheap = "kept_cheap"  // sending them back would cost more than they are worth
	Unsent    = "unsent"      // nothing has been sent, so nothing goes back
	Shortened = "shortened"   // more than this was not paid, or was given back already
	NoStock   = "no_stock"    // there is no other one
	NotSent   = "not_shipped" // there is nothing to replace yet
	NoRepair  = "no_repair"   // nobody repairs such goods
	Repaired  = "repaired"    // it was repaired in vain twice
	NeedGoods = "need_goods"  // the buyer needs the goods or their money, not a benefit
	NoDeal    = "no_deal"     // nothing is given for a review
	AllGiven  = "all_given"   // all that was paid has been given back
	SaidNo    = "said_no"     // the buyer did not want it
	SameThing = "same_thing"  // another option is the same without a return
)

// Rule is a row of law, platform or table that an option rests on.
type Rule struct {
	Ref, Name, Article string
	Layer              policy.Layer
}

// LeftOut is a remedy that is not offered, and why.
type LeftOut struct {
	Remedy string
	Code   string
}

// Options are all that may be offered in a matter.
type Options struct {
	Ranked    []Option // main, alternative and fallback, as far as there are so many
	Others    []Option
	Extras    []Option // that may go with one of the others: never an answer by themselves
	LeftOut   []LeftOut
	Questions []policy.Question // that options wait for
	Freight   policy.Freight
	Left      *int64 // fen that may still be given back
	Bought    Bought
}

// All are the options that may be chosen by themselves.
func (o Options) All() []Option { return append(append([]Option{}, o.Ranked...), o.Others...) }
