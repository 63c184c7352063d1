package paper

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestNear(t *testing.T) {
	day := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for ends, want := range map[string]Nearness{"": Far, "2026-12-31": Far, "2026-12-30": Month, "2026-12-08": Month, "2026-12-07": Week, "2026-11-30": Week, "2026-11-29": Over} {
		if got := (Draft{EndsOn: ends}).Near(day); got != want {
			t.Errorf("%s is %s, want %s", ends, got, want)
		}
	}
}

func TestFits(t *testing.T) {
	items := []order.Item{{Code: "TD-01", Batch: "B7"}, {Code: "TD-02"}}
	for _, c := range []struct {
		d    Draft
		want Fit
	}{
		{Draft{}, ForAll},
		{Draft{Codes: []string{"TD-01"}}, ByCode},
		{Draft{Codes: []string{"TD-01", "X"}, Batch: "B7"}, ByBatch},
		{Draft{Batch: "B7"}, ByBatch},
		{Draft{Codes: []string{"TD-02"}, Batch: "B9"}, ByCode}, // nobody recorded its batch
		{Draft{Codes: []string{"TD-01"}, Batch: "B9"}, ""},
		{Draft{Codes: []string{"X"}}, ""},
		{Draft{Batch: "B9"}, ""},
	} {
		if got, ok := c.d.fits(items); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%+v fits %q, want %q", c.d, got, c.want)
		}
	}
}

func TestDrafts(t *testing.T) {
	good := Draft{Kind: Inspection, Title: " 检测  报告 ", Codes: []string{"b", " a ", "", "b"}, EndsOn: "2026-12-31"}
	d, err := good.clean()
	if err != nil || d.Title != "检测 报告" || strings.Join(d.Codes, ",") != "a,b" {
		t.Errorf("%+v, %v", d, err)
	}
	for code, change := range map[string]func(*Draft){
		"paper.kind_unknown":  func(d *Draft) { d.Kind = "photo" },
		"paper.title_missing": func(d *Draft) { d.Title = " " },
		"paper.title_long":    func(d *Draft) { d.Title = strings.Repeat("长", maxTitle+1) },
		"paper.code_long":     func(d *Draft) { d.Codes = []string{strings.Repeat("x", maxCode+1)} },
		"paper.codes_many":    func(d *Draft) { d.Codes = strings.Fields(strings.Repeat("a b c d e f g ", 30)) },
		"paper.note_long":     func(d *Draft) { d.Note = strings.Repeat("长", maxNote+1) },
		"paper.day_form":      func(d *Draft) { d.EndsOn = "2026-02-30" },
	} {
		d := good
		change(&d)
		if code == "paper.codes_many" {
			for i := range d.Codes {
				d.Codes[i] += string(rune('一' + i))
			}
		}
		if _, err := d.clean(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
}
