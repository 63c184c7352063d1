package intake_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// BenchmarkUploadXLSX takes in an XLSX of 100,000 rows, as far as its rows are
// kept; from there on it is like any other file.
func BenchmarkUploadXLSX(b *testing.B) {
	f := excelize.NewFile()
	out, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for n, line := range strings.Split(strings.TrimSpace(many(83_334)), "\n") {
		var cells []any
		for _, c := range strings.Split(line, ",") {
			cells = append(cells, c)
		}
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			b.Fatal(err)
		}
		if err := out.SetRow(at, cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	var content bytes.Buffer
	if err := f.Write(&content); err != nil {
		b.Fatal(err)
	}
	w := newWorld(b, dbtest.SQLite(b))
	for b.Loop() {
		began := time.Now()
		i, err := w.in.Upload(w.ctx, "orders", w.shop.ID, began.String(), "a.xlsx", bytes.NewReader(content.Bytes()))
		if err != nil || i.Rows < 100_000 {
			b.Fatal(i.Rows, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/upload")
		b.ReportMetric(float64(content.Len()>>20), "MB/file")
	}
}
