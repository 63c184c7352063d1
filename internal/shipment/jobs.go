package shipment

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

type (
	// Begun says that parcels of a shop are watched from now on; packages above subscribe.
	Begun struct {
		ShopID string
		IDs    []string
	}
	// look looks at a parcel again when the next thing could be wrong with it.
	look struct{ ID string }
	// wake brings back a trouble that was put off until a time.
	wake struct {
		ID    string
		Until int64
	}
	// lookAll looks at all parcels of a shop, after its rules have changed.
	lookAll struct{ ShopID, After string }
	// adopt goes through the orders of the last weeks for parcels that nobody watches.
	adopt struct {
		Place int64
		ID    string
	}
)

func (Begun) Kind() string   { return "shipment.begun" }
func (look) Kind() string    { return "shipment.look" }
func (wake) Kind() string    { return "shipment.wake" }
func (lookAll) Kind() string { return "shipment.look_all" }
func (adopt) Kind() string   { return "shipment.adopt" }

// Register tells the queue who looks after parcels.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.look)
	jobs.HandleTx(s.Queue, s.wake)
	jobs.HandleTx(s.Queue, s.lookAll)
	jobs.HandleTx(s.Queue, s.adoptAll)
	jobs.Every(s.Queue, adopt{}, 24*time.Hour)
	jobs.Subscribe(s.Queue, "shipments", func(tx *db.Tx, e order.Sent) error { return s.adopt(tx, e.ShopID, e.Numbers) })
	jobs.Subscribe(s.Queue, "shipments", s.doubt)
}

// recent is how old an order may be whose parcels are watched.
const recent = 30 * 24 * time.Hour

// adopt makes shipments of the parcels of orders that are under way, and follows what
// is said anew of orders whose parcels are watched.
func (s *Service) adopt(tx *db.Tx, shopID string, numbers []string) error {
	orders, err := order.NumbersIn(tx, shopID, numbers)
	if err != nil {
		return err
	}
	begun := Begun{ShopID: shopID}
	for _, o := range orders {
		made, err := s.adoptOne(tx, o)
		if err != nil {
			return err
		}
		begun.IDs = append(begun.IDs, made...)
	}
	if len(begun.IDs) == 0 {
		return nil
	}
	return s.Queue.Announce(tx, begun)
}

func (s *Service) adoptOne(tx *db.Tx, o order.Order) (begun []string, err error) {
	known, err := ofOrders(tx, []string{o.ID}, tx.ForUpdate())
	if err != nil {
		return nil, err
	}
	for _, p := range o.Parcels {
		if slices.ContainsFunc(known, func(k Shipment) bool { return k.Number == p.Number }) || !underWay(o, s.Now()) {
			continue
		}
		made := s.of(o, p)
		fresh, err := insert(tx, made)
		if err != nil {
			return nil, err
		}
		if fresh {
			begun = append(begun, made.ID)
		}
	}
	for _, k := range known {
		if next := k.told(o); next != k {
			if err := s.lookAt(tx, next); err != nil {
				return nil, err
			}
		}
	}
	return begun, nil
}

// underWay tells whether the parcels of an order are worth watching.
func underWay(o order.Order, now time.Time) bool {
	at := o.ShippedAt
	if at.IsZero() {
		at = o.PlacedAt
	}
	return !over(o) && now.Sub(at) < recent
}

func over(o order.Order) bool {
	return o.Status == order.Done || o.Status == order.Cancelled || !o.ReceivedAt.IsZero()
}

// of is the shipment of a parcel that nobody has watched yet.
func (s *Service) of(o order.Order, p order.Parcel) Shipment {
	return Shipment{ID: s.NewID(), ShopID: o.ShopID, OrderID: o.ID, OrderNo: o.Number, Number: p.Number, State: Declared, MadeAt: s.Now(), Version: 1}.told(o)
}

// told is the shipment after what its order says now. A parcel that the order does not
// have any more is waited for no longer.
func (s Shipment) told(o order.Order) Shipment {
	i := slices.IndexFunc(o.Parcels, func(p order.Parcel) bool { return p.Number == s.Number })
	s.Finished = over(o) || i < 0
	if i >= 0 && o.Parcels[i].Carrier != "" {
		s.CarrierWords = o.Parcels[i].Carrier
	}
	if s.Carrier == "" {
		s.Carrier = CarrierOf(s.Number, s.CarrierWords)
	}
	if p := ProvinceOf(o.Address); p != "" {
		s.Province = p
	}
	switch {
	case !o.ShippedAt.IsZero():
		s.DispatchedAt = o.ShippedAt
	case s.DispatchedAt.IsZero() && o.Status == order.ShippedOut:
		s.DispatchedAt = s.MadeAt
	}
	if s.State == Declared {
		s.Since = s.DispatchedAt
	}
	return s
}

