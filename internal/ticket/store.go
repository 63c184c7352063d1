package ticket

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// first are the columns that never change, except when cases merge; changing are
// those that may.
const (
	first = `id, key, case_id, case_number, shop_id, type_id, type_name, form, after_id, made_by, made_at`

	changing = `department_id, filled, title, text, public_text, state, worker_id, minutes, left_ms, due_at, alarmed_at, overdue_at,
	worker_name, progress, remind_minutes, soon_at, note, result, changed_at, opened_at, settled_at, settled_by, clock, asides, place, version`

	columns = first + `, ` + changing
)

func scan(row db.Scanner) (t Ticket, err error) {
	var form, filled string
	var made, left, due, alarmed, overdue, remind, soon, changed, opened, settled, place int64
	err = row.Scan(&t.ID, &t.Key, &t.CaseID, &t.CaseNumber, &t.ShopID, &t.TypeID, &t.TypeName, &form, &t.AfterID, &t.MadeBy, &made,
		&t.DepartmentID, &filled, &t.Title, &t.Text, &t.PublicText, &t.State, &t.WorkerID, &t.Minutes, &left, &due, &alarmed, &overdue,
		&t.WorkerName, &t.Progress, &remind, &soon, &t.Note, &t.Result, &changed, &opened, &settled, &t.SettledBy, &t.Clock, &t.Asides, &place, &t.Version)
	if err != nil {
		return t, err
	}
	t.Left, t.MadeAt, t.DueAt, t.AlarmedAt = time.Duration(left)*time.Millisecond, db.Time(made), db.Time(due), db.Time(alarmed)
	t.Remind, t.SoonAt = time.Duration(remind)*time.Minute, db.Time(soon)
	t.OverdueAt, t.ChangedAt, t.OpenedAt, t.SettledAt = db.Time(overdue), db.Time(changed), db.Time(opened), db.Time(settled)
	if err = json.Unmarshal([]byte(form), &t.Form); err == nil {
		err = json.Unmarshal([]byte(filled), &t.Filled)
	}
	return t, err
}

// values are those of the columns that may change.
func (t Ticket) values() ([]any, error) {
	filled, err := json.Marshal(t.Filled)
	return []any{
		t.DepartmentID, string(filled), t.Title, t.Text, t.PublicText, t.State, t.WorkerID, t.Minutes, t.Left.Milliseconds(),
		db.Millis(t.DueAt), db.Millis(t.AlarmedAt), db.Millis(t.OverdueAt), t.WorkerName, t.Progress, int64(t.Remind / time.Minute), db.Millis(t.SoonAt), t.Note, t.Result, db.Millis(t.ChangedAt), db.Millis(t.OpenedAt),
		db.Millis(t.SettledAt), t.SettledBy, t.Clock, t.Asides, t.place(), t.Version,
	}, err
}

// GetIn returns a ticket within places.
func GetIn(q db.Queryer, at identity.Places, id string) (Ticket, error) { return get(q, at, id, "") }

// LockIn is GetIn for a change: nobody else changes it before the end of tx.
func LockIn(tx *db.Tx, at identity.Places, id string) (Ticket, error) {
	return get(tx, at, id, tx.ForUpdate())
}

func get(q db.Queryer, at identity.Places, id, lock string) (Ticket, error) {
	where, args := at.WhereDepartment("shop_id", "department_id")
	return db.One(q, scan, `SELECT `+columns+` FROM ticket WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// ByKeyIn returns the ticket that a key made in a case.
func ByKeyIn(q db.Queryer, caseID, key string) (Ticket, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM ticket WHERE case_id = ? AND key = ?`, caseID, key)
}

// OfCaseIn returns the tickets of a case, oldest first.
func OfCaseIn(q db.Queryer, caseID string) ([]Ticket, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM ticket WHERE case_id = ? ORDER BY made_at, id`, caseID)
}

// FollowersIn returns the tickets that wait for one, locked.
func FollowersIn(tx *db.Tx, id string) ([]Ticket, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM ticket WHERE after_id = ? AND state = 'pending' ORDER BY id `+tx.ForUpdate(), id)
}

// UnsettledIn returns how many tickets keep a case from closing.
func UnsettledIn(q db.Queryer, caseID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM ticket WHERE case_id = ? AND state NOT IN ('done', 'withdrawn')`, caseID)
}

// InsertIn stores a new ticket.
func InsertIn(tx *db.Tx, t Ticket) error {
	form, err := json.Marshal(t.Form)
	if err != nil {
		return err
	}
	values, err := t.values()
	if err != nil {
		return err
	}
	values = append([]any{t.ID, t.Key, t.CaseID, t.CaseNumber, t.ShopID, t.TypeID, t.TypeName, string(form), t.AfterID, t.MadeBy, db.Millis(t.MadeAt)}, values...)
	_, err = tx.Exec(`INSERT INTO ticket (`+columns+`) VALUES (?`+strings.Repeat(", ?", len(values)-1)+`)`, values...)
	return err
}

// UpdateIn stores what may change of a ticket that is locked; from is the version
// that it had.
func UpdateIn(tx *db.Tx, t Ticket, from int64) error {
	values, err := t.values()
	if err != nil {
		return err
	}
	sets := strings.ReplaceAll(changing, ",", " = ?,") + " = ?"
	n, err := tx.Exec(`UPDATE ticket SET `+sets+` WHERE id = ? AND version = ?`, append(values, t.ID, from)...)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "ticket.changed")
	}
	return err
}

// TypesIn returns the types of a shop and their version, 0 for those that the
// program delivers.
func TypesIn(q db.Queryer, shopID string) (all []Type, version int64, err error) {
	_, err = db.One(q, func(row db.Scanner) (struct{}, error) {
		var text string
		err := row.Scan(&text, &version)
		if err == nil {
			err = json.Unmarshal([]byte(text), &all)
		}
		return struct{}{}, err
	}, `SELECT types, version FROM ticket_types WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Delivered(), 0, nil
	}
	return all, version, err
}

// LifeIn returns how long links to the tickets of a shop work.
func LifeIn(q db.Queryer, shopID string) (Life, error) {
	l, err := db.One(q, func(row db.Scanner) (l Life, err error) {
		var hours, days int64
		err = row.Scan(&hours, &days)
		return Life{time.Duration(hours) * time.Hour, time.Duration(days) * 24 * time.Hour}, err
	}, `SELECT link_hours, link_days FROM ticket_types WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return UsualLife, nil
	}
	return l, err
}

// SaveTypesIn stores the types of a shop, and how long links to its tickets work, in
// the place of the version that the caller has seen, and returns the new one.
func SaveTypesIn(tx *db.Tx, shopID string, all []Type, life Life, version int64) (int64, error) {
	text, err := json.Marshal(all)
	if err != nil {
		return 0, err
	}
	hours, days := int64(life.AfterDone/time.Hour), int64(life.AtMost/(24*time.Hour))
	var n int64
	if version == 0 {
		n, err = tx.Exec(`INSERT INTO ticket_types (shop_id, types, link_hours, link_days, version) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
			shopID, string(text), hours, days)
	} else {
		n, err = tx.Exec(`UPDATE ticket_types SET types = ?, link_hours = ?, link_days = ?, version = version + 1 WHERE shop_id = ? AND version = ?`,
			string(text), hours, days, shopID, version)
	}
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "ticket.types_changed")
	}
	return version + 1, err
}
