package sheet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Table reads a small table whole: rows[0] is what a spreadsheet shows as row 1, and a
// row without any cell is nil. A file of more than most bytes is refused.
func Table(body io.Reader, most int64, l Limits) (rows [][]string, err error) {
	f, err := os.CreateTemp("", "table-*") // an XLSX is read from its end
	if err != nil {
		return nil, fmt.Errorf("keeping a file while it is read: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	n, err := io.Copy(f, io.LimitReader(body, most+1))
	if err != nil {
		return nil, err
	}
	if n > most {
		return nil, fault.New(fault.TooLarge, "sheet.file_large", "max", most>>20)
	}
	err = Read(f, l, func(line int, cells []string) error {
		for len(rows) < line {
			rows = append(rows, nil)
		}
		for _, c := range cells {
			rows[line-1] = append(rows[line-1], strings.Clone(c))
		}
		return nil
	})
	return rows, err
}
