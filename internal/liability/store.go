package liability

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/dispute/tally"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `case_id, shop_id, issue, n, party, grounds, items, by_id, at`

func scan(row db.Scanner) (f Finding, err error) {
	var items string
	var at int64
	if err = row.Scan(&f.CaseID, &f.ShopID, &f.Issue, &f.N, &f.Party, &f.Grounds, &items, &f.ByID, &at); err != nil {
		return f, err
	}
	f.At = db.Time(at)
	return f, json.Unmarshal([]byte(items), &f.Items)
}

// maxFindings of a case are shown.
const maxFindings = 200

// OfCaseIn returns all that was decided in a case, the newest first.
func OfCaseIn(q db.Queryer, caseID string) ([]Finding, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM liability WHERE case_id = ? ORDER BY at DESC, issue, n DESC LIMIT ?`, caseID, maxFindings)
}

// lastIn returns what was decided last about an issue, nothing if it never was.
func lastIn(tx *db.Tx, caseID, issue string) (Finding, error) {
	f, err := db.One(tx, scan, `SELECT `+columns+` FROM liability WHERE case_id = ? AND issue = ? ORDER BY n DESC LIMIT 1`, caseID, issue)
	if fault.KindOf(err) == fault.NotFound {
		return Finding{}, nil
	}
	return f, err
}

func insert(tx *db.Tx, f Finding) error {
	_, err := tx.Exec(`INSERT INTO liability (`+columns+`) VALUES (`+db.Marks(9)+`)`,
		f.CaseID, f.ShopID, f.Issue, f.N, f.Party, f.Grounds, db.ListText(f.Items), f.ByID, db.Millis(f.At))
	return err
}

func countsIn(q db.Queryer, shopID string, m tally.Month) ([]Count, error) {
	return db.All(q, func(row db.Scanner) (Count, error) {
		c := Count{Month: m.Name}
		return c, row.Scan(&c.Issue, &c.Party, &c.N)
	}, `SELECT l.issue, l.party, COUNT(*) FROM liability l WHERE l.shop_id = ? AND l.at >= ? AND l.at < ? AND l.party <> ''
		AND NOT EXISTS (SELECT 1 FROM liability m WHERE m.case_id = l.case_id AND m.issue = l.issue AND m.n > l.n)
		GROUP BY l.issue, l.party ORDER BY 3 DESC, 1, 2`, shopID, db.Millis(m.From), db.Millis(m.To))
}
