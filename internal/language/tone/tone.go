// Package tone knows from examples how a reply sounds: how likely its words are
// a dismissal, an empty formula, blame, and so on. It stands beside the rules of
// the reply check, as a second opinion: a small linear layer over sequences of
// one to three characters, the same on every machine.
package tone

import (
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"sort"

	"github.com/anxin-desk/anxin/internal/language"
)

// Categories are those of the reply check that lean on wording, in their order.
var Categories = []string{
	"absolute", "blame_shift", "cold_opening", "dismissal", "empty_empathy", "interrupt", "jargon", "off_platform",
	"over_promise", "overacted", "oversell", "review_reward", "rude", "take_sides", "vague_promise",
}

// Of returns the place of a category, -1 for one that nothing is known of.
func Of(category string) int { return slices.Index(Categories, category) }

// Layer is what was learnt. It reads its file where it lies, so that it costs
// nothing to load, and is safe for concurrent use.
type Layer struct {
	hashes string // of features in order, four bytes each
	rows   string // a signed byte for each category and feature; then one row for what holds without any
	scale  float32
}

//go:embed layer.bin
var shipped string

// Shipped returns the layer that the product comes with.
func Shipped() *Layer { return parse(shipped) }

// parse reads what write wrote: the number of features, the scale, then both parts.
func parse(file string) *Layer {
	head := []byte(file[:8])
	n := int(binary.LittleEndian.Uint32(head))
	return &Layer{
		scale:  math.Float32frombits(binary.LittleEndian.Uint32(head[4:])),
		hashes: file[8 : 8+4*n], rows: file[8+4*n:],
	}
}

func (l *Layer) hash(i int) uint32 {
	s := l.hashes[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Scores returns how likely a text is of each category, from 0 to 1.
func (l *Layer) Scores(t language.Text) []float32 {
	fs := features(t)
	sums := make([]float32, len(Categories))
	n := len(l.hashes) / 4
	for _, f := range fs {
		if row := sort.Search(n, func(i int) bool { return l.hash(i) >= f }); row < n && l.hash(row) == f {
			l.add(sums, row)
		}
	}
	weight := share(len(fs))
	for i := range sums {
		sums[i] *= weight
	}
	l.add(sums, n)
	for i, s := range sums {
		sums[i] = likely(float32(s * l.scale))
	}
	return sums
}

func (l *Layer) add(sums []float32, row int) {
	for i, b := range []byte(l.rows[row*len(sums) : (row+1)*len(sums)]) {
		sums[i] += float32(int8(b))
	}
}

// share is how much each of n features counts.
func share(n int) float32 { return float32(3 / math.Sqrt(float64(max(n, 1)))) }

// features are the different sequences of one to three symbols of a text, where
// numbers are one symbol.
func features(t language.Text) []uint32 {
	symbols := make([]rune, 1, t.Len()+2)
	symbols[0] = '^'
	for _, r := range t.Runes {
		if r >= '0' && r <= '9' {
			if r = '0'; symbols[len(symbols)-1] == r {
				continue
			}
		}
		symbols = append(symbols, r)
	}
	symbols = append(symbols, '$')
	all := make([]uint32, 0, 3*len(symbols))
	for i := range symbols {
		h := uint32(2166136261)
		for n := 0; n < 3 && i+n < len(symbols); n++ {
			h = (h ^ uint32(symbols[i+n])) * 16777619
			all = append(all, final(h))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// final spreads the bits of h.
func final(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	return h ^ h>>13
}

// likely turns a sum into a likelihood, in steps that no machine joins.
func likely(x float32) float32 {
	negative := x < 0
	if negative {
		x = -x
	}
	e := exp(-float64(min(x, 50)))
	if negative {
		return float32(e / (1 + e))
	}
	return float32(1 / (1 + e))
}

// exp is e to the x for -50 ≤ x ≤ 0; math.Exp has its own code for some machines,
// whose last digit may differ.
func exp(x float64) float64 {
	x /= 1024
	term, sum := 1.0, 1.0
	for i := 1.0; i <= 6; i++ {
		term = float64(term*x) / i
		sum += term
	}
	for range 10 {
		sum = float64(sum * sum)
	}
	return sum
}
