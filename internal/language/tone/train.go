package tone

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// An Example is a reply with the categories that it is of.
type Example struct {
	Text       string
	Categories []string
}

// The learning: passes over all examples, the size of the first step, how much
// of every weight is given up after a pass, and what is near enough to learn no
// more from.
const (
	passes    = 30
	firstPace = 0.6
	decay     = 0.02
	enough    = 0.01
	seenBy    = 2 // examples that must have a feature
)

// lesson is an example made ready: the rows of its features and its answers.
type lesson struct {
	rows   []int32
	weight float32
	want   []float32
}

// Train learns from examples by logistic regression and returns the file of the
// layer. The same examples in the same order make the same file, byte for byte.
func Train(examples []Example) []byte {
	hashes := common(examples)
	lessons := make([]lesson, len(examples))
	for i, e := range examples {
		lessons[i] = prepare(e, hashes)
	}
	n := len(Categories)
	weights := make([]float32, (len(hashes)+1)*n)
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	state := uint32(1)
	for pass := range passes {
		shuffle(order, &state)
		pace := float32(firstPace / (1 + 0.08*float64(pass)))
		for _, i := range order {
			lessons[i].step(weights, len(hashes), pace)
		}
		for i := range weights[:len(hashes)*n] {
			weights[i] -= float32(weights[i] * decay)
		}
	}
	return write(hashes, weights)
}

func prepare(e Example, hashes []uint32) lesson {
	fs := features(language.Read(e.Text))
	l := lesson{weight: share(len(fs)), want: make([]float32, len(Categories))}
	for _, f := range fs {
		if row, known := slices.BinarySearch(hashes, f); known {
			l.rows = append(l.rows, int32(row))
		}
	}
	for _, c := range e.Categories {
		if i := Of(c); i >= 0 {
			l.want[i] = 1
		}
	}
	return l
}

// step moves the weights towards the answers of one lesson.
func (l lesson) step(weights []float32, bias int, pace float32) {
	n := len(l.want)
	for c := range n {
		sum := float32(0)
		for _, row := range l.rows {
			sum += weights[int(row)*n+c]
		}
		off := likely(float32(sum*l.weight)+weights[bias*n+c]) - l.want[c]
		if off < enough && off > -enough {
			continue
		}
		off = float32(off * pace)
		weights[bias*n+c] -= off
		off = float32(off * l.weight)
		for _, row := range l.rows {
			weights[int(row)*n+c] -= off
		}
	}
}

// common returns the features that enough examples have, in order.
func common(examples []Example) []uint32 {
	count := map[uint32]int{}
	for _, e := range examples {
		for _, f := range features(language.Read(e.Text)) {
			count[f]++
		}
	}
	var all []uint32
	for f, n := range count {
		if n >= seenBy {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, cmp.Compare)
	return all
}

// write makes whole numbers of the weights.
func write(hashes []uint32, weights []float32) []byte {
	largest := float32(1e-6)
	for _, w := range weights {
		largest = max(largest, w, -w)
	}
	scale := largest / 127
	file := binary.LittleEndian.AppendUint32(nil, uint32(len(hashes)))
	file = binary.LittleEndian.AppendUint32(file, math.Float32bits(scale))
	for _, h := range hashes {
		file = binary.LittleEndian.AppendUint32(file, h)
	}
	for _, w := range weights {
		file = append(file, byte(int8(math.Round(float64(w/scale)))))
	}
	return file
}

// shuffle puts order into another order, always the same one from a state.
func shuffle(order []int, state *uint32) {
	for i := len(order) - 1; i > 0; i-- {
		*state = *state*1664525 + 1013904223
		j := int(uint64(*state) * uint64(i+1) >> 32)
		order[i], order[j] = order[j], order[i]
	}
}
