package complaint

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// first are the columns that never change, except when a case moves with its
// conversation; changing are those that may.
const (
	first = `id, number, key, shop_id, customer_id, conversation_id, first_contact_id, opened_at`

	changing = `scenario, severity, demands, order_no, summary, stage, skipped, owner_id,
	outcome, outcome_text, outcome_words, outcome_asked_at, outcome_round, outcome_reminders, outcome_message,
	restatement, restatement_state, restatement_words, restatement_message, restatement_asked_at,
	proposal, agreement, agreement_message, closed_at, closed_how, closed_note, closed_by,
	reopened_at, reopened_by, reopened_why,
	escalated_at, escalated_by, escalated_to, escalated_why, escalated_words, accepted_at, accepted_by,
	merged_into, merged_stage, clock_entries, version`

	columns = first + `, ` + changing
)

func scan(row db.Scanner) (c Case, err error) {
	var demands, skipped string
	var opened, asked, restated, closed, reopened, escalated, accepted int64
	r, e := &c.Restatement, &c.Escalation
	err = row.Scan(&c.ID, &c.Number, &c.Key, &c.ShopID, &c.CustomerID, &c.ConversationID, &c.FirstContactID, &opened,
		&c.Scenario, &c.Severity, &demands, &c.OrderNo, &c.Summary, &c.Stage, &skipped, &c.OwnerID,
		&c.Outcome, &c.OutcomeText, &c.OutcomeWords, &asked, &c.OutcomeRound, &c.Reminders, &c.OutcomeMessage,
		&r.Text, &r.State, &r.Words, &r.MessageID, &restated,
		&c.Proposal, &c.Agreement, &c.AgreementMessage, &closed, &c.ClosedHow, &c.ClosedNote, &c.ClosedBy,
		&reopened, &c.ReopenedBy, &c.ReopenedWhy,
		&escalated, &e.By, &e.To, &e.Reason, &e.Words, &accepted, &e.AcceptedBy,
		&c.MergedInto, &c.MergedStage, &c.clocks, &c.Version)
	c.Demands = split(demands)
	for _, s := range split(skipped) {
		c.Skipped = append(c.Skipped, Stage(s))
	}
	c.OpenedAt, c.OutcomeAskedAt, r.AskedAt = db.Time(opened), db.Time(asked), db.Time(restated)
	c.ClosedAt, c.ReopenedAt, e.At, e.AcceptedAt = db.Time(closed), db.Time(reopened), db.Time(escalated), db.Time(accepted)
	return c, err
}

// values are those of the columns that may change.
func (c Case) values() []any {
	r, e := c.Restatement, c.Escalation
	return []any{
		c.Scenario, c.Severity, strings.Join(c.Demands, ","), c.OrderNo, c.Summary, c.Stage, joinStages(c.Skipped), c.OwnerID,
		c.Outcome, c.OutcomeText, c.OutcomeWords, db.Millis(c.OutcomeAskedAt), c.OutcomeRound, c.Reminders, c.OutcomeMessage,
		r.Text, r.State, r.Words, r.MessageID, db.Millis(r.AskedAt),
		c.Proposal, c.Agreement, c.AgreementMessage, db.Millis(c.ClosedAt), c.ClosedHow, c.ClosedNote, c.ClosedBy,
		db.Millis(c.ReopenedAt), c.ReopenedBy, c.ReopenedWhy,
		db.Millis(e.At), e.By, e.To, e.Reason, e.Words, db.Millis(e.AcceptedAt), e.AcceptedBy,
		c.MergedInto, c.MergedStage, c.clocks, c.Version,
	}
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
	where, args := scope.WhereCase("shop_id", "customer_id", "id")
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func byKey(q db.Queryer, conversationID, key string) (Case, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND key = ?`, conversationID, key)
}

// OfConversationIn returns the cases of a conversation within a scope, newest first.
func OfConversationIn(q db.Queryer, scope identity.Scope, conversationID string) ([]Case, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.All(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND `+where+`
		ORDER BY opened_at DESC, id DESC`, append([]any{conversationID}, args...)...)
}

// received returns the open cases of a conversation that nobody has acknowledged
// yet, locked.
func received(tx *db.Tx, conversationID string) ([]Case, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND stage = ?
		ORDER BY id `+tx.ForUpdate(), conversationID, string(Received))
}

func lastAsked(q db.Queryer, scope identity.Scope, conversationID, column string) (Case, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE conversation_id = ? AND `+column+` > 0 AND `+where+`
		ORDER BY `+column+` DESC, id DESC LIMIT 1`, append([]any{conversationID}, args...)...)
}

// MergedIn returns the cases that were merged into one, the oldest first.
func MergedIn(q db.Queryer, id string) ([]Case, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM complaint WHERE merged_into = ? ORDER BY opened_at, id`, id)
}

// nextNumber counts the cases of a shop on a day.
func nextNumber(tx *db.Tx, shopID, day string) (int64, error) {
	return db.Value[int64](tx, `INSERT INTO complaint_counter (shop_id, day, last) VALUES (?, ?, 1)
		ON CONFLICT (shop_id, day) DO UPDATE SET last = complaint_counter.last + 1 RETURNING last`, shopID, day)
}

func insert(tx *db.Tx, c Case) error {
	values := append([]any{c.ID, c.Number, c.Key, c.ShopID, c.CustomerID, c.ConversationID, c.FirstContactID, db.Millis(c.OpenedAt)}, c.values()...)
	_, err := tx.Exec(`INSERT INTO complaint (`+columns+`) VALUES (?`+strings.Repeat(", ?", len(values)-1)+`)`, values...)
	return err
}

// update stores what may change. The row is locked and its version checked; from
// is the version that it had.
func update(tx *db.Tx, c Case, from int64) error {
	sets := strings.ReplaceAll(changing, ",", " = ?,") + " = ?"
	_, err := tx.Exec(`UPDATE complaint SET `+sets+` WHERE id = ? AND version = ?`, append(c.values(), c.ID, from)...)
	return err
}
