package intake

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// A file that was uploaded is read once, and its rows are kept as text: a line
// for each, with its number and its cells between tabs. The first line names
// the import, so that no two have the same content and one can be deleted.

// headRows are how many rows the screen shows to say what the columns mean.
const headRows = 20

// maxCell is how many runes of a cell are kept.
const maxCell = 1000

// Head is the beginning of a file: its headings and some rows under them.
type Head struct {
	Line     int64      `json:"line"` // of the headings
	Headings []string   `json:"headings"`
	Samples  [][]string `json:"samples"`
}

// stage reads the rows of a file and writes them to w.
func stage(f *os.File, w io.Writer, id string, k columns.Kind, l sheet.Limits) (head Head, rows int64, err error) {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(id + "\n")
	var first [][]string
	var lines []int64
	err = sheet.Read(f, l, func(line int, cells []string) error {
		out.WriteString(strconv.Itoa(line))
		kept := make([]string, 0, len(cells))
		for _, c := range cells {
			c = cell.Text(c, maxCell)
			out.WriteByte('\t')
			out.WriteString(c)
			if len(first) < headRows {
				kept = append(kept, c)
			}
		}
		if len(first) < headRows {
			first, lines = append(first, kept), append(lines, int64(line))
		}
		rows++
		return out.WriteByte('\n')
	})
	if err != nil {
		return head, 0, err
	}
	if len(first) < 2 {
		return head, 0, fault.New(fault.Invalid, "order.file_empty")
	}
	at := k.HeaderAt(first)
	if at == len(first)-1 && rows == int64(len(first)) {
		return head, 0, fault.New(fault.Invalid, "order.file_empty")
	}
	head = Head{Line: lines[at], Headings: first[at], Samples: first[at+1:]}
	if len(head.Samples) > 5 {
		head.Samples = head.Samples[:5]
	}
	return head, rows - int64(at) - 1, out.Flush()
}

// file is a file that is being read.
type file struct {
	*staged
	Reader
	content io.Closer
	matter  Matter
	layout  Layout
	below   int64 // line of the headings
}

func (f *file) Close() error { return f.content.Close() }

// staged reads rows that were staged.
type staged struct {
	r  io.ReadSeeker
	br *bufio.Reader
	at int64
}

func openStaged(r io.ReadSeeker) *staged { return &staged{r: r, br: bufio.NewReaderSize(r, 256<<10)} }

// next returns the row at the present place and where it begins; io.EOF after
// the last. The row is good until the next call.
func (s *staged) next() (Row, int64, error) {
	for {
		begins := s.at
		line, err := s.br.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			return Row{}, 0, fault.New(fault.Internal, "order.content_damaged")
		}
		s.at += int64(len(line))
		if err != nil {
			return Row{}, 0, err
		}
		number, rest, ok := bytes.Cut(line[:len(line)-1], []byte("\t"))
		if !ok {
			continue // the first line
		}
		n, err := strconv.ParseInt(string(number), 10, 64)
		if err != nil {
			return Row{}, 0, fault.New(fault.Internal, "order.content_damaged").Because(err)
		}
		return Row{n, strings.Split(string(rest), "\t")}, begins, nil
	}
}

// rowAt returns the row that begins at a place.
func (s *staged) rowAt(place int64) (Row, error) {
	if place != s.at {
		if _, err := s.r.Seek(place, io.SeekStart); err != nil {
			return Row{}, err
		}
		s.br.Reset(s.r)
		s.at = place
	}
	r, _, err := s.next()
	return r, err
}

// index knows which rows of a file belong together, wherever they stand. It
// holds keys and places, not rows.
type index struct {
	groups   []group
	refs     []ref
	problems []Problem // of rows that belong to no order, the first of them
	bad      int64     // how many rows those are
	rounded  int64     // orders whose number looks as if a spreadsheet had rounded it
}

type group struct {
	key         string
	first, last int32
}

type ref struct {
	place int64
	next  int32
}

// maxProblems are how many of an import are kept; the rest is counted.
const maxProblems = 10_000

// read goes through all rows below the headings.
func (f *file) read() (*index, error) {
	x, byKey := &index{}, map[string]int32{}
	last := int32(-1)
	for {
		r, place, err := f.next()
		if err == io.EOF {
			return x, nil
		}
		if err != nil {
			return nil, err
		}
		if r.Line <= f.below {
			continue
		}
		key, err := f.Key(r)
		switch {
		case err != nil:
			f.wrong(x, r, err)
		case key == "" && last >= 0 && f.Follows(r):
			x.add(last, place)
		case key == "" && f.layout.Empty(r):
		case key == "":
			f.wrong(x, r, fault.New(fault.Invalid, "order.cell_number_missing"))
		default:
			g, known := byKey[key]
			if !known {
				g = int32(len(x.groups))
				byKey[key] = g
				x.groups = append(x.groups, group{key, -1, -1})
				if f.matter.ID == columns.Orders.ID && cell.LooksRounded(key) {
					x.rounded++
				}
			}
			last = g
			x.add(g, place)
			continue
		}
		if err != nil || key == "" && !f.Follows(r) {
			last = -1
		}
	}
}

func (f *file) wrong(x *index, r Row, err error) {
	x.bad++
	if len(x.problems) < maxProblems {
		x.problems = append(x.problems, f.layout.Wrong(r, f.matter.Needs, "", err))
	}
}

func (x *index) add(g int32, place int64) {
	n := int32(len(x.refs))
	x.refs = append(x.refs, ref{place, -1})
	if at := &x.groups[g]; at.first < 0 {
		at.first, at.last = n, n
	} else {
		x.refs[at.last].next = n
		at.last = n
	}
}

// rows returns those of an order, one more than it may have at most.
func (x *index) rows(s *staged, g group) ([]Row, error) {
	var all []Row
	for n := g.first; n >= 0 && len(all) <= order.MaxItems; n = x.refs[n].next {
		r, err := s.rowAt(x.refs[n].place)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
