package dispute

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/dispute/tally"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columnsOf = `id, shop_id, kind, platform, number, reason, demand, amount, case_id, case_number, order_no, owner_id, received_at,
	state, outcome, paid, note, decided_at, statement, step, since, due_at, due_by, appeal_by, clock, clocks,
	reminded_at, alarmed_at, overdue_at, made_by, made_at, changed_at, version`

func scan(row db.Scanner) (d Dispute, err error) {
	var received, decided, since, due, appeal, reminded, alarmed, overdue, made, changed int64
	err = row.Scan(&d.ID, &d.ShopID, &d.Kind, &d.Platform, &d.Number, &d.Reason, &d.Demand, &d.Amount, &d.CaseID, &d.CaseNumber, &d.OrderNo,
		&d.OwnerID, &received, &d.State, &d.Outcome, &d.Paid, &d.Note, &decided, &d.Statement, &d.Step, &since, &due, &d.DueBy, &appeal,
		&d.Setting, &d.clocks, &reminded, &alarmed, &overdue, &d.MadeBy, &made, &changed, &d.Version)
	d.ReceivedAt, d.DecidedAt, d.Since, d.DueAt, d.AppealBy = db.Time(received), db.Time(decided), db.Time(since), db.Time(due), db.Time(appeal)
	d.RemindedAt, d.AlarmedAt, d.OverdueAt = db.Time(reminded), db.Time(alarmed), db.Time(overdue)
	d.MadeAt, d.ChangedAt = db.Time(made), db.Time(changed)
	return d, err
}

func (d Dispute) values() []any {
	return []any{d.ID, d.ShopID, d.Kind, d.Platform, d.Number, d.Reason, d.Demand, d.Amount, d.CaseID, d.CaseNumber, d.OrderNo, d.OwnerID,
		db.Millis(d.ReceivedAt), d.State, d.Outcome, d.Paid, d.Note, db.Millis(d.DecidedAt), d.Statement, d.Step, db.Millis(d.Since),
		db.Millis(d.DueAt), d.DueBy, db.Millis(d.AppealBy), d.Setting, d.clocks, db.Millis(d.RemindedAt), db.Millis(d.AlarmedAt),
		db.Millis(d.OverdueAt), d.MadeBy, db.Millis(d.MadeAt), db.Millis(d.ChangedAt), d.Version}
}

// get returns a dispute inside scope; somebody else's is not found. lock is "" or the
// transaction's ForUpdate.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Dispute, error) {
	where, args := scope.Where("shop_id", "")
	d, err := db.One(q, scan, `SELECT `+columnsOf+` FROM dispute WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "dispute.unknown")
	}
	return d, err
}

func byNumber(q db.Queryer, d Draft) (Dispute, error) {
	return db.One(q, scan, `SELECT `+columnsOf+` FROM dispute WHERE shop_id = ? AND kind = ? AND platform = ? AND number = ?`,
		d.ShopID, d.Kind, d.Platform, d.Number)
}

func ofCase(q db.Queryer, scope identity.Scope, caseID string) ([]Dispute, error) {
	where, args := scope.Where("shop_id", "")
	return db.All(q, scan, `SELECT `+columnsOf+` FROM dispute WHERE case_id = ? AND case_id <> '' AND `+where+` ORDER BY place, id`,
		append([]any{caseID}, args...)...)
}

// insert stores a new dispute, and tells whether it did: not if there is one of the
// same number.
func insert(tx *db.Tx, d Dispute) (bool, error) {
	n, err := tx.Exec(`INSERT INTO dispute (`+columnsOf+`, place) VALUES (`+db.Marks(34)+`) ON CONFLICT (shop_id, kind, platform, number) DO NOTHING`,
		append(d.values(), d.place())...)
	return n == 1, err
}

// update stores what may change. The row is locked and its version was checked.
func update(tx *db.Tx, d Dispute) error {
	_, err := tx.Exec(`UPDATE dispute SET reason = ?, demand = ?, amount = ?, case_id = ?, case_number = ?, order_no = ?, owner_id = ?,
		state = ?, outcome = ?, paid = ?, note = ?, decided_at = ?, statement = ?, step = ?, since = ?, due_at = ?, due_by = ?, appeal_by = ?,
		clock = ?, clocks = ?, reminded_at = ?, alarmed_at = ?, overdue_at = ?, place = ?, changed_at = ?, version = ? WHERE id = ?`,
		d.Reason, d.Demand, d.Amount, d.CaseID, d.CaseNumber, d.OrderNo, d.OwnerID, d.State, d.Outcome, d.Paid, d.Note, db.Millis(d.DecidedAt),
		d.Statement, d.Step, db.Millis(d.Since), db.Millis(d.DueAt), d.DueBy, db.Millis(d.AppealBy), d.Setting, d.clocks,
		db.Millis(d.RemindedAt), db.Millis(d.AlarmedAt), db.Millis(d.OverdueAt), d.place(), db.Millis(d.ChangedAt), d.Version, d.ID)
	return err
}

