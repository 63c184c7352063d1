package check

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkCheck checks the sample replies, each with what was said before it.
func BenchmarkCheck(b *testing.B) {
	e := engine(b)
	var replies []Reply
	for _, list := range readSamples(b, "testdata/dev") {
		for _, s := range list {
			replies = append(replies, s.reply)
		}
	}
	var times []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		from := time.Now()
		e.Check(replies[i%len(replies)])
		times = append(times, time.Since(from))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "µs-p99")
}

// BenchmarkLoad reads and compiles the shipped packs.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		engine(b)
	}
}
