package paper

import (
	"context"
	"io"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of papers.
type Service struct {
	DB       *db.DB
	Queue    *jobs.Queue
	Now      func() time.Time
	NewID    func() string
	Hint     func(topic string, hint any) // tells open screens, after a commit
	Blobs    blob.Store
	Intake   *blob.Intake
	Notices  *notice.Service
	Evidence *evidence.Service
}

// Hint is what open screens hear: that papers of a shop have changed.
type Hint struct {
	Kind string `json:"kind"` // "paper"
}

// Filter says which papers somebody wants to see.
type Filter struct {
	Kind    Kind   // "" for all
	Words   string // a code of goods or a batch, as a whole; "" for all
	Ending  bool   // those at most 30 days from their end, or over
	Retired bool   // those that are offered no more, instead of the others
	After   string // where the page before ended
}

// Page is a part of a list, the latest first.
type Page struct {
	Papers []Paper
	Today  time.Time // in the zone of the shop
	Next   string    // "" at the end
}

// List returns papers of a shop that the actor may read.
func (s *Service) List(ctx context.Context, shopID string, f Filter) (p Page, err error) {
	_, at, err := shop.Held(ctx, s.DB.Reader(ctx), identity.CaseRead, shopID)
	if err != nil {
		return p, err
	}
	p.Today = s.Now().In(at.Location())
	p.Papers, p.Next, err = list(s.DB.Reader(ctx), shopID, f, p.Today)
	return p, err
}

// Today is the present day in a shop.
func (s *Service) Today(ctx context.Context, shopID string) (time.Time, error) {
	at, err := shop.GetIn(s.DB.Reader(ctx), shopID)
	if err != nil {
		return time.Time{}, err
	}
	return s.Now().In(at.Location()), nil
}

// Add keeps a file as a paper of a shop. The same file is one paper of a kind.
func (s *Service) Add(ctx context.Context, shopID string, d Draft, name string, content io.Reader) (doc Paper, err error) {
	actor, _, err := shop.Held(ctx, s.DB.Reader(ctx), identity.OrderWrite, shopID)
	if err != nil {
		return doc, err
	}
	if d, err = d.clean(); err != nil {
		return doc, err
	}
	f, err := s.Intake.Take(ctx, content, name)
	if err != nil {
		return doc, err
	}
	doc = Paper{ID: s.NewID(), ShopID: shopID, Draft: d, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: int64(f.Width), Height: int64(f.Height),
		SHA256: string(f.Key), Thumb: string(f.Thumb), ByID: actor.ID, MadeAt: s.Now(), Version: 1}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := free(tx, doc); err != nil {
			return err
		}
		if err := insert(tx, doc); err != nil {
			return err
		}
		return s.record(tx, doc, actor.ID, "add")
	})
	return doc, err
}

// Change says something else about a paper. version is the one that the caller saw.
func (s *Service) Change(ctx context.Context, id string, version int64, d Draft) (doc Paper, err error) {
	if d, err = d.clean(); err != nil {
		return doc, err
	}
	return s.edit(ctx, id, version, "change", func(tx *db.Tx, doc *Paper) error {
		if doc.EndsOn != d.EndsOn {
			doc.warned = Far
		}
		doc.Draft = d
		return free(tx, *doc)
	})
}

// Retire stops offering a paper, or offers it again. What cases took of it stays
// there.
func (s *Service) Retire(ctx context.Context, id string, version int64, retired bool) (Paper, error) {
	verb := "restore"
	if retired {
		verb = "retire"
	}
	return s.edit(ctx, id, version, verb, func(tx *db.Tx, doc *Paper) error {
		if retired == !doc.RetiredAt.IsZero() {
			return fault.New(fault.Conflict, "paper.changed")
		}
		if doc.RetiredAt = (time.Time{}); retired {
			doc.RetiredAt = s.Now()
			return nil
		}
		return free(tx, *doc)
	})
}

func (s *Service) edit(ctx context.Context, id string, version int64, verb string, change func(*db.Tx, *Paper) error) (doc Paper, err error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return doc, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if doc, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if doc.Version != version {
			return fault.New(fault.Conflict, "paper.changed")
		}
		if err := change(tx, &doc); err != nil {
			return err
		}
		doc.Version++
		if err := update(tx, doc); err != nil {
			return err
		}
		return s.record(tx, doc, actor.ID, verb)
	})
	return doc, err
}

func (s *Service) record(tx *db.Tx, d Paper, by, verb string) error {
	tx.AfterCommit(func() { s.Hint("shop:"+d.ShopID, Hint{"paper"}) })
	return audit.Write(tx, audit.Entry{Subject: "paper/" + d.ID, Version: d.Version, At: s.Now(), Actor: by, Verb: "paper." + verb,
		Payload: map[string]any{"shop_id": d.ShopID, "kind": d.Kind, "title": d.Title, "codes": d.Codes, "batch": d.Batch, "ends_on": d.EndsOn, "note": d.Note, "sha256": d.SHA256}})
}

// Read returns a paper and its bytes: the thumbnail if asked for and there is one.
func (s *Service) Read(ctx context.Context, id string, thumb bool) (d Paper, content io.ReadSeekCloser, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return d, nil, err
	}
	if d, err = get(s.DB.Reader(ctx), scope, id, ""); err != nil {
		return d, nil, err
	}
	sum := d.SHA256
	if thumb && d.Thumb != "" {
		sum, d.MediaType = d.Thumb, "image/jpeg"
	}
	content, err = blob.Fetch(ctx, s.Blobs, sum)
	return d, content, err
}
