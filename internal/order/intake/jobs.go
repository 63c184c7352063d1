package intake

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// runImport works a file off.
type runImport struct{ ID string }

func (runImport) Kind() string { return "order.import" }

// batchRows is about how many rows one unit takes: some hundreds are fast, and
// leave others their turn with the only writer of SQLite.
const batchRows = 300

// firstMeasure is after how many orders the tables are measured for the first
// time in a run, then after four times as many, and so on.
const firstMeasure = 500

// Register tells the queue who imports.
func (s *Service) Register() {
	jobs.Handle(s.Queue, func(ctx context.Context, j runImport) error { return s.run(ctx, j.ID) })
}

// run imports what is left of a file. It may be killed at any time and run
// again: each unit notes in itself how far it came, and one that finds the
// import elsewhere than it was left gives way to who is there.
func (s *Service) run(ctx context.Context, id string) error {
	i, err := getImport(s.DB.Reader(ctx), identity.Everything, id, "")
	if err != nil || i.State != Working {
		return err
	}
	if i.Stopped() {
		return nil
	}
	f, err := s.open(ctx, i)
	if err == nil {
		defer f.Close()
		err = s.work(ctx, &i, f)
	}
	switch fault.KindOf(err) {
	case "":
	case fault.Conflict:
		return nil // somebody else is on it
	case fault.NotFound, fault.Invalid:
		if err := s.end(ctx, i, Failed, fault.CodeOf(err)); err != nil {
			return err
		}
	default:
		return err
	}
	if now, err := getImport(s.DB.Reader(ctx), identity.Everything, id, ""); err == nil {
		s.forget(ctx, now)
	}
	return nil
}

// open returns the rows of an import, and what they are about.
func (s *Service) open(ctx context.Context, i Import) (*file, error) {
	m, err := s.matter(i.Kind)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.GetIn(q, i.ShopID)
	if err != nil {
		return nil, err
	}
	l, err := newLayout(m.Kind, i.Mapping, i.Head.Headings, at.Location())
	if err != nil {
		return nil, err
	}
	r, err := m.Begin(ctx, q, i, l)
	if err != nil {
		return nil, err
	}
	content, err := s.Blobs.Open(ctx, blob.Key(i.content))
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "order.import_content_gone").Because(err)
	}
	if err != nil {
		return nil, err
	}
	return &file{openStaged(content), r, content, m, l, i.Head.Line}, nil
}

func (s *Service) work(ctx context.Context, i *Import, f *file) error {
	x, err := f.read()
	if err != nil {
		return err
	}
	if i.Total == 0 {
		err := s.step(ctx, i, func(tx *db.Tx, next *Import) error {
			next.Total = int64(len(x.groups))
			return addProblems(tx, next, x.problems, x.bad)
		})
		if err != nil {
			return err
		}
	}
	began, measure := i.Position, int64(firstMeasure)
	for i.Position < int64(len(x.groups)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		drafts, problems, n, err := f.batch(x, i.Position)
		if err != nil {
			return err
		}
		err = s.step(ctx, i, func(tx *db.Tx, next *Import) error {
			next.Position += n
			return saveBatch(tx, next, f, drafts, problems, n)
		})
		if err != nil {
			return err
		}
		if i.Position-began >= measure {
			if err := f.Measure(ctx); err != nil {
				return err
			}
			measure *= 4
		}
	}
	return s.end(ctx, *i, Ended, "")
}

// batch reads the next of a file: drafts, what is wrong with others, and how
// many that is together.
func (f *file) batch(x *index, from int64) (drafts []Draft, problems []Problem, n int64, err error) {
	for taken := 0; taken < batchRows && from+n < int64(len(x.groups)); n++ {
		g := x.groups[from+n]
		some, err := x.rows(f.staged, g)
		if err != nil {
			return nil, nil, 0, err
		}
		taken += len(some)
		d, wrong := f.Build(g.key, some)
		if len(wrong) > 0 {
			problems = append(problems, wrong...)
			continue
		}
		drafts = append(drafts, d)
	}
	return drafts, problems, n, nil
}

func saveBatch(tx *db.Tx, i *Import, r Reader, drafts []Draft, problems []Problem, n int64) error {
	done, err := r.Save(tx, drafts)
	if err != nil {
		return err
	}
	for _, each := range done {
		switch each {
		case order.IsCreated:
			i.Created++
		case order.IsUpdated:
			i.Updated++
		default:
			i.Unchanged++
		}
	}
	i.Passed += n - int64(len(drafts))
	return addProblems(tx, i, problems, int64(len(problems)))
}

// step does one unit of an import, if it is where it was left.
func (s *Service) step(ctx context.Context, i *Import, unit func(*db.Tx, *Import) error) error {
	var next Import
	err := s.DB.InTx(ctx, func(tx *db.Tx) error {
		now, err := getImport(tx, identity.Everything, i.ID, tx.ForUpdate())
		if err != nil {
			return err
		}
		if now.State != Working || now.Stopped() || now.Position != i.Position || now.Total != i.Total {
			return fault.New(fault.Conflict, "order.import_changed")
		}
		next = now
		if err := unit(tx, &next); err != nil {
			return err
		}
		s.hint(tx, i.ShopID, order.Hint{Kind: "order_import", ID: i.ID})
		return updateImport(tx, next)
	})
	if err == nil {
		*i = next
	}
	return err
}

func (s *Service) end(ctx context.Context, i Import, state State, code string) error {
	return s.step(ctx, &i, func(tx *db.Tx, next *Import) error {
		next.State, next.Code, next.EndedAt = state, code, s.now()
		next.Version++
		s.hint(tx, next.ShopID, order.Hint{Kind: "order", ID: ""})
		return s.recordImport(tx, *next, identity.SystemID, "end")
	})
}
