package commitment

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// PassIn gives the open commitments of a case to its new owner, as part of tx.
// The caller has locked the case.
func (s *Service) PassIn(tx *db.Tx, by, caseID, to string) error {
	all, err := lockedOf(tx, caseID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State != Open || c.OwnerID == to {
			continue
		}
		c.OwnerID = to
		if err := s.moved(tx, c); err != nil {
			return err
		}
		if err := s.audit(tx, c.next(), by, "pass", map[string]any{"to": to}); err != nil {
			return err
		}
	}
	return nil
}

// MergeIn lets the commitments of one case count for another one, whose owner
// has the open ones from then on. It returns how many these are. The caller has
// locked both cases.
func (s *Service) MergeIn(tx *db.Tx, by, from, into, owner string) (open int64, err error) {
	all, err := lockedOf(tx, from)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		if c.State == Open {
			open++
			c.OwnerID = owner
		}
		c.CaseID, c.Key = into, from+"/"+c.Key
		if err := s.carry(tx, c, from, by, "merge"); err != nil {
			return 0, err
		}
	}
	return open, nil
}

// SplitIn gives back to a case what MergeIn took from it, with what took the
// place of it meanwhile.
func (s *Service) SplitIn(tx *db.Tx, by, to, from, owner string) error {
	all, err := lockedOf(tx, from)
	if err != nil {
		return err
	}
	theirs, err := db.All(tx, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM commitment WHERE case_id = ? AND merged_from = ?`, from, to)
	if err != nil {
		return err
	}
	for range all { // as often as there are, for each may have taken the place of another
		for _, c := range all {
			if slices.Contains(theirs, c.Replaces) && !slices.Contains(theirs, c.ID) {
				theirs = append(theirs, c.ID)
			}
		}
	}
	for _, c := range all {
		if !slices.Contains(theirs, c.ID) {
			continue
		}
		if c.State == Open {
			c.OwnerID = owner
		}
		c.CaseID, c.Key = to, strings.TrimPrefix(c.Key, to+"/")
		if err := s.carry(tx, c, "", by, "split"); err != nil {
			return err
		}
	}
	return nil
}

// carry stores a commitment under another case; from is the one that it was
// made in, "" if it is back there.
func (s *Service) carry(tx *db.Tx, c Commitment, from, by, verb string) error {
	if err := s.moved(tx, c); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE commitment SET case_id = ?, key = ?, merged_from = ? WHERE id = ?`, c.CaseID, c.Key, from, c.ID); err != nil {
		return err
	}
	return s.audit(tx, c.next(), by, verb, map[string]any{"case": c.CaseID})
}

// moved stores the next version of a commitment, whose screens hear of it.
func (s *Service) moved(tx *db.Tx, c Commitment) error {
	s.hintAfter(tx, c)
	return update(tx, c.next(), c.Version)
}

func (c Commitment) next() Commitment {
	c.Version++
	return c
}

// lockedOf returns the commitments of a case as they are now, and lets nobody
// else change them before the end of tx.
func lockedOf(tx *db.Tx, caseID string) ([]Commitment, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM commitment WHERE case_id = ? ORDER BY id `+tx.ForUpdate(), caseID)
}
