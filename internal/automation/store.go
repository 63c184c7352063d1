package automation

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, name, turned_on, place, trigger_on, minutes, every, conditions, expression, acts, made_at, version`

func scan(row db.Scanner) (r Rule, err error) {
	var conditions, acts string
	var made int64
	err = row.Scan(&r.ID, &r.ShopID, &r.Name, &r.On, &r.Place, &r.When, &r.Minutes, &r.Every, &conditions, &r.Expression, &acts, &made, &r.Version)
	if err != nil {
		return r, err
	}
	r.MadeAt = db.Time(made)
	if err = json.Unmarshal([]byte(conditions), &r.Conditions); err == nil {
		err = json.Unmarshal([]byte(acts), &r.Acts)
	}
	return r, err
}

// rulesIn returns the rules of a shop in their order.
func rulesIn(q db.Queryer, shopID string) ([]Rule, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM automation WHERE shop_id = ? AND removed_at = 0 ORDER BY place, id`, shopID)
}

// onIn returns those of them that are on and wait for something.
func onIn(q db.Queryer, shopID string, when Trigger) ([]Rule, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM automation WHERE shop_id = ? AND removed_at = 0 AND turned_on AND trigger_on = ?
		ORDER BY place, id`, shopID, string(when))
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Rule, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM automation WHERE id = ? AND removed_at = 0 AND `+where+` `+lock, append([]any{id}, args...)...)
}

func byKey(q db.Queryer, shopID, key string) (Rule, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM automation WHERE shop_id = ? AND key = ?`, shopID, key)
}

func insert(tx *db.Tx, r Rule, key string) error {
	_, err := tx.Exec(`INSERT INTO automation (`+columns+`, key) VALUES (`+db.Marks(14)+`)`, r.ID, r.ShopID, r.Name, r.On, r.Place, string(r.When),
		r.Minutes, r.Every, db.ListText(r.Conditions), r.Expression, db.ListText(r.Acts), db.Millis(r.MadeAt), r.Version, key)
	return err
}

func update(tx *db.Tx, r Rule) error {
	_, err := tx.Exec(`UPDATE automation SET name = ?, turned_on = ?, place = ?, trigger_on = ?, minutes = ?, every = ?, conditions = ?,
		expression = ?, acts = ?, version = ? WHERE id = ?`, r.Name, r.On, r.Place, string(r.When), r.Minutes, r.Every, db.ListText(r.Conditions),
		r.Expression, db.ListText(r.Acts), r.Version, r.ID)
	return err
}

func remove(tx *db.Tx, r Rule, at int64) error {
	_, err := tx.Exec(`UPDATE automation SET removed_at = ?, turned_on = FALSE, version = ? WHERE id = ?`, at, r.Version, r.ID)
	return err
}

const runColumns = `id, automation_id, event, shop_id, conversation_id, case_id, ticket_id, name, acts, place, results, at`

func scanRun(row db.Scanner) (r Run, err error) {
	var acts, results string
	var at int64
	err = row.Scan(&r.ID, &r.RuleID, &r.Event, &r.ShopID, &r.ConversationID, &r.CaseID, &r.TicketID, &r.Name, &acts, &r.place, &results, &at)
	if err != nil {
		return r, err
	}
	r.At = db.Time(at)
	if err = json.Unmarshal([]byte(acts), &r.Acts); err == nil && results != "" {
		err = json.Unmarshal([]byte(results), &r.Results)
	}
	return r, err
}

// insertRun stores that a rule matched an event, unless it has before.
func insertRun(tx *db.Tx, r Run) (bool, error) {
	n, err := tx.Exec(`INSERT INTO automation_run (`+runColumns+`) VALUES (`+db.Marks(12)+`) ON CONFLICT DO NOTHING`,
		r.ID, r.RuleID, r.Event, r.ShopID, r.ConversationID, r.CaseID, r.TicketID, r.Name, db.ListText(r.Acts), r.place, "", db.Millis(r.At))
	return n > 0, err
}

// waitingRuns returns what is to be done about an event, in the order of the rules.
func waitingRuns(q db.Queryer, event string) ([]Run, error) {
	return db.All(q, scanRun, `SELECT `+runColumns+` FROM automation_run WHERE event = ? AND results = '' ORDER BY place, id`, event)
}

func saveResults(tx *db.Tx, id string, all []Result) error {
	_, err := tx.Exec(`UPDATE automation_run SET results = ? WHERE id = ?`, db.ListText(all), id)
	return err
}

// runsOf returns what the rules of shops did, newest first, before one of them.
func runsOf(q db.Queryer, shopID string, before Run, limit int) ([]Run, error) {
	at := db.Millis(before.At)
	if before.ID == "" {
		at = 1 << 60
	}
	return db.All(q, scanRun, `SELECT `+runColumns+` FROM automation_run WHERE shop_id = ? AND (at < ? OR at = ? AND id < ?)
		ORDER BY at DESC, id DESC LIMIT ?`, shopID, at, at, before.ID, limit)
}

func getRun(q db.Queryer, shopID, id string) (Run, error) {
	r, err := db.One(q, scanRun, `SELECT `+runColumns+` FROM automation_run WHERE shop_id = ? AND id = ?`, shopID, id)
	if fault.KindOf(err) == fault.NotFound {
		return Run{}, nil
	}
	return r, err
}
