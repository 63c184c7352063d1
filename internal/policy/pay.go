package policy

import (
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// term is a part of something, or an amount.
type term struct {
	percent int64
	of      *Fact // nil: a fixed amount
	fen     int64
}

// pay is an amount: the greatest of its terms, at least and at most something.
type pay struct {
	terms       []term
	least, most *term
	upto        bool // there is only a greatest amount, and no floor
	text        string
}

// maxPercent of a term.
const maxPercent = 10_000

// parsePay reads 300% 实付 或 100% 损失 至少 500元 至多 30% 实付. What is empty pays
// nothing.
func parsePay(text string) (p pay, err error) {
	words := strings.Fields(fold.Replace(text))
	p.text = strings.Join(words, " ")
	into := "或"
	for len(words) > 0 {
		switch words[0] {
		case "或", "至少", "至多":
			into, words = words[0], words[1:]
			continue
		}
		t, rest, err := parseTerm(words)
		if err != nil {
			return p, err
		}
		words = rest
		switch into {
		case "至少":
			p.least = &t
		case "至多":
			p.most = &t
		default:
			p.terms = append(p.terms, t)
		}
		into = ""
		if len(words) > 0 && words[0] != "或" && words[0] != "至少" && words[0] != "至多" {
			return p, badPay(p.text)
		}
	}
	if p.upto = len(p.terms) == 0; p.upto && (p.most == nil || p.least != nil) {
		return p, badPay(p.text)
	}
	return p, nil
}

func badPay(text string) error {
	return fault.New(fault.Invalid, "policy.amount_form", "value", short(text))
}

// parseTerm reads 30% 实付, or 20元.
func parseTerm(words []string) (t term, rest []string, err error) {
	share, isShare := strings.CutSuffix(words[0], "%")
	if !isShare {
		fen, ok := parseYuan(words[0])
		if !ok || fen < 0 || fen > MaxMoney {
			return t, nil, badPay(words[0])
		}
		return term{fen: fen}, words[1:], nil
	}
	if t.percent, err = strconv.ParseInt(share, 10, 64); err != nil || t.percent < 0 || t.percent > maxPercent || len(words) < 2 {
		return t, nil, badPay(strings.Join(words, " "))
	}
	if t.of = registry().byName[words[1]]; t.of == nil || t.of.Kind != Money {
		return t, nil, badPay(strings.Join(words, " "))
	}
	return t, words[2:], nil
}

// value is what a term comes to. A part of a fen is the buyer's, for up.
func (t *term) value(k Known, up bool) (fen int64, missing *Fact) {
	if t.of == nil {
		return t.fen, nil
	}
	s := k.slots[t.of.at]
	if !s.known {
		return 0, t.of
	}
	n := s.n * t.percent // at most 10^10 times 10^4
	if up {
		n += 99
	}
	return n / 100, nil
}

// money is what a pay comes to.
type money struct {
	floor, most int64
	capped      bool // there is a most
	missing     []int
}

// of computes the amount, or names the facts that it misses.
func (p pay) of(k Known, up bool) (m money) {
	add := func(t *term, up bool) int64 {
		fen, missing := t.value(k, up)
		if missing != nil {
			m.missing = append(m.missing, missing.at)
		}
		return fen
	}
	for i := range p.terms {
		m.floor = max(m.floor, add(&p.terms[i], up))
	}
	if p.least != nil {
		m.floor = max(m.floor, add(p.least, up))
	}
	if p.most != nil {
		m.most, m.capped = add(p.most, false), true
		m.floor = min(m.floor, m.most)
	}
	return m
}
