package erp

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/seal"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service keeps where the merchants' systems are.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	Box   seal.Box
	Check func(address string) error // whether an address may be sent to
}

// Link is where the system of a shop is, as much as people may see.
type Link struct {
	ShopID  string
	Host    string // of the address, "" if there is none
	Asks    bool   // it can be asked what came of a request
	Signs   bool
	Off     bool
	Version int64

	address, status, secret string // sealed
}

// Target is where the system of a shop is reached.
type Target struct{ Address, Status, Secret string }

// Draft is what people say about it. What is empty keeps what there is.
type Draft struct {
	Address string
	Status  string // where it is asked what came of a request
	NoAsk   bool   // it cannot be asked any more
	Secret  string
	Off     bool
}

// Bounds of the secret, in bytes.
const (
	minSecret = 16
	maxSecret = 200
)

const columns = `shop_id, address, status, secret, host, asks, off, version`

func scan(row db.Scanner) (l Link, err error) {
	var asks, off int64
	err = row.Scan(&l.ShopID, &l.address, &l.status, &l.secret, &l.Host, &asks, &off, &l.Version)
	l.Asks, l.Off, l.Signs = asks != 0, off != 0, l.secret != ""
	return l, err
}

func get(q db.Queryer, shopID, lock string) (Link, error) {
	l, err := db.One(q, scan, `SELECT `+columns+` FROM payout_erp WHERE shop_id = ? `+lock, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Link{ShopID: shopID}, nil
	}
	return l, err
}

// ReadyIn refuses a shop whose system cannot be asked to pay.
func ReadyIn(q db.Queryer, shopID string) error {
	l, err := get(q, shopID, "")
	if err == nil && (l.address == "" || l.Off) {
		err = fault.New(fault.Conflict, "payout.no_erp")
	}
	return err
}

// TargetIn opens where the system of a shop is reached; the zero Target where there
// is none.
func (s *Service) TargetIn(q db.Queryer, shopID string) (t Target, err error) {
	l, err := get(q, shopID, "")
	if err != nil {
		return t, err
	}
	for _, one := range []struct {
		name, sealed string
		open         *string
	}{{"address", l.address, &t.Address}, {"status", l.status, &t.Status}, {"secret", l.secret, &t.Secret}} {
		if *one.open, err = s.Box.Open(shopID+"/"+one.name, one.sealed); err != nil {
			return t, fault.New(fault.Unavailable, "payout.sealed").Because(err)
		}
	}
	return t, nil
}

// Read returns where the system of a shop is.
func (s *Service) Read(ctx context.Context, shopID string) (Link, error) {
	_, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return Link{}, err
	}
	at, err := shop.SeenIn(s.DB.Reader(ctx), scope, shopID)
	if err != nil {
		return Link{}, err
	}
	return get(s.DB.Reader(ctx), at.ID, "")
}

// Save says where the system of a shop is; version is the one that the actor has
// seen, 0 for none.
func (s *Service) Save(ctx context.Context, shopID string, version int64, d Draft) (l Link, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationManage)
	if err != nil {
		return l, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shop.SeenIn(tx, scope, shopID)
		if err != nil {
			return err
		}
		if l, err = get(tx, at.ID, tx.ForUpdate()); err != nil {
			return err
		}
		if l.Version != version {
			return fault.New(fault.Conflict, "payout.erp_changed")
		}
		if l, err = s.with(l, d); err != nil {
			return err
		}
		l.Version++
		if err := save(tx, l); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "payout_erp/" + at.ID, Version: l.Version, At: s.Now(), Actor: actor.ID, Verb: "payout.erp",
			Payload: map[string]any{"host": l.Host, "asks": l.Asks, "off": l.Off, "new_secret": d.Secret != ""}})
	})
	return l, err
}

// with returns a link as a draft describes it.
func (s *Service) with(l Link, d Draft) (Link, error) {
	l.Off = d.Off
	if d.Address = strings.TrimSpace(d.Address); d.Address != "" {
		if err := s.Check(d.Address); err != nil {
			return l, err
		}
		u, err := url.Parse(d.Address)
		if err != nil {
			return l, fault.Field("address", "outgoing.address")
		}
		l.Host, l.address = u.Host, s.Box.Seal(l.ShopID+"/address", d.Address)
	}
	if d.Status = strings.TrimSpace(d.Status); d.Status != "" {
		if err := s.Check(d.Status); err != nil {
			return l, err
		}
		l.Asks, l.status = true, s.Box.Seal(l.ShopID+"/status", d.Status)
	} else if d.NoAsk {
		l.Asks, l.status = false, ""
	}
	if d.Secret = strings.TrimSpace(d.Secret); d.Secret != "" {
		if len(d.Secret) < minSecret || len(d.Secret) > maxSecret {
			return l, fault.Field("secret", "payout.secret_length", "min", minSecret, "max", maxSecret)
		}
		l.secret, l.Signs = s.Box.Seal(l.ShopID+"/secret", d.Secret), true
	}
	switch {
	case l.address == "":
		return l, fault.Field("address", "outgoing.address")
	case l.secret == "":
		return l, fault.Field("secret", "payout.secret_length", "min", minSecret, "max", maxSecret)
	}
	return l, nil
}

func save(tx *db.Tx, l Link) error {
	asks, off := int64(0), int64(0)
	if l.Asks {
		asks = 1
	}
	if l.Off {
		off = 1
	}
	n, err := tx.Exec(`INSERT INTO payout_erp (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (shop_id) DO UPDATE SET address = excluded.address, status = excluded.status, secret = excluded.secret, host = excluded.host,
		asks = excluded.asks, off = excluded.off, version = excluded.version WHERE payout_erp.version = excluded.version - 1`,
		l.ShopID, l.address, l.status, l.secret, l.Host, asks, off, l.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "payout.erp_changed")
	}
	return err
}
