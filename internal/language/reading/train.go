package reading

import (
	"cmp"
	"math"
	"slices"
)

// lesson is an example ready for learning.
type lesson struct {
	features []feature
	answers  []int     // by head, -1 where the example says nothing
	weights  []float32 // by head
}

// The learning: passes over all lessons, the size of the first step, and how
// much of every weight is given up after a pass.
const (
	passes    = 30
	firstPace = 0.6
	decay     = 0.02
	seenBy    = 2 // lessons that must have a feature
)

// learn makes a layer from lessons by multinomial logistic regression. It
// depends on nothing but the lessons and their order.
func learn(heads []Head, lessons []lesson) *Layer {
	l := &Layer{Heads: slices.Clone(heads), hashes: common(lessons)}
	for _, h := range heads {
		l.width += len(h.Answers)
	}
	l.index()
	weights := make([]float32, (len(l.hashes)+1)*l.width)
	material := make([][]known, len(lessons))
	for i, s := range lessons {
		material[i] = l.known(s.features)
	}
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	state := uint32(1)
	for pass := range passes {
		shuffle(order, &state)
		pace := float32(firstPace / (1 + 0.08*float64(pass)))
		for _, i := range order {
			l.step(weights, material[i], lessons[i], pace)
		}
		for i := range weights[:len(l.hashes)*l.width] {
			weights[i] -= float32(weights[i] * decay)
		}
	}
	l.round(weights)
	return l
}

// known is a feature that the layer has a row for.
type known struct {
	row   int
	value float32
}

func (l *Layer) known(fs []feature) []known {
	all := make([]known, 0, len(fs)+1)
	for _, f := range fs {
		if row := l.row(f.hash); row >= 0 {
			all = append(all, known{row, f.value})
		}
	}
	return append(all, known{len(l.hashes), 1})
}

// step moves the weights towards the answers of one lesson. The conversions
// keep every machine from joining a product and a sum, which would round
// otherwise.
func (l *Layer) step(weights []float32, fs []known, s lesson, pace float32) {
	from := 0
	for h, head := range l.Heads {
		n := len(head.Answers)
		if s.answers[h] >= 0 {
			p := make([]float64, n)
			for _, f := range fs {
				at := f.row*l.width + from
				for j, w := range weights[at : at+n] {
					p[j] += float64(f.value * w)
				}
			}
			softmax(p)
			p[s.answers[h]]--
			for _, f := range fs {
				at := f.row*l.width + from
				for j := range n {
					weights[at+j] -= float32(float32(pace*s.weights[h]) * float32(f.value*float32(p[j])))
				}
			}
		}
		from += n
	}
}

// round makes whole numbers of the weights, head by head.
func (l *Layer) round(weights []float32) {
	l.rows = make([]int8, len(weights))
	from := 0
	for h := range l.Heads {
		n := len(l.Heads[h].Answers)
		largest := float32(1e-6)
		for row := 0; row <= len(l.hashes); row++ {
			for _, w := range weights[row*l.width+from : row*l.width+from+n] {
				largest = max(largest, w, -w)
			}
		}
		scale := largest / 127
		for row := 0; row <= len(l.hashes); row++ {
			for j := range n {
				at := row*l.width + from + j
				l.rows[at] = int8(math.Round(float64(weights[at] / scale)))
			}
		}
		l.Heads[h].Scale = scale
		from += n
	}
}

// common returns the features that enough lessons have, in order.
func common(lessons []lesson) []uint32 {
	count := map[uint32]int{}
	for _, s := range lessons {
		for _, f := range s.features {
			count[f.hash]++
		}
	}
	var all []uint32
	for h, n := range count {
		if n >= seenBy {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, cmp.Compare)
	return all
}

// shuffle puts order into another order, always the same one from a state.
func shuffle(order []int, state *uint32) {
	for i := len(order) - 1; i > 0; i-- {
		*state = *state*1664525 + 1013904223
		j := int(uint64(*state) * uint64(i+1) >> 32)
		order[i], order[j] = order[j], order[i]
	}
}

// softmax turns scores into probabilities.
func softmax(p []float64) {
	largest := slices.Max(p)
	sum := 0.0
	for i, x := range p {
		p[i] = exp(x - largest)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// exp is e to the x for x ≤ 0, good to nine digits. math.Exp has its own code
// for some machines, whose last digit may differ; a layer must come out the
// same everywhere.
func exp(x float64) float64 {
	if x < -60 {
		return 0
	}
	x /= 1024
	term, sum := 1.0, 1.0
	for i := 1.0; i <= 6; i++ {
		term = float64(term*x) / i
		sum += term
	}
	for range 10 {
		sum *= sum
	}
	return sum
}

// log is the natural logarithm of a probability, bounded.
func log(p float64) float64 {
	return math.Log(max(p, 1e-9))
}
