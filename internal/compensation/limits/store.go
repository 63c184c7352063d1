package limits

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

type row struct {
	rules   Rules
	version int64
}

func scan(s db.Scanner) (r row, err error) {
	var text string
	if err = s.Scan(&text, &r.version); err != nil {
		return r, err
	}
	if text == "" {
		r.rules = Delivered()
		return r, nil
	}
	return r, json.Unmarshal([]byte(text), &r.rules)
}

// In returns the rules of a shop and their version, 0 for those that the program
// delivers.
func In(q db.Queryer, shopID string) (Rules, int64, error) {
	r, err := db.One(q, scan, `SELECT rules, version FROM compensation_rules WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return Delivered(), 0, nil
	}
	return r.rules, r.version, err
}

// LockIn is In for whoever adds up what a shop has claimed: nobody else claims,
// approves or pays there before the end of tx. It comes after the lock of a case.
func LockIn(tx *db.Tx, shopID string) (Rules, int64, error) {
	if _, err := tx.Exec(`INSERT INTO compensation_rules (shop_id, rules, version) VALUES (?, '', 0) ON CONFLICT DO NOTHING`, shopID); err != nil {
		return Rules{}, 0, err
	}
	r, err := db.One(tx, scan, `SELECT rules, version FROM compensation_rules WHERE shop_id = ? `+tx.ForUpdate(), shopID)
	return r.rules, r.version, err
}

// SaveIn stores the rules of a shop in the place of the version that the caller has
// seen, and returns the new one.
func SaveIn(tx *db.Tx, shopID string, r Rules, version int64) (int64, error) {
	if _, now, err := LockIn(tx, shopID); err != nil {
		return 0, err
	} else if now != version {
		return now, fault.New(fault.Conflict, "limits.changed")
	}
	text, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE compensation_rules SET rules = ?, version = ? WHERE shop_id = ?`, string(text), version+1, shopID)
	return version + 1, err
}
