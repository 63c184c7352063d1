package reading

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Layer is what was learnt from examples: for every question (a Head) how
// much each feature speaks for each answer. It is immutable and safe for
// concurrent use. Weights are whole numbers from -127 to 127, so the file is
// small and the same on every machine.
type Layer struct {
	Heads  []Head
	width  int // answers of all heads
	hashes []uint32
	rows   []int8  // width for each hash, then one row for what holds without any feature
	slots  []int32 // open addressing: 1 + index into hashes
}

// A Head is a question with its answers.
type Head struct {
	Name    string   `json:"name"`
	Answers []string `json:"answers"`
	Scale   float32  `json:"scale"` // of a weight
}

// heads are the questions that a reader asks, in this order.
func heads() []Head {
	return []Head{
		{Name: "scenario", Answers: slices.Concat(Scenarios, []string{none})},
		{Name: "kind", Answers: Kinds},
		{Name: "level", Answers: []string{"0", "1", "2", "3", "4"}},
	}
}

var errLayer = errors.New("no layer of Anxin, or a damaged one")

const layerMark = "anxin layer 1\n"

// index prepares the look-up of hashes.
func (l *Layer) index() {
	size := 16
	for size < 2*len(l.hashes) {
		size *= 2
	}
	l.slots = make([]int32, size)
	for i, h := range l.hashes {
		at := int(h) & (size - 1)
		for l.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		l.slots[at] = int32(i + 1)
	}
}

// row returns the number of the row of a feature, -1 for none.
func (l *Layer) row(hash uint32) int {
	mask := len(l.slots) - 1
	for at := int(hash) & mask; l.slots[at] != 0; at = (at + 1) & mask {
		if i := int(l.slots[at] - 1); l.hashes[i] == hash {
			return i
		}
	}
	return -1
}

// answer returns for each head the probabilities of its answers.
func (l *Layer) answer(fs []feature) [][]float64 {
	sums := make([]float32, l.width)
	add := func(row int, value float32) {
		for j, w := range l.rows[row*l.width : (row+1)*l.width] {
			sums[j] += float32(value * float32(w))
		}
	}
	add(len(l.hashes), 1)
	for _, f := range fs {
		if row := l.row(f.hash); row >= 0 {
			add(row, f.value)
		}
	}
	answers := make([][]float64, len(l.Heads))
	from := 0
	for i, h := range l.Heads {
		p := make([]float64, len(h.Answers))
		for j := range p {
			p[j] = float64(sums[from+j] * h.Scale)
		}
		softmax(p)
		answers[i] = p
		from += len(p)
	}
	return answers
}

// Write writes l in the form that ReadLayer reads.
func (l *Layer) Write(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(layerMark)
	heads, err := json.Marshal(l.Heads)
	if err != nil {
		return err
	}
	b.Write(heads)
	b.WriteByte('\n')
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(l.hashes))))
	for _, h := range l.hashes {
		b.Write(binary.LittleEndian.AppendUint32(nil, h))
	}
	for _, v := range l.rows {
		b.WriteByte(byte(v))
	}
	_, err = w.Write(b.Bytes())
	return err
}

// maxFeatures bounds what a file may make us hold.
const maxFeatures = 1 << 20

// ReadLayer reads what Write wrote.
func ReadLayer(r io.Reader) (*Layer, error) {
	in := bufio.NewReader(r)
	mark := make([]byte, len(layerMark))
	if _, err := io.ReadFull(in, mark); err != nil || string(mark) != layerMark {
		return nil, errLayer
	}
	line, err := in.ReadBytes('\n')
	if err != nil {
		return nil, errLayer
	}
	l := &Layer{}
	if err := json.Unmarshal(line, &l.Heads); err != nil {
		return nil, fmt.Errorf("%w: %w", errLayer, err)
	}
	if !slices.EqualFunc(l.Heads, heads(), func(a, b Head) bool { return a.Name == b.Name && slices.Equal(a.Answers, b.Answers) }) {
		return nil, fmt.Errorf("%w: it answers other questions", errLayer)
	}
	for _, h := range l.Heads {
		l.width += len(h.Answers)
	}
	var n uint32
	if err := binary.Read(in, binary.LittleEndian, &n); err != nil || n > maxFeatures {
		return nil, errLayer
	}
	body := make([]byte, int(n)*4+(int(n)+1)*l.width)
	if _, err := io.ReadFull(in, body); err != nil {
		return nil, errLayer
	}
	l.hashes = make([]uint32, n)
	for i := range l.hashes {
		l.hashes[i] = binary.LittleEndian.Uint32(body[4*i:])
	}
	l.rows = make([]int8, (int(n)+1)*l.width)
	for i, b := range body[4*n:] {
		l.rows[i] = int8(b)
	}
	l.index()
	return l, nil
}
