package tracking

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/kuaidi"
)

type (
	// subscribe asks the service to tell whatever carriers say of a parcel.
	subscribe struct{ ID string }
	// subscribeAll goes through the parcels of a shop that are under way.
	subscribeAll struct{ ShopID, After string }
)

func (subscribe) Kind() string    { return "tracking.subscribe" }
func (subscribeAll) Kind() string { return "tracking.subscribe_all" }

// Register tells the queue who talks with the service.
func (s *Service) Register() {
	jobs.Handle(s.Queue, s.subscribe)
	jobs.HandleTx(s.Queue, s.subscribeAll)
	jobs.Subscribe(s.Queue, "tracking", func(tx *db.Tx, e shipment.Begun) error {
		a, err := s.of(tx, e.ShopID, "")
		if err != nil || !a.ready() {
			return err
		}
		return s.want(tx, e.IDs)
	})
}

// want has parcels subscribed to that are not, and are under way.
func (s *Service) want(tx *db.Tx, ids []string) error {
	for _, id := range ids {
		at, err := shipment.LockIn(tx, identity.Everything, id)
		if err != nil {
			return err
		}
		if at.Sub == shipment.SubOn || at.Sub == shipment.SubEnded || at.Finished || at.State == shipment.Signed || at.State == shipment.Returned {
			continue
		}
		if err := s.Shipments.SubscribeIn(tx, at, shipment.SubWanted, ""); err != nil {
			return err
		}
		if err := s.Queue.Enqueue(tx, subscribe{id}, s.Now(), jobs.Key("subscribe/"+id), jobs.Once()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) subscribeAll(tx *db.Tx, j subscribeAll) error {
	const chunk = 50
	ids, err := shipment.UnfinishedIn(tx, j.ShopID, j.After, chunk)
	if err != nil {
		return err
	}
	if err := s.want(tx, ids); err != nil || len(ids) < chunk {
		return err
	}
	return s.Queue.Enqueue(tx, subscribeAll{j.ShopID, ids[chunk-1]}, s.Now())
}

// subscribe may be repeated: a service that knows the parcel already says so, and that
// is as good.
func (s *Service) subscribe(ctx context.Context, j subscribe) error {
	var at shipment.Shipment
	var a Account
	var p kuaidi.Parcel
	err := s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		if at, err = shipment.LockIn(tx, identity.Everything, j.ID); err != nil {
			return err
		}
		if a, err = s.of(tx, at.ShopID, ""); err != nil {
			return err
		}
		p, err = parcelOf(tx, at)
		return err
	})
	if err != nil || at.Sub != shipment.SubWanted || !a.ready() {
		return err
	}
	k, err := s.open(a)
	if err != nil {
		return err
	}
	path, headers, body, err := kuaidi.Subscribe(k, p, a.Hook)
	if err != nil {
		return err
	}
	answer, sent := s.Sender.Send(ctx, a.Address+path, headers, body)
	v := kuaidi.Judge(answer, sent)
	if v.Later {
		if sent != nil {
			return sent
		}
		return fault.New(fault.Unavailable, "tracking.nonsense", "status", answer.Status)
	}
	return s.keep(context.WithoutCancel(ctx), j.ID, v)
}

// keep notes what the service has said to a subscription.
func (s *Service) keep(ctx context.Context, id string, v kuaidi.Verdict) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := shipment.LockIn(tx, identity.Everything, id)
		if err != nil || at.Sub != shipment.SubWanted {
			return err // it was pushed meanwhile
		}
		if v.Ours {
			if _, err := tx.Exec(`UPDATE tracking SET fault = ? WHERE shop_id = ?`, v.Code, at.ShopID); err != nil {
				return err
			}
		}
		if v.On {
			return s.Shipments.SubscribeIn(tx, at, shipment.SubOn, "")
		}
		return s.Shipments.SubscribeIn(tx, at, shipment.SubFailed, v.Code)
	})
}

// Push takes in what the service pushes to a hook. A signature that is not theirs is
// refused and counted. It answers only when all of it is kept, and the same again does
// nothing more.
func (s *Service) Push(ctx context.Context, hook, param, sign string) (kuaidi.Reply, error) {
	a, err := db.One(s.DB.Reader(ctx), s.scan, `SELECT `+columns+` FROM tracking WHERE hook = ?`, hook)
	if err != nil {
		return kuaidi.Refused, err
	}
	k, err := s.open(a)
	if err != nil {
		return kuaidi.Refused, err
	}
	if !kuaidi.Signed(param, sign, k.Salt) {
		return kuaidi.Refused, s.count(ctx, a.ShopID, `UPDATE tracking SET refused = refused + 1, refused_at = ? WHERE shop_id = ?`, db.Millis(s.Now()))
	}
	t, err := kuaidi.Pushed(param, s.Now())
	if err != nil {
		return kuaidi.Unread, nil
	}
	return kuaidi.Taken, s.DB.InTx(ctx, func(tx *db.Tx) error { return s.takeIn(tx, a.ShopID, t) })
}

func (s *Service) count(ctx context.Context, shopID, sql string, at int64) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(sql, at, shopID)
		return err
	})
}

func (s *Service) takeIn(tx *db.Tx, shopID string, t kuaidi.Trace) error {
	all, err := shipment.NumberedIn(tx, shopID, t.Number)
	if err != nil {
		return err
	}
	for _, at := range all {
		at.Sub, at.SubCode = shipment.SubOn, ""
		if t.Ended {
			at.Sub, at.SubCode = shipment.SubEnded, t.Why
		}
		if t.Carrier != "" {
			at.Carrier = t.Carrier
		}
		if _, err := s.Shipments.TakeIn(tx, at, t.Events); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE tracking SET taken = taken + 1 WHERE shop_id = ?`, shopID)
	return err
}
