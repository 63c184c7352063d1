package reading

import (
	"slices"
	"testing"
	"time"
)

func BenchmarkRead(b *testing.B) {
	examples := blind(b)
	Default().Read(examples[0].Text)
	b.ReportAllocs()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		Default().Read(examples[i%len(examples)].Text)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}

// BenchmarkReadLong reads a letter of 600 characters.
func BenchmarkReadLong(b *testing.B) {
	letter := ""
	for i := 0; len(letter) < 1800; i++ {
		letter += blind(b)[i*7].Text + "。"
	}
	b.ReportAllocs()
	for b.Loop() {
		Default().Read(letter)
	}
}

// BenchmarkStart is what the first reading costs beyond the reading.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		for _, name := range []string{"concepts", "feelings", "risks", "cues", "demands"} {
			readLexicon(data, "data/"+name+".txt")
		}
		shipped, err := data.Open("data/layer.bin")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ReadLayer(shipped); err != nil {
			b.Fatal(err)
		}
	}
}
