// Package sheet reads tables that people export: CSV in UTF-8, GB18030 or
// UTF-16, and XLSX. Rows come one by one and are forgotten; formulas are not
// computed, what the file says they came to is read instead. What would unfold
// into more than the limits is refused before it is unfolded in memory.
package sheet

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a table.
type Limits struct {
	Rows     int   // at most
	Columns  int   // at most; cells further right are not read
	RowBytes int   // of all cells of a row
	Unpacked int64 // bytes that an XLSX may unfold into
	InMemory int64 // bytes of one part of an XLSX that are kept in memory
}

// Usual are the limits of what merchants export.
var Usual = Limits{Rows: 200_000, Columns: 256, RowBytes: 64 << 10, Unpacked: 400 << 20, InMemory: 16 << 20}

// Row takes one row: its number as a spreadsheet shows it, from 1, and its
// cells, which are good until it returns.
type Row func(line int, cells []string) error

// Read hands all rows of a file to take, rows without any cell left out. What
// kind of file it is stands in its first bytes.
func Read(f *os.File, l Limits, take Row) error {
	head := make([]byte, 4)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	head = head[:n]
	counted := l.count(take)
	switch {
	case n == 0:
		return fault.New(fault.Invalid, "blob.empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readXLSX(f, l, counted)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return fault.New(fault.Unsupported, "order.file_xls")
	}
	return readCSV(f, counted)
}

// count holds rows to the limits.
func (l Limits) count(take Row) Row {
	n := 0
	return func(line int, cells []string) error {
		if len(cells) > l.Columns {
			cells = cells[:l.Columns]
		}
		size, empty := 0, true
		for _, c := range cells {
			size += len(c)
			empty = empty && c == ""
		}
		if empty {
			return nil
		}
		if n++; n > l.Rows {
			return fault.New(fault.TooLarge, "order.file_rows", "limit", l.Rows)
		}
		if size > l.RowBytes {
			return fault.New(fault.Invalid, "order.file_row_long", "line", line)
		}
		return take(line, cells)
	}
}

// buffered reads f from its beginning.
func buffered(f io.ReaderAt) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(f, 0, 1<<62), 64<<10)
}
