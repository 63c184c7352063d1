package complaint

import (
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// told is what the record keeps of a change besides who made it and when.
// Screens read it to tell what happened; fields that do not apply stay empty.
type told struct {
	Text   string `json:"text,omitempty"`   // a restatement, a proposal, a question
	Words  string `json:"words,omitempty"`  // what the buyer said
	Note   string `json:"note,omitempty"`   // why, in the words of who did it
	Reason string `json:"reason,omitempty"` // why, of a list
	To     string `json:"to,omitempty"`     // id of a person
	Case   string `json:"case,omitempty"`   // id of another case, and its number
	Number string `json:"number,omitempty"`
	Solved *bool  `json:"solved,omitempty"`
	Count  int64  `json:"count,omitempty"`
	Facts  *Facts `json:"facts,omitempty"`
	Moves  []Move `json:"moves,omitempty"` // that the case made with it

	CommitmentID string `json:"commitment_id,omitempty"`
}

// store keeps the next version of a case, with its audit entry.
func (s *Service) store(tx *db.Tx, c Case, by, verb string, t told) (Case, error) {
	t.Moves, c.moves = c.moves, nil
	c.Version++
	if err := update(tx, c, c.Version-1); err != nil {
		return c, err
	}
	HintAfter(tx, s.Hint, c)
	return c, s.audit(tx, c, by, verb, t)
}

func (s *Service) audit(tx *db.Tx, c Case, by, verb string, t told) error {
	return audit.Write(tx, audit.Entry{
		Subject: "complaint/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "complaint." + verb, Payload: t,
	})
}
