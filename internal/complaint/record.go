package complaint

import (
	"strconv"

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
	c.Version++
	return s.keep(tx, c, c.Version-1, audit.Entry{Subject: "complaint/" + c.ID, Version: c.Version, Actor: by, Verb: verb}, t)
}

// recordAside keeps what a clock did, or what followed from an answer. It leaves
// the version alone, so that nobody is told that somebody else changed the case;
// such entries have an audit chain of their own.
func (s *Service) recordAside(tx *db.Tx, c Case, by, verb string, t told) error {
	c.clocks++
	_, err := s.keep(tx, c, c.Version, audit.Entry{Subject: "complaint-clock/" + c.ID, Version: c.clocks, Actor: by, Verb: verb}, t)
	return err
}

// keep keeps a case that had a version before, records it, and tells of a new stage.
func (s *Service) keep(tx *db.Tx, c Case, before int64, e audit.Entry, t told) (Case, error) {
	t.Moves, c.moves = c.moves, nil
	if err := update(tx, c, before); err != nil {
		return c, err
	}
	HintAfter(tx, s.Hint, c)
	if n := len(t.Moves); n > 0 && t.Moves[n-1].Stage == c.Stage {
		moment := e.Subject + "/" + strconv.FormatInt(e.Version, 10)
		if err := s.Queue.Announce(tx, StageChanged{c.ID, e.Actor, c.Stage, moment}); err != nil {
			return c, err
		}
	}
	return c, s.record(tx, e, t)
}

func (s *Service) record(tx *db.Tx, e audit.Entry, t told) error {
	e.At, e.Verb, e.Payload = s.Now(), "complaint."+e.Verb, t
	return audit.Write(tx, e)
}
