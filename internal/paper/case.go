package paper

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Offer is a paper that fits the order of a case.
type Offer struct {
	Paper
	Fit   Fit
	Near  Nearness
	Taken int64 // the number under which it is evidence of the case, 0 if it is not
}

// ForCase returns the papers that fit the order of a case that the actor may read, the
// best first: those of the same batch, of the same goods, of the whole shop.
func (s *Service) ForCase(ctx context.Context, caseID string) ([]Offer, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return nil, err
	}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return nil, err
	}
	o, _, err := order.NumberedIn(q, c.ShopID, c.OrderNo)
	if err != nil {
		return nil, err
	}
	all, err := about(q, c.ShopID, o.Items)
	if err != nil {
		return nil, err
	}
	items, err := evidence.NumbersIn(q, c.ID)
	if err != nil {
		return nil, err
	}
	return offers(all, o.Items, items, s.Now().In(at.Location())), nil
}

func offers(all []Paper, bought []order.Item, taken map[string]int64, today time.Time) (out []Offer) {
	for _, d := range all {
		if fit, ok := d.fits(bought); ok {
			out = append(out, Offer{d, fit, d.Near(today), taken[d.SHA256]})
		}
	}
	rank := []Fit{ByBatch, ByCode, ForAll}
	slices.SortStableFunc(out, func(a, b Offer) int { return slices.Index(rank, a.Fit) - slices.Index(rank, b.Fit) })
	return out
}

// Attach takes a paper of the shop as evidence of a case. Its bytes are there already,
// and one paper is evidence of a case once.
func (s *Service) Attach(ctx context.Context, caseID, id, piece string) (evidence.Item, error) {
	_, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return evidence.Item{}, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return evidence.Item{}, err
	}
	d, err := get(q, scope, id, "")
	if err == nil && d.ShopID != c.ShopID {
		err = fault.New(fault.NotFound, "db.not_found")
	}
	if err == nil && !d.RetiredAt.IsZero() {
		err = fault.New(fault.Conflict, "paper.retired")
	}
	if err != nil {
		return evidence.Item{}, err
	}
	return s.Evidence.AddKept(ctx, caseID, piece, d.ID, blob.File{Key: blob.Key(d.SHA256), Name: d.Name, MediaType: d.MediaType, Size: d.Size,
		Width: int(d.Width), Height: int(d.Height), Thumb: blob.Key(d.Thumb)})
}

// Remind tells people of papers that end soon, or have ended.
type Remind struct{}

// Kind implements jobs.Args.
func (Remind) Kind() string { return "paper.remind" }

// Register tells the queue who looks at the ends of papers.
func (s *Service) Register() {
	jobs.Handle(s.Queue, s.remind)
	jobs.Every(s.Queue, Remind{}, 6*time.Hour)
}

func (s *Service) remind(ctx context.Context, _ Remind) error {
	shops, err := db.All(s.DB.Reader(ctx), func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT id FROM shop ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range shops {
		if err := s.DB.InTx(ctx, func(tx *db.Tx) error { return s.remindShop(tx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// remindShop tells those who keep the papers of a shop once of each that has come nearer
// its end: together, not one by one.
func (s *Service) remindShop(tx *db.Tx, shopID string) error {
	at, err := shop.GetIn(tx, shopID)
	if err != nil {
		return err
	}
	today := s.Now().In(at.Location())
	all, err := ending(tx, shopID, today)
	if err != nil {
		return err
	}
	for code, want := range map[string]func(Nearness) bool{
		"paper.ended": func(n Nearness) bool { return n == Over },
		"paper.ends":  func(n Nearness) bool { return n == Month || n == Week },
	} {
		of := slices.DeleteFunc(slices.Clone(all), func(d Paper) bool { return !want(d.Near(today)) })
		if err := s.tell(tx, shopID, code, of, today); err != nil {
			return err
		}
	}
	return nil
}

// tell leaves a notice about papers, the nearest end of which is named.
func (s *Service) tell(tx *db.Tx, shopID, code string, of []Paper, today time.Time) error {
	if len(of) == 0 {
		return nil
	}
	people, err := identity.Colleagues(tx, identity.OrderWrite, shopID)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(people))
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	args := map[string]string{"title": of[0].Title, "ends_on": of[0].EndsOn, "n": strconv.Itoa(len(of)), "papers_of": shopID}
	if err := s.Notices.TellAllIn(tx, ids, code, code+"/"+shopID+"/"+s.Now().UTC().Format(time.RFC3339Nano), args, notice.About{}); err != nil {
		return err
	}
	for _, d := range of {
		if err := markWarned(tx, d.ID, d.Near(today)); err != nil {
			return err
		}
	}
	return nil
}
