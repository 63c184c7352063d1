package complaint

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, number, key, shop_id, customer_id, conversation_id, scenario, severity, demands, order_no, summary,
	stage, skipped, owner_id, first_contact_id, outcome, outcome_text, outcome_words, outcome_asked_at,
	opened_at, closed_at, reopened_at, version`

func scan(row db.Scanner) (c Case, err error) {
	var demands, skipped string
	var asked, opened, closed, reopened int64
	err = row.Scan(&c.ID, &c.Number, &c.Key, &c.ShopID, &c.CustomerID, &c.ConversationID, &c.Scenario, &c.Severity,
		&demands, &c.OrderNo, &c.Summary, &c.Stage, &skipped, &c.OwnerID, &c.FirstContactID, &c.Outcome,
		&c.OutcomeText, &c.OutcomeWords, &asked, &opened, &closed, &reopened, &c.Version)
	c.Demands = split(demands)
	for _, s := range split(skipped) {
		c.Skipped = append(c.Skipped, Stage(s))
	}
	c.OutcomeAskedAt, c.OpenedAt, c.ClosedAt, c.ReopenedAt = db.Time(asked), db.Time(opened), db.Time(closed), db.Time(reopened)
	return c, err
}

// split reads a list of ids, which hold no commas.
func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func joinStages(stages []Stage) string {
	text := make([]string, len(stages))
	for i, s := range stages {
		text[i] = string(s)
	}
	return strings.Join(text, ",")
}

// get returns a case inside scope. lock is "" or the transaction's ForUpdate.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Case, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func byKey(q db.Queryer, conversationID, key string) (Case, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND key = ?`, conversationID, key)
}

func ofConversation(q db.Queryer, scope identity.Scope, conversationID string) ([]Case, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.All(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND `+where+`
		ORDER BY opened_at DESC, id DESC`, append([]any{conversationID}, args...)...)
}

func lastAsked(q db.Queryer, scope identity.Scope, conversationID string) (Case, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND outcome_asked_at > 0 AND `+where+`
		ORDER BY outcome_asked_at DESC, id DESC LIMIT 1`, append([]any{conversationID}, args...)...)
}

// nextNumber counts the cases of a shop on a day.
func nextNumber(tx *db.Tx, shopID, day string) (int64, error) {
	return db.Value[int64](tx, `INSERT INTO complaint_counter (shop_id, day, last) VALUES (?, ?, 1)
		ON CONFLICT (shop_id, day) DO UPDATE SET last = complaint_counter.last + 1 RETURNING last`, shopID, day)
}

func insert(tx *db.Tx, c Case) error {
	_, err := tx.Exec(`INSERT INTO complaint (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Number, c.Key, c.ShopID, c.CustomerID, c.ConversationID, c.Scenario, c.Severity,
		strings.Join(c.Demands, ","), c.OrderNo, c.Summary, c.Stage, joinStages(c.Skipped), c.OwnerID, c.FirstContactID,
		c.Outcome, c.OutcomeText, c.OutcomeWords, db.Millis(c.OutcomeAskedAt),
		db.Millis(c.OpenedAt), db.Millis(c.ClosedAt), db.Millis(c.ReopenedAt), c.Version)
	return err
}

// update stores what may change. The row is locked and its version checked.
func update(tx *db.Tx, c Case) error {
	_, err := tx.Exec(`UPDATE complaint SET scenario = ?, severity = ?, demands = ?, order_no = ?, summary = ?, stage = ?,
		skipped = ?, owner_id = ?, outcome = ?, outcome_text = ?, outcome_words = ?, outcome_asked_at = ?,
		closed_at = ?, reopened_at = ?, version = ? WHERE id = ? AND version = ?`,
		c.Scenario, c.Severity, strings.Join(c.Demands, ","), c.OrderNo, c.Summary, c.Stage, joinStages(c.Skipped),
		c.OwnerID, c.Outcome, c.OutcomeText, c.OutcomeWords, db.Millis(c.OutcomeAskedAt),
		db.Millis(c.ClosedAt), db.Millis(c.ReopenedAt), c.Version, c.ID, c.Version-1)
	return err
}
