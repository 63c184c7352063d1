package check

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkCheck checks the sample replies, each with what was said before it,
// by the shipped rules and by four times as many: as costly as the rules that
// shops may add, since each copy finds what ours finds.
func BenchmarkCheck(b *testing.B) {
	var replies []Reply
	for _, list := range readSamples(b, "testdata/dev") {
		for _, s := range list {
			replies = append(replies, s.reply)
		}
	}
	for _, e := range []*Engine{engine(b), fourfold(b)} {
		b.Run(fmt.Sprintf("%d_rules", len(e.rules)), func(b *testing.B) { checkAll(b, e, replies) })
	}
}

func checkAll(b *testing.B, e *Engine, replies []Reply) {
	var times []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		from := time.Now()
		e.Check(replies[i%len(replies)])
		times = append(times, time.Since(from))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "µs-p99")
}

// fourfold is the engine with three copies more of every shipped rule.
func fourfold(t testing.TB) *Engine {
	t.Helper()
	packs, err := Shipped(Platforms()...)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Clone(packs)
	for _, suffix := range []string{".second", ".third", ".fourth"} {
		for _, p := range packs {
			if p.Name == "common" {
				continue
			}
			p.Name += suffix
			p.Rules = slices.Clone(p.Rules)
			for i := range p.Rules {
				p.Rules[i].ID += suffix
			}
			all = append(all, p)
		}
	}
	e, err := New(all...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// BenchmarkLoad reads and compiles the shipped packs.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		engine(b)
	}
}
