package stance

import (
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `id, case_id, shop_id, conversation_id, state, outcome, basis, said, opened_by, opened_at, final_at, seen_seq, version`

func scan(row db.Scanner) (s Stance, err error) {
	var basis, said string
	var opened, final int64
	if err = row.Scan(&s.ID, &s.CaseID, &s.ShopID, &s.ConversationID, &s.State, &s.Outcome, &basis, &said, &s.OpenedBy, &opened, &final, &s.SeenSeq, &s.Version); err != nil {
		return s, err
	}
	s.OpenedAt, s.FinalAt = db.Time(opened), db.Time(final)
	if err := json.Unmarshal([]byte(basis), &s.Basis); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(said), &s.Said)
}

// get returns a stance inside a scope; somebody else's is not found.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Stance, error) {
	where, args := scope.WhereCase("shop_id", "", "case_id")
	return db.One(q, scan, `SELECT `+columns+` FROM stance WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// ofCase returns the stance of a case, which the caller may see.
func ofCase(q db.Queryer, caseID string) (Stance, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM stance WHERE case_id = ?`, caseID)
}

// openAfter returns open stances in the order of their ids, from one on.
func openAfter(q db.Queryer, id string, some int) ([]Stance, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM stance WHERE state = 'open' AND id > ? ORDER BY id LIMIT ?`, id, some)
}

// texts are what is kept as JSON.
func (s Stance) texts() (basis, said []byte, err error) {
	if basis, err = json.Marshal(s.Basis); err != nil {
		return nil, nil, err
	}
	said, err = json.Marshal(s.Said)
	return basis, said, err
}

func insert(tx *db.Tx, s Stance) error {
	basis, said, err := s.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO stance (`+columns+`) VALUES (`+db.Marks(13)+`)`, s.ID, s.CaseID, s.ShopID, s.ConversationID, s.State, s.Outcome, string(basis), string(said),
		s.OpenedBy, db.Millis(s.OpenedAt), db.Millis(s.FinalAt), s.SeenSeq, s.Version)
	return err
}

// update stores what may change of a stance that is locked.
func update(tx *db.Tx, s Stance) error {
	basis, said, err := s.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE stance SET conversation_id = ?, state = ?, outcome = ?, basis = ?, said = ?, final_at = ?, seen_seq = ?, version = ? WHERE id = ?`,
		s.ConversationID, s.State, s.Outcome, string(basis), string(said), db.Millis(s.FinalAt), s.SeenSeq, s.Version, s.ID)
	return err
}

func insertStep(tx *db.Tx, stanceID string, s Step) error {
	_, err := tx.Exec(`INSERT INTO stance_step (stance_id, n, verb, outcome, words, seq, by_id, at) VALUES (`+db.Marks(8)+`)`,
		stanceID, s.N, s.Verb, s.Outcome, s.Words, s.Seq, s.ByID, db.Millis(s.At))
	return err
}

// stepsOf returns what was done, in order.
func stepsOf(q db.Queryer, stanceID string) ([]Step, error) {
	return db.All(q, func(row db.Scanner) (s Step, err error) {
		var at int64
		err = row.Scan(&s.N, &s.Verb, &s.Outcome, &s.Words, &s.Seq, &s.ByID, &at)
		s.At = db.Time(at)
		return s, err
	}, `SELECT n, verb, outcome, words, seq, by_id, at FROM stance_step WHERE stance_id = ? ORDER BY n LIMIT ?`, stanceID, maxSteps)
}

// maxPins is how many messages are kept for a stance.
const maxPins = 500

const pinColumns = `n, message_id, conversation_id, seq, sender_kind, sender_id, text, files, at, features, sum, chain, pinned_by, pinned_at`

// pinsOf returns the messages that were kept, in order.
func pinsOf(q db.Queryer, stanceID string) ([]Pin, error) {
	return db.All(q, scanPin, `SELECT `+pinColumns+` FROM stance_pin WHERE stance_id = ? ORDER BY n LIMIT ?`, stanceID, maxPins)
}

func scanPin(row db.Scanner) (p Pin, err error) {
	var files, features string
	var at, pinned int64
	if err = row.Scan(&p.N, &p.MessageID, &p.ConversationID, &p.Seq, &p.SenderKind, &p.SenderID, &p.Text, &files, &at, &features,
		&p.Sum, &p.Chain, &p.ByID, &pinned); err != nil {
		return p, err
	}
	p.At, p.PinnedAt = db.Time(at), db.Time(pinned)
	if err := json.Unmarshal([]byte(files), &p.Files); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(features), &p.Features)
}

func insertPin(tx *db.Tx, stanceID string, p Pin) error {
	files, err := json.Marshal(append([]PinnedFile{}, p.Files...))
	if err != nil {
		return err
	}
	features, err := json.Marshal(append([]Kind{}, p.Features...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO stance_pin (stance_id, `+pinColumns+`) VALUES (`+db.Marks(15)+`)`, stanceID, p.N, p.MessageID, p.ConversationID, p.Seq,
		p.SenderKind, p.SenderID, p.Text, string(files), db.Millis(p.At), string(features), p.Sum, p.Chain, p.ByID, db.Millis(p.PinnedAt))
	return err
}
