package tally

import (
	"testing"
	"time"
)

func TestRates(t *testing.T) {
	var r Report
	r.Add("2026-10", []Group{{"late", "intervention", "won", 6, 600, 0}, {"late", "intervention", "lost", 3, 300, 250}, {"quality", "gov12315", "settled", 2, 100, 50}})
	r.Add("2026-11", []Group{{"late", "after_sale", "partly", 1, 100, 40}})
	if rate, enough := r.ByReason[0].Rate(); r.ByReason[0].Name != "late" || rate != 60 || !enough || r.Total.All() != 12 || r.Total.Paid != 340 {
		t.Errorf("%+v", r)
	}
	if _, enough := r.ByReason[1].Rate(); enough || r.ByMonth[1].All() != 1 {
		t.Errorf("too few tell nothing: %+v", r)
	}
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	names := ""
	for _, m := range Months(3, time.Date(2026, 1, 31, 15, 59, 0, 0, time.UTC), shanghai) {
		names += m.Name + " " + m.From.Format("01-02") + "–" + m.To.Format("01-02") + ";"
	}
	if names != "2025-11 11-01–12-01;2025-12 12-01–01-01;2026-01 01-01–02-01;" {
		t.Error(names)
	}
}
