package rulebook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Headings of the columns that are no conditions, first those before, then those
// after.
var (
	headBefore = []string{"编号"}
	headAfter  = []string{"附加条件", "方案", "金额", "封顶", "审批", "备注"}
)

// gridLimits are those of a table that comes back from a spreadsheet.
var gridLimits = sheet.Limits{Rows: policy.MaxRows + 1, Columns: policy.MaxColumns + 10, RowBytes: 32 << 10, Unpacked: 32 << 20, InMemory: 8 << 20}

// WriteGrid writes a table as an XLSX file: one row each, and a second sheet that
// says what may stand in the cells.
func WriteGrid(t policy.Table) ([]byte, error) {
	f := excelize.NewFile()
	const name = "补偿表"
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	head := append([]string{}, headBefore...)
	for _, column := range t.Columns {
		head = append(head, columnTitle(column))
	}
	err := writeRow(f, name, 1, append(head, headAfter...))
	for i, r := range t.Rows {
		line := append([]string{r.ID}, r.Cells...)
		for len(line) < 1+len(t.Columns) {
			line = append(line, "")
		}
		err = errors.Join(err, writeRow(f, name, i+2, append(line, r.Guard, remedyName(r.Remedy), r.Amount, r.Cap, approvalName(r.Approval), r.Note)))
	}
	if err == nil {
		err = writeHelp(f, t)
	}
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = f.WriteTo(&out)
	return out.Bytes(), errors.Join(err, f.Close())
}

func columnTitle(name string) string {
	if f, ok := policy.FactNamed(name); ok {
		return f.Zh
	}
	return name
}

func remedyName(code string) string {
	for _, r := range policy.Remedies {
		if r.Code == code {
			return r.Zh
		}
	}
	return code
}

func approvalName(code string) string {
	for _, a := range policy.Approvals {
		if a.Code == code {
			return a.Zh
		}
	}
	return code
}

// writeRow writes texts, which a spreadsheet shows and never computes.
func writeRow(f *excelize.File, name string, line int, cells []string) error {
	for i, text := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, line)
		if err != nil {
			return err
		}
		if err := f.SetCellStr(name, at, sheet.Inert(text)); err != nil {
			return err
		}
	}
	return nil
}

func writeHelp(f *excelize.File, t policy.Table) error {
	const name = "说明"
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	lines := [][]string{{"列", "可以写"}, {"条件", "留空或 - 是不限；<= 7、> 100元、8..15、(8..15]；食品、母婴用品；非 食品；有"}, {"金额", "20元，或 10% 实付 至少 5元 至多 30元"}}
	for _, column := range t.Columns {
		if fact, ok := policy.FactNamed(column); ok {
			var all []string
			for _, v := range fact.Values() {
				all = append(all, v.Zh)
			}
			lines = append(lines, []string{fact.Zh, strings.Join(all, "、")})
		}
	}
	var err error
	for i, line := range lines {
		err = errors.Join(err, writeRow(f, name, i+1, line))
	}
	return err
}

// GridProblem is what is wrong with a cell of a file.
type GridProblem struct {
	Cell  string // as spreadsheets name it: C4
	Fault *fault.Fault
}

// ReadGrid reads a table out of a file, keeping name, layer and hit policy of base.
// Everything that stands in cells is in the table that it returns, also what is
// wrong with them, so that it can be put right on the screen.
func ReadGrid(content []byte, base policy.Table) (t policy.Table, problems []GridProblem, err error) {
	t = base
	t.Columns, t.Rows = []string{}, []policy.Row{}
	g := grid{table: &t}
	err = eachRow(content, func(line int, cells []string) error {
		if g.places == nil {
			return g.head(line, cells)
		}
		return g.row(line, cells)
	})
	if err == nil && g.places == nil {
		err = fault.New(fault.Invalid, "policy.sheet_empty")
	}
	if err != nil {
		return base, nil, err
	}
	g.name()
	if len(g.problems) == 0 {
		_, wrong := policy.Compile(t)
		for _, p := range wrong {
			g.problems = append(g.problems, GridProblem{g.cellOf(p), p.Fault})
		}
	}
	return t, g.problems, nil
}

