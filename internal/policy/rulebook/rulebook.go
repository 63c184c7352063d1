// Package rulebook keeps the decision tables of shops: what is being written, what
// was published since which day, and what a change would have cost.
//
// A draft is checked whole, compared on past cases, and published from a day on.
// What was published is never changed; going back publishes it again. Until a shop
// publishes a table of its own, the one counts that comes with the product.
package rulebook

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Limits of tables.
const (
	MaxTables = 50  // of one shop
	maxName   = 40  // runes
	maxNote   = 300 // runes
	maxText   = 400 // bytes of one cell
)

// Book is a table of a shop.
type Book struct {
	ID        string
	ShopID    string
	Draft     policy.Table // its id and version are those of the book and of the next edition
	Simulated int64        // the version whose draft was compared on past cases
	MadeAt    time.Time
	Version   int64
	Editions  []Edition // what was published, the first first
}

// Edition is what was published.
type Edition struct {
	TableID  string
	N        int64
	Table    policy.Table
	From     string // the first day of claims for which it counts
	Note     string
	Restores int64 // the edition that it publishes again, 0 for none
	By       string
	At       time.Time
}

// shanghai is the zone in which policy counts days.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// today is the day on which something is decided.
func today(now time.Time) calendar.Date { return calendar.DateOf(now.In(shanghai)) }

// clean returns a draft as it will be kept. What is wrong with cells is kept too,
// so that nothing that somebody typed is lost; only publishing refuses it.
func clean(t policy.Table) (policy.Table, error) {
	t.Name = strings.Join(strings.Fields(t.Name), " ")
	n := utf8.RuneCountInString(t.Name)
	switch {
	case n == 0 || n > maxName:
		return t, fault.Field("name", "policy.name_length", "limit", maxName)
	case t.Layer != policy.Merchant && t.Layer != policy.Published:
		return t, fault.Field("layer", "policy.layer_unknown")
	case len(t.Rows) > policy.MaxRows:
		return t, fault.Field("rows", "policy.too_many_rows", "limit", policy.MaxRows)
	case len(t.Columns) > policy.MaxColumns:
		return t, fault.Field("columns", "policy.too_many_columns", "limit", policy.MaxColumns)
	}
	for _, r := range t.Rows {
		for _, text := range append([]string{r.ID, r.Remedy, r.Amount, r.Cap, r.Approval, r.Note, r.Guard}, r.Cells...) {
			if len(text) > max(maxText, 500) || !utf8.ValidString(text) {
				return t, fault.Field("rows", "policy.cell_long", "limit", maxText)
			}
		}
	}
	t.From, t.To = "", ""
	return t, nil
}

// publishable refuses what cannot decide.
func publishable(t policy.Table) (*policy.Compiled, error) {
	if len(t.Rows) == 0 {
		return nil, fault.New(fault.Invalid, "policy.no_rows")
	}
	c, problems := policy.Compile(t)
	if len(problems) > 0 {
		return nil, fault.New(fault.Invalid, "policy.table_wrong", "count", len(problems))
	}
	if cover := c.Cover(); cover.Certain() {
		return nil, fault.New(fault.Invalid, "policy.rows_overlap", "a", cover.Overlaps[0].Rows[0], "b", cover.Overlaps[0].Rows[1])
	}
	return c, nil
}

// firstDay is that from which an edition counts: today or later, so that what was
// decided stays decided.
func firstDay(text string, now time.Time) (string, error) {
	if text == "" {
		return today(now).String(), nil
	}
	d, err := calendar.ParseDate(text)
	switch {
	case err != nil:
		return "", fault.Field("from", "policy.date_form")
	case d < today(now):
		return "", fault.Field("from", "policy.from_past")
	case d > today(now)+366:
		return "", fault.Field("from", "policy.from_far")
	}
	return d.String(), nil
}

// spans gives each edition of one table the days on which it counts. A later one
// outranks an earlier one from its first day on.
func spans(all []Edition) (tables []policy.Table) {
	end := ""
	for i := len(all) - 1; i >= 0; i-- {
		e := all[i]
		if end != "" && e.From >= end {
			continue
		}
		t := e.Table
		t.From, t.To = e.From, before(end)
		tables, end = append(tables, t), e.From
	}
	return tables
}

// before is the day before one, "" for none.
func before(day string) string {
	d, err := calendar.ParseDate(day)
	if err != nil {
		return ""
	}
	return (d - 1).String()
}

// inForce are the tables of a shop for claims of any day. What comes with the
// product counts until the first own table of the merchant's layer.
func inForce(books []Book) (all []policy.Table) {
	own := ""
	for _, b := range books {
		all = append(all, spans(b.Editions)...)
		for _, e := range b.Editions {
			if e.Table.Layer == policy.Merchant && (own == "" || e.From < own) {
				own = e.From
			}
		}
	}
	for _, t := range policy.Defaults() {
		t.To = before(own)
		all = append(all, t)
	}
	return all
}

// on leaves those that count on a day, for all days.
func on(day string, tables []policy.Table) (all []policy.Table) {
	for _, t := range tables {
		if t.From <= day && (t.To == "" || day <= t.To) {
			t.From, t.To = "", ""
			all = append(all, t)
		}
	}
	return all
}

// compile makes tables ready that were checked when they were published. One that
// is not any more, because a fact has gone, decides nothing.
func compile(tables []policy.Table) (all []*policy.Compiled) {
	for _, t := range tables {
		if c, problems := policy.Compile(t); len(problems) == 0 {
			all = append(all, c)
		}
	}
	return all
}
