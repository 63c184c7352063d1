package intake

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Preview is what would become of a file.
type Preview struct {
	Orders   int64         // in the file, without those that are passed over
	Items    int64         // of these
	Passed   int64         // orders that would be passed over
	Problems int64         // rows that something is wrong with
	Rounded  int64         // orders whose number looks as if a spreadsheet had rounded it
	Samples  []order.Order // the first orders, masked
	Wrong    []Problem
}

// What of a file its preview shows.
const (
	previewOrders   = 10
	previewProblems = 100
)

// Preview reads the whole file of an import as it is mapped now.
func (s *Service) Preview(ctx context.Context, i Import) (p Preview, err error) {
	rounded, err := s.examine(ctx, i, func(d order.Draft, wrong []Problem, n int64) error {
		p.Problems += n
		if room := previewProblems - len(p.Wrong); room > 0 {
			p.Wrong = append(p.Wrong, wrong[:min(room, len(wrong))]...)
		}
		switch {
		case d.Number == "":
		case n > 0:
			p.Passed++
		default:
			p.Orders++
			p.Items += int64(len(d.Items))
			if len(p.Samples) < previewOrders {
				p.Samples = append(p.Samples, order.Order{ShopID: i.ShopID, Number: d.Number}.With(d).Masked())
			}
		}
		return nil
	})
	p.Rounded = rounded
	return p, err
}

// Problems hands what is wrong with the rows of an import to take: all that an
// import which has run has kept of it, or what would be wrong if it ran now.
func (s *Service) Problems(ctx context.Context, id string, take func([]Problem) error) error {
	i, err := s.GetImport(ctx, id)
	if err != nil {
		return err
	}
	if i.State == Uploaded {
		_, err := s.examine(ctx, i, func(_ order.Draft, wrong []Problem, _ int64) error { return take(wrong) })
		return err
	}
	const page = 500
	for n := int64(0); ; n += page {
		some, err := problemsOf(s.DB.Reader(ctx), i.ID, n, page)
		if err != nil || len(some) == 0 {
			return err
		}
		if err := take(some); err != nil {
			return err
		}
	}
}

// examine reads a file order by order. n is how many problems there are; the
// first call is about rows that belong to no order.
func (s *Service) examine(ctx context.Context, i Import, see func(d order.Draft, wrong []Problem, n int64) error) (rounded int64, err error) {
	if _, _, err := identity.Require(ctx, identity.OrderWrite); err != nil {
		return 0, err
	}
	if i.State != Uploaded {
		return 0, fault.New(fault.Conflict, "order.import_changed")
	}
	content, l, err := s.open(ctx, i)
	if err != nil {
		return 0, err
	}
	defer content.Close()
	rows := openStaged(content)
	x, err := l.read(rows, i.Head.Line)
	if err != nil {
		return 0, err
	}
	if err := see(order.Draft{}, x.problems, x.bad); err != nil {
		return 0, err
	}
	for n, g := range x.groups {
		if n%1000 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		some, err := x.rows(rows, g)
		if err != nil {
			return 0, err
		}
		d, wrong := l.build(g.number, some)
		if err := see(d, wrong, int64(len(wrong))); err != nil {
			return 0, err
		}
	}
	return x.rounded, nil
}
