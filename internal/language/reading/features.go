package reading

import (
	"math"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// feature is something a text has, by its hash, and how much of it.
type feature struct {
	hash  uint32
	value float32
}

// The kinds of features have hashes of their own.
const (
	seedGram uint32 = 2166136261 + iota
	seedConcept
	seedPair
	seedFeeling
	seedLoud
)

const (
	gramShare    = 3.5 // how much each sort of features weighs in all
	conceptShare = 0.5
	pairShare    = 0.4
	feelingShare = 0.8
	longNumber   = 6 // digits; what has more is a number of an order or parcel
)

func mix(h uint32, x rune) uint32 { return (h ^ uint32(x)) * 16777619 }

// final spreads the bits of h.
func final(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	return h ^ h>>13
}

// features returns what t has: runes, their pairs and triples, the concepts
// and their pairs, the words of feeling and how loud it is. Each sort has
// length 1, whatever the length of the text, times its share.
func features(t language.Text, concepts, feelings []hit) []feature {
	all := make([]feature, 0, 4*t.Len()+64)
	all = grams(all, t)
	share(all, gramShare)
	n := len(all)
	about := groups(concepts)
	for _, c := range about {
		all = append(all, feature{final(mix(seedConcept, rune(c))), 1})
	}
	share(all[n:], conceptShare)
	n = len(all)
	for i, a := range about {
		for _, b := range about[:i] {
			all = append(all, feature{final(mix(mix(seedPair, rune(a)), rune(b))), 1})
		}
	}
	share(all[n:], pairShare)
	n = len(all)
	for _, f := range groups(feelings) {
		all = append(all, feature{final(mix(seedFeeling, rune(f))), 1})
	}
	all = append(all, feature{final(mix(seedLoud, rune(loudness(t)))), 1})
	share(all[n:], feelingShare)
	return all
}

// loudness counts exclamation and question marks, and what is said twice on
// end, up to four.
func loudness(t language.Text) int {
	n := 0
	for i, r := range t.Runes {
		switch {
		case r == '!', r == '?' && (t.At(i-1) == '?' || t.At(i-1) == '!'):
			n++
		case i >= 3 && r > 0x2e80 && r == t.At(i-1) && r == t.At(i-2):
			n++
		}
	}
	return min(n, 4)
}

// groups returns the different groups of hits in order.
func groups(hits []hit) []int {
	found := make([]int, 0, len(hits))
	for _, h := range hits {
		found = append(found, h.group)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// grams appends the different sequences of one to three symbols.
func grams(all []feature, t language.Text) []feature {
	symbols := symbols(t)
	for i := range symbols {
		h := seedGram
		for n := 0; n < 3 && i+n < len(symbols); n++ {
			h = mix(h, symbols[i+n])
			all = append(all, feature{final(h), 1})
		}
	}
	slices.SortFunc(all, func(a, b feature) int {
		if a.hash < b.hash {
			return -1
		} else if a.hash > b.hash {
			return 1
		}
		return 0
	})
	return slices.CompactFunc(all, func(a, b feature) bool { return a.hash == b.hash })
}

// symbols are the runes between a start and an end, long numbers and short
// ones taken as one symbol each.
func symbols(t language.Text) []rune {
	s := make([]rune, 0, t.Len()+2)
	s = append(s, '^')
	for i := 0; i < t.Len(); i++ {
		r := t.At(i)
		if r < '0' || r > '9' {
			s = append(s, r)
			continue
		}
		from := i
		for d := t.At(i + 1); d >= '0' && d <= '9'; d = t.At(i + 1) {
			i++
		}
		if i-from+1 >= longNumber {
			s = append(s, '№')
		} else {
			s = append(s, '0')
		}
	}
	return append(s, '$')
}

// share scales fs to the length of whole.
func share(fs []feature, whole float64) {
	v := float32(whole / math.Sqrt(float64(max(len(fs), 1))))
	for i := range fs {
		fs[i].value = v
	}
}