// eachRow reads a file that has to be on disk for that.
func eachRow(content []byte, take sheet.Row) (err error) {
	f, err := os.CreateTemp("", "policy-*.xlsx")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if _, err := f.Write(content); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return sheet.Read(f, gridLimits, take)
}

// grid is a file that is being read.
type grid struct {
	table    *policy.Table
	places   map[int]string // column of the file: a heading, or fact: and its name
	columns  []int          // of the file, for each condition
	lines    []int          // of the file, for each row
	headLine int
	problems []GridProblem
}

func (g *grid) bad(column, line int, f *fault.Fault) {
	at, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		at = strconv.Itoa(line)
	}
	g.problems = append(g.problems, GridProblem{at, f})
}

func (g *grid) head(line int, cells []string) error {
	g.places, g.headLine = map[int]string{}, line
	remedy := false
	for i, title := range cells {
		title = plain(title)
		if title == "" {
			continue
		}
		known := false
		for _, head := range append(headBefore, headAfter...) {
			known = known || head == title
		}
		remedy = remedy || title == "方案"
		if known {
			g.places[i] = title
			continue
		}
		f, ok := policy.FactNamed(title)
		if !ok {
			g.bad(i, line, fault.New(fault.Invalid, "policy.column_unknown", "column", title))
			f.Name = title
		}
		g.places[i] = "fact:" + f.Name
		g.columns = append(g.columns, i)
		g.table.Columns = append(g.table.Columns, f.Name)
	}
	if !remedy {
		return fault.New(fault.Invalid, "policy.sheet_headings")
	}
	return nil
}

func (g *grid) row(line int, cells []string) error {
	at := func(i int) string {
		if i < len(cells) {
			return plain(cells[i])
		}
		return ""
	}
	r := policy.Row{Cells: []string{}}
	for _, i := range g.columns {
		r.Cells = append(r.Cells, at(i))
	}
	for i, text := range cells {
		if _, ok := g.places[i]; !ok && plain(text) != "" {
			g.bad(i, line, fault.New(fault.Invalid, "policy.cell_untitled", "value", plain(text)))
		}
	}
	for i, place := range g.places {
		switch place {
		case "编号":
			r.ID = at(i)
		case "附加条件":
			r.Guard = at(i)
		case "方案":
			r.Remedy = at(i)
		case "金额":
			r.Amount = at(i)
		case "封顶":
			r.Cap = at(i)
		case "审批":
			r.Approval = at(i)
		case "备注":
			r.Note = at(i)
		}
	}
	g.lines, g.table.Rows = append(g.lines, line), append(g.table.Rows, r)
	return nil
}

// plain is a cell without what kept it from being computed.
func plain(text string) string {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "'"); ok {
		return rest
	}
	return text
}

// name gives rows an id that have none, or one that another row has.
func (g *grid) name() {
	seen, next := map[string]bool{}, 1
	for i := range g.table.Rows {
		r := &g.table.Rows[i]
		if r.ID != "" && !seen[r.ID] {
			seen[r.ID] = true
			continue
		}
		r.ID = ""
	}
	for i := range g.table.Rows {
		r := &g.table.Rows[i]
		for r.ID == "" {
			if id := fmt.Sprint("r", next); !seen[id] {
				r.ID, seen[id] = id, true
			}
			next++
		}
	}
}

// cellOf is where in the file a problem of the table is.
func (g *grid) cellOf(p policy.Problem) string {
	line := g.headLine
	if p.Row >= 0 && p.Row < len(g.lines) {
		line = g.lines[p.Row]
	}
	titles := map[string]string{"guard": "附加条件", "remedy": "方案", "amount": "金额", "cap": "封顶", "approval": "审批", "note": "备注", "id": "编号"}
	column := 0
	if n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimPrefix(p.Column, "cells."), "columns.")); err == nil && n < len(g.columns) {
		column = g.columns[n]
	}
	for i, place := range g.places {
		if place == titles[p.Column] {
			column = i
		}
	}
	at, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		return strconv.Itoa(line)
	}
	return at
}
