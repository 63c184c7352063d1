package roster

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const shiftColumns = `id, shop_id, name, from_minute, to_minute, removed_at, version`

func scanShift(row db.Scanner) (s Shift, err error) {
	var removed int64
	err = row.Scan(&s.ID, &s.ShopID, &s.Name, &s.From, &s.To, &removed, &s.Version)
	s.RemovedAt = db.Time(removed)
	return s, err
}

// shiftsOf returns the shifts of a shop through the day, also those removed.
func shiftsOf(q db.Queryer, shopID string) ([]Shift, error) {
	return db.All(q, scanShift, `SELECT `+shiftColumns+` FROM shift WHERE shop_id = ? ORDER BY from_minute, id`, shopID)
}

func insertShift(tx *db.Tx, s Shift) error {
	_, err := tx.Exec(`INSERT INTO shift (`+shiftColumns+`) VALUES (?, ?, ?, ?, ?, 0, ?)`, s.ID, s.ShopID, s.Name, s.From, s.To, s.Version)
	return err
}

// updateShift stores the next version of a shift; done is false if somebody else was
// faster.
func updateShift(tx *db.Tx, s Shift) (done bool, err error) {
	n, err := tx.Exec(`UPDATE shift SET name = ?, from_minute = ?, to_minute = ?, removed_at = ?, version = ? WHERE id = ? AND version = ?`,
		s.Name, s.From, s.To, db.Millis(s.RemovedAt), s.Version, s.ID, s.Version-1)
	return n == 1, err
}

const weekColumns = `shop_id, monday, entries, published, published_at, published_by, version`

func scanWeek(row db.Scanner) (w Week, err error) {
	var monday, entries string
	var published int64
	if err = row.Scan(&w.ShopID, &monday, &entries, &w.Published, &published, &w.PublishedBy, &w.Version); err != nil {
		return w, err
	}
	w.PublishedAt = db.Time(published)
	if w.Monday, err = calendar.ParseDate(monday); err != nil {
		return w, err
	}
	return w, json.Unmarshal([]byte(entries), &w.Entries)
}

// weekOf returns the plan of a week, an empty one if nobody has planned it.
func weekOf(q db.Queryer, shopID string, monday calendar.Date) (Week, error) {
	w, err := db.One(q, scanWeek, `SELECT `+weekColumns+` FROM roster_week WHERE shop_id = ? AND monday = ?`, shopID, monday.String())
	if fault.KindOf(err) == fault.NotFound {
		return Week{ShopID: shopID, Monday: monday}, nil
	}
	return w, err
}

// storeWeek keeps the next version of a plan; done is false if somebody else was
// faster.
func storeWeek(tx *db.Tx, w Week) (done bool, err error) {
	entries, err := json.Marshal(w.Entries)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`INSERT INTO roster_week AS w (`+weekColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (shop_id, monday) DO UPDATE SET entries = excluded.entries, published = excluded.published,
			published_at = excluded.published_at, published_by = excluded.published_by, version = excluded.version
		WHERE w.version = excluded.version - 1`,
		w.ShopID, w.Monday.String(), string(entries), w.Published, db.Millis(w.PublishedAt), w.PublishedBy, w.Version)
	return n == 1, err
}

const dutyColumns = `id, shop_id, monday, day, shift_id, shift_name, user_id, starts_at, ends_at`

func scanDuty(row db.Scanner) (d Duty, err error) {
	var monday, day string
	var starts, ends int64
	if err = row.Scan(&d.ID, &d.ShopID, &monday, &day, &d.Entry.ShiftID, &d.ShiftName, &d.Entry.UserID, &starts, &ends); err != nil {
		return d, err
	}
	d.StartsAt, d.EndsAt = db.Time(starts), db.Time(ends)
	if d.Monday, err = calendar.ParseDate(monday); err != nil {
		return d, err
	}
	d.Entry.Day, err = calendar.ParseDate(day)
	return d, err
}

func dutiesOf(q db.Queryer, shopID string, monday calendar.Date) ([]Duty, error) {
	return db.All(q, scanDuty, `SELECT `+dutyColumns+` FROM duty WHERE shop_id = ? AND monday = ? ORDER BY starts_at, id`, shopID, monday.String())
}

func getDuty(q db.Queryer, id string) (Duty, error) {
	return db.One(q, scanDuty, `SELECT `+dutyColumns+` FROM duty WHERE id = ?`, id)
}

// dutiesAt returns the duties of a shop that cover an instant.
func dutiesAt(q db.Queryer, shopID string, at time.Time) ([]Duty, error) {
	return db.All(q, scanDuty, `SELECT `+dutyColumns+` FROM duty WHERE shop_id = ? AND starts_at <= ? AND starts_at > ? AND ends_at > ? ORDER BY user_id, id`,
		shopID, db.Millis(at), db.Millis(at.Add(-longestDuty)), db.Millis(at))
}

// dutiesOfUser returns somebody's duties that end after an instant and begin before
// another, in order.
func dutiesOfUser(q db.Queryer, userID string, from, to time.Time) ([]Duty, error) {
	return db.All(q, scanDuty, `SELECT `+dutyColumns+` FROM duty WHERE user_id = ? AND starts_at > ? AND starts_at < ? AND ends_at > ?
		ORDER BY starts_at, id LIMIT 200`, userID, db.Millis(from.Add(-longestDuty)), db.Millis(to), db.Millis(from))
}

// coming returns the duties of a shop that end after an instant and begin before
// another, in order.
func coming(q db.Queryer, shopID string, from, to time.Time) ([]Duty, error) {
	return db.All(q, scanDuty, `SELECT `+dutyColumns+` FROM duty WHERE shop_id = ? AND starts_at > ? AND starts_at < ? AND ends_at > ?
		ORDER BY starts_at, id LIMIT 500`, shopID, db.Millis(from.Add(-longestDuty)), db.Millis(to), db.Millis(from))
}

// anyBetween tells whether a shop has a duty that begins in a time.
func anyBetween(q db.Queryer, shopID string, from, to time.Time) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM duty WHERE shop_id = ? AND starts_at > ? AND starts_at < ?)`,
		shopID, db.Millis(from), db.Millis(to))
}

func insertDuty(tx *db.Tx, d Duty) error {
	_, err := tx.Exec(`INSERT INTO duty (`+dutyColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.ID, d.ShopID, d.Monday.String(), d.Entry.Day.String(),
		d.Entry.ShiftID, d.ShiftName, d.Entry.UserID, db.Millis(d.StartsAt), db.Millis(d.EndsAt))
	return err
}

func updateDuty(tx *db.Tx, d Duty) error {
	_, err := tx.Exec(`UPDATE duty SET shift_name = ?, starts_at = ?, ends_at = ? WHERE id = ?`, d.ShiftName, db.Millis(d.StartsAt), db.Millis(d.EndsAt), d.ID)
	return err
}

func removeDuty(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM duty WHERE id = ?`, id)
	return err
}
