package compensation

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Carrier moves claims between cases that are about the same.
type Carrier struct{ Now func() time.Time }

// MergeIn lets the claims of one case count for another one. It returns how many of
// them are not settled. The caller has locked both cases.
func (r Carrier) MergeIn(tx *db.Tx, by, from string, into Case) (unsettled int64, err error) {
	all, err := lockedOf(tx, from)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		if !c.State.Settled() {
			unsettled++
		}
		c.CaseID, c.CaseNumber, c.Key = into.ID, into.Number, from+"/"+c.Key
		if err := r.carry(tx, c, from, by, "merge"); err != nil {
			return 0, err
		}
	}
	return unsettled, nil
}

// SplitIn gives back to a case what MergeIn took from it.
func (r Carrier) SplitIn(tx *db.Tx, by string, to Case, from string) error {
	all, err := lockedOf(tx, from)
	if err != nil {
		return err
	}
	for _, c := range all {
		key, theirs := strings.CutPrefix(c.Key, to.ID+"/")
		if !theirs {
			continue
		}
		c.CaseID, c.CaseNumber, c.Key = to.ID, to.Number, key
		if err := r.carry(tx, c, "", by, "split"); err != nil {
			return err
		}
	}
	return nil
}

// carry stores a claim under another case; from is the one that it was made in, ""
// if it is back there.
func (r Carrier) carry(tx *db.Tx, c Claim, from, by, verb string) error {
	c.Version++
	if err := UpdateIn(tx, c, c.Version-1); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE compensation_claim SET case_id = ?, case_number = ?, key = ?, merged_from = ? WHERE id = ?`,
		c.CaseID, c.CaseNumber, c.Key, from, c.ID); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{Subject: "compensation/" + c.ID, Version: c.Version, At: r.Now(), Actor: by, Verb: "compensation." + verb,
		Payload: map[string]any{"case": c.CaseID, "number": c.CaseNumber}})
}

func lockedOf(tx *db.Tx, caseID string) ([]Claim, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM compensation_claim WHERE case_id = ? ORDER BY id `+tx.ForUpdate(), caseID)
}
