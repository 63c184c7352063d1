// Package facts finds what can be looked up in a buyer's words: order and
// tracking numbers, phones, amounts, dates, quantities, batches, products, how
// often they asked and how long they wait.
//
// A number is one thing only: what reads as a phone is no order number.
package facts

import (
	"cmp"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// Types of facts.
const (
	Order    = "order_no"
	Tracking = "tracking_no"
	Product  = "product"
	Batch    = "batch"
	Phone    = "phone"
	Money    = "amount"
	Date     = "date"
	Quantity = "quantity"
	Contacts = "contacts"
	Wait     = "wait"
)

// Fact is something told in a text.
type Fact struct {
	language.Range
	Type string
	// Value is the normalised reading: numbers without separators, phones with
	// their area code, dates as 2006-01-02, lengths of time as P3D or PT2H.
	Value string
	// Number is the value of amounts in fen, of quantities and of contacts.
	Number  int64
	Carrier string // of a tracking number, where it can be told
	Kind    string // of a phone: mobile, landline, service or masked
}

// Numeric reports whether Number holds the value.
func (f Fact) Numeric() bool { return f.Type == Money || f.Type == Quantity || f.Type == Contacts }

// A Reader finds facts. It is immutable and safe for concurrent use.
type Reader struct {
	products *language.Matcher
	names    []string
}

// NewReader returns a reader that knows products by their names and by what
// else people call them: a word and the product's name for each.
func NewReader(catalogue map[string]string) *Reader {
	r := &Reader{}
	var words []string
	for word := range catalogue {
		words = append(words, word)
	}
	slices.Sort(words)
	for _, word := range words {
		r.names = append(r.names, catalogue[word])
	}
	r.products = language.NewMatcher(words)
	return r
}

// Find returns the facts of a text in order. Days are told as of now.
func (r *Reader) Find(t language.Text, now time.Time) []Fact {
	s := &search{text: t, now: now}
	s.phones()
	s.codes()
	for _, m := range r.products.Longest(t) {
		s.add(Fact{Range: m.Range, Type: Product, Value: r.names[m.Term]})
	}
	s.times()
	s.nth()
	s.counts()
	slices.SortStableFunc(s.all, func(a, b Fact) int { return cmp.Compare(a.From, b.From) })
	return s.all
}

// search is a text under reading.
type search struct {
	text language.Text
	now  time.Time
	all  []Fact
	year int          // named last, 0 for none
	back []times.Time // the times of the text as told of what was
}

// add keeps a fact, unless an earlier one has its place.
func (s *search) add(f Fact) bool {
	if f.To <= f.From || s.taken(f.Range) {
		return false
	}
	s.all = append(s.all, f)
	return true
}

func (s *search) taken(r language.Range) bool {
	for _, f := range s.all {
		if f.Overlaps(r) {
			return true
		}
	}
	return false
}

// near reports whether one of the words stands within n runes before i, in the
// same line.
func (s *search) near(i, n int, words ...string) bool {
	for at := i - 1; at >= max(0, i-n); at-- {
		if s.text.At(at) == '\n' || s.text.At(at) == '。' {
			return false
		}
		for _, w := range words {
			if s.text.Has(at, w) {
				return true
			}
		}
	}
	return false
}

// has reports whether one of the words stands at i.
func (s *search) has(i int, words ...string) bool {
	for _, w := range words {
		if s.text.Has(i, w) {
			return true
		}
	}
	return false
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func isLatin(r rune) bool { return 'a' <= r && r <= 'z' }
