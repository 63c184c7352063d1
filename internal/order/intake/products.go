package intake

import (
	"context"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// products are files of products.
func (s *Service) products() Matter {
	return Matter{Kind: columns.Products, Begin: func(_ context.Context, _ db.Queryer, i Import, l Layout) (Reader, error) {
		return productsReader{l, i, s.Orders}, nil
	}}
}

type productsReader struct {
	Layout
	i      Import
	orders *order.Service
}

type productDraft struct{ order.ProductDraft }

func (productDraft) Items() int { return 1 }

// Shown is in the order of [columns.ProductFields].
func (d productDraft) Shown() []string {
	number := func(n *int64) string {
		if n == nil {
			return ""
		}
		return strconv.FormatInt(*n, 10)
	}
	return []string{d.Code, d.Name, d.Class, d.Spec, number(d.ShelfDays), number(d.WarrantyMonths)}
}

func (l productsReader) Key(r Row) (string, error) {
	code := l.Words(r, columns.Code, order.MaxWords)
	if code == "" && !l.Empty(r) {
		return "", fault.New(fault.Invalid, "product.code_missing")
	}
	return code, nil
}

func (l productsReader) Follows(Row) bool { return false }

func (l productsReader) Measure(context.Context) error { return nil }

// Build makes a product of its row. A code that stands in several rows must say
// the same in each.
func (l productsReader) Build(code string, rows []Row) (Draft, []Problem) {
	var first order.ProductDraft
	var problems []Problem
	for n, r := range rows {
		d, wrong := l.product(code, r)
		problems = append(problems, wrong...)
		if n == 0 {
			first = d
		} else if len(wrong) == 0 && !d.Same(first) {
			problems = append(problems, l.Wrong(r, columns.Code, code, fault.New(fault.Invalid, "product.code_twice", "line", rows[0].Line)))
		}
	}
	return productDraft{first}, problems
}

func (l productsReader) product(code string, r Row) (d order.ProductDraft, problems []Problem) {
	wrong := func(f columns.Field, err error) {
		if err != nil {
			problems = append(problems, l.Wrong(r, f, code, err))
		}
	}
	d = order.ProductDraft{Code: code, Name: l.Words(r, columns.Name, order.MaxTitle), Spec: l.Words(r, columns.Spec, order.MaxTitle)}
	var err error
	d.Class, err = order.ClassOf(l.Words(r, columns.Class, order.MaxWords))
	wrong(columns.Class, err)
	d.ShelfDays, err = cell.Days(l.Cell(r, columns.ShelfLife))
	wrong(columns.ShelfLife, err)
	d.WarrantyMonths, err = cell.Months(l.Cell(r, columns.Warranty))
	wrong(columns.Warranty, err)
	if len(problems) > 0 {
		return d, problems
	}
	clean, err := d.Clean()
	wrong(fieldOf(err), err)
	return clean, problems
}

// fieldOf is the column of what a product must have.
func fieldOf(err error) columns.Field {
	switch code := fault.CodeOf(err); {
	case strings.HasPrefix(code, "product.name"):
		return columns.Name
	case strings.HasPrefix(code, "product.warranty"):
		return columns.Warranty
	case strings.HasPrefix(code, "product.shelf"):
		return columns.ShelfLife
	}
	return columns.Code
}

func (l productsReader) Save(tx *db.Tx, drafts []Draft) ([]order.Was, error) {
	said := make([]order.ProductDraft, len(drafts))
	for n, d := range drafts {
		said[n] = d.(productDraft).ProductDraft
	}
	return l.orders.SaveProductsIn(tx, l.i.ShopID, l.i.StartedBy, said)
}
