package compensation

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
	first = `id, key, case_id, case_number, shop_id, customer_id, made_by, made_at`

	changing = `remedy, amount_fen, order_no, item, reason, statutory, policy_id, policy_text, policy_cap, policy_reasons, severity,
	state, round, authors, weight_fen, needs, level, asked_id, due_at, overdue_at, clock, note, month, changed_at, decided_at, decided_by,
	paid_at, asides, place, version`

	columns = first + `, ` + changing
)

func scan(row db.Scanner) (c Claim, err error) {
	var reasons, authors string
	var made, due, overdue, changed, decided, paid, place int64
	p := &c.Policy
	err = row.Scan(&c.ID, &c.Key, &c.CaseID, &c.CaseNumber, &c.ShopID, &c.CustomerID, &c.MadeBy, &made,
		&c.Remedy, &c.Fen, &c.OrderNo, &c.Item, &c.Reason, &c.Statutory, &p.ID, &p.Text, &p.Cap, &reasons, &c.Severity,
		&c.State, &c.Round, &authors, &c.Weight, &c.Needs, &c.Level, &c.AskedID, &due, &overdue, &c.Clock, &c.Note, &c.Month, &changed, &decided, &c.DecidedBy,
		&paid, &c.Asides, &place, &c.Version)
	if err != nil {
		return c, err
	}
	c.Authors = strings.Split(authors, "|")
	c.MadeAt, c.DueAt, c.OverdueAt, c.ChangedAt = db.Time(made), db.Time(due), db.Time(overdue), db.Time(changed)
	c.DecidedAt, c.PaidAt = db.Time(decided), db.Time(paid)
	return c, json.Unmarshal([]byte(reasons), &p.Reasons)
}

// values are those of the columns that may change.
func (c Claim) values() []any {
	p := c.Policy
	return []any{
		c.Remedy, c.Fen, c.OrderNo, c.Item, c.Reason, c.Statutory, p.ID, p.Text, p.Cap, db.ListText(p.Reasons), c.Severity,
		c.State, c.Round, strings.Join(c.Authors, "|"), c.Weight, c.Needs, c.Level, c.AskedID, db.Millis(c.DueAt), db.Millis(c.OverdueAt), c.Clock, c.Note,
		c.Month, db.Millis(c.ChangedAt), db.Millis(c.DecidedAt), c.DecidedBy, db.Millis(c.PaidAt), c.Asides, c.place(), c.Version,
	}
}

// GetIn returns a claim within a scope.
func GetIn(q db.Queryer, scope identity.Scope, id string) (Claim, error) {
	return get(q, scope, id, "")
}

// LockIn is GetIn for a change: nobody else changes it before the end of tx. It
// comes after the lock of the shop's rules.
func LockIn(tx *db.Tx, scope identity.Scope, id string) (Claim, error) {
	return get(tx, scope, id, tx.ForUpdate())
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Claim, error) {
	where, args := scope.WhereCase("shop_id", "customer_id", "case_id")
	return db.One(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// ByKeyIn returns the claim that a key made in a case.
func ByKeyIn(q db.Queryer, caseID, key string) (Claim, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE case_id = ? AND key = ?`, caseID, key)
}

// OfCaseIn returns the claims of a case, oldest first.
func OfCaseIn(q db.Queryer, caseID string) ([]Claim, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM compensation_claim WHERE case_id = ? ORDER BY made_at, id`, caseID)
}

// UnsettledIn returns how many claims keep a case from closing.
func UnsettledIn(q db.Queryer, caseID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM compensation_claim WHERE case_id = ? AND state IN ('waiting', 'approved', 'paying')`, caseID)
}

// InsertIn stores a new claim.
func InsertIn(tx *db.Tx, c Claim) error {
	values := append([]any{c.ID, c.Key, c.CaseID, c.CaseNumber, c.ShopID, c.CustomerID, c.MadeBy, db.Millis(c.MadeAt)}, c.values()...)
	_, err := tx.Exec(`INSERT INTO compensation_claim (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

// UpdateIn stores what may change of a claim that is locked; from is the version
// that it had.
func UpdateIn(tx *db.Tx, c Claim, from int64) error {
	sets := strings.ReplaceAll(changing, ",", " = ?,") + " = ?"
	n, err := tx.Exec(`UPDATE compensation_claim SET `+sets+` WHERE id = ? AND version = ?`, append(c.values(), c.ID, from)...)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "compensation.changed")
	}
	return err
}

const otherColumns = `id, case_id, shop_id, customer_id, order_no, amount_fen, policy_cap, state, made_at`

func scanOther(row db.Scanner) (o Other, err error) {
	var made int64
	err = row.Scan(&o.ID, &o.CaseID, &o.ShopID, &o.CustomerID, &o.OrderNo, &o.Fen, &o.Cap, &o.State, &made)
	o.MadeAt = db.Time(made)
	return o, err
}

// OthersIn returns the claims of the case and order of c, and those of a buyer since
// a time. people are the ids of the customers who are that buyer.
func OthersIn(q db.Queryer, c Claim, people []string, since time.Time) ([]Other, error) {
	const from = `SELECT ` + otherColumns + ` FROM compensation_claim WHERE `
	args := []any{c.CaseID, c.ShopID, c.OrderNo}
	sql := from + `case_id = ? UNION ` + from + `shop_id = ? AND order_no = ? AND order_no <> ''`
	if len(people) > 0 {
		sql += ` UNION ` + from + `customer_id IN (` + db.Marks(len(people)) + `) AND made_at >= ?`
		args = append(append(args, db.Values(people)...), db.Millis(since))
	}
	return db.All(q, scanOther, sql, args...)
}

// MonthIn adds up what claims besides one use of the budget of a month; paid
// narrows it to what is paid or on its way.
func MonthIn(q db.Queryer, shopID, month, except string, paid bool) (int64, error) {
	states := `'approved', 'paying', 'paid'`
	if paid {
		states = `'paying', 'paid'`
	}
	return db.Value[int64](q, `SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM compensation_claim WHERE shop_id = ? AND month = ? AND state IN (`+states+`) AND id <> ?`,
		shopID, month, except)
}

// ApprovalsIn returns who has approved claims, of all rounds, by claim, oldest first.
func ApprovalsIn(q db.Queryer, claimIDs []string) (map[string][]Approval, error) {
	of := map[string][]Approval{}
	if len(claimIDs) == 0 {
		return of, nil
	}
	_, err := db.All(q, func(row db.Scanner) (a Approval, err error) {
		var claim string
		var at int64
		err = row.Scan(&claim, &a.Round, &a.By, &a.For, &a.Fen, &a.Note, &at)
		a.At = db.Time(at)
		of[claim] = append(of[claim], a)
		return a, err
	}, `SELECT claim_id, round, by_id, for_id, fen, note, at FROM compensation_approval WHERE claim_id IN (`+db.Marks(len(claimIDs))+`) ORDER BY at, round, by_id`,
		db.Values(claimIDs)...)
	return of, err
}

// AddApprovalIn stores an approval of a claim that is locked.
func AddApprovalIn(tx *db.Tx, claimID string, a Approval) error {
	_, err := tx.Exec(`INSERT INTO compensation_approval (claim_id, round, by_id, for_id, fen, note, at) VALUES (`+db.Marks(7)+`)`,
		claimID, a.Round, a.By, a.For, a.Fen, a.Note, db.Millis(a.At))
	return err
}
