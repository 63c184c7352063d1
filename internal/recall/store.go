package recall

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, key, shop_id, case_id, case_number, reason, code, name, batch, from_at, until_at, state, message, message_by, approved_by, approved_at,
	tasks, total, people, sent, more, result, opened_by, opened_at, closed_by, closed_at, version`

func scan(row db.Scanner) (r Recall, err error) {
	var tasks string
	var from, until, approved, opened, closed int64
	if err = row.Scan(&r.ID, &r.Key, &r.ShopID, &r.CaseID, &r.CaseNumber, &r.Reason, &r.Code, &r.Name, &r.Batch, &from, &until, &r.State, &r.Message,
		&r.MessageBy, &r.ApprovedBy, &approved, &tasks, &r.Total, &r.People, &r.Sent, &r.More, &r.Result, &r.OpenedBy, &opened, &r.ClosedBy, &closed, &r.Version); err != nil {
		return r, err
	}
	r.From, r.Until, r.ApprovedAt, r.OpenedAt, r.ClosedAt = db.Time(from), db.Time(until), db.Time(approved), db.Time(opened), db.Time(closed)
	return r, json.Unmarshal([]byte(tasks), &r.Tasks)
}

func (r Recall) values() ([]any, error) {
	tasks, err := json.Marshal(r.Tasks)
	return []any{r.ID, r.Key, r.ShopID, r.CaseID, r.CaseNumber, r.Reason, r.Code, r.Name, r.Batch, db.Millis(r.From), db.Millis(r.Until), r.State, r.Message,
		r.MessageBy, r.ApprovedBy, db.Millis(r.ApprovedAt), string(tasks), r.Total, r.People, r.Sent, r.More, r.Result, r.OpenedBy, db.Millis(r.OpenedAt),
		r.ClosedBy, db.Millis(r.ClosedAt), r.Version}, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Recall, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM recall WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func byKey(q db.Queryer, shopID, key string) (Recall, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM recall WHERE shop_id = ? AND key = ?`, shopID, key)
}

func ofCase(q db.Queryer, caseID string) ([]Recall, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM recall WHERE case_id = ? AND case_id <> '' ORDER BY opened_at DESC, id DESC LIMIT 20`, caseID)
}

// latest returns recalls in scope, the latest first, behind a place.
func latest(q db.Queryer, scope identity.Scope, from db.Spot, limit int) ([]Recall, error) {
	where, args := scope.Where("shop_id", "")
	if from.ID != "" {
		where, args = `(opened_at, id) < (?, ?) AND `+where, append([]any{from.Place, from.ID}, args...)
	}
	return db.All(q, scan, `SELECT `+columns+` FROM recall WHERE `+where+` ORDER BY opened_at DESC, id DESC LIMIT ?`, append(args, limit)...)
}

func insert(tx *db.Tx, r Recall) error {
	values, err := r.values()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO recall (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

// update stores what may change of a recall that is locked.
func update(tx *db.Tx, r Recall, from int64) error {
	tasks, err := json.Marshal(r.Tasks)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE recall SET state = ?, message = ?, message_by = ?, approved_by = ?, approved_at = ?, tasks = ?, sent = ?, result = ?,
		closed_by = ?, closed_at = ?, version = ? WHERE id = ? AND version = ?`, r.State, r.Message, r.MessageBy, r.ApprovedBy, db.Millis(r.ApprovedAt), string(tasks),
		r.Sent, r.Result, r.ClosedBy, db.Millis(r.ClosedAt), r.Version, r.ID, from)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "recall.changed")
	}
	return err
}

const buyerColumns = `n, order_no, platform, nick, quantity, how, customer_id, conversation_id, state, note, told_at`

func scanBuyer(row db.Scanner) (b Buyer, err error) {
	var told int64
	err = row.Scan(&b.N, &b.OrderNo, &b.Platform, &b.Nick, &b.Quantity, &b.How, &b.CustomerID, &b.ConversationID, &b.State, &b.Note, &told)
	b.ToldAt = db.Time(told)
	return b, err
}

func insertBuyers(tx *db.Tx, id string, all []Buyer) error {
	for _, b := range all {
		if _, err := tx.Exec(`INSERT INTO recall_buyer (recall_id, `+buyerColumns+`) VALUES (`+db.Marks(12)+`)`, id, b.N, b.OrderNo, b.Platform, b.Nick, b.Quantity,
			b.How, b.CustomerID, b.ConversationID, b.State, b.Note, db.Millis(b.ToldAt)); err != nil {
			return err
		}
	}
	return nil
}

// listed returns the next buyers who are to be written to, locked.
func listed(tx *db.Tx, id string, limit int) ([]Buyer, error) {
	return db.All(tx, scanBuyer, `SELECT `+buyerColumns+` FROM recall_buyer WHERE recall_id = ? AND state = 'listed' ORDER BY n LIMIT ? `+tx.ForUpdate(), id, limit)
}

func buyerIn(tx *db.Tx, id string, n int64) (Buyer, error) {
	return db.One(tx, scanBuyer, `SELECT `+buyerColumns+` FROM recall_buyer WHERE recall_id = ? AND n = ? `+tx.ForUpdate(), id, n)
}

// buyersOf returns a page of buyers behind one, of a state if one is given.
func buyersOf(q db.Queryer, id string, state Reach, after int64, limit int) ([]Buyer, error) {
	where, args := `recall_id = ? AND n > ?`, []any{id, after}
	if state != "" {
		where, args = where+` AND state = ?`, append(args, string(state))
	}
	return db.All(q, scanBuyer, `SELECT `+buyerColumns+` FROM recall_buyer WHERE `+where+` ORDER BY n LIMIT ?`, append(args, limit)...)
}

func updateBuyer(tx *db.Tx, id string, b Buyer) error {
	_, err := tx.Exec(`UPDATE recall_buyer SET state = ?, note = ?, told_at = ? WHERE recall_id = ? AND n = ?`, b.State, b.Note, db.Millis(b.ToldAt), id, b.N)
	return err
}

// tallied counts the buyers of a recall by how far they are.
func tallied(q db.Queryer, id string) (map[Reach]int64, error) {
	of := map[Reach]int64{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var state Reach
		var n int64
		err := row.Scan(&state, &n)
		of[state] = n
		return struct{}{}, err
	}, `SELECT state, COUNT(*) FROM recall_buyer WHERE recall_id = ? GROUP BY state`, id)
	return of, err
}

// answering returns those who were written to, to see who has answered.
func answering(q db.Queryer, id string) ([]Buyer, error) {
	return db.All(q, scanBuyer, `SELECT `+buyerColumns+` FROM recall_buyer WHERE recall_id = ? AND state = 'told' ORDER BY n`, id)
}
