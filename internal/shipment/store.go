package shipment

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const fields = `id, shop_id, order_id, order_no, number, carrier, carrier_words, province, dispatched_at, promised_at, promised_by, state, since,
	last_at, last_text, away, doubted_at, doubt_case, finished, sub, sub_code, made_at, entries, version`

func (s *Shipment) into(times *[6]int64) []any {
	return []any{&s.ID, &s.ShopID, &s.OrderID, &s.OrderNo, &s.Number, &s.Carrier, &s.CarrierWords, &s.Province, &times[0], &times[1], &s.PromisedBy, &s.State, &times[2],
		&times[3], &s.LastText, &s.Away, &times[4], &s.DoubtCase, &s.Finished, &s.Sub, &s.SubCode, &times[5], &s.entries, &s.Version}
}

func (s *Shipment) timed(t [6]int64) {
	s.DispatchedAt, s.PromisedAt, s.Since = db.Time(t[0]), db.Time(t[1]), db.Time(t[2])
	s.LastAt, s.DoubtedAt, s.MadeAt = db.Time(t[3]), db.Time(t[4]), db.Time(t[5])
}

func scan(row db.Scanner) (s Shipment, err error) {
	var times [6]int64
	err = row.Scan(s.into(&times)...)
	s.timed(times)
	return s, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Shipment, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+fields+` FROM shipment WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// ofOrders returns the shipments of orders, in the order of their ids.
func ofOrders(q db.Queryer, orders []string, lock string) ([]Shipment, error) {
	if len(orders) == 0 {
		return nil, nil
	}
	return db.All(q, scan, `SELECT `+fields+` FROM shipment WHERE order_id IN (`+db.Marks(len(orders))+`) ORDER BY id `+lock, db.Values(orders)...)
}

func ofOrderNo(tx *db.Tx, shopID, number string) ([]Shipment, error) {
	return db.All(tx, scan, `SELECT `+fields+` FROM shipment WHERE order_no = ? AND shop_id = ? ORDER BY id `+tx.ForUpdate(), number, shopID)
}

func numbered(tx *db.Tx, shopID, number string) ([]Shipment, error) {
	return db.All(tx, scan, `SELECT `+fields+` FROM shipment WHERE number = ? AND shop_id = ? ORDER BY id `+tx.ForUpdate(), number, shopID)
}

// insert stores a shipment unless its order has it already.
func insert(tx *db.Tx, s Shipment) (fresh bool, err error) {
	n, err := tx.Exec(`INSERT INTO shipment (`+fields+`) VALUES (`+db.Marks(24)+`) ON CONFLICT (order_id, number) DO NOTHING`, s.ID, s.ShopID, s.OrderID, s.OrderNo, s.Number,
		s.Carrier, s.CarrierWords, s.Province, db.Millis(s.DispatchedAt), db.Millis(s.PromisedAt), s.PromisedBy, s.State, db.Millis(s.Since), db.Millis(s.LastAt), s.LastText,
		s.Away, db.Millis(s.DoubtedAt), s.DoubtCase, s.Finished, s.Sub, s.SubCode, db.Millis(s.MadeAt), s.entries, s.Version)
	return n > 0, err
}

// update stores what may change of a shipment that is locked.
func update(tx *db.Tx, s Shipment) error {
	_, err := tx.Exec(`UPDATE shipment SET carrier = ?, carrier_words = ?, province = ?, dispatched_at = ?, promised_at = ?, promised_by = ?, state = ?, since = ?, last_at = ?,
		last_text = ?, away = ?, doubted_at = ?, doubt_case = ?, finished = ?, sub = ?, sub_code = ?, entries = ?, version = ? WHERE id = ?`,
		s.Carrier, s.CarrierWords, s.Province, db.Millis(s.DispatchedAt), db.Millis(s.PromisedAt), s.PromisedBy, s.State, db.Millis(s.Since), db.Millis(s.LastAt), s.LastText,
		s.Away, db.Millis(s.DoubtedAt), s.DoubtCase, s.Finished, s.Sub, s.SubCode, s.entries, s.Version, s.ID)
	return err
}

func scanEvent(row db.Scanner) (e Event, err error) {
	var at int64
	err = row.Scan(&at, &e.N, &e.State, &e.Text, &e.Place, &e.Source)
	e.At = db.Time(at)
	return e, err
}

// eventsOf returns the trace of a shipment, the earliest first.
func eventsOf(q db.Queryer, id string) ([]Event, error) {
	return db.All(q, scanEvent, `SELECT at, n, state, text, place, source FROM shipment_event WHERE shipment_id = ? ORDER BY at, n`, id)
}

func insertEvents(tx *db.Tx, id string, all []Event) error {
	for _, e := range all {
		if _, err := tx.Exec(`INSERT INTO shipment_event (shipment_id, key, at, n, state, text, place, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			id, e.key(), db.Millis(e.At), e.N, e.State, e.Text, e.Place, e.Source); err != nil {
			return err
		}
	}
	return nil
}

const troubleColumns = `id, shipment_id, shop_id, kind, since, state, found_at, until_at, by_id, by_at, note, conversation_id, case_id, entries, version`

func (t *Trouble) into(times *[4]int64) []any {
	return []any{&t.ID, &t.ShipmentID, &t.ShopID, &t.Kind, &times[0], &t.State, &times[1], &times[2], &t.By, &times[3], &t.Note, &t.ConversationID, &t.CaseID, &t.entries, &t.Version}
}

func (t *Trouble) timed(at [4]int64) {
	t.Since, t.FoundAt, t.Until, t.ByAt = db.Time(at[0]), db.Time(at[1]), db.Time(at[2]), db.Time(at[3])
}

