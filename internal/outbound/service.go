package outbound

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of outbound photos.
type Service struct {
	DB       *db.DB
	Queue    *jobs.Queue
	Now      func() time.Time
	NewID    func() string
	Hint     func(topic string, hint any) // tells open screens, after a commit
	Blobs    blob.Store
	Intake   *blob.Intake // of pictures alone
	Evidence *evidence.Service
}

// Hint is what open screens hear: that photos of a shop have changed.
type Hint struct {
	Kind string `json:"kind"` // "outbound"
}

// Page is a part of a list, the latest first.
type Page struct {
	Photos []Photo
	Zone   *time.Location // of the shop
	Next   string         // "" at the end
}

// List returns photos of a shop in a state.
func (s *Service) List(ctx context.Context, shopID string, state State, after string) (p Page, err error) {
	_, at, err := shop.Held(ctx, s.DB.Reader(ctx), identity.OrderRead, shopID)
	if err != nil {
		return p, err
	}
	p.Zone = at.Location()
	p.Photos, p.Next, err = list(s.DB.Reader(ctx), shopID, state, after)
	return p, err
}

// Again takes a file that was named by its SHA-256 sum instead of being sent, if the shop
// has a photo of it: its name may name further orders. there is false if it has none.
func (s *Service) Again(ctx context.Context, shopID, folder, name, sum string) (p Photo, there bool, err error) {
	actor, _, err := shop.Held(ctx, s.DB.Reader(ctx), identity.OrderWrite, shopID)
	if err != nil {
		return p, false, err
	}
	_, err = bySum(s.DB.Reader(ctx), shopID, sum, "")
	if fault.KindOf(err) == fault.NotFound {
		return p, false, nil
	} else if err != nil {
		return p, false, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		p = Photo{ShopID: shopID, Name: name, Folder: cleanFolder(folder), SHA256: sum}
		if err := p.read(tx); err != nil {
			return err
		}
		p, err = s.againIn(tx, p, actor.ID)
		return err
	})
	return p, err == nil, err
}

// Add keeps a photo of a shop. fresh is false for one that was there: its name may then
// name further orders.
func (s *Service) Add(ctx context.Context, shopID, folder, name string, content io.Reader) (p Photo, fresh bool, err error) {
	actor, _, err := shop.Held(ctx, s.DB.Reader(ctx), identity.OrderWrite, shopID)
	if err != nil {
		return p, false, err
	}
	f, err := s.Intake.Take(ctx, content, name)
	if err != nil {
		return p, false, err
	}
	made := Photo{ID: s.NewID(), ShopID: shopID, Name: f.Name, Folder: cleanFolder(folder), MediaType: f.MediaType, Size: f.Size, Width: int64(f.Width), Height: int64(f.Height),
		SHA256: string(f.Key), Thumb: string(f.Thumb), ByID: actor.ID, MadeAt: s.Now(), Version: 1}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		p = made
		if err := p.read(tx); err != nil {
			return err
		}
		if fresh, err = insert(tx, p); err != nil {
			return err
		}
		if fresh {
			return s.record(tx, p, actor.ID, "add")
		}
		p, err = s.againIn(tx, p, actor.ID)
		return err
	})
	return p, fresh, err
}

// read finds the orders that the name of a photo and its folders name now.
func (p *Photo) read(q db.Queryer) error {
	parts := words(p.Folder, p.Name)
	called, err := order.CalledIn(q, p.ShopID, slices.Concat(parts...))
	if err != nil {
		return err
	}
	p.State = Waiting
	if p.Orders, p.Word = choose(parts, called); len(p.Orders) > 0 {
		p.State = Matched
	}
	return nil
}

// againIn is for a file that came once more, as part of tx: it is the same photo, and
// what it is called now may name further orders.
func (s *Service) againIn(tx *db.Tx, p Photo, by string) (Photo, error) {
	there, err := bySum(tx, p.ShopID, p.SHA256, tx.ForUpdate())
	if err != nil || there.State == Dropped {
		return there, err
	}
	more := slices.DeleteFunc(slices.Clone(p.Orders), func(o string) bool { return slices.Contains(there.Orders, o) })
	if len(more) == 0 || len(there.Orders)+len(more) > maxOrders {
		return there, nil
	}
	there.State, there.Word, there.Orders = Matched, p.Word, append(there.Orders, more...)
	return there, s.storeIn(tx, &there, by, "match")
}

// Place does what a person says of a photo. version is the one that they saw.
func (s *Service) Place(ctx context.Context, id string, version int64, as Placing) (p Photo, err error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return p, err
	}
	if as, err = as.clean(); err != nil {
		return p, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if p, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if p.Version != version {
			return fault.New(fault.Conflict, "outbound.changed")
		}
		verb := "match"
		switch {
		case as.Drop:
			p.State, p.Word, p.Orders, verb = Dropped, "", nil, "drop"
		case len(as.Words) > 0:
			if p.Orders, err = named(tx, p.ShopID, as.Words); err != nil {
				return err
			}
			p.State, p.Word = Matched, ""
		default:
			if err := p.read(tx); err != nil {
				return err
			}
		}
		return s.storeIn(tx, &p, actor.ID, verb)
	})
	return p, err
}

// named returns the orders that a person named, each by its number or that of a parcel.
func named(q db.Queryer, shopID string, words []string) (all []string, err error) {
	called, err := order.CalledIn(q, shopID, words)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		if len(called[w]) == 0 {
			return nil, fault.Field("words", "outbound.order_unknown", "number", w)
		}
		for _, o := range called[w] {
			if !slices.Contains(all, o) {
				all = append(all, o)
			}
		}
	}
	if len(all) > maxOrders {
		return nil, fault.Field("words", "outbound.orders_many", "limit", maxOrders)
	}
	return all, nil
}

// storeIn keeps what has become of a photo that is locked, as part of tx.
func (s *Service) storeIn(tx *db.Tx, p *Photo, by, verb string) error {
	p.Version++
	if err := update(tx, *p); err != nil {
		return err
	}
	return s.record(tx, *p, by, verb)
}

func (s *Service) record(tx *db.Tx, p Photo, by, verb string) error {
	tx.AfterCommit(func() { s.Hint("shop:"+p.ShopID, Hint{"outbound"}) })
	return audit.Write(tx, audit.Entry{Subject: "outbound/" + p.ID, Version: p.Version, At: s.Now(), Actor: by, Verb: "outbound." + verb,
		Payload: map[string]any{"shop_id": p.ShopID, "state": p.State, "name": p.Name, "folder": p.Folder, "orders": p.Orders, "sha256": p.SHA256}})
}

// Read returns a photo and its bytes: the thumbnail if asked for and there is one.
func (s *Service) Read(ctx context.Context, id string, thumb bool) (p Photo, content io.ReadSeekCloser, err error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return p, nil, err
	}
	if p, err = get(s.DB.Reader(ctx), scope, id, ""); err != nil {
		return p, nil, err
	}
	sum := p.SHA256
	if thumb && p.Thumb != "" {
		sum, p.MediaType = p.Thumb, "image/jpeg"
	}
	content, err = blob.Fetch(ctx, s.Blobs, sum)
	return p, content, err
}
