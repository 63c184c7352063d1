package sheet

import (
	"archive/zip"
	"io"
	"os"

	"github.com/xuri/excelize/v2"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// maxParts is how many files may be packed in an XLSX.
const maxParts = 2000

func readXLSX(f *os.File, l Limits, take Row) error {
	if err := checkZip(f, l); err != nil {
		return err
	}
	book, err := excelize.OpenReader(buffered(f), excelize.Options{RawCellValue: true, UnzipSizeLimit: l.Unpacked, UnzipXMLSizeLimit: l.InMemory})
	if err != nil {
		return damaged(err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(name)
		if err != nil || !visible {
			continue
		}
		some := false
		err = readSheet(book, name, func(line int, cells []string) error {
			some = true
			return take(line, cells)
		})
		if err != nil || some {
			return err
		}
	}
	return nil
}

func readSheet(book *excelize.File, name string, take Row) error {
	rows, err := book.Rows(name)
	if err != nil {
		return damaged(err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return damaged(err)
		}
		if len(cells) == 0 {
			continue
		}
		if err := take(line, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return damaged(err)
	}
	return nil
}

func damaged(err error) error {
	return fault.New(fault.Invalid, "order.file_xlsx_damaged").Because(err)
}

// checkZip unfolds every part into nothing, since what a part says of its own
// size may be a lie.
func checkZip(f *os.File, l Limits) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return damaged(err)
	}
	if len(z.File) > maxParts {
		return fault.New(fault.TooLarge, "order.file_unfolds", "limit", l.Unpacked>>20)
	}
	left := l.Unpacked
	for _, part := range z.File {
		n, err := unfolded(part, left)
		if err != nil {
			return damaged(err)
		}
		if left -= n; left <= 0 {
			return fault.New(fault.TooLarge, "order.file_unfolds", "limit", l.Unpacked>>20)
		}
	}
	return nil
}

// unfolded is the real size of a part, as far as most.
func unfolded(part *zip.File, most int64) (int64, error) {
	r, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, io.LimitReader(r, most))
}