func insertMove(tx *db.Tx, d Dispute, m Move) error {
	_, err := tx.Exec(`INSERT INTO dispute_move (dispute_id, n, verb, state, outcome, note, due_at, by_id, at)
		VALUES (?, (SELECT COALESCE(MAX(n), 0) + 1 FROM dispute_move WHERE dispute_id = ?), ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.ID, m.Verb, m.State, m.Outcome, m.Note, db.Millis(m.DueAt), m.ByID, db.Millis(m.At))
	return err
}

func movesOf(q db.Queryer, id string) ([]Move, error) {
	return db.All(q, func(row db.Scanner) (m Move, err error) {
		var due, at int64
		err = row.Scan(&m.N, &m.Verb, &m.State, &m.Outcome, &m.Note, &due, &m.ByID, &at)
		m.DueAt, m.At = db.Time(due), db.Time(at)
		return m, err
	}, `SELECT n, verb, state, outcome, note, due_at, by_id, at FROM dispute_move WHERE dispute_id = ? ORDER BY n`, id)
}

func waiversOf(q db.Queryer, id string) ([]Waiver, error) {
	return db.All(q, func(row db.Scanner) (w Waiver, err error) {
		var at int64
		err = row.Scan(&w.Piece, &w.Reason, &w.ByID, &at)
		w.At = db.Time(at)
		return w, err
	}, `SELECT piece, reason, by_id, at FROM dispute_waiver WHERE dispute_id = ? ORDER BY piece`, id)
}

func replaceWaiver(tx *db.Tx, id string, w Waiver) error {
	if _, err := tx.Exec(`DELETE FROM dispute_waiver WHERE dispute_id = ? AND piece = ?`, id, w.Piece); err != nil || w.Reason == "" {
		return err
	}
	_, err := tx.Exec(`INSERT INTO dispute_waiver (dispute_id, piece, reason, by_id, at) VALUES (?, ?, ?, ?, ?)`,
		id, w.Piece, w.Reason, w.ByID, db.Millis(w.At))
	return err
}

const fileColumns = `id, dispute_id, piece, key, by_id, name, media_type, size, sha256, thumb, made_at`

func scanFile(row db.Scanner) (f File, err error) {
	var made int64
	err = row.Scan(&f.ID, &f.DisputeID, &f.Piece, &f.Key, &f.ByID, &f.Name, &f.MediaType, &f.Size, &f.SHA256, &f.ThumbSHA256, &made)
	f.MadeAt = db.Time(made)
	return f, err
}

func getFile(q db.Queryer, id string) (File, error) {
	f, err := db.One(q, scanFile, `SELECT `+fileColumns+` FROM dispute_file WHERE id = ? AND removed_at = 0`, id)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "dispute.file_unknown")
	}
	return f, err
}

func fileByKey(q db.Queryer, disputeID, by, key string) (File, error) {
	return db.One(q, scanFile, `SELECT `+fileColumns+` FROM dispute_file WHERE dispute_id = ? AND by_id = ? AND key = ?`, disputeID, by, key)
}

func filesOf(q db.Queryer, id string) ([]File, error) {
	return db.All(q, scanFile, `SELECT `+fileColumns+` FROM dispute_file WHERE dispute_id = ? AND removed_at = 0 ORDER BY made_at, id`, id)
}

func insertFile(tx *db.Tx, f File) error {
	_, err := tx.Exec(`INSERT INTO dispute_file (`+fileColumns+`) VALUES (`+db.Marks(11)+`)`, f.ID, f.DisputeID, f.Piece, f.Key, f.ByID,
		f.Name, f.MediaType, f.Size, f.SHA256, f.ThumbSHA256, db.Millis(f.MadeAt))
	return err
}

func removeFile(tx *db.Tx, id string, now time.Time) error {
	_, err := tx.Exec(`UPDATE dispute_file SET removed_at = ? WHERE id = ?`, db.Millis(now), id)
	return err
}

// ownRules returns what a shop says of clocks; version 0 for nothing.
func ownRules(q db.Queryer, shopID string) (rules []Rule, version int64, err error) {
	var text string
	_, err = db.One(q, func(row db.Scanner) (struct{}, error) { return struct{}{}, row.Scan(&text, &version) },
		`SELECT rules, version FROM dispute_clock WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return rules, version, json.Unmarshal([]byte(text), &rules)
}

func saveRules(tx *db.Tx, shopID string, rules []Rule, version int64) error {
	text, err := json.Marshal(rules)
	if err != nil {
		return err
	}
	n := int64(0)
	if version == 0 {
		n, err = tx.Exec(`INSERT INTO dispute_clock (shop_id, rules, version) VALUES (?, ?, 1) ON CONFLICT DO NOTHING`, shopID, string(text))
	} else {
		n, err = tx.Exec(`UPDATE dispute_clock SET rules = ?, version = version + 1 WHERE shop_id = ? AND version = ?`, string(text), shopID, version)
	}
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "dispute.rules_changed")
	}
	return err
}

// groups are how the disputes of a shop ended within a time.
func groups(q db.Queryer, shopID string, from, to time.Time) ([]tally.Group, error) {
	return db.All(q, func(row db.Scanner) (g tally.Group, err error) {
		err = row.Scan(&g.Reason, &g.Kind, &g.Outcome, &g.N, &g.Amount, &g.Paid)
		return g, err
	}, `SELECT reason, kind, outcome, COUNT(*), CAST(SUM(amount) AS BIGINT), CAST(SUM(paid) AS BIGINT) FROM dispute
		WHERE shop_id = ? AND decided_at >= ? AND decided_at < ? AND decided_at > 0 GROUP BY reason, kind, outcome ORDER BY reason, kind, outcome`,
		shopID, db.Millis(from), db.Millis(to))
}

func running(q db.Queryer, shopID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE shop_id = ? AND state IN ('open', 'asked_more', 'answered', 'appealed') LIMIT 1000) AS waiting`, shopID)
}
