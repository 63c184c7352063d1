// Package tracking has a service told which parcels a shop waits for, and takes in what
// it says of them. Whether it is reachable changes nothing of what people do: a parcel
// that cannot be subscribed to is tried again, and its trace can be typed meanwhile.
package tracking

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/platform/seal"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/kuaidi"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Sender carries requests outside.
type Sender interface {
	Check(address string) error
	Send(ctx context.Context, address string, headers http.Header, body []byte) (outgoing.Answer, error)
}

// Service keeps the accounts of shops, and talks with the service that tells traces.
type Service struct {
	DB        *db.DB
	Queue     *jobs.Queue
	Now       func() time.Time
	Box       seal.Box
	Sender    Sender
	Public    string // address of the server, without a slash at the end
	Shipments *shipment.Service
}

// Account is what a shop has with the service, as much as people may see.
type Account struct {
	ShopID    string
	Address   string
	Customer  string
	HasKey    bool
	Hook      string // address to which traces are pushed
	Off       bool
	Fault     string // code with which the service has refused the account, "" if it has not
	Taken     int64  // pushes
	Refused   int64  // pushes whose signature was not theirs
	RefusedAt time.Time
	Version   int64 // 0 for none

	key, salt, hook string // key and salt are sealed
}

// Draft is what people say of it. What is empty keeps what there is.
type Draft struct {
	Address  string // of the service, "" for its own
	Customer string
	Key      string
	Salt     string // made up if there is none
	Off      bool
}

// Bounds of what an account consists of, in bytes.
const (
	maxCustomer = 100
	minKey      = 6
	maxKey      = 200
)

const columns = `shop_id, address, customer, key, salt, hook, off, fault, taken, refused, refused_at, version`

func (s *Service) scan(row db.Scanner) (a Account, err error) {
	var refused int64
	err = row.Scan(&a.ShopID, &a.Address, &a.Customer, &a.key, &a.salt, &a.hook, &a.Off, &a.Fault, &a.Taken, &a.Refused, &refused, &a.Version)
	a.HasKey, a.RefusedAt, a.Hook = a.key != "", db.Time(refused), s.Public+"/api/tracking/"+a.hook
	return a, err
}

func (s *Service) of(q db.Queryer, shopID, lock string) (Account, error) {
	a, err := db.One(q, s.scan, `SELECT `+columns+` FROM tracking WHERE shop_id = ? `+lock, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Account{ShopID: shopID, Address: kuaidi.Address}, nil
	}
	return a, err
}

// ready tells whether parcels can be subscribed to.
func (a Account) ready() bool { return a.Version > 0 && !a.Off && a.key != "" }

// Read returns the account of a shop.
func (s *Service) Read(ctx context.Context, shopID string) (Account, error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return Account{}, err
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.SeenIn(q, scope, shopID); err != nil {
		return Account{}, err
	}
	return s.of(q, shopID, "")
}

// Save says which account a shop has; version is the one that the actor has seen, 0 for
// none. Where it is on, all parcels that are under way are subscribed to.
func (s *Service) Save(ctx context.Context, shopID string, version int64, d Draft) (a Account, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return a, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.SeenIn(tx, scope, shopID); err != nil {
			return err
		}
		if a, err = s.of(tx, shopID, tx.ForUpdate()); err != nil {
			return err
		}
		if a.Version != version {
			return fault.New(fault.Conflict, "tracking.changed")
		}
		if a, err = s.with(a, d); err != nil {
			return err
		}
		a.Version, a.Fault = version+1, ""
		if err := save(tx, a); err != nil {
			return err
		}
		a.Hook = s.Public + "/api/tracking/" + a.hook
		if a.ready() {
			if err := s.Queue.Enqueue(tx, subscribeAll{ShopID: shopID}, s.Now(), jobs.Key("tracking/"+shopID)); err != nil {
				return err
			}
		}
		return audit.Write(tx, audit.Entry{Subject: "tracking/" + shopID, Version: a.Version, At: s.Now(), Actor: actor.ID, Verb: "tracking.account",
			Payload: map[string]any{"address": a.Address, "customer": a.Customer, "off": a.Off, "new_key": d.Key != "", "new_salt": d.Salt != ""}})
	})
	return a, err
}

