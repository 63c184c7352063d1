package policy

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkDecide decides by the law, platforms and a table of 500 rows.
func BenchmarkDecide(b *testing.B) {
	table := Defaults()[0]
	var rows []Row
	for i := range MaxRows {
		r := table.Rows[i%len(table.Rows)]
		r.ID = fmt.Sprint("r", i)
		rows = append(rows, r)
	}
	table.Rows, table.Hit = rows, Collect
	c := compiled(b, table)
	k, err := Read(map[string]any{"scenario": "quality.damaged", "quality": true, "paid": 10000, "signed_on": "2026-11-25", "contacts": 2}, noon)
	if err != nil {
		b.Fatal(err)
	}
	var all []time.Duration
	for b.Loop() {
		begun := time.Now()
		Decide(k, []*Compiled{c}, noon)
		all = append(all, time.Since(begun))
	}
	b.ReportMetric(float64(percentile(all, 50).Microseconds()), "p50-µs")
	b.ReportMetric(float64(percentile(all, 99).Microseconds()), "p99-µs")
}
