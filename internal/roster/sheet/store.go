package sheet

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, from_id, to_id, note, ends_at, made_at, settled_at, called_at, version`

func scan(row db.Scanner) (s Sheet, err error) {
	var ends, made, settled, called int64
	err = row.Scan(&s.ID, &s.ShopID, &s.FromID, &s.ToID, &s.Note, &ends, &made, &settled, &called, &s.Version)
	s.EndsAt, s.MadeAt, s.SettledAt, s.CalledAt = db.Time(ends), db.Time(made), db.Time(settled), db.Time(called)
	return s, err
}

const itemColumns = `handover_id, n, kind, ref_id, conversation_id, seen_version, note, commitments, state, why, settled_at`

type itemOf struct {
	sheetID string
	Item
}

func scanItem(row db.Scanner) (i itemOf, err error) {
	var commitments string
	var settled int64
	err = row.Scan(&i.sheetID, &i.N, &i.Kind, &i.RefID, &i.ConversationID, &i.Version, &i.Note, &commitments, &i.State, &i.Why, &settled)
	if err != nil {
		return i, err
	}
	i.SettledAt = db.Time(settled)
	return i, json.Unmarshal([]byte(commitments), &i.Commitments)
}

// GetIn returns a sheet within scope.
func GetIn(q db.Queryer, scope identity.Scope, id string) (Sheet, error) {
	return get(q, scope, id, "")
}

// LockIn is GetIn for a change: nobody else changes it before the end of tx.
func LockIn(tx *db.Tx, scope identity.Scope, id string) (Sheet, error) {
	return get(tx, scope, id, tx.ForUpdate())
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Sheet, error) {
	where, args := scope.Where("shop_id", "")
	s, err := db.One(q, scan, `SELECT `+columns+` FROM handover WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		return s, Unknown()
	}
	if err != nil {
		return s, err
	}
	all, err := filled(q, []Sheet{s})
	if err != nil {
		return s, err
	}
	return all[0], nil
}

// Unknown is the fault of a sheet that there is not, for who asks.
func Unknown() error { return fault.New(fault.NotFound, "handover.unknown") }

// filled returns sheets with their items.
func filled(q db.Queryer, sheets []Sheet) ([]Sheet, error) {
	if len(sheets) == 0 {
		return nil, nil
	}
	at, ids := map[string]int{}, []string{}
	for i, s := range sheets {
		at[s.ID], ids = i, append(ids, s.ID)
	}
	items, err := db.All(q, scanItem, `SELECT `+itemColumns+` FROM handover_item WHERE handover_id IN (`+db.Marks(len(ids))+`) ORDER BY handover_id, n`, db.Values(ids)...)
	for _, i := range items {
		s := &sheets[at[i.sheetID]]
		s.Items = append(s.Items, i.Item)
	}
	return sheets, err
}

// most is how many sheets one screen shows.
const most = 20

// WaitingFor returns the sheets that wait for somebody, the oldest first.
func WaitingFor(q db.Queryer, userID string) ([]Sheet, error) {
	all, err := db.All(q, scan, `SELECT `+columns+` FROM handover WHERE to_id = ? AND settled_at = 0 ORDER BY made_at, id LIMIT ?`, userID, most)
	if err != nil {
		return nil, err
	}
	return filled(q, all)
}

// Given returns the sheets that somebody made since a time, the newest first.
func Given(q db.Queryer, userID string, since time.Time) ([]Sheet, error) {
	all, err := db.All(q, scan, `SELECT `+columns+` FROM handover WHERE from_id = ? AND made_at > ? ORDER BY made_at DESC, id LIMIT ?`, userID, db.Millis(since), most)
	if err != nil {
		return nil, err
	}
	return filled(q, all)
}

// WaitingIn returns the sheets of others that wait in a scope, the oldest first.
func WaitingIn(q db.Queryer, scope identity.Scope, but string) ([]Sheet, error) {
	where, args := scope.Where("shop_id", "")
	all, err := db.All(q, scan, `SELECT `+columns+` FROM handover WHERE settled_at = 0 AND from_id <> ? AND to_id <> ? AND `+where+` ORDER BY made_at, id LIMIT ?`,
		append(append([]any{but, but}, args...), most)...)
	if err != nil {
		return nil, err
	}
	return filled(q, all)
}

// TakerIn returns who shall take over a case, or a conversation alone or with a case
// of it, while that waits; "" if nobody shall.
func TakerIn(q db.Queryer, caseID, conversationID string) (string, error) {
	column, id := "i.conversation_id = ?", conversationID
	if caseID != "" {
		column, id = "i.kind = 'case' AND i.ref_id = ?", caseID
	}
	if id == "" {
		return "", nil
	}
	to, err := db.Value[string](q, `SELECT h.to_id FROM handover_item i JOIN handover h ON h.id = i.handover_id
		WHERE `+column+` AND i.state = 'waiting' ORDER BY h.made_at DESC, h.id LIMIT 1`, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return to, err
}

// InsertIn stores a new sheet. Something that waits on another sheet cannot be on
// this one as well.
func InsertIn(tx *db.Tx, s Sheet) error {
	_, err := tx.Exec(`INSERT INTO handover (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.ID, s.ShopID, s.FromID, s.ToID, s.Note,
		db.Millis(s.EndsAt), db.Millis(s.MadeAt), db.Millis(s.SettledAt), db.Millis(s.CalledAt), s.Version)
	if err != nil {
		return err
	}
	for _, i := range s.Items {
		commitments, err := json.Marshal(i.Commitments)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`INSERT INTO handover_item (`+itemColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0) ON CONFLICT DO NOTHING`,
			s.ID, i.N, i.Kind, i.RefID, i.ConversationID, i.Version, i.Note, string(commitments), i.State)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "handover.item_waits")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// UpdateIn stores what may change, of the sheet and of its items. The row is locked;
// from is the version that it had.
func UpdateIn(tx *db.Tx, s Sheet, from int64) error {
	n, err := tx.Exec(`UPDATE handover SET settled_at = ?, called_at = ?, version = ? WHERE id = ? AND version = ?`,
		db.Millis(s.SettledAt), db.Millis(s.CalledAt), s.Version, s.ID, from)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "handover.changed")
	}
	for _, i := range s.Items {
		if err == nil && i.State != Waiting {
			_, err = tx.Exec(`UPDATE handover_item SET state = ?, why = ?, settled_at = ? WHERE handover_id = ? AND n = ? AND state = 'waiting'`,
				i.State, i.Why, db.Millis(i.SettledAt), s.ID, i.N)
		}
	}
	return err
}