// with returns an account as a draft describes it.
func (s *Service) with(a Account, d Draft) (Account, error) {
	a.Off = d.Off
	if d.Address = strings.TrimRight(strings.TrimSpace(d.Address), "/"); d.Address != "" {
		if u, err := url.Parse(d.Address); err != nil || u.RawQuery != "" {
			return a, fault.Field("address", "outgoing.address")
		}
		if err := s.Sender.Check(d.Address); err != nil {
			return a, err
		}
		a.Address = d.Address
	}
	if d.Customer = strings.TrimSpace(d.Customer); d.Customer != "" {
		a.Customer = d.Customer
	}
	if d.Key = strings.TrimSpace(d.Key); d.Key != "" {
		if len(d.Key) < minKey || len(d.Key) > maxKey {
			return a, fault.Field("key", "tracking.key_length", "min", minKey, "max", maxKey)
		}
		a.key, a.HasKey = s.Box.Seal(a.ShopID+"/key", d.Key), true
	}
	if d.Salt = strings.TrimSpace(d.Salt); len(d.Salt) > maxKey || d.Salt != "" && len(d.Salt) < minKey {
		return a, fault.Field("salt", "tracking.key_length", "min", minKey, "max", maxKey)
	}
	if d.Salt != "" || a.salt == "" {
		if d.Salt == "" {
			d.Salt = rand.Text()
		}
		a.salt = s.Box.Seal(a.ShopID+"/salt", d.Salt)
	}
	if a.hook == "" {
		a.hook = rand.Text()
	}
	switch {
	case a.Customer == "" || len(a.Customer) > maxCustomer:
		return a, fault.Field("customer", "tracking.customer_missing", "max", maxCustomer)
	case a.key == "":
		return a, fault.Field("key", "tracking.key_length", "min", minKey, "max", maxKey)
	}
	return a, nil
}

func save(tx *db.Tx, a Account) error {
	n, err := tx.Exec(`INSERT INTO tracking (`+columns+`) VALUES (`+db.Marks(12)+`) ON CONFLICT (shop_id) DO UPDATE SET address = excluded.address, customer = excluded.customer,
		key = excluded.key, salt = excluded.salt, off = excluded.off, fault = excluded.fault, version = excluded.version WHERE tracking.version = excluded.version - 1`,
		a.ShopID, a.Address, a.Customer, a.key, a.salt, a.hook, a.Off, a.Fault, a.Taken, a.Refused, db.Millis(a.RefusedAt), a.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "tracking.changed")
	}
	return err
}

// open opens the secrets of an account.
func (s *Service) open(a Account) (k kuaidi.Account, err error) {
	k.Customer = a.Customer
	if k.Key, err = s.Box.Open(a.ShopID+"/key", a.key); err == nil {
		k.Salt, err = s.Box.Open(a.ShopID+"/salt", a.salt)
	}
	if err != nil {
		err = fault.New(fault.Unavailable, "tracking.sealed").Because(err)
	}
	return k, err
}

// parcelOf is what the service is told of a parcel.
func parcelOf(q db.Queryer, at shipment.Shipment) (kuaidi.Parcel, error) {
	p := kuaidi.Parcel{Carrier: at.Carrier, Number: at.Number}
	o, _, err := order.NumberedIn(q, at.ShopID, at.OrderNo)
	phone, _, _ := strings.Cut(o.Phone, "-")
	if len(phone) >= 4 && strings.Trim(phone[len(phone)-4:], "0123456789") == "" {
		p.Tail = phone[len(phone)-4:]
	}
	return p, err
}

// Try asks the service about a tracking number, and says how many events it knows. What
// the service says against the account comes back as problem.
func (s *Service) Try(ctx context.Context, shopID, number string) (events int, problem error, err error) {
	a, err := s.Read(ctx, shopID)
	if err != nil {
		return 0, nil, err
	}
	if a.Version == 0 {
		return 0, nil, fault.New(fault.Conflict, "tracking.no_account")
	}
	t, err := s.ask(ctx, a, kuaidi.Parcel{Carrier: shipment.CarrierOf(number, ""), Number: number})
	if fault.CodeOf(err) == "tracking.sealed" {
		return 0, nil, err
	}
	return len(t.Events), err, nil
}

func (s *Service) ask(ctx context.Context, a Account, p kuaidi.Parcel) (kuaidi.Trace, error) {
	k, err := s.open(a)
	if err != nil {
		return kuaidi.Trace{}, err
	}
	path, headers, body, err := kuaidi.Query(k, p)
	if err != nil {
		return kuaidi.Trace{}, err
	}
	answer, err := s.Sender.Send(ctx, a.Address+path, headers, body)
	return kuaidi.Answered(answer, err, s.Now())
}

// Refresh asks the service what carriers say of a parcel now.
func (s *Service) Refresh(ctx context.Context, id string) error {
	_, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	var a Account
	var p kuaidi.Parcel
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shipment.LockIn(tx, scope, id)
		if err != nil {
			return err
		}
		if p, err = parcelOf(tx, at); err != nil {
			return err
		}
		a, err = s.of(tx, at.ShopID, "")
		return err
	})
	if err != nil {
		return err
	}
	if !a.ready() {
		return fault.New(fault.Conflict, "tracking.no_account")
	}
	t, err := s.ask(ctx, a, p)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shipment.LockIn(tx, scope, id)
		if err != nil {
			return err
		}
		_, err = s.Shipments.TakeIn(tx, at, t.Events)
		return err
	})
}
