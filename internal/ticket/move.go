package ticket

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Carrier moves tickets between cases that are about the same.
type Carrier struct{ Now func() time.Time }

// MergeIn lets the tickets of one case count for another one. It returns how many
// of them are not settled. The caller has locked both cases.
func (c Carrier) MergeIn(tx *db.Tx, by, from string, into Case) (unsettled int64, err error) {
	all, err := lockedOf(tx, from)
	if err != nil {
		return 0, err
	}
	for _, t := range all {
		if !t.State.Settled() {
			unsettled++
		}
		t.CaseID, t.CaseNumber, t.Key = into.ID, into.Number, from+"/"+t.Key
		if err := c.carry(tx, t, from, by, "merge"); err != nil {
			return 0, err
		}
	}
	return unsettled, nil
}

// SplitIn gives back to a case what MergeIn took from it.
func (c Carrier) SplitIn(tx *db.Tx, by string, to Case, from string) error {
	all, err := lockedOf(tx, from)
	if err != nil {
		return err
	}
	for _, t := range all {
		key, theirs := strings.CutPrefix(t.Key, to.ID+"/")
		if !theirs {
			continue
		}
		t.CaseID, t.CaseNumber, t.Key = to.ID, to.Number, key
		if err := c.carry(tx, t, "", by, "split"); err != nil {
			return err
		}
	}
	return nil
}

// carry stores a ticket under another case; from is the one that it was made in,
// "" if it is back there.
func (c Carrier) carry(tx *db.Tx, t Ticket, from, by, verb string) error {
	t.Version++
	if err := UpdateIn(tx, t, t.Version-1); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE ticket SET case_id = ?, case_number = ?, key = ?, merged_from = ? WHERE id = ?`,
		t.CaseID, t.CaseNumber, t.Key, from, t.ID); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{Subject: "ticket/" + t.ID, Version: t.Version, At: c.Now(), Actor: by, Verb: "ticket." + verb,
		Payload: map[string]any{"case": t.CaseID, "number": t.CaseNumber}})
}

// lockedOf returns the tickets of a case as they are now, and lets nobody else
// change them before the end of tx.
func lockedOf(tx *db.Tx, caseID string) ([]Ticket, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM ticket WHERE case_id = ? ORDER BY id `+tx.ForUpdate(), caseID)
}
