package coupon

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of coupons.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
}

// Pools returns those of a shop, the oldest first.
func (s *Service) Pools(ctx context.Context, shopID string) ([]Pool, error) {
	_, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	at, err := shop.SeenIn(q, scope, shopID)
	if err != nil {
		return nil, err
	}
	return ofShop(q, at.ID)
}

// Create adds a pool without codes to a shop. The same key adds one, however often it
// comes.
func (s *Service) Create(ctx context.Context, key, shopID string, d Draft) (p Pool, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return p, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		if d, err = d.clean(s.Now()); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]any{"shop": at.ID, "name": d.Name, "fen": d.Fen}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			p, err = get(tx, scope, id, "")
			return err
		}
		if all, err := ofShop(tx, at.ID); err != nil {
			return err
		} else if len(all) >= MaxPools {
			return fault.New(fault.Conflict, "coupon.pools_many", "max", MaxPools)
		}
		p = Pool{ID: id, ShopID: at.ID, Name: d.Name, Fen: d.Fen, ExpiresAt: d.ExpiresAt, MadeAt: s.Now(), Version: 1}
		if err := insert(tx, p); err != nil {
			return err
		}
		return s.record(tx, p, actor.ID, "create", 0)
	})
	return p, err
}

// Added is what came of an import.
type Added struct {
	Pool
	New   int64 // codes that were added
	Known int64 // that were there already, in this pool or another one of the shop
}

// Import adds codes to a pool, from a file as CSV or XLSX. What is there already is
// passed over, so that the same file may come again.
func (s *Service) Import(ctx context.Context, id string, body io.Reader) (Added, error) {
	_, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return Added{}, err
	}
	if _, err := get(s.DB.Reader(ctx), scope, id, ""); err != nil {
		return Added{}, err // before anything is read
	}
	l := sheet.Usual
	l.Rows = MaxCodes + 1
	rows, err := sheet.Table(body, maxFile, l)
	if err != nil {
		return Added{}, err
	}
	return s.add(ctx, id, rows)
}

// Paste is Import of codes that somebody has pasted, one a line.
func (s *Service) Paste(ctx context.Context, id, text string) (Added, error) {
	return s.add(ctx, id, Lines(text))
}

func (s *Service) add(ctx context.Context, id string, rows [][]string) (a Added, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return a, err
	}
	if _, err := get(s.DB.Reader(ctx), scope, id, ""); err != nil {
		return a, err
	}
	codes, err := Codes(rows)
	if err != nil {
		return a, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		a = Added{}
		if a.Pool, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		for part := range slices.Chunk(codes, 200) {
			n, err := insertCodes(tx, a.Pool, part)
			if err != nil {
				return err
			}
			a.New += n
		}
		a.Known = int64(len(codes)) - a.New
		if a.New == 0 {
			return nil
		}
		a.Version++
		if err := update(tx, a.Pool); err != nil {
			return err
		}
		a.Free, err = free(tx, a.ID)
		if err != nil {
			return err
		}
		return s.record(tx, a.Pool, actor.ID, "import", a.New)
	})
	return a, err
}

// maxFile is the largest file of codes, in bytes.
const maxFile = 8 << 20

// GiveIn gives a claim, which is locked, a code of a pool that is worth exactly what
// the claim is about.
func GiveIn(tx *db.Tx, c compensation.Claim, poolID string, now time.Time) (code string, err error) {
	p, err := get(tx, identity.Scope{Shops: []string{c.ShopID}}, poolID, tx.ForUpdate())
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return "", fault.Field("pool_id", "coupon.pool_unknown")
	case err != nil:
		return "", err
	case c.Remedy != compensation.Coupon:
		return "", fault.Field("channel", "coupon.other_remedy")
	case p.Fen != c.Fen:
		return "", fault.Field("pool_id", "coupon.other_value", "value", limits.Yuan(p.Fen))
	case !p.ExpiresAt.IsZero() && !now.Before(p.ExpiresAt):
		return "", fault.Field("pool_id", "coupon.expired")
	}
	code, err = next(tx, p.ID)
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Conflict, "coupon.pool_empty")
	}
	if err != nil {
		return "", err
	}
	return code, give(tx, p.ShopID, code, c.ID, now)
}

func (s *Service) record(tx *db.Tx, p Pool, by, verb string, codes int64) error {
	return audit.Write(tx, audit.Entry{Subject: "coupon_pool/" + p.ID, Version: p.Version, At: s.Now(), Actor: by, Verb: "coupon." + verb,
		Payload: map[string]any{"shop": p.ShopID, "name": p.Name, "fen": p.Fen, "codes": codes}})
}
