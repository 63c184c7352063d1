package intake

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Matter is what a kind of files is about: how rows are read, and what becomes
// of them. Orders and products are matters of this package, others come from
// above.
type Matter struct {
	columns.Kind
	Also  identity.Permission // what is needed beside order.write, "" for nothing
	Begin func(ctx context.Context, q db.Queryer, i Import, l Layout) (Reader, error)
}

// Reader reads the rows of one file and stores what they say. All but Save
// touch no database.
type Reader interface {
	// Key names what a row is about; "" if the row does not say.
	Key(r Row) (string, error)
	// Follows tells whether a row without a key goes on with the one above it.
	Follows(r Row) bool
	// Build makes a draft of the rows with one key, or tells what is wrong with them.
	Build(key string, rows []Row) (Draft, []Problem)
	// Save stores drafts as part of a unit and tells what became of each.
	Save(tx *db.Tx, drafts []Draft) ([]order.Was, error)
	// Measure is called from time to time while very many are saved.
	Measure(ctx context.Context) error
}

// Draft is what rows say, as it is about to be stored.
type Draft interface {
	Items() int      // how many things it has, 1 where that means nothing
	Shown() []string // as a preview shows it, in the order of Shows of its matter
}

// Problem is what is wrong with a row of a file, and so why everything with its
// key is passed over: half an order is worse than none.
type Problem struct {
	Line   int64  // as a spreadsheet counts
	Column string // its heading, "" for the whole row
	Number string // of the order, or what else it is about; "" if that is what is wrong
	Code   string
	Args   map[string]any
}

// Row is a row of a file.
type Row struct {
	Line  int64
	cells []string
}

// Layout knows where in the rows of a file what stands.
type Layout struct {
	columns.Mapping
	Zone     *time.Location
	at       map[columns.Field]int
	headings []string
}

func newLayout(k columns.Kind, m columns.Mapping, headings []string, zone *time.Location) (Layout, error) {
	m, err := m.Check()
	if err != nil {
		return Layout{}, err
	}
	at, err := k.Find(m, headings)
	return Layout{m, zone, at, headings}, err
}

// Cell is what a row says of a field, "" if nothing.
func (l Layout) Cell(r Row, f columns.Field) string {
	if i, ok := l.at[f]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// Words is Cell without what only looks like something, cut to max runes.
func (l Layout) Words(r Row, f columns.Field, max int) string {
	if s := l.Cell(r, f); !cell.Blank(s) {
		return cell.Text(s, max)
	}
	return ""
}

// Heading is the column of a field, "" if the file has none.
func (l Layout) Heading(f columns.Field) string {
	if i, ok := l.at[f]; ok {
		return l.headings[i]
	}
	return ""
}

// Wrong is a problem with a field of a row.
func (l Layout) Wrong(at Row, f columns.Field, number string, err error) Problem {
	p := Problem{Line: at.Line, Number: number, Code: fault.CodeOf(err), Column: l.Heading(f)}
	if f, ok := err.(*fault.Fault); ok {
		p.Args = f.Args
	}
	return p
}

// Empty tells whether a row says nothing in the columns that are read.
func (l Layout) Empty(r Row) bool {
	for f := range l.at {
		if !cell.Blank(l.Cell(r, f)) {
			return false
		}
	}
	return true
}

// matter is what an import is about.
func (s *Service) matter(kind string) (Matter, error) {
	for _, m := range append([]Matter{s.orders(), s.products()}, s.Others...) {
		if m.ID == kind {
			return m, nil
		}
	}
	return Matter{}, fault.New(fault.Invalid, "order.kind_unknown")
}

// require is who asks for an import of a kind into a shop, and where they may
// import orders.
func (s *Service) require(ctx context.Context, m Matter, shopID string) (identity.Actor, identity.Scope, error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil || m.Also == "" {
		return actor, scope, err
	}
	_, also, err := identity.Require(ctx, m.Also)
	if err == nil && !also.Sees(shopID, "") && scope.Sees(shopID, "") {
		err = fault.New(fault.Denied, "identity.denied")
	}
	return actor, scope, err
}
