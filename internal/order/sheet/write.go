package sheet

import (
	"encoding/csv"
	"io"

	"github.com/xuri/excelize/v2"
)

// Writer writes a table row by row, every cell inert. Close must be called.
type Writer interface {
	Row(cells []string) error
	Close() error
}

// NewCSV writes CSV in UTF-8 with a mark, as spreadsheets take it.
func NewCSV(w io.Writer) (Writer, error) {
	_, err := io.WriteString(w, "\ufeff")
	return csvWriter{csv.NewWriter(w)}, err
}

type csvWriter struct{ w *csv.Writer }

func (c csvWriter) Row(cells []string) error {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = Inert(cell)
	}
	return c.w.Write(out)
}

func (c csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// NewXLSX writes the first sheet of an XLSX. Rows wait on disk, and go to w when the
// writer is closed.
func NewXLSX(w io.Writer) (Writer, error) {
	book := excelize.NewFile()
	rows, err := book.NewStreamWriter("Sheet1")
	return &xlsxWriter{w: w, book: book, rows: rows}, err
}

type xlsxWriter struct {
	w    io.Writer
	book *excelize.File
	rows *excelize.StreamWriter
	n    int
}

func (x *xlsxWriter) Row(cells []string) error {
	x.n++
	at, err := excelize.CoordinatesToCellName(1, x.n)
	if err != nil {
		return err
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = Inert(cell) // a text, so that a long number stays as it is
	}
	return x.rows.SetRow(at, values)
}

func (x *xlsxWriter) Close() error {
	defer x.book.Close()
	if err := x.rows.Flush(); err != nil {
		return err
	}
	return x.book.Write(x.w)
}
