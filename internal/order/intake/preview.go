package intake

import (
	"context"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Preview is what would become of a file.
type Preview struct {
	Orders   int64         // or what else it is about: in the file, without those that are passed over
	Items    int64         // of these
	Passed   int64         // that would be passed over
	Problems int64         // rows that something is wrong with
	Rounded  int64         // orders whose number looks as if a spreadsheet had rounded it
	Samples  []order.Order // the first orders, masked
	Shown    [][]string    // the first of anything else
	Values   []Value       // words of a column, and what they are taken for
	Wrong    []Problem
}

// Value is a word of a column that people may say the meaning of.
type Value struct {
	Words   string
	Rows    int64
	Meaning string // "" if nothing was guessed and nobody said
	Guessed bool
}

// Valued is a Reader that takes words of a column for something.
type Valued interface{ Meanings() []Value }

// What of a file its preview shows.
const (
	previewOrders   = 10
	previewProblems = 100
)

// Preview reads the whole file of an import as it is mapped now.
func (s *Service) Preview(ctx context.Context, i Import) (p Preview, err error) {
	err = s.examine(ctx, i, &p, func(d Draft, wrong []Problem, n int64) error {
		p.Problems += n
		if room := previewProblems - len(p.Wrong); room > 0 {
			p.Wrong = append(p.Wrong, wrong[:min(room, len(wrong))]...)
		}
		switch {
		case d == nil:
		case n > 0:
			p.Passed++
		default:
			p.Orders++
			p.Items += int64(d.Items())
			if p.Orders <= previewOrders {
				p.sample(i, d)
			}
		}
		return nil
	})
	return p, err
}

func (p *Preview) sample(i Import, d Draft) {
	if o, is := d.(orderDraft); is {
		p.Samples = append(p.Samples, order.Order{ShopID: i.ShopID, Number: o.Number}.With(o.Draft).Masked())
		return
	}
	p.Shown = append(p.Shown, d.Shown())
}

// Problems hands what is wrong with the rows of an import to take: all that an
// import which has run has kept of it, or what would be wrong if it ran now.
func (s *Service) Problems(ctx context.Context, id string, take func([]Problem) error) error {
	i, err := s.GetImport(ctx, id)
	if err != nil {
		return err
	}
	if i.State == Uploaded {
		return s.examine(ctx, i, &Preview{}, func(_ Draft, wrong []Problem, _ int64) error { return take(wrong) })
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

// examine reads a file key by key. n is how many problems there are; the first
// call is about rows without a key.
func (s *Service) examine(ctx context.Context, i Import, p *Preview, see func(d Draft, wrong []Problem, n int64) error) error {
	if i.State != Uploaded {
		return fault.New(fault.Conflict, "order.import_changed")
	}
	f, err := s.open(ctx, i)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, _, err := s.require(ctx, f.matter, i.ShopID); err != nil {
		return err
	}
	x, err := f.read()
	if err != nil {
		return err
	}
	if err := see(nil, x.problems, x.bad); err != nil {
		return err
	}
	for n, g := range x.groups {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		some, err := x.rows(f.staged, g)
		if err != nil {
			return err
		}
		d, wrong := f.Build(g.key, some)
		if err := see(d, wrong, int64(len(wrong))); err != nil {
			return err
		}
	}
	p.Rounded = x.rounded
	if v, is := f.Reader.(Valued); is {
		p.Values = v.Meanings()
	}
	return nil
}
