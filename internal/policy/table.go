package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy/guard"
)

// Hit says which of the rows that hold counts. It is asked for each remedy apart,
// so that one table may offer several remedies for the same matter.
type Hit string

const (
	First   Hit = "FIRST"   // the first row that holds
	Unique  Hit = "UNIQUE"  // at most one row may hold
	Collect Hit = "COLLECT" // the highest amount of those that hold
)

// Hits are all of them.
var Hits = []Hit{First, Unique, Collect}

// Limits of tables.
const (
	MaxRows    = 500
	MaxColumns = 12
	MaxNote    = 200 // runes
)

// Approvals are who has to agree, "" for nobody, by code and Chinese name.
var Approvals = []Value{{"", "不用审批"}, {"team_lead", "组长"}, {"supervisor", "主管"}, {"proprietor", "商家负责人"}, {"counsel", "法务"}}

// Table is a decision table of a shop, as people write it.
type Table struct {
	ID      string   `json:"id" yaml:"id"`
	Name    string   `json:"name" yaml:"name"`
	Version int64    `json:"version" yaml:"version"`
	Layer   Layer    `json:"layer" yaml:"layer"` // Merchant or Published
	Hit     Hit      `json:"hit" yaml:"hit"`
	Columns []string `json:"columns" yaml:"columns" nullable:"false"` // facts
	Rows    []Row    `json:"rows" yaml:"rows" nullable:"false"`
	From    string   `json:"from,omitempty" yaml:"from"` // in force for claims since this day, "" for always
	To      string   `json:"to,omitempty" yaml:"to"`     // until this day
}

// Row is one rule: a condition for each column, and what is offered.
type Row struct {
	ID       string   `json:"id" yaml:"id"` // stays when rows are moved
	Cells    []string `json:"cells" yaml:"cells" nullable:"false"`
	Guard    string   `json:"guard" yaml:"guard"` // a condition in CEL that must hold too, "" for none
	Remedy   string   `json:"remedy" yaml:"remedy"`
	Amount   string   `json:"amount" yaml:"amount"` // 10% 实付 至少 5元 至多 30元; "" for remedies without
	Cap      string   `json:"cap" yaml:"cap"`       // how far a person may go, "" for the amount
	Approval string   `json:"approval" yaml:"approval"`
	Note     string   `json:"note" yaml:"note"`
}

// Problem is something wrong with a table, and where.
type Problem struct {
	Row    int    // index, -1 for the table as a whole
	Column string // "cells.0", "guard", "remedy", "amount", "cap", "approval", "note", "id", or a field of the table
	Fault  *fault.Fault
}

// Error is for logs.
func (p Problem) Error() string { return fmt.Sprintf("row %d, %s: %v", p.Row+1, p.Column, p.Fault) }

// Compiled is a table that is ready to decide.
type Compiled struct {
	table    Table
	columns  []*Fact
	rows     []compiledRow
	from, to calendar.Date
}

type compiledRow struct {
	row         Row
	cells       []cell
	guard       *guard.Guard
	remedy      int
	amount, cap pay
	approval    string

	ref     string // permanent
	because []string
	rights  []int
	pays    []rulePay
	offer   *offered
}

// Compile checks a table whole, and says everything that is wrong with it.
func Compile(t Table) (*Compiled, []Problem) {
	c := &Compiled{table: t}
	problems := c.head()
	if len(problems) > 0 {
		return nil, problems
	}
	seen := map[string]bool{}
	for i, r := range t.Rows {
		row, wrong := c.row(i, r)
		if r.ID == "" || seen[r.ID] {
			wrong = append(wrong, Problem{i, "id", fault.New(fault.Invalid, "policy.row_id")})
		}
		seen[r.ID] = true
		problems, c.rows = append(problems, wrong...), append(c.rows, row)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	for i := range c.rows {
		c.settle(&c.rows[i])
	}
	return c, nil
}

// head checks what is not in rows.
func (c *Compiled) head() (problems []Problem) {
	t := c.table
	bad := func(column string, f *fault.Fault) { problems = append(problems, Problem{-1, column, f}) }
	if t.Layer != Merchant && t.Layer != Published {
		bad("layer", fault.New(fault.Invalid, "policy.layer_unknown"))
	}
	if !slices.Contains(Hits, t.Hit) {
		bad("hit", fault.New(fault.Invalid, "policy.hit_unknown"))
	}
	if len(t.Rows) > MaxRows {
		bad("rows", fault.New(fault.Invalid, "policy.too_many_rows", "limit", MaxRows))
	}
	if len(t.Columns) > MaxColumns {
		bad("columns", fault.New(fault.Invalid, "policy.too_many_columns", "limit", MaxColumns))
	}
	for i, name := range t.Columns {
		f := registry().byName[name]
		if f == nil || slices.Contains(c.columns, f) {
			bad(fmt.Sprint("columns.", i), fault.New(fault.Invalid, "policy.column_unknown", "column", short(name)))
			continue
		}
		c.columns = append(c.columns, f)
	}
	for _, day := range []struct {
		column, text string
		into         *calendar.Date
		other        calendar.Date
	}{{"from", t.From, &c.from, firstDay}, {"to", t.To, &c.to, lastDay}} {
		if *day.into = day.other; day.text == "" {
			continue
		}
		d, err := calendar.ParseDate(day.text)
		if err != nil {
			bad(day.column, fault.New(fault.Invalid, "policy.date_form"))
		}
		*day.into = d
	}
	return problems
}

func (c *Compiled) row(i int, r Row) (row compiledRow, problems []Problem) {
	row = compiledRow{row: r, cells: make([]cell, len(c.columns))}
	bad := func(column string, err error) {
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			problems = append(problems, Problem{i, column, f})
		}
	}
	if len(r.Cells) != len(c.columns) {
		bad("cells", fault.New(fault.Invalid, "policy.cells_missing", "want", len(c.columns), "got", len(r.Cells)))
		return row, problems
	}
	var err error
	for j, f := range c.columns {
		if row.cells[j], err = parseCell(f, r.Cells[j]); err != nil {
			bad(fmt.Sprint("cells.", j), err)
		}
	}
	if row.guard, err = guards().Compile(r.Guard); err != nil {
		bad("guard", err)
	}
	at, ok := remedyAt(strings.TrimSpace(r.Remedy))
	if row.remedy = at; !ok {
		bad("remedy", fault.New(fault.Invalid, "policy.remedy_unknown", "value", short(r.Remedy)))
	}
	if row.amount, err = optional(r.Amount); err != nil {
		bad("amount", err)
	}
	if row.cap, err = optional(r.Cap); err != nil {
		bad("cap", err)
	}
	if row.approval, ok = approvalOf(r.Approval); !ok {
		bad("approval", fault.New(fault.Invalid, "policy.approval_unknown", "value", short(r.Approval)))
	}
	if len([]rune(r.Note)) > MaxNote {
		bad("note", fault.New(fault.Invalid, "policy.note_long", "limit", MaxNote))
	}
	return row, problems
}

// optional reads an amount that may be left out. One that names a greatest amount
// only would suggest nothing.
func optional(text string) (p pay, err error) {
	if text = strings.TrimSpace(text); text == "" || text == "-" {
		return p, nil
	}
	if p, err = parsePay(text); err == nil && p.upto {
		err = badPay(text)
	}
	return p, err
}

func approvalOf(text string) (string, bool) {
	text = strings.TrimSpace(text)
	for _, a := range Approvals {
		if text == a.Code || text == a.Zh || text == "-" && a.Code == "" {
			return a.Code, true
		}
	}
	return "", false
}
