package outbound

import (
	"context"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Shown is a photo of the order of a case.
type Shown struct {
	Photo
	Taken int64 // the number under which it is evidence of the case, 0 if it is not
}

// ForCase returns the photos of the order of a case that the actor may read, none to
// somebody who may not read orders.
func (s *Service) ForCase(ctx context.Context, caseID string) ([]Shown, error) {
	actor, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil || !actor.MayIn(identity.OrderRead, c.ShopID) {
		return nil, err
	}
	all, err := OfOrderIn(q, c.ShopID, c.OrderNo)
	if err != nil {
		return nil, err
	}
	taken, err := evidence.NumbersIn(q, c.ID)
	out := make([]Shown, 0, len(all))
	for _, p := range all {
		out = append(out, Shown{p, taken[p.SHA256]})
	}
	return out, err
}

// Attach takes a photo of the order of a case as evidence of it, as what the checklist
// asks us for if it asks for such photos. One photo is evidence of a case once.
func (s *Service) Attach(ctx context.Context, caseID, id string) (evidence.Item, error) {
	_, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return evidence.Item{}, err
	}
	q := s.DB.Reader(ctx)
	sec, err := s.Evidence.SectionIn(q, scope, caseID)
	if err != nil {
		return evidence.Item{}, err
	}
	all, err := OfOrderIn(q, sec.Case.ShopID, sec.Case.OrderNo)
	if err != nil {
		return evidence.Item{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return s.Evidence.AddKept(ctx, caseID, asked(sec.Checklist), p.ID, blob.File{Key: blob.Key(p.SHA256), Name: p.Name, MediaType: p.MediaType, Size: p.Size,
				Width: int(p.Width), Height: int(p.Height), Thumb: blob.Key(p.Thumb)})
		}
	}
	return evidence.Item{}, fault.New(fault.NotFound, "db.not_found")
}

// asked is the piece of a checklist for which we are to show how goods left, "" if there
// is none.
func asked(list []evidence.Piece) string {
	for _, p := range list {
		if p.Ours && strings.Contains(p.Text.Zh, "出库照片") {
			return p.ID
		}
	}
	return ""
}

// Rematch reads the names of photos that wait again, for orders that came later, and
// returns how many found theirs.
func (s *Service) Rematch(ctx context.Context, shopID string) (int, error) {
	actor, _, err := shop.Held(ctx, s.DB.Reader(ctx), identity.OrderWrite, shopID)
	if err != nil {
		return 0, err
	}
	return s.rematch(ctx, shopID, actor.ID, time.Time{})
}

// atOnce is how many photos are read again in one unit.
const atOnce = 50

func (s *Service) rematch(ctx context.Context, shopID, by string, since time.Time) (n int, err error) {
	for last := (db.Spot{Place: db.Millis(since)}); ; {
		var some []Photo
		found := 0
		err := s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
			found = 0
			if some, err = waiting(tx, shopID, last, tx.ForUpdate()); err != nil {
				return err
			}
			for i := range some {
				p := some[i]
				if err := p.read(tx); err != nil || p.State == Waiting {
					if err != nil {
						return err
					}
					continue
				}
				found++
				if err := s.storeIn(tx, &p, by, "match"); err != nil {
					return err
				}
			}
			return nil
		})
		n += found
		if err != nil || len(some) < atOnce {
			return n, err
		}
		end := some[len(some)-1]
		last = db.Spot{Place: db.Millis(end.MadeAt), ID: end.ID}
	}
}

// Reread looks for the orders of photos that came before them.
type Reread struct{}

// Kind implements jobs.Args.
func (Reread) Kind() string { return "outbound.reread" }

// orderLag is how much later than its photo an order may come in to be found by itself.
const orderLag = 15 * 24 * time.Hour

// Register tells the queue who reads the names of waiting photos again.
func (s *Service) Register() {
	jobs.Handle(s.Queue, s.reread)
	jobs.Every(s.Queue, Reread{}, time.Hour)
}

func (s *Service) reread(ctx context.Context, _ Reread) error {
	shops, err := waitingShops(s.DB.Reader(ctx))
	if err != nil {
		return err
	}
	for _, id := range shops {
		if _, err := s.rematch(ctx, id, identity.SystemID, s.Now().Add(-orderLag)); err != nil {
			return err
		}
	}
	return nil
}
