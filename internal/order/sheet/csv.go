package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func readCSV(f io.ReaderAt, take Row) error {
	text, err := decoded(f)
	if err != nil {
		return err
	}
	comma, err := delimiter(text)
	if err != nil {
		return err
	}
	r := csv.NewReader(text)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
	line, next := 0, 1 // row of the spreadsheet, line of the file that follows
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			return fault.New(fault.Invalid, "order.file_damaged", "line", wrong.StartLine).Because(err)
		}
		if err != nil {
			return err
		}
		start, _ := r.FieldPos(0)
		line += 1 + max(0, start-next) // empty lines are rows too
		next = start + 1
		for _, c := range cells {
			next += strings.Count(c, "\n")
		}
		if err := take(line, cells); err != nil {
			return err
		}
	}
}

// delimiter finds what stands between the cells of the first line.
func delimiter(text *bufio.Reader) (rune, error) {
	head, err := text.Peek(16 << 10)
	if err != nil && err != io.EOF {
		return 0, err
	}
	if i := bytes.IndexByte(head, '\n'); i > 0 {
		head = head[:i]
	}
	best, most := ',', bytes.Count(head, []byte(","))
	for _, other := range "\t;" {
		if n := bytes.Count(head, []byte(string(other))); n > most {
			best, most = other, n
		}
	}
	return best, nil
}

// decoded returns the text of a file, whatever it is written in: the mark at
// its beginning says so, or it is UTF-8 throughout, or it is GB18030, in which
// Windows writes Chinese.
func decoded(f io.ReaderAt) (*bufio.Reader, error) {
	head, err := buffered(f).Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		from = unicode.UTF8BOM
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	default:
		ok, err := isUTF8(buffered(f))
		if err != nil {
			return nil, err
		}
		if ok {
			return buffered(f), nil
		}
		from = simplifiedchinese.GB18030
	}
	return bufio.NewReaderSize(transform.NewReader(buffered(f), from.NewDecoder()), 64<<10), nil
}

func isUTF8(r io.Reader) (bool, error) {
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := r.Read(buf[kept:])
		n += kept
		kept = 0
		for part := buf[:n]; len(part) > 0; {
			c, size := utf8.DecodeRune(part)
			if c == utf8.RuneError && size == 1 {
				if utf8.FullRune(part) || err == io.EOF {
					return false, nil
				}
				kept = copy(buf, part)
				break
			}
			if c == 0 {
				return false, fault.New(fault.Unsupported, "order.file_kind")
			}
			part = part[size:]
		}
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// ReadText is [Read] for a table of text that somebody has pasted: CSV, or what a
// spreadsheet puts on the clipboard.
func ReadText(text string, l Limits, take Row) error {
	return readCSV(strings.NewReader(text), l.count(take))
}