// adoptAll is adopt for the orders of the last weeks, which were there before anybody
// watched parcels.
func (s *Service) adoptAll(tx *db.Tx, j adopt) error {
	const chunk = 50
	all, err := order.PlacedIn(tx, s.Now().Add(-recent), db.Spot{Place: j.Place, ID: j.ID}, chunk)
	if err != nil {
		return err
	}
	begun := map[string][]string{}
	for _, o := range all {
		if len(o.Parcels) == 0 || !underWay(o, s.Now()) {
			continue
		}
		made, err := s.adoptOne(tx, o)
		if err != nil {
			return err
		}
		begun[o.ShopID] = append(begun[o.ShopID], made...)
	}
	for shopID, ids := range begun {
		if len(ids) > 0 {
			if err := s.Queue.Announce(tx, Begun{shopID, ids}); err != nil {
				return err
			}
		}
	}
	if len(all) < chunk {
		return nil
	}
	last := all[chunk-1].Spot()
	return s.Queue.Enqueue(tx, adopt{last.Place, last.ID}, s.Now())
}

// look is the clock of a parcel.
func (s *Service) look(tx *db.Tx, j look) error {
	at, err := get(tx, identity.Everything, j.ID, tx.ForUpdate())
	if err != nil {
		return err
	}
	return s.lookAt(tx, at)
}

// lookAt stores a locked shipment, finds what is wrong with it now, ends what is over,
// and winds its clock.
func (s *Service) lookAt(tx *db.Tx, at Shipment) error {
	if err := update(tx, at); err != nil {
		return err
	}
	rules, err := rulesOf(tx, at.ShopID)
	if err != nil {
		return err
	}
	known, err := troublesOf(tx, []string{at.ID}, tx.ForUpdate())
	if err != nil {
		return err
	}
	found, next := rules.Look(at, s.Now())
	begun, changed := settleAll(known, found)
	for _, f := range begun {
		t := Trouble{ID: s.NewID(), ShipmentID: at.ID, ShopID: at.ShopID, Finding: f, State: Open, FoundAt: s.Now(), Version: 1, entries: 1}
		if f.Kind == SignedAway {
			t.CaseID = at.DoubtCase
		}
		if err := insertTrouble(tx, t); err != nil {
			return err
		}
		if err := s.record(tx, t, identity.SystemID, "found", map[string]string{"kind": string(f.Kind), "order": at.OrderNo, "parcel": at.Number}); err != nil {
			return err
		}
	}
	for _, t := range changed {
		verb := "moved"
		if t.State == Open {
			verb = "back"
		}
		if err := s.store(tx, t, identity.SystemID, verb, nil); err != nil {
			return err
		}
	}
	tx.AfterCommit(func() { s.Hint("shop:"+at.ShopID, Hint{"shipment", at.ID, at.OrderNo}) })
	if next.IsZero() {
		return s.Queue.Cancel(tx, "shipment/"+at.ID)
	}
	return s.Queue.Enqueue(tx, look{at.ID}, next, jobs.Key("shipment/"+at.ID))
}

// wake brings a trouble back that was put off, unless somebody was there since.
func (s *Service) wake(tx *db.Tx, j wake) error {
	t, err := trouble(tx, identity.Everything, j.ID, tx.ForUpdate())
	if err != nil || t.State != Snoozed || db.Millis(t.Until) != j.Until {
		return err
	}
	t.State, t.Until = Open, time.Time{}
	return s.store(tx, t, identity.SystemID, "wake", nil)
}

// lookAll looks at the parcels of a shop that are not over, some at a time.
func (s *Service) lookAll(tx *db.Tx, j lookAll) error {
	const chunk = 30
	ids, err := unfinished(tx, j.ShopID, j.After, chunk)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.look(tx, look{id}); err != nil {
			return err
		}
	}
	if len(ids) < chunk {
		return nil
	}
	return s.Queue.Enqueue(tx, lookAll{j.ShopID, ids[chunk-1]}, s.Now())
}

// doubt notes that a buyer says that they do not have what was signed for.
func (s *Service) doubt(tx *db.Tx, e complaint.Opened) error {
	c, err := complaint.GetIn(tx, identity.Everything, e.CaseID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || c.OrderNo == "" || c.Scenario != "logistics.signed_not_received" && c.Scenario != "logistics.not_to_door" {
		return err
	}
	all, err := ofOrderNo(tx, c.ShopID, c.OrderNo)
	for _, at := range all {
		if at.State != Signed || !at.DoubtedAt.IsZero() {
			continue
		}
		at.DoubtedAt, at.DoubtCase = s.Now(), c.ID
		if err := s.lookAt(tx, at); err != nil {
			return err
		}
	}
	return err
}