func scanTrouble(row db.Scanner) (t Trouble, err error) {
	var times [4]int64
	err = row.Scan(t.into(&times)...)
	t.timed(times)
	return t, err
}

func trouble(q db.Queryer, scope identity.Scope, id, lock string) (Trouble, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scanTrouble, `SELECT `+troubleColumns+` FROM parcel_trouble WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func troublesOf(q db.Queryer, shipments []string, lock string) ([]Trouble, error) {
	if len(shipments) == 0 {
		return nil, nil
	}
	return db.All(q, scanTrouble, `SELECT `+troubleColumns+` FROM parcel_trouble WHERE shipment_id IN (`+db.Marks(len(shipments))+`) ORDER BY found_at, id `+lock, db.Values(shipments)...)
}

func insertTrouble(tx *db.Tx, t Trouble) error {
	_, err := tx.Exec(`INSERT INTO parcel_trouble (`+troubleColumns+`) VALUES (`+db.Marks(15)+`)`, t.ID, t.ShipmentID, t.ShopID, t.Kind, db.Millis(t.Since), t.State, db.Millis(t.FoundAt),
		db.Millis(t.Until), t.By, db.Millis(t.ByAt), t.Note, t.ConversationID, t.CaseID, t.entries, t.Version)
	return err
}

// updateTrouble stores a trouble whose version was from.
func updateTrouble(tx *db.Tx, t Trouble, from int64) error {
	n, err := tx.Exec(`UPDATE parcel_trouble SET state = ?, until_at = ?, by_id = ?, by_at = ?, note = ?, conversation_id = ?, case_id = ?, entries = ?, version = ? WHERE id = ? AND version = ?`,
		t.State, db.Millis(t.Until), t.By, db.Millis(t.ByAt), t.Note, t.ConversationID, t.CaseID, t.entries, t.Version, t.ID, from)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "shipment.trouble_changed")
	}
	return err
}

// Filter says which parcels in trouble somebody wants to see.
type Filter struct {
	ShopID string // "" for all
	State  Standing
	Kind   Kind // "" for all
	After  string
}

type row struct {
	Trouble
	Shipment
}

func scanRow(r db.Scanner) (x row, err error) {
	var a [4]int64
	var b [6]int64
	err = r.Scan(append(x.Trouble.into(&a), x.Shipment.into(&b)...)...)
	x.Trouble.timed(a)
	x.Shipment.timed(b)
	return x, err
}

func prefixed(prefix, names string) string {
	var all []string
	for c := range strings.SplitSeq(names, ",") {
		all = append(all, prefix+strings.TrimSpace(c))
	}
	return strings.Join(all, ", ")
}

var rowColumns = prefixed("t.", troubleColumns) + ", " + prefixed("s.", fields)

// queue returns parcels in trouble behind a place: of those that wait for somebody the
// one that was found first first, of those that do not the one that was found last.
func queue(q db.Queryer, scope identity.Scope, f Filter, from db.Spot, limit int) ([]row, error) {
	where, args := scope.In(f.ShopID).Where("t.shop_id", "")
	where, args = where+` AND t.state = ?`, append(args, string(f.State))
	if f.Kind != "" {
		where, args = where+` AND t.kind = ?`, append(args, string(f.Kind))
	}
	way, beyond := ``, `>`
	if f.State != Open && f.State != Snoozed {
		way, beyond = ` DESC`, `<`
	}
	if from.ID != "" {
		where, args = where+` AND (t.found_at, t.id) `+beyond+` (?, ?)`, append(args, from.Place, from.ID)
	}
	return db.All(q, scanRow, `SELECT `+rowColumns+` FROM parcel_trouble t JOIN shipment s ON s.id = t.shipment_id WHERE `+where+` ORDER BY t.found_at`+way+`, t.id`+way+` LIMIT ?`, append(args, limit)...)
}

func scanRules(r db.Scanner) (x Rules, err error) {
	var far string
	err = r.Scan(&x.PickUpHours, &x.QuietHours, &x.QuietFarHours, &x.PromiseHours, &x.PromiseFarHours, &far, &x.Station, &x.Version)
	x.Far = strings.Fields(far)
	return x, err
}

// rulesOf returns the rules of a shop.
func rulesOf(q db.Queryer, shopID string) (Rules, error) {
	r, err := db.One(q, scanRules, `SELECT pick_up_hours, quiet_hours, quiet_far_hours, promise_hours, promise_far_hours, far, station, version FROM shipment_rule WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Delivered(), nil
	}
	return r, err
}

func saveRules(tx *db.Tx, shopID string, r Rules) error {
	n, err := tx.Exec(`INSERT INTO shipment_rule (shop_id, pick_up_hours, quiet_hours, quiet_far_hours, promise_hours, promise_far_hours, far, station, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (shop_id) DO UPDATE SET pick_up_hours = excluded.pick_up_hours, quiet_hours = excluded.quiet_hours, quiet_far_hours = excluded.quiet_far_hours,
		promise_hours = excluded.promise_hours, promise_far_hours = excluded.promise_far_hours, far = excluded.far, station = excluded.station, version = excluded.version
		WHERE shipment_rule.version = excluded.version - 1`,
		shopID, r.PickUpHours, r.QuietHours, r.QuietFarHours, r.PromiseHours, r.PromiseFarHours, strings.Join(r.Far, " "), r.Station, r.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "shipment.rules_changed")
	}
	return err
}

// unfinished returns ids of shipments of a shop that are not over, behind one.
func unfinished(q db.Queryer, shopID, after string, limit int) ([]string, error) {
	return db.All(q, func(r db.Scanner) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM shipment WHERE shop_id = ? AND NOT finished AND id > ? ORDER BY id LIMIT ?`, shopID, after, limit)
}
