package stance

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/policy"
)

// Basis is the most that policy and law give in a case, and why.
type Basis struct {
	Fen       *int64     `json:"fen,omitempty"` // all together; nil while something has to be found out
	Due       bool       `json:"due,omitempty"` // the buyer may ask for damages
	Rights    []string   `json:"rights,omitempty"`
	MayKeep   bool       `json:"may_keep,omitempty"` // money back without the goods is among what may be offered, or may be
	Reasons   []Reason   `json:"reasons,omitempty"`
	Questions []Question `json:"questions,omitempty"` // what has to be found out
}

// Question is a fact on which it hangs.
type Question struct {
	Fact string `json:"fact"`
	Name string `json:"name"`
}

// Reason is a row of law, platform or table on which it rests.
type Reason struct {
	Name    string `json:"name"`
	Article string `json:"article,omitempty"`
}

// What gives the price back, and what is given besides. Of each of the two the most
// counts, for they stand for each other; freight is added.
var (
	back    = []string{"refund", "return_refund", "price_refund", "partial_refund"}
	besides = []string{"damages", "compensation", "payment"}
)

// BasisOf is what a decision comes to at most. paid is what the buyer paid in fen, nil
// if nobody knows.
func BasisOf(d policy.Decision, paid *int64) Basis {
	var b Basis
	var rows []string
	sum, known := int64(0), true
	add := func(codes []string) {
		fen, open, by := most(d, codes, paid)
		sum, known, rows = sum+fen, known && len(open) == 0, append(rows, by...)
		for _, q := range d.Questions {
			if one := (Question{q.Fact, q.Name}); slices.Contains(open, q.Fact) && !slices.Contains(b.Questions, one) {
				b.Questions = append(b.Questions, one)
			}
		}
	}
	add(back)
	add(besides)
	add([]string{"freight"})
	if known {
		b.Fen = &sum
	}
	for _, o := range d.Remedies {
		if o.State == policy.Must {
			b.Rights = append(b.Rights, o.Remedy)
		}
		b.Due = b.Due || o.State == policy.Must && slices.Contains(besides, o.Remedy)
		b.MayKeep = b.MayKeep || o.Remedy == "refund"
	}
	for _, r := range d.Reasons {
		one := Reason{r.Name, r.Article}
		if slices.Contains(rows, r.Ref) && !slices.Contains(b.Reasons, one) {
			b.Reasons = append(b.Reasons, one)
		}
	}
	return b
}

// most is the largest amount of some remedies, the facts that it waits for, and the
// rows that say so. Who gets all that they paid back waits for nothing.
func most(d policy.Decision, codes []string, paid *int64) (fen int64, open, rows []string) {
	whole := false
	for _, o := range d.Remedies {
		if !slices.Contains(codes, o.Remedy) {
			continue
		}
		rows = append(rows, o.Rows...)
		n, has := largest(o)
		full := o.Remedy == "refund" || o.Remedy == "return_refund"
		switch {
		case o.State == policy.Verify:
			open = append(open, o.Questions...)
		case full && !has && paid == nil:
			open = append(open, "paid")
		case full && !has:
			n = *paid
		}
		fen = max(fen, n)
		whole = whole || full && o.State != policy.Verify && paid != nil && n >= *paid
	}
	if whole {
		open = nil
	}
	return fen, open, rows
}

// largest is the most that an offer comes to, if it comes to a number.
func largest(o policy.Offer) (fen int64, has bool) {
	for _, n := range []*int64{o.Cap, o.Suggested, o.Floor} {
		if n != nil {
			fen, has = max(fen, *n), true
		}
	}
	return fen, has
}

// covers tells whether an amount lies within what may be given; where that is not known
// yet, whether it may.
func (b Basis) covers(fen int64) bool { return b.Fen != nil && fen <= *b.Fen }

// beyond tells whether an amount is surely more than may be given.
func (b Basis) beyond(fen int64) bool { return b.Fen != nil && fen > *b.Fen }
